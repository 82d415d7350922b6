"""A dry run lists the rows of earlier reports that a newer one puts out of count without naming them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cxdesk.metrics.views import costs, web
from cxdesk.workspace import differing
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("here")

VISITS = ("Session default channel group", "Date", "Sessions", "Active users")
SPANS = ("Campaign name", "Reporting starts", "Reporting ends", "Amount spent (RON)", "Impressions")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def take(workspace: Workspace, name: str, rows: Sequence[Sequence[object]], dry: bool = False) -> ImportReport:
    path = workspace.path.parent / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    answers = ("counted=again",) if rows[0] == SPANS and name == "late.csv" else ()
    (done,) = import_files(workspace, [path], ImportOptions(answers=answers, dry_run=dry))
    return done


def visits(channels: dict[str, int]) -> list[Sequence[object]]:
    return [VISITS, *([name, f"2026-03-{day:02d}", n, n // 2] for day in (1, 2) for name, n in channels.items())]


def test_visits_that_only_the_older_report_has(workspace: Workspace) -> None:
    take(workspace, "early.csv", visits({"Direct": 50, "Organic Search": 70, "Referral": 5}))
    late = visits({"Direct": 55, "Organic Search": 75})
    planned = take(workspace, "late.csv", late, dry=True)
    gone = planned.details["replaced"]
    assert [(row["file"], row["row"]) for row in gone] == [("early.csv", 4), ("early.csv", 7)]
    assert gone[0]["values"]["How many visits"] == "5"
    assert planned.adjusted["out_of_count"] == 2
    before = web.totals(workspace.frame(), {}).col("visits").sum()
    assert take(workspace, "late.csv", late).adjusted["out_of_count"] == 2
    assert web.totals(workspace.frame(), {}).col("visits").sum() == before + 4 * 5 - 2 * 5
    assert take(workspace, "late.csv", late, dry=True).details["replaced"] == []  # they are out of count already


def test_costs_say_for_which_days_they_still_count(workspace: Workspace) -> None:
    rows = [["Brand", "2026-03-01", "2026-03-15", 150, 9], ["Shoes", "2026-03-05", "2026-03-10", 60, 9]]
    take(workspace, "early.csv", [SPANS, *rows])
    later = [["Brand", "2026-03-05", "2026-03-31", 400, 9], ["Shoes", "2026-03-05", "2026-03-31", 90, 9]]
    planned = take(workspace, "late.csv", [SPANS, *later], dry=True)
    told = [(row["row"], row["values"]["Amount"], row.get("reason")) for row in planned.details["replaced"]]
    assert told == [(2, "150.00", "still counts for 1 Mar 2026 – 4 Mar 2026"), (3, "60.00", None)]
    assert len(costs.spent(workspace.frame()).source) == 2  # nothing is written
    assert take(workspace, "late.csv", [SPANS, *later]).adjusted["out_of_count"] == 2


def test_other_tables_put_nothing_out_of_count(workspace: Workspace) -> None:
    for dry in (False, True):
        rows = [
            ("Deal ID", "Customer", "Created", "Amount", "Stage"),
            *((f"D{n}", "c", "2026-03-01", n, "Won") for n in (1, 2)),
        ]
        done = take(workspace, f"{dry}.csv", rows, dry)
    assert done.rows.unchanged == 2
    assert done.details[differing.REPLACED] == []
