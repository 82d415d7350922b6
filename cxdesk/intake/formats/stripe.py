"""Stripe: subscriptions and payments as its dashboard writes them, always in English, times in UTC, sums in whole
units of the currency.

Of a subscription the day it ended counts, not the day of the notice. Payments in several currencies are read in the
one they were converted to, so that they add up; fees and the tax on them are the shop's costs, no part of an order.
"""

from cxdesk.intake.formats import CellSign, Format, Skip
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

STRIPE_SUBSCRIPTIONS = Format(
    name="stripe_subscriptions",
    title=N_("Stripe subscriptions"),
    kind="subscription",
    tool="Stripe",
    required=(
        ("Current Period Start (UTC)", "Current Period End (UTC)", "Ended At (UTC)", "Canceled At (UTC)"),
        ("Plan", "Product", "Interval"),
    ),
    optional=(
        *("Customer ID", "Customer Email", "Quantity", "Interval", "Amount", "Status", "Cancellation Reason"),
        *("Created (UTC)", "Start (UTC)", "Start Date (UTC)", "Trial Start (UTC)", "Trial End (UTC)"),
    ),
    cells=(CellSign(("id",), like="^sub_"),),
    zone="UTC",
    uses={
        "id": "subscription",
        "Customer ID": "customer",
        "Customer Email": "customer",
        "Customer Name": "customer",
        "Customer Description": ATTRIBUTE,
        "Plan": "plan",
        "Product": "product",
        "Quantity": "quantity",
        "Interval": "interval",
        "Interval Count": "interval_count",
        "Amount": "amount",
        "Currency": "currency",
        "Status": "status",
        "Cancellation Reason": "cancel_reason",
        "Start Date (UTC)": "started_on",
        "Start (UTC)": "started_on",
        "Created (UTC)": "started_on",
        "Trial End (UTC)": "trial_until",
        "Canceled At (UTC)": "cancelled_at",
        "Ended At (UTC)": "ended_on",
        "Current Period Start (UTC)": ATTRIBUTE,
        "Current Period End (UTC)": ATTRIBUTE,
        "Trial Start (UTC)": ATTRIBUTE,
    },
    answers={"ends": "first_free"},
    how=N_("Billing, Subscriptions, Export, all columns."),
)

_STATUS = {
    "Failed": "cancelled",
    "Blocked": "cancelled",
    "canceled": "cancelled",
    "Expired": "cancelled",
    "requires_payment_method": "cancelled",
    "requires_confirmation": "cancelled",
    "requires_action": "cancelled",
    "Incomplete": "cancelled",
    "Uncaptured": "pending",
    "requires_capture": "pending",
    "Pending": "pending",
    "succeeded": "paid",
    "Disputed": "paid",
    "Partial refund": "partly_refunded",
}

STRIPE_PAYMENTS = Format(
    name="stripe_payments",
    title=N_("Stripe payments"),
    kind="order",
    tool="Stripe",
    required=(("Converted Amount",), ("Captured",)),
    must=("Converted Amount",),  # tables of the interface for programs lack it, and count in cents
    optional=(
        *("Amount Refunded", "Converted Amount Refunded", "Converted Currency", "Seller Message", "Fee", "Card ID"),
        *("Statement Descriptor", "Created date (UTC)", "Created (UTC)", "Dispute Status", "Invoice ID", "Mode"),
    ),
    cells=(CellSign(("id",), like="^(?:ch|pi|py)_"),),
    zone="UTC",
    uses={
        "id": "order",
        "Description": ATTRIBUTE,
        "Created date (UTC)": "placed_at",
        "Created (UTC)": "placed_at",
        "Converted Amount": "gross_amount",
        "Amount": "gross_amount",
        "Converted Amount Refunded": "refund",
        "Amount Refunded": "refund",
        "Converted Currency": "currency",
        "Currency": "currency",
        "Fee": ATTRIBUTE,
        "Tax": ATTRIBUTE,
        "Taxes On Fee": ATTRIBUTE,
        "Mode": ATTRIBUTE,
        "Status": "status",
        "Customer ID": "customer",
        "Customer Email": "customer",
        "Card Name": ATTRIBUTE,
        "Card Address Country": "country",
        "Card Issue Country": "country",
        "Card Brand": "payment",
        "Disputed Amount": ATTRIBUTE,
        "Invoice ID": ATTRIBUTE,
    },
    words={"Status": _STATUS},
    skips=(Skip("Mode", ("Test",), "test_mode"), Skip("livemode", ("false",), "test_mode")),
    answers={"repeat": "last"},
    how=N_("Payments, Export, all columns."),
)
