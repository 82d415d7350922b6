"""The log torn by a power cut: whole imports, from the first on, and none before the cut is lost.

This models a log that reached the disk in part; a disk that lies about what it wrote needs a hard reset of a machine.
"""

from __future__ import annotations

import random
from pathlib import Path

from cxdesk.store import batches, checking
from cxdesk.store.database import Database
from tests.faults.form import Form, Reached, Row, expect
from tests.store.builders import Desk, answer

COMMITS, ROWS, SECTOR = 12, 300, 512
WAYS = ("cut off", "zeroed from there on", "sectors zeroed behind it", "overwritten with noise")


def torn_logs(form: Form) -> Reached:
    """Twelve imports in the log, whose length after each is known; then the log is torn somewhere."""
    desk = Desk(form.place("log"), "shop")
    path, log = desk.database.path, Path(f"{desk.database.path}-wal")
    sizes, hashes = [0], [batches.content_hash(desk.database)]
    _keep_log(desk.database)
    for number in range(COMMITS):
        rows = [
            answer(f"r{n}", n % 11, f"word {n}", customer=f"C{n % 70}")
            for n in range(number * 200, number * 200 + ROWS)
        ]
        desk.put("answer", rows, f"{number}.csv")
        _keep_log(desk.database)
        sizes.append(log.stat().st_size)
        hashes.append(batches.content_hash(desk.database))
    whole, data, chance = path.read_bytes(), log.read_bytes(), form.chance()
    trials = form.n(30, 600)
    for trial in range(trials):
        cut, way = chance.randrange(len(data)), WAYS[trial % len(WAYS)]
        torn = form.folder / "torn" / path.name
        scene_folder = torn.parent
        scene_folder.mkdir(exist_ok=True)
        for left in scene_folder.iterdir():
            left.unlink()
        torn.write_bytes(whole)
        Path(f"{torn}-wal").write_bytes(_tear(data, cut, way, chance))
        with Database.open(torn) as database:
            there = sum(row.state == "live" for row in batches.listing(database))
            now = batches.content_hash(database)
            expect(
                now == hashes[there] == batches.content_text(database),
                f"trial {trial}, {way} at {cut}: a part is there",
            )
            if trial % 10 == 0:
                expect(not checking.problems(database), f"trial {trial}: {checking.problems(database)}")
        before = sum(size <= cut for size in sizes) - 1
        expect(there >= before, f"trial {trial}, {way} at {cut}: {there} imports of {before} before the cut")
    expect(_says_that_the_log_is_missing(form, whole), "a file without its log opens without a word")
    return Reached(True, f"{trials} torn logs, 0 inconsistent, 0 commits before the cut lost; a missing log is said")


def _keep_log(database: Database) -> None:
    with database.write("test") as transaction:
        transaction.execute("PRAGMA wal_autocheckpoint=0")


def _tear(data: bytes, cut: int, way: str, chance: random.Random) -> bytes:
    if way == "cut off":
        return data[:cut]
    if way == "zeroed from there on":
        return data[:cut] + bytes(len(data) - cut)
    if way == "overwritten with noise":
        return data[:cut] + chance.randbytes(len(data) - cut)
    torn = bytearray(data)
    sectors = range(cut // SECTOR + 1, len(data) // SECTOR)
    for sector in chance.sample(sectors, min(5, len(sectors))):
        torn[sector * SECTOR : (sector + 1) * SECTOR] = bytes(SECTOR)
    return bytes(torn)


def _says_that_the_log_is_missing(form: Form, whole: bytes) -> bool:
    alone = form.place("alone") / "shop.cxdesk"
    alone.write_bytes(whole)
    with Database.open(alone) as database:
        found = database.log_missing and not checking.problems(database)
    with Database.open(alone) as database:
        return found and not database.log_missing


ROWS_OF_CATALOGUE = (
    Row("D2", "Power cut (torn log)", "600 torn logs, 0 inconsistent, 0 commits before the cut lost", torn_logs),
    Row(
        "D2-reset",
        "Power cut (hard reset)",
        "as D2, on a machine that is reset",
        torn_logs,
        here="needs a machine whose power can be cut; run it once before each release",
    ),
)
