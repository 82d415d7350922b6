"""Backups come back as they were, good copies make room only for good ones, and a wrong clock costs none."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cxdesk.store import backups, restoring
from cxdesk.store.database import Database
from cxdesk.workspace.workspace import Workspace
from tests.faults import scene
from tests.faults.form import Form, Reached, Row, expect
from tests.store.builders import Desk, answer

LARGE = 500_000


def rounds(form: Form) -> Reached:
    """Edit, back up, damage, restore."""
    folder, chance = form.place("rounds"), form.chance()
    path = scene.made(folder, imports=1, rows=300)
    for n in range(form.n(6, 100)):
        with Workspace.open(path) as workspace:
            _edit(workspace, folder, chance, n)
            made, before = workspace.back_up(), workspace.content_hash()
            truth = scene.everything(made)
        data = bytearray(path.read_bytes())
        at = chance.randrange(len(data) - 4096)
        data[at : at + 4096] = chance.randbytes(4096)
        path.write_bytes(data)
        restoring.restore(path, made)
        expect(scene.content(path) == before, f"round {n}: the rows are others")
        expect(scene.everything(path) == truth, f"round {n}: the file is not the backup")
        expect(not scene.left_beside(path), f"round {n}: left beside: {scene.left_beside(path)}")
        for copy in backups.listing(path):
            if copy.reason in (backups.DAMAGED, backups.BEFORE_RESTORE):
                copy.path.unlink()
    return Reached(True, f"{form.n(6, 100)} rounds: the restored workspace is the backup, each time")


def _edit(workspace: Workspace, folder: Path, chance: random.Random, n: int) -> None:
    live = [one.id for one in workspace.imports() if one.state == "live"]
    if len(live) > 3 or (live and chance.random() < 0.3):
        workspace.undo(chance.choice(live))
    else:
        scene.take_in(workspace, scene.survey(folder / f"r{n}.csv", chance.randrange(5000), 200))
    workspace.set_setting("min_show", chance.randrange(1, 9))


def rotation(form: Form) -> Reached:
    """Four hundred days of two backups each: the newest ten, seven days, four weeks and six months are left."""
    path = scene.made(form.place("rotation"), imports=1, rows=30)
    begin, days = datetime(2025, 1, 1, 9, tzinfo=UTC), form.n(30, 400)
    with Database.open(path) as database, database.reader() as connection:
        for day in range(days):
            for hour in (0, 6):
                backups.back_up(connection, path, "daily", now=begin + timedelta(days=day, hours=hour))
        kept = backups.listing(path)
        now = kept[0].at
        _as_promised([copy.at for copy in kept], now, days)
        _bad_copy_costs_none(path, kept[0].path, now)
        back = now - timedelta(days=3)  # the clock is set back
        held = set(backups.copies(path))
        made = backups.back_up(connection, path, "undo", now=back)
    left = set(backups.copies(path))
    expect(made in left, "with the clock set back the new copy was thrown away")
    expect(len(held - left) <= 2, f"with the clock set back {len(held - left)} copies went")
    planned = _planned(400)
    return Reached(
        True,
        f"{days} days of two copies: {len(kept)} kept as promised ({planned} of 800 in 400 days); a damaged newest copy"
        " and a clock set back cost none",
    )


def _as_promised(kept: list[datetime], now: datetime, days: int) -> None:
    every = [now - timedelta(days=day, hours=hour) for day in range(days) for hour in (0, 6)]
    every = [at for at in every if at.hour in (9, 15)]
    wanted = set(every[: backups.NEWEST])
    for most, unit in ((backups.DAYS, "%Y%j"), (backups.WEEKS, "%G%V"), (backups.MONTHS, "%Y%m")):
        newest: dict[str, datetime] = {}
        for at in every:
            newest.setdefault(at.strftime(unit), at)
        wanted |= set(list(newest.values())[:most])
    expect(set(kept) == wanted, f"kept {sorted(kept)} instead of {sorted(wanted)}")


def _planned(days: int) -> int:
    """The same without files."""
    kept: list[backups.Copy] = []
    for n in range(days * 2):
        now = datetime(2025, 1, 1, 9, tzinfo=UTC) + timedelta(hours=12 * n)
        kept = [backups.Copy(Path(f"{n}"), now, "daily", 1), *kept]
        going = {copy.path for copy in backups.expendable(kept, now)}
        kept = [copy for copy in kept if copy.path not in going]
    most = backups.NEWEST + backups.DAYS + backups.WEEKS + backups.MONTHS
    expect(len({copy.at.strftime("%Y%m") for copy in kept}) >= backups.MONTHS, "a month is missing")
    expect(len(kept) <= most, f"{len(kept)} copies are kept")
    return len(kept)


def _bad_copy_costs_none(path: Path, newest: Path, now: datetime) -> None:
    held = backups.copies(path)
    data = newest.read_bytes()
    newest.write_bytes(data[: len(data) // 2])
    expect(backups.rotate(path, now=now + timedelta(days=40)) == [], "a damaged copy took the place of good ones")
    expect(backups.copies(path) == held, "good copies are gone")
    newest.write_bytes(data)


def large(form: Form) -> Reached:
    """How long a backup of a large workspace takes."""
    rows = form.n(20_000, LARGE)
    desk = Desk(form.place("large"))
    for first in range(0, rows, 100_000):
        some = range(first, min(rows, first + 100_000))
        desk.put("answer", [answer(f"r{n}", n % 11, f"word {n} " * 4, customer=f"C{n % 9000}") for n in some])
    desk.database.settle()
    size = desk.database.path.stat().st_size
    with desk.database.reader() as connection:
        target, began = desk.folder / "copy", time.process_time()
        from cxdesk.system.progress import Progress

        backups.copy_to(connection, target, Progress())
        took = time.process_time() - began
    desk.database.close()
    expect(took < 2, f"{took:.1f} s of CPU")
    return Reached(True, f"{rows:,} rows, {size / 1e6:.0f} MB: copied and checked in {took:.2f} s of CPU")


ROWS_OF_CATALOGUE = (
    Row("D10", "Backup and restore", "100 rounds: restored = backup", rounds),
    Row("D10-rotation", "Rotation over 400 days", "10 + 7 + 4 + 6; no good copy goes for a bad one", rotation),
    Row("D10-large", "Backup of 500,000 rows", "< 2 s", large),
)
