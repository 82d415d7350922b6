"""Headings as support desks, billing, shops and analytics write them, and the fields that they name."""

from __future__ import annotations

import pytest

from cxdesk.domain.kinds import kind
from cxdesk.domain.text import fold

HEADINGS = {
    "ticket": {
        "Solved at": "resolved_at",
        "Reopens": "reopen_count",
        "Replies": "reply_count",
        "Assignee stations": "reassignment_count",
        "First reply time in minutes": "first_reply_seconds",
        "Full resolution time in minutes": "resolution_seconds",
        "Requester wait time in minutes": "wait_seconds",
        "On hold time in minutes": "waiting_on_customer_seconds",
        "Due by Time": "due_at",
        "Initial response time": "first_response_at",
        "Time tracked": "handle_seconds",
        "Customer interactions": "customer_message_count",
        "Resolution status": "sla_met",
        "Group": "team",
        "made_sla": "sla_met",
        "Délai de résolution": "resolution_seconds",
        "Timp de rezolvare": "resolution_seconds",
    },
    "contact": {"Call start": "offered_at", "Temps d'attente": "wait_seconds", "Durată apel": "talk_seconds"},
    "subscription": {
        "Customer ID": "customer",
        "Quantity": "quantity",
        "Interval": "interval",
        "Amount": "amount",
        "Cancellation Reason": "cancel_reason",
        "Start Date": "started_on",
        "Trial End": "trial_until",
        "Canceled At": "cancelled_at",
        "Ended At": "ended_on",
        "Date de début": "started_on",
        "Preț": "amount",
    },
    "contract": {"Renewal Date": "due_on", "Échéance": "due_on", "Scadență": "due_on", "TCV": "tcv"},
    "deal": {"Close Date": "closed_on", "Deal Stage": "outcome", "Deal Type": "kind", "Montant": "amount"},
    "order": {
        "Name": "order",
        "Financial Status": "status",
        "Subtotal": "net_amount",
        "Total price": "gross_amount",
        "Shipping": "shipping",
        "Taxes": "tax",
        "Discount Amount": "discount",
        "Created at": "placed_at",
        "Lineitem quantity": "quantity",
        "Lineitem name": "product",
        "Lineitem price": "unit_price",
        "Refunded Amount": "refund",
        "Order Number": "order",
        "Order Total Amount": "gross_amount",
        "Net revenue": "net_amount",
        "Montant HT": "net_amount",
        "Valoare fără TVA": "net_amount",
    },
    "cart": {"Checkout started": "checkout_at", "Panier": "cart", "Coș": "cart"},
    "usage_event": {"Distinct ID": "person", "Event": "name", "Time": "at", "Fonctionnalité": "feature"},
    "web_session": {
        "nb_visits": "sessions",
        "nb_actions": "pageviews",
        "nb_uniq_visitors": "visitors",
        "nb_conversions": "conversions",
        "sum_visit_length": "duration_total",
        "Sessions": "sessions",
        "Total users": "visitors",
        "New users": "new_visitors",
        "Average engagement time per session": "engaged",
        "Session default channel group": "medium",
        "Key events": "conversions",
        "Bounce rate": "bounce_rate",
        "Total revenue": "value",
        "Pages vues": "pageviews",
        "Vizitatori unici": "visitors",
    },
    "journey_event": {"Étape du parcours": "stage", "Punct de contact": "touchpoint"},
    "onboarding": {"Go live date": "value_at", "Kickoff date": "started_at"},
    "lead": {
        "Original Source": "source",
        "Lifecycle Stage": "status",
        "Became a marketing qualified lead date": "mql_at",
        "Became a sales qualified lead date": "sql_at",
        "Became a customer date": "converted_at",
    },
    "campaign_touch": {"Campagne": "campaign", "Test group": "arm", "Campanie": "campaign"},
    "business_review": {"Star rating": "rating", "Review text": "comment", "Date de l'avis": "held_at"},
    "referral": {"Referrer": "customer", "Filleul": "new_customer"},
    "success_story": {"Objectif": "goal", "Date achieved": "achieved_at"},
    "cost": {"Spend": "amount", "Dépenses": "amount", "Cheltuieli": "amount", "Centru de cost": "category"},
    "kpi_reading": {"Indicateur": "kpi", "Valoare": "value", "As of": "at"},
    "entitlement": {"Feature key": "feature", "Valable jusqu'au": "to", "Valabil de la": "from"},
    "ticket_event": {"Event type": "kind", "Ancienne valeur": "from", "Valoare nouă": "to"},
}
CASES = [(name, heading, field) for name, found in HEADINGS.items() for heading, field in found.items()]


@pytest.mark.parametrize(("name", "heading", "field"), CASES, ids=lambda value: str(value))
def test_a_heading_names_one_field(name: str, heading: str, field: str) -> None:
    word = fold(heading.replace("_", " "))
    named = [one.name for one in kind(name).fields if word in one.folded_synonyms()]
    written = [
        one.name
        for one in kind(name).fields
        if word in {fold(text) for texts in one.synonyms.values() for text in texts}
        or word == fold(one.name.replace("_", " "))
    ]
    assert field in named
    assert written in ([field], [])
