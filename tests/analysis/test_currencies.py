"""Amounts say in what they are, where the rows say it; nothing is assumed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cxdesk.analysis.breakdowns import breakdown
from cxdesk.analysis.cards import card
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.analysis.listing import metrics_json
from cxdesk.analysis.trends import trend
from cxdesk.analysis.wording import Measured, value_text
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Query
from cxdesk.frame.frame import Frame
from cxdesk.metrics.registry import metric_of
from tests.frame.memory import frame_of

JUNE = Query(range=Period(date(2025, 6, 1), date(2025, 7, 1)), grain=Grain.MONTH, metrics=("avg_transaction_value",))
CENT = 100  # in stored units, 10,000 of which are one


def orders(*currencies: str | None) -> Frame:
    """One paid order of 12.50 for each currency, None: the row names none."""
    rows: list[dict[str, Any]] = [
        {"order": str(at), "customer": f"c{at}", "placed_at": "2025-06-12T10:00:00Z", "net_amount": 1250 * CENT}
        for at in range(len(currencies))
    ]
    for row, currency in zip(rows, currencies, strict=True):
        if currency is not None:
            row["currency"] = currency
    return frame_of({"order": rows})


def shown(frame: Frame, query: Query = JUNE) -> list[str | None]:
    """The currency on card, trend and breakdown and in the command line's object."""
    inquiry, metric = Inquiry(query, frame), metric_of("avg_transaction_value")
    objects = (card(inquiry, metric), trend(inquiry, metric), breakdown(inquiry, metric))
    (said,) = metrics_json(query, frame, by_grain=False)
    return [*(one.currency for one in objects), said["currency"]]


def test_the_currency_of_the_rows_stands_on_card_trend_breakdown_and_object() -> None:
    assert shown(orders("RON", "RON")) == ["RON"] * 4


def test_rows_that_name_none_are_in_that_of_the_others() -> None:
    assert shown(orders("EUR", None)) == ["EUR"] * 4


def test_amounts_without_a_named_currency_show_none() -> None:
    assert shown(orders(None, None)) == [None] * 4


@pytest.mark.parametrize("chosen", ["EUR", "RON"])
def test_with_several_the_one_asked_for_is_told(chosen: str) -> None:
    confined = replace(JUNE, options={"avg_transaction_value": {"currency": chosen}})
    assert shown(orders("EUR", "RON"), confined)[0] == chosen


def test_a_card_writes_the_amount_with_its_sign() -> None:
    found = card(Inquiry(JUNE, orders("EUR")), metric_of("avg_transaction_value"))
    assert value_text(found.figure.value, Measured.of(found)) == "€12.50"


def test_what_is_no_amount_has_no_currency() -> None:
    query = replace(JUNE, metrics=("purchase_frequency",))
    assert card(Inquiry(query, orders("EUR", "EUR")), metric_of("purchase_frequency")).currency is None
