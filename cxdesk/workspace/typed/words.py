"""What people type into a cell, read as strictly as a column of a file: what can mean two things is refused, with a
sentence that says what to write instead.
"""

from __future__ import annotations

import math

from cxdesk.domain.currencies import SHARED, currency_of
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.kinds import fold_word
from cxdesk.domain.kinds_of.cost import CATEGORIES, COST
from cxdesk.frame.zone import day_of
from cxdesk.intake import dates, numbers
from cxdesk.intake.cells_of_money import MONEY_UNITS, MOST, negative
from cxdesk.intake.numbers import Marks
from cxdesk.system.i18n import MARKS, _, number_locale

FIRST_YEAR, LAST_YEAR = 1970, 2199
RATE_MOST = 1e9


def amount(typed: object) -> tuple[int, str | None]:
    """(stored money, the currency written beside it or None)."""
    if isinstance(typed, bool) or not isinstance(typed, int | float | str):
        raise _no_amount(str(typed))
    sign = numbers.currency(typed) if isinstance(typed, str) else None
    value = _number(negative(typed.strip()), grouped=True) if isinstance(typed, str) else float(typed)
    if value is None or math.isnan(value):
        raise _no_amount(str(typed))
    stored = round(max(-MOST, min(value * MONEY_UNITS, MOST)))
    if abs(stored) >= MOST:
        raise BadQuestion(_("“{text}” is more money than can be kept.", text=typed))
    return stored, currency(sign) if sign else None


def rate(typed: object) -> float:
    """What one unit of a currency is worth in another; more than nothing."""
    value = float(typed) if isinstance(typed, int | float) and not isinstance(typed, bool) else None
    if isinstance(typed, str):
        value = _number(typed.strip(), grouped=False)
    if value is None or not value < RATE_MOST:
        raise BadQuestion(
            _("“{text}” is no rate.", text=typed), _("Write a number such as {example}.", example=_decimal("1.0834"))
        )
    if value <= 0:
        raise BadQuestion(_("A rate is more than nothing."))
    return value


def _no_amount(text: str) -> BadQuestion:
    if not text.strip():
        return BadQuestion(_("The amount is missing."))
    example = _decimal("1200.50")
    return BadQuestion(_("“{text}” is no amount.", text=text), _("Write a number such as {example}.", example=example))


def _decimal(text: str) -> str:
    """An example with the person's own decimal mark."""
    return text.replace(".", MARKS[number_locale()].decimal)


def _number(text: str, grouped: bool) -> float | None:
    """A written number. With `grouped` a mark before three digits must be the one that the person's language sets
    between thousands; else it must be its decimal mark.
    """
    shown = numbers.marks(text)
    if shown is None:
        return None
    own = MARKS[number_locale()]
    unsure = {Marks.POINT_UNSURE: ".", Marks.COMMA_UNSURE: ","}.get(shown)
    if unsure is not None:
        expected = own.group if grouped else own.decimal
        if unsure != expected:
            raise _two_ways(text, unsure)
        decimal, group = ("", unsure) if grouped else (unsure, "")
    else:
        decimal, group = {
            Marks.NONE: ("", ""),
            Marks.DECIMAL_POINT: (".", _group_in(text, ",")),
            Marks.DECIMAL_COMMA: (",", _group_in(text, ".")),
            Marks.GROUPED_POINT: ("", "."),
            Marks.GROUPED_COMMA: ("", ","),
            Marks.GROUPED_OTHER: ("", _group_in(text, "")),
        }[shown]
    return numbers.reader(decimal, group)(text)


def _group_in(text: str, mark: str) -> str:
    if mark and mark in text:
        return mark
    if any(sign in text for sign in numbers.APOSTROPHES):
        return numbers.APOSTROPHE
    return numbers.SPACE


def _two_ways(text: str, mark: str) -> BadQuestion:
    inner = numbers.body(text) or text
    whole, (head, tail) = inner.replace(mark, ""), inner.split(mark)
    fraction = f"{head}.{tail.rstrip('0').ljust(2, '0') if tail.endswith('0') else tail + '0'}"
    remedy = _("Write {whole} or {fraction}.", whole=whole, fraction=_decimal(fraction))
    return BadQuestion(_("“{text}” can be read in two ways.", text=text), remedy)


def currency(typed: str) -> str:
    """The code of a currency."""
    found = currency_of(typed)
    shared = SHARED.get(found.casefold())
    if shared:
        known = ", ".join(sorted(shared))
        raise BadQuestion(
            _("“{text}” can be several currencies.", text=typed), _("Write one of: {known}.", known=known)
        )
    if len(found) == 3 and found.isascii() and found.isalpha():
        return found
    raise BadQuestion(
        _("“{text}” is no currency that is known.", text=typed), _("Write its code of three letters, such as EUR.")
    )


def category(typed: str) -> str:
    """One of the categories of costs, by its value, its title or any word that files use for it."""
    words = {fold_word(_(title)): value for value, title in CATEGORIES.items()}
    found = {**COST.field("category").folded_words(), **words}.get(fold_word(typed))
    if found is None:
        known = ", ".join(CATEGORIES)
        raise BadQuestion(_("“{text}” is no category of costs.", text=typed), _("Write one of: {known}.", known=known))
    return found


def span(first: str, until: str) -> tuple[int, int]:
    """[first day, first day no longer covered) of a month, of several, of a day or of days, the last one included."""
    if not first.strip():
        raise BadQuestion(_("The month is missing."), _("Write it as 2024-03, or a day as 2024-03-15."))
    start, after = _stretch(first)
    if until.strip():
        after = _stretch(until)[1]
    if after <= start:
        raise BadQuestion(_("The end comes before the beginning."))
    return start, after


def day(typed: str) -> int:
    """A day, or the first of a month."""
    if not typed.strip():
        raise BadQuestion(_("The day is missing."), _("Write it as 2024-03-15, or a month as 2024-03."))
    return _stretch(typed)[0]


def _stretch(typed: str) -> tuple[int, int]:
    """The days of what was typed: of a month all, else the one."""
    text = typed.strip()
    months = {found.day for one in dates.month_candidates(text) if "%Y" in one.name and (found := one.read(text))}
    if len(months) == 1:
        start = months.pop()
        return _within(start, text), dates.month_after(start)
    start = _within(_day(text), text)
    return start, start + 1


def _day(text: str) -> int:
    read = {one.date_pattern: found.day for one in dates.candidates(text) if (found := one.read(text))}
    if number_locale() != "en":  # there the day comes first
        read = {p: day for p, day in read.items() if p.startswith("%d")} or read
    days = sorted(set(read.values()))
    if len(days) == 1:
        return days[0]
    if not days:
        raise BadQuestion(
            _("“{text}” is no month and no day.", text=text), _("Write a month as 2024-03 or a day as 2024-03-15.")
        )
    one, other = (day_of(at).isoformat() for at in days[:2])
    raise BadQuestion(
        _("“{text}” can be read in two ways.", text=text), _("Write {one} or {other}.", one=one, other=other)
    )


def _within(found: int, text: str) -> int:
    if not FIRST_YEAR <= day_of(found).year <= LAST_YEAR:
        raise BadQuestion(_("The year of “{text}” is out of reach.", text=text))
    return found


def span_texts(start: int, after: int) -> tuple[str, str]:
    """What to type for a stretch of days: months where it is whole months, the end left out where it says nothing."""
    first, last = day_of(start), day_of(after - 1)
    if first.day == 1 and day_of(after).day == 1:
        begun, over = f"{first:%Y-%m}", f"{last:%Y-%m}"
    else:
        begun, over = first.isoformat(), last.isoformat()
    return begun, "" if over == begun else over


def day_text(at: int) -> str:
    return day_of(at).isoformat()


def amount_text(stored: int) -> str:
    """Stored money as the person would type it: without marks between thousands, with as many decimals as it has."""
    whole, rest = divmod(abs(stored), MONEY_UNITS)
    decimals = f"{rest:04d}".rstrip("0").ljust(2, "0")
    return ("-" if stored < 0 else "") + f"{whole}{MARKS[number_locale()].decimal}{decimals}"


def rate_text(value: float) -> str:
    from decimal import Decimal

    return _decimal(f"{Decimal(repr(value)):f}")
