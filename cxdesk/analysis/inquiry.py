"""One Query put to one Frame: what period it means, which metrics it names, and their estimates, each computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from math import isfinite
from typing import Any, TypeVar

from cxdesk.analysis.compare import Ranges, ranges
from cxdesk.analysis.currencies import currency_of
from cxdesk.analysis.presence import Presence, presence_of
from cxdesk.domain.kinds import Source
from cxdesk.domain.periods import Calendar, Grain, Period, units
from cxdesk.domain.query import PRESENCE, Compare, Query
from cxdesk.domain.results import Change, Figure, Phrase
from cxdesk.frame.axes import Axis
from cxdesk.frame.crossed import Crossed, is_crossed
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_of
from cxdesk.metrics.definitions import start_set
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.evaluate import Ask, Session, evaluate, general
from cxdesk.metrics.metric import Metric, View
from cxdesk.metrics.registry import metric_of, metrics

FIRST_SPLITS = ("plan", "segment", "country", "channel", "language")  # what is shown before anybody chose
MOST_KEPT = 600  # selections, members and tallies of one question and the clicks in it
COURSE = "course"  # over all dates: what is kept of it holds whatever period is asked
MOST_UNITS = 1500  # of a trend; finer grains over longer spans show the newest

T = TypeVar("T")
Key = tuple[str, str, str | None, tuple[Period, ...]]  # for what, of which metric, split by what, for which periods


@dataclass(frozen=True)
class Nothing:
    """Why a metric has no answer; `needs` is the kind to import."""

    reason: str
    needs: str | None
    label: tuple[Phrase, ...] = ()
    detail: Phrase | None = None


class Asked:
    """The estimates of one metric for a few periods and, where split, segments.

    `estimates` take every row for itself: enough for rows, counts and values. Whatever is shown of a figure's interval
    or of a change comes from `estimate`, which knows which rows are one customer's; so it is the same wherever it
    stands and whatever was asked before.
    """

    def __init__(self, metric: Metric, estimates: Mapping[str, Estimate], has_base: bool) -> None:
        self.metric = metric
        self.estimates = estimates
        self.has_base = has_base
        self._robust: dict[str, Estimate] = {}

    @property
    def first(self) -> Estimate:
        return next(iter(self.estimates.values()))

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(self.estimates)

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(period for period in self.first.periods if period is not None)

    @property
    def segments(self) -> tuple[str | None, ...]:
        return self.first.segments or ()

    @property
    def label(self) -> tuple[Phrase, ...]:
        """The definition's short label."""
        return self.first.label

    @property
    def scale_max(self) -> float | None:
        """The highest point of the one scale in use; None with several or none."""
        return self.first.scale_max

    def figure(self, measure: str, period: int = 0, segment: int = 0) -> Figure:
        estimate = self.estimate(measure)
        return estimate.figure(estimate.group(period, segment))

    def values(self, measure: str) -> list[float | None]:
        """The values of all groups, where no more of a figure is wanted."""
        return [value if isfinite(value) else None for value in self.estimates[measure].value.tolist()]

    def change(self, measure: str) -> Change | None:
        """From the comparison to the period asked; None when nothing is compared."""
        if not self.has_base:
            return None
        return self.estimate(measure).change(1, 0)

    def changes_between(self, measure: str, now: int, base: int) -> list[Change | None]:
        """The changes of every segment (without a split: of the whole) between two periods, by their places."""
        estimate, places = self.estimate(measure), range(len(self.segments) if self.first.segments is not None else 1)
        before, after = ([estimate.group(period, at) for at in places] for period in (base, now))
        return list(estimate.changes(before, after))

    def contribution_between(self, measure: str, now: int, base: int | None) -> list[float] | None:
        """Each segment's part in the change between two periods, summing to it; None where it cannot be split."""
        if base is None or self.first.segments is None:
            return None
        found = self.estimates[measure].contribution(base, now)
        parts = [] if found is None else [float(part) for part in found.part]
        return parts if parts and all(isfinite(part) for part in parts) else None

    def segment_changes(self, measure: str) -> list[Change | None]:
        """The same for every segment, adjusted for their number (Holm)."""
        if not self.has_base:
            return [None] * len(self.segments)
        return self.changes_between(measure, 0, 1)

    def contribution(self, measure: str) -> list[float] | None:
        """Each segment's part in the change, summing to it; None where nothing is compared or it cannot be split."""
        return self.contribution_between(measure, 0, 1 if self.has_base else None)

    def estimate(self, measure: str) -> Estimate:
        """With intervals and tests that know which answers are one customer's."""
        if measure not in self._robust:
            self._robust[measure] = self.estimates[measure].robust()
        return self._robust[measure]


class Inquiry:
    """Everything asked in one Query shares a session, so that no row is selected or counted twice."""

    def __init__(self, query: Query, frame: Frame, everything: bool = False, session: Session | None = None) -> None:
        """With the `session` of another question no row is selected again that was selected there."""
        self.query = query
        self.frame = frame
        self.session = session or Session(frame)
        self._courses = self.session.beside()
        self._everything = everything
        self._asked: dict[Key, Asked | Nothing] = {}
        self._made: dict[str, tuple[tuple[object, ...], Any]] = {}

    def once(self, what: str, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """`make()`, remembered until the same is asked for another key; what was clicked has to be part of the key."""
        if what not in self._made or self._made[what][0] != key:
            self._made[what] = key, make()
        found: T = self._made[what][1]
        return found

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics named, else the balanced set (or all there are)."""
        names = self.query.metrics or (tuple(metrics()) if self._everything else start_set(self.frame))
        return tuple(metric_of(name) for name in names)

    @property
    def calendar(self) -> Calendar:
        return self.frame.calendar

    @cached_property
    def as_of(self) -> date | None:
        """The last day that the data reach: of the kinds the metrics read, whichever reaches furthest."""
        days = [view.until(self.frame) for metric in self.metrics for view in metric.views if self._has(view)]
        seen = {kind for metric in self.metrics for view in metric.views if view.as_of for kind in view.kinds}
        days += [self.frame.as_of(kind) for kind in self._kinds if kind not in seen]
        known = [day for day in days if day < NO_DAY - 1]
        latest = day_of(max(known)) if known else None
        return min(latest, self.query.at) if latest and self.query.at else latest

    @cached_property
    def data_range(self) -> Period | None:
        """From the first dated row of those kinds to the last."""
        spans = [self.frame.span(self.frame.rows(source)) for source in self._sources()]
        views = dict.fromkeys(view for metric in self.metrics for view in metric.views if self._has(view))
        spans += [view.reach(self.frame, view.until(self.frame)) for view in views]
        known = [span for span in spans if span]
        return Period(min(s.start for s in known), max(s.end for s in known)) if known else None

    @cached_property
    def ranges(self) -> Ranges:
        return ranges(self.query.range, self.query.compare, self.as_of, self.calendar)

    def base_of(self, unit: Period) -> Period | None:
        """What a unit of the grain is held against, as the question says."""
        return ranges(unit, self.query.compare, self.as_of, self.calendar).base

    @property
    def end(self) -> date | None:
        """Where the period asked ends; None for all dates."""
        return self.query.range.end if self.query.range else None

    @property
    def length(self) -> Grain | None:
        """The calendar unit that the period asked is one of; None for other lengths and for all dates."""
        return self.query.range.grain(self.calendar) if self.query.range else None

    def is_partial(self, unit: Period) -> bool:
        """Whether the data do not reach the end of `unit` yet."""
        return self.as_of is not None and unit.contains(self.as_of) and self.as_of < unit.last

    def compared(self, metric: Metric, split: str | None = None) -> Asked | Nothing:
        """The period asked (place 0) and, where there is one, its comparison (place 1)."""
        now, base = self.ranges.now, self.ranges.base
        periods = tuple(period for period in (now, base) if period is not None)
        return self._ask("compared", metric, split, periods, base is not None)

    def one(self, metric: Metric, period: Period | None, split: str | None = None) -> Asked | Nothing:
        """A single period (place 0), or all dates. What was held against another already is not counted again."""
        if period is not None and period == self.ranges.now and not metric.by_period:
            sides = (period,) if self.ranges.base is None else (period, self.ranges.base)
            known = self._asked.get(("compared", metric.id, split, sides))
            if known is not None:
                return known
        return self._ask("one", metric, split, (period,) if period else (), False)

    def course(self, metric: Metric, split: str | None = None) -> Asked | Nothing:
        """Every unit of the grain that the data touch."""
        if self.data_range is None:
            return Nothing("missing_field", None)
        known = self._asked.get((COURSE, metric.id, split, ()))  # of one range and grain, whatever the question
        if known is not None:
            return known
        return self._ask(COURSE, metric, split, _newest(self.data_range, self.query.grain, self.calendar), False)

    def presence(self, metric: Metric) -> Presence | None:
        """Who is on both sides of the comparison; None without one, or where nobody knows whose the rows are."""
        asked = self.compared(metric)
        return presence_of(asked.first) if isinstance(asked, Asked) and asked.has_base else None

    def over(self, metric: Metric, periods: tuple[Period, ...], split: str | None) -> Asked | Nothing:
        """The units of the grain within the period asked."""
        return self._ask("over", metric, split, periods, False)

    def currency(self, asked: Asked, measure: str) -> str | None:
        """In what a measure's amounts are, as ISO code; None for what is no amount or has no one currency."""
        return currency_of(self.frame, asked.metric, measure, asked.first.setup.options)

    def first_split(self, metric: Metric) -> str:
        """What the metric is split by before anybody chose: the most telling attribute that the data have."""
        names = [name for name, _title in self.splits(metric)]
        telling = [name for name in FIRST_SPLITS if name in names]
        usual = [name for name in names if name not in metric.compare_by]
        return next(iter(telling or usual or names), "")

    def splits(self, metric: Metric) -> tuple[tuple[str, str], ...]:
        """What the metric's rows can be split by, as (name, name): whoever shows them knows their titles. First come
        those that the metric itself says are worth looking at.
        """
        asked = self.compared(metric)
        if not isinstance(asked, Asked):
            return ()
        rows = asked.first.tally.members.rows
        fixed = {condition.field for condition in rows.source.fixed}
        names = [name for name in rows.attributes() if name not in fixed]
        ready = [name for name in metric.compare_by if name in names]
        return tuple((name, name) for name in (*ready, *(name for name in names if name not in ready)))

    def scale_changes(self, metric: Metric) -> tuple[tuple[date, str], ...]:
        """The first day of each new scale, with the scales' names."""
        course = self.course(metric)
        if not isinstance(course, Asked):
            return ()
        estimate, found, last = course.first, [], ""
        for at, unit in enumerate(course.periods):
            used = estimate.scales(at)
            main = max(used, key=lambda name: used[name]) if used else last
            if last and main != last:
                found.append((unit.start, f"{last} → {main}".replace("-", "–")))
            last = main
        return tuple(found)

    def _ask(
        self, purpose: str, metric: Metric, split: str | None, periods: tuple[Period, ...], has_base: bool
    ) -> Asked | Nothing:
        key = (purpose, metric.id, split, () if purpose == COURSE else periods)
        if key not in self._asked:
            axis = self._axis(metric, split)
            if split is not None and axis is None:
                return Nothing("filter_not_applicable", None)
            ask = Ask(
                filters=self.query.filters,
                periods=periods,
                split=axis,
                options=self.query.options.get(metric.id, {}),
                min_show=self.query.min_show,
                at=self.query.at,
                version=self.query.definitions.get(metric.id),
            )
            found = evaluate(metric, self.frame, ask, self._courses if _stays(key) else self.session)
            self._asked[key] = _nothing(found) if isinstance(found, Unavailable) else Asked(metric, found, has_base)
        return self._asked[key]

    def _axis(self, metric: Metric, split: str | None) -> str | Axis | None:
        """What a split's name stands for: an attribute, two of them, or who is on both sides."""
        if split is not None and is_crossed(split):
            return Crossed(split)
        return self.presence(metric) if split == PRESENCE else split

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        kinds = dict.fromkeys(kind for metric in self.metrics for kind in metric.kinds[:1])
        return tuple(kind for kind in kinds if self.frame.size(kind))

    def _has(self, view: View) -> bool:
        return any(self.frame.size(kind) for kind in view.enough(self.frame))

    def _sources(self) -> list[Source]:
        """The plain kinds that the metrics read and that hold rows."""
        found = [source for metric in self.metrics for source in metric.sources if isinstance(source, Source)]
        return [source for source in dict.fromkeys(found) if self.frame.size(source.kind)]


def _stays(key: Key) -> bool:
    """Whether the answer holds whatever period is asked: it has a session that does not end with the period's."""
    return key[0] == COURSE and key[2] is None


def least_asked(inquiry: Inquiry) -> int:
    """From how many answers on a question wants to see a number."""
    own = inquiry.query.min_show
    return int(general(inquiry.frame, "min_show")) if own is None else own


@lru_cache(maxsize=16)
def _newest(span: Period, grain: Grain, calendar: Calendar) -> tuple[Period, ...]:
    """The units of a trend."""
    return tuple(units(span, grain, calendar))[-MOST_UNITS:]


def following(before: Inquiry, query: Query) -> Inquiry:
    """An inquiry for the next question to the same frame. After a click everything that was worked out is kept, after
    another period the course over all dates, after anything else nothing.
    """
    made = Inquiry(query, before.frame)
    known: tuple[str, ...] = ("metrics", "as_of", "data_range", "_kinds")
    if _unclicked(query) == _unclicked(before.query) and before.session.kept < MOST_KEPT:
        made.session, made._asked, made._made = before.session, before._asked, before._made
        made._courses = before._courses
        known = (*known, "ranges")
    elif _undated(query) == _undated(before.query) and before._courses.kept < MOST_KEPT:
        made._courses = before._courses
        made.session = made._courses.beside()
        made._asked = {key: found for key, found in before._asked.items() if _stays(key)}
        made._made = {what: kept for what, kept in before._made.items() if what == COURSE}
    else:
        return made
    made.__dict__.update({name: before.__dict__[name] for name in known if name in before.__dict__})
    return made


def _unclicked(query: Query) -> Query:
    return query.with_(selection=None, split=None, together=())


def _undated(query: Query) -> Query:
    return _unclicked(query).with_(range=None, compare=Compare())


def _nothing(found: Unavailable) -> Nothing:
    return Nothing(found.reason, found.needs, (), found.detail)
