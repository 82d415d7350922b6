"""A newer export whose cell is a slip: the value that stands stays, before the import is written and after."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.intake.batch import STAYS, adjusted_words
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("here")

ORDERS = "order_id,customer,ordered_at,order total\n"
ANSWERS = "response_id,date,How likely are you to recommend us?\n"
TICKETS = "ticket id,created at,solved at,status\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w.cxdesk")


def put(workspace: Workspace, text: str, kind: str, *, dry_run: bool = False) -> ImportReport:
    path = workspace.path.parent / "export.csv"
    path.write_text(text, encoding="utf-8")
    (report,) = import_files(workspace, [path], ImportOptions(kind=kind, dry_run=dry_run))
    assert not report.open_doubts, report.open_doubts
    return report


def held(workspace: Workspace, statement: str) -> list[tuple[object, ...]]:
    with workspace.database.reader() as connection:
        return connection.execute(statement).fetchall()


def rows(*lines: str) -> str:
    """These lines, and enough sound ones that the column is what it is."""
    more = [f"X{at},c{at},2025-03-{at:02d},{at}.50" for at in range(1, 20)]
    return "\n".join([*lines, *more]) + "\n"


def test_the_value_stays_and_the_account_says_so(workspace: Workspace) -> None:
    put(workspace, ORDERS + rows("A1,ann,2025-03-01,12.50", "A2,ben,2025-03-02,7.25"), "order")
    later = ORDERS + rows("A1,ann,2025-03-01,12.S0", "A2,ben,2025-03-02,8.25")
    told = put(workspace, later, "order", dry_run=True)
    assert (told.rows.updated, told.rows.unchanged) == (1, 20)
    (changed,) = told.details["updated"]
    assert (changed["row"], [one["field"] for one in changed["changes"]]) == (3, ["gross_amount"])
    assert told.details["cells"][0]["value"] == "12.S0"
    done = put(workspace, later, "order")
    assert done.rows == told.rows
    assert done.adjusted[STAYS] == told.adjusted[STAYS] == 1
    assert "stays" in adjusted_words(STAYS, 1)
    amounts = held(workspace, 'SELECT gross_amount FROM "order" WHERE "order" IN (\'A1\', \'A2\') ORDER BY "order"')
    assert [one[0] / 10_000 for one in amounts] == [12.5, 8.25]


def test_an_answer_that_cannot_be_read_leaves_the_answer_of_before(workspace: Workspace) -> None:
    sound = "".join(f"r{at},2025-03-{at:02d},{at % 11}\n" for at in range(1, 25))
    put(workspace, ANSWERS + "a,2025-03-01,9\n" + sound, "answer")
    put(workspace, ANSWERS + "a,2025-03-01,99\n" + sound, "answer")
    assert held(workspace, "SELECT score, status FROM answer WHERE response = 'a'") == [(9.0, 0)]


def test_what_is_read_for_the_first_time_has_no_value(workspace: Workspace) -> None:
    done = put(workspace, ORDERS + rows("A1,ann,2025-03-01,12.S0"), "order")
    assert (done.rows.new, done.adjusted.get(STAYS)) == (20, None)
    assert held(workspace, 'SELECT gross_amount FROM "order" WHERE "order" = \'A1\'') == [(None,)]


def test_a_price_that_cannot_be_read_in_the_list_of_a_day_leaves_the_price_of_that_day(workspace: Workspace) -> None:
    """Rows of such lists are gathered from those of the file."""
    head = "customer id,plan,mrr,churned,tenure_months\n"
    sound = "".join(f"c{at},pro,{20 + at}.50,no,{at}\n" for at in range(1, 30))
    path = workspace.path.parent / "list_2026-03-05.csv"
    for price in ("12.50", "12.S0"):
        path.write_text(f"{head}A1,pro,{price},no,5\n{sound}", encoding="utf-8")
        (report,) = import_files(workspace, [path], ImportOptions(kind="subscription"))
    assert (report.rows.unchanged, report.adjusted.get(STAYS)) == (30, 1)
    assert held(workspace, "SELECT mrr FROM subscription WHERE customer = 'A1'") == [(125_000,)]
