"""Which columns are answers on a scale, and on which one: by heading and values, asked about where both are silent."""

from __future__ import annotations

import pytest

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.kinds import Role
from cxdesk.intake.count_ratings import point_of
from cxdesk.intake.evidence import Guess
from cxdesk.intake.ratings import Readings, is_rating, read_reading, readings
from tests.intake.looking import column


def rated(counts: dict[object, int], heading: str = "column") -> Guess:
    """A column in which each cell comes so many times."""
    return column(*[str(cell) for cell, n in counts.items() for _time in range(n)], heading=heading)


def found(counts: dict[object, int], role: Role | None = None, heading: str = "column") -> Readings:
    return readings(rated(counts, heading), role)


def spread(low: int, high: int, n: int = 10, **more: int) -> dict[object, int]:
    return {**dict.fromkeys(range(low, high + 1), n), **more}


class TestPoints:
    @pytest.mark.parametrize(
        ("text", "point"),
        [
            ("4", (4, 0)),
            ("10 - Extremely likely", (10, 0)),
            ("4 (satisfait)", (4, 0)),
            ("4/5", (4, 5)),
            ("9 out of 10", (9, 10)),
            ("9 sur 10", (9, 10)),
            ("★★★★☆", (4, 5)),
            ("★★★", (3, 0)),
            ("5 stars", (5, 0)),
            ("4.5", (4.5, 0)),
            ("-2", (-2, 0)),
        ],
    )
    def test_a_rating_gives_a_point(self, text: str, point: tuple[float, int]) -> None:
        assert point_of(text) == point

    @pytest.mark.parametrize("text", ["", "four", "2025-01-04", "12:30", "4 5", "80%", "12345", "4.25", "A4"])
    def test_other_texts_give_none(self, text: str) -> None:
        assert point_of(text) is None


class TestWhatIsARating:
    @pytest.mark.parametrize(
        "counts",
        [
            spread(0, 10),
            spread(1, 5),
            spread(1, 7),
            {"10 - Extremely likely": 5, "7": 3},
            {"4/5": 2, "5/5": 3},
            {**spread(0, 10), 99: 3},
        ],
    )
    def test_few_small_numbers(self, counts: dict[object, int]) -> None:
        assert is_rating(rated(counts))

    def test_words_of_one_family(self) -> None:
        assert is_rating(column("Very satisfied", "Satisfied", "Neutral", "Very satisfied"))
        assert is_rating(column("Très facile", "Facile", "Difficile"))
        assert is_rating(column("foarte mulţumit", "nemulțumit"))

    @pytest.mark.parametrize(
        "cells",
        [
            ("12", "45", "300"),
            ("01", "02", "03"),
            ("12:30:00", "04:10:00"),
            ("45 %", "80 %"),
            ("3", "3", "3"),
            ("Paris", "Lyon"),
            ("2024", "2025"),
            (),
        ],
    )
    def test_other_columns_are_none(self, cells: tuple[str, ...]) -> None:
        assert not is_rating(column(*cells))

    @pytest.mark.parametrize("heading", ["How was it? (1-5)", "How likely are you to recommend us?", "Ce score de NPS"])
    def test_a_constant_is_one_where_the_heading_names_a_scale_or_what_is_measured(self, heading: str) -> None:
        """As in the export of the first answer, and of days on which all say the same."""
        assert is_rating(column("5", heading=heading))
        assert is_rating(column("5", "5", heading=heading))
        assert not is_rating(column("5", "5"))

    def test_a_few_strays_do_not_hide_a_rating(self) -> None:
        counts = {**spread(0, 10), "11.5": 1, "eleven": 2, 57: 1}
        assert is_rating(rated(counts))
        assert found(counts, Role.NPS) == Readings(("0-10",), sure=True)

    def test_a_scale_up_to_a_hundred_must_be_named(self) -> None:
        counts = dict.fromkeys(range(0, 101, 2), 1)
        assert not is_rating(rated(counts, "Score"))
        assert is_rating(rated(counts, "Satisfaction (0-100)"))
        assert found(counts, heading="Satisfaction (0-100)") == Readings(("0-100",), sure=True)


class TestScaleByHeading:
    @pytest.mark.parametrize(
        ("heading", "scale"),
        [
            ("How likely are you to recommend us? (0-10)", "0-10"),
            ("On a scale of 1 to 7, how easy was it?", "1-7"),
            ("Notez de 1 à 5", "1-5"),
            ("De la 1 la 10, cât de mulțumit sunteți?", "1-10"),
            ("Rate us from 0–5", "0-5"),
            ("Note /5", "1-5"),
        ],
    )
    def test_a_named_scale_is_sure(self, heading: str, scale: str) -> None:
        assert found({5: 3, 4: 2, 1: 1}, heading=heading) == Readings((scale,), sure=True)

    def test_numbers_that_name_no_scale_are_not_taken_for_one(self) -> None:
        assert found(spread(1, 5), heading="Orders in 2024-25 rated").readings == ("1-5",)

    def test_values_outside_the_named_scale_are_asked_about(self) -> None:
        asked = found({**spread(1, 5), 6: 4}, heading="Satisfaction (1-5)")
        assert asked.readings == ("1-5:na=6", "1-5")
        assert not asked.sure
        assert "6 (4)" in asked.why.say()

    def test_cells_may_name_it_too(self) -> None:
        assert found({"4/5": 3, "5/5": 2}).readings == ("1-5",)
        assert found({"0/5": 1, "5/5": 2}).readings == ("0-5",)


class TestScaleByValues:
    @pytest.mark.parametrize(
        ("counts", "scale"),
        [
            (spread(0, 10), "0-10"),
            (spread(1, 5), "1-5"),
            (spread(1, 7), "1-7"),
            ({0: 5, 1: 9}, "0-1"),
            (spread(0, 9), "0-10"),
        ],
    )
    def test_whole_ranges_are_sure(self, counts: dict[object, int], scale: str) -> None:
        assert (found(counts).readings, found(counts).sure) == ((scale,), True)

    def test_half_points_are_a_finer_scale(self) -> None:
        assert found({"1": 3, "2.5": 4, "4,5": 2, "5": 9}).readings == ("1-5:step=0.5",)

    def test_six_may_be_no_answer_or_a_longer_scale(self) -> None:
        asked = found(spread(1, 6))
        assert set(asked.readings) == {"1-7", "1-6", "1-5:na=6"}
        assert not asked.proposed

    def test_zero_below_a_short_scale_may_be_no_answer(self) -> None:
        asked = found(spread(0, 5))
        assert "1-5:na=0" in asked.readings
        assert "0-5" in asked.readings
        assert not asked.proposed

    def test_zero_and_six_may_both_be_no_answer(self) -> None:
        assert found(spread(0, 6)).readings[0] == "1-5:na=0|6"

    def test_satisfaction_from_one_to_ten_is_proposed_as_such(self) -> None:
        asked = found(spread(1, 10), Role.CSAT)
        assert (asked.readings[0], asked.sure, asked.proposed) == ("1-10", False, True)

    def test_words_give_the_length_of_their_scale(self) -> None:
        assert readings(column("Very satisfied", "Dissatisfied"), Role.CSAT) == Readings(("1-5",), sure=True)
        assert readings(column("Very satisfied", "Somewhat satisfied"), Role.CSAT).readings == ("1-7",)
        assert readings(column("yes", "no", "yes"), None).readings == ("0-1",)

    def test_somewhat_stands_beside_the_middle_or_in_place_of_the_plain_word(self) -> None:
        ends = ("Very satisfied", "Somewhat satisfied", "Neutral", "Somewhat dissatisfied", "Very dissatisfied")
        assert readings(column(*ends), Role.CSAT) == Readings(("1-5",), sure=True)
        assert readings(column(*ends, "Satisfied"), Role.CSAT) == Readings(("1-7",), sure=True)

    def test_a_middle_that_nobody_chose_was_probably_not_there(self) -> None:
        four = ("Pas du tout d’accord", "Plutôt pas d'accord", "Plutôt d’accord", "Tout à fait d'accord")
        asked = readings(column(*four * 5), None)
        assert (asked.readings, asked.sure, asked.proposed) == (("1-4", "1-5"), False, True)
        assert readings(column(*four * 4), None) == Readings(("1-5",), sure=True)  # so few may have passed it over


class TestRecommendation:
    def test_a_zero_settles_it(self) -> None:
        assert found(spread(0, 10), Role.NPS) == Readings(("0-10",), sure=True)

    def test_few_answers_without_a_zero_are_nothing_to_ask_about(self) -> None:
        assert found({7: 5, 9: 8, 10: 4}, Role.NPS).sure

    def test_many_low_answers_without_a_zero_are_open(self) -> None:
        asked = found(spread(1, 10), Role.NPS)
        assert (asked.readings, asked.sure, asked.proposed) == (("0-10", "1-10"), False, False)
        assert "30" in asked.why.say()

    def test_an_eleven_is_proposed_as_no_answer(self) -> None:
        asked = found({**spread(0, 10), 11: 8}, Role.NPS)
        assert asked.readings == ("0-10:na=11", "0-10")
        assert asked.proposed
        assert "11 (8)" in asked.why.say()

    def test_a_rare_eleven_is_rather_a_slip_that_is_listed_than_a_code_that_vanishes(self) -> None:
        for counts in ({**spread(0, 10), 11: 1}, {**spread(0, 10), -1: 1, 12: 1}):
            asked = found(counts, Role.NPS)
            assert (asked.readings[0], asked.proposed, asked.sure) == ("0-10", True, False)
            assert "slips" in asked.why.say()

    def test_a_rare_99_stays_a_code(self) -> None:
        assert found({**spread(0, 10), 99: 1}, Role.NPS).readings[0] == "0-10:na=99"

    def test_a_99_is_too(self) -> None:
        assert found({**spread(0, 10), 99: 8}, Role.NPS).readings[0] == "0-10:na=99"

    def test_answers_of_one_to_five_are_not_stretched(self) -> None:
        assert found(spread(1, 5), Role.NPS).readings == ("1-5",)


class TestReadingText:
    def test_scale_codes_and_direction(self) -> None:
        scale, codes = read_reading("1-5:na=0|6:reversed")
        assert (scale.name, codes) == ("1-5:reversed", ("0", "6"))

    @pytest.mark.parametrize("text", ["", "na=3", "1-5:upwards", "5"])
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(BadQuestion):
            read_reading(text)
