"""Answers as codes: every point of every scale, missing, invalid, and the bands they fall into."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.scales import (
    ONE_TO_FIVE,
    ONE_TO_SEVEN,
    ONE_TO_TEN,
    PRESETS,
    ZERO_TO_TEN,
    Band,
    BandRule,
    Cuts,
    Refused,
    Scale,
)
from cxdesk.frame.codes import State
from cxdesk.frame.rows import Rows
from tests.frame.memory import answers, frame_of

SCALES = st.sampled_from([*PRESETS.values(), Scale(1, 4, 0.5), Scale(-2, 2)])


def rows_of(scores: list[Any], scale: Scale) -> Rows:
    return frame_of({"answer": answers(scores)}, scale).rows(ANSWER.all())


@settings(max_examples=60, deadline=None)
@given(SCALES, st.data())
def test_every_point_is_told_apart_and_nothing_is_clipped(scale: Scale, data: st.DataObject) -> None:
    points = [scale.raw_at(place) for place in range(scale.points)]
    scores = data.draw(
        st.lists(st.sampled_from([*points, None, scale.max + scale.step, scale.min - 1, 0.123]), min_size=1)
    )
    rows = rows_of(scores, scale)
    score = rows.score()
    for raw, value, state in zip(scores, score.rows(), score.state[score.codes], strict=True):
        if raw is None:
            assert state == State.MISSING
        elif raw in points:
            assert (state, value) == (State.OK, scale.oriented(raw))
        else:
            assert state == State.INVALID


@settings(max_examples=60, deadline=None)
@given(SCALES, st.sampled_from(list(BandRule)))
def test_bands_are_those_of_the_scale(scale: Scale, rule: BandRule) -> None:
    points = [scale.raw_at(place) for place in range(scale.points)]
    rows = rows_of(points, scale)
    coded, cuts = rows.band(rule), scale.cuts(rule)
    if isinstance(cuts, Refused):
        assert set(coded.state[coded.codes]) == {State.OTHER_SCALE}
        assert rows.refused(rule) == cuts
        return
    assert isinstance(cuts, Cuts)
    assert coded.rows().tolist() == [cuts.band(scale.oriented(point)).value for point in points]


def test_a_reversed_question_gives_the_same_bands_and_values() -> None:
    plain, turned = rows_of([1, 2, 5], ONE_TO_FIVE), rows_of([5, 4, 1], ONE_TO_FIVE.twin())
    assert plain.score().rows().tolist() == turned.score().rows().tolist() == [1, 2, 5]
    for rule in (BandRule.TOP_BOX, BandRule.MIDPOINT):
        assert plain.band(rule).rows().tolist() == turned.band(rule).rows().tolist()


def test_each_answer_is_judged_on_its_own_scale() -> None:
    rows = frame_of(
        {"answer": answers([4], scale=ONE_TO_FIVE) + answers([4], scale=ONE_TO_SEVEN) + answers([8], scale=ZERO_TO_TEN)}
    ).rows(ANSWER.all())
    top = rows.band(BandRule.TOP_BOX) == Band.TOP
    assert top.rows().tolist() == [True, False, True]
    assert rows.pomp().rows().tolist() == [75.0, 50.0, 80.0]
    assert rows.of_maximum().rows().tolist() == [80.0, 400 / 7, 80.0]


def test_a_threshold_between_two_points_moves_to_the_stricter() -> None:
    rows = rows_of([3, 4, 5], ONE_TO_FIVE)
    assert (rows.band(BandRule.TOP_BOX, 3.5) == Band.TOP).rows().tolist() == [False, True, True]


def test_answers_can_be_held_against_another_scale() -> None:
    rows = rows_of([0, 1, 9, 10], ZERO_TO_TEN).read_as(ONE_TO_TEN)
    score = rows.score()
    assert score.state[score.codes].tolist() == [State.INVALID, State.OK, State.OK, State.OK]


def test_codes_for_no_answer_can_be_named_later() -> None:
    rows = rows_of([0, 1, 5], Scale(0, 5)).read_as(None, ("0",))
    score = rows.score()
    assert score.state[score.codes].tolist() == [State.MISSING, State.OK, State.OK]


def test_one_row_of_codes_serves_all_bands_of_a_question() -> None:
    rows = rows_of([1, 2, 3], ONE_TO_FIVE)
    codes = rows.cells.codes
    assert codes.dtype == np.uint8
    assert rows.band(BandRule.TOP_BOX).codes is rows.band(BandRule.MIDPOINT).codes is rows.pomp().codes is codes
