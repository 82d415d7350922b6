"""Killed at any moment: nothing is half done, nothing acknowledged is lost, and the next opening asks no question."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from cxdesk.domain.plain import to_plain
from cxdesk.store import backups, batches, checking, header
from cxdesk.store.database import Database
from cxdesk.store.staging import Staged
from tests.shared_files import REPOSITORY
from tests.store.builders import Desk, answer

ROWS = 3000


@pytest.fixture
def tables(desk: Desk) -> list[Staged]:
    """Twelve files of which each shares a third of its answers with the one before."""
    return [desk.stage("answer", answers(n * ROWS * 2 // 3)) for n in range(12)]


def answers(first: int) -> list[dict[str, object]]:
    words = ("slow", "délai", "œuvre", "great")
    return [
        answer(
            f"r{n}", n % 11, f"{words[n % 4]} {n}" if n % 3 else None, customer=f"C{n % 700}", submitted_at=n * 10**9
        )
        for n in range(first, first + ROWS)
    ]


def run_and_kill(desk: Desk, task: str, tables: Sequence[Staged], after: float) -> list[str]:
    """Let another process work on the workspace for `after` seconds and kill it; what it acknowledged."""
    staged = desk.folder / "tables.json"
    staged.write_text(json.dumps([to_plain(one) for one in tables]), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.importer", str(desk.database.path), task, str(staged)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "starting\n"
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
    said = process.stdout.read().splitlines()
    process.stdout.close()
    process.wait()
    return [line for line in said if line != "ready"]


def check_whole(database: Database, tables: Sequence[Staged]) -> list[str]:
    """Every import that is listed is there with all its rows; the files that are."""
    assert checking.problems(database) == []
    live = [row for row in batches.listing(database) if row.state == "live"]
    for row in live:
        assert row.rows["read"] == ROWS
    with database.reader() as connection:
        counted = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
        claimed = dict(connection.execute("SELECT batch, n FROM claim").fetchall())
    assert claimed == {row.id: ROWS for row in live}
    assert counted == sum(row.rows["new"] for row in live)
    return [row.file for row in live]


def kill_imports(desk: Desk, tables: list[Staged], kills: int, seed: int, task: str = "import") -> None:
    chance = random.Random(seed)
    acknowledged: list[str] = []
    desk.database.close()
    for _ in range(kills):
        said = run_and_kill(desk, task, tables, chance.uniform(0, 0.5))
        acknowledged += [line.removeprefix("imported ") for line in said]
        with Database.open(desk.database.path) as database:
            there = check_whole(database, tables)
        assert set(acknowledged) <= set(there)
        assert len(there) <= len(set(acknowledged)) + 1, "at most the one that was being acknowledged is there unasked"
        acknowledged = there
        if len(there) == len(tables):
            return


def test_a_killed_import_leaves_all_or_nothing(desk: Desk, tables: list[Staged]) -> None:
    kill_imports(desk, tables, kills=8, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2])
def test_a_killed_import_leaves_all_or_nothing_whenever(desk: Desk, tables: list[Staged], seed: int) -> None:
    kill_imports(desk, tables, kills=10, seed=seed)


def test_a_killed_import_around_the_log_leaves_all_or_nothing(desk: Desk, tables: list[Staged]) -> None:
    kill_imports(desk, tables, kills=8, seed=10, task="around the log")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12])
def test_a_killed_import_around_the_log_leaves_all_or_nothing_whenever(
    desk: Desk, tables: list[Staged], seed: int
) -> None:
    kill_imports(desk, tables, kills=10, seed=seed, task="around the log")


def test_an_import_around_the_log_whose_pages_reached_the_file_is_taken_back(desk: Desk, tables: list[Staged]) -> None:
    """The moment is not left to chance: the child dies when much of the file is new, and a reader comes first."""
    batches.merge(desk.database, tables[0], batches.ImportInfo("0.csv", "0.csv"))
    before = batches.content_hash(desk.database)
    desk.database.close()
    path = desk.database.path
    size = path.stat().st_size
    run_and_kill(desk, "die around the log", tables[:3], 60)
    assert path.stat().st_size > size * 2
    assert Path(f"{path}-journal").stat().st_size > 0
    with Database.open(path, read_only=True) as database:
        assert batches.content_hash(database) == before
    assert path.stat().st_size == size
    with Database.open(path) as database:
        assert check_whole(database, tables) == ["0.csv"]


def test_a_torn_log_loses_only_what_it_tore(desk: Desk, tables: list[Staged], tmp_path: Path) -> None:
    """The log cut off, or overwritten from somewhere on: whole imports, from the first on, and none before the cut."""
    path, log = desk.database.path, Path(f"{desk.database.path}-wal")
    sizes = []
    with desk.database.write("test") as transaction:
        transaction.execute("PRAGMA wal_autocheckpoint=0")
    for number, staged in enumerate(tables[:5]):
        batches.merge(desk.database, staged, batches.ImportInfo(f"{number}.csv", f"{number}.csv"))
        sizes.append(log.stat().st_size)
        with desk.database.write("test") as transaction:
            transaction.execute("PRAGMA wal_autocheckpoint=0")
    chance = random.Random(9)
    torn = tmp_path / "torn" / path.name
    torn.parent.mkdir()
    for trial in range(25):
        cut = chance.randrange(sizes[-1])
        data = log.read_bytes()
        torn.write_bytes(path.read_bytes())
        rest = b"" if trial % 2 else chance.randbytes(len(data) - cut)
        Path(f"{torn}-wal").write_bytes(data[:cut] + rest)
        with Database.open(torn) as database:
            there = check_whole(database, tables)
        whole = sum(size <= cut for size in sizes)
        assert there == [f"{number}.csv" for number in range(whole)][::-1]


def kill_undos(desk: Desk, tables: list[Staged], kills: int, seed: int) -> None:
    chance = random.Random(seed)
    desk.database.close()
    for _ in range(kills):
        run_and_kill(desk, "undo", tables, chance.uniform(0.05, 0.6))
        with Database.open(desk.database.path) as database:
            assert checking.problems(database) == []


def test_a_killed_undo_leaves_all_or_nothing(desk: Desk, tables: list[Staged]) -> None:
    kill_undos(desk, tables, kills=4, seed=4)


@pytest.mark.slow
def test_a_killed_undo_leaves_all_or_nothing_whenever(desk: Desk, tables: list[Staged]) -> None:
    kill_undos(desk, tables, kills=8, seed=5)


def kill_migrations(desk: Desk, tables: list[Staged], kills: int, seed: int) -> None:
    chance = random.Random(seed)
    batches.merge(desk.database, tables[0], batches.ImportInfo("0.csv", "0.csv"))
    before = batches.content_hash(desk.database)
    desk.database.close()
    path = desk.database.path
    for _ in range(kills):
        run_and_kill(desk, "migrate", (), chance.uniform(0, 0.5))
        with Database.open(path, read_only=True) as database, database.reader() as connection:
            schema = connection.execute("PRAGMA user_version").fetchone()[0] & 0xFFFF
            later = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name GLOB 'later*'").fetchone()[0]
            assert (schema, later) in {(header.SCHEMA, 0), (header.SCHEMA + 1, 9)}, "old or new, never between"
            assert batches.content_hash(database) == before
        if schema > header.SCHEMA:
            break
    run_and_kill(desk, "migrate", (), 60)
    assert header.check(path).schema == header.SCHEMA + 1
    for copy in backups.copies(path):
        with Database.open(copy) as kept:
            assert batches.content_hash(kept) == before


def test_a_killed_migration_leaves_the_old_or_the_new(desk: Desk, tables: list[Staged]) -> None:
    kill_migrations(desk, tables, kills=5, seed=6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7])
def test_a_killed_migration_leaves_the_old_or_the_new_whenever(desk: Desk, tables: list[Staged], seed: int) -> None:
    kill_migrations(desk, tables, kills=10, seed=seed)
