"""An older workspace becomes current in one step, with a backup first, and growing kinds need no step at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database as Tables

from cxdesk.domain import kinds
from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of import ticket
from cxdesk.store import backups, batches, checking, comments, header, migrations, schema
from cxdesk.store.database import Database
from cxdesk.store.frames import FrameLoader
from tests.shared_files import REPOSITORY
from tests.store.builders import Desk


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.put("ticket", [{"ticket": "T1", "status": "open", "comment": "please help"}])
    return desk


@pytest.fixture
def fresh_registry() -> Iterator[None]:
    """The registry is read again before and after a test that changes kinds."""
    forget_kinds()
    yield
    forget_kinds()


def forget_kinds() -> None:
    kinds.registry.cache_clear()
    schema.value_columns.cache_clear()


def with_step(monkeypatch: pytest.MonkeyPatch, step: Any) -> None:
    """This program knows one step more than the file."""
    known = migrations.steps

    def more() -> Any:
        found = known()
        found(name="one more step")(step)
        return found

    monkeypatch.setattr(migrations, "steps", more)
    monkeypatch.setattr(header, "SCHEMA", header.SCHEMA + 1)


def test_opening_an_older_workspace_runs_the_missing_steps_after_a_backup(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = batches.content_hash(desk.database)
    desk.database.close()
    with_step(monkeypatch, lambda tables: tables.execute("CREATE TABLE later(n INTEGER)"))
    with Database.open(desk.database.path) as database:
        with database.reader() as connection:
            assert connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
            assert connection.execute("PRAGMA user_version").fetchone()[0] & 0xFFFF == header.SCHEMA
        assert batches.content_hash(database) == before
    (copy,) = backups.copies(desk.database.path, "migration")
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA user_version").fetchone()[0] & 0xFFFF == header.SCHEMA - 1
    connection.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.database.close()
    path = desk.database.path
    before = path.read_bytes()

    def broken(tables: Any) -> None:
        tables.execute("CREATE TABLE later(n INTEGER)")
        tables.execute("DELETE FROM ticket")
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patch:
        with_step(patch, broken)
        with pytest.raises(RuntimeError):
            Database.open(path)
    assert path.read_bytes() == before
    with Database.open(path) as database:
        assert checking.problems(database) == []


def test_steps_are_remembered_by_name(desk: Desk) -> None:
    with desk.database.reader() as connection:
        assert connection.execute("SELECT name FROM _sqlite_migrations").fetchall() == [("first tables",), ("themes",)]


def tables_of(path: Path) -> tuple[list[Any], list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").fetchall()
        steps = connection.execute("SELECT id, migration_set, name FROM _sqlite_migrations").fetchall()
        return tables, [*steps, connection.execute("PRAGMA user_version").fetchone()]


def test_a_new_workspace_is_what_the_steps_make_of_an_empty_file(tmp_path: Path) -> None:
    made, migrated = tmp_path / "made.db", tmp_path / "migrated.db"
    for path, way in ((made, migrations.create), (migrated, migrations.migrate)):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            way(connection)
    assert tables_of(made) == tables_of(migrated)


def test_a_new_workspace_has_nothing_pending(desk: Desk) -> None:
    desk.database.close()
    with closing(sqlite3.connect(desk.database.path)) as connection:
        assert not migrations.needed(connection)
        assert migrations.steps().pending(Tables(connection)) == []


def test_making_a_workspace_loads_nothing_large(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from cxdesk.store.database import Database;"
        f"Database.create(Path({str(tmp_path / 'new.cxdesk')!r})).close();"
        "print(sorted({'pandas', 'sqlite_utils', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_new_field_of_a_kind_needs_no_step(desk: Desk, monkeypatch: pytest.MonkeyPatch, fresh_registry: None) -> None:
    before = batches.content_hash(desk.database)
    desk.database.close()
    grown = replace(ticket.TICKET, fields=(*ticket.TICKET.fields, Field("mood", Type.LABEL, "Mood")))
    monkeypatch.setattr(ticket, "TICKET", grown)
    forget_kinds()
    desk.reopen()
    assert batches.content_hash(desk.database) == before
    desk.put("ticket", [{"ticket": "T2", "mood": "calm"}])
    assert checking.problems(desk.database) == []
    loader = FrameLoader(desk.database)
    mood = loader.column("ticket", "mood")
    assert [mood.labels[code] if code >= 0 else None for code in mood.codes] == [None, "calm"]
    loader.close()
    assert header.check(desk.database.path).schema == header.SCHEMA


def test_a_new_kind_with_texts_needs_no_step(desk: Desk, monkeypatch: pytest.MonkeyPatch, fresh_registry: None) -> None:
    desk.database.close()
    texts = (Field("praise", Type.COMMENT, "Praise"), Field("blame", Type.COMMENT, "Blame"))
    story = Kind(
        "story", "Story", "Stories", "", (Field("story", Type.TEXT, "Story id"), *texts), key=("story",), at=None
    )
    monkeypatch.setattr(ticket, "STORY", story, raising=False)
    forget_kinds()
    desk.reopen()
    desk.put(
        "story", [{"story": "1", "praise": "friendly people", "blame": "cœur brisé"}, {"story": "2", "blame": None}]
    )
    assert checking.problems(desk.database) == []
    (row,) = comments.rows(desk.database, comments.search_ids(desk.database, "friendly coeur"))
    assert (row.kind, row.text) == ("story", "friendly people\ncœur brisé")
    assert len(comments.search_ids(desk.database, "help")) == 1


def test_the_tables_follow_from_the_registry() -> None:
    for kind in kinds.all_kinds():
        assert {field.name for field in kind.fields} < set(schema.value_names(kind.name))
