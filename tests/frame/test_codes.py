"""Tables looked up by code: comparing and combining them is comparing and combining the rows."""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.frame.codes import Coded, State, align, smallest

VALUES = st.lists(st.sampled_from([1.0, 2.0, 2.5, float("nan")]), min_size=1, max_size=20)


@pytest.mark.parametrize("compare", [operator.ge, operator.gt, operator.le, operator.lt, operator.eq, operator.ne])
@given(values=VALUES)
def test_comparing_a_table_is_comparing_its_rows(compare: Callable[..., np.ndarray], values: list[float]) -> None:
    given_ = np.array(values)
    found = compare(Coded.of(given_), 2.0)
    np.testing.assert_array_equal(found.rows(), compare(given_, 2.0))


@given(st.data())
def test_tables_over_different_codes_combine_row_by_row(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 30))
    one, two, three = (np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size))) for _i in range(3))
    a, b, c = Coded.of(one), Coded.of(two), Coded.of(three)
    np.testing.assert_array_equal(((a & b) | ~c).rows(), (one & two) | ~three)
    aligned = align(a, b, c)
    assert len({id(coded.codes) for coded in aligned}) == 1
    for coded, rows in zip(aligned, (one, two, three), strict=True):
        np.testing.assert_array_equal(coded.rows(), rows)


def test_tables_over_the_same_codes_are_not_copied() -> None:
    coded = Coded.of(np.array([1.0, 2.0, 1.0]))
    assert ((coded > 1) & (coded < 2)).codes is coded.codes


def test_missing_stays_missing_when_tables_combine() -> None:
    coded = Coded.of(np.array([1.0, np.nan]))
    both = (coded > 0) & Coded.of(np.array([True, True]))
    assert both.state[both.codes].tolist() == [State.OK, State.MISSING]


@pytest.mark.parametrize(("size", "kind"), [(1, np.uint8), (256, np.uint8), (257, np.uint16), (65_537, np.uint32)])
def test_codes_are_as_narrow_as_they_can_be(size: int, kind: type) -> None:
    assert smallest(size) is kind
