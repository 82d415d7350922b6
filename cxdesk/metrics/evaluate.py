"""Metric x Frame x question → Estimates by measure, or Unavailable with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.results import Phrase
from cxdesk.domain.settings import setting
from cxdesk.frame import naming, theming
from cxdesk.frame.axes import Axis, Groups, Multi, Periods, unified
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows, terms_of
from cxdesk.frame.selection import Refusal, Selection
from cxdesk.frame.zone import day_number
from cxdesk.metrics.counter import Split
from cxdesk.metrics.definitions import defined
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.estimators.formula import Formula, Input
from cxdesk.metrics.estimators.ratio import Ratio
from cxdesk.metrics.estimators.term import Term
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.grouped import Setup
from cxdesk.metrics.metric import Metric, View
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.session import Session
from cxdesk.system.i18n import N_

__all__ = ["Ask", "Result", "Session", "evaluate"]

Result = Mapping[str, Estimate] | Unavailable
Made = Term | Ratio | Formula


@dataclass(frozen=True)
class Ask:
    """A question put to one metric.

    Groups come from `periods` (as given, may overlap), else from the units of `grain` within `range`, else `range`
    or all dates is the one group; `split` (an attribute, a Multi or any other Axis) divides each. `options` are the
    metric's; None in `level`, `min_show`, `small_sample` means the workspace's setting. `at` reads the data as of that
    day.
    """

    filters: tuple[Condition, ...] = ()
    range: Period | None = None
    grain: Grain | None = None
    periods: tuple[Period, ...] = ()
    split: str | Multi | Axis | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    level: float | None = None
    min_show: int | None = None
    small_sample: int | None = None
    at: date | None = None
    robust: bool = False
    across_scales: bool = False
    version: int | None = None  # of the metric's definition; None: the one in force


def evaluate(metric: Metric, frame: Frame, ask: Ask = Ask(), session: Session | None = None) -> Result:
    """Estimates by measure, the card's number first; Unavailable where the data or the filters do not allow it.

    Raises BadQuestion for options or filters that do not fit. With a Session many questions share their work.
    """
    ask = defined(metric, frame, ask)
    lacking = _lacking(metric, frame, ask.options)
    if lacking is not None:
        return lacking
    as_of = _as_of(metric, frame, ask)
    periods = _periods(metric, frame, ask, as_of)
    if periods is not None and not periods.periods:
        return Unavailable(metric.id, "missing_field", metric.at or "date")
    prepared = prepare(metric, frame, ask.options, periods)
    if isinstance(prepared, Unavailable):
        return prepared
    return Asked(session or Session(frame), metric, ask, prepared.options, periods, as_of).all(prepared)


def _lacking(metric: Metric, frame: Frame, given: Mapping[str, Any]) -> Unavailable | None:
    """Why the data there are cannot answer at all. Remembered by the frame, as long as no option is set."""
    if given:
        return _missing(metric, frame, given)
    key = ("lacking", id(metric))
    if key not in frame.memo:
        frame.memo[key] = (_missing(metric, frame, given), metric)
    found: Unavailable | None = frame.memo[key][0]
    return found


def _missing(metric: Metric, frame: Frame, given: Mapping[str, Any]) -> Unavailable | None:
    options = _accepted(metric, given)
    if metric.sources:
        first = metric.kinds[0]
        if not any(frame.size(kind) for kind in (metric.kinds if metric.any_kind else (first, *metric.also(frame)))):
            return Unavailable(metric.id, "missing_kind" if metric.nothing == "no_rows" else metric.nothing, first)
    elif not any(frame.size(kind) for kind in metric.kinds):
        return Unavailable(metric.id, "missing_kind", metric.kinds[0])
    for view in metric.own_views if metric.any_kind else metric.views:
        unlike = view.unlike(frame, options) if view.unlike is not None else None
        if unlike is not None:
            return Unavailable(metric.id, *unlike)
    return None


def _accepted(metric: Metric, given: Mapping[str, Any]) -> dict[str, Any]:
    return metric.accept({name: value for name, value in given.items() if name not in _GENERAL})


@dataclass(frozen=True)
class Prepared:
    """A metric with its options, ready to be asked of one Frame."""

    options: Mapping[str, Any]
    rows: tuple[Rows, ...]
    terms: Mapping[str, Made]

    @cached_property
    def counted(self) -> tuple[Rows, ...] | None:
        """All rows that its measures count; None where one reads another metric, which may count any."""
        found: dict[int, Rows] = {}
        return tuple(found.values()) if all(_gather(made, found) for made in self.terms.values()) else None


def _gather(made: Made, found: dict[int, Rows]) -> bool:
    """Add the rows that something counts; whether it names no other metric."""
    if isinstance(made, Formula):
        inputs = [one.of for one in made.inputs.values()]
        return all(not isinstance(one, str) and _gather(one, found) for one in inputs)
    for one in (made.top, made.bottom) if isinstance(made, Ratio) else (made,):
        found[id(one.rows)] = one.rows
    return True


class Measures(Mapping[str, Estimate]):
    """Estimates by measure, each made when it is asked for: a card shows one of a hundred."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Estimate]) -> None:
        self._made: dict[str, Estimate | None] = dict.fromkeys(names)
        self._make = make

    def __getitem__(self, measure: str) -> Estimate:
        found = self._made[measure]
        if found is None:
            found = self._made[measure] = self._make(measure)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def prepare(metric: Metric, frame: Frame, given: Mapping[str, Any], periods: Periods | None) -> Prepared | Unavailable:
    """What each row counts, which does not depend on the question: remembered by the frame, and for rows that were
    made for certain periods, with those rows.
    """
    options = _accepted(metric, given)
    key: tuple[Any, ...] = ("prepared", id(metric), tuple(options.values()))
    memo: dict[Any, Any] = frame.memo
    rows: tuple[Rows, ...] | None = None
    if any(isinstance(one, View) and one.by_period for one in metric.sources):
        rows = metric.rows(frame, options, periods)
        memo = terms_of(next(one for one in rows if one.bounds is not None))
    found = memo.get(key)
    if found is None:
        found = memo[key] = (_prepare(metric, frame, options, rows), metric)
    return found[0]


def _prepare(
    metric: Metric, frame: Frame, options: Mapping[str, Any], rows: tuple[Rows, ...] | None
) -> Prepared | Unavailable:
    rows = metric.rows(frame, options) if rows is None else rows
    if rows and not any(one.size for one in rows):
        return Unavailable(metric.id, metric.nothing, metric.kinds[0])
    return Prepared(options, rows, metric.terms(rows, options))


@dataclass(frozen=True)
class Context:
    """What all measures over one set of rows share."""

    selection: Selection
    split: Split | None
    setup: Setup


@dataclass(frozen=True)
class Asked:
    """One question as understood: what all its measures share."""

    session: Session
    metric: Metric
    ask: Ask
    options: Mapping[str, Any]
    periods: Periods | None
    as_of: int
    read: dict[Any, tuple[Estimate | Unavailable, object]] = field(default_factory=dict)  # what formulas read
    cut: dict[Any, tuple[Selection | Refusal, Split | Literal[False] | None, object]] = field(default_factory=dict)

    def all(self, prepared: Prepared) -> Result:
        """Every measure; the first obstacle makes the metric unavailable, or where any kind will do that measure."""
        contexts: dict[int, Context | Unavailable] = {}
        terms, counted = prepared.terms, prepared.counted
        if counted is not None:
            among = counted if self.ask.split is not None and len(counted) > 1 else ()
            contexts = {id(rows): self._context(rows, among) for rows in counted}
            if not any(isinstance(one, Unavailable) for one in contexts.values()):
                return Measures(terms, lambda measure: self._available(measure, terms[measure], contexts, among))
            contexts = {}
        found: dict[str, Estimate] = {}
        among = self._side_by_side(terms.values())
        for measure, term in terms.items():
            one = self.estimate(measure, term, contexts, among)
            if isinstance(one, Unavailable):
                if found and self.metric.any_kind:
                    continue
                return one
            found[measure] = one.robust() if self.ask.robust else one
        return found

    def _available(
        self, measure: str, made: Made, contexts: dict[int, Context | Unavailable], among: tuple[Rows, ...]
    ) -> Estimate:
        """One measure of which all rows can be asked."""
        one = self.estimate(measure, made, contexts, among)
        assert isinstance(one, Estimate)
        return one.robust() if self.ask.robust else one

    def _side_by_side(self, terms: Iterable[Made]) -> tuple[Rows, ...]:
        """All rows whose segments stand side by side: those of every measure, where they count different ones."""
        if self.ask.split is None:
            return ()
        rows = {id(one): one for made in terms for one in self._rows_of(made)}
        return tuple(rows.values()) if len(rows) > 1 else ()

    def estimate(
        self, measure: str, made: Made, contexts: dict[int, Context | Unavailable], among: tuple[Rows, ...] = ()
    ) -> Estimate | Unavailable:
        """One measure. `among`: all rows whose segments must be numbered alike."""
        if isinstance(made, Formula):
            return self._formula(measure, made, among)
        if isinstance(made, Ratio):
            return self._ratio(measure, made, among)
        return self._plain(measure, made, contexts, among)

    def _formula(self, measure: str, formula: Formula, among: tuple[Rows, ...]) -> Estimate | Unavailable:
        inputs = {name: self._resolved(one) for name, one in formula.inputs.items()}
        among = among or self._rows_of(formula)
        found: dict[str, Estimate | Unavailable] = {}
        for name, one in inputs.items():
            found[name] = one if isinstance(one, Unavailable) else one[0]._input(name, one[1], among)
        known = {name: one for name, one in found.items() if isinstance(one, Estimate)}
        lost = [one for one in found.values() if isinstance(one, Unavailable)]
        refused = [one for one in lost if one.reason == "filter_not_applicable"]
        if refused or len(known) < formula.least:
            return replace((refused or lost)[0], metric=self.metric.id)
        first = next(iter(known.values()))
        setup = self._setup(first.setup.selection)
        return FormulaEstimate(measure, first.term, first.tally, setup, formula=formula, inputs=known)

    def _input(self, name: str, made: Made, among: tuple[Rows, ...]) -> Estimate | Unavailable:
        """What a formula reads; formulas that read the same share the estimate."""
        key = (id(made), self.metric.id, id(self.options), self.periods, *map(id, among))
        if key not in self.read:
            self.read[key] = (self.estimate(name, made, {}, among), (made, self.options, among))
        return self.read[key][0]

    def _resolved(self, given: Input) -> tuple[Asked, Made] | Unavailable:
        """Who asks for an input, and what: a term as it is, or the measure of the metric it names."""
        if not isinstance(given.of, str):
            return self, given.of
        name, _dot, measure = given.of.partition(".")
        metric, frame = metric_of(name), self.session.frame
        lacking = _lacking(metric, frame, given.options)
        if lacking is not None:
            return lacking
        periods = self.periods
        if periods is None and metric.by_period:
            span = metric.reach(frame, given.options, self.as_of)
            if span is None:
                return Unavailable(metric.id, "missing_field", metric.at or "date")
            periods = Periods.of((span,))
        prepared = prepare(metric, frame, given.options, periods)
        if isinstance(prepared, Unavailable):
            return prepared
        made = prepared.terms[measure or next(iter(prepared.terms))]
        return replace(self, metric=metric, options=prepared.options, periods=periods), made

    def _rows_of(self, made: Made) -> tuple[Rows, ...]:
        """The rows that something counts, those of a formula's inputs included."""
        if isinstance(made, Ratio):
            return (made.top.rows, made.bottom.rows)
        if not isinstance(made, Formula):
            return (made.rows,)
        inputs = [self._resolved(one) for one in made.inputs.values()]
        return tuple(row for one in inputs if not isinstance(one, Unavailable) for row in one[0]._rows_of(one[1]))

    def _plain(
        self, measure: str, term: Term, contexts: dict[int, Context | Unavailable], among: tuple[Rows, ...]
    ) -> Estimate | Unavailable:
        context = contexts.get(id(term.rows))
        if context is None:
            context = contexts[id(term.rows)] = self._context(term.rows, among)
        return context if isinstance(context, Unavailable) else self._estimate(measure, term, context)

    def _context(self, rows: Rows, among: tuple[Rows, ...] = ()) -> Context | Unavailable:
        """`among`: all rows whose segments must be numbered alike."""
        key = (id(rows), id(self.periods), *map(id, among))
        if key not in self.cut:  # of many inputs of a formula the same rows are asked for
            chosen = self.session.selection(rows, self.ask.filters, self.as_of, self.periods)
            parts = None if isinstance(chosen, Refusal) else _split(rows, self.ask, self.periods, among)
            self.cut[key] = chosen, parts, (rows, self.periods, among)
        selection, split, _kept = self.cut[key]
        if isinstance(selection, Refusal):
            return self._cannot(selection.kind, selection.condition.field)
        if split is False:
            return self._cannot(rows.kind, str(self.ask.split))
        return Context(selection, split, self._setup(selection))

    def _estimate(self, measure: str, term: Term, context: Context) -> Estimate:
        members = self.session.members(context.selection, term, self.periods, context.split)
        return Estimate(measure, term, self.session.tally(members, term, context.split), context.setup)

    def _ratio(self, measure: str, ratio: Ratio, among: tuple[Rows, ...]) -> Estimate | Unavailable:
        own = (ratio.top.rows, ratio.bottom.rows)
        contexts = [self._context(rows, among or own) for rows in own]
        sides = []
        for term, context in zip((ratio.top, ratio.bottom), contexts, strict=True):
            if isinstance(context, Unavailable):
                return context
            sides.append(self._estimate(measure, term, context))
        return RatioEstimate(measure, ratio.top, sides[0].tally, sides[0].setup, ratio=ratio, bottom=sides[1])

    def _cannot(self, kind: str, field: str) -> Unavailable:
        detail = Phrase(N_("{kind} has nothing called {field}."), (("kind", kind), ("field", field)))
        return Unavailable(self.metric.id, "filter_not_applicable", kind, detail)

    def _setup(self, selection: Selection) -> Setup:
        ask, periods = self.ask, self.periods
        return Setup(
            self.metric,
            self.options,
            selection,
            tuple(periods.periods) if periods else (None,),
            np.zeros(1, bool) if periods is None else periods.edges[:, 1] > self.as_of + 1,
            float(self._general("level", ask.level)),
            int(self._general("min_show", ask.min_show)),
            int(self._general("small_sample", ask.small_sample)),
            ask.across_scales,
        )

    def _general(self, name: str, asked: Any) -> Any:
        """A setting: what stands among the options of the metric, as the setting reads it, else what the question asks
        for, else what holds in the workspace. BadQuestion where the setting cannot read an option.
        """
        given = self.ask.options.get(name) if name in _GENERAL else None
        if given is not None:
            return setting(name).accept(given)
        return general(self.session.frame, name) if asked is None else asked


_GENERAL = frozenset({"level", "min_show"})  # may stand among the options of any metric


def general(frame: Frame, name: str) -> Any:
    """What a setting is in the workspace of a frame."""
    return frame.settings.get(name, setting(name).default)


def _as_of(metric: Metric, frame: Frame, ask: Ask) -> int:
    known = [view.until(frame) for view in metric.views]
    seen = {kind for view in metric.views for kind in view.kinds}
    known += [frame.as_of(kind) for kind in metric.kinds if kind not in seen and frame.size(kind)]
    return min(known) if ask.at is None else min(day_number(ask.at), NO_DAY - 1)


def _periods(metric: Metric, frame: Frame, ask: Ask, as_of: int) -> Periods | None:
    if ask.periods:
        return Periods.of(ask.periods)
    if ask.grain is not None:
        span = ask.range or metric.reach(frame, ask.options, as_of)
        return Periods.over(span, ask.grain, frame.calendar) if span else Periods(())
    span = ask.range
    if span is None and metric.by_period:
        span = metric.reach(frame, ask.options, as_of)
        return Periods.of((span,)) if span else Periods(())
    return Periods.of((span,)) if span else None


def _split(rows: Rows, ask: Ask, periods: Periods | None, among: tuple[Rows, ...]) -> Split | Literal[False] | None:
    """The segments asked for; None without a split, False where these rows have no such attribute."""
    if ask.split is None:
        return None
    if isinstance(ask.split, Multi):
        return Split(ask.split.name, multi=ask.split)
    if isinstance(ask.split, str) and theming.applies(rows, ask.split):
        multi = theming.multi(rows, ask.split)
        return False if multi is None else Split(ask.split, multi=multi)
    if ask.split == naming.NAME:
        return Split(naming.NAME, multi=naming.multi(rows)) if naming.applies(rows, naming.NAME) else False
    groups = _groups(rows, ask.split, periods)
    if groups is None:
        return False
    beside = [_groups(one, ask.split, periods) for one in among if one is not rows]
    others = [other for other in beside if other is not None]
    name = ask.split if isinstance(ask.split, str) else ask.split.name
    return Split(name, _numbered_alike(rows, groups, others))


def _numbered_alike(rows: Rows, groups: Groups, others: list[Groups]) -> Groups:
    """`unified`, remembered with the rows: what is counted by the same groups is counted by the same array."""
    if all(other.labels == groups.labels for other in others):
        return groups
    key = ("unified", id(groups.codes), *(id(other.codes) for other in others))
    found: Groups = rows.once(key, lambda: (unified(groups, others), groups, others))[0]
    return found


def _groups(rows: Rows, split: str | Axis, periods: Periods | None) -> Groups | None:
    return rows.groups(split, periods) if isinstance(split, str) else split.groups(rows)
