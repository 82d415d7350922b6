"""Files of earlier and of later programs."""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path
from typing import Any

from cxdesk.domain.errors import CXDeskError, DiskFull, NotAWorkspace, WorkspaceNewer
from cxdesk.domain.periods import Grain
from cxdesk.domain.query import Query
from cxdesk.store import backups, batches, header
from cxdesk.store.database import Database
from cxdesk.workspace.workspace import Workspace
from tests.faults import scene
from tests.faults.forked import Child, Say
from tests.faults.form import Form, Reached, Row, expect


def older(form: Form) -> Reached:
    """A real file of every format: a backup first, then current, with the figures that its own program said."""
    compared = 0
    for version in scene.formats():
        path = scene.of_format(version, form.place(f"format {version}"))
        before, needs = scene.content(path), version < header.SCHEMA
        with Workspace.open(path) as workspace:
            expect(workspace.content_hash() == before, f"format {version}: other rows")
            compared += _same_figures(workspace, version)
            expect(workspace.check().sound, f"format {version}: {workspace.check().left}")
        found = header.check(path)
        expect(found.schema == header.SCHEMA, f"format {version}: is now {found.schema}")
        kept = backups.copies(path, "migration")
        expect(bool(kept) or not needs, f"format {version}: no backup was made")
        for copy in kept:
            expect(header.check(copy).schema == version, f"format {version}: the backup is of another format")
    room = _no_room(form)
    return Reached(
        True,
        f"{len(scene.formats())} formats, {compared} figures as before; without room ({room} limits) left as it was",
    )


def _same_figures(workspace: Workspace, version: int) -> int:
    """How many figures were compared with what the program of that format said."""
    told = scene.figures_of(version)
    now: dict[tuple[Any, ...], tuple[float, int]] = {}
    for metric in workspace.metrics(Query(metrics=tuple(told), grain=Grain.QUARTER), by_grain=True):
        for group in metric["groups"]:
            if group["value"] is not None:
                key = (metric["id"], group["measure"], group["period"]["from"])
                now[key] = (round(group["value"], 9), group["n"])
    expected = {(metric, *line[:2]): (line[2], line[3]) for metric, lines in told.items() for line in lines}
    expect(now == expected, f"format {version}: {expected} became {now}")
    return len(expected)


def _no_room(form: Form) -> int:
    """The disk fills while a file is brought up to date: it stays what it was, and is current the next time."""
    version, limits = scene.formats()[0], form.n(1, 6)
    for turn in range(limits):
        path = scene.of_format(version, form.place(f"no room {turn}"))
        before, size = scene.content(path), path.stat().st_size

        def work(say: Say, path: Path = path, most: int = size // 2 * turn + 40_000) -> None:
            sys.dont_write_bytecode = True  # see full_disk
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
            try:
                Database.open(path).close()
                say("there was room")
            except DiskFull:
                say("no room")

        said = Child(work).wait().said
        expect(said[:1] in (["no room"], ["there was room"]), f"limit {turn}: {said}")
        with Database.open(path, read_only=True) as database:
            schema = header.check(path).schema
            expect(schema == (version if said[0] == "no room" else header.SCHEMA), f"limit {turn}: format {schema}")
            expect(batches.content_hash(database) == before, f"limit {turn}: other rows")
        expect(not scene.problems(path), f"limit {turn}: not sound the next time")
    return limits


def newer(form: Form) -> Reached:
    """Formats of the future are refused or shown, and never written to."""
    sound = scene.made(form.place("newer"), imports=1, rows=60)
    data, tried = sound.read_bytes(), 0
    now = header.SCHEMA
    for schema, reader in (
        (now + 1, 1),
        (now + 1000, 1),
        (now + 1, now + 1),
        (now + 1000, now + 1000),
        (-5, 1),
        (0, 0),
    ):
        changed = bytearray(data)
        scene.stamp(changed, schema if schema < 0 else header.version(schema, reader))
        sound.write_bytes(changed)
        stamp = sound.stat().st_mtime_ns
        try:
            with Database.open(sound) as database:
                expect(database.read_only and "newer" in database.why_read_only, f"format {schema}: opened for writing")
                expect(reader <= now, f"format {schema}: opened although it needs {reader}")
        except WorkspaceNewer as error:
            expect(str(reader) in error.message, f"format {schema}: the version needed is not named: {error.message}")
        except (NotAWorkspace, CXDeskError) as error:
            expect(schema <= 0, f"format {schema}: {error}")
        expect(sound.read_bytes() == changed, f"format {schema}: was written to")
        expect(sound.stat().st_mtime_ns == stamp, f"format {schema}: was touched")
        tried += 1
    return Reached(True, f"{tried} versions of the future: refused with the version needed, or shown; 0 writes")


ROWS_OF_CATALOGUE = (
    Row("D8", "Older schema", "backup first; old or new; figures identical (kills: D1-migration)", older),
    Row("D9", "Newer schema", "refused or read-only, file untouched, version named", newer),
)
