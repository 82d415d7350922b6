"""The rows behind one number and how the number follows from them: enough to compute it again elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cxdesk.domain.plain import LATER


class Method(StrEnum):
    """How a value and its interval follow from what the rows add."""

    WILSON = "wilson"  # share of rows, score interval
    ADJUSTED_WALD = "adjusted_wald"  # share of +1 less share of -1
    STUDENT = "t"  # mean
    DEVIATION = "deviation"  # sample standard deviation
    SUM = "sum"
    QUANTILE = "quantile"
    RATIO = "ratio"  # sum of the top's rows over sum of the bottom's
    STATED = "stated"  # no short formula: the value is stated


@dataclass(frozen=True)
class Working:
    """`value` = `per` x what the method makes of the rows; sums are divided by `exposure` (days, or 1).

    `interval` says whether the method's interval is given at `level`; `weighted` whether rows weigh unequally; `tops`
    and `bottoms` are a ratio's counted parts; `clustered` whether the interval knows which rows are one customer's.
    """

    method: Method
    level: float
    per: float = 1.0
    q: float = 0.5
    exposure: float = 1.0
    weighted: bool = False
    interval: bool = True
    tops: tuple[str, ...] = ()
    bottoms: tuple[str, ...] = ()
    clustered: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True)
class Clusters:
    """What an interval takes from knowing which rows are one customer's: how many `customers` there are, as how many
    independent rows theirs tell (`effective`), and the standard `error` of the value, in its unit.
    """

    customers: int
    effective: float
    error: float


@dataclass(frozen=True)
class RowBehind:
    """One row in one part of the number. `adds` and `weight` are None where it does not count (missing, invalid).

    `cells` stand under the headings of the rows; dates and instants are dates, instants in local time.
    """

    part: str
    adds: float | None
    weight: float | None
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Workings:
    """`rows()` gives `count` rows, in parts; the first heading is the file with its sheet, the second the line.
    `clusters` where `working` is clustered.
    """

    working: Working
    headings: tuple[str, ...]
    count: int
    rows: Callable[[], Iterator[RowBehind]]
    clusters: Clusters | None = None
