"""Values with their units, intervals and verdicts, in words that a person can rely on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxdesk.analysis import wording
from cxdesk.analysis.wording import Measured
from cxdesk.domain.results import Better, Card, Change, Figure, Phrase, Target, Unit, Verdict
from cxdesk.system import i18n

SCORE = Measured(Unit.SCORE, 0)
PERCENT = Measured(Unit.PERCENT, 1)
SCALE = Measured(Unit.SCALE, 2, scale_max=7)
HOURS = Measured(Unit.HOURS, 1, Better.DOWN)
EUROS = Measured(Unit.MONEY, 2, currency="EUR")


def change(base: float | None, delta: float | None, verdict: str = Verdict.UP, **more: object) -> Change:
    return Change(base, 400, None, delta, verdict=verdict, **more)  # type: ignore[arg-type]


def card(**changes: object) -> Card:
    values: dict[str, object] = {
        "metric": "nps",
        "measure": "",
        "title": "Net Promoter Score",
        "short_title": "NPS",
        "family": "loyalty",
        "label": (Phrase("0–10"),),
        "unit": Unit.SCORE,
        "decimals": 0,
        "better": Better.UP,
        "figure": Figure(17.4, 9.7, 24.9, 436),
        "change": change(35.1, -17.7, Verdict.DOWN),
        "target": Target(30, "missed"),
    }
    return Card(**(values | changes))  # type: ignore[arg-type]


# Values


@pytest.mark.parametrize(
    ("value", "how", "expected"),
    [
        (17.4, SCORE, "+17"),
        (-3.5, SCORE, "−4"),
        (0.2, SCORE, "0"),
        (81.94, PERCENT, "81.9%"),
        (5.306, SCALE, "5.31\u00a0of 7"),
        (7.84, HOURS, "7.8\u00a0h"),
        (1.0, Measured(Unit.DAYS, 1), "1.0\u00a0day"),
        (2.5, Measured(Unit.DAYS, 1), "2.5\u00a0days"),
        (84310.4, EUROS, "€84,310"),
        (58.0, EUROS, "€58.00"),
        (-1200.0, EUROS, "−€1,200"),
        (58.0, Measured(Unit.MONEY, 2, currency="RON"), "58.00\u00a0lei"),
        (58.0, Measured(Unit.MONEY, 2), "58.00"),
        (161, Measured(Unit.SECONDS, 0), "2:41"),
        (3725, Measured(Unit.SECONDS, 0), "1:02:05"),
        (2.5, Measured(Unit.MINUTES, 0), "2:30"),
        (1234.0, Measured(Unit.COUNT, 0), "1,234"),
        (62.5, Measured(Unit.INDEX, 1), "62.5\u00a0of 100"),
        (3.204, Measured(Unit.RATIO, 2), "3.20"),
    ],
)
def test_a_value_carries_its_unit(value: float, how: Measured, expected: str) -> None:
    unit = "\u00a0min" if how.unit in (Unit.SECONDS, Unit.MINUTES) else ""
    assert wording.value_text(value, how) == expected + unit


def test_no_value_is_said_not_shown_as_nought() -> None:
    assert wording.value_text(None, PERCENT) == "n/a"


def test_halves_are_rounded_away_from_zero() -> None:
    assert [wording.bare(value, SCORE) for value in (0.5, -0.5, 24.5)] == ["+1", "−1", "+25"]


def test_french_numbers_have_their_own_marks() -> None:
    i18n.use("fr")
    assert wording.value_text(81.94, PERCENT) == "81,9\u202f%"
    assert wording.value_text(84310.4, EUROS) == "84\u202f310\u00a0€"


def test_currency_stands_where_the_locale_puts_it() -> None:
    from babel.numbers import format_currency

    for locale in ("en", "fr", "ro"):
        i18n.use("en", locale)
        ours = wording.value_text(58.0, EUROS)
        theirs = format_currency(58.0, "EUR", locale=locale, format=None)
        assert ours.startswith("€") == theirs.startswith("€"), locale


# How sure


def test_the_interval_and_n_stand_together() -> None:
    assert wording.evidence_text(Figure(17.4, 9.7, 24.9, 436), SCORE) == "+10 … +25 · n 436"
    assert wording.evidence_text(Figure(81.9, 77.7, 85.4, 5204, 4262, 5204), PERCENT) == "77.7 … 85.4 · n 5,204"


def test_few_cases_show_their_counts_and_no_false_precision() -> None:
    assert wording.evidence_text(Figure(81.25, 57.0, 93.4, 16, 13, 16), PERCENT) == "13 of 16 · 57 … 93"


def test_a_full_count_has_no_interval_and_says_so() -> None:
    figure = Figure(6.7, None, None, 612, 41, 612)
    assert wording.evidence_text(figure, PERCENT) == "41 of 612 · full count"
    assert wording.evidence_brief(figure, PERCENT) == "41 of 612"


def test_weighted_shares_do_not_pretend_to_be_counts() -> None:
    assert wording.evidence_text(Figure(50.0, 20.0, 80.0, 8, 3.7, 7.4), PERCENT) == "20.0 … 80.0 · n 8"


def test_without_interval_n_stands_alone() -> None:
    assert wording.evidence_text(Figure(7.0, n=1), SCALE) == "n 1"
    assert wording.evidence_brief(Figure(17.4, 9.7, 24.9, 436), SCORE) == "+10 … +25 · n 436"


def test_hidden_numbers_say_from_when_they_are_shown() -> None:
    assert wording.shown_from(4, 5) == "4 answers; shown from 5"
    assert wording.shown_from(1, 5) == "1 answer; shown from 5"


@pytest.mark.parametrize(
    ("value", "better", "how", "expected"),
    [
        (30, Better.UP, SCORE, "≥\u00a030"),
        (80, Better.UP, PERCENT, "≥\u00a080"),
        (82.5, Better.UP, PERCENT, "≥\u00a082.5"),
        (8, Better.DOWN, HOURS, "≤\u00a08\u00a0h"),
        (50000, Better.UP, EUROS, "≥\u00a0€50,000"),
        (150, Better.UP, Measured(Unit.SECONDS, 0), "≥\u00a02:30"),
    ],
)
def test_a_target_says_which_side_is_good(value: float, better: str, how: Measured, expected: str) -> None:
    assert wording.target_text(Target(value, "missed"), better, how) == expected


# Verdicts


@pytest.mark.parametrize(
    ("found", "how", "text", "brief"),
    [
        (change(35.1, -17.7, Verdict.DOWN), SCORE, "Down 18, from +35", "Down 18"),
        (change(84.3, 4.1), PERCENT, "Up 4.1 points", "Up 4.1 points"),
        (change(3.7, 3.0), replace(PERCENT, better=Better.DOWN), "Up 3.0 points, worse", "Up 3.0 points"),
        (change(9.7, -3.0, Verdict.DOWN), replace(PERCENT, better=Better.DOWN), "Down 3.0 points, better",
         "Down 3.0 points"),
        (change(5.55, -0.24, Verdict.DOWN), SCALE, "Down 0.24, from 5.55", "Down 0.24"),
        (change(5.7, 2.1), HOURS, "Up 2.1\u00a0h, slower", "Up 2.1\u00a0h"),
        (change(5.7, -2.1, Verdict.DOWN), HOURS, "Down 2.1\u00a0h, faster", "Down 2.1\u00a0h"),
        (change(87940, -3630, Verdict.DOWN), EUROS, "Down 4.1%, from €87,940", "Down 4.1%"),
        (change(0, 500), EUROS, "Up €500.00, from €0.00", "Up €500.00"),
        (change(149, 12), Measured(Unit.SECONDS, 0, Better.NONE), "Up 0:12 (neither good nor bad)", "Up 0:12"),
        (change(149, -12, Verdict.DOWN), Measured(Unit.COUNT, 0, Better.NONE), "Down 12 (neither good nor bad)",
         "Down 12"),
    ],
)  # fmt: skip
def test_a_proven_change_names_direction_and_size(found: Change, how: Measured, text: str, brief: str) -> None:
    said = wording.change_said(found, Figure(1.0, 0.0, 2.0, 436), how)
    assert (said.text, said.shortest) == (text, brief)
    assert said.sign == ("arrow-up" if found.verdict == Verdict.UP else "arrow-down")


@pytest.mark.parametrize(
    ("verdict", "better", "tone"),
    [
        (Verdict.UP, Better.UP, "good"),
        (Verdict.DOWN, Better.UP, "bad"),
        (Verdict.UP, Better.DOWN, "bad"),
        (Verdict.DOWN, Better.DOWN, "good"),
        (Verdict.UP, Better.NONE, "text2"),
        (Verdict.NO_CLEAR_CHANGE, Better.UP, "flat"),
        (Verdict.NOT_TESTED, Better.DOWN, "flat"),
    ],
)
def test_only_proven_changes_are_good_or_bad(verdict: str, better: str, tone: str) -> None:
    assert wording.tone_of(change(1.0, 1.0, verdict), better) == tone


def test_what_is_not_proven_is_no_clear_change_with_the_difference_beside_it() -> None:
    said = wording.change_said(change(84.6, -2.7, Verdict.NO_CLEAR_CHANGE), Figure(81.9, 77.7, 85.4, 381), PERCENT)
    assert (said.text, said.brief, said.sign, said.tone) == (
        "No clear change (−2.7)",
        "No clear change",
        "wave",
        "flat",
    )
    nps = wording.change_said(change(34.0, 0.0, Verdict.NO_CLEAR_CHANGE), Figure(34.0, 20.0, 48.0, 381), SCORE)
    assert nps.text == "No clear change (0.0)"


def test_a_small_sample_says_so_unless_the_change_is_proven() -> None:
    few = Figure(20.0, -30.0, 61.0, 10, flags=("small_sample",))
    assert wording.change_said(change(58.0, 2.0, Verdict.NO_CLEAR_CHANGE), few, SCORE).text == "Small sample"
    assert wording.change_said(change(80.0, -60.0, Verdict.DOWN), few, SCORE).text == "Down 60, from +80"


@pytest.mark.parametrize(
    ("delta", "text", "sign", "tone"),
    [
        (-3_600.0, "Down 4.1%, from €87,940", "arrow-down", "bad"),
        (3_600.0, "Up 4.1%, from €87,940", "arrow-up", "good"),
        (10.0, "Unchanged", "wave", "flat"),
    ],
)
def test_what_was_counted_whole_changed_as_it_did_and_is_not_tested(
    delta: float, text: str, sign: str, tone: str
) -> None:
    counted = change(87_940.0, delta, Verdict.NOT_TESTED, why="full_count")
    said = wording.change_said(counted, Figure(87_940.0 + delta, n=600), EUROS)
    assert (said.text.replace("\u202f", "").replace("\u00a0", ""), said.sign, said.tone) == (text, sign, tone)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (change(None, None, Verdict.NOT_TESTED, why="no_valid_answers"), "No earlier period"),
        (change(20.0, 5.0, Verdict.NOT_TESTED, why="scale_change"), "Not compared: the scale changed"),
        (change(20.0, 5.0, Verdict.NOT_TESTED, why="too_few"), "Too few answers before"),
        (change(20.0, 5.0, Verdict.NOT_TESTED, why="no_variation"), "No clear change (+5.0)"),
    ],
)
def test_what_was_not_tested_says_why(found: Change, text: str) -> None:
    assert wording.change_said(found, Figure(25.0, 10.0, 40.0, 200), SCORE).text == text


def test_a_running_period_says_what_is_missing_but_not_over_a_proven_change() -> None:
    running = card(partial=True, change=change(35.0, 2.0, Verdict.NO_CLEAR_CHANGE))
    assert wording.card_said(running).text == "No clear change (+2.0)", "held against as many days before"
    alone = replace(running, change=None)
    assert wording.card_said(alone).text == "Partial: still running"
    assert (wording.card_said(alone).sign, wording.card_said(alone).tone) == ("clock", "warn")
    waiting = replace(running, figure=Figure(81.3, 57, 93, 16, excluded={"immature": 3}))
    assert wording.card_said(waiting).text == "Partial: 3 too recent"
    assert wording.card_said(card(partial=True)).text == "Down 18, from +35"


def test_a_card_without_comparison_says_so() -> None:
    assert wording.card_said(card(change=None)).text == "No earlier period"
    small = Figure(25.0, 10.0, 40.0, 12, flags=("small_sample",))
    assert wording.card_said(card(change=None, figure=small)).text == "Small sample"


def test_a_number_from_too_few_answers_is_withheld_with_all_that_would_give_it_away() -> None:
    low = card(figure=Figure(50.0, -20.0, 90.0, 4), spark=(1.0, 50.0), target=Target(30, "unsettled"))
    kept = wording.withheld(low, 5)
    assert (kept.figure.value, kept.figure.low, kept.figure.n, kept.figure.reason) == (None, None, 4, "too_few")
    assert (kept.change, kept.target, kept.spark) == (None, None, ())
    assert wording.card_said(kept).text == "Widen the period"
    assert wording.withheld(low, 4) is low
    orders = card(unit=Unit.COUNT, figure=Figure(3.0, n=3))
    assert wording.withheld(orders, 5) is orders, "a count says no more than how many rows there are"


@pytest.mark.parametrize(
    ("reason", "needs", "text", "tone"),
    [
        ("too_few", None, "Widen the period", "text2"),
        ("missing_kind", "invitation", "Import survey invitations…", "accent"),
        ("missing_kind", None, "Import a file that has it", "text2"),
        ("mixed_scales", None, "Use the index from 0 to 100", "text2"),
    ],
)
def test_a_card_without_number_says_what_to_do(reason: str, needs: str | None, text: str, tone: str) -> None:
    said = wording.card_said(card(figure=Figure(None, n=4, reason=reason), needs=needs))
    assert (said.text, said.tone) == (text, tone)


# Aloud


def test_a_card_can_be_read_aloud() -> None:
    assert wording.spoken(card()) == (
        "NPS, plus 17, between plus 10 and plus 25, 436 answers, down 18, from plus 35, target 30 missed"
    )


def test_a_card_without_number_is_read_with_reason_and_remedy() -> None:
    few = card(figure=Figure(None, n=4, reason="too_few"))
    assert wording.spoken(few) == "NPS, too few answers, Widen the period"


def test_minus_is_a_word_aloud() -> None:
    low = card(figure=Figure(-12.0, -30.0, 6.0, 50), change=None, target=Target(30, "unsettled"))
    assert wording.spoken(low) == (
        "NPS, minus 12, between minus 30 and plus 6, 50 answers, no earlier period, target 30 inside the interval"
    )


def test_families_have_titles() -> None:
    assert [wording.family_title(code) for code in ("loyalty", "product", "composite")] == [
        "Loyalty",
        "Product use",
        "Composites",
    ]


@pytest.mark.parametrize("word", ["significant", "great", "poor", "alarming", "because"])
def test_no_verdict_judges_or_claims_a_cause(word: str) -> None:
    from inspect import getsource

    from cxdesk.analysis import remedies

    said = [line for module in (wording, remedies) for line in getsource(module).splitlines() if '_("' in line]
    assert said
    assert not [line for line in said if word in line.lower()]


def test_at_bars_and_axes_an_amount_keeps_its_currency_and_its_sign_stands_first() -> None:
    assert wording.inscribed(2009, EUROS, sign=True) == "+€2,009"
    assert wording.inscribed(-144.5, EUROS) == "−€144.50"
    assert wording.inscribed(117_192, EUROS, decimals=0) == "€117,192"
    assert wording.inscribed(12.25, PERCENT, sign=True) == "+12.3"
    i18n.use("fr")
    assert wording.inscribed(2009, EUROS, sign=True) == "+2\u202f009\u00a0€"
    i18n.use("en")
