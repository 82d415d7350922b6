"""Paddle: subscriptions, by the names of its interface; ids begin with `sub_` and `ctm_`, times are in UTC. Sums may
be in the smallest unit of the currency, which is asked about where all are whole numbers.
"""

from cxdesk.intake.formats import CellSign, Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

PADDLE = Format(
    name="paddle_subscriptions",
    title=N_("Paddle subscriptions"),
    kind="subscription",
    tool="Paddle",
    verified=False,
    hints=(
        *("subscription_id", "customer_id", "status", "currency_code", "started_at", "canceled_at"),
        *("first_billed_at", "next_billed_at", "paused_at", "billing_interval"),
    ),
    cells=(CellSign(("subscription_id", "id"), like="^sub_01"),),
    zone="UTC",
    uses={
        "subscription_id": "subscription",
        "id": "subscription",
        "customer_id": "customer",
        "customer_email": "customer",
        "status": "status",
        "currency_code": "currency",
        "started_at": "started_on",
        "first_billed_at": "started_on",
        "created_at": "started_on",
        "canceled_at": "ended_on",
        "next_billed_at": ATTRIBUTE,
        "billing_interval": "interval",
        "billing_cycle.interval": "interval",
        "billing_frequency": "interval_count",
        "billing_cycle.frequency": "interval_count",
        "product_name": "product",
        "price_name": "plan",
        "quantity": "quantity",
        "unit_price": "amount",
    },
    minor=("unit_price",),
    answers={"ends": "first_free"},
    how=N_("Reports, Subscriptions, Export."),
)
