"""Real exports that are no surveys: each is proposed as what it is, and converts to the figures known to be true."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cxdesk.intake.inspection import TableView
from tests.intake.looking import Converted, converted, looked_at, uses
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = needs_shared

SUBSCRIPTIONS = "ravenstack_saas/ravenstack_subscriptions.csv"
ORDERS = "online_retail_xlsx/Online Retail.xlsx"
SNAPSHOT = "telco_churn/Telco-Customer-Churn.csv"
VISITS = "online_shoppers/online_shoppers_intention.csv"
INCIDENTS = "servicenow_incident_log/incident_event_log.csv"
EVENTS = "ecom_clickstream/ecom.csv.gz"
UNIT = 10_000


def file(name: str) -> Path:
    return shared("data", name)


def truth(data: str, name: str) -> Any:
    return shared_json("data", "truths.json")[data]["metrics"][name]["value"]


def both(name: str) -> tuple[TableView, Converted]:
    view = looked_at(file(name))
    return view, converted(file(name), view)


@pytest.mark.parametrize(
    ("name", "kind", "fields"),
    [
        (
            SUBSCRIPTIONS,
            "subscription",
            {"subscription", "customer", "plan", "started_on", "ended_on", "mrr", "quantity"},
        ),
        (SNAPSHOT, "subscription", {"customer", "tenure_months", "amount", "churned", "paid_total"}),
        (ORDERS, "order", {"order", "customer", "placed_at", "quantity", "unit_price", "product", "country"}),
        (VISITS, "web_session", {"bounce_rate", "converted"}),
        (INCIDENTS, "ticket", {"ticket", "customer", "created_at", "resolved_at", "sla_met", "reopen_count", "status"}),
        (EVENTS, "usage_event", {"person", "session", "name", "at", "platform"}),
        (
            "fivetran_stripe/subscription_data.csv",
            "subscription",
            {"subscription", "customer", "started_on", "ended_on"},
        ),
        ("fivetran_zendesk/ticket_data.csv", "ticket", {"ticket", "customer", "created_at", "priority"}),
        ("fivetran_zendesk/ticket_comment_data.csv", "ticket_event", {"ticket", "at", "comment", "public"}),
        ("fivetran_zendesk/ticket_field_history_data.csv", "ticket_event", {"ticket", "at", "kind", "to"}),
        ("fivetran_zendesk/organization_data.csv", "customer", {"customer", "name"}),
    ],
)
def test_an_export_is_proposed_as_what_it_is(name: str, kind: str, fields: set[str]) -> None:
    view = looked_at(file(name))
    assert view.mapping.kind == kind
    assert fields <= set(uses(view).values())


def test_subscriptions_bring_the_monthly_revenue_that_is_known() -> None:
    _view, rows = both(SUBSCRIPTIONS)
    for year, month, day in ((2023, 12, 31), (2024, 6, 30), (2024, 12, 31)):
        on = date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()
        active = [
            one for one in rows.rows if one["started_on"] <= on and (one["ended_on"] is None or one["ended_on"] > on)
        ]
        at = f"{year}-{month:02d}-{day:02d}"
        assert sum(one["mrr"] for one in active) / UNIT == truth("ravenstack", f"mrr_{at}")
        assert len({one["customer"] for one in active}) == truth("ravenstack", f"active_accounts_{at}")
    assert set(rows.col("interval")) == {"month", "year"}
    assert rows.adds_up


def test_a_snapshot_tells_who_left_and_what_they_paid() -> None:
    _view, rows = both(SNAPSHOT)
    assert rows.n == truth("telco_csv", "customers")
    assert sum(rows.col("churned")) == truth("telco_csv", "churned")
    assert sum(rows.col("amount")) / UNIT == pytest.approx(truth("telco_csv", "mrr_total"))
    assert rows.col("paid_total").count(None) == truth("telco_csv", "blank_total_charges")


def test_order_lines_sum_to_the_sales_that_are_known() -> None:
    _view, rows = both(ORDERS)
    sold: dict[str, float] = defaultdict(float)
    for one in rows.rows:
        if not one["order"].startswith("C") and one["quantity"] > 0 and one["unit_price"] > 0:
            sold[one["order"]] += one["quantity"] * one["unit_price"] / UNIT
    assert len(sold) == truth("online_retail_xlsx_40k", "sales_orders")
    assert sum(sold.values()) == pytest.approx(truth("online_retail_xlsx_40k", "sales_revenue"), abs=0.01)
    assert len(set(rows.key_hash)) == rows.n == truth("online_retail_xlsx_40k", "rows")


def test_visits_that_ended_in_a_purchase() -> None:
    _view, rows = both(VISITS)
    assert rows.n == truth("online_shoppers", "sessions")
    assert sum(rows.col("converted")) == truth("online_shoppers", "conversions")


def test_the_last_state_of_each_incident() -> None:
    _view, rows = both(INCIDENTS)
    last = {one["ticket"]: one for one in rows.rows}
    assert len(last) == truth("servicenow_incident_log", "incidents") == len(set(rows.key_hash))
    assert sum(one["reopen_count"] > 0 for one in last.values()) == truth(
        "servicenow_incident_log", "reopened_incidents"
    )
    met = [one["sla_met"] for one in last.values()]
    assert 100 * sum(met) / len(met) == pytest.approx(truth("servicenow_incident_log", "made_sla_pct"), abs=0.01)


def test_people_of_an_event_log() -> None:
    _view, rows = both(EVENTS)
    assert len(set(rows.col("person"))) == truth("ecom_clickstream", "users")
    assert len(set(rows.col("session"))) == truth("ecom_clickstream", "sessions")
    assert rows.n == truth("ecom_clickstream", "events")
