"""A workspace is one file: made whole, opened only when it is ours and sound, and one file again when it is closed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PureWindowsPath

import pytest

from cxdesk.domain.errors import (
    CXDeskError,
    NotAWorkspace,
    NotFound,
    WorkspaceBusy,
    WorkspaceNewer,
    WorkspaceReadOnly,
)
from cxdesk.store import header, snapshot
from cxdesk.store.connections import address, connect
from cxdesk.store.database import Database
from cxdesk.system.progress import Cancelled, Progress
from tests.shared_files import REPOSITORY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Été 100% #1?.cxdesk"


@pytest.fixture
def closed(path: Path) -> Path:
    """A workspace with one setting, closed."""
    with Database.create(path) as database:
        keep(database, "zone", "Europe/Paris")
    return path


def keep(database: Database, key: str, value: str) -> None:
    with database.write("test") as transaction:
        transaction.execute("INSERT OR REPLACE INTO setting VALUES (?, ?, '')", (key, json.dumps(value)))
        transaction.touch("settings")


def kept(database: Database) -> dict[str, str]:
    with database.reader() as connection:
        return {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM setting")}


def fingerprint(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def stamp(path: Path, user_version: int) -> None:
    """Write a version into the header, as another program would have."""
    data = bytearray(path.read_bytes())
    struct.pack_into(">i", data, 60, user_version)
    path.write_bytes(data)


# Making and closing


def test_a_closed_workspace_is_a_single_file(closed: Path) -> None:
    assert [p.name for p in closed.parent.iterdir()] == [closed.name]
    assert header.check(closed).application_id == header.APPLICATION_ID


def test_what_was_written_is_there_again(closed: Path) -> None:
    with Database.open(closed) as database:
        assert kept(database) == {"zone": "Europe/Paris"}
        assert database.state == 1


def test_an_existing_file_is_never_replaced(closed: Path) -> None:
    before = fingerprint(closed)
    with pytest.raises(CXDeskError, match="exists already"):
        Database.create(closed)
    assert fingerprint(closed) == before


def test_a_workspace_cannot_be_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Database.create(tmp_path / "nowhere" / "desk.cxdesk")


def test_a_new_workspace_is_for_its_owner_alone(closed: Path) -> None:
    if os.name == "posix":
        assert closed.stat().st_mode & 0o077 == 0


def test_closing_twice_is_harmless_and_a_closed_workspace_says_so(closed: Path) -> None:
    database = Database.open(closed)
    database.close()
    database.close()
    with pytest.raises(CXDeskError, match="closed"), database.reader():
        pass


# The house's pragmas


def test_every_connection_keeps_the_house_rules(closed: Path, durable: None) -> None:
    wanted = {"trusted_schema": 0, "cell_size_check": 1, "foreign_keys": 1, "secure_delete": 1, "mmap_size": 0}
    with Database.open(closed) as database, database.write("test") as transaction, database.reader() as reading:
        for connection in (transaction.connection, reading):
            for name, value in wanted.items():
                assert connection.execute(f"PRAGMA {name}").fetchone() == (value,), name
            assert connection.getlimit(sqlite3.SQLITE_LIMIT_ATTACHED) == 1
            assert connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == 64_000_000
        assert transaction.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert transaction.execute("PRAGMA synchronous").fetchone() == (2,)


def test_readers_cannot_write(closed: Path) -> None:
    with Database.open(closed) as database, pytest.raises(WorkspaceReadOnly), database.reader() as connection:
        connection.execute("DELETE FROM setting")


# Transactions


def fail(database: Database) -> None:
    with database.write("test") as transaction:
        transaction.execute("DELETE FROM setting")
        transaction.touch("settings")
        raise RuntimeError


def test_a_failed_write_leaves_nothing(closed: Path) -> None:
    with Database.open(closed) as database:
        with pytest.raises(RuntimeError):
            fail(database)
        assert kept(database) == {"zone": "Europe/Paris"}
        assert database.state == 1
        keep(database, "currency", "RON")
        assert database.state == 2


def test_a_write_that_touches_nothing_keeps_the_state(closed: Path) -> None:
    with Database.open(closed) as database:
        with database.write("test") as transaction:
            transaction.execute("INSERT INTO snapshot VALUES ('a', '1', 1, '')")
        assert transaction.changes.touched == frozenset()
        assert database.state == 1


def test_what_was_touched_since_a_state_is_the_sum_of_the_writes_after_it(closed: Path) -> None:
    with Database.open(closed) as database:
        first = database.state
        keep(database, "currency", "RON")
        second = database.state
        with database.write("test") as transaction:
            transaction.touch("ticket", "targets")
        with database.write("test") as transaction:
            transaction.execute("INSERT INTO snapshot VALUES ('a', '1', 1, '')")
        assert database.changes_since(first).touched == {"settings", "ticket", "targets"}
        assert database.changes_since(second).touched == {"ticket", "targets"}
        assert database.changes_since(second).state == database.state == second + 1
        assert database.changes_since(database.state).touched == frozenset()


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def write_for_ever(database: Database, progress: Progress) -> None:
    with database.write("test", progress) as transaction:
        transaction.execute("DELETE FROM setting")
        progress.cancel()
        transaction.execute(ENDLESS).fetchone()


def test_a_long_statement_stops_when_asked(closed: Path) -> None:
    progress = Progress()
    with Database.open(closed) as database:
        with pytest.raises(Cancelled):
            write_for_ever(database, progress)
        assert kept(database) == {"zone": "Europe/Paris"}
        with pytest.raises(Cancelled), database.reader(progress) as connection:
            connection.execute(ENDLESS).fetchone()


def test_a_snapshot_goes_on_seeing_its_state(closed: Path) -> None:
    with Database.open(closed) as database:
        old = database.snapshot()
        keep(database, "zone", "UTC")
        assert old.execute("SELECT value FROM setting").fetchall() == [('"Europe/Paris"',)]
        assert kept(database) == {"zone": "UTC"}
        old.close()


# Two who want the same file


def test_the_second_opener_is_told_who_holds_the_workspace(closed: Path) -> None:
    with Database.open(closed), pytest.raises(WorkspaceBusy, match=rf"process {os.getpid()}"):
        Database.open(closed)


def test_a_link_leads_to_the_same_lock(closed: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.cxdesk"
    try:
        link.symlink_to(closed)
    except OSError:
        pytest.skip("no links here")
    with Database.open(closed), pytest.raises(WorkspaceBusy):
        Database.open(link)


def test_the_second_opener_may_look(closed: Path) -> None:
    with Database.open(closed) as database:
        keep(database, "currency", "RON")
        with Database.open(closed, read_only=True) as looking:
            assert kept(looking) == {"zone": "Europe/Paris", "currency": "RON"}
            assert looking.why_read_only
            with pytest.raises(WorkspaceReadOnly):
                keep(looking, "zone", "UTC")


HOLDER = """
import sys
from contextlib import closing
from pathlib import Path
from cxdesk.store.database import Database
database = Database.open(Path(sys.argv[1]))
with database.write("held") as transaction:
    transaction.execute("INSERT INTO setting VALUES ('held', '1', '')")
    transaction.touch("settings")
print("ready", flush=True)
sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[bytes]:
    """Another process that has the workspace open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"ready"
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def test_another_process_is_named_and_its_death_frees_the_workspace(closed: Path) -> None:
    process = holder(closed)
    try:
        with pytest.raises(WorkspaceBusy, match=rf"process {process.pid}"):
            Database.open(closed)
    finally:
        end(process)
    with Database.open(closed) as database:
        assert kept(database) == {"zone": "Europe/Paris", "held": 1}
    assert [p.name for p in closed.parent.iterdir()] == [closed.name]


def test_the_lock_is_for_whoever_may_write_the_workspace(closed: Path) -> None:
    if os.name != "posix":
        pytest.skip("the rights of a file are told otherwise here")
    closed.chmod(0o660)
    with Database.open(closed):
        lock = closed.with_name(closed.name + ".lock")
        assert lock.stat().st_mode & 0o777 == 0o660


def test_a_lock_that_another_person_left_behind_is_said_to_be_theirs(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root one may open everything, so what the system would say is said for it."""
    opened = os.open

    def refused(path: object, *given: int, **named: int) -> int:
        if str(path).endswith(".lock"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *given, **named)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr("cxdesk.store.lock.os.open", refused)
    with pytest.raises(WorkspaceBusy):
        Database.open(closed)
    with Database.open(closed, read_only=True) as looking:
        assert kept(looking) == {"zone": "Europe/Paris"}


def test_a_name_that_the_drive_refuses_is_no_lack_of_room(tmp_path: Path) -> None:
    with pytest.raises(CXDeskError, match="name too long") as caught:
        Database.create(tmp_path / f"{'x' * 240}.cxdesk")
    assert caught.value.code == "cannot_write"
    assert list(tmp_path.iterdir()) == []


# Where a file lies


def test_a_share_is_no_name_of_a_computer(closed: Path) -> None:
    """Windows says `\\\\server\\share`, also of a drive with a letter; a URI takes the server for its host."""
    share = PureWindowsPath("//server/share/a b.cxdesk")
    assert address(share, mode="rw") == "file:////server/share/a%20b.cxdesk?mode=rw"
    twice = Path(f"/{closed.as_posix()}")
    assert twice.as_posix().startswith("//")
    with closing(connect(twice, mode="ro")) as connection:
        assert connection.execute("SELECT count(*) FROM setting").fetchone() == (1,)
    with Database.open(closed) as database, database.write("keep") as transaction:
        snapshot.write(transaction.connection, "board", {"cards": 1}, 1, "")
    assert (snapshot.read(str(twice)) or {})["value"] == {"cards": 1}


# Files that are not ours, or not yet


def test_no_file_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no workspace"):
        Database.open(tmp_path / "none.cxdesk")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"a,b\n1,2\n", b"PK\x03\x04" + bytes(200), bytes(4096)])
def test_another_sort_of_file_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.cxdesk"
    path.write_bytes(content)
    before = fingerprint(path)
    with pytest.raises(NotAWorkspace, match="not a CXDesk workspace"):
        Database.open(path)
    assert fingerprint(path) == before
    assert len(list(tmp_path.iterdir())) == 1


def test_another_programs_sqlite_file_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.cxdesk"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta(key, value)")
    connection.close()
    before = fingerprint(path)
    with pytest.raises(NotAWorkspace):
        Database.open(path)
    assert fingerprint(path) == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER bad AFTER INSERT ON setting BEGIN DELETE FROM setting; END",
        "CREATE VIEW bad AS SELECT 1",
        "CREATE VIRTUAL TABLE bad USING fts5(a)",
    ],
)
def test_a_workspace_with_foreign_machinery_is_refused(closed: Path, statement: str) -> None:
    connection = sqlite3.connect(closed)
    connection.execute(statement)
    connection.commit()
    connection.close()
    before = fingerprint(closed)
    with pytest.raises(NotAWorkspace):
        Database.open(closed)
    assert fingerprint(closed) == before


def test_a_workspace_that_needs_a_newer_reader_is_refused_untouched(closed: Path) -> None:
    stamp(closed, header.version(header.SCHEMA + 1000, header.SCHEMA + 1))
    before = fingerprint(closed)
    with pytest.raises(WorkspaceNewer, match=f"needs format {header.SCHEMA + 1}"):
        Database.open(closed)
    assert fingerprint(closed) == before


@pytest.mark.parametrize("more", [1, 1000])
def test_a_newer_workspace_that_we_can_read_opens_for_reading(closed: Path, more: int) -> None:
    stamp(closed, header.version(header.SCHEMA + more, header.MIN_READER))
    before = fingerprint(closed)
    with Database.open(closed) as database:
        assert "newer" in database.why_read_only
        assert kept(database) == {"zone": "Europe/Paris"}
        with pytest.raises(WorkspaceReadOnly):
            keep(database, "zone", "UTC")
    assert fingerprint(closed) == before


@pytest.mark.parametrize("version", [-1, 0, 1, -(2**31)])
def test_a_version_that_cannot_be_is_damage(closed: Path, version: int) -> None:
    stamp(closed, version)
    before = fingerprint(closed)
    with pytest.raises(NotAWorkspace):
        Database.open(closed)
    assert fingerprint(closed) == before


def left_half_written(path: Path, folder: Path) -> Path:
    """A copy of the workspace as a crash in the middle of a change leaves it, with its journal."""
    folder.mkdir()
    half = folder / path.name
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE half(text)")
        connection.executemany("INSERT INTO half VALUES (?)", (("x" * 3000,) for _ in range(2000)))
        connection.execute("UPDATE meta SET value = 'half' WHERE key = 'state'")
        half.write_bytes(path.read_bytes())
        journal = Path(f"{path}-journal").read_bytes()
        Path(f"{half}-journal").write_bytes(journal)
        connection.execute("ROLLBACK")
    assert len(journal) > 512
    return half


def test_a_change_that_a_crash_interrupted_is_undone_even_for_reading(closed: Path, tmp_path: Path) -> None:
    half = left_half_written(closed, tmp_path / "crashed")
    with Database.open(half, read_only=True) as database, database.reader() as connection:
        assert kept(database)
        assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone()[0] == 0
    assert not Path(f"{half}-journal").exists()


# Places where nothing can be written


NOBODY = """
import os, sys, tempfile
from contextlib import closing
from pathlib import Path
from cxdesk.store.database import Database
if os.geteuid() == 0:  # root may write anywhere, so root becomes somebody else
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
with Database.open(Path(sys.argv[1])) as database:
    with database.reader() as connection:
        print(database.why_read_only, connection.execute("SELECT value FROM setting ORDER BY key").fetchall())
"""


def look_as_nobody(path: Path) -> str:
    """Open the workspace as a user who may only read it."""
    done = subprocess.run([sys.executable, "-c", NOBODY, str(path)], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that everybody may reach."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="cxdesk-test-"))
    folder.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("protect", ["file", "folder"])
def test_a_write_protected_workspace_opens_for_reading(public: Path, protect: str) -> None:
    path = public / "desk.cxdesk"
    try:
        with Database.create(path) as database:
            keep(database, "zone", "UTC")
        path.chmod(0o444 if protect == "file" else 0o666)
        public.chmod(0o777 if protect == "file" else 0o555)
        before = fingerprint(path)
        assert look_as_nobody(path) == f"The {protect} is write-protected. [('\"UTC\"',)]\n"
        assert fingerprint(path) == before
    finally:
        public.chmod(0o755)
        shutil.rmtree(public)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_log_left_on_a_write_protected_medium_is_read_too(public: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.cxdesk"
    copy = public / path.name
    try:
        with Database.create(path) as database:
            keep(database, "zone", "UTC")
            keep(database, "a", "only in the log")
            for suffix in ("", "-wal"):
                shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
                Path(f"{copy}{suffix}").chmod(0o444)
        public.chmod(0o555)
        assert "only in the log" in look_as_nobody(copy)
        assert sorted(p.name for p in public.iterdir()) == [copy.name, copy.name + "-wal"]
    finally:
        public.chmod(0o755)
        shutil.rmtree(public)


# A file that goes away


def test_a_moved_file_is_noticed_at_the_next_write(closed: Path) -> None:
    database = Database.open(closed)
    moved = closed.with_name("moved.cxdesk")
    closed.rename(moved)
    try:
        with pytest.raises(CXDeskError, match="moved") as caught:
            keep(database, "zone", "UTC")
        assert caught.value.code == "workspace_moved"
    finally:
        moved.rename(closed)
        database.close()


def test_a_crash_is_followed_by_a_check_of_every_page(closed: Path) -> None:
    """A page overwritten while a log is lying there is found at once."""
    process = holder(closed)
    end(process)
    data = bytearray(closed.read_bytes())
    page = 4096
    for at in range(page * 2, len(data), page):
        data[at : at + 64] = b"\xff" * 64
    closed.write_bytes(data)
    with pytest.raises(NotAWorkspace, match="damaged"):
        Database.open(closed)
