"""The open file is renamed, deleted, replaced, its folder goes: noticed at the next write, and nothing is lost."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from cxdesk.domain.errors import CXDeskError
from cxdesk.store.database import Database
from cxdesk.workspace import caring
from cxdesk.workspace.workspace import Workspace
from tests.faults import scene
from tests.faults.form import Form, Reached, Row, expect

WAYS = ("renamed", "deleted", "replaced", "folder renamed", "folder deleted")


def moved_away(form: Form) -> Reached:
    folder = form.place("moved")
    master = scene.made(folder, imports=2, rows=300)
    rounds = form.n(1, 10)
    for turn in range(rounds):
        for way in WAYS:
            _one(master, form.place(f"{way} {turn}") / "shop", form.folder / f"rescued {turn} {way}.cxdesk", way)
    return Reached(
        True, f"{rounds * len(WAYS)} times moved away: noticed at the next write, all that was written saved"
    )


def _one(master: Path, folder: Path, target: Path, way: str) -> None:
    path = scene.copied(master, folder)
    workspace = Workspace.open(path)
    try:
        workspace.undo(2)
        workspace.set_setting("min_show", 3)  # lies in the log, not in the file
        before = workspace.content_hash()
        _move(path, way)
        try:
            workspace.set_setting("min_show", 4)
        except CXDeskError as error:
            expect(error.code == "workspace_moved", f"{way}: said as {error.code}")
        else:
            expect(False, f"{way}: was not noticed")
        expect(caring.rescue_name(path, datetime.now(UTC)).parent.is_dir(), f"{way}: no place to rescue to")
        workspace.rescue(target)
    finally:
        workspace.close()
    with Workspace.open(target) as saved:
        expect(saved.content_hash() == before, f"{way}: other rows")
        expect(saved.setting("min_show") == 3, f"{way}: the last change is lost")
        expect(saved.check().sound, f"{way}: {saved.check().left}")


def _move(path: Path, way: str) -> None:
    if way == "renamed":
        path.rename(path.with_name("elsewhere.cxdesk"))
    elif way == "deleted":
        path.unlink()
    elif way == "replaced":
        other = path.with_name("other")
        other.write_bytes(b"another file")
        other.replace(path)
    elif way == "folder renamed":
        path.parent.rename(path.parent.with_name("elsewhere"))
    else:
        shutil.rmtree(path.parent)


def one_file(form: Form) -> Reached:
    """After closing there is one file; alone, without the log of an open one, it says so."""
    master = scene.made(form.place("one"), imports=2, rows=300)
    for turn in range(form.n(3, 50)):
        with Workspace.open(master) as workspace:
            workspace.set_setting("min_show", 2 + turn % 5)
            alone = scene.copied(master, form.folder / "cloud")
        expect(not scene.left_beside(master), f"left beside the closed file: {scene.left_beside(master)}")
        with Database.open(alone) as database:
            expect(database.log_missing, "a copy without its log opens without a word")
        expect(not scene.problems(alone), "the copy without its log is not sound")
    return Reached(True, f"{form.n(3, 50)} closings: one file; a synced copy without its log opens sound and says so")


ROWS_OF_CATALOGUE = (
    Row(
        "D11",
        "File moved while open",
        "noticed at the next write, work kept in a rescue copy, no crash",
        moved_away,
        here="" if os.name == "posix" else "Windows keeps an open file where it is",
    ),
    Row("D11-cloud", "Synced folder, log left behind", "one file after closing; a missing log is said", one_file),
    Row(
        "D11-sleep",
        "Sleep and resume, drive pulled",
        "as D11",
        one_file,
        here="needs a machine to put to sleep and a drive to pull",
    ),
)
