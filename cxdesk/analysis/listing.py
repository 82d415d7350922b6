"""The objects that the command line prints for metrics and for the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cxdesk.analysis import measure_names
from cxdesk.analysis.benchmarks import reference_json, references, target
from cxdesk.analysis.inquiry import Asked, Inquiry, Nothing
from cxdesk.analysis.receipt import definition_json, plain_options
from cxdesk.domain.benchmarks import Reference
from cxdesk.domain.periods import Period, units
from cxdesk.domain.query import Query
from cxdesk.domain.results import Change, Figure
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import options_in_force
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import evaluate
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metrics


def metrics_json(query: Query, frame: Frame, by_grain: bool, measure: str | None = None) -> list[dict[str, Any]]:
    """One object per metric; groups run over measures, periods and segments."""
    inquiry = Inquiry(query, frame, everything=True)
    return [_metric(inquiry, metric, by_grain, measure) for metric in inquiry.metrics]


def _metric(inquiry: Inquiry, metric: Metric, by_grain: bool, only: str | None) -> dict[str, Any]:
    asked = _asked(inquiry, metric, by_grain)
    options = plain_options(asked.first) if isinstance(asked, Asked) else _options(inquiry, metric)
    beside = _references(asked, inquiry, by_grain, only)
    groups = (
        _groups(asked, _shown(asked, inquiry, by_grain), only, beside, inquiry.frame)
        if isinstance(asked, Asked)
        else iter([_no_group(asked)])
    )
    return {
        "id": metric.id,
        "title": metric.title,
        "unit": metric.unit,
        "currency": _currency(inquiry, asked, only),
        "better": metric.better,
        "definition": definition_json(inquiry, metric, options),
        "groups": list(groups),
        "references": [reference_json(one) for one in beside],
    }


def _references(asked: Asked | Nothing, inquiry: Inquiry, by_grain: bool, only: str | None) -> tuple[Reference, ...]:
    if not isinstance(asked, Asked):
        return ()
    measure = only if only in asked.measures else asked.measures[0]
    return references(inquiry, asked, str(measure), inquiry.query.grain if by_grain else inquiry.length)


def _currency(inquiry: Inquiry, asked: Asked | Nothing, only: str | None) -> str | None:
    if not isinstance(asked, Asked):
        return None
    return inquiry.currency(asked, str(only if only in asked.measures else asked.measures[0]))


def _options(inquiry: Inquiry, metric: Metric) -> Mapping[str, Any]:
    """The options that would be in force if the data allowed the metric."""
    query = inquiry.query
    return options_in_force(metric, inquiry.frame, query.options.get(metric.id, {}), query.definitions.get(metric.id))


def _asked(inquiry: Inquiry, metric: Metric, by_grain: bool) -> Asked | Nothing:
    split = inquiry.query.split
    if not by_grain:
        return inquiry.compared(metric, split)
    span = inquiry.query.range or inquiry.data_range
    if span is None:
        return Nothing("missing_field", None)
    shown = tuple(units(span, inquiry.query.grain, inquiry.calendar))
    bases = [base for base in (inquiry.base_of(unit) for unit in shown) if base is not None]
    return inquiry.over(metric, tuple(dict.fromkeys([*shown, *bases])), split)


def _shown(asked: Asked, inquiry: Inquiry, by_grain: bool) -> dict[int, int | None]:
    """Place of each period that is listed → place of the one it is held against; None where there is none."""
    if not by_grain:
        return {0: 1} if asked.has_base else {0: None}
    span = inquiry.query.range or inquiry.data_range
    assert span is not None
    places = {period: at for at, period in enumerate(asked.periods)}
    pairs = [(unit, inquiry.base_of(unit)) for unit in units(span, inquiry.query.grain, inquiry.calendar)]
    return {places[unit]: None if base is None else places[base] for unit, base in pairs}


def _groups(
    asked: Asked, shown: dict[int, int | None], only: str | None, beside: tuple[Reference, ...], frame: Frame
) -> Iterator[dict[str, Any]]:
    segments: tuple[str | None, ...] = asked.segments or (None,)
    periods: tuple[Period | None, ...] = asked.periods or (None,)
    about = only if only in asked.measures else asked.measures[0]
    for measure in asked.measures:
        if only not in (None, measure):
            continue
        title = measure_names.shown(frame, asked.metric, measure, asked.first.setup.options)
        for at, base in shown.items():
            changes, parts = _changes(asked, measure, at, base), asked.contribution_between(measure, at, base)
            for place, segment in enumerate(segments):
                figure = asked.figure(measure, at, place)
                change = changes[place] if changes else None
                period = periods[at]
                held = target(beside, figure, asked.metric.better_of(measure)) if measure == about else None
                said = _group(measure, period, segment, figure, change)
                part = None if parts is None else parts[place]
                yield {**said, "measure_title": title, "contribution": part, "target": vars(held) if held else None}


def _changes(asked: Asked, measure: str, now: int, base: int | None) -> list[Change | None]:
    """Of every segment, adjusted for their number; of the whole where there are none."""
    return [] if base is None else asked.changes_between(measure, now, base)


def _group(
    measure: str, period: Period | None, segment: str | None, figure: Figure, change: Change | None
) -> dict[str, Any]:
    return {
        "measure": measure,
        "period": period.to_json() if period else None,
        "segment": segment,
        "value": figure.value,
        "reason": figure.reason,
        "n": figure.n,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "missing": figure.missing,
        "invalid": figure.invalid,
        "excluded": dict(figure.excluded),
        "low": figure.low,
        "high": figure.high,
        "flags": list(figure.flags),
        "parts": dict(figure.parts),
        "change": _change(change) if change else None,
    }


def _change(change: Change) -> dict[str, Any]:
    base = change.base_period.to_json() if change.base_period else None
    return {
        "from": {"period": base, "value": change.base_value, "n": change.base_n},
        "delta": change.delta,
        "low": change.low,
        "high": change.high,
        "p": change.p,
        "test": change.test,
        "verdict": change.verdict,
        "why": change.why,
    }


def _no_group(nothing: Nothing) -> dict[str, Any]:
    empty = _group("", None, None, Figure(None, reason=nothing.reason), None)
    detail = nothing.detail.say() if nothing.detail else None
    return {
        **empty,
        "measure_title": "",
        "contribution": None,
        "target": None,
        "needs": nothing.needs,
        "detail": detail,
    }


def catalogue_json(frame: Frame | None) -> list[dict[str, Any]]:
    """Every metric; with a frame also whether its data allow it, and why not."""
    return [_described(metric, frame) for metric in metrics().values()]


def _described(metric: Metric, frame: Frame | None) -> dict[str, Any]:
    found = evaluate(metric, frame) if frame is not None else None
    why = found.reason if isinstance(found, Unavailable) else None
    return {
        "id": metric.id,
        "title": metric.title,
        "family": metric.family,
        "unit": metric.unit,
        "better": metric.better,
        "explain": metric.explain,
        "reads": list(metric.kinds),
        "options": {option.name: option.default for option in metric.options},
        "measures": list(metric.measures),
        "compare_by": list(metric.compare_by),
        "available": None if frame is None else why is None,
        "why_not": why,
    }
