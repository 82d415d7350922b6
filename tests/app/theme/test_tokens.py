"""Every colour can be read where it stands, and told from its neighbours whatever one's eyes."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from cxdesk.app.theme import contrast_ratio, tokens

LIGHT, DARK = 0, 1
TEXT, MARK = 4.5, 3.0

# Matrices for full dichromacy in linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.
EYES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def ratio(one: str, other: str, side: int) -> float:
    return contrast_ratio(QColor(tokens.COLOURS[one][side]), QColor(tokens.COLOURS[other][side]))


def lab(colour: str, eyes: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as those eyes see it."""
    seen = QColor(colour)
    rgb = [_linear(part) for part in (seen.redF(), seen.greenF(), seen.blueF())]
    red, green, blue = (min(max(sum(a * b for a, b in zip(row, rgb, strict=True)), 0), 1) for row in EYES[eyes])
    x = _f((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    y = _f(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    z = _f((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _f(t: float) -> float:
    return t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29


def distance(one: str, other: str, eyes: str) -> float:
    """CIE76."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, eyes), lab(other, eyes), strict=True)) ** 0.5


@pytest.mark.parametrize("side", [LIGHT, DARK])
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent", "good", "bad", "warn", "flat"])
def test_words_can_be_read_on_every_surface(ink: str, side: int) -> None:
    surfaces = ("panel", "window", "raised", "sunken")
    assert min(ratio(ink, surface, side) for surface in surfaces) >= TEXT


@pytest.mark.parametrize("side", [LIGHT, DARK])
def test_marks_and_outlines_stand_out(side: int) -> None:
    assert min(ratio("cmp", surface, side) for surface in ("panel", "window", "sunken")) >= MARK
    assert ratio("line2", "panel", side) >= MARK


@pytest.mark.parametrize(
    ("ink", "surface"),
    [
        ("onaccent", "accent"),
        ("text", "accentbg"),
        ("text2", "accentbg"),
        ("text3", "accentbg"),
        ("accent", "accentbg"),
        ("good", "goodbg"),
        ("bad", "badbg"),
        ("warn", "warnbg"),
        ("marktext", "mark"),
    ],
)
def test_pairs_can_be_read(ink: str, surface: str) -> None:
    assert min(ratio(ink, surface, side) for side in (LIGHT, DARK)) >= TEXT


@pytest.mark.parametrize(
    ("one", "other", "side", "expected"),
    [
        ("text", "panel", LIGHT, 15.9),
        ("text3", "sunken", LIGHT, 4.7),
        ("accent", "panel", LIGHT, 6.4),
        ("line2", "panel", LIGHT, 3.1),
        ("text", "window", DARK, 15.3),
        ("accent", "panel", DARK, 7.0),
        ("onaccent", "accent", DARK, 7.7),
    ],
)
def test_contrast_is_measured_as_wcag_defines_it(one: str, other: str, side: int, expected: float) -> None:
    assert ratio(one, other, side) == pytest.approx(expected, abs=0.06)


def test_black_on_white_is_21_and_a_colour_on_itself_1() -> None:
    assert contrast_ratio(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast_ratio(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast_ratio(QColor("red"), QColor("red")) == pytest.approx(1)


@pytest.mark.parametrize("side", [LIGHT, DARK])
def test_series_stand_out_from_the_panel(side: int) -> None:
    panel = QColor(tokens.COLOURS["panel"][side])
    assert min(contrast_ratio(QColor(one), panel) for one in tokens.CATEGORIES[side]) >= MARK - 0.05


@pytest.mark.parametrize(
    ("side", "eyes", "expected"),
    [
        (LIGHT, "normal", 38),
        (LIGHT, "protan", 34),
        (LIGHT, "deutan", 26),
        (LIGHT, "tritan", 18),
        (DARK, "normal", 48),
        (DARK, "protan", 33),
        (DARK, "deutan", 24),
        (DARK, "tritan", 24),
    ],
)
def test_any_two_series_are_told_apart_by_all_eyes(side: int, eyes: str, expected: float) -> None:
    least = min(distance(one, other, eyes) for one, other in combinations(tokens.CATEGORIES[side], 2))
    assert least >= 15
    assert least == pytest.approx(expected, abs=0.6)


@pytest.mark.parametrize(("side", "expected"), [(LIGHT, (42, 58, 100)), (DARK, (32, 46, 96))])
def test_worse_and_better_are_told_apart_by_all_eyes(side: int, expected: tuple[float, ...]) -> None:
    ends = tokens.DIVERGING[side][0], tokens.DIVERGING[side][-1]
    found = [distance(*ends, eyes) for eyes in ("protan", "deutan", "tritan")]
    assert found == pytest.approx(expected, abs=0.6)


@pytest.mark.parametrize("side", [LIGHT, DARK])
def test_good_and_bad_are_the_ends_of_the_diverging_scale(side: int) -> None:
    assert tokens.DIVERGING[side][0] == tokens.COLOURS["bad"][side]
    assert tokens.DIVERGING[side][-1] == tokens.COLOURS["good"][side]


def test_each_series_has_a_dash_of_its_own() -> None:
    assert len(set(tokens.DASHES)) == len(tokens.CATEGORIES[LIGHT]) == len(tokens.CATEGORIES[DARK]) == 6
