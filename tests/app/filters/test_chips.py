"""What the chips say: dates in full, the comparison's dates, filters by title and value."""

from __future__ import annotations

from datetime import date

import pytest

from cxdesk.app.filters import chips
from cxdesk.app.filters.chips import Said
from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Calendar, Period
from cxdesk.domain.query import Compare, CompareTo, Query
from tests.app import boards

BRUSHED = boards.NOW
AUGUST = Period(date(2026, 8, 1), date(2026, 9, 1))


def test_all_dates_say_how_far_the_data_reach() -> None:
    shown = boards.board(Query())
    assert chips.period(Query(), shown, None, Calendar()) == Said("All dates", "1 Jan 2025 – 30 Nov 2026")
    assert chips.period(Query(), None, None, Calendar()) == Said("All dates")


def test_a_period_is_named_in_full_and_can_be_taken_away() -> None:
    said = chips.period(Query(range=AUGUST), boards.board(), None, Calendar())
    assert said == Said("1 Aug – 31 Aug 2026", "", active=True, removable=True)


def test_a_preset_has_its_name_behind_its_dates() -> None:
    last = Period(date(2026, 10, 1), date(2026, 11, 1))
    assert chips.period(Query(range=last), boards.board(), None, Calendar()).note == "last month"


def test_a_brushed_period_says_so() -> None:
    assert chips.period(Query(range=BRUSHED), boards.board(), BRUSHED, Calendar()).note == "brushed"


def test_the_comparison_names_its_dates() -> None:
    query = Query(range=boards.NOW)
    assert chips.compare(query, boards.board(query), Calendar()) == Said("vs 1 May – 31 Jul 2026", removable=True)
    year = query.with_(compare=Compare(CompareTo.YEAR))
    assert chips.compare(year, None, Calendar()).text == "vs 1 Aug – 31 Oct 2025"
    own = query.with_(compare=Compare(CompareTo.CUSTOM, AUGUST))
    assert chips.compare(own, None, Calendar()).text == "vs 1 Aug – 31 Aug 2026"


@pytest.mark.parametrize("query", [Query(), Query(range=AUGUST, compare=Compare(CompareTo.NONE))])
def test_without_a_period_or_a_wish_nothing_is_compared(query: Query) -> None:
    assert chips.compare(query, None, Calendar()) == Said("No comparison")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Country=FR|RO", "Country: FR, RO"),
        ("channel=web", "Channel: web"),
        ("Tier=a|b|c|d|e", "Tier: a, b, c and 2 more"),
        ("has_comment=yes", "With a comment: yes"),
        ("Country=(none)", "Country: (none)"),
        ("score>=7", "Score ≥ 7"),
        ("Country!=FR", "Country: not FR"),
        ("x &amp; y=<i>z</i>", "x &amp; y: <i>z</i>"),
    ],
)
def test_a_filter_is_said_by_title_and_values(text: str, said: str) -> None:
    assert chips.condition(Condition.parse(text)) == Said(said, removable=True)
