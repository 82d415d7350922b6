"""How rows are put into groups: by period, by an attribute, by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from cxdesk.domain.periods import Calendar, Grain, Period, units
from cxdesk.domain.text import fold
from cxdesk.frame.codes import smallest
from cxdesk.frame.zone import day_number

if TYPE_CHECKING:
    from cxdesk.frame.rows import Rows


@dataclass(frozen=True, eq=False)
class Groups:
    """A group per row: `codes` unsigned, row i in group codes[i]; `labels[-1]` is None where rows have no value.

    `numbers` says that the labels are numbers, which stand in their order.
    """

    codes: np.ndarray
    labels: tuple[str | None, ...]
    numbers: bool = False

    @property
    def size(self) -> int:
        return len(self.labels)


def unified(groups: Groups, others: Sequence[Groups]) -> Groups:
    """The same groups, numbered alike for all row sets that a question spans: by the labels of all, None last."""
    if all(other.labels == groups.labels for other in others):
        return groups
    labels = {label for one in (groups, *others) for label in one.labels}
    by = float if all(one.numbers for one in (groups, *others)) else fold
    order = sorted((label for label in labels if label is not None), key=by)
    names: tuple[str | None, ...] = (*order, None) if None in labels else tuple(order)
    table = np.array([names.index(label) for label in groups.labels], smallest(len(names)))
    return Groups(table[groups.codes], names, groups.numbers)


class Axis(Protocol):
    """One way to split rows."""

    @property
    def name(self) -> str: ...

    def groups(self, rows: Rows) -> Groups | None:
        """The group of each row; None where these rows cannot be asked."""
        ...


@dataclass(frozen=True)
class Attribute:
    """Split by a field, an unknown column, the customer's attribute or a computed one; rows without go to None."""

    name: str

    def groups(self, rows: Rows) -> Groups | None:
        return rows.groups(self.name)


@dataclass(frozen=True, eq=False)
class Multi:
    """A split in which a row may be in several groups (themes): per label the positions of its rows in the kind.

    Groups then overlap, so they do not add up to the total; rows in none of them form the last group, None.
    """

    name: str
    labels: tuple[str, ...]
    members: tuple[np.ndarray, ...]

    def pairs(self, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
        """(row, group) for every membership, in row order."""
        place = np.full(rows.frame.size(rows.kind), -1, np.int64)
        place[rows.index] = np.arange(rows.size)
        found = [place[members] for members in self.members]
        alone = np.ones(rows.size, bool)
        pairs = []
        for group, at in enumerate(found):
            inside = np.unique(at[at >= 0])
            alone[inside] = False
            pairs.append((inside, np.full(len(inside), group, np.int64)))
        left = np.flatnonzero(alone)
        pairs.append((left, np.full(len(left), len(self.labels), np.int64)))
        row = np.concatenate([pair[0] for pair in pairs])
        group_of = np.concatenate([pair[1] for pair in pairs])
        order = np.argsort(row, kind="stable")
        return row[order], group_of[order]


@dataclass(frozen=True, eq=False)
class Periods:
    """One group per period, in the order given. Periods may leave gaps and may overlap (a chosen comparison)."""

    periods: tuple[Period, ...]
    name: str = "period"

    @staticmethod
    @lru_cache(maxsize=256)
    def over(span: Period, grain: Grain, calendar: Calendar) -> Periods:
        """Every calendar unit of `grain` that touches `span`."""
        return Periods(tuple(units(span, grain, calendar)))

    @staticmethod
    @lru_cache(maxsize=256)
    def of(periods: tuple[Period, ...]) -> Periods:
        """The same object for the same periods, so that what was computed for them is found again."""
        return Periods(periods)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Periods) and self.periods == other.periods)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.periods)

    @cached_property
    def edges(self) -> np.ndarray:
        """[periods, 2] day numbers: first day, first day after."""
        days = [(day_number(period.start), day_number(period.end)) for period in self.periods]
        return np.array(days, np.int32).reshape(-1, 2)

    def bounds(self, days: np.ndarray) -> np.ndarray:
        """[periods, 2] positions in ascending `days`: where each period's rows begin and end."""
        return np.searchsorted(days, self.edges)
