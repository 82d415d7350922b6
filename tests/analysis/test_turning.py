"""Where a course changed most: the place is found, told with its uncertainty, and never made out of noise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.periods import Period
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.domain.results import Verdict
from cxdesk.workspace.workspace import Workspace
from tests.analysis import answers

EACH = 30  # answers a month
SPRING, SUMMER = Period(date(2025, 3, 1), date(2025, 6, 1)), Period(date(2025, 6, 1), date(2025, 9, 1))


def year(promoters: list[int]) -> list[dict[str, Any]]:
    """Month by month, how many of the answers are promoters; the others are detractors."""
    return [
        answers.nps(f"c{month}-{at}", f"2025-{month:02}-{1 + at * 11 % 28:02}", 9 if at < happy else 3, "Team")
        for month, happy in enumerate(promoters, 1)
        for at in range(EACH)
    ]


@pytest.fixture(scope="module")
def fell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A year in which two of three were promoters, and from June on one of three; the last month is not over."""
    with answers.workspace(
        tmp_path_factory.mktemp("fell"), year([20, 21, 19, 20, 20, 10, 11, 9, 10, 10, 11, 10])
    ) as made:
        yield made


def test_the_step_is_where_it_happened_and_as_large_as_the_board_then_says(fell: Workspace) -> None:
    found = fell.largest_step(Query(), Selection("nps"))
    assert found is not None
    assert (found.period, found.base) == (SUMMER, SPRING)
    asked = Query(range=found.period, compare=Compare(CompareTo.PREVIOUS), selection=Selection("nps"))
    card = next(card for card in fell.board(asked).cards if card.metric == "nps")
    assert card.change is not None
    assert found.change == card.change
    assert found.change.verdict == Verdict.DOWN
    assert found.change.delta == pytest.approx(100 * ((30 - 60) - (59 - 31)) / 90)
    assert found.tried == 6, "April to September: three whole months before and after; December still runs"


def test_it_does_not_depend_on_the_period_that_is_looked_at(fell: Workspace) -> None:
    whole = fell.largest_step(Query(), Selection("nps"))
    late = Query(range=Period(date(2025, 10, 1), date(2025, 12, 1)), compare=Compare(CompareTo.YEAR))
    assert fell.largest_step(late, Selection("nps")) == whole


def test_noise_has_no_step(tmp_path: Path) -> None:
    with answers.workspace(tmp_path, year([20, 17, 21, 18, 20, 16, 20, 18, 22, 17, 19, 20])) as steady:
        assert steady.largest_step(Query(), Selection("nps")) is None


def test_too_short_a_course_and_a_number_without_data_have_none(tmp_path: Path) -> None:
    with answers.workspace(tmp_path, year([25, 5])) as short:
        assert short.largest_step(Query(), Selection("nps")) is None
        assert short.largest_step(Query(), Selection("mrr")) is None


def test_a_step_that_would_be_clear_alone_may_be_the_largest_of_many_by_chance(tmp_path: Path) -> None:
    with answers.workspace(tmp_path, year([20, 20, 20, 20, 20, 20, 20, 15, 15, 15, 20, 20])) as doubtful:
        autumn = Period(date(2025, 8, 1), date(2025, 11, 1))
        card = next(one for one in doubtful.board(Query(range=autumn)).cards if one.metric == "nps")
        assert card.change is not None
        assert card.change.p is not None
        assert card.change.verdict == Verdict.DOWN
        assert 0.05 / 6 < card.change.p < 0.05
        assert doubtful.largest_step(Query(), Selection("nps")) is None
