"""A file that holds several kinds of record: an import for each, an account for each, one step to take them back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.workspace.importing import ImportOptions, ImportReport, TableChoice, import_files, inspect_files, parts_of
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import write

pytestmark = pytest.mark.usefixtures("here")

HEADS = ("user_id", "session_id", "event", "timestamp")
NAMES = ("home", "add_to_cart", "purchase")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def events(path: Path, visits: int = 4) -> Path:
    rows = [
        [f"u{visit}", f"s{visit}", name, f"2024-05-{visit + 1:02d} 10:{at:02d}:00"]
        for visit in range(visits)
        for at, name in enumerate(NAMES[: 2 + visit % 2])
    ]
    return write(path, HEADS, rows)


def kinds(reports: list[ImportReport]) -> list[str | None]:
    return [report.kind for report in reports]


def test_each_kind_has_its_own_import_and_its_own_account(workspace: Workspace, tmp_path: Path) -> None:
    reports = import_files(workspace, [events(tmp_path / "events.csv")], ImportOptions())
    assert kinds(reports) == ["usage_event", "cart", "order"]
    assert all(report.rows.adds_up and report.rows.read == 10 for report in reports)
    assert [report.rows.new for report in reports] == [10, 4, 2]
    assert reports[2].rows.skipped == {"other_event": 8}
    assert len({report.batch for report in reports}) == 3


def test_taking_one_back_takes_all_back_that_came_with_it(workspace: Workspace, tmp_path: Path) -> None:
    empty = workspace.content_hash()
    reports = import_files(workspace, [events(tmp_path / "events.csv")], ImportOptions())
    assert reports[1].batch is not None
    undone, changes = workspace.undo(reports[1].batch)
    assert undone.removed == 16
    assert {"usage_event", "cart", "order"} <= changes.touched
    assert workspace.content_hash() == empty
    assert {one.state for one in workspace.imports()} == {"undone"}


def test_the_same_file_again_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = events(tmp_path / "events.csv")
    import_files(workspace, [path], ImportOptions())
    before = workspace.content_hash()
    again = import_files(workspace, [path], ImportOptions())
    assert workspace.content_hash() == before
    assert [report.rows.unchanged for report in again] == [10, 4, 2]


def test_a_longer_log_adds_what_is_new(workspace: Workspace, tmp_path: Path) -> None:
    import_files(workspace, [events(tmp_path / "events.csv")], ImportOptions())
    longer = import_files(workspace, [events(tmp_path / "longer.csv", 6)], ImportOptions())
    assert [report.rows.new for report in longer] == [5, 2, 1]
    assert all(report.rows.adds_up for report in longer)


def test_what_the_person_wants_of_a_file_is_remembered(workspace: Workspace, tmp_path: Path) -> None:
    only = ImportOptions(answers=("also=@nothing", "meaning:home=stage"))
    assert kinds(import_files(workspace, [events(tmp_path / "a.csv")], only)) == ["usage_event"]
    assert kinds(import_files(workspace, [events(tmp_path / "b.csv", 6)], ImportOptions())) == ["usage_event"]


def test_a_dry_run_counts_every_kind_and_writes_none(workspace: Workspace, tmp_path: Path) -> None:
    reports = import_files(workspace, [events(tmp_path / "events.csv")], ImportOptions(dry_run=True))
    assert [report.rows.new for report in reports] == [10, 4, 2]
    assert workspace.imports() == []


def test_tickets_are_not_guessed_from_steps_where_they_are_listed(tmp_path: Path) -> None:
    steps = write(
        tmp_path / "steps.csv",
        ("ticket_id", "created", "public", "user_id", "body"),
        [[f"T{at // 2}", "2024-05-01 09:00", "true", f"u{at}", "it does not work at all"] for at in range(8)],
    )
    listed = write(
        tmp_path / "tickets.csv",
        ("Ticket ID", "Created at", "Status", "Requester", "Priority"),
        [[f"T{at}", "2024-05-01 09:00", "open", f"u{at}", "low"] for at in range(4)],
    )

    def taken(*files: Path) -> list[str]:
        choices = [TableChoice(one, view, at) for one in inspect_files(files) for at, view in enumerate(one.tables)]
        return [choice.view.mapping.kind for choice in parts_of(choices)]

    assert taken(steps) == ["ticket_event", "ticket"]
    assert taken(steps, listed) == ["ticket_event", "ticket"]
    assert len(taken(listed)) == 1


def test_words_outside_a_list_are_counted(workspace: Workspace, tmp_path: Path) -> None:
    rows = [[f"O{at}", "2024-01-01", "paid" if at % 2 else "limbo", 5] for at in range(8)]
    path = write(tmp_path / "orders.csv", ("Order ID", "Order date", "Order status", "Order total"), rows)
    report = import_files(workspace, [path], ImportOptions())[0]
    assert report.adjusted == {"unknown_word": 4}
    assert report.to_json()["adjusted"] == {"unknown_word": 4}


def test_the_day_of_a_snapshot_is_that_of_its_import(workspace: Workspace, tmp_path: Path) -> None:
    rows = [[f"C{at}", at + 1, 20 + at, "Yes" if at == 3 else "No"] for at in range(12)]
    path = write(tmp_path / "base.csv", ("customerID", "tenure", "MonthlyCharges", "Churn"), rows)
    report = import_files(workspace, [path], ImportOptions(answers=("as_of=2024-09-30",)))[0]
    assert report.rows.new == 12
    later = [[f"C{at}", at + 2, 20 + at, "Yes" if at in (3, 5) else "No"] for at in range(12)]
    path = write(tmp_path / "later.csv", ("customerID", "tenure", "MonthlyCharges", "Churn"), later)
    asked = import_files(workspace, [path], ImportOptions(answers=("as_of=2024-10-31",)))[0]
    assert (asked.rows.new, asked.rows.updated + asked.rows.unchanged) == (12, 0), "each list keeps its own rows"
    assert {batch.kind for batch in workspace.imports()} == {"subscription"}


def test_a_table_left_out_is_reported_and_remembered(workspace: Workspace, tmp_path: Path) -> None:
    heads = ("id", "created", "amount", "currency", "billing_scheme", "livemode", "nickname")
    rows = [[f"p{at}", "2024-01-01", at, "eur", "tiered", "true", f"the {at}"] for at in range(9)]
    path = write(tmp_path / "plan.csv", heads, rows)
    assert [one["id"] for one in import_files(workspace, [path], ImportOptions())[0].open_doubts] == ["kind"]
    out = import_files(workspace, [path], ImportOptions(answers=("kind=@none",)))
    assert [(report.kind, report.batch, report.open_doubts) for report in out] == [(None, None, [])]
    assert workspace.imports() == []
    assert import_files(workspace, [path], ImportOptions())[0].open_doubts == []
