"""Amounts in several currencies: with rates one number in the currency of the workspace, whatever kind they are of;
without, none, and the rate that is missing is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.kinds import Type, registry
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Query, Selection
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, Session, evaluate
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metrics
from tests.frame.memory import frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, estimate, measures, unavailable
from tests.metrics.worlds import AS_OF, FIRST, UNIT, World, frame_over, world

SEEDS = (0, 4)
OWN = {"currency": "EUR"}
MONEY = {kind.name: [one.name for one in kind.fields if one.type is Type.MONEY] for kind in registry().values()}
MONEY = {kind: names for kind, names in MONEY.items() if names and registry()[kind].has("currency")}


def rate(day: str, value: float, one: str = "USD", other: str = "EUR") -> dict[str, Any]:
    return {"day": day, "from": one, "to": other, "rate": value, "source": "ECB"}


def order(number: int, customer: str, day: str, net: float, currency: str | None = None, **more: Any) -> dict[str, Any]:
    found = {"order": str(number), "customer": customer, "placed_at": f"{day}T12:00:00Z", "net_amount": net * UNIT}
    return {**found, **more, **({"currency": currency} if currency else {})}


# Any workspace


def alike(seed: int) -> tuple[World, World]:
    """A workspace in euros, and the same one with half of its amounts in dollars, of which two are a euro."""
    draw, euros = np.random.default_rng(seed), world(seed)
    dollars: World = {kind: [dict(row) for row in rows] for kind, rows in euros.items()}
    for kind, names in MONEY.items():
        for one, other in zip(euros[kind], dollars[kind], strict=True):
            if draw.random() < 0.5:
                other |= {"currency": "USD"} | {name: 2 * one[name] for name in names if one.get(name) is not None}
    euros["rate"], dollars["rate"] = [], [rate("2000-01-01", 0.5)]
    return euros, dollars


@lru_cache(maxsize=4)
def sessions(seed: int) -> tuple[Session, Session]:
    one, other = (Session(frame_over(rows, OWN)) for rows in alike(seed))
    return one, other


@pytest.mark.parametrize("metric", metrics().values(), ids=lambda metric: metric.id)
def test_what_is_written_in_two_currencies_is_the_same_number(metric: Metric) -> None:
    ask = Ask(grain=Grain.MONTH, range=Period(FIRST.date(), AS_OF), min_show=1)
    for seed in SEEDS:
        one, other = (evaluate(metric, session.frame, ask, session) for session in sessions(seed))
        if isinstance(one, Unavailable):
            assert one == other
            continue
        assert not isinstance(other, Unavailable), other
        for name, found in one.items():
            np.testing.assert_allclose(other[name].value, found.value, rtol=1e-4, atol=1e-3, err_msg=name)


# Orders


ORDERS = [
    order(1, "a", "2024-01-05", 100, "EUR"),
    order(2, "b", "2024-01-06", 50, "USD"),
    order(3, "b", "2024-01-20", 50, "USD"),
    order(4, "c", "2024-02-03", 30),
]
RATES = [rate("2024-01-01", 0.9), rate("2024-01-10", 0.8)]


def frame(rates: list[dict[str, Any]], **rows: list[dict[str, Any]]) -> Frame:
    return frame_of({**rows, "rate": rates}, settings=OWN)


def test_orders_are_converted_at_the_rate_of_their_day() -> None:
    found = measures(frame(RATES, order=ORDERS), "avg_transaction_value", range=JANUARY, min_show=1)
    assert found["mean"].figure(0).value == pytest.approx((100 + 45 + 40) / 3)


def test_lines_of_an_order_are_added_in_one_currency() -> None:
    """Two lines of 3 at 10.00 and of 1 at 7.50, all less 2.50 each, refund 5: 35 less 5 dollars, at 0.9."""
    same: dict[str, Any] = {"placed_at": "2024-01-05T12:00:00Z", "order": "1", "customer": "a", "currency": "USD"}
    same |= {"discount": 2.5 * UNIT}
    lines = [
        {**same, "line_id": "1", "quantity": 3, "unit_price": 10 * UNIT, "refund": 5 * UNIT},
        {**same, "line_id": "2", "quantity": 1, "unit_price": 7.5 * UNIT},
    ]
    found = measures(frame(RATES, order=lines), "avg_transaction_value", min_show=1)
    assert found["mean"].figure(0).value == pytest.approx(0.9 * (27.5 + 5 - 5))


def test_the_other_currency_can_be_asked_for_by_the_same_rates() -> None:
    ask = {"range": JANUARY, "min_show": 1, "options": {"currency": "USD"}}
    found = measures(frame(RATES, order=ORDERS), "avg_transaction_value", **ask)
    assert found["mean"].figure(0).value == pytest.approx((100 / 0.9 + 50 + 50) / 3)


def test_an_order_older_than_every_rate_counts_and_its_worth_is_unknown() -> None:
    made = frame([rate("2024-01-10", 0.8)], order=ORDERS)
    found = measures(made, "avg_transaction_value", range=JANUARY, min_show=1)["mean"].figure(0)
    assert found.value == pytest.approx((100 + 40) / 2)
    bought = measures(made, "purchase_frequency", range=JANUARY, min_show=1)
    assert bought["buyers"].figure(0).value == 2


def test_the_receipt_names_the_rates_of_orders_and_adds_up() -> None:
    from cxdesk.analysis.receipt import make_receipt

    query = Query(metrics=("avg_transaction_value",), range=JANUARY, min_show=1)
    receipt = make_receipt(query, Selection("avg_transaction_value", "mean"), frame(RATES, order=ORDERS))
    assert [(one["rate"], one["day"], one["rows"]) for one in receipt.rates] == [
        (0.9, "2024-01-01", 1),
        (0.8, "2024-01-10", 1),
    ]
    assert receipt.sum_ok


def test_a_number_that_reads_no_amount_names_no_rate() -> None:
    from cxdesk.analysis.receipt import make_receipt

    contract = {"contract": "1", "due_on": "2024-01-15", "outcome": "renewed", "acv": UNIT, "currency": "USD"}
    made = frame(RATES, contract=[contract])
    query = Query(metrics=("renewal_rate",), range=JANUARY, min_show=1)
    assert make_receipt(query, Selection("renewal_rate", "rate"), made).rates == ()
    by_value = Query(metrics=("renewal_rate",), range=JANUARY, min_show=1, options={"renewal_rate": {"basis": "gross"}})
    assert len(make_receipt(by_value, Selection("renewal_rate", "rate"), made).rates) == 1


# Deals and contracts


def test_bookings_are_converted_on_the_day_they_were_signed() -> None:
    """A renewal of 1,200 dollars on 5 January at 0.9, more of 100 euros; a contract renewed on 20 January at 0.8."""
    won = {"outcome": "won", "customer": "a"}
    deals = [
        {**won, "deal": "1", "kind": "renewal", "closed_on": "2024-01-05", "acv_before": 1200 * UNIT}
        | {"acv_after": 1200 * UNIT, "currency": "USD"},
        {**won, "deal": "2", "kind": "upsell", "closed_on": "2024-01-07", "amount": 100 * UNIT, "currency": "EUR"},
    ]
    contracts = [
        {"contract": "9", "customer": "z", "due_on": "2024-01-31", "renewed_on": "2024-01-20", "acv": 500 * UNIT}
        | {"currency": "USD"}
    ]
    made = frame(RATES, deal=deals, contract=contracts)
    assert estimate(made, "renewal_bookings", range=JANUARY).figure(0).value == pytest.approx(1080 + 400)
    assert estimate(made, "upsell_bookings", range=JANUARY).figure(0).value == pytest.approx(100)


def test_a_deal_is_held_against_its_contract_in_the_currency_of_the_deal() -> None:
    """1,000 euros were 1,250 dollars on the day it was signed; renewed for 1,500 dollars, that is 250 more."""
    contract = [{"contract": "9", "customer": "a", "due_on": "2024-01-31", "acv": 1000 * UNIT, "currency": "EUR"}]
    deal = [
        {"deal": "1", "contract": "9", "customer": "a", "kind": "renewal", "outcome": "won", "closed_on": "2024-01-20"}
        | {"acv_after": 1500 * UNIT, "currency": "USD"}
    ]
    made = frame(RATES, deal=deal, contract=contract)
    assert estimate(made, "renewal_bookings", range=JANUARY).figure(0).value == pytest.approx(1000)
    assert estimate(made, "upsell_bookings", range=JANUARY).figure(0).value == pytest.approx(0.8 * 250)


def test_contracts_by_value_are_weighed_in_one_currency() -> None:
    """Renewed 100 euros, lost 100 dollars at 0.8 when they were due: 100 of 180."""
    contracts = [
        {"contract": "1", "due_on": "2024-01-15", "renewed_on": "2024-01-10", "acv": 100 * UNIT, "currency": "EUR"},
        {"contract": "2", "due_on": "2024-01-15", "outcome": "lost", "acv": 100 * UNIT, "currency": "USD"},
        {"contract": "3", "due_on": "2024-05-15", "acv": 100 * UNIT, "currency": "EUR"},
    ]
    ask: dict[str, Any] = {"range": JANUARY, "options": {"basis": "gross"}}
    assert estimate(frame(RATES, contract=contracts), "renewal_rate", **ask).figure(0).value == pytest.approx(100 / 1.8)
    assert unavailable(frame([], contract=contracts), "renewal_rate", **ask).reason == "mixed_currency"
    by_count = estimate(frame([], contract=contracts), "renewal_rate", range=JANUARY)
    assert by_count.figure(0).value == pytest.approx(50)


# Carts


CARTS = [
    {"cart": "1", "created_at": "2024-01-05T12:00:00Z", "value": 100 * UNIT, "currency": "USD", "items": 1},
    {"cart": "2", "created_at": "2024-01-06T12:00:00Z", "value": 10 * UNIT, "currency": "EUR", "items": 1},
    {"cart": "3", "created_at": "2024-02-06T12:00:00Z", "items": 1},
]


def test_carts_are_counted_in_any_currency_and_added_up_in_one() -> None:
    found = measures(frame(RATES, cart=CARTS), "cart_abandonment", range=JANUARY, min_show=1)
    assert found["value"].figure(0).value == pytest.approx(90 + 10)
    found = measures(frame([], cart=CARTS), "cart_abandonment", range=JANUARY, min_show=1)
    assert found["share"].figure(0).value == 100
    assert (found["value"].figure(0).value, found["value"].figure(0).reason) == (None, "mixed_currency")


# Subscriptions over time


SUBSCRIPTIONS = [
    {"customer": "a", "started_on": "2024-01-01", "ended_on": "2024-03-01", "mrr": 100 * UNIT, "currency": "USD"},
    {"customer": "b", "started_on": "2024-01-01", "mrr": 50 * UNIT, "currency": "EUR"},
]
COST = [{"from": "2024-01-01", "category": "service", "amount": 0.0, "currency": "EUR"}]


def brought(rates: list[dict[str, Any]]) -> Mapping[str, float | None]:
    from cxdesk.metrics.views import value

    rows = value.value(frame(rates, subscription=SUBSCRIPTIONS, cost=COST), {"horizon": "to_date"})
    names = rows.col("customer")
    return {names.labels[code]: money / UNIT for code, money in zip(names.codes, rows.col("revenue"), strict=True)}


def test_what_customers_brought_is_converted_month_by_month() -> None:
    """31 days of January at 0.9, 29 of February at 0.8, of 100 dollars for 365/12 days."""
    found = brought([*RATES, rate("2024-01-02", 0.9)])
    assert found["a"] == pytest.approx(100 * 12 / 365 * (31 * 0.9 + 29 * 0.8), abs=1e-3)


def test_what_customers_brought_before_every_rate_is_unknown() -> None:
    found = brought([rate("2024-02-10", 0.8)])
    assert np.isnan(found["a"] or 0.0)
    assert np.isfinite(found["b"] or np.nan)


def test_who_is_older_than_every_rate_is_still_a_customer() -> None:
    made = frame([rate("2024-01-20", 0.8)], subscription=SUBSCRIPTIONS)
    assert estimate(made, "churn_lost", range=Period(JANUARY.start, MARCH_END), min_show=1).figure(0).value == 50
    mrr = measures(made, "mrr", range=JANUARY)
    assert mrr["end"].figure(0).value == pytest.approx(50 + 80)
    assert (mrr["start"].figure(0).value, mrr["start"].figure(0).missing) == (pytest.approx(50), 1)


MARCH_END = FEBRUARY.end.replace(month=4)


# Without a rate


@pytest.mark.parametrize(
    ("metric", "rows"),
    [
        ("avg_transaction_value", {"order": ORDERS}),
        ("purchase_trend", {"order": ORDERS}),
        ("mrr", {"subscription": SUBSCRIPTIONS}),
        ("clv_predictive", {"subscription": SUBSCRIPTIONS}),
        ("clv_net", {"subscription": SUBSCRIPTIONS, "cost": COST}),
    ],
)
def test_it_says_which_rate_is_missing_and_where_to_write_it(metric: str, rows: dict[str, Any]) -> None:
    for rates in ([], [rate("2024-01-01", 0.2, "RON")]):
        found = unavailable(frame(rates, **rows), metric)
        assert (found.reason, found.needs) == ("mixed_currency", None)
        assert found.detail is not None
        said = found.detail.say()
        assert "from USD to EUR" in said
        assert "Costs and exchange rates" in said
        assert "cxdesk rates add" in said
    assert not isinstance(evaluate(metrics()[metric], frame(RATES, **rows), Ask()), Unavailable)
