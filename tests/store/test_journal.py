"""A large import beside which nobody reads is written once, around the log; everything else goes through the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cxdesk.store import batches, checking, journal
from cxdesk.store.database import Database
from cxdesk.store.direct import direct_import
from cxdesk.system.progress import Cancelled
from tests.store.builders import Desk, answer

LARGE = 1 << 40
INFO = batches.ImportInfo("b.csv", "b")


def beside(desk: Desk, ending: str) -> int:
    """Bytes of a file beside the workspace; 0 when it is empty or not there."""
    path = Path(f"{desk.database.path}{ending}")
    return path.stat().st_size if path.exists() else 0


def mode(desk: Desk) -> str:
    with desk.database.write("test") as transaction:
        return str(transaction.execute("PRAGMA main.journal_mode").fetchone()[0])


@pytest.fixture
def desk(desk: Desk) -> Iterator[Desk]:
    desk.put("answer", [answer("r0", 5, "before")])
    desk.database.settle()
    yield desk
    assert checking.problems(desk.database) == []


def imported(desk: Desk, size: int) -> tuple[int, int]:
    """Import directly; how many bytes the log grew by meanwhile, and how long the rollback journal was."""
    staged = desk.stage("answer", [answer(f"r{n}", n % 11, f"word{n} again") for n in range(1, 400)])
    before = beside(desk, "-wal")
    with direct_import(desk.database, INFO, size=size) as running:
        running.take(staged)
        running.finish(staged)
        found = beside(desk, "-wal"), beside(desk, "-journal")
    return max(beside(desk, "-wal"), found[0]) - before, found[1]


def test_a_large_import_alone_does_not_touch_the_log_and_afterwards_the_log_is_in_use_again(desk: Desk) -> None:
    grown, journalled = imported(desk, LARGE)
    assert grown <= 0 < journalled
    assert beside(desk, "-journal") == 0
    desk.database.settle()
    assert mode(desk) == "wal"
    with desk.database.reader() as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (400,)


@pytest.mark.parametrize("size", [0, journal.LEAST - 1])
def test_a_small_one_goes_through_the_log(desk: Desk, size: int) -> None:
    grown, journalled = imported(desk, size)
    assert grown > 0
    assert journalled == 0


def test_large_means_large_beside_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    assert journal.is_large(path, journal.LEAST)
    with path.open("r+b") as file:
        file.truncate(journal.LEAST + 1)
    assert not journal.is_large(path, journal.LEAST)


def test_readers_that_nobody_has_borrowed_are_in_nobodys_way(desk: Desk) -> None:
    with desk.database.reader() as one, desk.database.reader() as other:
        assert one is not other
    assert imported(desk, LARGE)[1] > 0


def test_beside_a_snapshot_it_goes_through_the_log_and_the_snapshot_keeps_its_state(desk: Desk) -> None:
    with closing(desk.database.snapshot()) as old:
        grown, journalled = imported(desk, LARGE)
        assert (grown > 0, journalled) == (True, 0)
        assert old.execute("SELECT count(*) FROM answer").fetchone() == (1,)


def test_beside_another_program_it_goes_through_the_log(desk: Desk) -> None:
    with Database.open(desk.database.path, read_only=True) as looking, looking.reader() as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (1,)
        assert imported(desk, LARGE)[1] == 0
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (400,)


def stopped(desk: Desk) -> None:
    staged = desk.stage("answer", [answer(f"r{n}", n % 11, f"word{n} again") for n in range(1, 400)])
    with direct_import(desk.database, INFO, size=LARGE) as running:
        running.take(staged)
        raise Cancelled


def test_stopping_it_leaves_nothing(desk: Desk) -> None:
    before = batches.content_hash(desk.database)
    with pytest.raises(Cancelled):
        stopped(desk)
    assert batches.content_hash(desk.database) == before
    assert mode(desk) == "wal"
    assert beside(desk, "-journal") == 0


def test_who_begins_to_read_at_its_very_end_only_delays_the_return_to_the_log(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database.path, isolation_level=None)) as other:

        def read(_writer: sqlite3.Connection) -> None:
            other.execute("BEGIN")
            assert other.execute("SELECT count(*) FROM snapshot").fetchone() == (1,)

        with desk.database.write("test", alone=LARGE) as transaction:
            transaction.execute("PRAGMA busy_timeout=20")
            transaction.execute("INSERT INTO snapshot VALUES ('key', '1', 1, '')")
            transaction.afterwards(read)
        other.execute("COMMIT")
    assert mode(desk) != "wal"
    assert mode(desk) == "wal"


def test_a_large_log_is_copied_when_nobody_waits_and_not_by_the_small_write_that_follows(tmp_path: Path) -> None:
    path = tmp_path / "w.cxdesk"
    with Database.create(path) as database:
        with database.write("import") as transaction:
            transaction.leave_log()
            rows = ((f"k{at}", bytes(100_000)) for at in range(60))
            transaction.connection.executemany("INSERT INTO meta(key, value) VALUES (?, ?)", rows)
        before = path.stat().st_size
        with database.write("remember") as transaction:
            transaction.execute("INSERT INTO meta(key, value) VALUES ('small', 1)")
        assert path.stat().st_size == before
        database.settle()
        assert path.stat().st_size > before + 60 * 100_000
        (pages,) = database._writer.execute("PRAGMA wal_autocheckpoint").fetchone()  # type: ignore[union-attr]
        assert pages == journal.COPIED_AT
