"""Killed at any moment: nothing is half done, nothing acknowledged is lost, and the next opening asks no question."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from cxdesk.store import backups, batches, checking, header, restoring
from cxdesk.store.database import Database
from cxdesk.store.direct import direct_import
from cxdesk.store.staging import Staged
from cxdesk.workspace.workspace import Workspace
from tests.faults import scene
from tests.faults.forked import Child, Ended, Say, how_long, killed_after
from tests.faults.form import Form, Reached, Row, expect
from tests.store.builders import Desk, answer

ROWS = 3000
FILES = 12
LARGE = 1 << 40  # said to be so large that the log is put aside
SLOW_OPENING = 3.0


def imports(form: Form) -> Reached:
    """Files of 3,000 rows one after the other; after each kill the workspace is opened as ever and counted."""
    folder, chance = form.place("imports"), form.chance("imports")
    files = [scene.survey(folder / f"{n}.csv", n * ROWS * 2 // 3, ROWS) for n in range(FILES)]
    path = folder / "shop.cxdesk"
    Database.create(path).close()

    def work(say: Say) -> None:
        with Workspace.open(path) as workspace:
            there = {one.file for one in workspace.imports()}
            for file in files:
                if file.name not in there:
                    scene.take_in(workspace, file)
                    say(file.name)

    whole = how_long(lambda _say: _one_import(folder, files[0]))
    kills, acknowledged, rounds, slowest = form.n(5, 200), 0, 0, 0.0
    known: set[str] = set()
    for kill in range(kills):
        ended = killed_after(work, chance.uniform(0, 1.6 * whole))
        said = {line for line in ended.said if line.endswith(".csv")}
        began = time.monotonic()
        with Database.open(path) as database:
            slowest = max(slowest, time.monotonic() - began)
            there = _whole_imports(database, deep=not form.full or kill % 5 == 0)
        acknowledged += len(said)
        expect(known | said <= there, f"kill {kill}: acknowledged and lost: {known | said - there}")
        expect(len(there - known - said) <= 1, f"kill {kill}: more is there than was being done")
        known = there
        if len(there) == FILES:
            rounds += 1
            known = set()
            path.unlink()
            Database.create(path).close()
    expect(slowest < SLOW_OPENING, f"opening took {slowest:.1f} s")
    return Reached(
        True, f"{kills} kills, {acknowledged} acknowledged imports, 0 half, 0 lost; slowest opening {slowest:.2f} s"
    )


def _one_import(folder: Path, file: Path) -> None:
    path = folder / "timed.cxdesk"
    path.unlink(missing_ok=True)
    with Workspace.create(path) as workspace:
        scene.take_in(workspace, file)


def _whole_imports(database: Database, deep: bool) -> set[str]:
    """The files that are listed, each of which is there with all its rows."""
    if deep:
        found = checking.problems(database)
        expect(not found, f"problems: {found}")
    live = [row for row in batches.listing(database) if row.state == "live"]
    with database.reader() as connection:
        counted = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
        claimed = dict(connection.execute("SELECT batch, n FROM claim").fetchall())
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    expect(sound == "ok", "a page is damaged")
    expect(claimed == dict.fromkeys((row.id for row in live), ROWS), "an import is there in part")
    expect(counted == sum(row.rows["new"] for row in live), "rows without an import")
    expect(batches.content_hash(database) == batches.content_text(database), "the sums do not fit the rows")
    return {row.file for row in live}


def around_the_log(form: Form) -> Reached:
    """Imports that are written around the log, with a page cache so small that pages reach the file at once."""
    desk = Desk(form.place("large"), "shop")
    tables = [desk.stage("answer", _answers(n * ROWS * 2 // 3)) for n in range(6)]
    desk.database.close()
    path, chance = desk.database.path, form.chance("large")
    _die_half_way(path, tables)

    def work(say: Say) -> None:
        with Database.open(path) as database:
            with database.write("test") as transaction:
                transaction.execute("PRAGMA cache_size=20")
            there = {row.file for row in batches.listing(database)}
            for number, staged in enumerate(tables):
                if f"{number}.csv" not in there:
                    _import_directly(database, staged, f"{number}.csv")
                    say(f"{number}.csv")

    kills, known = form.n(4, 50), set[str]()
    Database.create(whole_path := path.with_name("timed.cxdesk")).close()

    def one(_say: Say) -> None:
        with Database.open(whole_path) as database:
            _import_directly(database, tables[0], "0.csv")

    whole = how_long(one)
    for kill in range(kills):
        ended = killed_after(work, chance.uniform(0, 2 * whole))
        said = {line for line in ended.said if line.endswith(".csv")}
        with Database.open(path) as database:
            there = _whole_imports(database, deep=True)
        expect(known | said <= there, f"kill {kill}: acknowledged and lost: {known | said - there}")
        known = there
        if len(there) == len(tables):
            known = set()
            path.unlink()
            Database.create(path).close()
    return Reached(True, f"{kills} kills and one half way, its pages in the file already: 0 half, 0 lost")


def _answers(first: int) -> list[dict[str, object]]:
    return [
        answer(f"r{n}", n % 11, f"{scene.WORDS[n % 4]} {n}" if n % 3 else None, customer=f"C{n % 700}", submitted_at=n)
        for n in range(first, first + ROWS)
    ]


def _import_directly(database: Database, staged: Staged, file: str) -> None:
    with direct_import(database, batches.ImportInfo(file, file), size=LARGE) as running:
        running.take(staged)
        running.finish(staged)


def _die_half_way(path: Path, tables: list[Staged]) -> None:
    """The moment is not left to chance: much of the file is new when the process dies, and a reader comes first."""
    with Database.open(path) as database:
        batches.merge(database, tables[0], batches.ImportInfo("0.csv", "0.csv"))
    before, size = scene.content(path), path.stat().st_size

    def work(_say: Say) -> None:
        with (
            Database.open(path) as database,
            direct_import(database, batches.ImportInfo("dead.csv", "dead.csv"), size=LARGE) as running,
        ):
            running.transaction.execute("PRAGMA cache_size=20")
            running.take(tables[1])
            running.transaction.execute("CREATE TABLE heavy(text)")
            running.transaction.execute(
                "INSERT INTO heavy WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)"
                " SELECT hex(randomblob(1000)) FROM n"
            )
            os.kill(os.getpid(), signal.SIGKILL)

    Child(work).wait()
    expect(path.stat().st_size > size * 2, "the pages had not reached the file")
    expect(scene.content(path) == before, "half an import is there for who reads")
    expect(path.stat().st_size == size, "what was half done is left in the file")
    expect(not scene.problems(path), f"{scene.problems(path)}")


def _either(
    form: Form, name: str, work: Callable[[Path, Say], None], prepare: Callable[[Path], Path] | None = None
) -> Reached:
    """Kill `work` on a fresh copy each time: the workspace is as before or as after, and after if it was said."""
    folder, chance = form.place(name), form.chance(name)
    master = scene.made(folder, rows=form.n(600, 1500))
    before = scene.content(master)
    probe = _fresh(master, folder, prepare)
    whole = how_long(lambda say: work(probe, say))
    after = scene.content(probe)
    kills, changed = form.n(2, 50), 0
    for kill in range(kills):
        path = _fresh(master, folder, prepare)
        ended = killed_after(lambda say, path=path: work(path, say), chance.uniform(0, 1.1 * whole))
        _check_either(path, ended, before, after, f"{name}, kill {kill}")
        changed += scene.content(path) == after != before
    if before == after:
        return Reached(True, f"{kills} kills during {name}: the workspace as before, every copy that is there sound")
    return Reached(True, f"{kills} kills during {name}: {changed} finished, {kills - changed} as before, 0 between")


def _fresh(master: Path, folder: Path, prepare: Callable[[Path], Path] | None) -> Path:
    path = scene.copied(master, folder / "trial")
    return prepare(path) if prepare is not None else path


def _check_either(path: Path, ended: Ended, before: str, after: str, trial: str) -> None:
    with Database.open(path) as database:
        found, now = checking.problems(database), batches.content_hash(database)
    expect(not found, f"{trial}: {found}")
    expect(now in (before, after), f"{trial}: neither as before nor as after")
    expect(not ended.done or now == after, f"{trial}: acknowledged and lost")
    expect(not scene.left_beside(path), f"{trial}: left beside the file: {scene.left_beside(path)}")
    for copy in backups.copies(path):
        expect(backups.verify(copy), f"{trial}: the backup {copy.name} is not sound")


def undos(form: Form) -> Reached:
    def work(path: Path, _say: Say) -> None:
        with Workspace.open(path) as workspace:
            workspace.undo(1)

    return _either(form, "undo", work)


def erasures(form: Form) -> Reached:
    def work(path: Path, _say: Say) -> None:
        with Workspace.open(path) as workspace:
            workspace.erase(workspace.person("Anna Sample 7"), moved=False)

    return _either(form, "erase", work)


def copies(form: Form) -> Reached:
    def work(path: Path, _say: Say) -> None:
        with Workspace.open(path) as workspace:
            workspace.back_up()

    return _either(form, "backup", work)


def restores(form: Form) -> Reached:
    def prepare(path: Path) -> Path:
        with Workspace.open(path) as workspace:
            made = workspace.back_up()
            workspace.undo(1)
        made.rename(made.with_name("chosen.cxdesk"))
        return path

    def work(path: Path, _say: Say) -> None:
        restoring.restore(path, backups.folder(path) / "chosen.cxdesk")

    folder = form.place("restore")
    master = prepare(scene.made(folder, rows=form.n(600, 1500)))
    chance, before = form.chance("restore"), scene.content(master)
    after = scene.content(backups.folder(master) / "chosen.cxdesk")
    trial = folder / "trial"

    def fresh() -> Path:
        path = scene.copied(master, trial)
        backups.folder(path).mkdir()
        for one in backups.folder(master).iterdir():
            (backups.folder(path) / one.name).write_bytes(one.read_bytes())
        return path

    whole = how_long(lambda say: work(fresh(), say))
    kills, changed = form.n(2, 50), 0
    for kill in range(kills):
        path = fresh()
        ended = killed_after(lambda say, path=path: work(path, say), chance.uniform(0, 1.1 * whole))
        _check_either(path, ended, before, after, f"restore, kill {kill}")
        changed += scene.content(path) == after
    return Reached(True, f"{kills} kills during restore: {changed} finished, {kills - changed} as before, 0 between")


def migrations(form: Form) -> Reached:
    """A file of the oldest format, killed while it is being brought up to date: old or new, never between."""
    folder, chance = form.place("migration"), form.chance("migration")
    version = scene.formats()[0]
    before = scene.content(scene.of_format(version, folder / "probe"))

    def work(path: Path) -> Callable[[Say], None]:
        return lambda _say: Database.open(path).close()

    whole = how_long(work(scene.of_format(version, folder / "probe")))
    kills, new = form.n(3, 50), 0
    for kill in range(kills):
        path = scene.of_format(version, folder / f"trial {kill}")
        killed_after(work(path), chance.uniform(0, 1.1 * whole))
        with Database.open(path, read_only=True) as database, database.reader() as connection:
            schema = connection.execute("PRAGMA user_version").fetchone()[0] & 0xFFFF
            themes = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'theme'").fetchone()[0]
            expect(
                (schema, themes) in {(version, 0), (header.SCHEMA, 1)}, f"kill {kill}: schema {schema}, {themes} tables"
            )
            expect(batches.content_hash(database) == before, f"kill {kill}: other rows")
        new += schema == header.SCHEMA
        expect(not scene.problems(path), f"kill {kill}: not sound after the next opening")
        for copy in backups.copies(path):
            expect(scene.content(copy) == before, f"kill {kill}: the backup holds other rows")
    return Reached(True, f"{kills} kills during migration: {new} new, {kills - new} old, 0 between")


ROWS_OF_CATALOGUE = (
    Row("D1", "Kill during import", "0 half, 0 acknowledged lost, opening < 3 s; 200 kills", imports),
    Row("D1-large", "Kill during an import around the log", "0 half, 0 lost; 50 kills", around_the_log),
    Row("D1-undo", "Kill during undo", "as before or as after; 50 kills", undos),
    Row("D1-erase", "Kill during erasing", "as before or as after; 50 kills", erasures),
    Row("D1-migration", "Kill during migration", "old or new, never between; 50 kills", migrations),
    Row("D1-backup", "Kill during backup", "every copy that is there is sound; 50 kills", copies),
    Row("D1-restore", "Kill during restore", "as before or as after; 50 kills", restores),
)
