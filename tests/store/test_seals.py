"""Checksums over what the workspace holds: found is what changed behind the program's back, and nothing else."""

from __future__ import annotations

import gc
import sqlite3
from contextlib import closing

import pytest

from cxdesk.store import batches, checking, saved, seals
from cxdesk.system.progress import Cancelled, Progress
from tests.store.builders import Desk, answer


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.put("answer", [answer(f"r{n}", float(n), f"word {n}", customer=f"C{n}") for n in range(9)])
    desk.put("answer", [answer(f"r{n}", float(n % 5), extra={"Region": "N"}) for n in range(5, 14)])
    desk.put("ticket", [{"ticket": "T1", "status": "open", "internal": 0, "created_at": 5}])
    desk.database.seal()
    return desk


def lacking(desk: Desk) -> set[tuple[str, int]]:
    with desk.database.reader() as connection:
        return set(seals.lacking(connection))


def broken(desk: Desk, *statements: str) -> list[tuple[str, int]]:
    """What is found after the file was changed behind the program's back."""
    desk.database.close()
    with closing(sqlite3.connect(desk.database.path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    desk.reopen()
    with desk.database.reader() as connection:
        return seals.broken(connection)


def test_everything_is_sealed_once(desk: Desk) -> None:
    assert lacking(desk) == set()
    assert broken(desk) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE answer SET comment = comment || ' ' WHERE row_id = 3", ("answer", 1)),
        ("UPDATE answer SET extra = '{}' WHERE row_id = 15", ("answer", 2)),
        ("DELETE FROM answer WHERE row_id = 16", ("answer", 2)),
        ("UPDATE ticket SET line = line + 1", ("ticket", 3)),
        ("UPDATE claim SET lines = rows WHERE kind = 'ticket'", ("ticket", 3)),
        ("UPDATE version SET given = '{}' WHERE batch = 1", ("answer", seals.VERSIONS)),
        ("UPDATE question SET text = 'Another question'", ("", seals.LISTS)),
        ("UPDATE batch SET file = 'other.csv' WHERE id = 2", ("", seals.LISTS)),
    ],
)
def test_whatever_changed_is_found(desk: Desk, statement: str, found: tuple[str, int]) -> None:
    assert found in broken(desk, statement)
    assert checking.CONTENT in checking.problems(desk.database)
    assert not checking.as_written(desk.database)


def test_a_value_that_cannot_even_be_read_is_found(desk: Desk) -> None:
    assert broken(desk, "UPDATE claim SET rows = x'00' WHERE batch = 3") == [("ticket", 3)]


def test_an_import_leaves_the_seals_of_others(desk: Desk) -> None:
    desk.put("answer", [answer("r99", 1.0)])
    assert lacking(desk) == {("answer", 4), ("answer", seals.VERSIONS), ("", seals.LISTS)}
    assert broken(desk) == []


def test_an_import_that_changes_rows_lets_go_of_the_seal_of_whom_they_belong_to(desk: Desk) -> None:
    desk.put("answer", [answer("r0", 3.0)])
    assert ("answer", 1) in lacking(desk)
    assert ("answer", 2) not in lacking(desk)
    assert broken(desk) == []


def test_taking_back_lets_go_of_what_passes_to_others(desk: Desk) -> None:
    batches.undo(desk.database, 1, backup=False)
    assert ("answer", 2) in lacking(desk)
    assert ("ticket", 3) not in lacking(desk)
    assert broken(desk) == []
    desk.database.seal()
    assert broken(desk) == []


def test_whoever_says_only_that_rows_changed_lets_go_of_all_of_the_kind(desk: Desk) -> None:
    with desk.database.write("test") as transaction:
        transaction.execute("UPDATE answer SET score = 1 WHERE row_id = 2")
        transaction.touch("answer")
    assert {("answer", 1), ("answer", 2)} <= lacking(desk)
    assert ("ticket", 3) not in lacking(desk)
    assert broken(desk) == []


def test_a_setting_makes_only_the_seal_of_the_lists_old(desk: Desk) -> None:
    saved.set_setting(desk.database, "min_show", 7)
    assert lacking(desk) == {("", seals.LISTS)}
    assert broken(desk) == []


def test_large_imports_can_wait(desk: Desk) -> None:
    desk.put("answer", [answer(f"s{n}", 1.0) for n in range(30)])
    desk.database.seal(most=20)
    assert lacking(desk) == {("answer", 4)}


def test_a_seal_made_of_other_columns_says_nothing(desk: Desk) -> None:
    assert broken(desk, "UPDATE meta SET value = 'older' WHERE key = 'schema'", "UPDATE answer SET score = 0") == []


def test_a_check_that_is_stopped_holds_nothing_open(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "_AT_ONCE", 2)  # of many rows
    connection = sqlite3.connect(desk.database.path)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled) as why:
        seals.digest(connection, "answer", 1, stopped)
    connection.close()
    del why  # what is still read from a closed connection would complain now
    gc.collect()
