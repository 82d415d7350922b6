"""Metric x Frame x question → Estimates by measure, or Unavailable with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.results import Phrase
from cxdesk.frame.axes import Multi, Periods, unified
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.selection import Refusal, Selection
from cxdesk.frame.zone import day_number
from cxdesk.metrics.counter import Split
from cxdesk.metrics.definitions import defined
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.estimators.ratio import Ratio
from cxdesk.metrics.estimators.term import Term
from cxdesk.metrics.grouped import Setup
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.session import Session
from cxdesk.system.i18n import N_

__all__ = ["Ask", "Result", "Session", "evaluate"]

Result = Mapping[str, Estimate] | Unavailable


@dataclass(frozen=True)
class Ask:
    """A question put to one metric.

    Groups come from `periods` (as given, may overlap), else from the units of `grain` within `range`, else `range`
    or all dates is the one group; `split` (an attribute or a Multi) divides each. `options` are the metric's; None in
    `level`, `min_show`, `small_sample` means the workspace's setting. `at` reads the data as of that day.
    """

    filters: tuple[Condition, ...] = ()
    range: Period | None = None
    grain: Grain | None = None
    periods: tuple[Period, ...] = ()
    split: str | Multi | None = None
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
    prepared = _prepared(metric, frame, ask.options)
    if isinstance(prepared, Unavailable):
        return prepared
    as_of = _as_of(metric, frame, ask)
    periods = _periods(frame, prepared.rows[0], ask, as_of)
    if periods is not None and not periods.periods:
        return Unavailable(metric.id, "missing_field", metric.at or "date")
    return Asked(session or Session(frame), metric, ask, prepared.options, periods, as_of).all(prepared.terms)


@dataclass(frozen=True)
class Prepared:
    """A metric with its options, ready to be asked of one Frame."""

    options: Mapping[str, Any]
    rows: tuple[Rows, ...]
    terms: Mapping[str, Term | Ratio]


def _prepared(metric: Metric, frame: Frame, given: Mapping[str, Any]) -> Prepared | Unavailable:
    """Remembered by the frame: what each row counts does not depend on the question."""
    options = metric.accept({name: value for name, value in given.items() if name not in _GENERAL})
    key = (id(metric), tuple(options.values()))
    found = frame.memo.get(key)
    if found is None:
        found = frame.memo[key] = (_prepare(metric, frame, options), metric)
    return found[0]


def _prepare(metric: Metric, frame: Frame, options: Mapping[str, Any]) -> Prepared | Unavailable:
    first = metric.kinds[0]
    if not frame.size(first):
        return Unavailable(metric.id, "missing_kind" if metric.nothing == "no_rows" else metric.nothing, first)
    rows = metric.rows(frame, options)
    if not any(one.size for one in rows):
        return Unavailable(metric.id, metric.nothing, first)
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

    def all(self, terms: Mapping[str, Term | Ratio]) -> Result:
        """Every measure; the first obstacle makes the metric unavailable."""
        contexts: dict[int, Context | Unavailable] = {}
        found: dict[str, Estimate] = {}
        for measure, term in terms.items():
            one = self._ratio(measure, term) if isinstance(term, Ratio) else self._plain(measure, term, contexts)
            if isinstance(one, Unavailable):
                return one
            found[measure] = one.robust() if self.ask.robust else one
        return found

    def _plain(self, measure: str, term: Term, contexts: dict[int, Context | Unavailable]) -> Estimate | Unavailable:
        context = contexts.get(id(term.rows))
        if context is None:
            context = contexts[id(term.rows)] = self._context(term.rows)
        return context if isinstance(context, Unavailable) else self._estimate(measure, term, context)

    def _context(self, rows: Rows, among: tuple[Rows, ...] = ()) -> Context | Unavailable:
        """`among`: all rows whose segments must be numbered alike."""
        selection = self.session.selection(rows, self.ask.filters, self.as_of, self.periods)
        if isinstance(selection, Refusal):
            return self._cannot(selection.kind, selection.condition.field)
        split = _split(rows, self.ask, self.periods, among)
        if split is False:
            return self._cannot(rows.kind, str(self.ask.split))
        return Context(selection, split, self._setup(selection))

    def _estimate(self, measure: str, term: Term, context: Context) -> Estimate:
        members = self.session.members(context.selection, term, self.periods)
        return Estimate(measure, term, self.session.tally(members, term, context.split), context.setup)

    def _ratio(self, measure: str, ratio: Ratio) -> Estimate | Unavailable:
        among = (ratio.top.rows, ratio.bottom.rows)
        contexts = [self._context(rows, among) for rows in among]
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
        ask, settings = self.ask, self.session.frame.settings
        shown = ask.options.get("min_show", ask.min_show)
        periods = self.periods
        return Setup(
            self.metric,
            self.options,
            selection,
            tuple(periods.periods) if periods else (None,),
            np.zeros(1, bool) if periods is None else periods.edges[:, 1] > self.as_of + 1,
            float(ask.options.get("level") or ask.level or settings.get("level", 0.95)),
            int(settings.get("min_show", 5) if shown is None else shown),
            int(ask.small_sample or settings.get("small_sample", 30)),
            ask.across_scales,
        )


_GENERAL = frozenset({"level", "min_show"})  # may stand among the options of any metric


def _as_of(metric: Metric, frame: Frame, ask: Ask) -> int:
    known = min(frame.as_of(kind) for kind in metric.kinds if frame.size(kind))
    return known if ask.at is None else min(day_number(ask.at), NO_DAY - 1)


def _periods(frame: Frame, rows: Rows, ask: Ask, as_of: int) -> Periods | None:
    if ask.periods:
        return Periods.of(ask.periods)
    if ask.grain is not None:
        span = ask.range or frame.span(rows, as_of)
        return Periods.over(span, ask.grain, frame.calendar) if span else Periods(())
    return Periods.of((ask.range,)) if ask.range else None


def _split(rows: Rows, ask: Ask, periods: Periods | None, among: tuple[Rows, ...]) -> Split | Literal[False] | None:
    """The segments asked for; None without a split, False where these rows have no such attribute."""
    if ask.split is None:
        return None
    if isinstance(ask.split, Multi):
        return Split(ask.split.name, multi=ask.split)
    groups = rows.groups(ask.split, periods)
    if groups is None:
        return False
    others = [one.groups(ask.split, periods) for one in among if one is not rows]
    return Split(ask.split, unified(groups, [other for other in others if other is not None]))
