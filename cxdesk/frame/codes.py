"""Small whole numbers that stand for values: label codes, and tables looked up by code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Codes:
    """A column of few distinct texts: `labels[codes[i]]` is row i's text, code -1 none."""

    codes: np.ndarray
    labels: Sequence[str]

    def take(self, positions: np.ndarray) -> Codes:
        return Codes(self.codes[positions], self.labels)


class State:
    """What a code says about its row before any metric asks: usable, or the part it falls into."""

    OK = 0
    MISSING = 1
    INVALID = 2
    OTHER_SCALE = 3  # answered on a scale that this rule cannot use
    OUTSIDE = 4  # not what is asked about


def smallest(size: int) -> type[np.unsignedinteger]:
    """The narrowest unsigned type that holds codes 0..size-1."""
    for kind in (np.uint8, np.uint16, np.uint32):
        if size <= np.iinfo(kind).max + 1:
            return kind
    return np.uint64


@dataclass(frozen=True, eq=False)
class Coded:
    """One value per row, written as a table over a few codes: row i's value is `values[codes[i]]`.

    Comparing and combining works on the tables, so it costs the same for ten rows and for a million. `state`
    [C] tells codes that carry no usable value apart (State); `span` [C] names the range of the scale a code
    belongs to (-1: none), `rank` [C] how well that range suits the rule (0 = best) and `notes` [C] a bit set.
    """

    values: np.ndarray
    codes: np.ndarray
    state: np.ndarray
    span: np.ndarray | None = None
    rank: np.ndarray | None = None
    notes: np.ndarray | None = None
    way_out: str = ""  # what a person can do where a scale was refused

    @staticmethod
    def of(values: np.ndarray) -> Coded:
        """Row values as they are, without a smaller table: booleans become two codes, codes stay, floats are ranked."""
        values = np.asarray(values)
        if values.dtype == np.bool_:
            return Coded(np.array([False, True]), values.view(np.uint8), np.zeros(2, np.uint8))
        table, codes = np.unique(values, return_inverse=True)
        state = np.where(table != table, State.MISSING, State.OK).astype(np.uint8)
        return Coded(table, codes.astype(smallest(len(table))), state)

    @property
    def size(self) -> int:
        """Number of codes."""
        return len(self.values)

    def rows(self) -> np.ndarray:
        """The value of each row."""
        return self.values[self.codes]

    def where(self, state: np.ndarray) -> Coded:
        """The same values with other states per code."""
        return replace(self, state=state.astype(np.uint8))

    def within(self, base: np.ndarray) -> Coded:
        """The same values, of which only codes in `base` [C] bool are asked about."""
        return self.where(np.where(base, self.state, State.OUTSIDE))

    def map(self, function: Callable[[np.ndarray], np.ndarray]) -> Coded:
        """The table with `function` applied."""
        return replace(self, values=function(self.values))

    def __eq__(self, other: object) -> Coded:  # type: ignore[override]
        return self._with(other, np.equal)

    def __ne__(self, other: object) -> Coded:  # type: ignore[override]
        return self._with(other, np.not_equal)

    def __ge__(self, other: Any) -> Coded:
        return self._with(other, np.greater_equal)

    def __gt__(self, other: Any) -> Coded:
        return self._with(other, np.greater)

    def __le__(self, other: Any) -> Coded:
        return self._with(other, np.less_equal)

    def __lt__(self, other: Any) -> Coded:
        return self._with(other, np.less)

    def __and__(self, other: Coded) -> Coded:
        return self._with(other, np.logical_and)

    def __or__(self, other: Coded) -> Coded:
        return self._with(other, np.logical_or)

    def __invert__(self) -> Coded:
        return replace(self, values=~self.values.astype(bool))

    __hash__ = object.__hash__

    def _with(self, other: object, operation: Callable[..., np.ndarray]) -> Coded:
        if not isinstance(other, Coded):
            with np.errstate(invalid="ignore"):
                return replace(self, values=operation(self.values, other))
        one, two = align(self, other)
        with np.errstate(invalid="ignore"):
            return replace(one, values=operation(one.values, two.values), state=np.maximum(one.state, two.state))


def align(*coded: Coded) -> tuple[Coded, ...]:
    """The same values over one common code column; free when they already share it."""
    first = coded[0]
    if all(one.codes is first.codes for one in coded):
        return coded
    done: tuple[Coded, ...] = (first,)
    for one in coded[1:]:
        done = _fuse(done, one)
    return done


def _fuse(done: tuple[Coded, ...], one: Coded) -> tuple[Coded, ...]:
    left = done[0]
    for known in done:
        if known.codes is one.codes:
            return (*done, one)
    if one.size == 1:  # says the same of every row
        return (*done, _spread(one, np.zeros(left.size, np.int64), left.codes))
    if left.size == 1:
        return (*(_spread(known, np.zeros(one.size, np.int64), one.codes) for known in done), one)
    size = left.size * one.size
    kind = smallest(size)
    codes = left.codes.astype(kind) * kind(one.size) + one.codes.astype(kind)
    by_left, by_one = np.divmod(np.arange(size), one.size)
    return (*(_spread(known, by_left, codes) for known in done), _spread(one, by_one, codes))


def _spread(coded: Coded, by: np.ndarray, codes: np.ndarray) -> Coded:
    def table(values: np.ndarray | None) -> np.ndarray | None:
        return None if values is None else values[by]

    return Coded(
        coded.values[by],
        codes,
        coded.state[by],
        table(coded.span),
        table(coded.rank),
        table(coded.notes),
        coded.way_out,
    )
