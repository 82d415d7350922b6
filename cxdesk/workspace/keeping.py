"""What people keep under names in an open workspace: saved views, segments, notes on days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from cxdesk.domain.changes import NOTES, SEGMENTS, VIEWS, Changes
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.kept import LONGEST_NOTE, MOST, Note, Segment, View, checked_name
from cxdesk.domain.kinds import Source
from cxdesk.store import saved
from cxdesk.store.database import Database
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame


@dataclass(frozen=True)
class Kept:
    """One change of what is kept under names of a type. `before` by name, None where there was nothing."""

    type: str
    before: Mapping[str, Any]
    changes: Changes


class Keeping:
    """Names that people gave."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...

    def views(self) -> tuple[View, ...]:
        """The saved views, by name."""
        found = (View.of(name, kept) for name, kept in saved.named(self.database, VIEWS).items())
        return tuple(view for view in found if view is not None)

    def keep_view(self, view: View, instead_of: str = "") -> Kept:
        """Save a view, also in place of another one of its name; `instead_of` is what it was called before."""
        return self._keep(VIEWS, checked_name(view.name), view.to_json(), instead_of)

    def segments(self) -> tuple[Segment, ...]:
        """The named segments, by name."""
        found = (Segment.of(name, kept) for name, kept in saved.named(self.database, SEGMENTS).items())
        return tuple(segment for segment in found if segment is not None)

    def keep_segment(self, segment: Segment, instead_of: str = "") -> Kept:
        """Save a segment. BadQuestion without a name or conditions."""
        if not segment.conditions:
            raise BadQuestion(_("A segment needs a condition."))
        return self._keep(SEGMENTS, checked_name(segment.name), segment.to_json(), instead_of)

    def count_rows(self, conditions: tuple[Condition, ...], kind: str = "answer") -> tuple[int, int]:
        """How many live rows of a kind meet every condition, and how many there are."""
        rows = self.frame().rows(Source(kind))
        found = np.ones(rows.size, bool)
        for one in conditions:
            met = rows.mask(one)
            found &= False if met is None else met
        return int(found.sum()), rows.size

    def notes(self) -> tuple[Note, ...]:
        """Notes on days, oldest first."""
        found = []
        for kept in saved.named(self.database, NOTES).values():
            try:
                found.append(Note(date.fromisoformat(kept["day"]), str(kept["text"])))
            except (KeyError, TypeError, ValueError):
                continue
        return tuple(sorted(found, key=lambda note: (note.day, note.text)))

    def keep_note(self, note: Note, instead_of: Note | None = None) -> Kept:
        """Note something on a day, or change what was noted."""
        text = " ".join(note.text.split())
        if not text or len(text) > LONGEST_NOTE:
            raise BadQuestion(_("A note has between 1 and {n} letters.", n=LONGEST_NOTE))
        made = Note(note.day, text)
        value = {"day": made.day.isoformat(), "text": made.text}
        return self._keep(NOTES, made.key, value, instead_of.key if instead_of else "")

    def remove_named(self, type_: str, name: str) -> Kept:
        """Take a view, a segment or a note (by its key) away."""
        return self._put(type_, {name: None})

    def put_back(self, kept: Kept) -> Changes:
        """Undo a change."""
        return self._put(kept.type, kept.before).changes

    def _keep(self, type_: str, name: str, value: Any, instead_of: str) -> Kept:
        known = saved.named(self.database, type_)
        if name not in known and len(known) >= MOST:
            raise BadQuestion(_("There are {n} already: take some away first.", n=MOST))
        gone = {instead_of: None} if instead_of and instead_of != name else {}
        return self._put(type_, {**gone, name: value})

    def _put(self, type_: str, values: Mapping[str, Any]) -> Kept:
        known = saved.named(self.database, type_)
        before = {name: known.get(name) for name in values}
        return Kept(type_, before, saved.put(self.database, type_, values, type_))
