"""What several questions to one Frame share, so that no row is filtered, de-duplicated or counted twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from cxdesk.domain.filters import Condition
from cxdesk.frame.axes import Periods
from cxdesk.frame.computed import STANDINGS
from cxdesk.frame.deduplication import Usable, one_each, one_each_within
from cxdesk.frame.frame import Frame
from cxdesk.frame.members import Members
from cxdesk.frame.rows import Rows
from cxdesk.frame.selection import Refusal, Selection, select
from cxdesk.metrics.counter import Counter, Split
from cxdesk.metrics.estimators.term import Term
from cxdesk.metrics.tally import Tally

T = TypeVar("T")
Known = dict[Any, tuple[Any, Any]]


class Session:
    """What several questions to one Frame share: selections, de-duplication, tallies. Keep it as long as a Board."""

    def __init__(self, frame: Frame, selected: Known | None = None) -> None:
        self.frame = frame
        self._known: Known = {}
        self._selected: Known = {} if selected is None else selected

    def beside(self) -> Session:
        """Another one for questions about the same rows, which may stay longer than this one or go sooner."""
        return Session(self.frame, self._selected)

    @property
    def kept(self) -> int:
        """How many things it keeps."""
        return len(self._known) + len(self._selected)

    def once(self, key: Any, *keep: object, make: Callable[[], T]) -> T:
        """`make()`, remembered; `keep` are objects whose identity is part of the key."""
        return _once(self._known, key, keep, make)

    def selection(
        self, rows: Rows, filters: tuple[Condition, ...], as_of: int, periods: Periods | None
    ) -> Selection | Refusal:
        """Rows that pass the filters. What was made for certain periods stays with the question for these."""
        moving = periods if any(condition.field in STANDINGS for condition in filters) else None
        key = ("selection", id(rows.cache), filters, as_of, moving)
        known = self._selected if moving is None and rows.bounds is None else self._known
        return _once(known, key, (rows,), lambda: select(rows, filters, as_of, moving))

    def members(self, selection: Selection, term: Term, periods: Periods | None, split: Split | None = None) -> Members:
        """Rows by period, one per customer where the term's rows say so, or per segment and whatever they name."""
        whole = self.once(("members", id(selection), periods), selection, make=lambda: selection.members(periods))
        keep = term.rows.keep
        if keep is None:
            return whole
        key = ("one_each", id(whole), keep, id(term.base.codes), term.answered.tobytes())
        overall = self.once(key, whole, term, make=lambda: _one_each(selection, whole, term, periods))
        if not keep.within or split is None or split.groups is None:
            return overall
        segments, usable = split.groups.codes, _usable(term)
        within = (*key, _split_key(split))
        return self.once(
            within,
            whole,
            term,
            split,
            make=lambda: replace(one_each_within(whole, keep, segments, usable), overall=overall),
        )

    def tally(self, members: Members, term: Term, split: Split | None) -> Tally:
        """Counts by group and code, shared by every term that counts by the same codes in the same way."""
        rows, codes = term.rows, term.base.codes
        key = ("counter", id(members), id(codes), _split_key(split), rows.weight, rows.reading, rows.keep)

        def make() -> Counter:
            mine = members if members.rows is rows else replace(members, rows=rows)
            return Counter(mine, codes, term.base.size, split, rows.weight)

        return Tally(self.once(key, members, term, split, make=make), term.base, term.policy)


def _once(known: Known, key: Any, keep: object, make: Callable[[], T]) -> T:
    found = known.get(key)
    if found is None:
        found = known[key] = (make(), keep)
    made: T = found[0]
    return made


def _split_key(split: Split | None) -> Any:
    if split is None:
        return None
    return id(split.groups.codes) if split.groups is not None else id(split.multi)


def _one_each(selection: Selection, whole: Members, term: Term, periods: Periods | None) -> Members:
    keep = term.rows.keep
    assert keep is not None
    return one_each(selection, whole, keep, _usable(term), periods)


def _usable(term: Term) -> Usable | None:
    good, codes = term.answered, term.base.codes
    return None if good.all() else (lambda at: good.take(codes.take(at)))
