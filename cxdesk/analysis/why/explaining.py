"""One change and all of its splits."""

from __future__ import annotations

from dataclasses import replace

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.why import customers, inputs, segments, themes
from cxdesk.analysis.why.additive import is_additive
from cxdesk.analysis.why.choosing import best, candidates
from cxdesk.domain.query import CompareTo
from cxdesk.domain.results import Change, least_shown
from cxdesk.domain.why import Split, SplitKind, Why
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.metric import Metric

ROUNDING = 1e-9


def explain(inquiry: Inquiry, metric: Metric, measure: str = "", attribute: str = "") -> Why:
    """The change from the comparison to the period asked. `attribute` is what the person wants it split by, else the
    split that tells most is taken.
    """
    whole = inquiry.compared(metric)
    head = _head(inquiry, metric, measure, whole)
    if head.why_none is not None or not isinstance(whole, Asked) or head.delta is None:
        return head
    estimate = whole.estimates[head.measure]
    of_inputs = inputs.split(estimate) if isinstance(estimate, FormulaEstimate) else None
    if not is_additive(estimate):
        return replace(head, inputs=of_inputs, why_none=None if of_inputs else "not_additive")
    choices = candidates(inquiry, metric)
    chosen = attribute if attribute in choices else best(inquiry, metric, head.measure, choices)
    found = segments.split(inquiry, metric, head.measure, chosen) if chosen else _none("no_attribute")
    return replace(
        head,
        segments=_exact(found, head.delta),
        themes=_exact(themes.split(inquiry, metric, head.measure, whole), head.delta),
        customers=_exact(customers.split(inquiry, metric, head.measure), head.delta),
        inputs=of_inputs,
        choices=choices,
    )


def _exact(found: Split, delta: float) -> Split:
    """A split whose parts are not the change is none: such as that of a spread, which is no mean of its groups."""
    sizes = [abs(part.size) for part in found.parts]
    left = sum(part.size for part in found.parts) - delta
    if sizes and abs(left) > ROUNDING * max(1.0, abs(delta), *sizes):
        return replace(found, parts=(), why_none="undefined")
    return found


def _head(inquiry: Inquiry, metric: Metric, measure: str, whole: object) -> Why:
    """What changed, and why it cannot be taken apart where that is so."""
    blank = Why(
        metric=metric.id,
        measure=measure,
        title=metric.title,
        short_title=metric.short_title,
        unit=metric.unit_of(measure),
        decimals=metric.decimals_of(measure),
        better=metric.better_of(measure),
        period=inquiry.ranges.now,
        base_period=inquiry.ranges.base,
    )
    if not isinstance(whole, Asked):
        return replace(blank, why_none=getattr(whole, "reason", "no_rows"))
    measure = measure if measure in whole.measures else whole.measures[0]
    estimate = whole.estimates[measure]
    change = whole.change(measure)
    return replace(
        blank,
        measure=measure,
        unit=metric.unit_of(measure),
        better=metric.better_of(measure),
        level=estimate.setup.level,
        scale_max=whole.scale_max,
        currency=inquiry.currency(whole, measure),
        now=whole.figure(measure),
        base=whole.figure(measure, 1) if whole.has_base else None,
        change=change,
        counted=estimate.whole and not estimate.setup.options.get("process"),
        why_none=_obstacle(inquiry, change) or _few(whole, measure),
    )


def _obstacle(inquiry: Inquiry, change: Change | None) -> str | None:
    if change is None:
        chosen = inquiry.query.compare.to is not CompareTo.NONE
        return ("no_period" if inquiry.query.range is None else "no_base") if chosen else "no_comparison"
    if change.delta is None:
        return change.why or "no_base"
    return "scale_change" if change.why == "scale_change" else None


def _few(whole: Asked, measure: str) -> str | None:
    """Of fewer answers than a number is shown from there is no change to explain either; a count is what it is."""
    estimate = whole.estimates[measure]
    sides = (whole.figure(measure, period).n for period in range(2))
    least = 0 if estimate.whole else least_shown(whole.metric.unit_of(measure), estimate.setup.min_show)
    return "too_few" if min(sides) < least else None


def _none(reason: str) -> Split:
    return Split(SplitKind.SEGMENTS, "", (), reason)
