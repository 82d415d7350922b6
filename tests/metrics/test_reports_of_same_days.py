"""Two reports of the same days count once: the newer takes the place of the older, and gives it back when undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.domain.kinds_of.web_session import WEB_SESSION
from cxdesk.metrics.views import web
from cxdesk.metrics.views.newer_totals import replaced
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("here")

ABOVE = "# ----------------------------------------\n# {title}\n# Start date: {first}\n# End date: {last}\n"
CHANNELS = {"Organic Search": 1000, "Direct": 500, "Paid Search": 200}
COUNTRIES = {"France": 900, "Germany": 600, "Spain": 200}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def report(
    workspace: Workspace,
    name: str,
    rows: dict[str, int],
    split: str = "Session default channel group",
    answers: tuple[str, ...] = (),
    first: str = "20260301",
) -> ImportReport:
    """In the shape of a tool's report of a month."""
    path = workspace.path.parent / name
    lines = [f"{split},Sessions,Active users,Engaged sessions", *(f"{key},{n},{n // 2},9" for key, n in rows.items())]
    head = ABOVE.format(title="Traffic acquisition", first=first, last="20260331")
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    (done,) = import_files(workspace, [path], ImportOptions(answers=answers))
    return done


def visits(workspace: Workspace) -> float:
    return float(web.totals(workspace.frame(), {}).col("visits").sum())


def test_figures_of_a_month_that_goes_on_take_the_place_of_the_earlier_ones(workspace: Workspace) -> None:
    report(workspace, "early.csv", CHANNELS)
    newer = report(workspace, "late.csv", {name: n + 10 for name, n in CHANNELS.items()})
    assert (newer.rows.new, newer.rows.updated) == (0, 3)
    assert visits(workspace) == 1730
    workspace.undo(newer.batch or 0)
    assert visits(workspace) == 1700


def test_a_row_that_the_newer_report_no_longer_has_does_not_stay(workspace: Workspace) -> None:
    older = report(workspace, "early.csv", CHANNELS)
    newer = report(workspace, "late.csv", {"Organic Search": 1010, "Direct": 520, "Cross-network": 210})
    assert visits(workspace) == 1740
    assert replaced(workspace.frame().rows(WEB_SESSION.all())).sum() == 1  # paid search
    workspace.undo(newer.batch or 0)
    assert visits(workspace) == 1700
    workspace.undo(older.batch or 0)
    assert workspace.frame().size("web_session") == 0


def test_another_split_of_the_same_days_is_asked_about(workspace: Workspace) -> None:
    report(workspace, "channels.csv", CHANNELS)
    asked = report(workspace, "countries.csv", COUNTRIES, "Country")
    assert [(doubt["id"], doubt["proposed"]) for doubt in asked.open_doubts] == [("counted", None)]
    assert "channels.csv" in asked.open_doubts[0]["evidence"]
    assert asked.batch is None


@pytest.mark.parametrize(("answer", "expected"), [("again", 1700), ("others", 3400)])
def test_it_counts_as_said(workspace: Workspace, answer: str, expected: int) -> None:
    report(workspace, "channels.csv", CHANNELS)
    done = report(workspace, "countries.csv", COUNTRIES, "Country", (f"counted={answer}",))
    assert done.rows.new == 3
    assert visits(workspace) == expected
    workspace.undo(done.batch or 0)
    assert visits(workspace) == 1700


def test_other_days_are_other_visits(workspace: Workspace) -> None:
    report(workspace, "march.csv", CHANNELS)
    assert report(workspace, "april.csv", COUNTRIES, "Country", first="20260401").batch is not None
    assert visits(workspace) == 3400


def test_the_same_report_of_another_site_stands_beside(workspace: Workspace) -> None:
    """Where a column tells two sites apart, neither takes the other's place."""
    for site in ("one.example", "two.example"):
        path = workspace.path.parent / f"{site}.csv"
        rows = [f"{site},2026-03-0{day},{medium},100" for day in range(1, 8) for medium in ("direct", "search")]
        path.write_text("\n".join(["hostname,date,medium,sessions", *rows]) + "\n", encoding="utf-8")
        (done,) = import_files(workspace, [path], ImportOptions(kind="web_session"))
        assert done.batch is not None, done.open_doubts
    assert visits(workspace) == 2800
