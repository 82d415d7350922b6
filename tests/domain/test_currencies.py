"""Currencies by code, sign and word."""

from __future__ import annotations

import pytest

from cxdesk.domain.currencies import currency_of, may_be_one


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("€", "EUR"),
        ("eur", "EUR"),
        ("Euros", "EUR"),
        ("lei", "RON"),
        ("RON", "RON"),
        ("US$", "USD"),
        ("£", "GBP"),
        ("zł", "PLN"),
        ("xyz", "XYZ"),
        ("$", "$"),
        ("kr", "kr"),
        ("pieces", "pieces"),
    ],
)
def test_a_currency_has_one_name_and_shared_signs_stay(written: str, code: str) -> None:
    assert currency_of(written) == code


def test_a_shared_sign_may_be_any_of_its_currencies() -> None:
    assert may_be_one("$", "usd")
    assert may_be_one("CAD", "$")
    assert may_be_one("lei", "MDL")
    assert may_be_one("€", "EUR")
    assert not may_be_one("$", "EUR")
    assert not may_be_one("USD", "CAD")
