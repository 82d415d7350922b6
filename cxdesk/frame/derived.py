"""Rows that no file holds: a view's own table, asked like any kind, with the way back to the rows it was made from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Kind, Source, Type
from cxdesk.domain.scales import Scale
from cxdesk.frame import attributes, computed
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Coded, Codes
from cxdesk.frame.computed import STANDINGS
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, BatchInfo
from cxdesk.frame.rows import Rows

T = TypeVar("T")
Made = np.ndarray | Codes | Coded
Column = Made | Callable[[], Made]
_ANSWERS = 8  # how many answers of the rows behind are kept
UNUSED = "not_used"  # why a source row stands behind no row of a view, where the view says nothing else


@dataclass(frozen=True, eq=False)
class Behind:
    """Which rows of one source kind stand behind which rows of a view: pairs (row of the view, source position).

    `why` [source rows] says for rows that stand behind none a place in `reasons`; without it they are UNUSED.
    """

    row: np.ndarray
    source: np.ndarray
    reasons: tuple[str, ...] = (UNUSED,)
    why: np.ndarray | None = None

    @staticmethod
    def each(source: np.ndarray, reasons: tuple[str, ...] = (UNUSED,), why: np.ndarray | None = None) -> Behind:
        """At most one source row per row of the view: its position, -1 where there is none."""
        known = np.flatnonzero(source >= 0)
        return Behind(known, source.take(known), reasons, why)

    def of(self, rows: np.ndarray, size: int) -> np.ndarray:
        """Source positions, ascending, behind any of `rows` (positions in the view of `size` rows)."""
        chosen = np.zeros(size, bool)
        chosen[rows] = True
        return np.unique(self.source[chosen[self.row]])


@dataclass(frozen=True, eq=False)
class Through:
    """By which rows of a source kind a view's rows are filtered where the view has no such column itself: a row passes
    where one row behind it meets all those conditions together.

    `row` [rows of the source in anchor order] is the view's row that each stands behind, -1 none; or `at` [rows of the
    view] the place, in that order, of the one row behind each. `quick` answers a condition at once, or says None.
    """

    source: Source
    row: np.ndarray | None = None
    at: np.ndarray | None = None
    quick: Callable[[Condition], np.ndarray | None] | None = None

    def mask(self, theirs: Rows, conditions: Sequence[Condition], size: int) -> np.ndarray | None:
        """Which rows of the view pass; None where the source's rows `theirs` cannot be asked either."""
        if self.quick is not None and len(conditions) == 1:
            found = self.quick(conditions[0])
            if found is not None:
                return found
        passing: np.ndarray | None = None
        for condition in conditions:
            mask = theirs.mask(condition)
            if mask is None:
                return None
            passing = mask if passing is None else passing & mask
        assert passing is not None
        if self.at is not None:
            return passing[self.at]
        assert self.row is not None
        hit = np.zeros(size + 1, bool)  # the last place takes rows that stand behind none
        hit[self.row[passing]] = True
        return hit[:-1]


@dataclass(frozen=True, eq=False)
class Table:
    """What a view made. `kind` declares its columns as a kind of record does; `columns` hold them in the form that
    `frame.loader` lists per field type or, of few values, as Coded, or make them when asked; `behind` finds the rows of
    each source kind.

    Rows must stand in the order of `kind.at` (a DATE field), undated last; with `bounds` [periods, 2], first and end
    row of each period, in the order of the periods' first days.
    """

    kind: Kind
    size: int
    columns: Mapping[str, Column]
    behind: Mapping[str, Callable[[], Behind]] = field(default_factory=dict)
    bounds: np.ndarray | None = None
    headings: tuple[str, ...] = ()  # of unknown columns that came along, as `extra:<heading>`
    through: Through | None = None  # rows behind, by whose columns these can be filtered as well

    @staticmethod
    def sorted_by_day(
        kind: Kind,
        size: int,
        columns: Mapping[str, Column],
        behind: Mapping[str, Callable[[], Behind]],
        headings: tuple[str, ...] = (),
    ) -> Table:
        """The same from rows in any order: sorted by the day that dates them."""
        days = columns[kind.at or ""]
        assert isinstance(days, np.ndarray)
        order = np.argsort(days, kind="stable")
        place = np.empty(size, np.int64)
        place[order] = np.arange(size)

        def moved(find: Callable[[], Behind]) -> Callable[[], Behind]:
            def make() -> Behind:
                found = find()
                return Behind(place[found.row], found.source, found.reasons, found.why)

            return make

        def ordered(column: Column) -> Column:
            if callable(column):
                return lambda: _taken(column(), order)
            return _taken(column, order)

        taken = {name: ordered(column) for name, column in columns.items()}
        return Table(kind, size, taken, {name: moved(find) for name, find in behind.items()}, headings=headings)


def _taken(column: Made, order: np.ndarray) -> Made:
    if isinstance(column, Coded):
        return replace(column, codes=column.codes[order])
    return column.take(order) if isinstance(column, Codes) else column[order]


def _plain(coded: Coded, type_: Type) -> np.ndarray | Codes:
    """A column of few values in the form of its field type."""
    if type_ is Type.BOOL:
        return coded.values.astype(np.uint8)[coded.codes]
    if type_ not in (Type.LABEL, Type.REF, Type.TEXT):
        return coded.rows()
    labels = tuple(dict.fromkeys(str(value) for value in coded.values if value != ""))
    table = np.array([labels.index(str(value)) if value != "" else -1 for value in coded.values], np.int32)
    return Codes(table[coded.codes], labels)


class Extended(Frame):
    """A Frame with one more kind of rows: a view's table. Everything else is asked of the Frame it extends."""

    def __init__(self, base: Frame, table: Table) -> None:
        super().__init__(base.state, base.loader, base.zone, base.calendar)
        self.base = base
        self.table = table

    def once(self, key: Hashable, kinds: Iterable[str], make: Callable[[], T]) -> T:
        kinds = tuple(kinds)
        return super().once(key, kinds, make) if self.table.kind.name in kinds else self.base.once(key, kinds, make)

    def is_own(self, kind_name: str) -> bool:
        return kind_name == self.table.kind.name

    def declared(self, kind_name: str) -> Kind:
        return self.table.kind if self.is_own(kind_name) else self.base.declared(kind_name)

    def size(self, kind_name: str) -> int:
        return self.table.size if self.is_own(kind_name) else self.base.size(kind_name)

    def _column(self, kind_name: str, name: str) -> Any:
        if not self.is_own(kind_name):
            return self.base._column(kind_name, name)
        found = self._made(name)
        if not isinstance(found, Coded):
            return found
        key, type_ = ("column", kind_name, name), self.table.kind.field(name).type
        return self.once(key, (kind_name,), lambda: _plain(found, type_))

    def _made(self, name: str) -> Made | None:
        """A column of the table as the view made it."""
        found = self.table.columns.get(name)
        return self.once(("made", name), (self.table.kind.name,), found) if callable(found) else found

    def coded(self, kind_name: str, name: str) -> Coded | None:
        found = self._made(name) if self.is_own(kind_name) else None
        return found if isinstance(found, Coded) else None

    def headings(self, kind_name: str) -> Sequence[str]:
        return self.table.headings if self.is_own(kind_name) else self.base.headings(kind_name)

    def rows(self, source: Source, at: str | None = None) -> Rows:
        return self.base.rows(source, at)

    def as_of(self, kind_name: str) -> int:
        if not self.is_own(kind_name):
            return self.base.as_of(kind_name)
        return min((self.base.as_of(kind) for kind in self.table.behind if self.base.size(kind)), default=NO_DAY - 1)

    def fate(self, source: Source) -> np.ndarray:
        return np.zeros(self.table.size, np.uint8) if self.is_own(source.kind) else self.base.fate(source)

    def through(self, rows: Rows, filters: Sequence[Condition]) -> tuple[np.ndarray | None, Sequence[Condition]]:
        through = self.table.through
        if through is None or not filters or not self.is_own(rows.kind):
            return None, filters
        theirs = self.base.rows(through.source)
        asked = [condition for condition in filters if self._asked_behind(rows, theirs, condition.field)]
        found = self._behind_meets(through, theirs, asked) if asked else None
        if found is None:
            return None, filters
        return found[rows.index], [condition for condition in filters if condition not in asked]

    def _behind_meets(self, through: Through, theirs: Rows, asked: Sequence[Condition]) -> np.ndarray | None:
        """Found once for the rows of several periods: the last few answers are kept."""
        key = ("meets", tuple(asked))
        kept = self.memo.setdefault("through", OrderedDict())
        if key not in kept:
            kept[key] = through.mask(theirs, asked, self.table.size)
        kept.move_to_end(key)
        while len(kept) > _ANSWERS:
            kept.popitem(last=False)
        return kept[key]

    def _asked_behind(self, rows: Rows, theirs: Rows, name: str) -> bool:
        """Whether the rows behind have a field that the view's rows lack."""
        if self.table.kind.has(name) or name in self.table.headings or name in STANDINGS:
            return False
        column = attributes.column_name(theirs, theirs.kind, name)
        if column is not None:
            return attributes.has_values(theirs, theirs.kind, column)
        return name in computed.ATTRIBUTES and rows.codes(name) is None

    def behind(self, kind_name: str) -> Behind:
        """Which rows of a source kind stand behind the view's; found once."""
        key = ("behind", kind_name)
        return self.once(key, (self.table.kind.name,), self.table.behind[kind_name])

    @property
    def scales(self) -> Sequence[Scale]:
        return self.base.scales

    @property
    def batches(self) -> Sequence[BatchInfo]:
        return self.base.batches

    @property
    def settings(self) -> Mapping[str, Any]:
        return self.base.settings


def derived(frame: Frame, key: Hashable, make: Callable[[], Table]) -> Rows:
    """The rows that `make` makes, remembered by the frame under `key` (the last few tables of its state)."""
    return frame.kept(key, lambda: rows_of(frame, make()))


def rows_of(frame: Frame, table: Table) -> Rows:
    """A table as rows of a Frame of its own."""
    own = Extended(frame, table)
    at = table.kind.at or ""
    days = table.columns[at] if at else np.full(table.size, NO_DAY, np.int32)
    assert isinstance(days, np.ndarray)
    index = np.arange(table.size, dtype=np.int32)
    whole = {"whole": True}  # see Valued.in_order
    return Rows(own, table.kind.name, index, days, {}, Source(table.kind.name), at, bounds=table.bounds, cache=whole)


def is_derived(rows: Rows) -> bool:
    """Whether a view made these rows."""
    return isinstance(rows.frame, Extended) and rows.frame.is_own(rows.kind)


def source_kinds(rows: Rows) -> tuple[str, ...]:
    """The kinds of imported rows that stand behind these."""
    frame = rows.frame
    return tuple(frame.table.behind) if isinstance(frame, Extended) and frame.is_own(rows.kind) else (rows.kind,)


def sources(rows: Rows, positions: np.ndarray) -> dict[str, np.ndarray]:
    """Row ids, by kind, of the imported rows behind `positions` (positions in the kind's columns)."""
    frame = rows.frame
    if not (isinstance(frame, Extended) and frame.is_own(rows.kind)):
        return {rows.kind: frame.column(rows.kind, "row_id")[positions]}
    found = {kind: frame.behind(kind).of(positions, frame.table.size) for kind in frame.table.behind}
    return {kind: frame.column(kind, "row_id")[at] for kind, at in found.items()}


def source_rows(rows: Rows, positions: np.ndarray) -> list[tuple[str, int]]:
    """The same as (kind, row id)."""
    return [(kind, int(one)) for kind, ids in sources(rows, positions).items() for one in ids]


def by_period(periods: Periods) -> np.ndarray:
    """Places of the periods in the order in which a table by period must hold them: by first day."""
    return np.argsort(periods.edges[:, 0], kind="stable")


def one_after_another(bounds: np.ndarray | None) -> tuple[slice | np.ndarray, np.ndarray]:
    """The rows of `bounds` [periods, 2] period by period: where they stand, as a slice where they lie together, and
    the place of each one's period.
    """
    edges = np.zeros((0, 2), np.int64) if bounds is None else bounds
    sizes = edges[:, 1] - edges[:, 0]
    place = np.repeat(np.arange(len(edges)), sizes)
    if len(edges) and (edges[1:, 0] == edges[:-1, 1]).all():
        return slice(int(edges[0, 0]), int(edges[-1, 1])), place
    return np.repeat(edges[:, 0] - (np.cumsum(sizes) - sizes), sizes) + np.arange(len(place)), place


def bounds_of(periods: Periods, order: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """[periods, 2] first and end row of each period as asked, where `order` are the places of those that have rows, one
    after the other, and `ends` [order + 1] where each begins and the last ends.
    """
    bounds = np.zeros((len(periods.periods), 2), np.int64)
    bounds[order, 0], bounds[order, 1] = ends[:-1], ends[1:]
    return bounds
