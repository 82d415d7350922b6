"""The declaration of a metric: everything that screens, reports, manual and tests need to know about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cxdesk.domain.forms import Form
from cxdesk.domain.kinds import Source
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.results import Better, Phrase, Unit
from cxdesk.domain.scales import Scale
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.options import Option, accepted
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.frame.axes import Periods
    from cxdesk.frame.frame import Frame
    from cxdesk.metrics.estimators.formula import Formula
    from cxdesk.metrics.estimators.ratio import Ratio
    from cxdesk.metrics.estimators.term import Term

__all__ = ["Benchmark", "Better", "Example", "Family", "Metric", "Minimum", "Phrase", "Unit", "View", "metric"]


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
    Unit.MONTHS: 1,
    Unit.HOURS: 1,
    Unit.SECONDS: 0,
    Unit.MINUTES: 0,
    Unit.RATIO: 2,
}


@dataclass(frozen=True)
class Minimum:
    """The smallest change worth naming: in the metric's unit, as a share of the width of the scale or of the value."""

    points: float = 0.0
    of_width: float = 0.0
    of_value: float = 0.0

    def at(self, width: float) -> float:
        """In the metric's unit, for a scale of that width."""
        return max(self.points, self.of_width * width)


MINIMUM: Mapping[str, Minimum] = {
    Unit.COUNT: Minimum(),
    Unit.MONEY: Minimum(of_value=0.02),
    Unit.DAYS: Minimum(of_value=0.02),
    Unit.MONTHS: Minimum(of_value=0.02),
    Unit.HOURS: Minimum(of_value=0.02),
    Unit.SECONDS: Minimum(of_value=0.02),
    Unit.MINUTES: Minimum(of_value=0.02),
    Unit.RATIO: Minimum(of_value=0.02),
    Unit.SCORE: Minimum(points=5),
    Unit.PERCENT: Minimum(points=3),
    Unit.SCALE: Minimum(of_width=0.025),
    Unit.INDEX: Minimum(points=2.5),
}


Lacking = tuple[str, str] | tuple[str, str | None, Phrase]


@dataclass(frozen=True)
class View:
    """Rows that join or span kinds. `kinds` are what it reads, the first being what it cannot do without.

    `build(frame, options)` makes them; one that is `by_period` is built for certain periods, `build(frame, options,
    periods)`, because what its rows say depends on where the periods begin and end. `span` finds the days that the
    view's data cover (default: those of the first kind's rows), `as_of` the day up to which they reach. `unlike`
    says why the data there are do not suit, as (reason, what is needed, what can be done where that says more).
    """

    name: str
    kinds: tuple[str, ...]
    build: Callable[..., Rows]
    by_period: bool = False
    span: Callable[[Frame], Period | None] | None = None
    as_of: Callable[[Frame], int] | None = None
    unlike: Callable[[Frame, Mapping[str, Any]], Lacking | None] | None = None
    any_kind: bool = False  # any of the kinds it reads will do, not only the first
    made_of: Callable[[Frame, Mapping[str, Any]], tuple[Phrase, ...]] | None = None  # how, where that is not as usual
    also: Callable[[Frame], tuple[str, ...]] | None = None  # kinds that the workspace says will do as well

    def enough(self, frame: Frame) -> tuple[str, ...]:
        """The kinds of which any one will do to ask it."""
        needed = self.kinds if self.any_kind else self.kinds[:1]
        return needed if self.also is None else (*needed, *self.also(frame))

    def until(self, frame: Frame) -> int:
        """Local day up to which what it reads reaches."""
        if self.as_of is not None:
            return self.as_of(frame)
        return min((frame.as_of(kind) for kind in self.kinds if frame.size(kind)), default=NO_DAY - 1)

    def reach(self, frame: Frame, as_of: int) -> Period | None:
        """From the first day of its data to the day they reach; None without dated rows."""
        if self.span is not None:
            return self.span(frame)
        found = frame.span(frame.rows(Source(self.kinds[0])), as_of)
        if found is None or not self.by_period or as_of >= NO_DAY - 1:  # nobody says how far they reach
            return found
        return Period(found.start, max(found.end, day_of(as_of) + timedelta(days=1)))


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


@dataclass(frozen=True)
class Benchmark:
    """What others reach, for a definition: `options` that must be in force, the grain the figure holds for, the scale
    and the measure. Levels in the metric's unit (`value`: what is usual); None where the source gives none. `key` is
    its name, by default the metric's and its number.
    """

    label: str
    source: str
    year: int | None = None
    low: float | None = None
    good: float | None = None
    excellent: float | None = None
    value: float | None = None
    measure: str = ""
    grain: Grain | None = None
    scale: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


Label = Callable[[Mapping[str, Any], Sequence[Scale]], tuple[Phrase, ...]]
Make = Callable[..., "Term | Ratio | Formula | Mapping[str, Term | Ratio | Formula]"]


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
    reads: Source | View | str | tuple[Source | View | str, ...]  # a text is the id of another metric
    label: Label
    make: Make
    at: str | None = None
    good_for: str = ""
    beware: str = ""
    options: tuple[Option, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    endings: Mapping[str, Measure] = field(default_factory=dict)  # of measures that the data name, by how they end
    companions: tuple[str, ...] = ()
    compare_by: tuple[str, ...] = ()  # attributes by whose values it is worth looking at: offered first
    drill: tuple[str, ...] = ()  # parts in the order people look at them
    examples: tuple[Example, ...] = ()
    minimum: Minimum | None = None
    start: int | None = None  # place in the balanced set of cards; None: not in it
    counted: Callable[[Rows], Rows] | None = None  # how its rows count, whatever the options
    nothing: str = "no_rows"  # reason when there is nothing to ask
    limits: tuple[float | None, float | None] = (None, None)  # what the value can be at all
    full_count: bool = False  # everything was counted: an interval only where the option `process` asks for it
    benchmarks: tuple[Benchmark, ...] = ()
    any_kind: bool = False  # any of the kinds it reads will do, not only the first
    flagged: Callable[[Mapping[str, Any]], tuple[str, ...]] | None = None  # flags that its options call for
    forms: tuple[Form, ...] = ()  # what it can be looked at as, besides the list of its segments
    version: int = 1  # of the definition; raised when its meaning changes

    @property
    def _read(self) -> tuple[Source | View | str, ...]:
        return self.reads if isinstance(self.reads, tuple) else (self.reads,)

    @property
    def sources(self) -> tuple[Source | View, ...]:
        """What it reads itself."""
        return tuple(one for one in self._read if not isinstance(one, str))

    @property
    def inputs(self) -> tuple[Metric, ...]:
        """The metrics that it is made of."""
        from cxdesk.metrics.registry import metric_of

        return tuple(metric_of(one) for one in self._read if isinstance(one, str))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of record it reads, the indispensable one first."""
        every = [(one.kind,) if isinstance(one, Source) else one.kinds for one in self.sources]
        every += [one.kinds for one in self.inputs]
        return tuple(dict.fromkeys(kind for kinds in every for kind in kinds))

    @property
    def decimals(self) -> int:
        return DECIMALS[self.unit]

    def decimals_of(self, measure: str) -> int:
        """With how many decimals a measure is shown: a wait in hours with more than one in minutes and seconds."""
        return DECIMALS[self.unit_of(measure)]

    def accept(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Every option with its value. BadQuestion for what does not fit."""
        return accepted(self.options, given, self.id)

    def minimum_change(self, width: float = 100.0, measure: str = "") -> float:
        """The smallest change worth naming, in the metric's unit; `width` is that of the scale for means."""
        return self._minimum(measure).at(width)

    def minimum_share(self, measure: str = "") -> float:
        """The same as a share of the value that is changed from."""
        return self._minimum(measure).of_value

    def _minimum(self, measure: str) -> Minimum:
        own = self.minimum if self.unit_of(measure) == self.unit else None
        return own or MINIMUM.get(self.unit_of(measure), Minimum())

    def unit_of(self, measure: str) -> str:
        known = self._measure(measure)
        return known.unit if known and known.unit else self.unit

    def better_of(self, measure: str) -> str:
        known = self._measure(measure)
        return known.better if known and known.better else self.better

    def _measure(self, name: str) -> Measure | None:
        ending = next((end for end in self.endings if name.endswith(end)), "")
        return self.measures.get(name) or self.endings.get(ending)

    def title_of(self, measure: str) -> str:
        """English title of a measure; the metric's own where it has only one."""
        known = self.measures.get(measure)
        return known.title if known else self.title if measure in ("", "value") else measure

    @cached_property
    def by_period(self) -> bool:
        """Whether some of its rows are made for the periods asked."""
        return any(view.by_period for view in self.views)

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Its own views and those of the metrics that it is made of."""
        return tuple(dict.fromkeys([*self.own_views, *(view for one in self.inputs for view in one.views)]))

    def made_of(self, frame: Frame, options: Mapping[str, Any]) -> tuple[Phrase, ...]:
        """What its label says of the data there, such as that they are lists of one day each."""
        said = [phrase for view in self.views if view.made_of is not None for phrase in view.made_of(frame, options)]
        return tuple(dict.fromkeys(said))

    def also(self, frame: Frame) -> tuple[str, ...]:
        """Kinds that will do as well as the first one, because the workspace says so."""
        views = self.own_views
        return views[0].also(frame) if views and views[0].also is not None else ()

    @property
    def own_views(self) -> tuple[View, ...]:
        """The views it reads itself."""
        return tuple(one for one in self.sources if isinstance(one, View))

    def reach(self, frame: Frame, given: Mapping[str, Any], as_of: int) -> Period | None:
        """The days that its data cover, as far as `as_of`; None without dated rows."""
        spans = [one.reach(frame, {}, as_of) for one in self.inputs]
        for source in self.sources if self.any_kind else self.sources[:1]:
            if isinstance(source, View):
                spans.append(source.reach(frame, as_of))
            elif frame.size(source.kind):
                spans.append(frame.span(frame.rows(source, given.get("at") or self.at), as_of))
        known = [span for span in spans if span is not None]
        return Period(min(one.start for one in known), max(one.end for one in known)) if known else None

    def rows(self, frame: Frame, options: Mapping[str, Any], periods: Periods | None = None) -> tuple[Rows, ...]:
        """The rows it reads, one set per source, prepared as the options say."""
        return tuple(self._prepared(self._found(one, frame, options, periods), options) for one in self.sources)

    def _found(self, source: Source | View, frame: Frame, options: Mapping[str, Any], periods: Periods | None) -> Rows:
        if isinstance(source, View):
            return source.build(frame, options, periods) if source.by_period else source.build(frame, options)
        return frame.rows(source, options.get("at") or self.at)

    def _prepared(self, rows: Rows, options: Mapping[str, Any]) -> Rows:
        rows = rows if self.counted is None else self.counted(rows)
        for option in self.options:
            if option.prepare is not None:
                rows = option.prepare(rows, options[option.name])
        return rows

    def terms(self, rows: Sequence[Rows], options: Mapping[str, Any]) -> Mapping[str, Term | Ratio | Formula]:
        """Estimator inputs by measure, the card's number first."""
        own = {
            o.name: options[o.name]
            for o in self.options
            if o.prepare is None and not o.of_view and o.name not in _ELSEWHERE
        }
        made = self.make(*rows, **own)
        return made if isinstance(made, Mapping) else {"value": made}


_ELSEWHERE = frozenset({"at", "change_interval", "process"})  # options that rows and estimates obey


def metric(**declared: Any) -> Callable[[Make], Metric]:
    """Declares the metric that the decorated function makes. See `Metric` for the fields."""

    def declare(make: Make) -> Metric:
        for name in ("options", "companions", "compare_by", "drill", "examples", "benchmarks"):
            declared[name] = tuple(declared.get(name, ()))
        return Metric(make=make, **declared)

    return declare
