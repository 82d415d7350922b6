"""Numbers in words: values with their units, intervals, verdicts. Screens, command line and reports all say it so.

A verdict is "up" or "down" only where the test passed or everything was counted; whether that is good depends on the
metric. Nothing here
judges ("significant", "poor") or claims a cause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cxdesk.analysis import remedies
from cxdesk.domain.results import (
    Better,
    Breakdown,
    Card,
    Change,
    Figure,
    Target,
    Trend,
    TrendPoint,
    Unit,
    Verdict,
    least_shown,
)
from cxdesk.system.i18n import MINUS, N_, WIDE_SPACE, _, ngettext, number, number_locale, percent_gap, rounded

SMALL = 30  # below it a share also shows its count
WHOLE_MONEY = 1000  # from here on amounts are shown without cents
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "RON": "lei", "CHF": "CHF"}
TIMES = (Unit.HOURS, Unit.DAYS, Unit.MONTHS, Unit.SECONDS, Unit.MINUTES)
CLOCKED = {Unit.SECONDS: 1, Unit.MINUTES: 60}  # units shown as on a clock, in seconds
MARK_NAMES = {"reached": "check", "missed": "cross", "unsettled": "target"}
TARGET_TONES = {"reached": "good", "missed": "bad", "unsettled": "flat"}


@dataclass(frozen=True)
class Written:
    """A value in the pieces that are set in different sizes."""

    before: str
    number: str
    after: str
    gap: str = WIDE_SPACE

    @property
    def text(self) -> str:
        """All of it as one text."""
        return f"{self.before}{self.number}{self.gap if self.after else ''}{self.after}"


@dataclass(frozen=True)
class Said:
    """One line: the words, the same shorter where room is scarce, the icon beside it and its tone."""

    text: str
    brief: str = ""
    sign: str = ""
    tone: str = "text2"

    @property
    def shortest(self) -> str:
        return self.brief or self.text


@dataclass(frozen=True)
class Measured:
    """How a metric's values are written: what every function here needs to know of a card, trend or breakdown."""

    unit: str
    decimals: int
    better: str = Better.UP
    scale_max: float | None = None
    currency: str | None = None

    @staticmethod
    def of(card: Card | Trend | Breakdown) -> Measured:
        return Measured(card.unit, card.decimals, card.better, card.scale_max, card.currency)


# Values


def bare(value: float, how: Measured, *, sign: bool = False, decimals: int | None = None) -> str:
    """The number alone, as the unit wants it: signed scores, minutes as 2:41, large amounts without cents."""
    if how.unit in CLOCKED:
        return _clock(CLOCKED[how.unit] * value, sign)
    places = how.decimals if decimals is None else decimals
    if how.unit == Unit.MONEY and abs(value) >= WHOLE_MONEY:
        places = 0
    return number(value, places, sign=sign or how.unit == Unit.SCORE)


def inscribed(value: float, how: Measured, *, sign: bool = False, decimals: int | None = None) -> str:
    """What stands on an axis or at a bar: the number alone, but an amount with its currency."""
    text = bare(value, how, sign=sign, decimals=decimals)
    return money(text, how.currency).text if how.unit == Unit.MONEY else text


def written(value: float, how: Measured) -> Written:
    """A value with its unit, in pieces."""
    text = bare(value, how)
    if how.unit == Unit.MONEY:
        return money(text, how.currency)
    if how.unit == Unit.PERCENT:
        return Written("", text, "%", percent_gap())
    return Written("", text, _unit(value, how))


def value_text(value: float | None, how: Measured) -> str:
    """A value with its unit; "n/a" where there is none."""
    return not_available() if value is None else written(value, how).text


def not_available() -> str:
    return _("n/a")


def interval_text(figure: Figure, how: Measured, decimals: int | None = None) -> str:
    """+10 … +25; empty where there is no interval."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = (bare(end, how, decimals=decimals) for end in (figure.low, figure.high))
    return _("{low} … {high}", low=low, high=high)


def count_text(n: int) -> str:
    """n 436."""
    return _("n {count}", count=number(n))


def evidence_text(figure: Figure, how: Measured) -> str:
    """How sure the value is: its interval and n; the counts themselves where they are few or complete."""
    counts = _counts(figure, how)
    if figure.low is None or figure.high is None:
        pieces = [counts, _("full count")] if counts else [count_text(figure.n)]
    elif counts and figure.n < SMALL:
        pieces = [counts, interval_text(figure, how, decimals=0)]
    else:
        pieces = [interval_text(figure, how), count_text(figure.n)]
    return " · ".join(pieces)


def evidence_brief(figure: Figure, how: Measured) -> str:
    """The same where room is scarce: the interval and n stay, the words "full count" go."""
    counts = _counts(figure, how)
    return counts if counts and figure.low is None else evidence_text(figure, how)


def shown_from(n: int, least: int) -> str:
    """4 answers; shown from 5."""
    return ngettext("{n} answer; shown from {least}", "{n} answers; shown from {least}", n, least=number(least))


def answers_text(n: int) -> str:
    return ngettext("{n} answer", "{n} answers", n)


def target_text(target: Target, better: str, how: Measured) -> str:
    """≥ 30, or ≤ 8 h where less is better."""
    value = rounded(target.value, how.decimals)
    places = 0 if value == value.to_integral_value() else how.decimals
    unit = WIDE_SPACE + _unit(target.value, how) if how.unit in (Unit.HOURS, Unit.DAYS, Unit.MONTHS) else ""
    if how.unit == Unit.MONEY:
        text = money(bare(target.value, how, decimals=places), how.currency).text
    else:
        text = bare(target.value, how) if how.unit in CLOCKED else number(target.value, places)
    return f"{'≤' if better == Better.DOWN else '≥'}{WIDE_SPACE}{text}{unit}"


def wanted_text(value: float, how: Measured) -> str:
    """What a person wants of a number, with its unit and the decimals it was given: 24 h, 99.5%, +40."""
    places = next((n for n in range(4) if round(value, n) == value), 4)
    if how.unit == Unit.MONEY:
        return money(number(value, max(places, 2) if places else 0), how.currency).text
    return written(value, replace(how, decimals=places)).text


# Changes


def amount_text(size: float, how: Measured, base: float | None = None) -> str:
    """The size of a difference: 18, 4.1 points, 2.1 h, 4.1 %. Differences of percentages are points."""
    if how.unit == Unit.MONEY and base:
        return written(100 * size / abs(base), Measured(Unit.PERCENT, 1)).text
    if how.unit in (Unit.PERCENT, Unit.INDEX):
        return _("{amount} points", amount=number(size, how.decimals))
    if how.unit == Unit.SCORE:
        return number(size, how.decimals)
    if how.unit in (Unit.HOURS, Unit.DAYS, Unit.MONTHS, Unit.MONEY):
        return written(size, how).text
    return bare(size, how)


def signed_text(value: float, how: Measured, decimals: int | None = None) -> str:
    """A difference with its sign and without a unit: −13.2; scores get one decimal more than their value."""
    places = max(how.decimals, 1) if decimals is None else decimals
    return bare(value, how, sign=True, decimals=places)


def tone_of(change: Change, better: str) -> str:
    """good or bad for the customer relation, text2 where that cannot be said, flat where nothing is proven."""
    way = _way(change)
    if not way:
        return "flat"
    if better == Better.NONE:
        return "text2"
    return "good" if (way == Verdict.UP) == (better == Better.UP) else "bad"


def _way(change: Change) -> str:
    """up or down, where a test proved it or everything was counted, so that there is nothing to prove; else empty."""
    if change.verdict in (Verdict.UP, Verdict.DOWN):
        return change.verdict
    if change.why == "full_count" and change.base_value is not None and change.delta:
        return Verdict.UP if change.delta > 0 else Verdict.DOWN
    return ""


def change_said(change: Change, figure: Figure, how: Measured) -> Said:
    """The verdict on a change: "Down 18, from +35", "No clear change (−2.7)" or why nothing is said.

    What was counted whole is not tested: its change is told as it is.
    """
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.delta is not None:
        return _told(change, how)
    if change.why == "full_count" and change.base_value is not None and change.delta is not None:
        return _told(change, how) if _visible(change, how) else Said(_("Unchanged"), sign="wave", tone="flat")
    if "small_sample" in figure.flags:
        return Said(_("Small sample"), sign="info")
    if change.why == "scale_change":
        return Said(_("Not compared: the scale changed"), _("Scale changed"), "info", "warn")
    if change.why == "too_few" and change.base_n:
        return Said(_("Too few answers before"), sign="info")
    if change.base_value is None or change.delta is None:
        return _no_earlier()
    no_change = _("No clear change")
    signed = signed_text(change.delta, how)
    return Said(_("No clear change ({delta})", delta=signed), no_change, "wave", "flat")


def _no_earlier() -> Said:
    return Said(_("No earlier period"), sign="info", tone="text3")


def card_said(card: Card) -> Said:
    """The last line of a card: the verdict, or what is missing and what to do."""
    figure, how = card.figure, Measured.of(card)
    if figure.value is None:
        reason = figure.reason or ""
        sign = "import" if card.needs else "info"
        tone = "accent" if card.needs else "text2"
        said = remedies.remedy(reason, card.needs)
        if card.detail is not None:
            return Said(card.detail.say(), said, sign, tone)
        return Said(said, remedies.brief_remedy(reason, card.needs), sign, tone)
    if card.partial and not _settled(card):
        return partial_said(figure)
    if card.change is not None:
        return change_said(card.change, figure, how)
    if "small_sample" in figure.flags:
        return Said(_("Small sample"), sign="info")
    return _no_earlier()


def _settled(card: Card) -> bool:
    """Whether a running period is held against as much of the one before, and nothing of it is still to come in.

    What is proven stays so; what merely is not over needs no warning: the days compared stand in the filter bar.
    """
    change = card.change
    if change is None or change.delta is None or change.base_value is None:
        return False
    return change.verdict in (Verdict.UP, Verdict.DOWN) or not card.figure.excluded.get("immature", 0)


def level_text(level: float) -> str:
    """How sure an interval is: 95 %, 99.9 %."""
    share = round(100 * level, 2)
    decimals = next(places for places in range(3) if round(share, places) == share or places == 2)
    return f"{number(share, decimals)}{percent_gap()}%"


def withheld(card: Card, least: int) -> Card:
    """The card as it may be shown: below `least` answers it says how many there are, but not what they come to.

    A count is shown however small it is: it is its own number of rows.
    """
    figure = withheld_figure(card.figure, card.unit, least)
    if figure is card.figure:
        return card
    return replace(card, figure=figure, change=None, target=None, spark=(), spark_partial=False, partial=False)


def withheld_course(trend: Trend, least: int) -> Trend:
    """The course as it may be shown: a unit of fewer than `least` answers is a gap, as a card of so few has none."""
    points, compare = (
        tuple(_held_back(point, trend.unit, least) for point in some) for some in (trend.points, trend.compare)
    )
    if all(one is other for one, other in zip((*points, *compare), (*trend.points, *trend.compare), strict=True)):
        return trend
    return replace(trend, points=points, compare=compare)


def withheld_figure(figure: Figure, unit: str, least: int) -> Figure:
    """The figure, or where it is of fewer than `least` answers how many they are, and how many more cannot be used."""
    if figure.value is None or figure.n >= least_shown(unit, least):
        return figure
    return Figure(None, n=figure.n, missing=figure.missing, invalid=figure.invalid, reason="too_few")


def _held_back(point: TrendPoint, unit: str, least: int) -> TrendPoint:
    figure = withheld_figure(point.figure, unit, least)
    return point if figure is point.figure else replace(point, figure=figure)


def partial_said(figure: Figure) -> Said:
    """A period that is still running, and how much of it cannot be counted yet."""
    waiting = figure.excluded.get("immature", 0)
    brief = _("Partial")
    if waiting:
        return Said(ngettext("Partial: {n} too recent", "Partial: {n} too recent", waiting), brief, "clock", "warn")
    return Said(_("Partial: still running"), brief, "clock", "warn")


def _visible(change: Change, how: Measured) -> bool:
    """Whether a difference is more than nothing in the decimals in which it is written."""
    assert change.delta is not None
    size = abs(change.delta)
    return amount_text(size, how, change.base_value) != amount_text(0.0, how, change.base_value)


def _told(change: Change, how: Measured) -> Said:
    assert change.delta is not None
    up = _way(change) == Verdict.UP
    amount = amount_text(abs(change.delta), how, change.base_value)
    brief = _("Up {amount}", amount=amount) if up else _("Down {amount}", amount=amount)
    tone = tone_of(change, how.better)
    return Said(_qualified(change, how, amount, brief), brief, "arrow-up" if up else "arrow-down", tone)


_QUALIFIED = {
    (True, "none"): N_("Up {amount} (neither good nor bad)"),
    (False, "none"): N_("Down {amount} (neither good nor bad)"),
    (True, "time"): N_("Up {amount}, slower"),
    (False, "time"): N_("Down {amount}, faster"),
    (True, "down"): N_("Up {amount}, worse"),
    (False, "down"): N_("Down {amount}, better"),
    (True, "from"): N_("Up {amount}, from {base}"),
    (False, "from"): N_("Down {amount}, from {base}"),
}


def _qualified(change: Change, how: Measured, amount: str, brief: str) -> str:
    """The change with what helps most to read it: where it came from, or which way is good."""
    up = _way(change) == Verdict.UP
    if how.better == Better.NONE:
        return _(_QUALIFIED[up, "none"], amount=amount)
    if how.better == Better.DOWN:
        return _(_QUALIFIED[up, "time" if how.unit in TIMES else "down"], amount=amount)
    if how.unit == Unit.PERCENT or change.base_value is None:
        return brief
    base = written(change.base_value, how).text if how.unit == Unit.MONEY else bare(change.base_value, how)
    return _(_QUALIFIED[up, "from"], amount=amount, base=base)


# Aloud


def spoken(card: Card) -> str:
    """A card for a screen reader: "NPS, plus 17, between plus 10 and plus 25, 436 answers, down 18 from plus 35 …"."""
    figure, how = card.figure, Measured.of(card)
    pieces = [_(card.short_title)]
    if figure.value is None:
        told = card.detail.say() if card.detail is not None else remedies.remedy(figure.reason or "", card.needs)
        pieces += [remedies.why(figure.reason or ""), told]
        return ", ".join(pieces)
    pieces.append(_aloud(written(figure.value, how).text))
    if figure.low is not None and figure.high is not None:
        low, high = _aloud(bare(figure.low, how)), _aloud(bare(figure.high, how))
        pieces.append(_("between {low} and {high}", low=low, high=high))
    pieces.append(answers_text(figure.n))
    verdict = card_said(card).text
    if verdict:
        pieces.append(_aloud(verdict[:1].lower() + verdict[1:]))
    if card.target is not None:
        pieces.append(_target_aloud(card.target, how))
    if card.companions:
        beside = ", ".join(_(title) for _name, title in card.companions)
        pieces.append(_("to be read with {numbers}", numbers=beside))
    return ", ".join(pieces)


_TARGETS = {
    "reached": N_("target {value} reached"),
    "missed": N_("target {value} missed"),
    "unsettled": N_("target {value} inside the interval"),
}


def _target_aloud(target: Target, how: Measured) -> str:
    value = rounded(target.value, how.decimals)
    whole = value == value.to_integral_value()
    return _(_TARGETS[target.state], value=number(target.value, 0 if whole else how.decimals))


def _aloud(text: str) -> str:
    plus, minus = _("plus"), _("minus")
    return text.replace("+", f"{plus} ").replace(MINUS, f"{minus} ")


# Pieces


def _unit(value: float, how: Measured) -> str:
    if how.unit == Unit.SCALE:
        return _("of {most}", most=number(how.scale_max)) if how.scale_max is not None else ""
    if how.unit == Unit.DAYS:
        return _("days") if abs(rounded(value, how.decimals)) != 1 else _("day")
    if how.unit == Unit.MONTHS:
        return _("months") if abs(rounded(value, how.decimals)) != 1 else _("month")
    names = {Unit.HOURS: _("h"), Unit.SECONDS: _("min"), Unit.MINUTES: _("min"), Unit.INDEX: _("of 100")}
    return names.get(how.unit, "")


def _counts(figure: Figure, how: Measured) -> str:
    """13 of 16, for shares of counted things."""
    known = figure.numerator is not None and figure.denominator is not None
    if how.unit != Unit.PERCENT or not known or not _whole(figure):
        return ""
    return _("{part} of {whole}", part=number(figure.numerator or 0), whole=number(figure.denominator or 0))


def _whole(figure: Figure) -> bool:
    return all(float(x).is_integer() for x in (figure.numerator, figure.denominator) if x is not None)


def currency_sign(currency: str | None) -> str:
    """€ for EUR; the code itself where no sign is usual, empty for none."""
    return SYMBOLS.get(currency or "", currency or "")


def money(text: str, currency: str | None) -> Written:
    """The amount with its currency where the locale puts it."""
    sign = currency_sign(currency)
    if not sign:
        return Written("", text, "")
    if number_locale() == "en" and not sign.isalpha():
        lead = text[:1] if text.startswith((MINUS, "+")) else ""
        return Written(lead + sign, text.removeprefix(lead), "")
    return Written("", text, sign)


def _clock(seconds: float, sign: bool = False) -> str:
    whole = int(rounded(abs(seconds), 0))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
    if seconds < 0 and whole:
        return MINUS + text
    return "+" + text if sign and whole else text


_FAMILIES = {"product": N_("Product use"), "composite": N_("Composites")}


def family_title(family: str) -> str:
    """The name of a group of metrics, from its code ("satisfaction")."""
    return _(_FAMILIES.get(family, family[:1].upper() + family[1:]))
