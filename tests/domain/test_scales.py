"""Scales: points, direction, bands; every threshold of the catalogue's table and its worked cases."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.reading import Status, read_answer
from cxdesk.domain.scale_text import read_scale, write_scale
from cxdesk.domain.scales import (
    MAX_POINTS,
    ONE_TO_FIVE,
    ONE_TO_HUNDRED,
    ONE_TO_SEVEN,
    ONE_TO_TEN,
    PRESETS,
    ZERO_TO_ONE,
    ZERO_TO_TEN,
    Band,
    BandRule,
    Cuts,
    Label,
    Refused,
    Scale,
    ScaleKind,
    parse_scale,
)
from tests.shared_files import shared_json

CASES = [case for case in shared_json("metrics", "cases.json") or [] if case["metric"] == "scale"]


def bands(scale: Scale, rule: BandRule, **options: Any) -> dict[str, list[float]]:
    """The oriented points of each band."""
    cuts = scale.cuts(rule, **options)
    assert isinstance(cuts, Cuts)
    found: dict[str, list[float]] = {band: [] for band in Band}
    for place in range(scale.points):
        found[cuts.band(scale.raw_at(place))].append(scale.raw_at(place))
    return found


class TestPoints:
    def test_a_scale_has_its_ends_and_its_steps(self) -> None:
        assert ZERO_TO_TEN.points == 11
        assert Scale(0, 1, 0.1).points == 11
        assert Scale(1, 5, 0.5).points == 9
        assert ONE_TO_SEVEN.middle == 4

    @pytest.mark.parametrize("raw", [0, 6, 2.5, -1, 5.0001, 99])
    def test_a_number_between_or_beyond_the_points_is_none_of_them(self, raw: float) -> None:
        assert ONE_TO_FIVE.place(raw) is None

    def test_points_are_found_despite_binary_fractions(self) -> None:
        tenths = Scale(0, 1, 0.1)
        assert [tenths.place(n / 10) for n in range(11)] == list(range(11))
        assert tenths.place(0.1 + 0.2) == 3

    def test_a_reversed_scale_turns_values_round_and_back(self) -> None:
        twin = ONE_TO_FIVE.twin()
        assert [twin.oriented(v) for v in (1, 2, 3, 4, 5)] == [5, 4, 3, 2, 1]
        assert twin.twin() == ONE_TO_FIVE

    def test_pomp_is_percent_of_the_way_from_the_lowest_to_the_highest(self) -> None:
        assert [ONE_TO_SEVEN.pomp(v) for v in (1, 4, 7, 5.5)] == [0, 50, 100, 75]

    @pytest.mark.parametrize(
        ("low", "high", "step"),
        [
            (5, 1, 1),
            (1, 1, 1),
            (0, 1, 0),
            (0, 10, -1),
            (0, 10, 3),
            (0, float("inf"), 1),
            (float("nan"), 5, 1),
            (0, MAX_POINTS, 1),
        ],
    )
    def test_ends_and_steps_that_make_no_scale_are_refused(self, low: float, high: float, step: float) -> None:
        with pytest.raises(BadQuestion):
            Scale(low, high, step)

    def test_one_label_cannot_stand_for_two_points(self) -> None:
        with pytest.raises(BadQuestion, match="satisfait"):
            Scale(1, 5, labels=(Label(1, "Satisfait"), Label(5, " satisfait ")))

    def test_the_same_label_in_two_languages_may_stand_for_one_point(self) -> None:
        assert Scale(1, 5, labels=(Label(5, "Excellent", "en"), Label(5, "excellent", "fr"))).points == 5


class TestNames:
    def test_all_presets_and_their_twins_are_there(self) -> None:
        names = {"0-10", "1-5", "1-7", "1-10", "0-1", "1-100"}
        assert set(PRESETS) == names | {f"{name}:reversed" for name in names}
        assert PRESETS["0-1"].kind is ScaleKind.BINARY
        assert PRESETS["1-100"].kind is ScaleKind.PERCENT

    @pytest.mark.parametrize(
        "text", ["0-10", "1-5:reversed", "0-1:step=0.1", "-3-3", "-5--1", "0.5-5:step=0.5:reversed"]
    )
    def test_a_name_is_read_back(self, text: str) -> None:
        assert parse_scale(text).name == text

    def test_an_en_dash_and_spaces_are_understood(self) -> None:
        assert parse_scale(" 1–5 : reversed ") == ONE_TO_FIVE.twin()
        assert ONE_TO_FIVE.title == "1–5"

    @pytest.mark.parametrize("text", ["", "5", "a-b", "1-5:upside-down", "1-5:step=x", "5-1", "1-", "-"])
    def test_what_is_no_scale_is_refused(self, text: str) -> None:
        with pytest.raises(BadQuestion):
            parse_scale(text)

    @given(st.integers(-20, 20), st.integers(1, 50), st.booleans())
    def test_every_whole_scale_is_read_back(self, low: int, span: int, flipped: bool) -> None:
        scale = Scale(low, low + span, reversed=flipped)
        assert parse_scale(scale.name) == PRESETS.get(scale.name, scale)


class TestTexts:
    def test_a_plain_scale_is_kept_as_its_name(self) -> None:
        assert write_scale(ONE_TO_FIVE.twin()) == "1-5:reversed"

    def test_codes_and_words_are_kept_with_it(self) -> None:
        scale = Scale(1, 5, labels=(Label(5, "Super", "de"), Label(1, "Nö")), na_codes=("0", "6"))
        assert read_scale(write_scale(scale)) == scale

    @pytest.mark.parametrize(
        "text", ["{", '{"labels": []}', '{"name": "1-5", "labels": [["x"]]}', '{"name": "9-1"}', "none"]
    )
    def test_a_text_that_is_no_scale_is_refused(self, text: str) -> None:
        with pytest.raises(BadQuestion):
            read_scale(text)


class TestBands:
    """The table of thresholds: scale by rule."""

    @pytest.mark.parametrize(
        ("scale", "top", "bottom"),
        [
            (ONE_TO_FIVE, [4, 5], [1, 2]),
            (ONE_TO_SEVEN, [6, 7], [1, 2]),
            (ONE_TO_TEN, [8, 9, 10], [1, 2, 3]),
            (ZERO_TO_TEN, [8, 9, 10], [0, 1, 2]),
            (ZERO_TO_ONE, [1], [0]),
            (Scale(1, 3), [3], [1]),
            (Scale(1, 4), [3, 4], [1, 2]),
            (Scale(1, 6), [5, 6], [1, 2]),
            (Scale(1, 9), [8, 9], [1, 2]),
            (Scale(1, 5, 0.5), [4, 4.5, 5], [1, 1.5, 2]),  # parts between the boxes of 1-5 make no further boxes
            (Scale(1, 4, 0.25), [3, 3.25, 3.5, 3.75, 4], [1, 1.25, 1.5, 1.75, 2]),
            (Scale(0, 10, 0.5), [8, 8.5, 9, 9.5, 10], [0, 0.5, 1, 1.5, 2]),
            (Scale(0.5, 5, 0.5), [4, 4.5, 5], [0.5, 1, 1.5]),  # its ten points are its boxes
            (Scale(0, 1, 0.1), [0.8, 0.9, 1], [0, 0.1, 0.2]),
        ],
    )
    def test_satisfied_and_dissatisfied(self, scale: Scale, top: list[float], bottom: list[float]) -> None:
        found = bands(scale, BandRule.TOP_BOX)
        assert (found["top"], found["bottom"]) == (top, bottom)

    @pytest.mark.parametrize(
        ("scale", "easy", "difficult"),
        [
            (ONE_TO_FIVE, [4, 5], [1, 2]),
            (ONE_TO_SEVEN, [5, 6, 7], [1, 2, 3]),
            (ONE_TO_TEN, [6, 7, 8, 9, 10], [1, 2, 3, 4, 5]),
            (ZERO_TO_TEN, [6, 7, 8, 9, 10], [0, 1, 2, 3, 4]),
            (Scale(1, 4), [3, 4], [1, 2]),
            (ZERO_TO_ONE, [1], [0]),
        ],
    )
    def test_easy_is_above_the_middle_and_difficult_below(
        self, scale: Scale, easy: list[float], difficult: list[float]
    ) -> None:
        found = bands(scale, BandRule.MIDPOINT)
        assert (found["top"], found["bottom"]) == (easy, difficult)

    @pytest.mark.parametrize(
        ("scale", "low"),
        [(ONE_TO_FIVE, [1, 2]), (ONE_TO_SEVEN, [1, 2, 3]), (ONE_TO_TEN, [1, 2, 3, 4]), (ZERO_TO_TEN, [0, 1, 2, 3])],
    )
    def test_low_ease_is_the_lower_third(self, scale: Scale, low: list[float]) -> None:
        assert bands(scale, BandRule.LOW_EFFORT)["bottom"] == low

    def test_promoters_and_detractors_are_fixed_on_0_to_10(self) -> None:
        found = bands(ZERO_TO_TEN, BandRule.NPS)
        assert found == {"top": [9, 10], "middle": [7, 8], "bottom": [0, 1, 2, 3, 4, 5, 6]}

    def test_1_to_10_is_accepted_with_a_flag(self) -> None:
        cuts = ONE_TO_TEN.cuts(BandRule.NPS)
        assert isinstance(cuts, Cuts)
        assert cuts.flags == ("no_zero_point",)
        assert bands(ONE_TO_TEN, BandRule.NPS)["bottom"] == [1, 2, 3, 4, 5, 6]

    @pytest.mark.parametrize(("scale", "top", "middle"), [(ONE_TO_FIVE, [5], [4]), (ONE_TO_SEVEN, [7], [6])])
    def test_other_scales_are_no_nps_unless_the_stand_in_is_chosen(
        self, scale: Scale, top: list[float], middle: list[float]
    ) -> None:
        refused = scale.cuts(BandRule.NPS)
        assert isinstance(refused, Refused)
        assert refused.reason
        assert refused.way_out
        found = bands(scale, BandRule.NPS, allow_proxy=True)
        assert (found["top"], found["middle"]) == (top, middle)
        cuts = scale.cuts(BandRule.NPS, allow_proxy=True)
        assert isinstance(cuts, Cuts)
        assert cuts.flags == ("not_an_nps",)

    @pytest.mark.parametrize("scale", [Scale(1, 4), Scale(0, 100), ZERO_TO_ONE, ONE_TO_HUNDRED])
    def test_there_is_no_stand_in_for_any_other_scale(self, scale: Scale) -> None:
        assert isinstance(scale.cuts(BandRule.NPS, allow_proxy=True), Refused)

    def test_an_own_threshold_moves_the_top_and_towards_stricter_between_points(self) -> None:
        assert bands(ONE_TO_TEN, BandRule.TOP_BOX, threshold=9)["top"] == [9, 10]
        assert bands(ONE_TO_FIVE, BandRule.TOP_BOX, threshold=3.5)["top"] == [4, 5]
        assert bands(ONE_TO_FIVE, BandRule.MIDPOINT, threshold=5)["top"] == [5]

    @given(st.integers(0, 1), st.integers(1, 20), st.sampled_from(list(BandRule)))
    def test_every_point_is_in_exactly_one_band_and_bands_do_not_cross(
        self, low: int, span: int, rule: BandRule
    ) -> None:
        scale = Scale(low, low + span)
        cuts = scale.cuts(rule)
        if isinstance(cuts, Refused):
            return
        order = [cuts.band(scale.raw_at(place)) for place in range(scale.points)]
        rank = {Band.BOTTOM: 0, Band.MIDDLE: 1, Band.TOP: 2}
        assert [rank[band] for band in order] == sorted(rank[band] for band in order)
        assert Band.TOP in order


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_catalogues_worked_case(case: dict[str, Any]) -> None:
    """cases.json, group `scale`."""
    said = case["input"]["scale"]
    scale = Scale(
        said["min"], said["max"], said["step"], said["reversed"], na_codes=tuple(case["input"].get("na_codes", ()))
    )
    expected = case["expected"]
    if case["variant"] == "thresholds":
        assert _thresholds(scale) == expected
    elif case["variant"] == "parse":
        found = [read_answer(value, scale) for value in case["input"]["values"]]
        assert [r.raw for r in found if r.status is Status.OK] == expected["valid"]
        assert sum(r.status is Status.MISSING for r in found) == expected["missing"]
        assert sum(r.status is Status.INVALID for r in found) == expected["invalid"]
    else:
        assert case["variant"] == "pomp"
        assert [scale.pomp(v) for v in case["input"]["values"]] == pytest.approx(expected["pomp"])


def _thresholds(scale: Scale) -> dict[str, Any]:
    top_box, midpoint, low = (scale.cuts(rule) for rule in (BandRule.TOP_BOX, BandRule.MIDPOINT, BandRule.LOW_EFFORT))
    assert isinstance(top_box, Cuts)
    assert isinstance(midpoint, Cuts)
    assert isinstance(low, Cuts)
    nps = scale.cuts(BandRule.NPS)
    proxy = isinstance(scale.cuts(BandRule.NPS, allow_proxy=True), Cuts)
    found = "standard" if isinstance(nps, Cuts) else "proxy_only" if proxy and scale.max == 5 else "refuse"
    return {
        "csat_top_from": top_box.top_from,
        "csat_bottom_to": top_box.bottom_to,
        "ces_easy_from": midpoint.top_from,
        "ces_difficult_to": midpoint.bottom_to,
        "low_ces_to": low.bottom_to,
        "nps": found,
    }
