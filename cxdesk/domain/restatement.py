"""Which past values are not what they were, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxdesk.domain.periods import Period


@dataclass(frozen=True)
class MonthFigure:
    """What one measure of a metric says of one month, by a version of its definition."""

    metric: str
    version: int
    measure: str
    month: str  # its first day, ISO
    value: float | None
    n: int


@dataclass(frozen=True)
class Known:
    """What stood behind figures when they were made: live imports, definitions, settings, merges, how far data go."""

    batches: tuple[int, ...] = ()
    definitions: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    merges: int = 0
    as_of: str = ""  # ISO day; empty without dated rows


@dataclass(frozen=True)
class Shown:
    """Figures as they were kept at one state of the store."""

    state: int
    at: str
    known: Known


@dataclass(frozen=True)
class Cause:
    """One reason why a value moved.

    `type`: late_rows (rows of this month came later), changed_rows (rows were given otherwise, such as reopened
    tickets), undone (an import was taken back), definition, merged (customers became one; `rows` counts the merges),
    unmerged (they are several again), settings. `rows` counts the rows of
    the month that it concerns, where that is known; `note` says more, such as `nps@1 → nps@2`.
    """

    type: str
    batch: int | None = None
    file: str = ""
    rows: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Moved:
    """One past value that is another now. None, n 0: there was, or is, none. `running`: the month had not ended."""

    metric: str
    measure: str
    title: str
    unit: str
    decimals: int
    month: Period
    before: MonthFigure | None
    after: MonthFigure | None
    running: bool = False
    causes: tuple[Cause, ...] = ()

    @property
    def delta(self) -> float | None:
        """How far it moved; None where one of the two is no number."""
        values = [one.value if one else None for one in (self.before, self.after)]
        return None if values[0] is None or values[1] is None else values[1] - values[0]


@dataclass(frozen=True)
class Restatement:
    """What moved since `at` (ISO instant, empty: since ever), or since just before the import `batch`.

    `known` is whether there were figures to compare with; `changes` is everything that happened in between.
    """

    at: str = ""
    batch: int | None = None
    known: bool = True
    changes: tuple[Cause, ...] = ()
    moved: tuple[Moved, ...] = ()
