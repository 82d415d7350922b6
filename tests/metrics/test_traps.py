"""Definitions that go round in articles and tools, each with the numbers that tell them apart."""

from __future__ import annotations

from typing import Any

import pytest

from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_ONE, ZERO_TO_TEN, Scale
from cxdesk.frame.frame import Frame
from tests.frame.memory import answers, frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, at, estimate


def repeated(counts: dict[int, int]) -> list[int]:
    return [score for score, n in counts.items() for _i in range(n)]


def of(counts: dict[int, int], role: str, scale: Scale) -> Frame:
    return frame_of({"answer": answers(repeated(counts), role)}, scale)


def test_a_six_is_a_detractor() -> None:
    frame = of({10: 8, 9: 6, 8: 7, 7: 5, 6: 6, 5: 3, 4: 2, 2: 2, 0: 1}, "nps", ZERO_TO_TEN)
    figure = estimate(frame, "nps").figure(0)
    assert figure.value == 0.0
    assert (figure.low, figure.high) == (pytest.approx(-24.8, abs=0.05), pytest.approx(24.8, abs=0.05))
    assert figure.parts == {"plus": 14, "neutral": 12, "minus": 14, "missing": 0, "invalid": 0}


def test_one_list_of_answers_has_five_satisfactions() -> None:
    frame = of({5: 25, 4: 35, 3: 20, 2: 12, 1: 8}, "csat", ONE_TO_FIVE)
    assert estimate(frame, "csat_top").figure(0).value == 60.0
    assert estimate(frame, "csat_top", options={"threshold": 5}).figure(0).value == 25.0
    assert estimate(frame, "csat_pct_max").figure(0).value == pytest.approx(71.4)
    assert estimate(frame, "csat_pomp").figure(0).value == pytest.approx(64.25)
    assert estimate(frame, "csat_mean").figure(0).value == pytest.approx(3.57)


def test_effort_and_ease_are_the_same_thing_read_from_either_end() -> None:
    effort = frame_of({"answer": answers([2, 2, 2], "ces")}, ONE_TO_FIVE.twin())
    ease = frame_of({"answer": answers([4, 4, 4], "ces")}, ONE_TO_FIVE)
    assert estimate(effort, "ces_mean").value == estimate(ease, "ces_mean").value == 4.0


@pytest.mark.parametrize("metric", ["ces_mean", "ces_top", "ces_net", "ces_distribution"])
def test_a_yes_or_no_is_no_effort_score(metric: str) -> None:
    found = estimate(frame_of({"answer": answers([1, 0, 1], "ces")}, ZERO_TO_ONE), metric)
    assert found.figure(0).reason == "refused_scale"
    assert found.way_out is not None
    assert "resolved" in found.way_out.say()


@pytest.mark.parametrize(("n", "low", "high"), [(10, -12.6, 74.1), (400, 31.9, 47.5)])
def test_few_answers_say_little(n: int, low: float, high: float) -> None:
    frame = of({10: 6 * n // 10, 8: 2 * n // 10, 0: 2 * n // 10}, "nps", ZERO_TO_TEN)
    figure = estimate(frame, "nps").figure(0)
    assert figure.value == 40.0
    assert (figure.low, figure.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.06))


@pytest.mark.parametrize(("each", "z", "verdict"), [(60, 1.09, "no_clear_change"), (600, 3.51, "up")])
def test_the_same_difference_is_chance_or_not_by_the_number_of_answers(each: int, z: float, verdict: str) -> None:
    def month(period: Any, plus: int, minus: int) -> list[dict[str, Any]]:
        return at(period, [10] * plus + [8] * (each - plus - minus) + [0] * minus)

    rows = month(JANUARY, 2 * each // 5, each // 5) + month(FEBRUARY, each // 2, 3 * each // 20)
    found = estimate(frame_of({"answer": rows}), "nps", periods=(JANUARY, FEBRUARY))
    assert found.value.tolist() == [20.0, pytest.approx(35.0)]
    assert found.difference([0], [1]).statistic[0] == pytest.approx(z, abs=0.005)
    assert found.change(0, 1).verdict == verdict


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(9, 10, 59.6, 98.2), (70, 100, 60.4, 78.1)])
def test_a_rate_has_an_interval_that_never_leaves_0_to_100(hits: int, n: int, low: float, high: float) -> None:
    figure = estimate(of({5: hits, 1: n - hits}, "csat", ONE_TO_FIVE), "csat_top").figure(0)
    assert (figure.low, figure.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))


def test_the_mean_of_the_segments_is_not_the_score_of_all() -> None:
    rows = at(JANUARY, [10] * 90 + [0] * 10, channel="web") + at(JANUARY, [0] * 10, channel="phone")
    frame = frame_of({"answer": rows})
    by = estimate(frame, "nps", split="channel", periods=(JANUARY,)).value
    assert estimate(frame, "nps").figure(0).value == pytest.approx(100 * (90 - 20) / 110)
    assert by.mean() == -10.0
