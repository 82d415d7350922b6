"""The same idea computed in other ways: its rival definitions, and other choices of which answers count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from cxdesk.analysis.cards import card
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.analysis.rivals import plain, rivals
from cxdesk.domain.explained import Way, Ways
from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Card, Phrase
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import accepted, options_in_force, standing_for
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.session import Session

COUNTING = ("dedupe",)  # options that choose rows, and are shown beside the rival definitions


def ways(query: Query, selection: Selection, frame: Frame, session: Session | None = None) -> Ways:
    """See Workspace.ways. All ways share what is selected, with one another and with the `session`."""
    session = session or Session(frame)
    metric, asked = metric_of(selection.metric), _as_selected(query, selection)
    stands = standing_for(metric.idea, frame)
    found = [
        _way(one.metric, dict(one.options), one.pinned, one.version, one.card, frame)
        for one in rivals(metric.id, asked, frame, session)
    ]
    found += _counted_otherwise(metric, asked, frame, session)
    told = [one for one in found if one.card.figure.value is not None or one.pinned]
    since = stands.pinned_from if stands else None
    return Ways(tuple(told), datetime.fromisoformat(since) if since else None)


def _as_selected(query: Query, selection: Selection) -> Query:
    """The question of the whole, narrowed to the point and the segment that were clicked."""
    filters = query.filters
    if selection.segment is not None and query.split:
        value = NONE if selection.segment == NONE else selection.segment
        filters = (*filters, Condition(query.split, Op.IS, (value,)))
    return query.with_(range=selection.period or query.range, filters=filters, selection=None)


def _counted_otherwise(metric: Metric, query: Query, frame: Frame, session: Session) -> Iterator[Way]:
    """The metric in focus with every other choice of which of a customer's answers count."""
    base = options_in_force(metric, frame, query.options.get(metric.id, {}), query.definitions.get(metric.id))
    chosen = accepted(metric, base)
    for option in (option for option in metric.options if option.name in COUNTING):
        for choice in (choice for choice, _title in option.choices if choice != chosen[option.name]):
            options = {**base, option.name: choice}
            asked = query.with_(metrics=(metric.id,), options={**query.options, metric.id: options})
            made = card(Inquiry(asked, frame, session=session), metric)
            yield _way(metric.id, plain(accepted(metric, options)), False, None, made, frame)


def _way(name: str, options: Mapping[str, Any], pinned: bool, version: int | None, made: Card, frame: Frame) -> Way:
    metric = metric_of(name)
    other = None if version is not None else _difference(metric, options, frame)
    if other is None:
        title, detail = Phrase(metric.title), made.label
    else:
        option, value = other
        title, detail = Phrase(_choice(option, value)), (Phrase(metric.title), Phrase(option.title))
    return Way(title, detail, name, tuple(options.items()), made, pinned, version)


def _difference(metric: Metric, options: Mapping[str, Any], frame: Frame) -> tuple[Option, Any] | None:
    """The first option that is not as it is in force, and what it is."""
    base = plain(accepted(metric, options_in_force(metric, frame, {})))
    changed = [option for option in metric.options if options.get(option.name) != base[option.name]]
    return (changed[0], options.get(changed[0].name)) if changed else None


def _choice(option: Option, value: Any) -> str:
    return next((title for choice, title in option.choices if choice == value), str(value))
