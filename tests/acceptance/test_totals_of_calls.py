"""The table of a switchboard, a row per half hour and queue, in three languages: its totals give the figures of the
calls it stands for.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cxdesk.stats.intervals import wilson
from tests.cli.running import cxdesk

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("all_here")]
HEADINGS = {
    "en": (
        *("Date", "Interval", "Queue", "Offered", "Answered", "Abandoned", "Answered within 20s"),
        *("Avg Speed of Answer", "AHT", "Service Level %"),
    ),
    "fr": (
        *("Date", "Tranche horaire", "File", "Appels présentés", "Appels décrochés", "Appels abandonnés"),
        *("Décrochés dans le délai", "Temps d'attente moyen (s)", "DMT (s)", "Taux"),
    ),
    "ro": (
        *("Data", "Interval orar", "Coadă", "Apeluri oferite", "Apeluri preluate", "Apeluri abandonate"),
        *("Preluate în timp", "Timp mediu de așteptare (s)", "Timp mediu de procesare (s)", "Nivel"),
    ),
}


@dataclass(frozen=True)
class HalfHour:
    day: int
    at: str
    queue: str
    answered: int
    abandoned: int
    in_time: int
    wait: int
    handle: int

    @property
    def offered(self) -> int:
        return self.answered + self.abandoned

    def row(self, language: str) -> list[Any]:
        date = f"2024-03-{self.day:02d}" if language == "en" else f"{self.day:02d}/03/2024"
        times = [self.wait, self.handle] if language != "en" else [clock(self.wait), clock(self.handle)]
        share = f"{100 * self.in_time / self.offered:.1f}%" if self.offered else ""
        return [date, self.at, self.queue, self.offered, self.answered, self.abandoned, self.in_time, *times, share]


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def half_hours() -> list[HalfHour]:
    """Three weeks of two queues, the nights without a call."""
    made = []
    for day in range(1, 22):
        for half in range(14, 40):
            for queue in ("Sales", "Support"):
                answered = (7 * day + 5 * half + len(queue)) % 23 if half < 38 else 0
                abandoned = answered // 7
                in_time = answered - (answered * (half % 4)) // 6
                wait, handle = 5 + (3 * half + day) % 50, 150 + (11 * half) % 200
                made.append(HalfHour(day, clock(1800 * half)[:5], queue, answered, abandoned, in_time, wait, handle))
    return made


def write(path: Path, language: str, rows: Sequence[HalfHour]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter="," if language == "en" else ";")
        writer.writerow(HEADINGS[language])
        writer.writerows(one.row(language) for one in rows)
    return path


@pytest.fixture(scope="module", params=sorted(HEADINGS))
def workspace(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calls")
    file = write(folder / "calls.csv", request.param, half_hours())
    ran = cxdesk("import", file, "-w", folder / "w.cxdesk", "--json")
    assert ran.code == 0, ran.out + ran.err
    return folder / "w.cxdesk"


def measures(workspace: Path, *words: str) -> dict[str, dict[str, Any]]:
    ran = cxdesk("metrics", "-w", workspace, "wait_time", *words, "--json")
    assert ran.code == 0, ran.err
    return {f"{group['measure']}{group['segment'] or ''}": group for group in ran.json["metrics"][0]["groups"]}


def total(rows: Sequence[HalfHour], name: str, of: str = "") -> int:
    return sum(getattr(one, name) * (getattr(one, of) if of else 1) for one in rows)


def test_the_figures_are_those_of_the_calls(workspace: Path) -> None:
    rows, found = half_hours(), measures(workspace)
    offered, answered = total(rows, "offered"), total(rows, "answered")
    level = found["service_level"]
    assert (level["numerator"], level["denominator"]) == (total(rows, "in_time"), offered)
    assert found["abandoned"]["value"] == pytest.approx(100 * total(rows, "abandoned") / offered)
    assert found["mean"]["value"] == pytest.approx(total(rows, "wait", "answered") / answered)
    assert found["handle"]["value"] == pytest.approx(total(rows, "handle", "answered") / answered)


def test_shares_are_as_sure_as_that_many_calls_and_averages_as_that_many_rows(workspace: Path) -> None:
    rows, found = half_hours(), measures(workspace)
    expected = wilson(total(rows, "abandoned"), total(rows, "offered"))
    interval = found["abandoned"]
    assert (interval["low"], interval["high"]) == pytest.approx((100 * float(expected.low), 100 * float(expected.high)))
    assert found["mean"]["n"] == sum(one.answered > 0 for one in rows)


def test_averages_have_no_middle_call(workspace: Path) -> None:
    found = measures(workspace)
    assert next(iter(found)) == "mean"
    assert [found[name]["value"] for name in ("median", "p90")] == [None, None]


def test_queues_are_told_apart(workspace: Path) -> None:
    rows, found = half_hours(), measures(workspace, "--by", "team")
    for queue in ("Sales", "Support"):
        own = [one for one in rows if one.queue == queue]
        assert found[f"service_level{queue}"]["denominator"] == total(own, "offered")
        assert found[f"mean{queue}"]["value"] == pytest.approx(total(own, "wait", "answered") / total(own, "answered"))


def test_answered_in_time_may_be_told_of_those_answered(workspace: Path) -> None:
    found = measures(workspace, "--set", "wait_time.service_base=answered")["service_level"]
    assert found["denominator"] == total(half_hours(), "answered")


def test_the_receipt_adds_up_to_the_rows_of_the_table(workspace: Path) -> None:
    ran = cxdesk("receipt", "-w", workspace, "wait_time", "--measure", "service_level", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["sum_ok"] is True
