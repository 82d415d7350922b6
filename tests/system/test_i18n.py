"""Texts in the person's language, numbers and dates in their writing."""

from __future__ import annotations

import gettext
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Thread

import pytest
from babel.core import Locale
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.system import i18n
from cxdesk.system.i18n import MARKS, N_, _, ngettext, number, pgettext, rounded

MINUS, NARROW, WIDE = "\u2212", "\u202f", "\u00a0"


class _Shouting(gettext.NullTranslations):
    """A catalogue that translates everything, so that lookups can be told from sources."""

    def gettext(self, message: str) -> str:
        return message.upper().replace("{ROW}", "{row}")

    def pgettext(self, context: str, message: str) -> str:
        return f"{context}: {message}"


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._current, "catalogue", _Shouting())


def test_marking_a_text_does_not_translate_it(shouting: None) -> None:
    assert N_("Period") == "Period"
    assert _("Period") == "PERIOD"


def test_places_in_a_text_are_filled_after_translation(shouting: None) -> None:
    assert _("Row {row}", row="three") == "ROW three"


def test_values_are_data_and_never_looked_at() -> None:
    assert _("Row {row}", row="{secret} %s {0}") == "Row {secret} %s {0}"


def test_a_place_may_have_any_name() -> None:
    assert _("{text} is no filter", text="a=b") == "a=b is no filter"
    assert ngettext("{one} of {n}", "{one} of {n}", 3, one="x", n="three") == "x of three"
    assert pgettext("a door", "{context}: {text}", context="c", text="t") == "c: t"


def test_braces_in_a_text_without_values_stay() -> None:
    assert _("{as it is}") == "{as it is}"


def test_no_text_stays_no_text() -> None:
    i18n.use("fr")
    assert _("") == ""


def test_one_word_can_have_two_translations(shouting: None) -> None:
    assert pgettext("of a door", "Open") == "of a door: Open"


@pytest.mark.parametrize(("n", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (12_345, "12,345 rows")])
def test_counts_are_said_in_the_right_form(n: int, said: str) -> None:
    assert ngettext("{n} row", "{n} rows", n) == said


def test_an_unknown_language_becomes_english() -> None:
    i18n.use("tlh", "tlh")
    assert (i18n.language(), i18n.number_locale()) == ("en", "en")


def test_numbers_can_follow_another_country_than_texts() -> None:
    i18n.use("en", "ro")
    assert (i18n.language(), number(1234.5, 1)) == ("en", "1.234,5")


def test_those_who_listen_are_told_of_a_switch_until_they_stop() -> None:
    heard: list[str] = []
    stop = i18n.on_change(lambda: heard.append(i18n.language()))
    i18n.use("fr")
    stop()
    stop()
    i18n.use("ro")
    assert heard == ["fr"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("fr_FR", "fr"), ("ro_RO", "ro"), ("French_France", "fr"), ("de_DE", "en"), (None, "en")],
)
def test_the_computers_language_is_taken_where_it_is_spoken(
    monkeypatch: pytest.MonkeyPatch, name: str | None, expected: str
) -> None:
    for place in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(place, raising=False)
    monkeypatch.setattr(i18n.system_locale, "getlocale", lambda: (name, "UTF-8"))
    assert i18n.default_language() == expected


def test_what_the_desktop_says_goes_before_the_environment_and_the_first_that_is_spoken_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(i18n.system_locale, "getlocale", lambda: (None, None))
    monkeypatch.setenv("LANG", "ro_RO.UTF-8")  # as on a computer on which that locale is not installed
    monkeypatch.delenv("LC_ALL", raising=False)
    assert i18n.default_language() == "ro"
    try:
        i18n.computer_speaks(["de-DE", "fr-FR", "en-US"])
        assert i18n.default_language() == "fr"
    finally:
        i18n.computer_speaks([])


@pytest.mark.parametrize("code", MARKS)
def test_number_marks_are_those_of_the_unicode_locale_data(code: str) -> None:
    locale, marks = Locale(code), MARKS[code]
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    assert marks.decimal == symbols["decimal"]
    assert marks.group == symbols["group"]
    assert _kind_of_space(locale.percent_formats[None].pattern) == _kind_of_space(f"#,##0{marks.percent}%")


def _kind_of_space(pattern: str) -> str:
    """The locale data changed from the narrow to the wide unbreakable space; either is right."""
    return pattern.replace(NARROW, WIDE)


def test_every_language_has_number_marks() -> None:
    assert set(i18n.LANGUAGES) == set(MARKS)


@pytest.mark.parametrize(
    ("code", "written"),
    [("en", f"{MINUS}1,234,567.50"), ("fr", f"{MINUS}1{NARROW}234{NARROW}567,50"), ("ro", f"{MINUS}1.234.567,50")],
)
def test_numbers_are_written_as_the_person_writes_them(code: str, written: str) -> None:
    i18n.use(code)
    assert number(-1234567.5, 2) == written


@pytest.mark.parametrize(("value", "written"), [(3, "+3"), (0, "0"), (-3, f"{MINUS}3"), (-0.2, "0"), (0.4, "0")])
def test_a_change_carries_its_sign_and_nothing_has_none(value: float, written: str) -> None:
    assert number(value, sign=True) == written


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-2.5, 0, "-3"), (2.675, 2, "2.68"), (1.005, 2, "1.01")],
)
def test_halves_are_rounded_away_from_zero(value: float, decimals: int, expected: str) -> None:
    assert rounded(value, decimals) == Decimal(expected)


@given(st.floats(-1e12, 1e12), st.integers(0, 4), st.sampled_from(sorted(MARKS)))
def test_a_written_number_can_be_read_back(value: float, decimals: int, code: str) -> None:
    i18n.use(code)
    marks = MARKS[code]
    text = number(value, decimals).replace(marks.group, "").replace(marks.decimal, ".").replace(MINUS, "-")
    assert Decimal(text) == rounded(value, decimals)
    assert len(text.partition(".")[2]) == decimals


@pytest.mark.parametrize(("code", "gap"), [("en", ""), ("fr", NARROW), ("ro", WIDE)])
def test_the_percent_sign_stands_off_as_is_usual(code: str, gap: str) -> None:
    i18n.use(code)
    assert i18n.percent_gap() == gap


@pytest.mark.parametrize(("code", "written"), [("en", "3 Apr 2025"), ("fr", "3 avr. 2025"), ("ro", "3 apr. 2025")])
def test_days_are_written_in_words(code: str, written: str) -> None:
    i18n.use(code)
    assert i18n.day(date(2025, 4, 3)) == written


def test_a_month_can_be_asked_for_by_pattern() -> None:
    i18n.use("fr")
    assert i18n.day(date(2025, 2, 1), "MMMM y") == "février 2025"


def test_moments_are_said_in_their_own_zone() -> None:
    assert i18n.moment(datetime(2025, 4, 3, 14, 5, tzinfo=UTC)) == "3 Apr 2025, 14:05:00"


def test_what_is_written_for_somebody_else_may_be_in_another_language() -> None:
    """A report speaks for the thread that writes it; the window goes on in its own language."""
    heard: list[str] = []
    i18n.use("en")
    with i18n.speaking("fr"):
        assert (i18n.language(), i18n.number_locale(), i18n.number(1234.5, 1)) == ("fr", "fr", "1\u202f234,5")
        other = Thread(target=lambda: heard.append(i18n.number(1234.5, 1)))
        other.start()
        other.join()
        with i18n.speaking("ro"):
            assert i18n.number(1234.5, 1) == "1.234,5"
        assert i18n.language() == "fr"
    assert heard == ["1,234.5"]
    assert i18n.language() == "en"
