"""Everything that is held on one person, as tables that the person can read: what a request for access asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cxdesk.domain.erased import Person, entries_of
from cxdesk.domain.kinds import Kind
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.tables import Cell, Table
from cxdesk.store import backups, erasing, people, rejected, suppressing, sweeping
from cxdesk.store.database import Database
from cxdesk.store.rows import rows as rows_of
from cxdesk.system.i18n import _, day, ngettext
from cxdesk.system.progress import Progress

_PLACE = ("file", "sheet", "line")
_KEY = b"only to look"


@dataclass(frozen=True)
class Held:
    """What is held on a person: rows of kinds (each as field → value), refused rows, and how often others name them."""

    person: Person
    rows: dict[str, list[dict[str, Any]]]
    refused: list[list[str]]
    mentions: int
    notes: int
    files: tuple[str, ...]
    backups: int

    @property
    def total(self) -> int:
        return sum(map(len, self.rows.values())) + len(self.refused)

    @property
    def tables(self) -> list[Table]:
        """As tables for the person: what it is, then one for each kind of row."""
        return [_about(self), *_tables(self)]

    @property
    def told(self) -> dict[str, Any]:
        """Whom it is about."""
        person = self.person
        return {"person": person.called, "references": list(person.references), "known_by": list(person.texts)}


class Access:
    """The half of a workspace that tells a person what is held on them."""

    database: Database

    def held_on(self, person: Person, progress: Progress | None = None) -> Held:
        """Every row about the person, the rows that could not be used, the files they came from. What others wrote of
        them is counted and not told: it is those others' words.
        """
        erased = suppressing.known_by(_KEY, entries_of(_KEY, person))
        with self.database.reader(progress) as connection:
            plan = erasing.planned(connection, erased, progress)
            reach = erasing.reach(connection, erased, plan)
            gone, _blanked = sweeping.rejects(connection, erased)
        found = {kind: rows_of(self.database, kind, sorted(ids)) for kind, ids in plan.gone.items() if ids}
        files = people.files(self.database)
        named = dict.fromkeys(row["file"] for rows in found.values() for row in rows if row["file"])
        known = tuple(name for name in dict.fromkeys(files.values()) if name.split(" · ")[0] in named)
        return Held(
            person,
            found,
            rejected.as_written(self.database, gone),
            sum(reach.blanked.values()),
            sum(reach.lists.values()),
            known,
            len(backups.copies(self.database.path)),
        )


def _about(held: Held) -> Table:
    person = held.person
    rows = ngettext("{n} row", "{n} rows", sum(map(len, held.rows.values())))
    lines: list[list[Cell]] = [
        [_("Person"), person.called],
        [_("Known as"), ", ".join(person.references)],
        [_("Name, e-mail and the like"), ", ".join(person.texts)],
        [_("As of"), day(datetime.now(UTC).date())],
        [_("Held"), rows],
        [_("Rows that could not be used"), len(held.refused)],
        [_("Rows about others that name the person"), held.mentions],
        [_("Lists, notes and file names that name the person"), held.notes],
        [_("From files"), "\n".join(held.files)],
        [_("Backups of the workspace, which may hold the same"), held.backups],
        [_("What for"), _("To measure how customers fare and to read what they say. It stays on this computer.")],
    ]
    return Table("about", _("About"), [_("What"), ""], lines)


def _tables(held: Held) -> Iterator[Table]:
    for name, rows in held.rows.items():
        kind = kind_named(name)
        keys = list(dict.fromkeys(key for row in rows for key, cell in row.items() if cell not in (None, "")))
        shown = [key for key in keys if key not in ("kind", "row_id", *_PLACE)] + [key for key in _PLACE if key in keys]
        headings = [_heading(kind, key) for key in shown]
        yield Table(name, _(kind.plural), headings, [[_cell(row.get(key)) for key in shown] for row in rows])
    if held.refused:
        width = max(map(len, held.refused))
        cells = [[*row, *[""] * (width - len(row))] for row in held.refused]
        title = _("Rows that could not be used")
        yield Table("refused", title, [_("Cell {n}", n=at + 1) for at in range(width)], cells)


def _heading(kind: Kind, key: str) -> str:
    places = {"file": _("File"), "sheet": _("Sheet"), "line": _("Line")}
    if key in places:
        return places[key]
    return _(kind.field(key).title) if kind.has(key) else key


def _cell(value: Any) -> Cell:
    if isinstance(value, str | int | float) or value is None:
        return value
    return json.dumps(value, ensure_ascii=False)
