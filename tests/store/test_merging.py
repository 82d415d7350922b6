"""An import adds only what is new, updates what changed, accounts for every source row, and twice is once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxdesk.domain.errors import ImportStopped, NotFound
from cxdesk.store import batches, checking, comments, search_index
from cxdesk.system.progress import Cancelled, Progress
from tests.store.builders import Desk, Problem, answer


def count(desk: Desk, kind: str = "answer") -> int:
    with desk.database.reader() as connection:
        return int(connection.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0])


# The account


def test_every_source_row_is_accounted_for(desk: Desk) -> None:
    rows = [answer("a", 9.0), answer("b", 3.0)]
    counts = desk.put("answer", rows, blank=2, rejected=1, skipped={"footer": 3, "preview": 1})
    assert counts.rows() == {
        "read": 9,
        "new": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
        "skipped": {"footer": 3, "preview": 1},
        "blank": 2,
    }


def test_a_source_row_with_several_answers_counts_once(desk: Desk) -> None:
    """Its worst counts: updated before new before unchanged."""
    first = [answer(r, 5.0, line=line, question=q) for line, r in ((2, "a"), (3, "b")) for q in ("Q1", "Q2")]
    assert desk.put("answer", first).new == 2
    second = [
        answer("a", 5.0, line=2, question="Q1"),
        answer("a", 6.0, line=2, question="Q2"),
        answer("a", 6.0, line=2, question="Q3"),
        answer("b", 5.0, line=3, question="Q1"),
        answer("b", 5.0, line=3, question="Q3"),
        answer("c", 5.0, line=4, question="Q1"),
        answer("b", 5.0, line=5, question="Q2"),
    ]
    counts = desk.put("answer", second)
    assert (counts.read, counts.updated, counts.new, counts.unchanged) == (4, 1, 2, 1)
    assert checking.problems(desk.database) == []


def test_rows_that_are_not_accounted_for_stop_the_import(desk: Desk) -> None:
    staged = desk.stage("answer", [answer("a", 1.0)], read=2)
    with pytest.raises(ImportStopped, match="2 rows were read but 1 are accounted for"):
        batches.plan(desk.database, staged)
    with pytest.raises(ImportStopped):
        batches.merge(desk.database, staged, batches.ImportInfo("a", "a"))
    assert batches.listing(desk.database) == []


def test_the_dry_run_says_what_merging_does_and_writes_nothing(desk: Desk) -> None:
    desk.put("ticket", [{"ticket": "T1", "status": "open"}, {"ticket": "T2", "status": "open"}])
    rows = [{"ticket": "T1", "status": "solved"}, {"ticket": "T2", "status": "open"}, {"ticket": "T3", "status": "new"}]
    staged = desk.stage("ticket", rows)
    before = desk.database.state, batches.content_hash(desk.database)
    planned = batches.plan(desk.database, staged)
    assert (desk.database.state, batches.content_hash(desk.database)) == before
    merged, changes = batches.merge(desk.database, staged, batches.ImportInfo("b", "b"))
    assert planned.rows() == merged.rows()
    assert (merged.new, merged.updated, merged.unchanged) == (1, 1, 1)
    assert changes.touched == {"ticket"}


def test_rejects_are_kept_in_the_order_of_the_file(desk: Desk) -> None:
    problems = [
        Problem(7, "Score", "eleven", "not_on_scale", '{"Score": "eleven"}'),
        Problem(5, None, None, "too_many_cells", "a,b,c"),
    ]
    batch = desk.put("answer", [answer("a", 1.0)], problems=problems, rejected=1).batch or 0
    assert batches.rejects(desk.database, batch) == [
        {
            "sheet": None,
            "line": 7,
            "column": "Score",
            "value": "eleven",
            "code": "not_on_scale",
            "raw": '{"Score": "eleven"}',
        },
        {"sheet": None, "line": 5, "column": None, "value": None, "code": "too_many_cells", "raw": "a,b,c"},
    ]
    assert len(batches.rejects(desk.database, batch, limit=1)) == 1
    with pytest.raises(NotFound):
        batches.rejects(desk.database, 99)


# Again


def test_the_same_file_again_changes_nothing_at_all(desk: Desk) -> None:
    rows = [answer(f"r{n}", n % 11, f"text {n}") for n in range(50)]
    first = desk.put("answer", rows, file="survey.csv")
    before = desk.database.state, batches.content_hash(desk.database), batches.listing(desk.database)
    for _ in range(4):
        again = desk.put("answer", rows, file="survey.csv")
        assert (again.known, again.batch, again.unchanged, again.new) == (True, first.batch, 50, 0)
        assert (desk.database.state, batches.content_hash(desk.database), batches.listing(desk.database)) == before


def test_the_same_rows_in_another_file_add_none(desk: Desk) -> None:
    """Renamed, saved again, shuffled: no row is added, but the import is listed, for it can be taken back."""
    rows = [answer(f"r{n}", n % 11, f"text {n}") for n in range(50)]
    desk.put("answer", rows, file="survey.csv")
    before = batches.content_hash(desk.database)
    again = desk.put("answer", rows[::-1], file="survey (1).csv")
    assert (again.known, again.unchanged, again.new) == (False, 50, 0)
    assert batches.content_hash(desk.database) == before
    assert len(batches.listing(desk.database)) == 2
    assert count(desk) == 50


def test_a_file_taken_back_can_be_imported_again(desk: Desk) -> None:
    rows = [answer("a", 9.0, "good")]
    first = desk.put("answer", rows, file="survey.csv")
    before = batches.content_hash(desk.database)
    batches.undo(desk.database, first.batch or 0, backup=False)
    again = desk.put("answer", rows, file="survey.csv")
    assert (again.known, again.new) == (False, 1)
    assert batches.content_hash(desk.database) == before


def test_overlapping_exports_add_only_what_is_new(desk: Desk) -> None:
    rows = [answer(f"r{n}", n % 11) for n in range(30)]
    assert desk.put("answer", rows[:20]).new == 20
    later = desk.put("answer", rows[10:])
    assert (later.new, later.unchanged) == (10, 10)
    assert count(desk) == 30


def test_honest_identical_rows_are_all_kept(desk: Desk) -> None:
    """Without an id the second of two equal rows is the second, not the first again."""
    row = {"ticket": None, "subject": "Late parcel"}
    assert desk.put("ticket", [row, row], file="a").new == 2
    assert desk.put("ticket", [row, row], file="b").unchanged == 2
    more = desk.put("ticket", [row, row, row], file="c")
    assert (more.unchanged, more.new) == (2, 1)
    assert count(desk, "ticket") == 3
    with desk.database.reader() as connection:
        assert connection.execute("SELECT occurrence FROM ticket ORDER BY 1").fetchall() == [(1,), (2,), (3,)]


def test_of_several_rows_with_one_key_the_last_counts(desk: Desk) -> None:
    """A log with several lines per ticket gives each ticket's last state."""
    rows = [{"ticket": "T1", "status": status} for status in ("new", "open", "solved")]
    counts = desk.put("ticket", rows, file="log")
    assert (counts.read, counts.new, counts.updated) == (3, 1, 2)
    with desk.database.reader() as connection:
        assert connection.execute("SELECT status, line FROM ticket").fetchall() == [("solved", 4)]
    assert desk.put("ticket", rows, file="log").known


def test_an_update_that_says_nothing_new_is_unchanged(desk: Desk) -> None:
    desk.put("ticket", [{"ticket": "T1", "status": "open", "priority": "high"}])
    before = batches.content_hash(desk.database)
    counts = desk.put("ticket", [{"ticket": "T1", "status": "open"}])
    assert (counts.updated, counts.unchanged) == (0, 1)
    assert batches.content_hash(desk.database) == before


def test_an_import_knows_up_to_when_its_data_reach(desk: Desk) -> None:
    now = int(datetime.now(UTC).timestamp()) * 1_000_000
    rows = [
        answer("a", 1.0, submitted_at=5),
        answer("b", 1.0, submitted_at=now - 10),
        answer("c", 1.0, submitted_at=now * 2),
    ]
    desk.put("answer", rows)
    assert batches.listing(desk.database)[0].as_of == now - 10


# Order and history do not matter


def test_the_content_hash_does_not_depend_on_order_or_history(tmp_path: Path) -> None:
    one, two = Desk(tmp_path, "one"), Desk(tmp_path, "two")
    rows = [answer(f"r{n}", n % 11, f"text {n}") for n in range(20)]
    one.put("answer", rows)
    two.put("answer", rows[10:][::-1])
    wrong = two.put("answer", [answer("wrong", 1.0)])
    two.put("answer", rows[:10])
    batches.undo(two.database, wrong.batch or 0, backup=False)
    assert batches.content_hash(one.database) == batches.content_hash(two.database)
    assert batches.content_hash(one.database) == batches.content_text(two.database)
    one.database.close()
    two.database.close()


# Stopping


def test_a_stopped_import_leaves_nothing(desk: Desk) -> None:
    staged = desk.stage("answer", [answer(f"r{n}", 1.0) for n in range(100)])
    progress = Progress(lambda done, of, label: progress.cancel())
    with pytest.raises(Cancelled):
        batches.merge(desk.database, staged, batches.ImportInfo("a", "a"), progress)
    assert count(desk) == 0
    assert desk.database.state == 0
    assert batches.merge(desk.database, staged, batches.ImportInfo("a", "a"))[0].new == 100


# Large imports


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "INDEX_AT_ONCE", 10)
    monkeypatch.setattr(search_index, "STEP", 7)


@pytest.mark.usefixtures("small_steps")
def test_many_comments_become_searchable_afterwards(desk: Desk) -> None:
    desk.put("answer", [answer(f"r{n}", 1.0, "slow") for n in range(30)])
    assert batches.listing(desk.database)[0].search == "pending"
    assert comments.search_progress(desk.database) == (0, 30)
    assert len(comments.search_ids(desk.database, "slow")) == 0
    desk.reopen()
    comments.index_waiting(desk.database)
    assert batches.listing(desk.database)[0].search == "ready"
    assert comments.search_progress(desk.database) == (30, 30)
    assert len(comments.search_ids(desk.database, "slow")) == 30


@pytest.mark.usefixtures("small_steps")
def test_indexing_can_be_stopped_and_taken_up_again(desk: Desk) -> None:
    desk.put("answer", [answer(f"r{n}", 1.0, "slow") for n in range(30)])
    progress = Progress(lambda done, of, label: progress.cancel() if done > 10 else None)
    with pytest.raises(Cancelled):
        comments.index_waiting(desk.database, progress)
    done, of = comments.search_progress(desk.database)
    assert 0 < done < of
    assert len(comments.search_ids(desk.database, "slow")) == done
    comments.index_waiting(desk.database)
    assert checking.problems(desk.database) == []


@pytest.mark.slow
def test_an_import_that_remakes_the_indexes_is_as_sound_as_any(desk: Desk) -> None:
    rows = [answer(f"r{n}", n % 11, None, customer=f"C{n % 997}", submitted_at=n) for n in range(30_000)]
    desk.put("answer", rows[:500])
    desk.put("answer", rows)
    assert checking.problems(desk.database) == []
    with desk.database.reader() as connection:
        indexes = {row[1] for row in connection.execute("PRAGMA index_list(answer)")}
    assert indexes == {"answer_submitted_at", "answer_customer"}


def test_many_questions_are_numbered_on_the_way(desk: Desk) -> None:
    """More than fit one expression: their numbers are looked up in a table made for it, which is no row of the file."""
    asked = [answer(f"r{n}", n % 11, question=f"How was part {n % 30}?") for n in range(90)]
    assert desk.put("answer", asked).new == 90
    assert desk.put("answer", asked[30:], first_line=10).unchanged == 60
    with desk.database.reader() as connection:
        told = connection.execute(
            "SELECT q.text, count(*) FROM answer a JOIN question q ON q.id = a.question GROUP BY 1"
        ).fetchall()
    assert (len(told), {n for _text, n in told}) == (30, {3})
