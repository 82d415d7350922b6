"""Themes and the tags set by hand, as the workspace keeps them.

A tag names its comment by what identifies the row when it is imported again (hash of its key and occurrence), not by
its row id: taking an import back deletes rows and importing it again gives them other ids, and the tag is to be there
again as well. Until then it rests; it holds nothing but the hash. Rule hits are never rows: see `theme_hits`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from cxdesk.domain.changes import THEMES, Changes
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.kinds import all_kinds
from cxdesk.domain.start_themes import START
from cxdesk.domain.text import fold
from cxdesk.domain.themes import Rules, Tag, Theme
from cxdesk.store import schema
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.store.database import Database
    from cxdesk.store.transactions import Transaction

TABLES = (
    """CREATE TABLE theme(
        id INTEGER PRIMARY KEY, axis TEXT NOT NULL, title TEXT NOT NULL, key TEXT NOT NULL, rules TEXT NOT NULL,
        position INTEGER NOT NULL, changed_at TEXT NOT NULL, UNIQUE(axis, title)) STRICT""",
    """CREATE TABLE tag(
        kind TEXT NOT NULL, key_hash INTEGER NOT NULL, occurrence INTEGER NOT NULL, theme INTEGER NOT NULL,
        sign INTEGER NOT NULL CHECK(sign IN (1, -1)), "by" TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY(kind, key_hash, occurrence, theme)) STRICT, WITHOUT ROWID""",
)
_MARKS = 500
_SETTLED = "1970-01-01T00:00:00+00:00"  # of themes that nobody has changed yet


def first_themes(connection: sqlite3.Connection) -> None:
    """Make the tables, with the themes that CXDesk delivers."""
    for statement in TABLES:
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO theme(axis, title, key, rules, position, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
        ((one.axis, one.title, one.key, _text(one.rules), place, _SETTLED) for place, one in enumerate(START, 1)),
    )


def themes_of(connection: sqlite3.Connection) -> tuple[Theme, ...]:
    """Every theme in the order of the list; none in a file from before there were any."""
    if not schema.has_table(connection, "theme"):
        return ()
    rows = connection.execute("SELECT axis, title, rules, key, position, id FROM theme ORDER BY position, id")
    return tuple(Theme(row[0], row[1], _rules(row[2]), *row[3:]) for row in rows.fetchall())


def themes(db: Database) -> tuple[Theme, ...]:
    with db.reader() as connection:
        return themes_of(connection)


def _text(rules: Rules) -> str:
    return json.dumps(rules.to_json(), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=512)
def _rules(text: str) -> Rules:
    """Rules as they were kept; none where the file holds something else."""
    try:
        return Rules.of_json(json.loads(text))
    except (ValueError, BadQuestion):
        return Rules()


def keep(db: Database, given: Sequence[Theme]) -> tuple[tuple[Theme, ...], Changes]:
    """Keep themes: those with an id as they now are, others as new ones at the end. All or none.

    BadQuestion where two of an axis would be called the same, NotFound for an id that is gone.
    """
    with db.write("themes") as transaction:
        kept = tuple(_keep(transaction, theme) for theme in given)
        if kept:
            transaction.touch(THEMES)
    return kept, transaction.changes


def _keep(transaction: Transaction, theme: Theme) -> Theme:
    title = " ".join(theme.title.split())
    others = transaction.execute("SELECT title FROM theme WHERE axis = ? AND id <> ?", (theme.axis, theme.id))
    if not title or fold(title) in {fold(other) for (other,) in others.fetchall()}:
        raise BadQuestion(_("There is a theme called {title} already.", title=title), _("Choose another name."))
    if not theme.id or not _exists(transaction, theme.id):
        return _insert(transaction, replace(theme, title=title))
    transaction.execute(
        "UPDATE theme SET axis = ?, title = ?, key = ?, rules = ?, position = ?, changed_at = ? WHERE id = ?",
        (theme.axis, title, theme.key, _text(theme.rules), theme.position, _now(), theme.id),
    )
    return replace(theme, title=title)


def _exists(transaction: Transaction, id_: int) -> bool:
    return transaction.execute("SELECT 1 FROM theme WHERE id = ?", (id_,)).fetchone() is not None


def _insert(transaction: Transaction, theme: Theme) -> Theme:
    """A removed theme that comes back has its id again, and with it its tags."""
    (last,) = transaction.execute("SELECT coalesce(max(position), 0) FROM theme").fetchone()
    place = theme.position or last + 1
    made = transaction.execute(
        "INSERT INTO theme(id, axis, title, key, rules, position, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (theme.id or _next_id(transaction), theme.axis, theme.title, theme.key, _text(theme.rules), place, _now()),
    )
    return replace(theme, id=int(made.lastrowid or 0), position=place)


def _next_id(transaction: Transaction) -> int:
    """Never one that resting tags still name."""
    (last,) = transaction.execute(
        "SELECT max(coalesce((SELECT max(id) FROM theme), 0), coalesce((SELECT max(theme) FROM tag), 0))"
    ).fetchone()
    return int(last) + 1


def remove(db: Database, ids: Sequence[int]) -> Changes:
    """Take themes away. Their tags rest, so that keeping the theme again brings them back."""
    with db.write("themes") as transaction:
        for id_ in ids:
            if transaction.execute("DELETE FROM theme WHERE id = ?", (id_,)).rowcount:
                transaction.touch(THEMES)
    return transaction.changes


def tag(db: Database, given: Sequence[Tag], by: str = "") -> tuple[tuple[Tag, ...], Changes]:
    """Decide by hand; what stood before, as tags whose setting undoes this, and the changes. NotFound for a row that
    is no comment's.
    """
    with db.write("tags") as transaction:
        before = tuple(_tag(transaction, one, by) for one in given)
        if given:
            transaction.touch(THEMES)
    return before, transaction.changes


def _tag(transaction: Transaction, one: Tag, by: str) -> Tag:
    kind, key_hash, occurrence = identity_of(transaction.connection, one.row)
    place = (kind, key_hash, occurrence, one.theme)
    where = "WHERE kind = ? AND key_hash = ? AND occurrence = ? AND theme = ?"
    found = transaction.execute(f"SELECT sign FROM tag {where}", place).fetchone()
    if one.sign:
        transaction.execute("INSERT OR REPLACE INTO tag VALUES (?, ?, ?, ?, ?, ?, ?)", (*place, one.sign, by, _now()))
    else:
        transaction.execute(f"DELETE FROM tag {where}", place)
    return replace(one, sign=int(found[0]) if found else 0)


def identity_of(connection: sqlite3.Connection, row: int) -> tuple[str, int, int]:
    """(kind, key hash, occurrence) of a row that can have words. NotFound for any other."""
    for kind in all_kinds():
        if kind.comments:
            found = connection.execute(
                f"SELECT key_hash, occurrence FROM {schema.quoted(kind.name)} WHERE row_id = ?", (row,)
            ).fetchone()
            if found is not None:
                return kind.name, int(found[0]), int(found[1])
    raise NotFound(_("There is no comment {row}.", row=row), _("Take its number from the list of comments."))


def tags_of(connection: sqlite3.Connection, kind: str) -> list[tuple[int, int, int, int]]:
    """(key hash, occurrence, theme, sign) of every tag on rows of a kind, also of rows that are not there now."""
    if not schema.has_table(connection, "tag"):
        return []
    found = connection.execute("SELECT key_hash, occurrence, theme, sign FROM tag WHERE kind = ?", (kind,))
    return [(int(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in found.fetchall()]


def forget(connection: sqlite3.Connection, kind: str, ids: Iterable[int]) -> int:
    """Delete the tags of rows for good, before the rows themselves go because their customer must be forgotten."""
    rows, gone = list(ids), 0
    if not schema.has_table(connection, "tag"):
        return 0
    for at in range(0, len(rows), _MARKS):
        chunk = rows[at : at + _MARKS]
        marks = ", ".join("?" * len(chunk))
        gone += connection.execute(
            "DELETE FROM tag WHERE kind = ? AND (key_hash, occurrence) IN"
            f" (SELECT key_hash, occurrence FROM {schema.quoted(kind)} WHERE row_id IN ({marks}))",
            (kind, *chunk),
        ).rowcount
    return gone


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
