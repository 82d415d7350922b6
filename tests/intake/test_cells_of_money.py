"""Amounts of money as files write them, and the currency beside them."""

from __future__ import annotations

from typing import Any

import pytest

from cxdesk.intake.batch import NOT_A_NUMBER
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells_of_money import MONEY_UNITS, MoneyReader, negative
from cxdesk.intake.mapping import ColumnUse


def money(decimal: str = ".", group: str = ",", **more: Any) -> MoneyReader:
    return MoneyReader(ColumnUse(0, "Amount", "amount", decimal=decimal, group=group, **more))


def read(cell: Cell, decimal: str = ".", group: str = ",") -> tuple[float | None, str | None]:
    """(whole units, currency) of one cell."""
    reader = money(decimal, group)
    (units,) = reader.values([cell])
    found = reader.currencies([cell])
    return None if units is None else units / MONEY_UNITS, found[0] if found else None


@pytest.mark.parametrize(
    ("cell", "value", "currency"),
    [
        ("12", 12, None),
        ("-12", -12, None),
        ("$1,234.50", 1234.5, "$"),
        ("US$ 5", 5, "USD"),
        ("-$5.25", -5.25, "$"),
        ("$-5.25", -5.25, "$"),
        ("($1,234.50)", -1234.5, "$"),
        ("$(12.30)", -12.3, "$"),
        ("(12.30)", -12.3, None),
        ("12.30-", -12.3, None),
        ("- 12.30", -12.3, None),
        ("CHF 1,200.00", 1200, "CHF"),
        ("USD1.5", 1.5, "USD"),
        ("3.5 usd", 3.5, "USD"),
        ("£0.0001", 0.0001, "GBP"),
        ("Free", 0, None),
        ("", None, None),
        ("N/A", None, None),
    ],
)
def test_english_amounts(cell: str, value: float | None, currency: str | None) -> None:
    assert read(cell) == (value, currency)


@pytest.mark.parametrize(
    ("cell", "value", "currency"),
    [
        ("1 234,56 €", 1234.56, "EUR"),
        ("1\u202f234,56\u00a0€", 1234.56, "EUR"),
        ("€ 1 234,56", 1234.56, "EUR"),
        ("1 234,56EUR", 1234.56, "EUR"),
        ("(12,30 €)", -12.3, "EUR"),
        ("-12,30 €", -12.3, "EUR"),
        ("\u221212,30 €", -12.3, "EUR"),
        ("12,30 €-", -12.3, "EUR"),
        ("gratuit", 0, None),
    ],
)
def test_french_amounts(cell: str, value: float, currency: str | None) -> None:
    assert read(cell, ",", " ") == (value, currency)


@pytest.mark.parametrize(
    ("cell", "value", "currency"),
    [
        ("1.234,50 lei", 1234.5, "RON"),
        ("12,5 Lei", 12.5, "RON"),
        ("12 RON", 12, "RON"),
        ("1.234 MDL", 1234, "MDL"),
        ("gratuită", 0, None),
    ],
)
def test_romanian_amounts(cell: str, value: float, currency: str | None) -> None:
    assert read(cell, ",", ".") == (value, currency)


@pytest.mark.parametrize(("cell", "value"), [(12.5, 12.5), (3, 3), (0.1 + 0.2, 0.3), (-7.25, -7.25)])
def test_amounts_that_a_spreadsheet_typed(cell: float, value: float) -> None:
    assert read(cell) == (value, None)


@pytest.mark.parametrize("cell", ["a lot", "12.3.4", "1,23", "12 34", "9" * 14, float("nan"), 1e300])
def test_what_is_no_amount_is_refused(cell: Cell) -> None:
    reader = money()
    assert reader.values([cell]) == [None]
    assert reader.code(cell) == NOT_A_NUMBER


def test_an_amount_is_an_exact_integer_of_ten_thousandths() -> None:
    assert money().values(["0.07", "29.99", "1234.5678"]) == [700, 299_900, 12_345_678]


def test_the_person_may_say_which_dollar_is_meant() -> None:
    reader = money(labels={"$": "CAD"})
    assert reader.values(["$5"]) == [50_000]
    assert reader.currencies(["$5"]) == ["CAD"]


def test_a_column_without_signs_says_nothing_of_currencies() -> None:
    reader = money()
    reader.values(["5", "6"])
    assert reader.currencies(["5", "6"]) is None


def test_a_minus_goes_to_the_front_and_other_texts_stay() -> None:
    assert negative("12.30") == "12.30"
    assert negative("(12.30) €") == "-12.30 €"
    assert negative("2024-05-01") == "2024-05-01"
