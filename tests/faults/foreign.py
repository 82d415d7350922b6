"""Files that are none of ours, or only say so: no crash, no write, a clear refusal."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from cxdesk.domain.errors import CXDeskError
from cxdesk.store import header
from cxdesk.store.database import Database
from tests.faults import scene
from tests.faults.form import Form, Reached, Row, expect
from tests.shared_files import shared_paths

OTHER_TYPES = 30
MACHINERY = (
    "CREATE TRIGGER bad AFTER INSERT ON setting BEGIN DELETE FROM setting; END",
    "CREATE VIEW bad AS SELECT load_extension('x')",
    "CREATE VIRTUAL TABLE bad USING fts5(a)",
)


def foreign_files(form: Form) -> Reached:
    folder = form.place("foreign")
    images = shared_paths("bad/files/db")
    others = [path for path in shared_paths("bad/files") if path.suffix not in ("", ".db")]
    others = others[:: max(1, len(others) // OTHER_TYPES)][:OTHER_TYPES]
    for path in (*images, *others):
        _refused(path, folder / "other.cxdesk")
    marked = sum(_refused_with_our_mark(path, folder / "marked.cxdesk") for path in images)
    sound = scene.made(form.place("sound"), imports=1, rows=60)
    for statement in MACHINERY:
        _refused_with(sound, folder / "machinery.cxdesk", statement)
    other = folder / "other program.cxdesk"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE meta(key, value)")
    _refused(other, folder / "other.cxdesk")
    return Reached(
        True,
        f"{len(images)} corrupt images, {marked} of them with our mark, {len(others)} other files,"
        f" {len(MACHINERY)} with foreign machinery: 0 crashes, 0 writes, all refused",
    )


def _digest(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def _refused(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    before = _digest(target)
    try:
        Database.open(target).close()
    except CXDeskError as error:
        expect(error.code in ("not_a_workspace", "workspace_damaged"), f"{source.name}: said as {error.code}")
    else:
        expect(False, f"{source.name}: opened")
    expect(_digest(target) == before, f"{source.name}: was written to")
    _alone(target, source.name)


def _refused_with_our_mark(source: Path, target: Path) -> bool:
    data = bytearray(source.read_bytes())
    if len(data) < 100:
        return False
    struct.pack_into(">i", data, 60, header.version(header.SCHEMA, header.MIN_READER))
    struct.pack_into(">I", data, 68, header.APPLICATION_ID)
    marked = target.with_name("marked source.cxdesk")
    marked.write_bytes(data)
    _refused(marked, target)
    return True


def _refused_with(sound: Path, target: Path, statement: str) -> None:
    changed = target.with_name("changed.cxdesk")
    shutil.copyfile(sound, changed)
    with closing(sqlite3.connect(changed, isolation_level=None)) as connection:
        connection.execute(statement)
    _refused(changed, target)


def _alone(path: Path, name: str) -> None:
    left = [one.name for one in path.parent.iterdir() if one.name.startswith(path.name) and one != path]
    expect(not left, f"{name}: left beside it: {left}")


def changed_headers(form: Form) -> Reached:
    """Any byte of the first hundred is another: refused, or opened for reading with the same rows."""
    folder, chance = form.place("headers"), form.chance()
    sound = scene.made(folder, imports=1, rows=60)
    data, before = sound.read_bytes(), scene.content(sound)
    path = folder / "changed.cxdesk"
    mutations, refused = form.n(100, 1000), 0
    for mutation in range(mutations):
        changed = bytearray(data)
        for _byte in range(chance.randint(1, 3)):
            changed[chance.randrange(100)] = chance.randrange(256)
        path.write_bytes(changed)
        try:
            same = scene.content(path) == before
        except CXDeskError:
            refused += 1
        else:
            expect(same, f"mutation {mutation}: other rows")
        expect(path.read_bytes() == changed, f"mutation {mutation}: was written to")
        _alone(path, f"mutation {mutation}")
    return Reached(True, f"{mutations} changed headers: {refused} refused, the others harmless, 0 crashes, 0 writes")


ROWS_OF_CATALOGUE = (
    Row(
        "D7",
        "Foreign or hostile file",
        "all corrupt images of the corpus, 30 other types: 0 crashes, 0 writes, refused",
        foreign_files,
        here="" if shared_paths("bad/files/db") else "the corrupt images are not beside the repository",
    ),
    Row("D7-header", "Changed header", "1,000 mutations: 0 crashes, 0 writes", changed_headers),
)
