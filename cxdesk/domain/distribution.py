"""How the values behind a number are spread: how many rows have each point, or lie in each stretch of values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Phrase


class Spread(StrEnum):
    POINTS = "points"  # of a scale, or few distinct values
    BINS = "bins"  # stretches of a quantity
    PARTS = "parts"  # rows that are one thing or another


@dataclass(frozen=True)
class Bar:
    """Rows from `low` up to, not including, `high`; of a point both are the point, of a part neither is given.

    `part` is what most of these rows are in the metric (plus, minus, numerator …); `base` counts the same in the
    comparison.
    """

    n: int
    low: float | None = None
    high: float | None = None
    part: str = ""
    base: int = 0


@dataclass(frozen=True)
class Percentile:
    """The value below which so many percent lie: 50 is the median."""

    percent: int
    value: float


@dataclass(frozen=True)
class Band:
    """Rows that the metric's rule puts together, with their share in percent."""

    part: str
    title: Phrase
    tone: str
    n: int
    share: float


@dataclass(frozen=True)
class Distribution:
    """Of one number in one period. Without bars `why` is the reason."""

    metric: str
    measure: str
    title: str
    short_title: str
    spread: Spread = Spread.POINTS
    bars: tuple[Bar, ...] = ()
    bands: tuple[Band, ...] = ()
    percentiles: tuple[Percentile, ...] = ()
    mean: float | None = None
    n: int = 0
    base_n: int | None = None
    missing: int = 0
    elsewhere: int = 0  # rows on another scale than the one shown
    scale: str = ""
    unit: str = ""
    decimals: int = 0
    currency: str | None = None
    factor: float = 1.0  # of a value as it is shown to one as it is stored: money is kept in small parts
    period: Period | None = None
    base_period: Period | None = None
    why: str | None = None

    def share(self, bar: Bar) -> float:
        return 100.0 * bar.n / self.n if self.n else 0.0

    def base_share(self, bar: Bar) -> float | None:
        return 100.0 * bar.base / self.base_n if self.base_n else None
