"""What people type, read strictly: in their own way of writing, and never by guess."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cxdesk.domain.errors import BadQuestion
from cxdesk.frame.zone import day_number
from cxdesk.system import i18n
from cxdesk.workspace.typed import words


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def refused(read: object, *typed: str) -> str:
    assert callable(read)
    with pytest.raises(BadQuestion) as caught:
        read(*typed)
    return str(caught.value)


class TestAmounts:
    @pytest.mark.parametrize(
        ("locale", "typed", "units"),
        [
            ("en", "1200", 12_000_000),
            ("en", "1,200.50", 12_005_000),
            ("en", "1,200", 12_000_000),
            ("en", "1200,5", 12_005_000),
            ("fr", "1200,50", 12_005_000),
            ("fr", "1\u202f200,50", 12_005_000),
            ("fr", "1 200", 12_000_000),
            ("fr", "1.200,50", 12_005_000),
            ("fr", "1200.5", 12_005_000),
            ("ro", "1.200", 12_000_000),
            ("ro", "1.200,50 lei", 12_005_000),
            ("en", "(80.10)", -801_000),
            ("en", "-80.10", -801_000),
            ("en", "\u221280.1234", -801_234),
            ("en", "1'200.50", 12_005_000),
        ],
    )
    def test_are_read_as_the_person_writes_them(self, locale: str, typed: str, units: int) -> None:
        i18n.use("en", locale)
        assert words.amount(typed)[0] == units

    @pytest.mark.parametrize(
        ("locale", "typed", "remedy"),
        [
            ("en", "1.200", "Write 1200 or 1.20."),
            ("fr", "1,200", "Write 1200 or 1,20."),
            ("fr", "1.200", "Write 1200 or 1,20."),
            ("ro", "1,200", "Write 1200 or 1,20."),
        ],
    )
    def test_that_can_mean_two_things_are_refused_with_both(self, locale: str, typed: str, remedy: str) -> None:
        i18n.use("en", locale)
        assert refused(words.amount, typed) == f"“{typed}” can be read in two ways. {remedy}"
        for way in remedy.removeprefix("Write ").removesuffix(".").split(" or "):
            assert words.amount(way)[0] > 0

    def test_their_currency_may_stand_beside_them(self) -> None:
        assert words.amount("€ 12.50") == (125_000, "EUR")
        assert words.amount("12.50 RON") == (125_000, "RON")
        assert words.amount(12.5) == (125_000, None)

    def test_what_is_no_number_says_what_to_write(self) -> None:
        assert refused(words.amount, "about 12") == "“about 12” is no amount. Write a number such as 1200.50."
        assert refused(words.amount, "") == "The amount is missing."
        assert refused(words.amount, "1e15") == "“1e15” is more money than can be kept."

    @pytest.mark.parametrize("endless", [float("inf"), float("-inf"), 1e308])
    def test_without_end_are_more_than_can_be_kept(self, endless: float) -> None:
        assert "more money" in refused(words.amount, endless)
        assert "no amount" in refused(words.amount, float("nan"))

    @pytest.mark.parametrize("locale", ["en", "fr", "ro"])
    @pytest.mark.parametrize("units", [0, 1, -5, 12_005_000, 12_000_000, 123_456_789, -9_999_999])
    def test_what_is_shown_for_editing_is_read_as_the_same(self, locale: str, units: int) -> None:
        i18n.use("en", locale)
        text = words.amount_text(units)
        if len(text.lstrip("-").split(i18n.MARKS[locale].decimal)[1]) != 3:  # three decimals are asked about
            assert words.amount(text)[0] == units


class TestRates:
    @pytest.mark.parametrize(
        ("locale", "typed", "rate"),
        [("en", "0.923", 0.923), ("en", "1.085", 1.085), ("fr", "1,085", 1.085), ("fr", "0.923", 0.923)],
    )
    def test_three_decimals_are_usual(self, locale: str, typed: str, rate: float) -> None:
        i18n.use("en", locale)
        assert words.rate(typed) == rate

    def test_the_other_mark_before_three_digits_is_refused(self) -> None:
        assert "two ways" in refused(words.rate, "1,085")

    def test_a_rate_is_more_than_nothing(self) -> None:
        assert refused(words.rate, "0") == refused(words.rate, "-1.2") == "A rate is more than nothing."
        assert "is no rate" in refused(words.rate, float("inf"))
        assert "is no rate" in refused(words.rate, float("nan"))
        assert refused(words.rate, "x") == "“x” is no rate. Write a number such as 1.0834."


class TestDays:
    @pytest.mark.parametrize(
        ("first", "until", "start", "after"),
        [
            ("2024-03", "", "2024-03-01", "2024-04-01"),
            ("2024-03", "2024-05", "2024-03-01", "2024-06-01"),
            ("03/2024", "", "2024-03-01", "2024-04-01"),
            ("March 2024", "", "2024-03-01", "2024-04-01"),
            ("mars 2024", "avril 2024", "2024-03-01", "2024-05-01"),
            ("2024-03-15", "", "2024-03-15", "2024-03-16"),
            ("2024-03-01", "", "2024-03-01", "2024-03-02"),
            ("2024-03-15", "2024-04-14", "2024-03-15", "2024-04-15"),
            ("15 March 2024", "", "2024-03-15", "2024-03-16"),
            ("25/03/2024", "", "2024-03-25", "2024-03-26"),
            ("2024-12", "", "2024-12-01", "2025-01-01"),
        ],
    )
    def test_a_stretch_is_whole_months_or_days_with_the_last_included(
        self, first: str, until: str, start: str, after: str
    ) -> None:
        found = words.span(first, until)
        assert found == (day_number(date.fromisoformat(start)), day_number(date.fromisoformat(after)))
        assert words.span(*words.span_texts(*found)) == found

    def test_a_day_that_can_be_two_is_refused_with_both(self) -> None:
        said = refused(words.day, "03/04/2024")
        assert said == "“03/04/2024” can be read in two ways. Write 2024-03-04 or 2024-04-03."
        i18n.use("en", "fr")
        assert words.day("03/04/2024") == day_number(date(2024, 4, 3))

    @pytest.mark.parametrize("typed", ["soon", "2024-13", "Mar 24", "31/02/2024", "2024"])
    def test_what_is_no_day_says_what_to_write(self, typed: str) -> None:
        said = refused(words.span, typed, "")
        assert said == f"“{typed}” is no month and no day. Write a month as 2024-03 or a day as 2024-03-15."

    def test_the_end_comes_after_the_beginning(self) -> None:
        assert refused(words.span, "2024-03", "2024-02") == "The end comes before the beginning."

    def test_slips_of_the_year_are_seen(self) -> None:
        assert refused(words.span, "2404-03", "") == "The year of “2404-03” is out of reach."


class TestWords:
    @pytest.mark.parametrize("typed", ["acquisition", "Marketing", "Winning customers", "publicité", "ad spend"])
    def test_a_category_goes_by_many_names(self, typed: str) -> None:
        assert words.category(typed) == "acquisition"

    def test_an_unknown_category_is_refused_with_the_known_ones(self) -> None:
        assert refused(words.category, "fun").startswith("“fun” is no category of costs. Write one of: acquisition,")

    def test_a_currency_goes_by_code_sign_or_word(self) -> None:
        assert [words.currency(typed) for typed in ("eur", "€", "lei", "Pound sterling", "ZAR")] == [
            "EUR", "EUR", "RON", "GBP", "ZAR",
        ]  # fmt: skip

    def test_a_sign_that_several_share_is_refused_with_them(self) -> None:
        assert "AUD, CAD" in refused(words.currency, "$")
        assert refused(words.currency, "coins").startswith("“coins” is no currency that is known.")
