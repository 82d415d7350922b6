"""Copies of a workspace and erased people: which copies still hold somebody, and taking them out of those too."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cxdesk.domain.erased import Erased, Reach
from cxdesk.domain.errors import CXDeskError
from cxdesk.store import backups, erasing, faults, header, migrations, schema, seals, suppressing
from cxdesk.store.connections import connect
from cxdesk.store.transactions import Transaction
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress


def names_any(path: Path, erased: Erased) -> Reach | None:
    """How much of whoever is erased a copy of the workspace still holds; None where it cannot be read."""
    try:
        header.check(path)
        with contextlib.closing(connect(path, mode="ro", immutable="1")) as copy:
            return erasing.reach(copy, erased, erasing.planned(copy, erased))
    except (sqlite3.DatabaseError, UnicodeDecodeError, ValueError, CXDeskError):
        return None


def rewrite(path: Path, workspace: Path, erased: Erased, progress: Progress | None = None) -> Reach:
    """Erase people from a copy of the workspace as well, which keeps its date. The copy stays as it was if anything
    fails. CXDeskError where the copy is of another version or damaged: then only removing it helps.
    """
    progress = progress or Progress()
    if not can_be_rewritten(path):
        raise CXDeskError(
            _("This backup is of a newer version of CXDesk, or damaged, and cannot be rewritten."),
            _("Delete it, if the person must not be in it."),
            code="backup_version",
            file=path.name,
        )
    draft = path.with_name(path.name + ".part")
    times = path.stat()
    with faults.translated(path, times.st_size * 2):
        try:
            with contextlib.closing(connect(path, mode="ro", immutable="1")) as source:
                backups.copy_to(source, draft, progress)
            reach = _rewritten(draft, workspace, erased, progress)
            os.utime(draft, ns=(times.st_atime_ns, times.st_mtime_ns))
            draft.replace(path)
        except OSError as error:
            raise faults.cannot_write(path, error, times.st_size * 2, _("Check the drive, then try again.")) from None
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
    return reach


def _rewritten(draft: Path, workspace: Path, erased: Erased, progress: Progress) -> Reach:
    with contextlib.closing(connect(draft, mode="rw")) as copy:
        if migrations.needed(copy):
            migrations.migrate(copy)
        reach = erase_in(copy, erased, progress)
        with contextlib.closing(connect(workspace, mode="ro")) as own:
            copy.execute("BEGIN IMMEDIATE")
            suppressing.carry_over(own, copy)
            copy.execute("COMMIT")
        copy.execute("VACUUM")
    return reach


def erase_in(connection: sqlite3.Connection, erased: Erased, progress: Progress | None = None) -> Reach:
    """Erase people from a file that only this connection has open, in one transaction."""
    transaction = Transaction(connection, 0)
    connection.execute("BEGIN IMMEDIATE")
    try:
        reach = erasing.carry_out(transaction, erased, erasing.planned(connection, erased, progress), progress)
        if schema.has_table(connection, "seal"):
            transaction.break_seals()
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return reach


def reapply(draft: Path, workspace: Path, progress: Progress | None = None) -> Reach | None:
    """Before a copy takes the place of `workspace`: whoever was erased since it was made is erased from it too, and the
    log of erasures goes along. None where nobody was. `draft` is the copy under a name of its own; it is changed.
    """
    known = next(_knowing(workspace), None)
    if known is None:
        return None
    source, erased = known
    if erased is None:
        _carry_key(draft, source)
        return None
    return _rewritten(draft, source, erased, progress or Progress())


def _knowing(workspace: Path) -> Iterator[tuple[Path, Erased | None]]:
    """The workspace and its copies, newest first, that can say who was erased; a damaged one cannot. Only reading is
    forgiven: a copy that cannot be rewritten must not take anybody's place.
    """
    for source in (workspace, *reversed(backups.copies(workspace))):
        with contextlib.suppress(sqlite3.DatabaseError, UnicodeDecodeError, CXDeskError, OSError):
            header.check(source)
            with contextlib.closing(connect(source, mode="ro")) as known:
                erased = suppressing.erased(known)
                suppressing.log(known)
            yield source, erased


def _carry_key(draft: Path, source: Path) -> None:
    """No person was erased, but pseudonyms go on being what they were, and old rows that were erased stay listed."""
    with contextlib.closing(connect(source, mode="ro")) as own:
        key, log = suppressing.secret(own), suppressing.log(own)
        with contextlib.closing(connect(draft, mode="rw")) as copy:
            if key in (None, suppressing.secret(copy)) and log == suppressing.log(copy):
                return
            copy.execute("BEGIN IMMEDIATE")
            suppressing.carry_over(own, copy)
            seals.count_write(copy)
            copy.execute("COMMIT")


def can_be_rewritten(path: Path) -> bool:
    """Whether a copy is one that this program can write."""
    with contextlib.suppress(CXDeskError, OSError):
        return header.check(path).schema <= header.SCHEMA
    return False
