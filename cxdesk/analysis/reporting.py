"""The numbers of a report: every metric asked once, in one inquiry, and told as far as a stranger may read it.

Nothing here names a person unless the recipe says so, and no value of fewer answers than the least leaves this module:
what is not in the facts can stand in no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import isfinite

from cxdesk.analysis import receipt_wording, wording
from cxdesk.analysis.breakdowns import breakdown
from cxdesk.analysis.cards import cards
from cxdesk.analysis.distributions import distribution
from cxdesk.analysis.explaining import explain
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.trends import trend
from cxdesk.analysis.why import explain as explain_change
from cxdesk.analysis.why.additive import together
from cxdesk.domain.distribution import Distribution
from cxdesk.domain.explained import Explained
from cxdesk.domain.filters import Op
from cxdesk.domain.identifying import is_identifying
from cxdesk.domain.query import Selection
from cxdesk.domain.report import Facts, Recipe, Section, Topic, changed
from cxdesk.domain.results import Breakdown, BreakdownRow, Card, Change, Trend, least_shown
from cxdesk.domain.why import Role, Split, SplitKind, Why
from cxdesk.metrics.registry import metric_of
from cxdesk.system.progress import Progress

MOST_POINTS = 24  # of a trend on paper
MOST_ROWS = 12  # of a breakdown
MOST_TRENDS, MOST_BREAKDOWNS, MOST_CHANGES, MOST_SPREADS = 8, 4, 3, 2
MOST_RECEIPTS = 16


def make_facts(
    recipe: Recipe,
    inquiry: Inquiry,
    least: int,
    moments: Mapping[int, datetime],
    progress: Progress | None = None,
) -> Facts:
    """The numbers of the report; comments and origins are the workspace's to add. Raises Cancelled when stopped."""
    progress = progress or Progress()
    shown = [one for one in cards(inquiry) if one.needs is None]
    topics = [Topic(withheld(one, least)) for one in shown]
    order = sorted(
        (topic for topic in topics if topic.card.figure.value is not None), key=lambda t: not changed(t.card)
    )
    place = {topic.card.metric: at for at, topic in enumerate(order)}
    made = []
    for at, topic in enumerate(topics):
        progress.check()
        progress.report(at, len(topics), "")
        rank = place.get(topic.card.metric)
        made.append(topic if rank is None else _full(topic, rank, recipe, inquiry, least, moments))
    ranges = inquiry.ranges
    return Facts(
        workspace="",
        recipe=recipe,
        topics=tuple(made),
        range=ranges.now,
        base=ranges.base,
        data_range=inquiry.data_range,
        as_of=inquiry.as_of,
        partial=ranges.partial,
        zone=inquiry.frame.zone.name,
        least=least,
    )


def withheld(card: Card, least: int) -> Card:
    """The card as it may be shown, without what fewer answers than the least came to before."""
    card = wording.withheld(card, least)
    change = card.change
    if change is None or not 0 < change.base_n < least_shown(card.unit, least):
        return card
    return replace(card, change=Change(None, change.base_n, change.base_period, None, why="too_few"))


def _full(
    topic: Topic, rank: int, recipe: Recipe, inquiry: Inquiry, least: int, moments: Mapping[int, datetime]
) -> Topic:
    """One number with what the chosen sections tell of it; `rank` is its place among those that are told first."""
    sections, card = recipe.sections, topic.card
    if Section.TRENDS in sections and rank < MOST_TRENDS:
        topic = replace(topic, trend=_trend(inquiry, card, least))
    if Section.BREAKDOWNS in sections and rank < MOST_BREAKDOWNS:
        topic = _with_breakdown(topic, inquiry, recipe, least)
    if {Section.CHANGES, Section.SUMMARY} & set(sections) and rank < MOST_CHANGES and changed(card):
        topic = replace(topic, why=_why(inquiry, card, recipe, least))
    if Section.DISTRIBUTION in sections and rank < MOST_SPREADS:
        spread = distribution(inquiry.query, inquiry.frame, Selection(card.metric, card.measure))
        topic = replace(topic, distribution=_spread(spread, least))
    if {Section.DEFINITIONS, Section.RECEIPTS} & set(sections) and rank < MOST_RECEIPTS:
        topic = replace(topic, told=_told(inquiry, card, least, moments))
    return topic


def _spread(spread: Distribution, least: int) -> Distribution | None:
    """The spread as it may be shown, beside a comparison of no few; open ends are nothing, as files hold them."""
    if spread.why is not None or spread.n < least:
        return None
    few = spread.base_n is not None and spread.base_n < least
    bars = tuple(replace(bar, low=_known(bar.low), high=_known(bar.high)) for bar in spread.bars)
    if few:
        return replace(spread, bars=tuple(replace(bar, base=0) for bar in bars), base_n=None, base_period=None)
    return replace(spread, bars=bars)


def _known(end: float | None) -> float | None:
    return end if end is not None and isfinite(end) else None


def _trend(inquiry: Inquiry, card: Card, least: int) -> Trend:
    """The last units up to the end of the period asked; those of few answers are gaps."""
    found = trend(inquiry, metric_of(card.metric), card.measure)
    end = inquiry.end
    units = [point for point in found.points if end is None or point.period.start < end][-MOST_POINTS:]
    known = {point.period for point in units}
    beside = tuple(point for point in found.compare if point.period in known)
    return wording.withheld_course(replace(found, points=tuple(units), compare=beside), least)


def _with_breakdown(topic: Topic, inquiry: Inquiry, recipe: Recipe, least: int) -> Topic:
    metric = metric_of(topic.card.metric)
    query = inquiry.query
    names = [name for name, _title in inquiry.splits(metric) if _may_split(name, recipe)]
    usual = inquiry.first_split(metric)
    wanted = query.split if query.split is not None else usual if usual in names else next(iter(names), "")
    if wanted not in names:
        return topic
    asked = inquiry.compared(metric, wanted)
    if not isinstance(asked, Asked):
        return topic
    found = breakdown(_split(inquiry, wanted), metric, topic.card.measure)
    rows = [_row(row, topic.card.unit, least) for row in found.rows]
    some = [row for row in rows if row.figure.value is not None]
    rest = [row for row in rows if row.figure.value is None or row not in some[:MOST_ROWS]]
    if not some:
        return topic
    total = _row(found.total, topic.card.unit, least) if found.total else None
    shown: Breakdown = replace(found, rows=tuple(some[:MOST_ROWS]), total=total, choices=(), forms=())
    return replace(topic, breakdown=shown, hidden=len(rest), hidden_n=sum(row.figure.n for row in rest))


def _split(inquiry: Inquiry, attribute: str) -> Inquiry:
    """The same inquiry, everything it knows with it, asked by an attribute."""
    from cxdesk.analysis.inquiry import following

    return following(inquiry, inquiry.query.with_(split=attribute))


def _row(row: BreakdownRow, unit: str, least: int) -> BreakdownRow:
    figure = wording.withheld_figure(row.figure, unit, least)
    few = row.base is not None and wording.withheld_figure(row.base, unit, least).value is None
    if figure.value is None:
        return replace(row, figure=figure, base=None, change=None, contribution=None, proven=False, hidden=True)
    return replace(row, base=None, change=None, contribution=None, proven=False) if few else row


def _why(inquiry: Inquiry, card: Card, recipe: Recipe, least: int) -> Why | None:
    """The change taken apart, by an attribute that names nobody."""
    metric = metric_of(card.metric)
    found = explain_change(inquiry, metric, card.measure, "")
    if found.segments is not None and not _may_split(found.segments.attribute, recipe):
        others = [name for name in found.choices if _may_split(name, recipe)]
        found = explain_change(inquiry, metric, card.measure, others[0]) if others else replace(found, segments=None)
    if found.change is None or found.why_none is not None:
        return None
    least = least_shown(card.unit, least)
    return replace(
        found,
        choices=(),
        segments=pooled(found.segments, least),
        themes=pooled(found.themes, least),
        customers=pooled(found.customers, least),
        inputs=pooled(found.inputs, least),
    )


def _may_split(attribute: str, recipe: Recipe) -> bool:
    """Whether groups by an attribute tell anything, and nothing that may not be told."""
    fixed = any(one.field == attribute and one.op is Op.IS and len(one.values) == 1 for one in recipe.query.filters)
    asked = attribute == recipe.query.split
    return (recipe.personal or not is_identifying(attribute)) and (asked or not fixed)


def pooled(split: Split | None, least: int) -> Split | None:
    """A split as it may be shown: groups of fewer than `least` as one bar without a name, so that its parts still add
    up. None where it has no parts, and where so few came or left that their part is their own.
    """
    if split is None or not split.parts:
        return None
    if split.kind is SplitKind.INPUTS:
        return split
    few = [part for part in split.parts if any(0 < n < least for n in (part.n0, part.n1))]
    if not few:
        return split
    if split.kind is SplitKind.CUSTOMERS:
        return None
    few = [part for part in split.parts if part in few or part.role is Role.OTHERS]
    named = [part for part in split.parts if part.role is Role.GROUP and part not in few]
    rest = [part for part in split.parts if part not in few and part not in named]
    one = replace(together(few), members=sum(part.members for part in few))
    return replace(split, parts=(*named, one, *rest))


def _told(inquiry: Inquiry, card: Card, least: int, moments: Mapping[int, datetime]) -> Explained:
    """How the number came about, without the files: these stand in one list, with what of their names may be read."""
    found = explain(inquiry.query, Selection(card.metric, card.measure), inquiry.frame, moments, inquiry)
    behind = tuple(replace(one, files=()) for one in found.receipt.behind)
    receipt = replace(found.receipt, files=(), behind=behind)
    told = replace(
        found, receipt=receipt, card=replace(found.card, change=card.change), fed=(), events=(), companions=()
    )
    return receipt_wording.withheld(told, least)
