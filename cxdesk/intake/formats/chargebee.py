"""Chargebee: subscriptions with dotted headings. Sums are often in the smallest unit of the currency, which is asked
about where all are whole numbers. Who has given notice stays until the term is over; `cancelled_at` is that end.
"""

from cxdesk.intake.formats import CellSign, Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_STATUS = {
    "active": "active",
    "non_renewing": "active",
    "in_trial": "trial",
    "paused": "paused",
    "cancelled": "ended",
    "transferred": "ended",
    "future": "incomplete",
}
_FIELDS = {
    "id": "subscription",
    "customer_id": "customer",
    "plan_id": "plan",
    "plan_quantity": "quantity",
    "plan_unit_price": "amount",
    "plan_amount": ATTRIBUTE,
    "billing_period": "interval_count",
    "billing_period_unit": "interval",
    "status": "status",
    "started_at": "started_on",
    "activated_at": "started_on",
    "created_at": "started_on",
    "trial_start": ATTRIBUTE,
    "trial_end": "trial_until",
    "cancelled_at": "ended_on",
    "cancel_reason": "cancel_reason",
    "currency_code": "currency",
    "mrr": "mrr",
    "current_term_start": ATTRIBUTE,
    "current_term_end": ATTRIBUTE,
}

CHARGEBEE = Format(
    name="chargebee_subscriptions",
    title=N_("Chargebee subscriptions"),
    kind="subscription",
    tool="Chargebee",
    verified=False,
    hints=(
        *("subscriptions.id", "subscriptions.customer_id", "subscriptions.plan_id", "subscriptions.status"),
        *("subscriptions.billing_period_unit", "subscriptions.currency_code", "subscriptions.cancelled_at"),
        *("customers.email", "customers.id"),
    ),
    cells=(CellSign(("subscriptions.status", "subscription.status"), words=tuple(_STATUS)),),
    zone="",
    uses={
        **{f"subscriptions.{name}": use for name, use in _FIELDS.items()},
        **{f"subscription.{name}": use for name, use in _FIELDS.items()},
        "customers.id": "customer",
        "customers.email": "customer",
        "customers.company": ATTRIBUTE,
    },
    words={"subscriptions.status": _STATUS, "subscription.status": _STATUS},
    minor=(
        *("subscriptions.plan_unit_price", "subscriptions.mrr"),
        *("subscription.plan_unit_price", "subscription.mrr"),
    ),
    answers={"ends": "first_free"},
    how=N_("Subscriptions, Export."),
)
