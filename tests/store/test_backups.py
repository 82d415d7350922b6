"""Dated copies that are checked before they count, and old ones that make room only for good ones."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from cxdesk.domain.errors import CXDeskError
from cxdesk.store import backups, batches, restoring
from cxdesk.store.database import Database
from cxdesk.system.progress import Cancelled, Progress
from tests.store.builders import Desk, answer


def test_a_copy_holds_what_the_workspace_held(desk: Desk) -> None:
    desk.put("answer", [answer("a", 9.0, "good")])
    before = batches.content_hash(desk.database)
    copy = desk.database.back_up("daily")
    desk.put("answer", [answer("b", 1.0)])
    with Database.open(copy) as kept:
        assert batches.content_hash(kept) == before
    if os.name == "posix":
        assert copy.stat().st_mode & 0o077 == 0


def test_the_newest_ten_are_kept_and_one_of_each_earlier_day(desk: Desk) -> None:
    made = [desk.database.back_up("undo") for _ in range(12)]
    assert backups.copies(desk.database.path) == made[-10:]
    other = desk.database.back_up("daily")
    assert backups.copies(desk.database.path) == [*made[-9:], other]


def test_a_copy_that_cannot_be_verified_takes_nobodys_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    good = [desk.database.back_up("undo") for _ in range(backups.NEWEST)]

    def torn(connection: sqlite3.Connection, *_more: object) -> None:
        raise CXDeskError("The backup could not be verified.", code="backup_failed")

    monkeypatch.setattr(backups, "copy_to", torn)
    with pytest.raises(CXDeskError, match="verified"):
        desk.database.back_up("undo")
    assert backups.copies(desk.database.path) == good


def test_a_stopped_copy_leaves_nothing(desk: Desk) -> None:
    desk.put("answer", [answer(f"r{n}", 1.0, f"word {n} " * 30) for n in range(20_000)])
    progress = Progress(lambda done, of, label: progress.cancel())
    with pytest.raises(Cancelled):
        desk.database.back_up("daily", progress)
    assert list(backups.folder(desk.database.path).iterdir()) == []


def test_a_copy_that_another_program_holds_is_in_nobodys_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows what is open cannot be removed."""
    made = [desk.database.back_up("undo") for _ in range(backups.NEWEST)]
    cut_short = backups.folder(desk.database.path) / "cut short.part"
    cut_short.touch()
    remove = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path in (made[0], cut_short):
            raise PermissionError(13, "in use")
        remove(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    made += [desk.database.back_up("undo") for _ in range(2)]
    assert backups.copies(desk.database.path) == [made[0], *made[2:]]
    with pytest.raises(CXDeskError, match="in use"):
        backups.remove(made[0])


@pytest.mark.parametrize("name", ["desk", "desk.[2026]", "desk.v2.cxdesk"])
def test_copies_are_found_whatever_the_workspace_is_called(tmp_path: Path, name: str) -> None:
    with Database.create(tmp_path / name) as database:
        made = [database.back_up("undo"), database.back_up("daily")]
        for ending in ("-wal", ".part"):
            made[0].with_name(made[0].name + ending).touch()
        assert backups.copies(database.path) == made


@pytest.mark.parametrize(
    ("error", "said"),
    [(OSError(errno.EIO, "Input/output error"), "Input/output error"), (OSError(errno.ENOSPC, "full"), "no room")],
)
def test_why_no_copy_could_be_written_is_told_as_it_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    def failing(_path: Path) -> None:
        raise error

    monkeypatch.setattr(backups, "flush", failing)
    with pytest.raises(CXDeskError, match=said):
        desk.database.back_up("daily")
    with desk.database.reader() as connection, pytest.raises(CXDeskError, match=said):
        restoring.rescue(connection, tmp_path / "saved.cxdesk")
    assert not (tmp_path / "saved.cxdesk").exists()
    assert list(backups.folder(desk.database.path).iterdir()) == []


def test_what_was_set_aside_goes_with_its_log(desk: Desk) -> None:
    """The log of a damaged workspace holds what was written last, names and all."""
    made = desk.database.back_up("damaged")
    made.with_name(made.name + "-wal").write_text("a name")
    backups.remove(made)
    assert list(made.parent.iterdir()) == []
