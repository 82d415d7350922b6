"""The declaration of a metric: everything that screens, reports, manual and tests need to know about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cxdesk.domain.kinds import Source
from cxdesk.domain.results import Better, Phrase, Unit
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.options import Option, accepted
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame
    from cxdesk.metrics.estimators.ratio import Ratio
    from cxdesk.metrics.estimators.term import Term

__all__ = ["Better", "Example", "Family", "Metric", "Minimum", "Phrase", "Unit", "View", "metric"]


class Family(StrEnum):
    """Families in the order of menus and cards."""

    SATISFACTION = "satisfaction"
    LOYALTY = "loyalty"
    EFFORT = "effort"
    LISTENING = "listening"
    SUPPORT = "support"
    CUSTOMERS = "customers"
    REVENUE = "revenue"
    PRODUCT = "product"
    JOURNEY = "journey"
    COMPOSITE = "composite"


FAMILY_TITLES: Mapping[Family, str] = {
    Family.SATISFACTION: N_("Satisfaction"),
    Family.LOYALTY: N_("Loyalty"),
    Family.EFFORT: N_("Effort"),
    Family.LISTENING: N_("Listening"),
    Family.SUPPORT: N_("Support"),
    Family.CUSTOMERS: N_("Customers"),
    Family.REVENUE: N_("Revenue"),
    Family.PRODUCT: N_("Product use"),
    Family.JOURNEY: N_("Journey"),
    Family.COMPOSITE: N_("Composites"),
}

DECIMALS: Mapping[str, int] = {
    Unit.SCORE: 0,
    Unit.PERCENT: 1,
    Unit.SCALE: 2,
    Unit.INDEX: 1,
    Unit.COUNT: 0,
    Unit.MONEY: 2,
    Unit.DAYS: 1,
    Unit.HOURS: 1,
    Unit.RATIO: 2,
}


@dataclass(frozen=True)
class Minimum:
    """The smallest change worth naming: in the metric's unit, or as a share of the width of the scale."""

    points: float = 0.0
    of_width: float = 0.0

    def at(self, width: float) -> float:
        """In the metric's unit, for a scale of that width."""
        return max(self.points, self.of_width * width)


MINIMUM: Mapping[str, Minimum] = {
    Unit.SCORE: Minimum(points=5),
    Unit.PERCENT: Minimum(points=3),
    Unit.SCALE: Minimum(of_width=0.025),
    Unit.INDEX: Minimum(points=2.5),
}


@dataclass(frozen=True)
class View:
    """Rows that join or span kinds. `kinds` are what it reads, the first being what it cannot do without."""

    name: str
    kinds: tuple[str, ...]
    build: Callable[[Frame, Mapping[str, Any]], Rows]


@dataclass(frozen=True)
class Example:
    """A worked example: raw answers on a scale, or rows by kind, and what comes out; None = cannot be said."""

    answers: Sequence[object] = ()
    scale: Scale | None = None
    gives: float | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    measure: str = ""
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    note: str = ""


Label = Callable[[Mapping[str, Any], Sequence[Scale]], tuple[Phrase, ...]]
Make = Callable[..., "Term | Ratio | Mapping[str, Term | Ratio]"]


@dataclass(frozen=True)
class Measure:
    """One of several numbers of a metric: its title, and unit and direction where they differ from the metric's."""

    title: str
    unit: str | None = None
    better: str | None = None


@dataclass(frozen=True)
class Metric:
    """A metric as declared. `make(rows, **options)` says how much each row counts and names an estimator."""

    id: str
    title: str
    short_title: str
    idea: str  # metrics of one idea are rival definitions
    family: Family
    question: str
    explain: str
    unit: str
    better: str
    reads: Source | View | tuple[Source | View, ...]
    label: Label
    make: Make
    at: str | None = None
    good_for: str = ""
    beware: str = ""
    options: tuple[Option, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    companions: tuple[str, ...] = ()
    drill: tuple[str, ...] = ()  # parts in the order people look at them
    examples: tuple[Example, ...] = ()
    minimum: Minimum | None = None
    start: int | None = None  # place in the balanced set of cards; None: not in it
    counted: Callable[[Rows], Rows] | None = None  # how its rows count, whatever the options
    nothing: str = "no_rows"  # reason when there is nothing to ask
    limits: tuple[float | None, float | None] = (None, None)  # what the value can be at all
    version: int = 1  # of the definition; raised when its meaning changes

    @property
    def sources(self) -> tuple[Source | View, ...]:
        return self.reads if isinstance(self.reads, tuple) else (self.reads,)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of record it reads, the indispensable one first."""
        every = [(one.kind,) if isinstance(one, Source) else one.kinds for one in self.sources]
        return tuple(dict.fromkeys(kind for kinds in every for kind in kinds))

    @property
    def decimals(self) -> int:
        return DECIMALS[self.unit]

    def accept(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Every option with its value. BadQuestion for what does not fit."""
        return accepted(self.options, given, self.id)

    def minimum_change(self, width: float = 100.0) -> float:
        """The smallest change worth naming, in the metric's unit; `width` is that of the scale for means."""
        return (self.minimum or MINIMUM.get(self.unit, Minimum())).at(width)

    def unit_of(self, measure: str) -> str:
        known = self.measures.get(measure)
        return known.unit if known and known.unit else self.unit

    def better_of(self, measure: str) -> str:
        known = self.measures.get(measure)
        return known.better if known and known.better else self.better

    def title_of(self, measure: str) -> str:
        """English title of a measure; the metric's own where it has only one."""
        known = self.measures.get(measure)
        return known.title if known else self.title if measure in ("", "value") else measure

    def rows(self, frame: Frame, options: Mapping[str, Any]) -> tuple[Rows, ...]:
        """The rows it reads, one set per source, prepared as the options say."""
        return tuple(self._prepared(self._found(one, frame, options), options) for one in self.sources)

    def _found(self, source: Source | View, frame: Frame, options: Mapping[str, Any]) -> Rows:
        if isinstance(source, View):
            return source.build(frame, options)
        return frame.rows(source, options.get("at") or self.at)

    def _prepared(self, rows: Rows, options: Mapping[str, Any]) -> Rows:
        rows = rows if self.counted is None else self.counted(rows)
        for option in self.options:
            if option.prepare is not None:
                rows = option.prepare(rows, options[option.name])
        return rows

    def terms(self, rows: Sequence[Rows], options: Mapping[str, Any]) -> Mapping[str, Term | Ratio]:
        """Estimator inputs by measure, the card's number first."""
        own = {o.name: options[o.name] for o in self.options if o.prepare is None and o.name not in _ELSEWHERE}
        made = self.make(*rows, **own)
        return made if isinstance(made, Mapping) else {"value": made}


_ELSEWHERE = frozenset({"at", "change_interval"})  # options that rows and estimates obey


def metric(**declared: Any) -> Callable[[Make], Metric]:
    """Declares the metric that the decorated function makes. See `Metric` for the fields."""

    def declare(make: Make) -> Metric:
        for name in ("options", "companions", "drill", "examples"):
            declared[name] = tuple(declared.get(name, ()))
        return Metric(make=make, **declared)

    return declare
