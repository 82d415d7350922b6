"""Who stayed, who came, who left; and what a number owes to its inputs: both split a change without remainder."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats.contribution import shapley, turnover

whole_numbers = st.integers(0, 40)


def test_those_who_stayed_count_by_their_own_change_and_the_others_by_their_distance_from_them() -> None:
    # before: 10 who stay at 8, 10 who leave at 4 → 6; now: the same 10 at 7, 30 new at 9 → 8.5
    found = turnover([80, 0, 40], [10, 0, 10], [70, 270, 0], [10, 30, 0], stayed=0)
    assert found.part == pytest.approx([-1.0, 0.75 * (9 - 7), -0.5 * (4 - 8)])
    assert found.part.sum() == pytest.approx(8.5 - 6)


@given(st.lists(st.tuples(whole_numbers, whole_numbers, whole_numbers, whole_numbers), min_size=2, max_size=5))
def test_the_parts_are_the_change_also_where_a_group_has_no_base(rows: list[tuple[int, int, int, int]]) -> None:
    t0, b0, t1, b1 = (np.array(column, float) for column in zip(*rows, strict=True))
    b0[0], b1[0] = b0[0] + 1, b1[0] + 1
    found = turnover(t0, b0, t1, b1, stayed=0)
    assert found.part.sum() == pytest.approx(t1.sum() / b1.sum() - t0.sum() / b0.sum(), abs=1e-9)


def test_where_nobody_stayed_there_is_no_split() -> None:
    assert np.isnan(turnover([5, 1], [0, 1], [5, 1], [1, 1], stayed=0).part).all()


def test_inputs_of_a_product_share_what_they_do_together() -> None:
    # 2 × 3 → 4 × 5: alone +6 and +4 from below, +10 and +8 from above
    assert shapley([6, 12, 10, 20]) == pytest.approx([(6 + 10) / 2, (4 + 8) / 2])


@given(st.lists(st.floats(-1e3, 1e3), min_size=8, max_size=8))
def test_the_parts_of_three_inputs_are_the_change(values: list[float]) -> None:
    assert shapley(values).sum() == pytest.approx(values[-1] - values[0], abs=1e-6)
