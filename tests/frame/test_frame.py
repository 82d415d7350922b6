"""One Frame per store state: what it knows of dates, and what survives a write."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from cxdesk.domain.changes import CUSTOMERS, Changes
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.invitation import INVITATION
from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.axes import Multi, Periods, unified
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_number
from tests.frame.memory import MemoryLoader, answers, frame_of

ROWS = {
    "answer": [{"submitted_at": "2024-01-10", "role": "nps", "score": 9}, {"submitted_at": "2024-03-05"}],
    "invitation": [{"invitation": "i", "sent_at": "2024-02-01"}],
}


def test_data_reach_up_to_their_newest_row_unless_the_import_says_otherwise() -> None:
    assert frame_of(ROWS).as_of("answer") == day_number(date(2024, 3, 5))
    said = frame_of(ROWS, as_of={"answer": "2024-02-15T12:00:00"})
    assert said.as_of("answer") == day_number(date(2024, 2, 15))
    assert said.as_of("invitation") == day_number(date(2024, 2, 1))
    assert frame_of({"answer": answers([9])}).as_of("answer") == NO_DAY - 1


def test_the_span_of_rows_ends_where_the_data_do() -> None:
    frame = frame_of(ROWS, as_of={"answer": "2024-02-15"})
    assert frame.span(frame.rows(ANSWER.all())) == Period(date(2024, 1, 10), date(2024, 1, 11))
    assert frame_of({"answer": answers([9])}).span(frame_of({"answer": answers([9])}).rows(ANSWER.all())) is None


def test_a_write_renews_only_the_kinds_it_touched() -> None:
    frame = frame_of(ROWS)
    asked, sent = frame.rows(ANSWER.all()), frame.rows(INVITATION.all())
    sent.col("sent_at")
    more = MemoryLoader({**ROWS, "answer": [*ROWS["answer"], {"role": "nps", "score": 1}]})
    renewed = frame.renewed(more, Changes.of(2, "answer"))
    assert (frame.state, renewed.state) == (1, 2)
    assert renewed.rows(ANSWER.all()).size == asked.size + 1
    assert renewed.column("invitation", "sent_at") is frame.column("invitation", "sent_at")


def test_kinds_that_a_write_did_not_touch_keep_their_columns() -> None:
    frame = frame_of(ROWS)
    kept = frame.column("invitation", "sent_at")
    renewed = frame.renewed(MemoryLoader(ROWS), Changes.of(2, "ticket"))
    assert renewed.column("invitation", "sent_at") is kept
    assert renewed.rows(ANSWER.all()).frame is renewed
    assert frame.renewed(MemoryLoader(ROWS), Changes.of(2, CUSTOMERS)).column("invitation", "sent_at") is not kept


def test_units_of_a_grain_are_the_same_object_for_the_same_question() -> None:
    span = Period(date(2024, 1, 15), date(2024, 4, 2))
    calendar = frame_of(ROWS).calendar
    months = Periods.over(span, Grain.MONTH, calendar)
    assert months is Periods.over(span, Grain.MONTH, calendar)
    assert [period.start for period in months.periods] == [date(2024, month, 1) for month in (1, 2, 3, 4)]
    assert Periods.of(months.periods) == months


def test_a_row_in_several_groups_comes_once_for_each_and_in_none_last() -> None:
    rows = frame_of({"answer": answers([1, 2, 3])}).rows(ANSWER.all())
    themes = Multi("theme", ("price", "staff"), (rows.index[[0, 1]], rows.index[[1]]))
    row, group = themes.pairs(rows)
    assert list(zip(row.tolist(), group.tolist(), strict=True)) == [(0, 0), (1, 0), (1, 1), (2, 2)]


def test_groups_of_two_row_sets_are_numbered_alike() -> None:
    one = frame_of({"answer": [{"channel": "b"}, {}]}).rows(ANSWER.all()).groups("channel")
    two = frame_of({"answer": [{"channel": "a"}]}).rows(ANSWER.all()).groups("channel")
    assert one is not None
    assert two is not None
    both = [unified(one, [two]), unified(two, [one])]
    assert both[0].labels == both[1].labels == ("a", "b", None)
    assert (both[0].codes.tolist(), both[1].codes.tolist()) == ([1, 2], [0])


def test_numbers_of_row_sets_side_by_side_stay_in_their_order() -> None:
    one = frame_of({"answer": [{"weight": 10}, {"weight": 9}]}).rows(ANSWER.all()).groups("weight")
    two = frame_of({"answer": [{"weight": 100}, {"weight": 9}]}).rows(ANSWER.all()).groups("weight")
    assert one is not None
    assert two is not None
    assert unified(one, [two]).labels == ("9", "10", "100")


@pytest.mark.parametrize(
    "known", [[4, 5, 6, 7], [4, 6, 7, 19], [4, 5000, 5001, 90000]], ids=["one by one", "gaps", "far"]
)
def test_where_rows_stand_is_told_by_their_ids(known: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether ids follow one another, some are gone, or hardly any are left of many."""
    frame = frame_of({"answer": answers([1, 2, 3, 4])})
    column = frame.column
    ids = np.array(known, np.int64)
    monkeypatch.setattr(frame, "column", lambda kind, name: ids if name == "row_id" else column(kind, name))
    wanted = np.array([known[3], 3, known[0], 18, known[2], known[1], 90_001], np.int64)
    assert frame.places("answer", wanted).tolist() == [3, -1, 0, -1, 2, 1, -1]
    assert frame.places("ticket", wanted).tolist() == [-1] * len(wanted)
