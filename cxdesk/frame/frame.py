"""The Frame: all live rows of one store state, in the order and shape that metrics ask for; shared by every job."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from cxdesk.domain.changes import CUSTOMERS, SETTINGS, Changes
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Role, Source, kind
from cxdesk.domain.periods import Calendar, Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import smallest
from cxdesk.frame.columns import ANSWER, CUSTOMER, Columns, positions
from cxdesk.frame.computed import ELSEWHERE
from cxdesk.frame.loader import NO_DAY, NO_INSTANT, Loader
from cxdesk.frame.rows import Rows, terms_of
from cxdesk.frame.zone import DAY, Zone, day_of

_VIEWS = 64  # how many tables that views made are kept: as many as the whole catalogue asks for
_VIEW_ROWS = 12_000_000  # and how many rows of theirs, the latest table apart
_SAME_VIEW = 5  # of one view, for different periods: what one question needs, and not whatever was ever looked at
_WIDE = 8  # row ids may be so many times as many as the rows are, and a table of their places is kept
_NEARLY = 200  # one fall in so many rows, and the sort that merges what is in order already is the faster
FATES = {
    1: "archived",
    2: "internal",
    3: "other_role",
    4: "merged",
}  # why a row of a kind is none of a source's, by code


class Frame(Columns):
    """Columns, and rows in anchor order. Build a new one after a write: `renewed` keeps what was not touched."""

    def __init__(self, state: int, loader: Loader, zone: Zone, calendar: Calendar = Calendar()) -> None:  # noqa: B008
        super().__init__(state, loader, zone, calendar)
        self._views: OrderedDict[Hashable, Rows] = OrderedDict()

    @staticmethod
    def of(state: int, loader: Loader) -> Frame:
        """A Frame whose zone and calendar are those of the workspace settings."""
        settings = loader.settings()
        calendar = Calendar(int(settings.get("week_start", 0)), int(settings.get("fiscal_start", 1)))
        return Frame(state, loader, Zone(str(settings.get("zone") or "UTC")), calendar)

    def renewed(self, loader: Loader, changes: Changes) -> Frame:
        """The Frame after a write; what was remembered about untouched kinds comes along."""
        frame = Frame.of(changes.state, loader)
        same_days = (frame.zone.name, frame.calendar) == (self.zone.name, self.calendar)
        if same_days and not changes.concern((CUSTOMERS, SETTINGS)):
            for key, (kinds, known) in self._known.items():
                if kinds.isdisjoint(changes.touched):
                    frame._known[key] = (
                        kinds,
                        _moved(known, frame, changes.touched) if isinstance(known, Rows) else known,
                    )
        return frame

    def kept(self, key: Hashable, make: Callable[[], Rows]) -> Rows:
        """Rows that a view makes, which may be large: only the last few are remembered, and only in this state."""
        if key in self._views:
            self._views.move_to_end(key)
            return self._views[key]
        made = self._views[key] = make()
        same = [other for other in self._views if _undated(other) == _undated(key)]
        for other in same[:-_SAME_VIEW]:
            self._let_go(other)
        rows = sum(one.size for one in self._views.values())
        while len(self._views) > _VIEWS or (rows > _VIEW_ROWS and len(self._views) > 1):
            rows -= self._let_go(next(iter(self._views))).size
        return made

    def _let_go(self, key: Hashable) -> Rows:
        """Forget rows that a view made; they go at once, without waiting for the collector of rings."""
        rows = self._views.pop(key)
        terms_of(rows).clear()
        return rows

    def as_of(self, kind_name: str) -> int:
        """Local day up to which the kind's data reach: the latest of its imports, else its newest row."""
        return self.once(("as_of", kind_name), (kind_name,), lambda: self._as_of(kind_name))

    def _as_of(self, kind_name: str) -> int:
        known = [batch.as_of for batch in self.batches if batch.as_of is not None and kind_name in batch.kinds]
        if known:
            return int(self.zone.days(np.array([max(known)], np.int64))[0])
        at = kind(kind_name).at
        days = self.days(kind_name, at) if at and self.size(kind_name) else np.array([], np.int32)
        dated = days[days != NO_DAY]
        return int(dated.max()) if len(dated) else NO_DAY - 1

    def span(self, rows: Rows, as_of: int | None = None) -> Period | None:
        """From the first dated day of `rows` to the last up to `as_of`; None without dated rows."""
        last = min(NO_DAY, (self.as_of(rows.kind) if as_of is None else as_of) + 1)
        end = np.searchsorted(rows.days, rows.days.dtype.type(last))  # of another type all days would be converted
        if not end:
            return None
        return Period(day_of(rows.days[0]), day_of(rows.days[end - 1]) + timedelta(days=1))

    def rows(self, source: Source, at: str | None = None) -> Rows:
        """Live rows of a source in anchor order; `at` names another field than the kind's own to date them by."""
        anchor = at or kind(source.kind).at or ""
        if "." in anchor and not self.size(anchor.rpartition(".")[0]):
            anchor = kind(source.kind).at or ""  # nothing there to follow
        kinds = (*self.kinds_along(source.kind, anchor), CUSTOMER, ANSWER)
        return self.once(("rows", source, anchor), kinds, lambda: self._rows(source, anchor))

    def _rows(self, source: Source, at: str) -> Rows:
        order, days = self.order(source.kind, at)
        fate = self.fate(source)
        kept = fate[order] == 0
        left = {reason: int((fate == code).sum()) for code, reason in FATES.items()}
        if kept.all():
            return Rows(self, source.kind, order, days, {}, source, at)
        return Rows(self, source.kind, order[kept], days[kept], {why: n for why, n in left.items() if n}, source, at)

    def through(self, rows: Rows, filters: Sequence[Condition]) -> tuple[np.ndarray | None, Sequence[Condition]]:
        """For rows that a view made: which have a row behind them that meets those of the conditions that are asked of
        the rows behind, bool [rows] or None; and the conditions that remain. Others answer every condition themselves.
        """
        return None, filters

    def fate(self, source: Source) -> np.ndarray:
        """Per row of the kind, before any question is asked: 0 of the source, else a code of FATES."""
        return self.once(("fate", source), (source.kind, CUSTOMER, ANSWER), lambda: self._fate(source))

    def places(self, kind_name: str, ids: np.ndarray) -> np.ndarray:
        """Where rows with these ids stand in the kind's columns, in the order of `ids`; -1 for those that are not
        there.
        """
        first, place = self.once(("places", kind_name), (kind_name,), lambda: self._places(kind_name))
        if isinstance(place, int):  # no id is missing between the first and the last
            at = ids - first
            return np.where((at >= 0) & (at < place), at, -1)
        if len(place):
            at = ids - first
            return np.where((at >= 0) & (at < len(place)), place.take(at, mode="clip"), -1)
        known = self.column(kind_name, "row_id")
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        return np.where(known.take(at) == ids, at, -1)

    def _places(self, kind_name: str) -> tuple[int, int | np.ndarray]:
        """(the first row id, how many follow it one after another), or the place of every id from the first on; an
        empty table where the ids lie too far apart for one.
        """
        known = self.column(kind_name, "row_id") if self.size(kind_name) else np.empty(0, np.int64)
        if not len(known):
            return 0, 0
        first, wide = int(known[0]), int(known[-1] - known[0]) + 1
        if wide == len(known):
            return first, wide
        if wide > _WIDE * len(known):
            return first, np.empty(0, np.int32)
        place = np.full(wide, -1, np.int32)
        place[known - first] = np.arange(len(known), dtype=np.int32)
        return first, place

    def imported(self, kind_name: str) -> tuple[dict[int, int], np.ndarray]:
        """How many rows of the kind each import gave that gave any, in the order of the imports; and per row the place
        of its import among these.
        """
        return self.once(("imported", kind_name), (kind_name,), lambda: self._imported(kind_name))

    def _imported(self, kind_name: str) -> tuple[dict[int, int], np.ndarray]:
        batch = self.column(kind_name, "batch")
        rows = np.bincount(batch, minlength=1)
        there = {info.id: int(rows[info.id]) for info in self.batches if info.id < len(rows) and rows[info.id]}
        place = np.full(len(rows), len(there), smallest(len(there) + 1))
        place[list(there)] = np.arange(len(there))
        return there, place.take(batch)

    def _fate(self, source: Source) -> np.ndarray:
        size = self.size(source.kind)
        fate = np.zeros(size, np.uint8)
        for fixed in source.fixed:
            column = self.column(source.kind, fixed.field)
            wanted = [code for code, label in enumerate(column.labels) if label == fixed.value]
            fate[~np.isin(column.codes, wanted)] = 3
        if source.kind == ANSWER and Role.ENPS not in {fixed.value for fixed in source.fixed}:
            fate[self._of_employees()] = 3
        if source.kind == CUSTOMER and self.has(CUSTOMER, CUSTOMER):
            fate[self._repeated()] = 4
        fate[self._internal(source.kind)] = 2
        if self.has(source.kind, "archived"):
            fate[self.column(source.kind, "archived") == 1] = 1
        return fate

    def _of_employees(self) -> np.ndarray:
        """Which answers are in a response that says how likely one recommends the employer: never customers'."""
        return self.once(("of employees",), (ANSWER,), self._find_employees)

    def _find_employees(self) -> np.ndarray:
        role, response = self.column(ANSWER, "role"), self.column(ANSWER, "response")
        theirs = role.codes == next(
            (code for code, label in enumerate(role.labels) if label == Role.ENPS), len(role.labels)
        )
        if not theirs.any():
            return theirs
        named = np.zeros(int(response.codes.max(initial=-1)) + 2, bool)  # the last place is of those without a response
        named[response.codes[theirs]] = True
        named[-1] = False
        return theirs | named[response.codes]

    def _repeated(self) -> np.ndarray:
        """Which records of customers speak no more: another one speaks for the customer with whom they were merged."""
        own = self.column(CUSTOMER, CUSTOMER)
        return (own.codes >= 0) & (positions(own, own) != np.arange(len(own.codes)))

    def _internal(self, kind_name: str) -> np.ndarray:
        internal = np.zeros(self.size(kind_name), bool)
        if self.has(kind_name, "internal"):
            internal |= self.column(kind_name, "internal") == 1
        if kind_name != CUSTOMER and self.size(CUSTOMER) and self.has(CUSTOMER, "internal"):
            theirs = self.column(CUSTOMER, "internal") == 1
            if theirs.any() and self.has(kind_name, CUSTOMER):
                where = self.customer_rows(self.column(kind_name, CUSTOMER))
                internal |= (where >= 0) & theirs[np.maximum(where, 0)]
        return internal

    def order(self, kind_name: str, at: str) -> tuple[np.ndarray, np.ndarray]:
        """All rows by day, instant and source row, undated last (int32 positions), and their days in that order."""
        return self.once(("order", kind_name, at), self.kinds_along(kind_name, at), lambda: self._order(kind_name, at))

    def _order(self, kind_name: str, at: str) -> tuple[np.ndarray, np.ndarray]:
        size = self.size(kind_name)
        if not at or not size:
            return np.arange(size, dtype=np.int32), np.full(size, NO_DAY, np.int32)
        days = self.days(kind_name, at)
        moments = self._moments(kind_name, at, days)
        sources = self._sources(kind_name)
        order = _ascending(moments) if sources is None else sources[_ascending(moments[sources])]
        return order, days[order]

    def _sources(self, kind_name: str) -> np.ndarray | None:
        """All rows by import and line (int32 positions); None where they stand so. A row that passed to another import
        when its own was taken back stands where it stood.
        """
        batch, line = self.column(kind_name, "batch"), self.column(kind_name, "line")
        falls = (batch[1:] < batch[:-1]) | ((batch[1:] == batch[:-1]) & (line[1:] < line[:-1]))
        return np.lexsort((line, batch)).astype(np.int32) if falls.any() else None

    def _moments(self, kind_name: str, at: str, days: np.ndarray) -> np.ndarray:
        """An int64 that sorts rows by day first and by instant within the day."""
        undated = np.iinfo(np.int64).max
        if self.local(kind_name, at) is None:
            return np.where(days == NO_DAY, undated, days.astype(np.int64))
        utc, floating = self.column(kind_name, at), self.floating(kind_name, at)
        if floating is not None and floating.any():
            utc = np.where(floating, self.zone.utc(utc), utc)
        start = days.astype(np.int64) * DAY
        within = np.clip(utc - start, -2 * DAY, 2 * DAY) + 2 * DAY
        return np.where(utc == NO_INSTANT, undated, days.astype(np.int64) * (4 * DAY + 1) + within)


def _moved(rows: Rows, frame: Frame, touched: Collection[str]) -> Rows:
    """Rows that a write left alone, without the attributes of theirs that are read off kinds it touched."""
    stale = {name for name, kinds in ELSEWHERE.items() if not kinds.isdisjoint(touched)}
    if not stale:
        return replace(rows, frame=frame)

    def is_stale(key: Hashable) -> bool:
        return key == "attributes" or (isinstance(key, tuple) and not stale.isdisjoint(key))

    return replace(rows, frame=frame, cache={key: made for key, made in rows.cache.items() if not is_stale(key)})


def _ascending(keys: np.ndarray) -> np.ndarray:
    """Stable ascending order as int32. The fast unstable sort, then runs of equal keys put right."""
    falls = int(np.count_nonzero(keys[1:] < keys[:-1]))
    if not falls:
        return np.arange(len(keys), dtype=np.int32)
    if falls * _NEARLY < len(keys):
        return np.argsort(keys, kind="stable").astype(np.int32)
    order = np.argsort(keys)
    ranked = keys[order]
    tied = ranked[1:] == ranked[:-1]
    if tied.any():
        run = np.concatenate([[0], np.cumsum(~tied)])
        order = order[np.lexsort((order, run))] if tied.mean() > 0.5 else _settled(order, tied, run)
    return order.astype(np.int32)


def _settled(order: np.ndarray, tied: np.ndarray, run: np.ndarray) -> np.ndarray:
    touched = np.flatnonzero(np.append(tied, False) | np.insert(tied, 0, False))
    inside = np.lexsort((order[touched], run[touched]))
    order[touched] = order[touched][inside]
    return order


def _undated(key: Hashable) -> Hashable:
    """What a view is known by, whatever periods it was made for."""
    return tuple(part for part in key if not isinstance(part, Periods)) if isinstance(key, tuple) else key
