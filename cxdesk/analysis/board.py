"""Query × Frame → Board: everything the screens show, computed once."""

from __future__ import annotations

from cxdesk.analysis.breakdowns import breakdown
from cxdesk.analysis.cards import card, cards
from cxdesk.analysis.drilldown import drill
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.trends import trend
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Board, Breakdown, Card, Trend
from cxdesk.frame.frame import Frame
from cxdesk.metrics.definitions import chosen
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metric_of
from cxdesk.system.progress import Progress


def make_board(query: Query, frame: Frame, progress: Progress, inquiry: Inquiry | None = None) -> Board:
    """The answer to `query`, for which there may be an `inquiry` that already knows something. Raises Cancelled when a
    newer question made it unwelcome.
    """
    inquiry = inquiry or Inquiry(query, frame)
    shown = inquiry.once("cards", (), lambda: cards(inquiry))
    made = _with_focus(shown, inquiry)
    progress.check()
    focus = _focus(query, made)
    metric = metric_of(focus.metric) if focus else None
    course = _trend(inquiry, metric, focus.measure) if metric and focus else None
    progress.check()
    split = _breakdown(inquiry, metric, focus.measure) if metric and focus else None
    progress.check()
    known = metric is not None and isinstance(inquiry.compared(metric), Asked)  # a card without data has no rows
    behind = drill(query, focus, frame, inquiry) if focus and known else None
    return Board(
        query=query,
        state=frame.state,
        cards=made,
        trend=course,
        breakdown=split,
        rows_behind=behind.count if behind else 0,
        comments_behind=behind.comments if behind else 0,
        as_of=inquiry.as_of,
        range=inquiry.ranges.now,
        compare_range=inquiry.ranges.base,
        data_range=inquiry.data_range,
        on_cards=tuple(one.metric for one in shown),
        chosen=chosen(frame) is not None,
    )


def _trend(inquiry: Inquiry, metric: Metric, measure: str) -> Trend:
    return inquiry.once("trend", (metric.id, measure), lambda: trend(inquiry, metric, measure))


def _breakdown(inquiry: Inquiry, metric: Metric, measure: str) -> Breakdown:
    key = (metric.id, measure, inquiry.query.split)
    return inquiry.once("breakdown", key, lambda: breakdown(inquiry, metric, measure))


def _with_focus(made: tuple[Card, ...], inquiry: Inquiry) -> tuple[Card, ...]:
    """The number that is looked at has a card, also where it is none of those that are shown."""
    clicked = inquiry.query.selection
    if clicked is None or any(one.metric == clicked.metric for one in made):
        return made
    return (*made, card(inquiry, metric_of(clicked.metric)))


def _focus(query: Query, made: tuple[Card, ...]) -> Selection | None:
    """What was clicked, else the first card that has a value."""
    if query.selection is not None:
        return query.selection
    filled = [card for card in made if card.figure.value is not None] or [card for card in made if card.needs is None]
    return Selection(filled[0].metric, filled[0].measure) if filled else None
