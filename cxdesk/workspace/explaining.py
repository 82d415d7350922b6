"""How a number was computed, and every row that any step of it stands for, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from cxdesk.domain.explained import EVERYTHING, OTHER_KINDS, WHOLE_KIND, Explained, Ways
from cxdesk.domain.kinds import Kind, Source, Type, registry
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.query import Query, Selection
from cxdesk.store.rows import rows as rows_of
from cxdesk.system.i18n import _, day, moment, number
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.analysis.inquiry import Inquiry
    from cxdesk.domain.restatement import Moved
    from cxdesk.frame.frame import Frame
    from cxdesk.store.database import Database
    from cxdesk.workspace.imports import BatchInfo
    from cxdesk.workspace.restating import Restater

_AS_IT_IS = ZoneInfo("UTC")  # what a clock on the wall showed is kept as if it had hung there


@dataclass(frozen=True, eq=False)
class RowsBehind:
    """Imported rows by kind, in the order in which they are listed, and the headings under which they are shown.

    `made` is how many rows of a view stand before them where a view made what is counted, else None.
    """

    ids: tuple[tuple[str, np.ndarray], ...]
    headings: tuple[str, ...]
    names: tuple[str, ...]  # fields, in the places of the headings after file, sheet and line
    zone: str
    made: int | None = None

    @property
    def count(self) -> int:
        return sum(len(ids) for _kind, ids in self.ids)

    def page(self, start: int, stop: int) -> Iterator[tuple[str, list[int]]]:
        """Row ids by kind in the places `start` to `stop`."""
        for kind, ids in self.ids:
            if start < len(ids) and stop > 0:
                yield kind, ids[max(start, 0) : stop].tolist()
            start, stop = start - len(ids), stop - len(ids)


class Explaining:
    """The explanations that an open workspace gives."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...
        def inquiry(self, query: Query) -> Inquiry: ...
        def imports(self) -> list[BatchInfo]: ...
        @property
        def _restater(self) -> Restater: ...

    def explain(self, query: Query, selection: Selection) -> Explained:
        """How the number of a selection was computed. NotFound where the data have no such number."""
        from cxdesk.analysis.explaining import explain

        moments = {one.id: datetime.fromisoformat(one.at) for one in self.imports() if one.at}
        return explain(query, selection, self.frame(), moments, self.inquiry(query))

    def ways(self, query: Query, selection: Selection) -> Ways:
        """Every way to compute the idea of a number, asked the same question; what is pinned comes first."""
        from cxdesk.analysis.ways import ways

        return ways(query, selection, self.frame(), self.inquiry(query).session)

    def moved(self, metric: str, progress: Progress | None = None) -> tuple[Moved, ...]:
        """Which past values of one metric are not what they were before the last change, and why."""
        return self._restater.compare(progress=progress, only=metric).moved

    def rows_behind(self, query: Query, selection: Selection, names: Sequence[str]) -> RowsBehind:
        """The imported rows behind parts and exclusions of a number; of a view's rows those that they were made of."""
        frame = self.frame()
        ids, made = _ids(frame, query, selection, tuple(names))
        several = len(ids) > 1
        fields = ("key", "subject", "at") if several else tuple(_filled(frame, ids[0][0])) if ids else ()
        headings: tuple[str, ...] = (_("File"), _("Sheet"), _("Line"))
        if several:
            headings = (*headings, _("Kind"), _("Id"), _("Customer"), _("Date"))
        else:
            headings = (*headings, *(_heading(ids[0][0], name) for name in fields))
        return RowsBehind(tuple(ids), headings, fields, frame.zone.name, made)

    def rows_page(self, found: RowsBehind, start: int, stop: int) -> list[tuple[str, ...]]:
        """The cells of the rows in the places `start` to `stop`, as a person reads them."""
        frame, cells = self.frame(), []
        for kind, ids in found.page(start, stop):
            several = len(found.ids) > 1
            clocks = _Clocks(ZoneInfo(found.zone), _walls(frame, kind, ids))
            for row in rows_of(self.database, kind, ids):
                values = (
                    _short(kind, row, clocks) if several else [_said(kind, name, row, clocks) for name in found.names]
                )
                cells.append((str(row["file"] or _("Typed in")), row["sheet"] or "", str(row["line"]), *values))
        return cells

    def customer_behind(self, found: RowsBehind, place: int) -> str:
        """Whom the row in that place is about; empty where it names nobody."""
        rows = [row for kind, ids in found.page(place, place + 1) for row in rows_of(self.database, kind, ids)]
        return str(rows[0].get("customer") or "") if rows else ""


def _ids(
    frame: Frame, query: Query, selection: Selection, names: tuple[str, ...]
) -> tuple[list[tuple[str, np.ndarray]], int | None]:
    """Row ids by kind; and how many rows of a view these stand for, None where no view made any."""
    from cxdesk.analysis.explaining import behind

    found = behind(query, selection, frame, names)
    if names in (EVERYTHING, OTHER_KINDS, WHOLE_KIND):
        own, every = found.kind, list(registry())
        chosen = {EVERYTHING: every, WHOLE_KIND: [own], OTHER_KINDS: [kind for kind in every if kind != own]}
        return [(kind, _all(frame, kind)) for kind in chosen[names] if frame.size(kind)], None
    some = [(kind, ids) for kind, ids in found.sources.items() if len(ids)]
    return some or list(found.sources.items())[:1], found.counted if found.derived else None


def _all(frame: Frame, kind: str) -> np.ndarray:
    ids = frame.column(kind, "row_id")
    assert isinstance(ids, np.ndarray)
    return ids


# Cells


@dataclass(frozen=True)
class _Clocks:
    """In whose time instants are told: in the workspace's zone, wall time as it is."""

    zone: ZoneInfo
    walls: Mapping[str, frozenset[int]]  # field → rows whose instant is wall time

    def of(self, name: str, row: int) -> ZoneInfo:
        return _AS_IT_IS if row in self.walls.get(name, ()) else self.zone


def _walls(frame: Frame, kind: str, ids: Sequence[int]) -> dict[str, frozenset[int]]:
    """Of which of these rows an instant was written without any zone, as a day alone is."""
    every = _all(frame, kind)
    at = np.searchsorted(every, ids)
    at = at[at < len(every)]  # rows may have gone since they were asked for
    named = [
        field.name for field in kind_named(kind).fields if field.type is Type.INSTANT and frame.has(kind, field.name)
    ]
    which = ((name, frame.floating(kind, name)) for name in named)
    return {name: frozenset(every[at[walls[at]]].tolist()) for name, walls in which if walls is not None}


def _filled(frame: Frame, kind: str) -> Iterator[str]:
    """Names of what rows of a kind can say: fields that any row fills, the scale of scores, the files' own columns."""
    from cxdesk.workspace.workings import _filled as fills

    declared, rows = kind_named(kind), frame.rows(Source(kind))
    for field in declared.fields:
        if fills(rows, field):
            yield field.name
            if field.type is Type.SCORE:
                yield "scale"
    yield from frame.headings(kind)


def _heading(kind: str, name: str) -> str:
    declared = kind_named(kind)
    if declared.has(name):
        return _(declared.field(name).title)
    return _("Scale") if name == "scale" else name


def _said(kind: str, name: str, row: Mapping[str, Any], clocks: _Clocks) -> str:
    """A cell in words; what no field declares is as it was in the file."""
    declared = kind_named(kind)
    value = row.get(f"{kind}_{name}" if name in ("kind", "file", "sheet", "line") else name)
    if value is None:
        return ""
    return _typed(declared, name, value, clocks.of(name, int(row["row_id"]))) if declared.has(name) else str(value)


def _typed(declared: Kind, name: str, value: Any, zone: ZoneInfo) -> str:
    type_ = declared.field(name).type
    if type_ is Type.INSTANT:
        return moment(datetime.fromisoformat(str(value)).astimezone(zone))
    if type_ is Type.DATE:
        return day(date.fromordinal(date(1970, 1, 1).toordinal() + int(value)))
    if type_ is Type.BOOL:
        return _("yes") if value else _("no")
    if isinstance(value, float | int):
        return number(value, 2 if type_ is Type.MONEY else _places(value))
    return str(value)


def _places(value: float) -> int:
    """As many decimals as the number has, four at most."""
    return next((places for places in range(4) if round(value, places) == value), 4)


def _short(kind: str, row: Mapping[str, Any], clocks: _Clocks) -> list[str]:
    """Kind, id, customer and date of a row among rows of other kinds."""
    declared = kind_named(kind)
    names = (declared.key[0] if declared.key else "", declared.subject or "", declared.at or "")
    return [_(declared.plural), *(_said(kind, name, row, clocks) if name else "" for name in names)]
