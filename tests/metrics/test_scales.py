"""Several scales under one question, and scales that a rule does not fit."""

from __future__ import annotations

import pytest

from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ONE_TO_TEN, ZERO_TO_TEN
from tests.frame.memory import frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, at, estimate, measures


def test_an_nps_counts_only_0_to_10_where_there_is_any() -> None:
    rows = (
        at(JANUARY, [9, 9, 3], scale=ZERO_TO_TEN)
        + at(JANUARY, [10], scale=ONE_TO_TEN)
        + at(JANUARY, [5], scale=ONE_TO_FIVE)
    )
    found = estimate(frame_of({"answer": rows}), "nps")
    figure = found.figure(0)
    assert figure.value == pytest.approx(100 / 3)
    assert (figure.n, figure.excluded["other_scale"]) == (3, 2)
    assert found.scales() == {"0-10": 3, "1-10": 1, "1-5": 1}


def test_an_nps_of_1_to_10_alone_is_flagged() -> None:
    figure = estimate(frame_of({"answer": at(JANUARY, [10, 1, 0], scale=ONE_TO_TEN)}), "nps").figure(0)
    assert (figure.value, figure.invalid) == (0.0, 1)
    assert "no_zero_point" in figure.flags


def test_an_nps_of_1_to_5_is_refused_with_a_way_out() -> None:
    frame = frame_of({"answer": at(JANUARY, [5, 1], scale=ONE_TO_FIVE)})
    refused = estimate(frame, "nps")
    assert (refused.figure(0).value, refused.figure(0).reason) == (None, "refused_scale")
    assert refused.way_out is not None
    assert "stand-in" in refused.way_out.say()
    allowed = estimate(frame, "nps", options={"allow_proxy": True}).figure(0)
    assert (allowed.value, allowed.flags) == (0.0, ("small_sample", "not_an_nps"))


def test_shares_pool_answers_that_were_each_judged_on_their_own_scale() -> None:
    rows = at(JANUARY, [5, 4, 1], "csat", scale=ONE_TO_FIVE) + at(JANUARY, [7, 5, 4], "csat", scale=ONE_TO_SEVEN)
    found = estimate(frame_of({"answer": rows}), "csat_top")
    assert found.figure(0).value == 50.0
    assert found.scales() == {"1-5": 3, "1-7": 3}


def test_a_raw_mean_of_mixed_scales_is_refused_and_the_index_is_not() -> None:
    rows = at(JANUARY, [5, 5, 1], "csat", scale=ONE_TO_FIVE) + at(JANUARY, [7, 1], "csat", scale=ONE_TO_SEVEN)
    frame = frame_of({"answer": rows})
    for metric in ("csat_mean", "csat_pct_max"):
        assert estimate(frame, metric).figure(0).reason == "mixed_scales"
    assert estimate(frame, "csat_pomp").figure(0).value == 60.0


def test_a_small_minority_on_another_scale_is_set_aside_with_a_warning() -> None:
    rows = at(JANUARY, [4] * 9, "csat", scale=ONE_TO_FIVE) + at(JANUARY, [7], "csat", scale=ONE_TO_SEVEN)
    frame = frame_of({"answer": rows})
    figure = estimate(frame, "csat_mean").figure(0)
    assert (figure.value, figure.n, figure.excluded) == (4.0, 9, {"other_scale": 1})
    assert "minority_scale" in figure.flags
    assert "minority_scale" in estimate(frame, "csat_top").figure(0).flags


def test_the_same_range_in_both_directions_is_one_scale() -> None:
    rows = at(JANUARY, [5, 5], "csat", scale=ONE_TO_FIVE) + at(JANUARY, [1, 5], "csat", scale=ONE_TO_FIVE.twin())
    assert estimate(frame_of({"answer": rows}), "csat_mean").figure(0).value == 4.0


def test_a_change_of_scale_is_not_tested_for_means_but_shown() -> None:
    rows = at(JANUARY, [4, 4, 5], "csat", scale=ONE_TO_FIVE) + at(FEBRUARY, [6, 6, 7], "csat", scale=ONE_TO_SEVEN)
    frame = frame_of({"answer": rows})
    both = {"periods": (JANUARY, FEBRUARY)}
    change = estimate(frame, "csat_mean", **both).change(0, 1)
    assert (change.verdict, change.why) == ("not_tested", "scale_change")
    assert change.delta == pytest.approx(2.0)
    assert estimate(frame, "csat_mean", across_scales=True, **both).change(0, 1).why is None
    assert estimate(frame, "csat_top", **both).change(0, 1).why is None


def test_a_scale_is_chosen_per_period_so_that_segments_add_up() -> None:
    rows = at(JANUARY, [9, 9], scale=ZERO_TO_TEN, channel="web") + at(
        JANUARY, [10, 1], scale=ONE_TO_TEN, channel="phone"
    )
    found = estimate(frame_of({"answer": rows}), "nps", split="channel", periods=(JANUARY,), min_show=1)
    assert found.segments == ("phone", "web")
    assert [found.figure(group).n for group in range(2)] == [0, 2]
    assert found.figure(0).reason == "refused_scale"


def test_points_of_the_distribution_are_those_of_the_scale() -> None:
    found = measures(frame_of({"answer": at(JANUARY, [1, 7, 7, 4], "ces")}, ONE_TO_SEVEN), "ces_distribution")
    assert [found[str(point)].figure(0).value for point in range(1, 8)] == [25, 0, 0, 25, 0, 0, 50]
    assert found["polarisation"].figure(0).value == 50.0
    low, high = found["polarisation"].figure(0).low, found["polarisation"].figure(0).high
    assert low is not None
    assert high is not None
    assert low < 50 < high <= 100
