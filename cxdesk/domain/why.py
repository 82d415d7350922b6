"""A change taken apart: where it happened, what the words were about, who was there. Plain values, no language.

A split says where a change happened, never what caused it. The sizes of its parts add up to the change exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Change, Figure


class Role(StrEnum):
    """What a part of a split is."""

    GROUP = "group"  # one value of the attribute
    OTHERS = "others"  # several groups taken together
    NONE = "none"  # the rows without a value
    MIX = "mix"  # who answered: groups grew or shrank that stand above or below the whole
    STAYED = "stayed"  # those who are on both sides
    NEW = "new"  # those who are there only now
    LOST = "lost"  # those who were there only before
    INPUT = "input"  # one of the numbers that a number is made of


class SplitKind(StrEnum):
    SEGMENTS = "segments"
    THEMES = "themes"
    CUSTOMERS = "customers"
    INPUTS = "inputs"


@dataclass(frozen=True)
class Part:
    """One bar: `size` in the metric's unit with its interval, None where it is not known how sure it is.

    `proven` says that the test passed after Holm's correction, or that everything was counted; `tested` False that no
    test was possible. `before` and `after` are the group's own values, `n0` and `n1` its rows. `members` counts groups
    that are taken together.
    """

    role: Role
    key: str | None
    size: float
    low: float | None = None
    high: float | None = None
    proven: bool = False
    tested: bool = True
    before: float | None = None
    after: float | None = None
    n0: int = 0
    n1: int = 0
    members: int = 1
    counts: tuple[tuple[str, int], ...] = ()  # of the rows now by part of the number: plus, minus, …


@dataclass(frozen=True)
class Split:
    """One exact split of the change; `why_none` is a reason code where there is none."""

    kind: SplitKind
    attribute: str
    parts: tuple[Part, ...] = ()
    why_none: str | None = None

    @property
    def proven(self) -> tuple[Part, ...]:
        """The parts that are clear, the largest first."""
        return tuple(sorted((part for part in self.parts if part.proven), key=lambda part: -abs(part.size)))


@dataclass(frozen=True)
class Why:
    """A change of one metric and its splits. `delta` is the change that the parts of every split add up to.

    `counted` says that everything was counted, so that no part could be chance; `why_none` why nothing can be split.
    """

    metric: str
    measure: str
    title: str
    short_title: str
    unit: str
    decimals: int
    better: str
    level: float = 0.95
    scale_max: float | None = None
    currency: str | None = None
    now: Figure | None = None
    base: Figure | None = None
    period: Period | None = None
    base_period: Period | None = None
    change: Change | None = None
    counted: bool = False
    segments: Split | None = None
    themes: Split | None = None
    customers: Split | None = None
    inputs: Split | None = None
    choices: tuple[str, ...] = ()
    why_none: str | None = None

    @property
    def delta(self) -> float | None:
        return self.change.delta if self.change else None

    @property
    def splits(self) -> tuple[Split, ...]:
        """The splits that there are, in the order in which they are read."""
        every = (self.segments, self.themes, self.customers, self.inputs)
        return tuple(one for one in every if one is not None and one.parts)
