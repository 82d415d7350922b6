"""Reports of what campaigns cost overlap and come again: of each day and campaign the newest one counts, once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cxdesk.metrics.views import costs
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files
from cxdesk.workspace.typed.effects import desk_of
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("here")

DAILY = ("Day", "Campaign", "Campaign ID", "Campaign status", "Cost", "Impressions", "Clicks")
SPANS = ("Campaign name", "Reporting starts", "Reporting ends", "Amount spent (RON)", "Impressions", "Reach")
IDS = {"Brand": 70, "Brand 2026": 70, "Shoes": 71}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def take(workspace: Workspace, name: str, head: Sequence[str], rows: Sequence[object], *said: str) -> ImportReport:
    path = workspace.path.parent / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    (done,) = import_files(workspace, [path], ImportOptions(kind="cost", answers=said))
    return done


def daily(first: int, last: int, more: int = 0, since: int = 99, names: Sequence[str] = ("Brand", "Shoes")) -> list:
    """One row a day and campaign; from day `since` on it is `more`."""
    return [
        [
            f"2026-03-{day:02d}",
            name,
            IDS.get(name, len(name)),
            "Enabled",
            10 * (at + 1) + (more if day >= since else 0),
            900,
            30,
        ]
        for day in range(first, last + 1)
        for at, name in enumerate(names)
    ]


def span(name: str, first: str, last: str, amount: float) -> list[object]:
    return [name, first, last, amount, 5000, 400]


def spent(workspace: Workspace) -> float:
    found = costs.spent(workspace.frame())
    return float(found.amount.sum()) / 10_000


class TestDaysOneByOne:
    def test_the_month_so_far_and_the_whole_month(self, workspace: Workspace) -> None:
        take(workspace, "half.csv", DAILY, daily(1, 15))
        newer = take(workspace, "whole.csv", DAILY, daily(1, 31, more=5, since=15))
        assert (newer.rows.new, newer.rows.updated, newer.rows.unchanged) == (32, 2, 28)
        assert spent(workspace) == 14 * 30 + 17 * 40
        workspace.undo(newer.batch or 0)
        assert spent(workspace) == 15 * 30

    def test_a_campaign_that_was_renamed_or_paused_is_known_by_its_id(self, workspace: Workspace) -> None:
        take(workspace, "a.csv", DAILY, daily(1, 4))
        renamed = [[*row[:3], "Paused", *row[4:]] for row in daily(1, 5, names=("Brand 2026", "Shoes"))]
        assert take(workspace, "b.csv", DAILY, renamed).rows.new == 2
        assert spent(workspace) == 5 * 30

    def test_two_lines_of_one_day_and_campaign_are_two(self, workspace: Workspace) -> None:
        head = ("Date", "Campaign", "Cost", "Clicks")
        twice = [["2026-03-01", "Brand", 10, 1], ["2026-03-01", "Brand", 20, 2], ["2026-03-01", "Brand", 20, 2]]
        take(workspace, "a.csv", head, twice)
        assert take(workspace, "b.csv", head, [*twice, ["2026-03-02", "Brand", 7, 1]]).rows.new == 1
        assert spent(workspace) == 57

    def test_other_campaigns_of_the_same_days_stand_beside(self, workspace: Workspace) -> None:
        take(workspace, "search.csv", DAILY, daily(1, 5))
        assert take(workspace, "social.csv", DAILY, daily(1, 5, names=("Feed", "Stories"))).batch is not None
        assert spent(workspace) == 300

    def test_what_the_newer_report_no_longer_says_of_a_campaign_goes(self, workspace: Workspace) -> None:
        take(workspace, "a.csv", DAILY, daily(1, 5))
        newer = [row for row in daily(1, 5) if (row[0], row[1]) != ("2026-03-03", "Shoes")]
        take(workspace, "b.csv", DAILY, newer)
        assert spent(workspace) == 5 * 10 + 4 * 20

    def test_bookings_are_no_report(self, workspace: Workspace) -> None:
        """Two lines of one day and purpose in two files are two costs."""
        head = ("Date", "Category", "Description", "Amount")
        for at, amount in enumerate((120, 80)):
            done = take(workspace, f"{at}.csv", head, [["2026-03-02", "Marketing", "Flyers", amount]])
            assert done.batch is not None
        assert spent(workspace) == 200


class TestWhatNobodyCanTell:
    """The same campaign with other amounts: a later state of the report, or another account?"""

    def asked(self, workspace: Workspace, *said: str) -> ImportReport:
        take(workspace, "a.csv", SPANS, [span("Brand", "2026-03-01", "2026-03-15", 150)])
        return take(workspace, "b.csv", SPANS, [span("Brand", "2026-03-01", "2026-03-31", 400)], *said)

    def test_is_asked_with_what_both_say(self, workspace: Workspace) -> None:
        asked = self.asked(workspace)
        (doubt,) = asked.open_doubts
        assert (doubt["id"], doubt["proposed"], asked.batch) == ("counted", None, None)
        assert doubt["evidence"] == (
            "a.csv has the same names from 1 Mar 2026 to 15 Mar 2026, with other amounts: "
            "Brand: 150.00 (1 Mar 2026 – 15 Mar 2026) / 400.00 (1 Mar 2026 – 31 Mar 2026)."
        )

    @pytest.mark.parametrize(("answer", "expected"), [("again", 400), ("others", 550)])
    def test_counts_as_said(self, workspace: Workspace, answer: str, expected: int) -> None:
        done = self.asked(workspace, f"counted={answer}")
        assert spent(workspace) == expected
        workspace.undo(done.batch or 0)
        assert spent(workspace) == 150

    def test_is_asked_of_each_report_anew(self, workspace: Workspace) -> None:
        """What was said of one account says nothing of the next."""
        self.asked(workspace, "counted=again")
        other = take(workspace, "c.csv", SPANS, [span("Brand", "2026-03-01", "2026-03-31", 70)])
        assert [doubt["id"] for doubt in other.open_doubts] == ["counted"]

    def test_an_older_stretch_keeps_the_days_that_the_newer_one_does_not_have(self, workspace: Workspace) -> None:
        take(workspace, "a.csv", SPANS, [span("Brand", "2026-03-01", "2026-03-30", 300)])
        take(workspace, "b.csv", SPANS, [span("Brand", "2026-03-11", "2026-03-20", 500)], "counted=again")
        found = costs.spent(workspace.frame())
        assert sorted(
            (end - start, amount / 10_000)
            for start, end, amount in zip(found.start.tolist(), found.end.tolist(), found.amount.tolist(), strict=True)
        ) == [(10, 100), (10, 100), (10, 500)]

    def test_the_same_money_split_otherwise_takes_the_place_of_the_report_that_is_named(
        self, workspace: Workspace
    ) -> None:
        take(workspace, "social.csv", DAILY, daily(1, 5, names=("Feed", "Stories")))
        take(workspace, "search.csv", DAILY, daily(1, 5, more=1, since=1))
        head = ("Day", "Channel", "Country", "Cost", "Clicks")
        rows = [[f"2026-03-0{day}", "Search", name, 16, 3] for day in range(1, 6) for name in ("RO", "FR")]
        (doubt,) = take(workspace, "countries.csv", head, rows).open_doubts
        assert "search.csv" in doubt["evidence"]
        take(workspace, "countries.csv", head, rows, "counted=again")
        assert spent(workspace) == 150 + 160

    def test_much_other_money_is_not_asked_about(self, workspace: Workspace) -> None:
        take(workspace, "search.csv", DAILY, daily(1, 5))
        head = ("Day", "Channel", "Cost", "Clicks")
        assert take(workspace, "radio.csv", head, [["2026-03-02", "Radio", 9000, 1]]).batch is not None
        assert spent(workspace) == 9150


def test_where_costs_are_typed_the_months_of_files_are_as_they_count(workspace: Workspace) -> None:
    take(workspace, "a.csv", SPANS, [span("Brand", "2026-03-02", "2026-03-31", 300)])
    take(workspace, "b.csv", SPANS, [span("Brand", "2026-03-12", "2026-04-10", 600)], "counted=again")
    months = {month.month: amounts[""] / 10_000 for month, amounts in desk_of(workspace).files.items()}
    assert months == {3: 100 + 400, 4: 200}


def test_a_copy_under_pseudonyms_counts_the_same(workspace: Workspace, tmp_path: Path) -> None:
    """It keeps how reports replace one another, and not from which files they are."""
    head = ("Day", "Channel", "Country", "Cost", "Clicks")
    take(workspace, "search.csv", DAILY, daily(1, 5))
    rows = [[f"2026-03-0{day}", "Search", name, 16, 3] for day in range(1, 6) for name in ("RO", "FR")]
    take(workspace, "countries.csv", head, rows, "counted=again")
    workspace.share(tmp_path / "copy.cxdesk")
    with Workspace.open(tmp_path / "copy.cxdesk") as copy:
        assert spent(copy) == spent(workspace) == 160
