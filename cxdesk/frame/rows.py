"""A set of rows that can be asked: columns, attributes, bands; always in anchor order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Source
from cxdesk.domain.scales import BandRule, Refused, Scale
from cxdesk.frame import attributes, masks, theming
from cxdesk.frame.axes import Groups, Periods
from cxdesk.frame.cells import Cells
from cxdesk.frame.codes import Coded, Codes
from cxdesk.frame.computed import STANDINGS
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.valued import Valued

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame

T = TypeVar("T")


@dataclass(frozen=True)
class Keep:
    """Of the rows of one `per` (customer, response) within a period one counts; the others are called `reason`.

    `within`: of those of each segment one counts, so that a segment's number is what a filter by it gives; segments
    then overlap. For what is nobody's, such as a day.
    """

    per: str
    which: str = "latest"  # or "first"
    reason: str = "superseded"
    within: bool = False


@dataclass(frozen=True, eq=False)
class Fact:
    """A number worth telling beside counts: what each row adds, or the ascending days of what no row stands for."""

    rows: np.ndarray | None = None
    days: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Rows(Valued):
    """Positions into one kind's columns, ordered by day, then instant, then source row; undated rows come last.

    `index` [rows] int32 are the positions; `days` [rows] int32 local days, NO_DAY where a row has no date;
    `left_out` counts the kind's other rows by reason, so that size plus left_out is the whole kind. `keep`,
    `weight` and `reading` say how a metric wants these rows to be counted; they share all columns.
    """

    frame: Frame
    kind: str
    index: np.ndarray
    days: np.ndarray
    left_out: Mapping[str, int]
    source: Source
    at: str = ""
    keep: Keep | None = None
    weight: str | None = None
    reading: tuple[Scale | None, tuple[str, ...]] = (None, ())
    refusing: str = ""  # the way out shown where yes-no questions are refused
    facts: Mapping[str, Fact] = field(default_factory=dict)
    bounds: np.ndarray | None = None  # [periods, 2] where rows were made for certain periods: those of each
    elapsed: np.ndarray | None = None  # [periods] by how many days or other units what counts per day is divided
    cache: dict[Any, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.index)

    @property
    def dated(self) -> int:
        """How many rows, all at the front, have a date."""
        return self.once("dated", lambda: int(np.searchsorted(self.days, NO_DAY)))

    def bounds_of(self, periods: Periods) -> np.ndarray:
        """[periods, 2] where each period's rows begin and end."""
        return periods.bounds(self.days) if self.bounds is None else self.bounds

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """`make()`, remembered with these rows."""
        if key not in self.cache:
            self.cache[key] = make()
        return self.cache[key]

    def col(self, name: str) -> Any:
        """One column of these rows: an array, or Codes for texts. NotFound where the kind has none of that name."""
        return self.once(("col", name), lambda: self.in_order(self.frame.column(self.kind, name)))

    def has(self, name: str) -> bool:
        return self.frame.has(self.kind, name)

    def codes(self, attribute: str, periods: Periods | None = None) -> Codes | None:
        """Few-valued attribute of each row: own field, own unknown column, computed, else the customer's; None where
        these rows cannot be asked. What changes with time is taken as it stood when the row's period began.
        """
        moment = periods if attribute in STANDINGS else None
        return self.once(("codes", attribute, moment), lambda: attributes.codes(self, attribute, moment))

    def groups(self, attribute: str, periods: Periods | None = None) -> Groups | None:
        """The same as groups for counting: unused labels left out, the rest in order, rows without a value last."""
        if attribute == theming.MAIN:  # follows the themes, which change without the rows
            return theming.main(self)
        moment = periods if attribute in STANDINGS else None
        return self.once(("groups", attribute, moment), lambda: attributes.groups(self, attribute, moment))

    def attributes(self) -> tuple[str, ...]:
        """What these rows can be split by."""
        return self.once("attributes", lambda: attributes.available(self))

    def mask(self, condition: Condition, periods: Periods | None = None) -> np.ndarray | None:
        """Which rows meet the condition, bool [rows]; None where these rows cannot be asked."""
        return masks.mask(self, condition, periods)

    def local(self) -> np.ndarray | None:
        """Local wall time in µs per row; None where rows are dated by day only."""
        whole = self.frame.local(self.kind, self.at)
        return None if whole is None else whole[self.index]

    def floating(self) -> np.ndarray | None:
        """Which rows hold wall time that no zone was known for."""
        whole = self.frame.floating(self.kind, self.at)
        return None if whole is None else whole[self.index]

    @property
    def customer(self) -> np.ndarray:
        """int32 code of each row's customer, -1 unknown."""
        if self.has("customer"):
            return self.col("customer").codes
        return self.once("nobody", lambda: np.full(self.size, -1, np.int32))

    @property
    def customers(self) -> int:
        """One more than the largest customer code."""
        return self.once("customers", lambda: int(self.customer.max(initial=-1)) + 1)

    @property
    def cells(self) -> Cells:
        """Scored answers as codes, read as `reading` says."""
        built = self.once("cells", self._build_cells)
        if self.reading != (None, ()):
            built = self.once(("cells", self.reading), lambda: built.read_as(*self.reading))
        if not self.refusing:
            return built
        return self.once(("cells", self.reading, self.refusing), lambda: built.graded(self.refusing))

    def _build_cells(self) -> Cells:
        return Cells.build(self.col("score"), self.col("status"), self.col("scale"), self.frame.scales)

    def band(self, rule: BandRule, threshold: float | None = None, allow_proxy: bool = False) -> Coded:
        """Each answer's band on its own scale; compare with Band.TOP and so on."""
        return self.cells.bands(rule, threshold, allow_proxy)

    def refused(self, rule: BandRule, allow_proxy: bool = False) -> Refused | None:
        """Why a scale in use does not suit the rule, with the way out."""
        return self.cells.refused(rule, allow_proxy)

    def score(self) -> Coded:
        """Answers with high = good, in points of their own scale."""
        return self.cells.oriented()

    def pomp(self) -> Coded:
        """Answers as percent of the maximum possible, 0 to 100."""
        return self.cells.pomp()

    def of_maximum(self) -> Coded:
        """Answers as percent of the highest point of their scale."""
        return self.cells.of_maximum()

    def counted_once(self, per: str, which: str = "latest", reason: str = "superseded", within: bool = False) -> Rows:
        """These rows, of which one per `per` and period counts; a skipped question never displaces an answer."""
        return replace(self, keep=Keep(per, which, reason, within))

    def graded(self, way_out: str) -> Rows:
        """These answers, those of yes-no questions refused with the way out."""
        return replace(self, refusing=way_out)

    def weighted(self, column: str | None) -> Rows:
        """These rows, counted by a weight column; without it rows weigh 1."""
        return replace(self, weight=column if column and self.has(column) else None)

    def read_as(self, scale: Scale | None, na: Iterable[str] = ()) -> Rows:
        """These answers held against another scale, or with more codes for "no answer"."""
        return replace(self, reading=(scale, tuple(na)))


def terms_of(rows: Rows) -> dict[Any, Any]:
    """What metrics keep of these rows that points back at them."""
    return rows.once("prepared", dict)
