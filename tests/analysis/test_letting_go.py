"""What a question worked out goes with it, at once: columns of a million rows never wait for the collector of rings."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cxdesk.analysis.board import make_board
from cxdesk.analysis.explaining import explain
from cxdesk.analysis.inquiry import Asked, Inquiry, following
from cxdesk.analysis.why import explain as explain_change
from cxdesk.domain.periods import Grain, Period, add_months
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.frame.frame import Frame
from cxdesk.metrics.registry import metric_of
from cxdesk.system.progress import Progress
from cxdesk.workspace.workspace import Workspace

ASKED = Query(grain=Grain.MONTH, compare=Compare(CompareTo.PREVIOUS), split="country")
KEPT = 5  # tables of one view


@pytest.fixture(scope="module")
def workspace(samples: Callable[[str], Path]) -> Iterator[Workspace]:
    with Workspace.open(samples("brevio"), read_only=True) as opened:
        yield opened


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def month(number: int) -> Period:
    start = add_months(date(2026, 10, 1), -number)
    return Period(start, add_months(start, 1))


def asked(metric: str, period: Period, frame: Frame) -> Inquiry:
    inquiry = Inquiry(ASKED.with_(range=period, selection=Selection(metric), metrics=(metric,)), frame)
    board = make_board(inquiry.query, frame, Progress(), inquiry)
    assert board.cards[0].figure.value is not None
    return inquiry


@pytest.mark.parametrize("metric", ["csat_top", "nps", "fcr", "chi", "cac", "mrr", "health_score"])
@pytest.mark.usefixtures("no_collector")
def test_nothing_of_a_question_outlives_it(workspace: Workspace, metric: str) -> None:
    inquiry = asked(metric, month(0), workspace.frame())
    explain_change(inquiry, metric_of(metric))
    explain(inquiry.query, Selection(metric), inquiry.frame, {}, inquiry)
    made = inquiry.compared(metric_of(metric))
    assert isinstance(made, Asked)
    worked_out = [weakref.ref(one) for one in (inquiry.session, made, made.first.tally.counter)]
    del inquiry, made
    assert [one() for one in worked_out] == [None] * len(worked_out)


@pytest.mark.usefixtures("no_collector")
def test_the_course_that_serves_every_period_holds_no_period(workspace: Workspace) -> None:
    """Each of the numbers that were clicked has a course, made when another period was looked at."""
    inquiry = asked("nps", month(0), workspace.frame())
    left = []
    for number, metric in enumerate(("csat_top", "ces_top", "health_score"), 1):
        left.append(weakref.ref(inquiry.session))
        query = inquiry.query.with_(range=month(number), selection=Selection(metric))
        inquiry = following(inquiry, query)
        make_board(query, inquiry.frame, Progress(), inquiry)
    assert [session() for session in left] == [None] * len(left)
    assert isinstance(inquiry.course(metric_of("csat_top")), Asked)


@pytest.mark.usefixtures("no_collector")
def test_of_customers_as_they_stood_only_the_last_few_days_are_kept(workspace: Workspace) -> None:
    frame = workspace.frame()
    tables = []
    for number in range(KEPT + 2):
        made = asked("health_score", month(number), frame).one(metric_of("health_score"), month(number))
        assert isinstance(made, Asked)
        tables.append(weakref.ref(made.first.tally.members.rows))
        del made
    assert tables[0]() is None
    assert tables[-1]() is not None
