"""One metric by the values of an attribute, with each value's part in the change."""

from __future__ import annotations

from dataclasses import replace

from cxdesk.analysis.forms import forms
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.results import Breakdown, BreakdownRow, Verdict
from cxdesk.metrics.metric import Metric

MOST_ROWS = 200


def breakdown(inquiry: Inquiry, metric: Metric, measure: str = "") -> Breakdown:
    """Segments sorted by the size of their contribution, or by n where nothing is compared."""
    choices = inquiry.splits(metric)
    attribute = inquiry.query.split or inquiry.first_split(metric)
    titles = dict(choices)
    head = Breakdown(
        metric=metric.id,
        measure=measure,
        title=metric.title,
        attribute=attribute,
        attribute_title=titles.get(attribute, attribute),
        unit=metric.unit_of(measure),
        decimals=metric.decimals_of(measure),
        better=metric.better_of(measure),
        choices=choices if not attribute or attribute in titles else (*choices, (attribute, attribute)),
        forms=forms(inquiry, metric),
    )
    if not attribute:
        return replace(head, why_none="no_attribute")
    asked = inquiry.compared(metric, attribute)
    if not isinstance(asked, Asked):
        return replace(head, why_none=asked.reason)
    measure = measure if measure in asked.measures else asked.measures[0]
    rows = tuple(_rows(asked, measure)[:MOST_ROWS])
    return replace(
        head,
        measure=measure,
        unit=metric.unit_of(measure),
        better=metric.better_of(measure),
        rows=rows,
        total=_total(inquiry, metric, measure),
        scale_max=asked.scale_max,
        currency=inquiry.currency(asked, measure),
    )


def _rows(asked: Asked, measure: str) -> list[BreakdownRow]:
    parts = asked.contribution(measure)
    changes = asked.segment_changes(measure)
    rows = []
    for at, key in enumerate(asked.segments):
        figure = asked.figure(measure, 0, at)
        base = asked.figure(measure, 1, at) if asked.has_base else None
        if figure.n == 0 and (base is None or base.n == 0):
            continue
        change = changes[at]
        rows.append(
            BreakdownRow(
                key=key,
                figure=figure,
                change=change,
                base=base,
                contribution=None if parts is None else parts[at],
                proven=change is not None and change.verdict in (Verdict.UP, Verdict.DOWN),
                hidden=figure.reason == "too_few",
            )
        )
    return sorted(rows, key=_weight)


def _weight(row: BreakdownRow) -> tuple[bool, float, int]:
    """Hidden rows last; then the largest contribution; then the most answers."""
    return row.hidden, -abs(row.contribution or 0.0), -row.figure.n


def _total(inquiry: Inquiry, metric: Metric, measure: str) -> BreakdownRow | None:
    whole = inquiry.compared(metric)
    if not isinstance(whole, Asked):
        return None
    change = whole.change(measure)
    base = whole.figure(measure, 1) if whole.has_base else None
    delta = change.delta if change else None
    return BreakdownRow(None, whole.figure(measure), change, base, delta)
