"""How a written answer is read: the catalogue's rules in their order, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain import labels
from cxdesk.domain.reading import Status, read_answer
from cxdesk.domain.scales import (
    ONE_TO_FIVE,
    ONE_TO_HUNDRED,
    ONE_TO_SEVEN,
    ONE_TO_TEN,
    ZERO_TO_ONE,
    ZERO_TO_TEN,
    Label,
    Scale,
)
from cxdesk.domain.text import fold


def raw(cell: object, scale: Scale) -> float | None:
    """The number answered; None unless the cell is an answer."""
    found = read_answer(cell, scale)
    assert (found.raw is None) == (found.status is not Status.OK)
    return found.raw


def status(cell: object, scale: Scale = ONE_TO_FIVE) -> Status:
    return read_answer(cell, scale).status


class TestNothing:
    @pytest.mark.parametrize(
        "cell",
        [
            None,
            "",
            "  ",
            "\u00a0",
            "N/A",
            "n.a.",
            "na",
            "NSP",
            "ns",
            "Sans objet",
            "nu se aplică",
            "Nu știu",
            "nu ştiu",
            "don't know",
            "Don’t know",
            "-",
            "—",
            "#N/A",
            "null",
            "(blank)",
            "Blank",
            "No answer",
            "sans réponse",
            "Fără răspuns",
            "Not Offered",
            "unoffered",
            "je ne sais pas",
            float("nan"),
        ],
    )
    def test_words_for_nothing_are_missing(self, cell: object) -> None:
        assert status(cell) is Status.MISSING

    def test_codes_are_missing_only_where_the_scale_says_so(self) -> None:
        coded = Scale(1, 5, na_codes=("99", "Weiß nicht"))
        assert status("99", coded) is Status.MISSING
        assert status(99, coded) is Status.MISSING
        assert status(99.0, coded) is Status.MISSING
        assert status("weiss nicht", coded) is Status.MISSING
        assert status("99") is Status.INVALID

    def test_a_code_with_words_behind_it_is_that_code(self) -> None:
        assert status("99 - prefer not to say", Scale(1, 5, na_codes=("99",))) is Status.MISSING

    def test_a_code_may_lie_on_the_scale(self) -> None:
        assert status("0", Scale(0, 10, na_codes=("0",))) is Status.MISSING


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "scale", "expected"),
        [
            (4, ONE_TO_FIVE, 4),
            (4.0, ONE_TO_FIVE, 4),
            (" 3,0 ", ONE_TO_FIVE, 3),
            ("10 - Extremely likely", ZERO_TO_TEN, 10),
            ("10-Extremely likely", ZERO_TO_TEN, 10),
            ("0 : not at all", ZERO_TO_TEN, 0),
            ("4 (satisfait)", ONE_TO_FIVE, 4),
            ("5 – très facile", ONE_TO_FIVE, 5),
            ("4/5", ONE_TO_FIVE, 4),
            ("4 / 5", ONE_TO_FIVE, 4),
            ("9/10", ZERO_TO_TEN, 9),
            ("4 out of 5", ONE_TO_FIVE, 4),
            ("4 sur 5", ONE_TO_FIVE, 4),
            ("4 din 5", ONE_TO_FIVE, 4),
            ("5 stars", ONE_TO_FIVE, 5),
            ("1 étoile", ONE_TO_FIVE, 1),
            ("3 stele", ONE_TO_FIVE, 3),
            ("4★", ONE_TO_FIVE, 4),
            ("80 %", ONE_TO_HUNDRED, 80),
            ("1,5", Scale(1, 5, 0.5), 1.5),
            ("٤", ONE_TO_FIVE, 4),
            ("４", ONE_TO_FIVE, 4),
            (True, ZERO_TO_ONE, 1),
            ("-2", Scale(-3, 3), -2),
        ],
    )
    def test_a_leading_number_is_the_answer(self, cell: object, scale: Scale, expected: float) -> None:
        assert raw(cell, scale) == expected

    @pytest.mark.parametrize(
        ("cell", "scale"),
        [
            ("6", ONE_TO_FIVE),
            ("0", ONE_TO_FIVE),
            ("2.5", ONE_TO_FIVE),
            ("-1", ZERO_TO_TEN),
            ("11", ZERO_TO_TEN),
            ("8.5", ZERO_TO_TEN),
            ("4/7", ONE_TO_FIVE),
            ("4/10", ONE_TO_FIVE),
            ("80 %", ONE_TO_FIVE),
            ("four", ONE_TO_FIVE),
            ("3-4", ONE_TO_FIVE),
            ("3 or 4", ONE_TO_FIVE),
            ("4 5", ONE_TO_FIVE),
            ("1e3", ZERO_TO_TEN),
            ("2025-01-04", ONE_TO_FIVE),
            ("5:30", ONE_TO_FIVE),
            (1e300, ZERO_TO_TEN),
            (True, Scale(2, 5)),
        ],
    )
    def test_off_the_scale_is_invalid_never_clipped_or_rounded(self, cell: object, scale: Scale) -> None:
        assert status(cell, scale) is Status.INVALID

    def test_the_raw_answer_is_kept_on_a_reversed_scale(self) -> None:
        assert raw("2", ONE_TO_FIVE.twin()) == 2

    @given(st.integers(0, 10))
    def test_every_point_is_read_in_every_spelling(self, point: int) -> None:
        spellings = [
            str(point),
            f"{point}.0",
            f"{point},0",
            f" {point} ",
            f"{point} - x",
            f"{point}/10",
            f"{point} points",
            point,
            float(point),
        ]
        assert {raw(cell, ZERO_TO_TEN) for cell in spellings} == {float(point)}

    @given(st.text(max_size=40))
    def test_no_text_makes_it_stumble(self, text: str) -> None:
        assert status(text) in Status

    @given(st.floats())
    def test_no_number_makes_it_stumble(self, number: float) -> None:
        found = read_answer(number, ZERO_TO_TEN)
        assert found.status is not Status.OK or number == pytest.approx(found.raw, abs=1e-6)


class TestWords:
    @pytest.mark.parametrize(
        ("words", "five", "seven"),
        [
            (("very satisfied", "Très satisfaite", "foarte mulțumit", "FOARTE MULŢUMITĂ", "extremely satisfied"), 5, 7),
            (("satisfied", "plutôt satisfait", "mulțumit"), 4, 6),
            (("neutral", "ni l'un ni l'autre", "ni l’un ni l’autre", "neutru"), 3, 4),
            (("dissatisfied", "not satisfied", "insatisfait", "nemulţumit"), 2, 2),
            (("very dissatisfied", "pas du tout satisfait", "foarte nemulțumit"), 1, 1),
            (("very easy", "très facile", "foarte ușor", "foarte uşor"), 5, 7),
            (("very difficult", "très difficile", "foarte dificil"), 1, 1),
            (("strongly agree", "tout à fait d'accord", "acord total"), 5, 7),
            (("disagree", "pas d'accord", "dezacord"), 2, 2),
            (("excellent", "très bien", "foarte bine"), 5, 7),
        ],
    )
    def test_labels_in_three_languages_stand_for_their_points(
        self, words: tuple[str, ...], five: float, seven: float
    ) -> None:
        for word in words:
            assert raw(word, ONE_TO_FIVE) == five, word
            assert raw(word, ONE_TO_SEVEN) == seven, word

    def test_somewhat_is_next_to_the_middle_where_there_is_room(self) -> None:
        assert raw("somewhat satisfied", ONE_TO_SEVEN) == 5
        assert raw("somewhat dissatisfied", ONE_TO_SEVEN) == 3
        assert raw("somewhat satisfied", ONE_TO_FIVE) == 4

    def test_a_middle_needs_a_middle_point(self) -> None:
        assert status("neutral", Scale(1, 4)) is Status.INVALID
        assert raw("satisfied", Scale(1, 4)) == 3
        assert raw("dissatisfied", Scale(1, 4)) == 2

    @pytest.mark.parametrize(
        ("word", "expected"), [("yes", 1), ("Oui", 1), ("DA", 1), ("no", 0), ("non", 0), ("nu", 0)]
    )
    def test_yes_is_one_and_no_is_nought(self, word: str, expected: float) -> None:
        assert raw(word, ZERO_TO_ONE) == expected

    def test_the_longest_match_wins(self) -> None:
        assert raw("not satisfied", ONE_TO_FIVE) == 2
        assert raw("not at all satisfied", ONE_TO_FIVE) == 1

    def test_words_mean_the_same_on_a_reversed_scale(self) -> None:
        """The best label is the best answer, whichever number stands for it."""
        twin = ONE_TO_FIVE.twin()
        assert raw("very satisfied", twin) == 1
        assert twin.oriented(raw("very satisfied", twin) or 0) == 5

    def test_the_scales_own_words_come_first(self) -> None:
        own = Scale(1, 3, labels=(Label(3, "Yum!"), Label(1, "Horrendous"), Label(2, "good")))
        assert raw("yum!", own) == 3
        assert raw("HORRENDOUS", own) == 1
        assert raw("good", own) == 2

    @pytest.mark.parametrize("text", ["so-so lah", "satisfied customer of yours", "unsatisfactory-ish", "meh", "very"])
    def test_unknown_words_are_invalid(self, text: str) -> None:
        assert status(text) is Status.INVALID

    @pytest.mark.parametrize(("stars", "expected"), [("★★★★☆", 4), ("★", 1), ("⭐⭐⭐", 3), ("*****", 5)])
    def test_stars_are_counted(self, stars: str, expected: float) -> None:
        assert raw(stars, ONE_TO_FIVE) == expected

    def test_more_stars_than_points_are_invalid(self) -> None:
        assert status("★★★★★★") is Status.INVALID

    @pytest.mark.parametrize(
        ("text", "expected"), [("I am very satisfied!", 5), ("je suis satisfait", 4), ("It was easy.", 4)]
    )
    def test_little_words_around_a_label_do_no_harm(self, text: str, expected: float) -> None:
        assert raw(text, ONE_TO_FIVE) == expected


class TestWordLists:
    def test_every_family_has_words_of_its_ends_in_all_three_languages(self) -> None:
        for name, family in labels.FAMILIES.items():
            if name == "thumbs":
                continue
            for end in (1, -1):
                assert {lang for lang, words in family[end].items() if words} == {"en", "fr", "ro"}, name

    @pytest.mark.parametrize("name", list(labels.FAMILIES))
    def test_no_word_of_a_family_stands_for_two_points(self, name: str) -> None:
        seen: dict[str, float] = {}
        for position, langs in labels.FAMILIES[name].items():
            for word in (fold(w) for words in langs.values() for w in words):
                assert seen.setdefault(word, position) == position, word

    @pytest.mark.parametrize(
        "scale",
        [ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN, ONE_TO_TEN, ZERO_TO_ONE, Scale(1, 3), Scale(1, 4), Scale(1, 6)],
    )
    def test_places_keep_their_order_on_every_scale(self, scale: Scale) -> None:
        points = [labels.point(scale, position) for position in (-1, -0.5, -0.25, 0, 0.25, 0.5, 1)]
        known = [point for point in points if point is not None]
        assert known == sorted(known)
        assert (known[0], known[-1]) == (scale.min, scale.max)
        assert all(scale.place(point) is not None for point in known)

    def test_no_rating_word_is_a_word_for_nothing(self) -> None:
        assert not set(labels.words()) & labels.MISSING_WORDS
