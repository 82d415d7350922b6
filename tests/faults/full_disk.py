"""No room: the write is rolled back, the message names the drive and what is needed, a retry needs no restart."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cxdesk.domain.errors import CXDeskError, DiskFull
from cxdesk.domain.query import Query
from cxdesk.reports.comments_file import write_comments
from cxdesk.store import checking
from cxdesk.workspace.workspace import Workspace
from tests.faults import scene
from tests.faults.forked import Child, Say
from tests.faults.form import Form, Reached, Row, expect

KIB, MIB = 1 << 10, 1 << 20
TMPFS = 8 * MIB
Work = Callable[[Workspace, Path], object]


def _import(workspace: Workspace, folder: Path) -> None:
    scene.take_in(workspace, folder / "more.csv")


def _undo(workspace: Workspace, _folder: Path) -> None:
    workspace.undo(1)


def _back_up(workspace: Workspace, _folder: Path) -> None:
    workspace.back_up()


def _vacuum(workspace: Workspace, _folder: Path) -> None:
    workspace.erase(workspace.person("Anna Sample 7"), moved=False)


def _export(workspace: Workspace, folder: Path) -> None:
    found = workspace.comment_ids(Query())
    write_comments(folder / "out.csv", workspace.every_comment(found), len(found.ids))


WORKS: dict[str, Work] = {"import": _import, "undo": _undo, "backup": _back_up, "erase": _vacuum, "export": _export}


@contextmanager
def _limited(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    sys.dont_write_bytecode = True  # of half a compiled module Python would read half a module ever after
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def limited_files(form: Form) -> Reached:
    """A limit on the size of files: SQLite meets it as a failed write."""
    folder = form.place("limited")
    master = scene.made(folder, rows=1500)
    scene.survey(folder / "more.csv", 5000, 4000)
    rooms = [16 * KIB, 64 * KIB] if not form.full else [16 * KIB, 64 * KIB, 256 * KIB, 512 * KIB, MIB, 2 * MIB, 4 * MIB]
    met = tried = 0
    for name, work in WORKS.items():
        for room in rooms if name in ("import", "undo", "erase") else rooms[:2]:
            tried += 1
            met += _in_another_process(master, folder, name, work, room)
    expect(met >= len(WORKS), f"room was lacking only {met} times")
    return Reached(True, f"{tried} limits, {met} times there was no room: all rolled back, said, and done at the retry")


def _in_another_process(master: Path, folder: Path, name: str, work: Work, room: int) -> bool:
    path = scene.copied(master, folder / "trial")
    (path.parent / "more.csv").write_bytes((folder / "more.csv").read_bytes())

    def run(say: Say) -> None:
        with Workspace.open(path) as workspace:
            workspace.database.seal()
            before = workspace.content_hash()
            biggest = (
                max(file.stat().st_size for file in path.parent.iterdir()) if name not in ("export", "backup") else 0
            )
            try:
                with _limited(biggest + room):
                    work(workspace, path.parent)
                say("there was room")
            except CXDeskError as error:
                _check_said(error, path)
                say("no room")
                expect(not checking.problems(workspace.database), f"{name}: the workspace is not sound")
                if name != "erase" or workspace.erasures() == []:
                    expect(workspace.content_hash() == before, f"{name}: something was changed")
                    expect(not _halves(path.parent), f"{name}: half a file is left: {_halves(path.parent)}")
                    work(workspace, path.parent)
            expect(not checking.problems(workspace.database), f"{name}: not sound after the retry")

    ended = Child(run).wait()
    expect(ended.code == 0, f"{name} with {room} bytes: " + "\n".join(ended.said))
    return "no room" in ended.said


def _check_said(error: CXDeskError, path: Path) -> None:
    expect(isinstance(error, DiskFull), f"said as {error.code}: {error}")
    free = "MB are free" in error.message and "need" in error.message
    expect(free and str(path.parent) in error.message, f"neither drive nor bytes: {error.message}")


def _halves(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("*.part")]


def small_drive(form: Form) -> Reached:
    """A drive of 8 MiB: SQLite meets it as a full disk."""
    drive = form.place("drive")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={TMPFS}", "none", str(drive)], capture_output=True, check=False
    )
    if mounted.returncode:
        return Reached(True, f"not run here: a small drive cannot be made ({mounted.stderr.decode().strip()})")
    try:
        return _on_small_drive(form, drive)
    finally:
        subprocess.run(["umount", "-l", str(drive)], check=True)


def _on_small_drive(form: Form, drive: Path) -> Reached:
    master = scene.made(form.place("master"), rows=1500)
    works = WORKS if form.full else {name: WORKS[name] for name in ("import", "backup")}
    for name, work in works.items():
        for left in drive.iterdir():
            subprocess.run(["rm", "-rf", str(left)], check=True)
        path = Path(drive / master.name)
        path.write_bytes(master.read_bytes())
        more = scene.survey(form.folder / "more.csv", 5000, 4000)
        with Workspace.open(path) as workspace:
            before, filling = workspace.content_hash(), drive / "filling"
            _fill(filling)
            try:
                work(workspace, drive if name == "export" else more.parent)
                expect(name in ("undo", "erase"), f"{name}: there was room on a full drive")
            except CXDeskError as error:
                _check_said(error, drive / "x")
                expect(workspace.content_hash() == before, f"{name}: something was changed")
            filling.unlink()
            expect(not checking.problems(workspace.database), f"{name}: not sound")
            expect(not _halves(drive), f"{name}: half a file is left: {_halves(drive)}")
            if workspace.content_hash() == before and not workspace.erasures():
                work(workspace, drive if name == "export" else more.parent)
    return Reached(True, f"{len(works)} works on a full drive of 8 MiB: rolled back, said, done after making room")


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        size = 1 << 16
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2


ROWS_OF_CATALOGUE = (
    Row(
        "D3",
        "Disk full (limit on files)",
        "rolled back, workspace sound and unchanged, drive, needed and free said, retry without restart",
        limited_files,
        here="" if os.name == "posix" else "limits on the size of files are POSIX",
    ),
    Row(
        "D3-drive",
        "Disk full (8 MiB drive)",
        "as D3, SQLITE_FULL",
        small_drive,
        here="" if hasattr(os, "geteuid") and os.geteuid() == 0 else "only the administrator may mount a drive",
    ),
)
