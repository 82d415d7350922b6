"""A workspace that may not be written opens for reading, says so, changes nothing, and can be exported."""

from __future__ import annotations

import codecs
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from cxdesk.domain.errors import WorkspaceReadOnly
from cxdesk.domain.query import Query
from cxdesk.reports.comments_file import write_comments
from cxdesk.workspace.workspace import Workspace
from tests.faults import scene
from tests.faults.forked import Child, Say
from tests.faults.form import Form, Reached, Row, expect

NOBODY = 65534
CASES = ("file", "folder", "medium with a log", "medium with a log that is empty", "asked for")


def protected(form: Form) -> Reached:
    master = scene.made(form.place("master"), imports=1, rows=300)
    with Workspace.open(master) as workspace:
        workspace.set_setting("min_show", 3)
        log = Path(f"{master}-wal").read_bytes()
        opened = master.read_bytes()
    before, exported = scene.content(master), form.place("exported")
    exported.chmod(0o777)
    codecs.lookup("utf-8-sig")  # loaded before the other user, who may not read Python's files, needs it
    for case in CASES:
        folder = form.place(case)
        path = _prepare(master, folder, case, opened, log)
        names, digest = sorted(one.name for one in folder.iterdir()), _digest(path)
        ended = Child(_look(path, exported, before, case), user=NOBODY).wait()
        folder.chmod(0o755)
        expect(ended.code == 0, f"{case}: " + "\n".join(ended.said))
        expect(_digest(path) == digest, f"{case}: was written to")
        expect(sorted(one.name for one in folder.iterdir()) == names, f"{case}: something is beside it now")
    return Reached(True, f"{len(CASES)} cases: shown, said to be read-only, no write taken, exported, file untouched")


def _prepare(master: Path, folder: Path, case: str, opened: bytes, log: bytes) -> Path:
    path = Path(shutil.copy(master, folder / master.name))
    if case.startswith("medium"):
        path.write_bytes(opened)
        Path(f"{path}-wal").write_bytes(log if case.endswith("log") else b"")
    for one in folder.iterdir():
        one.chmod(0o444)
    if case == "asked for":
        path.chmod(0o666)
    folder.chmod(0o777 if case in ("file", "asked for") else 0o555)
    return path


def _look(path: Path, exported: Path, before: str, case: str) -> Callable[[Say], None]:
    def work(_say: Say) -> None:
        os.environ["TMPDIR"] = str(exported)
        with Workspace.open(path, read_only=case == "asked for") as workspace:
            expect(workspace.read_only and bool(workspace.info().why_read_only), "not said to be read-only")
            expect(workspace.content_hash() == before, "other rows")
            if case.endswith("a log"):
                expect(workspace.setting("min_show") == 3, "what lies in the log is not read")
            expect(bool(workspace.board(Query()).cards), "no numbers")
            found = workspace.comment_ids(Query())
            target = exported / f"{case}.csv"
            expect(write_comments(target, workspace.every_comment(found), len(found.ids)) > 0, "nothing exported")
            try:
                workspace.set_setting("min_show", 9)
            except WorkspaceReadOnly:
                return
            expect(False, "a write was taken")

    return work


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


ROWS_OF_CATALOGUE = (
    Row(
        "D4",
        "Read-only file, folder, medium",
        "opens for viewing, no writes, exports work",
        protected,
        here=""
        if hasattr(os, "geteuid") and os.geteuid() == 0
        else "needs the administrator, to look as somebody else",
    ),
    Row(
        "D4-windows",
        "Read-only attribute, DMG, network share",
        "as D4",
        protected,
        here="Windows, macOS and network shares only",
    ),
)
