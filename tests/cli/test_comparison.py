"""Comparison from the command line: what is held against what, tested together, and whose part the change is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.cli.asking import named_period
from cxdesk.cli.main import run
from cxdesk.domain.query import Compare, CompareTo, Query
from cxdesk.metrics.registry import metric_of
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import csat, nps, two_quarters, workspace

SECOND = ("--from", "2025-04-01", "--to", "2025-06-30")


def more() -> list[dict[str, Any]]:
    """A third plan that only the second quarter knows, and answers without a plan."""
    rows = [nps(f"p{at}", "2025-05-12", 10 if at < 9 else 0, "Pro") for at in range(12)]
    rows += [
        nps(f"n{at}", day, 10 if at < n else 3, "")
        for day, n in (("2025-02-12", 3), ("2025-05-12", 5))
        for at in range(8)
    ]
    rows += [csat(f"s{at}", "2025-02-20", 4 if at < 5 else 2, "Starter") for at in range(7)]
    rows += [csat(f"t{at}", day, 3 + at % 3, "Team") for day in ("2025-02-21", "2025-05-21") for at in range(6)]
    return rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with workspace(tmp_path, two_quarters() + more()) as made:
        return made.path


def groups(capsys: pytest.CaptureFixture[str], path: Path, *words: str) -> list[dict[str, Any]]:
    assert run(["metrics", *words, "-w", str(path), "--json", "--language", "en"]) == 0
    (metric,) = json.loads(capsys.readouterr().out)["metrics"]
    return list(metric["groups"])


@pytest.mark.parametrize(
    ("compare", "first", "last"),
    [
        ("previous", "2025-01-01", "2025-03-31"),
        ("year", "2024-04-01", "2024-06-30"),
        ("2025-02-01..2025-02-28", "2025-02-01", "2025-02-28"),
        ("2025-02", "2025-02-01", "2025-02-28"),
    ],
)
def test_a_quarter_is_held_against_what_was_said(
    path: Path, capsys: pytest.CaptureFixture[str], compare: str, first: str, last: str
) -> None:
    """The data reach 21 May: 51 days of the quarter, so as many of the one before; a chosen period stays whole."""
    (group,) = groups(capsys, path, "nps", *SECOND, "--compare", compare)
    base = group["change"]["from"]["period"]
    if ".." in compare or compare == "2025-02":
        assert base == {"from": first, "to": last}
    else:
        assert base["from"] == first
        assert base["to"] < last
    assert "partial" in group["flags"]


@pytest.mark.parametrize("metric", ["nps", "csat_top", "csat_mean", "csat_pct_max", "csat_pomp"])
def test_the_parts_of_all_segments_sum_to_the_change(
    path: Path, capsys: pytest.CaptureFixture[str], metric: str
) -> None:
    words = (metric, *SECOND, "--compare", "2025-Q1")
    (whole,) = groups(capsys, path, *words)
    parts = groups(capsys, path, *words, "--by", "Plan", "--min-show", "1")
    assert len(parts) > 1
    assert sum(one["contribution"] for one in parts) == pytest.approx(whole["change"]["delta"], abs=1e-9)
    assert whole["contribution"] is None


def test_segments_that_are_tested_together_are_adjusted_together(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Holm: the smallest p times the number of tests, the next times one fewer, never falling."""
    words = ("nps", *SECOND, "--compare", "2025-Q1")
    together = {one["segment"]: one["change"] for one in groups(capsys, path, *words, "--by", "Plan")}
    adjusted = {name: change["p"] for name, change in together.items() if change["p"] is not None}
    with Workspace.open(path, read_only=True) as desk:
        ranges = {"range": named_period("2025-Q2"), "compare": Compare(CompareTo.CUSTOM, named_period("2025-Q1"))}
        asked = Inquiry(Query(metrics=("nps",), split="Plan", **ranges), desk.frame()).compared(
            metric_of("nps"), "Plan"
        )
        assert isinstance(asked, Asked)
        estimate, places = asked.first.robust(), range(len(asked.segments))
        pairs = [[estimate.group(period, at) for at in places] for period in (1, 0)]
        unadjusted = dict(zip(asked.segments, estimate.changes(*pairs, holm=False), strict=True))
    alone = {name: one.p for name, one in unadjusted.items() if one.p is not None}
    order = sorted(alone, key=lambda name: alone[name])
    worst, expected = 0.0, {}
    for at, name in enumerate(order):
        worst = max(worst, min(1.0, alone[name] * (len(order) - at)))
        expected[name] = worst
    assert len(adjusted) >= 2
    assert adjusted == pytest.approx(expected)


def test_every_month_against_the_month_before(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = groups(capsys, path, "nps", "--grain", "quarter", "--compare", "previous")
    assert [one["period"]["from"] for one in found] == ["2025-01-01", "2025-04-01"]
    first, second = found
    assert first["change"]["delta"] is None
    (asked,) = groups(capsys, path, "nps", *SECOND, "--compare", "previous")
    assert second["change"]["delta"] == pytest.approx(asked["change"]["delta"])
    assert second["change"]["from"] == asked["change"]["from"]


def test_nothing_is_compared_unless_asked(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("nps", *SECOND), ("nps", "--grain", "month"), ("nps", *SECOND, "--compare", "none")):
        assert {one["change"] is None for one in groups(capsys, path, *words)} == {True}


def test_an_open_period_is_as_long_as_the_data(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (group,) = groups(capsys, path, "nps", "--from", "2025-05-01", "--compare", "previous")
    assert group["change"]["from"]["period"]["to"] == "2025-04-30"
    (group,) = groups(capsys, path, "nps", "--to", "2025-05-31", "--compare", "year")
    assert group["change"] is None


def test_all_dates_have_nothing_to_be_compared_with(path: Path) -> None:
    assert run(["metrics", "nps", "--compare", "previous", "-w", str(path)]) == 2
    assert run(["metrics", "nps", *SECOND, "--compare", "sometimes", "-w", str(path)]) == 2


def test_the_table_for_people_says_in_their_language_what_the_object_has_as_codes(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["metrics", "csat_top", "nps_shares", "mrr", *SECOND, "--compare", "previous", "-w", str(path)]
    assert run([*asked, "--language", "fr"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("Promoteurs", "Détracteurs", "pas encore importé"))
    assert not any(code in shown for code in ("promoters", "detractors", "missing_kind", "no_clear_change"))
    assert run([*asked, "--csv", "--language", "fr"]) == 0
    kept = capsys.readouterr().out
    assert all(code in kept for code in (",promoters,", ",detractors,", ",missing_kind,"))
