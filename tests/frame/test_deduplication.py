"""One answer per customer and period: which one stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.periods import Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.deduplication import one_each
from cxdesk.frame.members import Members
from cxdesk.frame.rows import Keep
from cxdesk.frame.selection import Selection, select
from tests.frame.memory import frame_of
from tests.long_form import often

START = date(2024, 1, 1)


def row(day: int, customer: str | None, score: int | None = 5, **more: Any) -> dict[str, Any]:
    moment = (START + timedelta(days=day)).isoformat()
    return {"submitted_at": moment, "customer": customer, "score": score, "role": "nps", **more}


def periods_of(*days: tuple[int, int]) -> Periods:
    return Periods(tuple(Period(START + timedelta(days=a), START + timedelta(days=b)) for a, b in days))


def stays(
    rows: list[dict[str, Any]], periods: Periods | None, which: str = "latest", filters: str = ""
) -> list[list[int]]:
    """Source rows that stay, per period."""
    frame = frame_of({"answer": rows})
    whole = frame.rows(ANSWER.all())
    conditions = [Condition.parse(filters)] if filters else []
    selection = select(whole, conditions, 10**6)
    assert isinstance(selection, Selection)
    state = whole.cells.state
    usable = lambda at: state[whole.cells.codes[at]] == 0  # noqa: E731
    members = one_each(selection, selection.members(periods), Keep("customer", which), usable, periods)
    return [sorted(whole.index[members.of_period(p)].tolist()) for p in range(members.periods)]


def test_the_latest_of_each_customer_stays_and_strangers_all_do() -> None:
    rows = [row(0, "a"), row(1, "a"), row(2, "b"), row(3, None), row(3, None)]
    assert stays(rows, None) == [[1, 2, 3, 4]]
    assert stays(rows, None, "first") == [[0, 2, 3, 4]]


def test_at_equal_times_the_later_source_row_is_the_latest() -> None:
    assert stays([row(0, "a"), row(0, "a")], None) == [[1]]


def test_a_skipped_question_displaces_no_answer() -> None:
    assert stays([row(0, "a", 9), row(5, "a", None)], None) == [[0]]
    assert stays([row(0, "a", None), row(5, "a", None)], None) == [[1]]


def test_each_period_has_its_own_latest_even_where_periods_overlap() -> None:
    rows = [row(0, "a"), row(10, "a"), row(20, "a")]
    assert stays(rows, periods_of((0, 15), (5, 30))) == [[1], [2]]


def test_the_filter_comes_first() -> None:
    rows = [row(0, "a", channel="web"), row(5, "a", channel="phone")]
    assert stays(rows, None, filters="channel=web") == [[0]]


@pytest.mark.parametrize("which", ["latest", "first"])
@given(st.data())
@settings(max_examples=often(13, 40), deadline=None)
def test_many_short_periods_give_what_few_give(which: str, data: st.DataObject) -> None:
    days = data.draw(
        st.lists(
            st.tuples(st.integers(0, 70), st.sampled_from([None, "a", "b"]), st.sampled_from([None, 5])),
            min_size=1,
            max_size=40,
        )
    )
    rows = [row(*one) for one in days]
    daily = [(day, day + 1) for day in range(70)]
    together = stays(rows, periods_of(*daily), which)
    apart = [stays(rows, periods_of(one), which)[0] for one in daily]
    assert together == apart


def test_answers_of_one_response_are_counted_by_the_first() -> None:
    rows = [row(0, "a", response=f"r{i // 3}") for i in range(9)]
    frame = frame_of({"answer": rows})
    whole = frame.rows(ANSWER.all())
    selection = select(whole, [], 10**6)
    assert isinstance(selection, Selection)
    members = one_each(selection, selection.members(None), Keep("response", "first"), None, None)
    assert whole.index[members.positions].tolist() == [0, 3, 6]
    assert sorted(whole.index[members.dropped.positions].tolist()) == [1, 2, 4, 5, 7, 8]


@given(st.data())
@settings(max_examples=often(13, 40), deadline=None)
def test_members_are_counted_as_they_are(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 50))
    frame = frame_of({"answer": [row(data.draw(st.integers(0, 9)), None) for _i in range(size)]})
    rows = frame.rows(ANSWER.all())
    codes = np.array(data.draw(st.lists(st.integers(0, 4), min_size=size, max_size=size)), np.uint8)
    bounds = data.draw(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 3)), min_size=1, max_size=8))
    periods = periods_of(*((start, start + length) for start, length in bounds))
    selection = select(rows, [], 10**6)
    assert isinstance(selection, Selection)
    members: Members = selection.members(periods)
    expected = [np.bincount(codes[members.of_period(p)], minlength=5) for p in range(members.periods)]
    np.testing.assert_array_equal(members.count(codes, 5), expected)


def test_of_periods_brushed_one_after_the_other_only_the_last_are_remembered() -> None:
    """What they have in common is looked up; who rivals whom is worked out again where it was forgotten."""
    frame = frame_of({"answer": [row(day, "ab"[day % 2], None if day % 5 else 4) for day in range(40)]})
    whole = frame.rows(ANSWER.all())
    selection = select(whole, [], 10**6)
    assert isinstance(selection, Selection)
    state = whole.cells.state
    usable = lambda at: state[whole.cells.codes[at]] == 0  # noqa: E731

    def kept(first: int) -> list[int]:
        periods = periods_of((first, first + 10))
        return one_each(selection, selection.members(periods), Keep("customer"), usable, periods).positions.tolist()

    before = [kept(first) for first in range(30)]
    assert len(whole.cache["rivals"]) < 10
    assert [kept(first) for first in range(30)] == before
