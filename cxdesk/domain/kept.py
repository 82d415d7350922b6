"""What a person keeps under a name in the workspace: a view of the numbers, a segment of the rows, a note on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.plain import NotPlain, from_plain, to_plain
from cxdesk.domain.query import Query
from cxdesk.system.i18n import _

LONGEST = 80  # letters of a name
LONGEST_NOTE = 200
MOST = 200  # of each


@dataclass(frozen=True)
class View:
    """A question under a name, with how the window stood (`layout`, as text) when it was kept."""

    name: str
    query: Query
    layout: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"query": to_plain(self.query), "layout": self.layout}

    @staticmethod
    def of(name: str, kept: Any) -> View | None:
        """From what was kept; None where it cannot be read."""
        try:
            return View(name, from_plain(Query, kept["query"]), str(kept.get("layout", "")))
        except (NotPlain, KeyError, TypeError, AttributeError, ValueError):
            return None


@dataclass(frozen=True)
class Segment:
    """Rows that meet every condition, under a name."""

    name: str
    conditions: tuple[Condition, ...]

    def to_json(self) -> list[str]:
        return [one.text for one in self.conditions]

    @staticmethod
    def of(name: str, kept: Any) -> Segment | None:
        """From what was kept; None where it cannot be read."""
        try:
            return Segment(name, tuple(Condition.parse(str(text)) for text in kept))
        except (BadQuestion, TypeError):
            return None


@dataclass(frozen=True)
class Note:
    """Something that happened on a day and that the trend says."""

    day: date
    text: str

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()} {self.text}"


def checked_name(name: str) -> str:
    """A name as it is kept; BadQuestion for none, or for an endless one."""
    clean = " ".join(name.split())
    if not clean:
        raise BadQuestion(_("A name is missing."))
    if len(clean) > LONGEST:
        raise BadQuestion(_("The name is too long."))
    return clean
