"""A card says the same five things in the same places in every state, and never cuts value, interval, n or verdict."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cxdesk.analysis.wording import withheld
from cxdesk.app import theme
from cxdesk.app.delegates.card import COMPACT, NORMAL, Look, halves, paint_card, told
from cxdesk.app.theme import Theme
from cxdesk.domain.results import Better, Card, Figure, Phrase, Target, Unit, Verdict
from cxdesk.system import i18n
from tests.app import boards
from tests.app.conftest import Themed
from tests.app.painted import Drawn, colours, image, texts, touched

WIDTH = 220


def draw(card: Card, look: Look | None = None, width: float = WIDTH) -> list[Drawn]:
    now, chosen = theme.current(), look or Look()
    place = QRectF(0, 0, width, now.pxf(chosen.lines.height))
    return texts(lambda painter: paint_card(painter, place, card, now, chosen))


def said(card: Card, look: Look | None = None, width: float = WIDTH) -> list[str]:
    return [drawn.text for drawn in draw(card, look, width)]


def by_id(metric: str) -> Card:
    return next(card for card in boards.cards() if card.metric == metric)


def test_the_five_lines(themed: Themed) -> None:
    now = themed("light")
    drawn = {one.text: one for one in draw(by_id("nps"))}
    assert list(drawn) == [
        "NPS", "0–10 · latest per customer", "+17", "≥\u00a030", "+10 … +25 · n 436", "Down 18, from +35",
    ]  # fmt: skip
    assert [round(drawn[text].y) for text in ("NPS", "+17", "+10 … +25 · n 436", "Down 18, from +35")] == [
        21,
        65,
        89,
        110,
    ]
    assert drawn["+17"].colour == now.text.name(), "a bad number is not a red number"
    assert drawn["Down 18, from +35"].colour == drawn["≥\u00a030"].colour == now.bad.name()
    assert drawn["0–10 · latest per customer"].colour == now.text3.name()


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("csat_top", ["81.9", "%", "77.7 … 85.4 · n 381", "No clear change (−2.7)"]),
        ("ces_mean", ["5.31", "of 7", "5.17 … 5.45 · n 352", "Down 0.24, from 5.55"]),
        ("return_intent", ["60.0", "%", "6 of 10 · 31 … 83", "Small sample"]),
        ("response_rate", ["31.2", "%", "28.0 … 34.6 · n 820", "Partial: 41 too recent"]),
        ("sat_resolution", ["Too few answers", "4 answers; shown from 5", "Widen the period"]),
        ("comment_rate", ["not imported yet", "Import survey invitations…"]),
    ],
)
def test_every_state_has_its_words(metric: str, expected: list[str], themed: Themed) -> None:
    themed()
    found = said(by_id(metric))
    assert [text for text in found if text in expected] == expected


def test_too_few_answers_show_no_number_at_all(themed: Themed) -> None:
    themed()
    assert not any(one.size == 24 for one in draw(by_id("sat_resolution")))


def test_an_undefined_number_is_pale_with_its_reason_below(themed: Themed) -> None:
    now = themed("light")
    card = boards.nps_card(figure=Figure(None, reason="zero_base"), change=None, target=None, spark=())
    drawn = draw(card)
    assert [one.text for one in drawn][2:] == ["n/a", "nothing to divide by", "Change dates or filters"]
    assert drawn[2].colour == now.text3.name()


def test_while_computing_the_last_value_stays_but_pale(themed: Themed) -> None:
    now = themed("light")
    drawn = {one.text: one for one in draw(by_id("nps"), Look(computing=True))}
    assert drawn["+17"].colour == drawn["+10 … +25 · n 436"].colour == now.text3.name()
    assert drawn["Down 18, from +35"].colour == now.text3.name()


@pytest.mark.parametrize(("state", "tone"), [("reached", "good"), ("missed", "bad"), ("unsettled", "flat")])
def test_a_target_has_three_states(state: str, tone: str, themed: Themed) -> None:
    now = themed("light")
    drawn = {one.text: one for one in draw(boards.nps_card(target=Target(30, state)))}
    assert drawn["≥\u00a030"].colour == now.colour(tone).name()


def test_a_selected_card_has_an_edge_of_two_pixels_of_accent(themed: Themed) -> None:
    now = themed("light")
    plain, selected = (_picture(now, Look(selected=on)) for on in (False, True))
    assert plain.pixelColor(110, 0).name() == now.line.name()
    assert [selected.pixelColor(110, y).name() for y in (0, 1, 2)] == [now.accent.name()] * 2 + [now.panel.name()]


def test_a_card_without_data_is_dashed(themed: Themed) -> None:
    now = themed("light")
    card = by_id("comment_rate")
    made = image(lambda painter: paint_card(painter, QRectF(0, 0, WIDTH, 123), card, now, Look()), WIDTH, 123)
    edge = {made.pixelColor(x, 0).name() for x in range(20, 200)}
    assert now.axis.name() in edge
    assert now.panel.name() in edge


def _picture(now: Theme, look: Look) -> object:
    card, place = by_id("nps"), QRectF(0, 0, WIDTH, 123)
    return image(lambda painter: paint_card(painter, place, card, now, look), WIDTH, 123)


# Little room

LONG = boards.nps_card(
    short_title="Résolution au premier contact, tous canaux confondus",
    label=(Phrase("sous 7 jours, tous les tickets et toutes les demandes"),),
)
MONEY = boards.nps_card(
    unit=Unit.MONEY, decimals=2, currency="EUR", target=Target(1250000, "missed"),
    figure=Figure(1184310.5, 1081234.5, 1287311.1, 112345),
    change=boards.change(1287940.0, -103629.5, Verdict.DOWN),
)  # fmt: skip
SLOW = boards.nps_card(
    unit=Unit.HOURS, decimals=1, better=Better.DOWN, target=Target(8, "unsettled"),
    figure=Figure(107.8, 96.9, 119.1, 28750), change=boards.change(95.7, 12.1, Verdict.UP),
)  # fmt: skip
TIGHT = (*boards.cards(), LONG, MONEY, SLOW)


@pytest.mark.parametrize("family", ["Noto Sans", "DejaVu Sans"])
@pytest.mark.parametrize(("language", "zoom"), list(product(["en", "fr"], [0.8, 1.0, 1.25, 2.0])))
@pytest.mark.parametrize("lines", [NORMAL, COMPACT], ids=["normal", "compact"])
def test_nothing_leaves_the_card(family: str, language: str, zoom: float, lines: object, themed: Themed) -> None:
    now = themed(zoom=zoom, family=family, pixels=12 if lines is COMPACT else 13)
    i18n.use(language)
    look = Look(lines=lines)  # type: ignore[arg-type]
    width, height = now.px(180), now.px(look.lines.height)

    def paint_all(painter: QPainter) -> None:
        for at, card in enumerate(TIGHT):
            paint_card(painter, QRectF(20, 20 + at * (height + 20), width, height), card, now, look)

    made = image(paint_all, width + 60, (height + 20) * len(TIGHT) + 20)
    box = touched(made)
    assert box is not None
    assert box[0] >= 20
    assert box[2] < 20 + width


@pytest.mark.parametrize("language", ["en", "fr", "ro"])
@pytest.mark.parametrize("card", TIGHT, ids=lambda card: card.metric + card.unit)
def test_value_interval_n_and_verdict_are_whole_at_180(card: Card, language: str, themed: Themed) -> None:
    from cxdesk.analysis import wording

    themed(family="DejaVu Sans")
    i18n.use(language)
    found = said(card, width=180)
    how = wording.Measured.of(card)
    verdict = wording.card_said(card)
    assert verdict.text in found or verdict.shortest in found
    if card.figure.value is not None:
        pieces = wording.written(card.figure.value, how)
        assert pieces.before + pieces.number in found
        evidence = (wording.evidence_text(card.figure, how), wording.evidence_brief(card.figure, how))
        assert set(evidence) & set(found)


def test_names_and_definitions_are_cut_at_their_end(themed: Themed) -> None:
    themed()
    name, label = said(LONG, width=180)[:2]
    assert name.startswith("Résolution")
    assert name.endswith("…")
    assert label.endswith("…")
    assert "tous canaux confondus" not in name


def test_the_sparkline_goes_before_the_unit(themed: Themed) -> None:
    now = themed("light")
    wide, narrow = (
        image(lambda painter, w=width: paint_card(painter, QRectF(0, 0, w, 123), SLOW, now, Look()), width, 123)
        for width in (260, 120)
    )
    assert now.accent.name() in colours(wide)
    assert now.accent.name() not in colours(narrow)
    assert "h" in said(SLOW, width=130)


def test_the_mark_of_a_target_outlives_its_number(themed: Themed) -> None:
    now = themed("light", family="DejaVu Sans")
    card = by_id("csat_top")
    assert "≥\u00a080" not in said(card, width=180)
    made = image(lambda painter: paint_card(painter, QRectF(0, 0, 180, 123), card, now, Look()), 180, 123)
    corner = [made.pixelColor(x, y) for x in range(155, 172) for y in range(76, 94)]
    assert min(pixel.lightness() for pixel in corner) < now.cmp.lightness()


# Texts of strangers


def test_markup_in_a_name_is_shown_as_it_is(themed: Themed) -> None:
    themed()
    hostile = replace(by_id("nps"), short_title="<b>NPS</b> <img src='file:///etc/hostname'>")
    assert said(hostile, width=400)[0] == "<b>NPS</b> <img src='file:///etc/hostname'>"


def test_the_tooltip_tells_everything(themed: Themed) -> None:
    themed()
    assert told(by_id("nps")).split("\n") == [
        "Net Promoter Score",
        "0–10 · latest per customer",
        "+17  +10 … +25 · n 436",
        "Target ≥\u00a030",
        "Down 18, from +35",
    ]
    assert "too few answers" in told(by_id("sat_resolution"))


def test_long_reasons_break_near_the_middle() -> None:
    assert halves("4 réponses ; affiché à partir de 5") == ["4 réponses ; affiché", "à partir de 5"]
    assert halves("Donaudampfschiff") == ["Donaudampfschiff"]


# Too few answers


def test_a_number_from_fewer_answers_than_the_least_is_not_shown(themed: Themed) -> None:
    themed()
    low = boards.nps_card(figure=Figure(50.0, -20.0, 90.0, 4))
    found = said(low, Look(least=5))
    assert found[2:] == ["Too few answers", "4 answers; shown from 5", "Widen the period"]
    assert not any(one.size == 24 for one in draw(low, Look(least=5)))
    assert "+50" in said(low, Look(least=4)), "the workspace says where showing begins"


def test_its_tooltip_does_not_tell_it_either(themed: Themed) -> None:
    themed()
    low = boards.nps_card(figure=Figure(50.0, -20.0, 90.0, 4))
    assert "50" not in told(withheld(low, 5))
    assert "4 answers" in told(withheld(low, 5))


def test_without_an_earlier_period_the_place_of_the_verdict_says_so(themed: Themed) -> None:
    themed()
    assert said(boards.nps_card(change=None))[-1] == "No earlier period"
    i18n.use("fr")
    assert said(boards.nps_card(change=None))[-1] == "Pas de période précédente"
