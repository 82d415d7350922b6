"""What one question worked out serves the next one, and no answer shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from cxdesk.analysis.board import make_board
from cxdesk.analysis.drilldown import drill
from cxdesk.analysis.explaining import explain
from cxdesk.analysis.inquiry import Inquiry, following
from cxdesk.analysis.ways import ways
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import PRESENCE, Compare, CompareTo, Query, Selection
from cxdesk.system.progress import Progress
from cxdesk.workspace.workspace import Workspace
from tests.analysis import answers

SECOND, FIRST = Period(date(2025, 4, 1), date(2025, 7, 1)), Period(date(2025, 1, 1), date(2025, 4, 1))
START = Query(range=SECOND, grain=Grain.QUARTER, split="Plan", selection=Selection("nps"))
WALK = (
    START,
    START.with_(selection=Selection("nps", segment="Starter")),
    START.with_(selection=Selection("nps", period=FIRST)),
    START.with_(selection=Selection("csat_top")),
    START.with_(selection=Selection("nps"), range=FIRST),
    START.with_(split=PRESENCE),
    START.with_(split=PRESENCE, range=None),
    START.with_(compare=Compare(CompareTo.NONE)),
    START.with_(filters=(Condition("Plan", Op.IS, ("Starter",)),)),
    START.with_(grain=Grain.MONTH),
    START.with_(min_show=15),
    START.with_(metrics=("nps",)),
    START,
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with answers.workspace(tmp_path_factory.mktemp("kept")) as made:
        yield made


def test_every_board_on_the_way_is_the_one_that_a_fresh_question_gets(workspace: Workspace) -> None:
    frame = workspace.frame()
    for query in WALK:
        assert workspace.board(query) == make_board(query, frame, Progress()), query


def test_comments_on_the_way_are_those_of_a_fresh_question(workspace: Workspace, tmp_path: Path) -> None:
    with answers.workspace(tmp_path) as fresh:
        for query in WALK:
            fresh._inquiry = None
            assert workspace.comment_ids(query).ids.tolist() == fresh.comment_ids(query).ids.tolist()


def test_a_click_counts_nothing_again(workspace: Workspace) -> None:
    inquiry = Inquiry(START, workspace.frame())
    make_board(START, workspace.frame(), Progress(), inquiry)
    kept = inquiry.session.kept
    again = following(inquiry, START.with_(selection=Selection("nps", period=None)))
    made = make_board(again.query, workspace.frame(), Progress(), again)
    assert again.session is inquiry.session
    assert again.session.kept == kept
    assert made.cards is make_board(START, workspace.frame(), Progress(), inquiry).cards


def test_another_filter_starts_anew_and_another_period_keeps_the_course(workspace: Workspace) -> None:
    inquiry = Inquiry(START, workspace.frame())
    first = make_board(START, workspace.frame(), Progress(), inquiry)
    moved = following(inquiry, START.with_(range=FIRST))
    assert moved.session is not inquiry.session
    assert {key[0] for key in moved._asked} == {"course"}
    assert not following(inquiry, START.with_(filters=(Condition("Plan", Op.IS, ("Starter",)),)))._asked
    later = make_board(moved.query, workspace.frame(), Progress(), moved)
    assert first.trend is not None
    assert later.trend is not None
    assert later.trend.points is first.trend.points


def test_receipts_on_the_way_are_those_of_a_fresh_question(workspace: Workspace) -> None:
    """They are asked within what board and comments have worked out."""
    frame = workspace.frame()
    for query in WALK[:5]:
        selection, whole = query.selection, query.with_(selection=None)
        assert selection is not None
        workspace.board(query)
        told = workspace.explain(whole, selection)
        moments = {one.id: datetime.fromisoformat(one.at) for one in workspace.imports() if one.at}
        assert told == explain(whole, selection, frame, moments)
        assert workspace.ways(whole, selection) == ways(whole, selection, frame)


def test_rows_behind_a_number_that_is_compared_are_not_counted_again(workspace: Workspace) -> None:
    """Those of the period asked are the same as when it is asked alone; those of the comparison are its own."""
    frame = workspace.frame()
    inquiry, alone = Inquiry(START, frame), Inquiry(START, frame)
    make_board(START, frame, Progress(), inquiry)
    kept = inquiry.session.kept
    for segment in (None, "Starter"):
        here, fresh = (drill(START, Selection("nps", segment=segment), frame, one) for one in (inquiry, alone))
        assert here.row_ids.tolist() == fresh.row_ids.tolist()
        assert here.count > 0
    assert inquiry.session.kept == kept
    before = drill(START, Selection("nps", period=FIRST), frame, inquiry)
    assert before.row_ids.tolist() == drill(START, Selection("nps", period=FIRST), frame, alone).row_ids.tolist()
