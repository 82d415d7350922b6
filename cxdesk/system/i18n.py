"""Language and locale: marks texts, translates them, writes numbers and dates as the person reads them.

Texts are looked up in `resources/i18n/<language>/LC_MESSAGES/cxdesk.mo`. The language can change while
the program runs: nothing translated is kept, callers translate again when `changed` listeners are told.
Number marks of our three languages are declared here because Babel costs more than the first window may;
a test holds them to Babel's. Dates use Babel, imported on first use.

What is written for somebody else (a report) may be in another language than the window: within `speaking` all of this
holds for the present thread only.
"""

from __future__ import annotations

import gettext
import locale as system_locale
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from cxdesk.system import resources

LANGUAGES: dict[str, str] = {"en": "English", "fr": "Français", "ro": "Română"}
MINUS = "\u2212"
NARROW_SPACE = "\u202f"
WIDE_SPACE = "\u00a0"  # neither breaks a line


@dataclass(frozen=True)
class Marks:
    """How a locale writes numbers."""

    decimal: str
    group: str
    percent: str  # what stands between number and % sign


MARKS: dict[str, Marks] = {
    "en": Marks(".", ",", ""),
    "fr": Marks(",", NARROW_SPACE, NARROW_SPACE),
    "ro": Marks(",", ".", WIDE_SPACE),
}


class _Current:
    """The language and the number locale in force; one per process."""

    def __init__(self) -> None:
        self.language = "en"
        self.locale = "en"
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()
        self.listeners: list[Callable[[], None]] = []
        self.desktop: tuple[str, ...] = ()


_current = _Current()
_spoken: ContextVar[_Current | None] = ContextVar("spoken", default=None)


def _voice() -> _Current:
    return _spoken.get() or _current


@contextmanager
def speaking(language_code: str) -> Iterator[None]:
    """Within the block texts, numbers and dates are in that language, for this thread alone; nobody is told."""
    voice = _Current()
    voice.language = voice.locale = language_code if language_code in LANGUAGES else "en"
    voice.catalogue = _catalogue(voice.language)
    token = _spoken.set(voice)
    try:
        yield
    finally:
        _spoken.reset(token)


def N_(text: str) -> str:
    """Mark a text for translation without translating it now."""
    return text


def _(text: str, /, **values: object) -> str:
    """The text in the current language, with `{name}` places filled. Values are data, never translated."""
    translated = _voice().catalogue.gettext(text) if text else ""
    return translated.format(**values) if values else translated


def ngettext(one: str, many: str, n: int, /, **values: object) -> str:
    """The right plural form for `n`; `{n}` is written in the person's number style."""
    translated = _voice().catalogue.ngettext(one, many, n)
    return translated.format(**{"n": number(n, 0), **values})


def pgettext(context: str, text: str, /, **values: object) -> str:
    """Like `_`, where one English word needs two translations."""
    translated = _voice().catalogue.pgettext(context, text)
    return translated.format(**values) if values else translated


def language() -> str:
    return _voice().language


def number_locale() -> str:
    return _voice().locale


def computer_speaks(languages: Iterable[str]) -> None:
    """What the desktop says of its own languages (`ro-RO`), the first preferred: a program that is started by a click
    has no environment that tells.
    """
    _current.desktop = tuple(languages)


def default_language() -> str:
    """The first of the computer's languages that CXDesk speaks, else English."""
    told = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    names = (name[:2].lower() for name in (*_current.desktop, *told, system_locale.getlocale()[0] or ""))
    return next((name for name in names if name in LANGUAGES), "en")


def use(language_code: str, locale_code: str | None = None) -> None:
    """Switch texts to `language_code` and numbers and dates to `locale_code` (default: the same)."""
    _current.language = language_code if language_code in LANGUAGES else "en"
    _current.locale = locale_code if locale_code in MARKS else _current.language
    _current.catalogue = _catalogue(_current.language)
    for listener in list(_current.listeners):
        listener()


def on_change(listener: Callable[[], None]) -> Callable[[], None]:
    """Call `listener` after each switch; returns the function that stops that."""
    _current.listeners.append(listener)
    return lambda: _current.listeners.remove(listener) if listener in _current.listeners else None


@lru_cache(maxsize=4)
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("cxdesk", resources.path("i18n"), [code], fallback=True)


def rounded(value: float, decimals: int) -> Decimal:
    """`value` rounded half away from zero, the only rounding that people are shown."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float, decimals: int = 0, *, sign: bool = False) -> str:
    """A number as the person writes it, with true minus; `sign` also shows a plus."""
    marks = MARKS[_voice().locale]
    exact = rounded(value, decimals)
    text = f"{abs(exact):,.{decimals}f}"
    text = text.replace(",", "\0").replace(".", marks.decimal).replace("\0", marks.group)
    if exact < 0:
        return MINUS + text
    return "+" + text if sign and exact > 0 else text


def percent_gap() -> str:
    """What stands between a number and its % sign."""
    return MARKS[_voice().locale].percent


def day(value: date, style: str = "medium") -> str:
    """A date; `style` is Babel's short, medium, long, full or a CLDR pattern such as 'MMM y'."""
    return _day(value, style, _babel_locale())


@lru_cache(maxsize=4096)
def _day(value: date, style: str, locale: str) -> str:
    """Charts say the same days again and again, and Babel reads the pattern anew each time."""
    from babel.dates import format_date

    return format_date(value, style, locale=locale)


def moment(value: datetime, style: str = "medium") -> str:
    """A date with its time, in the value's own zone."""
    from babel.dates import format_datetime

    return format_datetime(value, style, locale=_babel_locale())


def _babel_locale() -> str:
    return "en_GB" if _voice().locale == "en" else _voice().locale
