"""Written numbers: which marks a text proves, and reading it once the marks of its column are decided.

A column has one decimal mark and one mark between thousands. A single text such as `1.234` proves neither; others in
the column do, or the person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

SPACES = " \u00a0\u202f\u2009"
APOSTROPHES = "'’"
SPACE, APOSTROPHE = " ", "'"  # how a mapping writes the marks that have several forms
CURRENCIES = "€$£¥₺₽₴₹"

# Codes and words that are known to be money may touch the number; other capitals need a space between.
_NAMES = "EUR|USD|GBP|RON|CHF|CAD|AUD|NZD|MDL|PLN|CZK|HUF|BGN|SEK|NOK|DKK|TRY|RUB|JPY|CNY|INR|UAH|MAD|XOF|MXN|BRL|ZAR"
_WORDS = "lei|leu|kr|zł|kč|euros?"
_SIGN = rf"(?:(?:US|CA|CAN|AU|NZ|HK|R)?[{CURRENCIES}]|\b[Ss]?[Ff]r\.(?=\s?\d|$))"
_AFFIX = re.compile(
    rf"^(?:{_SIGN}|(?i:{_NAMES}|(?:{_WORDS})\b)|[A-Z]{{3}}\s)?\s*(.*?)"
    rf"\s*(?:%|{_SIGN}|(?i:{_NAMES})|\s[A-Z]{{3}}|\s?(?i:{_WORDS}))?$"
)
_CURRENCY = re.compile(rf"{_SIGN}|(?<![^\W\d_])(?i:{_NAMES}|{_WORDS})(?![^\W\d_])")
_BODY = re.compile(rf"^[+\-]?\d[\d.,{SPACES}{APOSTROPHES}]*(?:[eE][+\-]?\d+)?$|^[+\-]?[.,]\d+$")
_GROUPED = {
    mark: re.compile(rf"^[+\-]?[1-9]\d{{0,2}}(?:[{re.escape(forms)}]\d{{3}})+$")
    for mark, forms in ((".", "."), (",", ","), (SPACE, SPACES), (APOSTROPHE, APOSTROPHES))
}
_NO_CENTS = re.compile(r"(?<=\d)[.,]\s?[-\u2013\u2014]{1,2}(?!\d)")  # 890.–
_LEADING_ZERO = re.compile(r"^[+\-]?0\d")


class Marks(StrEnum):
    """What one text says about the marks of its column."""

    NONE = "none"  # a whole number without marks
    DECIMAL_POINT = "."
    DECIMAL_COMMA = ","
    POINT_UNSURE = "?."  # 1.234: thousands or decimals
    COMMA_UNSURE = "?,"
    GROUPED_POINT = "g."  # 1.234.567, whole
    GROUPED_COMMA = "g,"
    GROUPED_OTHER = "g "  # spaces or apostrophes, whole


def plain_text(text: str) -> str:
    """`text` with usual digits, a usual minus, and negative amounts in brackets written with a minus."""
    text = text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\u2212", "-")
        if any(c.isdigit() and not c.isascii() for c in text):
            text = "".join(str(unicodedata.digit(c, c)) for c in text)
    if not text[-1:].isdigit():
        text = _NO_CENTS.sub("", text)
    if text.startswith("(") and text.endswith(")") and text[1:2].isdigit():
        text = "-" + text[1:-1]
    return text


def body(text: str) -> str | None:
    """The number in `text` without currency or per cent sign; None when it is no number."""
    found = _AFFIX.match(plain_text(text))
    inner = found[1] if found else ""
    if inner.startswith("-") and inner[1:2] in CURRENCIES:
        inner = "-" + inner[2:].lstrip()
    return inner if _BODY.match(inner) else None


def currency(text: str) -> str | None:
    """The currency sign or code beside a number, if any."""
    found = _CURRENCY.search(text)
    return found[0] if found else None


def marks(text: str) -> Marks | None:
    """What a written number proves about its column's marks; None when it is no number."""
    inner = body(text)
    if inner is None:
        return None
    inner = inner.upper().partition("E")[0]
    points, commas = inner.count("."), inner.count(",")
    other = any(c in SPACES or c in APOSTROPHES for c in inner)
    if points and commas:
        return _both(inner)
    if not points and not commas:
        if not other:
            return Marks.NONE
        whole = _GROUPED[SPACE].match(inner) or _GROUPED[APOSTROPHE].match(inner)
        return Marks.GROUPED_OTHER if whole else None
    mark = "." if points else ","
    if points + commas > 1:
        grouped = _GROUPED[mark].match(inner) and not other
        return (Marks.GROUPED_POINT if points else Marks.GROUPED_COMMA) if grouped else None
    return _one(inner, mark, other)


def _both(inner: str) -> Marks | None:
    decimal = max(".,", key=inner.rfind)
    group = "," if decimal == "." else "."
    head, _mark, tail = inner.rpartition(decimal)
    if decimal in head or not tail.isdigit() or not _GROUPED[group].match(head):
        return None
    return Marks(decimal)


def _one(inner: str, mark: str, other: bool) -> Marks | None:
    head, _mark, tail = inner.partition(mark)
    if other:
        whole = any(_GROUPED[form].match(head) for form in (SPACE, APOSTROPHE))
        return Marks(mark) if whole and tail.isdigit() else None
    digits = head.lstrip("+-")
    if tail and not tail.isdigit():
        return None
    unsure = len(tail) == 3 and 1 <= len(digits) <= 3 and not digits.startswith("0")
    return Marks("?" + mark) if unsure else Marks(mark)


def leading_zeros(text: str) -> bool:
    """Whether a whole number is written with zeros in front, as only an id is."""
    return bool(_LEADING_ZERO.match(text)) and text.lstrip("+-").isdigit()


@lru_cache(maxsize=16)
def reader(decimal: str, group: str) -> Callable[[str], float | None]:
    """A function that reads a written number with these marks ("" = none allowed); None for what does not fit.

    Thousands must be groups of three; nothing is read that another choice of marks would read otherwise.
    """
    forms = {SPACE: SPACES, APOSTROPHE: APOSTROPHES}.get(group, group)
    whole = rf"[1-9]\d{{0,2}}(?:[{re.escape(forms)}]\d{{3}})+|\d+" if forms else r"\d+"
    fraction = rf"(?:{re.escape(decimal)}\d*)?" if decimal else ""
    bare = rf"|{re.escape(decimal)}\d+" if decimal else ""
    shape = re.compile(rf"^[+\-]?(?:(?:{whole}){fraction}{bare})(?:[eE][+\-]?\d{{1,3}})?$")
    drop = str.maketrans("", "", forms)

    def read(text: str) -> float | None:
        inner = body(text)
        if inner is None or not shape.match(inner):
            return None
        number = float(inner.translate(drop).replace(decimal, ".") if decimal else inner.translate(drop))
        return number if abs(number) != float("inf") else None

    return read
