"""How many of what a number counts would stay with each value of a filter."""

from __future__ import annotations

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.facets import Counts, Facet
from cxdesk.domain.query import Query, Selection
from cxdesk.frame.frame import Frame
from cxdesk.metrics.registry import metric_of


def facet(query: Query, frame: Frame, attribute: str, of: Selection, every: Counts) -> Facet:
    """Counted as the card of `of` counts, in the period asked and under every other filter. `every` has the values that
    there are at all with their rows; those of which nothing is counted come last. Where the number cannot be split so,
    the rows stand as they are.
    """
    others = tuple(one for one in query.filters if one.field != attribute)
    metric = metric_of(of.metric)
    inquiry = Inquiry(query.with_(filters=others), frame)
    asked = inquiry.compared(metric, attribute)
    whole = inquiry.compared(metric)
    if not isinstance(asked, Asked) or not isinstance(whole, Asked):
        return Facet(attribute, every)
    measure = of.measure if of.measure in asked.measures else asked.measures[0]
    counted = {label: asked.figure(measure, 0, at).n for at, label in enumerate(asked.segments)}
    known = {**dict.fromkeys((label for label, _rows in every), 0), **counted}
    rows = dict(every)
    order = sorted(known, key=lambda label: (-known[label], -rows.get(label, 0), label or ""))
    counts = tuple((label, known[label]) for label in order if known[label] or rows.get(label))
    return Facet(attribute, counts, metric.short_title, query.range, whole.figure(measure).n)
