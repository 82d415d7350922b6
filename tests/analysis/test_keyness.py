"""Words that set detractors apart: as often as printed tables say, in any form, adjusted for their number."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from scipy import stats

from cxdesk.analysis.keyness import Side, keyness, log_likelihood
from cxdesk.store.stems import stem


def side(*texts: str) -> Side:
    return Side.of(texts, stem)


def test_log_likelihood_is_that_of_scipy() -> None:
    for a, of_a, b, of_b in ((12, 40, 3, 60), (1, 10, 9, 10), (0, 30, 5, 20), (30, 30, 1, 50)):
        table = [[a, of_a - a], [b, of_b - b]]
        wanted = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        found = log_likelihood(np.array([a], float), of_a, np.array([b], float), of_b)[0]
        assert found == pytest.approx(wanted)


def test_equal_shares_tell_nothing() -> None:
    assert log_likelihood(np.array([5.0]), 10, np.array([50.0]), 100)[0] == pytest.approx(0, abs=1e-9)


UNHAPPY = [
    *["The delivery was late and I had to call"] * 12,
    *["Livraisons toujours en retard, c’est pénible"] * 10,
    *["Livrarea a întârziat foarte mult și nu mi-a plăcut"] * 8,
    *["Nothing in particular to say here"] * 10,
]
HAPPY = [
    *["The people are nice and I like it here"] * 25,
    *["Une équipe très aimable, et la boutique est belle"] * 25,
    *["Oameni foarte amabili și un magazin frumos"] * 25,
]


def test_words_of_the_unhappy_are_found_in_three_languages() -> None:
    found = {key.word: key for key in keyness(side(*UNHAPPY), side(*HAPPY))}
    assert {"delivery", "late", "livraisons", "retard", "livrarea", "întârziat"} <= set(found)
    assert not {"people", "aimable", "foarte", "the", "la"} & set(found)
    delivery = found["delivery"]
    assert (delivery.here, delivery.there, delivery.language) == (12, 0, "en")
    assert delivery.ratio == pytest.approx(np.log2((12.5 / 41) / (0.5 / 76)))
    assert delivery.p < 0.05


def test_forms_count_as_one_word_shown_as_most_write_it() -> None:
    texts = [*["still waiting for it"] * 5, *["I waited for you"] * 3, "we wait and we wait for you"]
    (found,) = [key for key in keyness(side(*texts * 3), side(*["all is well with you"] * 40)) if "wait" in key.word]
    assert (found.word, found.forms, found.here) == ("waiting", ("waiting", "waited", "wait"), 27)


def test_a_text_counts_once_however_often_it_says_a_word() -> None:
    shouting = [" ".join(["broken"] * 50), *["the lamp is fine"] * 30]
    assert keyness(side(*shouting), side(*["the lamp is fine"] * 30)) == []


def test_chance_differences_are_not_named() -> None:
    """Words drawn alike for both sides: after the adjustment about one run in twenty may name one."""
    words = np.array([f"{a}{b}{c}ar" for a in "bdfglm" for b in "aeiou" for c in "prstv"])
    named = 0
    for seed in range(40):
        draw = np.random.default_rng(seed)
        one, other = (side(*(" ".join(draw.choice(words, 8)) for _text in range(80))) for _side in range(2))
        named += bool(keyness(one, other))
    assert named <= 6


def test_without_a_second_side_there_is_nothing_to_compare() -> None:
    assert keyness(side(*UNHAPPY), side()) == keyness(side(), side(*HAPPY)) == []


def test_accents_that_stand_apart_from_their_letters_do_not_break_words() -> None:
    apart = unicodedata.normalize("NFD", "L’étape était décevante")
    assert side(apart).counts == side("L’étape était décevante").counts
    assert {word for forms in side(apart).forms.values() for word in forms} == {"étape", "décevante"}
