"""One question has one figure: the same interval on card, trend, breakdown, receipt, report and command line, whatever
was asked before and whether anything is compared. Where customers repeat it is the one that knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cxdesk.analysis.board import make_board
from cxdesk.analysis.cards import card
from cxdesk.analysis.explaining import explain
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.why import explain as explain_change
from cxdesk.domain.pack import Pack
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.domain.report import Recipe, Section
from cxdesk.domain.results import Figure
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metrics
from cxdesk.system.progress import Progress
from cxdesk.workspace.workspace import Workspace
from tests.cli.running import cxdesk

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
ASKED = Query(range=OCTOBER, grain=Grain.MONTH, compare=Compare(CompareTo.PREVIOUS))
ALONE = ASKED.with_(compare=Compare(CompareTo.NONE))
CLUSTERED = "csat_top"  # every answer counts, and customers answer several times
SHUFFLES = 8


@pytest.fixture(scope="module")
def workspace(samples: Callable[[str], Path]) -> Iterator[Workspace]:
    with Workspace.open(samples("brevio"), read_only=True) as opened:
        yield opened


def everywhere(inquiry: Inquiry, metric: Metric) -> dict[str, Callable[[], Figure | None]]:
    """By place, what asks for the metric's figure of the period there."""
    selection = Selection(metric.id)

    def on_card() -> Figure:
        return card(inquiry, metric).figure

    def in_trend() -> Figure | None:
        board = make_board(inquiry.query.with_(selection=selection), inquiry.frame, Progress(), inquiry)
        assert board.trend is not None
        return next((point.figure for point in board.trend.points if point.period == OCTOBER), None)

    def of_breakdown() -> Figure | None:
        board = make_board(inquiry.query.with_(selection=selection), inquiry.frame, Progress(), inquiry)
        return board.breakdown.total.figure if board.breakdown and board.breakdown.total else None

    def in_receipt() -> Figure:
        return explain(inquiry.query, selection, inquiry.frame, {}, inquiry).receipt.figure

    def in_why() -> Figure | None:
        return explain_change(inquiry, metric).now

    return {
        "card": on_card,
        "trend": in_trend,
        "breakdown": of_breakdown,
        "receipt": in_receipt,
        "why": in_why,
    }


def ends(figure: Figure | None) -> tuple[float | None, ...] | None:
    return None if figure is None else (figure.value, figure.low, figure.high, figure.n)


def test_a_figure_does_not_depend_on_what_was_asked_before(workspace: Workspace) -> None:
    """Every place in every order says what each place says when it is asked alone."""
    metric, frame, chance = metrics()[CLUSTERED], workspace.frame(), Random(7)
    names = list(everywhere(Inquiry(ASKED, frame), metric))
    alone = {name: ends(everywhere(Inquiry(ASKED, frame), metric)[name]()) for name in names}
    assert len(set(alone.values())) == 1, alone
    for _round in range(SHUFFLES):
        asking = everywhere(Inquiry(ASKED, frame), metric)
        chance.shuffle(names)
        assert {name: ends(asking[name]()) for name in names} == alone, names


def test_every_metric_says_the_same_with_and_without_a_comparison(workspace: Workspace) -> None:
    """So do the point of its trend, and the parts of its breakdown."""
    frame, told = workspace.frame(), 0
    compared, plain = Inquiry(ASKED, frame, everything=True), Inquiry(ALONE, frame, everything=True)
    for metric in metrics().values():
        split = plain.first_split(metric) or None
        two, one, course = compared.compared(metric), plain.compared(metric), plain.course(metric)
        parts, whole = compared.compared(metric, split), plain.compared(metric, split)
        if not (isinstance(two, Asked) and isinstance(one, Asked)):
            continue
        for measure in one.measures[:2]:
            two.change(measure)
            assert ends(two.figure(measure)) == pytest.approx(ends(one.figure(measure))), metric.id
            if isinstance(course, Asked) and OCTOBER in course.periods:
                point = course.figure(measure, course.periods.index(OCTOBER))
                assert ends(point) == pytest.approx(ends(one.figure(measure))), metric.id
                told += point.low is not None
            if isinstance(parts, Asked) and isinstance(whole, Asked) and split:
                for at, label in enumerate(whole.segments[:6]):
                    there = parts.figure(measure, 0, parts.segments.index(label))
                    assert ends(there) == pytest.approx(ends(whole.figure(measure, 0, at))), (metric.id, label)
    assert told > 40


def test_where_customers_repeat_the_interval_knows_them(workspace: Workspace) -> None:
    plain = Inquiry(ALONE, workspace.frame()).compared(metrics()[CLUSTERED])
    assert isinstance(plain, Asked)
    measure = plain.measures[0]
    every_row_alone, shown = plain.estimates[measure].figure(0), plain.figure(measure)
    assert shown.value == every_row_alone.value
    assert shown.low is not None
    assert every_row_alone.low is not None
    assert shown.low < every_row_alone.low


def test_card_receipt_ways_report_and_pack_agree(workspace: Workspace) -> None:
    query = ASKED.with_(metrics=(CLUSTERED,))
    (shown,) = workspace.board(query).cards
    told = workspace.receipt(query, Selection(CLUSTERED))
    recipe = Recipe(query=query, sections=(Section.CARDS, Section.RECEIPTS, Section.TRENDS))
    (topic,) = workspace.report(recipe).topics
    way = next(way for way in workspace.ways(query, Selection(CLUSTERED)).ways if way.card.label == shown.label)
    pack = Pack.close("October", "2026-11-02T08:00:00+00:00", workspace.report(recipe))
    assert topic.told is not None
    assert topic.trend is not None
    found = [shown.figure, told.figure, topic.card.figure, topic.told.receipt.figure, topic.trend.points[-1].figure]
    found += [way.card.figure, pack.facts.topics[0].card.figure]
    assert {ends(figure) for figure in found} == {ends(shown.figure)}


def test_the_command_line_says_the_same_with_and_without_a_comparison(workspace: Workspace) -> None:
    asked = ("-w", workspace.path, "--from", "2026-10-01", "--to", "2026-10-31", "--json")
    names = (CLUSTERED, "csat_mean", "nps", "mrr_churn")
    plain, compared = (
        cxdesk("metrics", *names, *asked, *more).json["metrics"] for more in ((), ("--compare", "previous"))
    )
    for one, other in zip(plain, compared, strict=True):
        for here, there in zip(one["groups"], other["groups"], strict=True):
            assert without_change(here) == pytest.approx(without_change(there)), one["id"]
    receipt = cxdesk("receipt", CLUSTERED, *asked).json
    first = plain[0]["groups"][0]
    assert [receipt[name] for name in ("value", "low", "high", "n")] == [
        first[name] for name in ("value", "low", "high", "n")
    ]


def without_change(group: dict[str, Any]) -> dict[str, Any]:
    return {name: group[name] for name in ("value", "low", "high", "n")}
