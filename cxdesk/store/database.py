"""One workspace file: making it, opening it safely, writing in transactions, closing it into a single file again.

One connection writes; readers have their own and cannot write. While the file is open its folder also holds a
write-ahead log and the lock; after closing there is one file.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.store import backups, faults, header, journal, migrations, schema, seals
from cxdesk.store.connections import C, Snapshot, connect, connected
from cxdesk.store.lock import Lock
from cxdesk.store.transactions import Transaction
from cxdesk.system import paths
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.store.theme_hits import Known

_log = logging.getLogger(__name__)
_LEFT_OPEN = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
)
SYNCHRONOUS = "FULL"  # what was said to be written is there after a power cut
_LOG_LIMIT = 64 * 1024 * 1024  # the log of a large import is cut back to this once it is copied
_WATCH_EVERY = 100_000  # SQLite instructions between two looks at the stop sign: a few milliseconds


class Database:
    """An open workspace. `state` counts writes that changed something; `why_read_only` is a sentence, or empty."""

    def __init__(
        self, path: Path, writer: sqlite3.Connection | None, lock: Lock | None, why_read_only: str = ""
    ) -> None:
        self.path = path
        self.why_read_only = why_read_only
        self._writer = writer
        self._lock = lock
        self._file = path  # what is really opened; a private copy where the medium leaves no other way
        self._options = {"mode": "ro"}
        self._copy: Path | None = None
        self._writing = threading.Lock()
        self._pool: list[sqlite3.Connection] = []
        self._pool_guard = threading.Lock()
        self._snapshots: weakref.WeakSet[Snapshot] = weakref.WeakSet()
        self._identity = path.stat()
        self._state = 0
        self._touched: dict[int, frozenset[str]] = {}  # by the state that each write of this opening led to
        self._closed = False
        self.after_crash = False  # whether whoever had it open before died without closing it
        self.log_missing = False  # whether the log that belongs to the file was not beside it when it was opened

    @cached_property
    def theme_hits(self) -> Known:
        """What the rules of themes found so far, kept while the file is open."""
        from cxdesk.store.theme_hits import Known

        return Known()

    @staticmethod
    def create(path: Path) -> Database:
        """A new, empty workspace, open for writing. CXDeskError when the file exists already."""
        path = Path(path).resolve()
        if path.exists():
            raise CXDeskError(
                _("The file exists already."), _("Choose another name, or open it."), code="file_exists", file=path.name
            )
        draft = path.with_name(f".{path.name}.{os.getpid()}.new")
        with faults.translated(path):
            try:
                os.close(os.open(draft, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
                _fill(draft)
                draft.replace(path)
            except OSError as error:
                raise _cannot_create(path, error) from None
            finally:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
        return Database.open(path)

    @staticmethod
    def open(path: Path, read_only: bool = False) -> Database:
        """The workspace in `path`, current and sound. A file or folder that cannot be written opens for reading.

        NotFound, NotAWorkspace (foreign or damaged), WorkspaceNewer, WorkspaceBusy. The file is untouched by a refusal.
        """
        path = Path(path).resolve()
        found = header.check(path)
        why = _why_not_writable(path, found, read_only)
        missing = _left_without_log(path)
        with faults.translated(path):
            try:
                opened = _open_to_read(path, why) if why else _open_to_write(path)
                opened.log_missing = missing
                return opened
            except sqlite3.OperationalError as error:
                if faults.primary(error) != sqlite3.SQLITE_ERROR:
                    raise
                raise faults.damaged(path) from error  # no such table, unsupported format: the header lied

    @staticmethod
    def open_copy(path: Path, why: str) -> Database:
        """A copy that is nobody else's, for reading as far as it goes; its folder goes when it is closed."""
        header.check(path)
        with faults.translated(path):
            database = Database(path, None, None, why)
            database._copy, database._options = path.parent, {"mode": "rw"}
            try:
                with database.reader() as connection:
                    database._state = _state(connection)
            except BaseException:
                database.close()
                raise
            return database

    @property
    def read_only(self) -> bool:
        return bool(self.why_read_only)

    @property
    def state(self) -> int:
        """Moves on with every write that touched something."""
        return self._state

    def changes_since(self, state: int) -> Changes:
        """What the writes after `state`, a state since this opening, touched in all."""
        now = self._state
        touched = (self._touched.get(later, frozenset()) for later in range(state + 1, now + 1))
        return Changes(frozenset().union(*touched), now)

    @contextmanager
    def write(
        self, label: str, progress: Progress | None = None, needed: int = faults.NEEDED, alone: int = 0
    ) -> Iterator[Transaction]:
        """One transaction. Any exception, and Cancelled through `progress`, takes all of it back.

        `label` is for the log; `needed` is about how many bytes it takes, for the message when there is no room.
        `alone` is about how many bytes it brings, from whoever knows that nobody in this process reads meanwhile:
        when that is much and no other process has the file open, it is written around the log.
        """
        with self._writing, faults.translated(self.path, needed), self._journalled(alone) as connection:
            if progress is not None:
                connection.set_progress_handler(lambda: progress.cancelled, _WATCH_EVERY)
            transaction = Transaction(connection, self._state)
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield transaction
                self._finish(label, transaction)
            except BaseException:
                connection.set_progress_handler(None, 0)
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                connection.set_progress_handler(None, 0)
                transaction.end()

    @contextmanager
    def _journalled(self, alone: int) -> Iterator[sqlite3.Connection]:
        """The writing connection with the journal that suits such a write."""
        if self._writer is None or self.read_only:
            raise faults.read_only(self.path)
        self._check_place()
        if alone and journal.is_large(self.path, alone):
            self._close_idle()
            journal.put_log_aside(self._writer)
        try:
            yield self._writer
        finally:
            journal.use_log(self._writer)

    def _finish(self, label: str, transaction: Transaction) -> None:
        if transaction.changes.touched:
            transaction.execute("INSERT OR REPLACE INTO meta(key, value) VALUES ('state', ?)", (transaction.state,))
        transaction.break_seals()
        transaction.connection.set_progress_handler(None, 0)  # too late to stop
        transaction.execute("COMMIT")
        if transaction.state != self._state:
            self._touched[transaction.state] = transaction.changes.touched
            self._state = transaction.state
        _log.debug("%s: state %d", label, transaction.state)

    @contextmanager
    def reader(self, progress: Progress | None = None) -> Iterator[sqlite3.Connection]:
        """A connection that only reads; borrowed for the block, so use it within and pass nothing on."""
        with faults.translated(self.path):
            connection = self._borrow()
            if progress is not None:
                connection.set_progress_handler(lambda: progress.cancelled, _WATCH_EVERY)
            try:
                yield connection
            finally:
                connection.set_progress_handler(None, 0)
                self._give_back(connection)

    def snapshot(self) -> Snapshot:
        """A reading connection that goes on seeing the present state, whatever is written. The caller closes it."""
        with faults.translated(self.path):
            connection = self._connect(Snapshot)
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM meta").fetchone()
            self._snapshots.add(connection)
            return connection

    def _borrow(self) -> sqlite3.Connection:
        with self._pool_guard:
            if self._closed:
                raise CXDeskError(_("The workspace is closed."), code="closed", file=self.path.name)
            if self._pool:
                return self._pool.pop()
        return self._connect(sqlite3.Connection)

    def _connect(self, factory: type[C]) -> C:
        connection = connected(self._file, factory, self._options)
        connection.execute("PRAGMA query_only=ON")
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._pool_guard:
            if not self._closed:
                self._pool.append(connection)
                return
        connection.close()

    def _close_idle(self) -> None:
        """Close reading connections that nobody has borrowed."""
        with self._pool_guard:
            for connection in self._pool:
                connection.close()
            self._pool.clear()

    def back_up(self, reason: str, progress: Progress | None = None) -> Path:
        """A checked, dated copy beside the workspace; of one that was moved away it would lie where nothing is left."""
        self._check_place()
        with self.reader() as connection:
            return backups.back_up(connection, self.path, reason, progress)

    def rescue(self, target: Path, progress: Progress | None = None) -> Path:
        """Everything committed, written to another file, whatever became of this one."""
        from cxdesk.store import restoring

        with self.reader() as connection:
            return restoring.rescue(connection, target, progress)

    def seal(self, progress: Progress | None = None, most: int | None = None) -> None:
        """Make the checksums that are lacking; of imports of more than `most` rows later. May be stopped."""
        if self.read_only:
            return
        with self.reader() as connection:
            waiting = seals.lacking(connection, most)
        for kind, batch in waiting:
            with self.write("seal", progress) as transaction:
                transaction.leave_lists()
                seals.make(transaction.connection, kind, batch, progress)

    def settle(self, rewrite: bool = False, empty: bool = False) -> bool:
        """Move committed writes from the log into the file; harmless at any time, best when nobody waits.

        `rewrite`: make the file anew, so that nothing that was deleted is left in it, and `empty` the log. Whether the
        log is empty: it cannot be while somebody reads an earlier state, closing empties it then.
        """
        if self._writer is None:
            return True
        needed = self.path.stat().st_size if rewrite else faults.NEEDED
        with self._writing, faults.translated(self.path, needed):
            if not (rewrite or empty):
                journal.copy_log(self._writer)
                return False
            self._check_place()
            self._close_idle()
            return journal.emptied(self._writer, rewrite)

    def close(self) -> None:
        """Leave one single file behind. Closing twice is harmless."""
        with self._pool_guard:
            if self._closed:
                return
            self._closed = True
            for connection in [*self._pool, *self._snapshots]:
                connection.close()
            self._pool.clear()
        try:
            if self._writer is not None:
                with self._writing, faults.translated(self.path):
                    _leave_one_file(self._writer)
        finally:
            if self._lock is not None:
                self._lock.release()
            if self._copy is not None:
                shutil.rmtree(self._copy, ignore_errors=True)

    def _check_place(self) -> None:
        """A file that was moved or replaced while open must not be written blindly."""
        try:
            same = os.path.samestat(self._identity, self.path.stat())
        except OSError:
            same = False
        if not same:
            raise CXDeskError(
                _("The workspace was moved, renamed or deleted while it was open."),
                _("Put it back and try again, or save a copy under another name."),
                code="workspace_moved",
                file=self.path.name,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _fill(draft: Path) -> None:
    connection = connect(draft, mode="rw")
    try:
        migrations.create(connection)
    finally:
        connection.close()


def _cannot_create(path: Path, error: OSError) -> CXDeskError:
    if isinstance(error, FileNotFoundError):
        return faults.cannot_open(path.parent)
    if isinstance(error, PermissionError):
        return CXDeskError(
            _("You may not write to this folder."), _("Choose another folder."), code="cannot_create", file=path.name
        )
    return faults.cannot_write(path, error)


def _why_not_writable(path: Path, found: header.Header, asked: bool) -> str:
    if asked:
        return _("Opened for reading only, as asked.")
    if found.schema > header.SCHEMA:
        return _("A newer CXDesk made this workspace; this program can show it but not change it.")
    if not os.access(path, os.W_OK):
        return _("The file is write-protected.")
    if not os.access(path.parent, os.W_OK):
        return _("The folder is write-protected.")
    return ""


def _open_to_write(path: Path) -> Database:
    log = path.with_name(path.name + "-wal")
    crashed = log.exists()
    lock = Lock(path)
    writer = None
    try:
        backups.restore_draft(path).unlink(missing_ok=True)  # of a restore that a crash ended
        writer = connect(path, mode="rw")
        _check_soundness(writer, path, crashed or lock.left_behind)
        if migrations.needed(writer):
            backups.back_up(writer, path, "migration")
            migrations.migrate(writer)
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
        writer.execute(f"PRAGMA journal_size_limit={_LOG_LIMIT}")
        writer.execute("PRAGMA temp_store=FILE")  # sorting for an index: less memory, and half the time
        database = Database(path, writer, lock)
        database._state = _state(writer)
        database.after_crash = crashed or lock.left_behind
        return database
    except BaseException:
        if writer is not None:
            writer.close()
        lock.release()
        raise


def _open_to_read(path: Path, why: str) -> Database:
    if _half_written(path) and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        _take_back(path)
    database = Database(path, None, None, why)
    if not os.access(path.parent, os.W_OK) or _left_without_log(path):
        _avoid_writing(database)
    try:
        with database.reader() as connection:
            _check_soundness(connection, path, thorough=False)
            database._state = _state(connection)
    except BaseException:
        database.close()
        raise
    return database


def _left_without_log(path: Path) -> bool:
    """Whether the file says that a log belongs to it and there is none: SQLite would make one, and leave it."""
    found = header.read(path)
    return found is not None and found.logged and not path.with_name(path.name + "-wal").exists()


def _filled(path: Path, ending: str) -> list[Path]:
    beside = path.with_name(path.name + ending)
    return [beside] if beside.exists() and beside.stat().st_size else []


def _half_written(path: Path) -> bool:
    """Whether a crash left the journal of a change that was being made while no log was in use."""
    return bool(_filled(path, "-journal"))


def _take_back(path: Path) -> None:
    """Undo what a crash left half done, as any writer would: nobody can read the file before. WorkspaceBusy."""
    lock = Lock(path)
    try:
        with closing(connect(path, mode="rw")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        lock.release()


def _avoid_writing(database: Database) -> None:
    """In a folder without write permission SQLite can read a file only if it promises never to look for a log."""
    logs = _filled(database.path, "-wal") + _filled(database.path, "-journal")
    if not logs:
        database._options = {"mode": "ro", "immutable": "1"}
        return
    database._copy = paths.private_folder()
    database._file = database._copy / database.path.name
    for source in (database.path, *logs):
        shutil.copyfile(source, database._copy / source.name)
    database._options = {"mode": "rw"}


def _check_soundness(connection: sqlite3.Connection, path: Path, thorough: bool) -> None:
    """The version again, now with what the log says; no foreign triggers or views; after a crash every page."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    header.check_version(path, found & 0xFFFF, found >> 16)
    if schema.strange(connection) is not None:
        raise faults.foreign(path)
    if thorough and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise faults.damaged(path)
    connection.execute("SELECT count(*) FROM meta").fetchone()


def _state(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
    return int(found[0]) if found else 0


def _leave_one_file(writer: sqlite3.Connection) -> None:
    try:
        writer.execute("PRAGMA optimize")
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        writer.execute("PRAGMA journal_mode=DELETE").fetchall()
    except sqlite3.OperationalError as error:
        # Somebody else reads the file, there is no room, or it was moved away: the log stays, nothing is lost, the next
        # closing tidies up.
        if faults.primary(error) not in _LEFT_OPEN:
            raise
    finally:
        writer.close()
