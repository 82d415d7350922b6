"""What the import child hands over is checked as if a stranger had sent it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxdesk.domain.errors import BadQuestion, CXDeskError, ImportStopped
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.store import batches, checking, schema, staging
from cxdesk.store.staging import Segment, Staged
from tests.store.builders import Block, Desk, Problem, answer, block, stage


def answers(first: int, n: int, **more: object) -> list[dict[str, object]]:
    return [answer(f"r{i}", i % 11, f"text {i}", customer=f"C{i % 7}", **more) for i in range(first, first + n)]


# Writing


def test_rows_stand_in_segments_with_their_final_columns(tmp_path: Path) -> None:
    staged = stage(tmp_path / "s", "answer", block("answer", answers(0, 3)))
    (segment,) = staged.segments
    assert (staged.rows, staged.read, segment.rows, segment.first_row_id) == (3, 3, 3, 1)
    with closing(sqlite3.connect(segment.path)) as connection:
        assert connection.execute("SELECT row_id, line, response, score, comment FROM row").fetchall() == [
            (1, 2, "r0", 0.0, "text 0"),
            (2, 3, "r1", 1.0, "text 1"),
            (3, 4, "r2", 2.0, "text 2"),
        ]
        assert connection.execute("SELECT text FROM text WHERE \"column\" = 'scale'").fetchall() == [("0-10",)]


def test_rows_go_on_in_the_next_segment_and_there_are_never_more_than_eight(tmp_path: Path) -> None:
    blocks = [block("answer", answers(n * 10, 10), first_line=n * 10 + 2) for n in range(12)]
    staged = stage(tmp_path / "s", "answer", *blocks, segment_rows=10)
    assert [segment.rows for segment in staged.segments] == [10] * 7 + [50]
    assert [segment.first_row_id for segment in staged.segments] == [1, 11, 21, 31, 41, 51, 61, 71]


def test_what_was_staged_travels_as_json(tmp_path: Path) -> None:
    staged = stage(tmp_path / "s", "answer", block("answer", answers(0, 3), blank=2, skipped={"footer": 1}))
    assert from_plain(Staged, to_plain(staged)) == staged


def test_an_empty_table_is_staged_too(desk: Desk) -> None:
    counts = desk.put("answer", [], blank=3)
    assert (counts.read, counts.blank, counts.new) == (3, 3, 0)
    assert checking.problems(desk.database) == []


def test_a_number_of_numpy_is_refused_at_once(tmp_path: Path) -> None:
    rows = block("answer", answers(0, 1))
    rows.columns["submitted_at"] = [np.int64(5)]
    with pytest.raises(sqlite3.IntegrityError):
        stage(tmp_path / "s", "answer", rows)


def test_every_block_has_the_columns_of_the_first(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="channel"):
        stage(tmp_path / "s", "answer", block("answer", answers(0, 1)), block("answer", answers(1, 1, channel="web")))


# Taking in


def test_segments_of_any_number_make_one_import(desk: Desk) -> None:
    blocks = [block("answer", answers(n * 10, 10), first_line=n * 10 + 2) for n in range(12)]
    staged = stage(desk.folder / "s", "answer", *blocks, segment_rows=10)
    counts, _changes = batches.merge(desk.database, staged, batches.ImportInfo("a", "a"))
    assert counts.new == 120
    assert checking.problems(desk.database) == []


def test_more_tables_than_can_be_attached_are_merged_in_one_transaction(desk: Desk) -> None:
    tables = []
    for n in range(12):
        staged = desk.stage("answer", answers(n * 5, 10), problems=[Problem(n, "Score", "x", "not_a_number")])
        tables.append((staged, batches.ImportInfo(f"{n}", f"{n}")))
    counts, changes = batches.merge_all(desk.database, tables)
    assert [one.new for one in counts] == [10] + [5] * 11
    assert changes.state == desk.database.state == 1
    assert [len(batches.rejects(desk.database, one.batch or 0)) for one in counts] == [1] * 12
    assert checking.problems(desk.database) == []
    with desk.database.write("test") as transaction:
        assert [name for _n, name, _f in transaction.execute("PRAGMA database_list")] == ["main", "temp"]
        assert transaction.execute("SELECT name FROM temp.sqlite_schema").fetchall() == []


def change(segment: Segment, *statements: str) -> None:
    connection = sqlite3.connect(segment.path, isolation_level=None)
    connection.execute("PRAGMA writable_schema=ON")
    for statement in statements:
        connection.execute(statement)
    connection.close()


HOSTILE: dict[str, Callable[[Staged], Staged]] = {}


def hostile(make: Callable[[Staged], Staged | None]) -> Callable[[Staged], Staged | None]:
    def changed(staged: Staged) -> Staged:
        return make(staged) or staged

    HOSTILE[make.__name__] = changed
    return make


@hostile
def no_database(staged: Staged) -> None:
    Path(staged.segments[0].path).write_bytes(b"a,b\n" * 100)


@hostile
def nothing_at_all(staged: Staged) -> None:
    Path(staged.segments[0].path).unlink()


@hostile
def another_programs_mark(staged: Staged) -> None:
    change(staged.segments[0], "PRAGMA application_id = 7")


@hostile
def a_trigger(staged: Staged) -> None:
    change(staged.segments[0], "CREATE TRIGGER t AFTER INSERT ON row BEGIN DELETE FROM row; END")


@hostile
def a_view_in_place_of_the_rows(staged: Staged) -> None:
    change(staged.segments[0], "ALTER TABLE row RENAME TO other", "CREATE VIEW row AS SELECT * FROM other")


@hostile
def another_column(staged: Staged) -> None:
    change(staged.segments[0], "ALTER TABLE row ADD COLUMN more TEXT")


@hostile
def columns_that_are_not_there(staged: Staged) -> Staged:
    return replace(staged, given=(*staged.given, "agent"))


@hostile
def rows_of_another_number(staged: Staged) -> None:
    change(staged.segments[0], "UPDATE row SET row_id = row_id + 1000000")


@hostile
def a_row_too_few(staged: Staged) -> None:
    change(staged.segments[0], "DELETE FROM row WHERE row_id = 30")


@hostile
def more_rows_than_said(staged: Staged) -> Staged:
    (segment,) = staged.segments
    return replace(staged, segments=(replace(segment, rows=segment.rows - 1),))


@hostile
def damaged_columns(staged: Staged) -> None:
    change(staged.segments[0], "UPDATE packed SET data = zeroblob(length(data))")


@hostile
def a_file_cut_short(staged: Staged) -> None:
    path = Path(staged.segments[0].path)
    path.write_bytes(path.read_bytes()[:20_000])


@hostile
def an_account_that_does_not_add_up(staged: Staged) -> Staged:
    return replace(staged, read=staged.read + 1)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_segment_stops_the_import_and_changes_nothing(desk: Desk, name: str) -> None:
    desk.put("answer", answers(0, 5))
    before = batches.content_hash(desk.database)
    staged = HOSTILE[name](desk.stage("answer", answers(3, 50)))
    with pytest.raises(ImportStopped):
        batches.merge(desk.database, staged, batches.ImportInfo("b", "b"))
    assert batches.content_hash(desk.database) == before
    assert len(batches.listing(desk.database)) == 1
    assert checking.problems(desk.database) == []


def test_values_of_a_wrong_type_stop_the_import(desk: Desk) -> None:
    """Even if the segment's own schema lied about them."""
    staged = desk.stage("answer", answers(0, 5))
    change(
        staged.segments[0],
        "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'row'",
    )
    change(staged.segments[0], "UPDATE row SET score = x'00' WHERE row_id = 2")
    change(staged.segments[0], "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'row'")
    with pytest.raises(CXDeskError):
        batches.merge(desk.database, staged, batches.ImportInfo("b", "b"))
    assert batches.listing(desk.database) == []


def test_a_scale_that_cannot_be_read_stops_the_import(desk: Desk) -> None:
    staged = desk.stage("answer", [{**answer("a", 1.0), "scale": "many to few"}])
    with pytest.raises(BadQuestion, match="many to few"):
        batches.merge(desk.database, staged, batches.ImportInfo("b", "b"))
    assert batches.listing(desk.database) == []


def test_the_schema_of_a_segment_is_that_of_the_kind() -> None:
    assert staging.row_statement("ticket", ("ticket", "status")).endswith(
        '"ticket" TEXT, "status" TEXT, extra TEXT) STRICT'
    )
    assert schema.value_names("ticket")[-1] == "extra"


def test_blocks_need_only_look_like_batches() -> None:
    rows: staging.Batch = block("answer", answers(0, 1))
    assert isinstance(rows, Block)
