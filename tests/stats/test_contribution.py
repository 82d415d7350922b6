"""The parts of a change add up to the change, whatever the segments do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats.contribution import contributions, known_parts


def test_two_segments_by_hand() -> None:
    # before A 40/50, B 20/50 -> .6; after A 18/20, B 40/80 -> .58
    # A: rate (.2 + .5)/2 (.9 - .8) = .035, mix (.9 + .8)/2 (.2 - .5) = -.255
    # B: rate (.8 + .5)/2 (.5 - .4) = .065, mix (.5 + .4)/2 (.8 - .5) = .135
    result = contributions([40, 20], [50, 50], [18, 40], [20, 80])
    assert result.rate == pytest.approx([0.035, 0.065])
    assert result.mix == pytest.approx([-0.255, 0.135])
    assert result.part == pytest.approx([-0.22, 0.2])
    assert float(result.delta) == pytest.approx(-0.02)


def test_centred_on_the_overall_level_a_weak_segment_that_grows_pulls_down() -> None:
    # overall level (.6 + .58)/2 = .59: mix A (.85 - .59)(-.3) = -.078, B (.45 - .59)(.3) = -.042
    result = contributions([40, 20], [50, 50], [18, 40], [20, 80], centred=True)
    assert result.rate == pytest.approx([0.035, 0.065])
    assert result.mix == pytest.approx([-0.078, -0.042])
    assert result.part.sum() == pytest.approx(-0.02)


def test_a_segment_on_one_side_only_is_all_mix() -> None:
    # before A 10/20, B 5/10; after A 12/20, C 3/5. B leaves with -5/30, C comes with 3/25
    result = contributions([10, 5, 0], [20, 10, 0], [12, 0, 3], [20, 0, 5])
    assert result.rate[1:].tolist() == [0, 0]
    assert result.mix[1:] == pytest.approx([-5 / 30, 3 / 25])
    assert result.part.sum() == pytest.approx(15 / 25 - 15 / 30)


def test_nobody_on_one_side_is_no_change_to_split() -> None:
    result = contributions([[1, 2], [1, 2]], [[5, 5], [0, 0]], [[3, 4], [3, 4]], [[5, 5], [5, 5]])
    assert result.delta[0] == pytest.approx(0.4)
    assert np.isnan(result.delta[1])
    assert np.isnan(result.part[1]).all()
    assert np.isnan(result.rate[1]).all()


def test_only_the_mix_moves_when_every_segment_keeps_its_rate() -> None:
    result = contributions([8, 2], [10, 10], [24, 2], [30, 10])
    assert result.rate == pytest.approx([0, 0])
    assert result.mix.sum() == pytest.approx(float(result.delta))


segments = st.lists(
    st.tuples(st.floats(-1e6, 1e6), st.integers(0, 10_000), st.floats(-1e6, 1e6), st.integers(0, 10_000)),
    min_size=1,
    max_size=40,
)


@given(segments, st.booleans())
def test_parts_add_up_to_the_change(rows: list[tuple[float, int, float, int]], centred: bool) -> None:
    # Any totals on any bases: means, net scores and ratios; a segment may be empty on either side.
    t0, b0, t1, b1 = (np.array(column, float) for column in zip(*rows, strict=True))
    t0, t1 = np.where(b0 > 0, t0, 0), np.where(b1 > 0, t1, 0)
    result = contributions(t0, b0, t1, b1, centred)
    if not b0.sum() or not b1.sum():
        assert np.isnan(result.delta)
        return
    expected = t1.sum() / b1.sum() - t0.sum() / b0.sum()
    size = 1 + np.abs(result.part).sum() + np.abs(result.rate).sum() + np.abs(result.mix).sum()
    assert float(result.delta) == pytest.approx(expected, abs=1e-12 * size)
    assert result.part.sum() == pytest.approx(expected, abs=1e-9 * size)
    assert (result.rate + result.mix).sum() == pytest.approx(expected, abs=1e-9 * size)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=30), st.randoms())
def test_shares_of_any_segments_add_up_to_a_billionth(before: list[tuple[int, int]], random: object) -> None:
    hits0 = np.array([a for a, _ in before])
    base0 = np.array([a + b for a, b in before])
    shuffled = np.random.default_rng(random.randint(0, 2**32)).permutation(hits0.size)  # type: ignore[attr-defined]
    hits1, base1 = hits0[shuffled], base0[shuffled] + 1
    result = contributions(hits0, base0, hits1, base1)
    if base0.sum():
        assert result.part.sum() == pytest.approx(hits1.sum() / base1.sum() - hits0.sum() / base0.sum(), abs=1e-9)
        assert (result.rate + result.mix) == pytest.approx(result.part, abs=1e-12)


@given(segments)
def test_turning_the_comparison_round_turns_every_part_round(rows: list[tuple[float, int, float, int]]) -> None:
    t0, b0, t1, b1 = (np.array(column, float) for column in zip(*rows, strict=True))
    there, back = contributions(t0, b0 + 1, t1, b1 + 1), contributions(t1, b1 + 1, t0, b0 + 1)
    for one, other in zip(there, back, strict=True):
        assert one == pytest.approx(-other, rel=1e-9, abs=1e-6)


def test_a_segment_of_which_nothing_is_known_adds_nothing_as_in_the_whole() -> None:
    assert known_parts([np.nan, 3.0]).tolist() == [0.0, 3.0]
    assert np.isnan(known_parts([np.nan, np.nan])).all()  # nothing is known of the whole either
