"""The tables of a workspace. Those of the rows follow from the registry of kinds; nothing here is written twice.

Row tables are STRICT: SQLite itself refuses a value of the wrong type, from whoever it comes. References to customers,
tickets and so on are kept as the text the file gave, so that any SQLite tool can read the file and an import looks
nothing up; deciding that two texts are one customer is a matter of the frame and never touches a row. The texts of
questions and the scales are few and long, so rows point at them by number.
"""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from collections.abc import Iterable
from functools import cache

from cxdesk.domain.kinds import Field, Kind, Type, all_kinds, registry

PLACE = ("row_id", "batch", "line", "occurrence", "row_hash", "key_hash")
EXTRA = "extra"
STATUS, SCALE = "status", "scale"

SQL_TYPES = {
    Type.TEXT: "TEXT",
    Type.LABEL: "TEXT",
    Type.REF: "TEXT",
    Type.COMMENT: "TEXT",
    Type.NUMBER: "REAL",
    Type.SCORE: "REAL",
    Type.DURATION: "REAL",
    Type.MONEY: "INTEGER",
    Type.BOOL: "INTEGER",
    Type.INSTANT: "INTEGER",
    Type.DATE: "INTEGER",
}

_OF_BATCH = "REFERENCES batch(id) DEFERRABLE INITIALLY DEFERRED"  # rows may come before their import's record

FIXED = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT",
    "CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL, changed_at TEXT NOT NULL) STRICT",
    """CREATE TABLE batch(
        id INTEGER PRIMARY KEY, type TEXT NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT,
        sha256 TEXT NOT NULL, format TEXT, zone TEXT NOT NULL, mapping TEXT NOT NULL, given TEXT NOT NULL,
        floating TEXT NOT NULL, as_of INTEGER, counts TEXT NOT NULL, checksum TEXT NOT NULL,
        first_row INTEGER NOT NULL, last_row INTEGER NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
        undone_at TEXT) STRICT""",
    f"""CREATE TABLE reject(
        id INTEGER PRIMARY KEY, batch INTEGER NOT NULL {_OF_BATCH}, line INTEGER, "column" TEXT, value TEXT,
        code TEXT NOT NULL, raw TEXT) STRICT""",
    "CREATE INDEX reject_batch ON reject(batch)",
    f"""CREATE TABLE claim(
        batch INTEGER NOT NULL {_OF_BATCH}, kind TEXT NOT NULL, n INTEGER NOT NULL, rows BLOB NOT NULL,
        lines BLOB NOT NULL, PRIMARY KEY(batch, kind)) STRICT""",
    f"""CREATE TABLE version(
        kind TEXT NOT NULL, row_id INTEGER NOT NULL, batch INTEGER NOT NULL {_OF_BATCH}, given TEXT NOT NULL,
        row_hash INTEGER NOT NULL, PRIMARY KEY(kind, row_id, batch)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE content(kind TEXT PRIMARY KEY, n INTEGER NOT NULL, sum INTEGER NOT NULL) STRICT",
    "CREATE TABLE question(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, from_batch INTEGER) STRICT",
    "CREATE TABLE scale(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, from_batch INTEGER) STRICT",
    """CREATE TABLE mapping(
        fingerprint TEXT PRIMARY KEY, mapping TEXT NOT NULL, from_batch INTEGER, changed_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE definition(
        metric TEXT NOT NULL, version INTEGER NOT NULL, options TEXT NOT NULL, note TEXT NOT NULL,
        made_at TEXT NOT NULL, pinned_from TEXT, pinned_until TEXT, PRIMARY KEY(metric, version)) STRICT""",
    """CREATE TABLE named(
        type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, changed_at TEXT NOT NULL,
        PRIMARY KEY(type, name)) STRICT""",
    """CREATE TABLE cache(
        kind TEXT NOT NULL, batch INTEGER NOT NULL, "column" TEXT NOT NULL, piece INTEGER NOT NULL, data BLOB NOT NULL,
        PRIMARY KEY(kind, batch, "column", piece)) STRICT""",
    "CREATE TABLE snapshot(key TEXT PRIMARY KEY, value TEXT NOT NULL, state INTEGER NOT NULL, at TEXT NOT NULL) STRICT",
    "CREATE TABLE folded(row_id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    "CREATE TABLE unsearched(first INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT",
)
_MARK = (
    "(key TEXT PRIMARY KEY, metric TEXT NOT NULL, measure TEXT NOT NULL, options TEXT NOT NULL, segment TEXT NOT NULL,"
    " industry TEXT NOT NULL, label TEXT NOT NULL, low REAL, good REAL, excellent REAL, value REAL,"
    " grain TEXT NOT NULL, scale TEXT NOT NULL, scale_max REAL, source TEXT NOT NULL, year INTEGER,"
    " removed INTEGER NOT NULL, changed_at TEXT NOT NULL) STRICT"
)
LISTS = (  # of the workspace, beside the rows; made wherever they are missing
    f"CREATE TABLE IF NOT EXISTS target{_MARK}",
    f"CREATE TABLE IF NOT EXISTS benchmark{_MARK}",
    "CREATE TABLE IF NOT EXISTS shown(state INTEGER PRIMARY KEY, at TEXT NOT NULL, known TEXT NOT NULL) STRICT",
    """CREATE TABLE IF NOT EXISTS figure(
        state INTEGER NOT NULL REFERENCES shown(state), metric TEXT NOT NULL, definition INTEGER NOT NULL,
        measure TEXT NOT NULL, period TEXT NOT NULL, value REAL, n INTEGER NOT NULL,
        PRIMARY KEY(state, metric, measure, period)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS merge(
        id INTEGER PRIMARY KEY, alias TEXT NOT NULL, canonical TEXT NOT NULL, decided_by TEXT NOT NULL,
        evidence TEXT NOT NULL, batch INTEGER, at TEXT NOT NULL, state INTEGER NOT NULL, undone_at TEXT,
        undone_state INTEGER) STRICT""",
    """CREATE TABLE IF NOT EXISTS apart(
        id INTEGER PRIMARY KEY, one TEXT NOT NULL, other TEXT NOT NULL, decided_by TEXT NOT NULL, at TEXT NOT NULL,
        UNIQUE(one, other)) STRICT""",
    """CREATE TABLE IF NOT EXISTS follow_up(
        kind TEXT NOT NULL, key_hash INTEGER NOT NULL, occurrence INTEGER NOT NULL, status TEXT NOT NULL,
        owner TEXT NOT NULL, note TEXT NOT NULL, due TEXT, read INTEGER NOT NULL, "by" TEXT NOT NULL,
        at TEXT NOT NULL, PRIMARY KEY(kind, key_hash, occurrence)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE IF NOT EXISTS written(
        batch INTEGER NOT NULL {_OF_BATCH}, "column" TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        form TEXT NOT NULL, lines BLOB, texts BLOB) STRICT""",
    "CREATE INDEX IF NOT EXISTS written_batch ON written(batch)",
    """CREATE TABLE IF NOT EXISTS seal(
        kind TEXT NOT NULL, batch INTEGER NOT NULL, digest TEXT NOT NULL, writes INTEGER NOT NULL,
        PRIMARY KEY(kind, batch)) STRICT, WITHOUT ROWID""",
)
SEARCH = (
    "CREATE VIRTUAL TABLE fts USING fts5(comment, content='comment_text', content_rowid='row_id',"
    " tokenize='unicode61 remove_diacritics 2')"
)
SEARCH_MARGIN = 192  # bytes of a page that a leaf of the search index leaves for its place in the table


def is_dictionary(field: Field) -> bool:
    """Whether rows hold a number that stands for the field's text (table of the same name)."""
    return field.type is Type.REF and field.ref is not None and field.ref not in registry()


def ordered_fields(kind: Kind) -> tuple[Field, ...]:
    """Declared fields, long texts last: SQLite walks over what stands before a column it reads."""
    return tuple(sorted(kind.fields, key=lambda field: field.type is Type.COMMENT))


def has_scale(kind: Kind) -> bool:
    """Whether rows of the kind carry a score, and so its status and scale."""
    return any(field.type is Type.SCORE for field in kind.fields)


@cache
def value_columns(name: str) -> tuple[tuple[str, str], ...]:
    """(name, SQL type) of what a file gives for a row of the kind, `extra` last."""
    kind = registry()[name]
    fields = ordered_fields(kind)
    declared = [(f.name, "INTEGER" if is_dictionary(f) else SQL_TYPES[f.type]) for f in fields]
    if has_scale(kind):
        texts = len(kind.comments)
        at = len(declared) - texts
        declared[at:at] = [(STATUS, "INTEGER"), (SCALE, "INTEGER")]
    return (*declared, (EXTRA, "TEXT"))


def value_names(name: str) -> tuple[str, ...]:
    return tuple(column for column, _type in value_columns(name))


def dictionaries(name: str) -> dict[str, str]:
    """Column → table of texts, for columns that hold numbers standing for texts."""
    kind = registry()[name]
    found = {f.name: str(f.ref) for f in kind.fields if is_dictionary(f)}
    return found | ({SCALE: "scale"} if has_scale(kind) else {})


def quoted(name: str) -> str:
    """An identifier of ours inside a statement."""
    return f'"{name}"'


def listed(names: Iterable[str], prefix: str = "") -> str:
    """Column names for a statement."""
    return ", ".join(prefix + quoted(name) for name in names)


def row_table(name: str) -> str:
    """The DDL of a kind's table."""
    values = ", ".join(f"{quoted(column)} {sql_type}" for column, sql_type in value_columns(name))
    return (
        f"CREATE TABLE {quoted(name)}(row_id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, line INTEGER NOT NULL,"
        f" occurrence INTEGER NOT NULL, row_hash INTEGER NOT NULL, key_hash INTEGER NOT NULL, {values}) STRICT"
    )


def row_indexes(name: str) -> dict[str, str]:
    """Index name → DDL: when a row happened and whose it is."""
    kind = registry()[name]
    wanted = [column for column in (kind.at, kind.subject) if column and kind.has(column)]
    return {
        f"{name}_{column}": f"CREATE INDEX {quoted(f'{name}_{column}')} ON {quoted(name)}({quoted(column)})"
        f" WHERE {quoted(column)} IS NOT NULL"
        for column in wanted
    }


def comment_view() -> str:
    """One searchable text per row that has one; where our folding goes beyond FTS5's, the folded copy."""
    parts = []
    for kind in all_kinds():
        names = [field.name for field in kind.comments]
        if not names:
            continue
        text = f"r.{quoted(names[0])}"
        if len(names) > 1:
            text = (
                "nullif(" + " || char(10) || ".join(f"coalesce(r.{quoted(name)}, '')" for name in names) + ", char(10))"
            )
        some = " OR ".join(f"r.{quoted(name)} IS NOT NULL" for name in names)
        parts.append(
            f"SELECT r.row_id AS row_id, coalesce(f.text, {text}) AS comment FROM {quoted(kind.name)} r"
            f" LEFT JOIN folded f ON f.row_id = r.row_id WHERE {some}"
        )
    return "CREATE VIEW comment_text AS " + " UNION ALL ".join(parts)


def fingerprint() -> str:
    """Changes whenever a kind's table, its indexes, the search view or the lists would."""
    texts = [row_table(kind.name) for kind in all_kinds()]
    texts += [ddl for kind in all_kinds() for ddl in row_indexes(kind.name).values()]
    return hashlib.sha256("\n".join([*texts, comment_view(), *LISTS]).encode()).hexdigest()


def ensure_rows(connection: sqlite3.Connection) -> None:
    """Bring row tables up to the registry, and lists: what is missing is added, nothing is taken away."""
    for kind in all_kinds():
        _ensure_kind(connection, kind.name)
    connection.execute("DROP VIEW IF EXISTS comment_text")
    connection.execute(comment_view())
    for statement in LISTS:
        connection.execute(statement)
    connection.execute("INSERT OR REPLACE INTO meta(key, value) VALUES ('schema', ?)", (fingerprint(),))


def _ensure_kind(connection: sqlite3.Connection, name: str) -> None:
    present = {row[1] for row in connection.execute(f"PRAGMA table_info({quoted(name)})")}
    if not present:
        connection.execute(row_table(name))
    else:
        for column, sql_type in value_columns(name):
            if column not in present:
                connection.execute(f"ALTER TABLE {quoted(name)} ADD COLUMN {quoted(column)} {sql_type}")
    for index, ddl in row_indexes(name).items():
        if (
            connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?", (index,)).fetchone()
            is None
        ):
            connection.execute(ddl)
    connection.execute("INSERT OR IGNORE INTO content(kind, n, sum) VALUES (?, 0, 0)", (name,))


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the file has a table of that name; older ones, opened for reading, may lack a list."""
    found = connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (name,))
    return found.fetchone() is not None


def drop_samples(connection: sqlite3.Connection) -> None:
    """Forget the values of indexes that some builds of SQLite note, to plan by them."""
    for name in ("sqlite_stat3", "sqlite_stat4"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def strange(connection: sqlite3.Connection) -> str | None:
    """The name of a trigger, view or virtual table that is not ours; None in a sound workspace."""
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_schema"):
        virtual = str(sql or "").upper().startswith("CREATE VIRTUAL")
        ours = (kind == "view" and name == "comment_text" and _is_view(sql)) or (
            virtual and name == "fts" and sql == SEARCH
        )
        if (kind in ("view", "trigger") or virtual) and not ours:
            return str(name)
    return None


def _is_view(sql: str) -> bool:
    """Only reads and two harmless functions, whatever version of ours wrote it."""
    words = sql.lower().replace('"', " ").replace("(", " ( ").split()
    called = {word for word, after in itertools.pairwise(words) if after == "("}
    return called <= {"coalesce", "nullif", "char"}
