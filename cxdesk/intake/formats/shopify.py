"""Shopify: orders with a row per article. What is said of the order stands on its first row only; below it only its
name, the buyer's e-mail, the day and the article.

The total includes tax and shipping whether prices include tax or not, so the worth of an order is the total without
both. Numbers that a spreadsheet would spoil begin with an apostrophe.
"""

from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import N_

SHOPIFY_ORDERS = Format(
    name="shopify_orders",
    title=N_("Shopify orders"),
    kind="order",
    tool="Shopify",
    required=(("Financial Status",), ("Lineitem name", "Lineitem quantity", "Lineitem price")),
    optional=(
        *("Name", "Email", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing", "Currency", "Total"),
        *("Subtotal", "Taxes", "Discount Code", "Lineitem sku", "Cancelled at", "Refunded Amount", "Risk Level"),
    ),
    uses={
        "Name": "order",
        "Id": ATTRIBUTE,
        "Email": "customer",
        "Financial Status": "status",
        "Fulfillment Status": ATTRIBUTE,
        "Created at": "placed_at",
        "Paid at": ATTRIBUTE,
        "Fulfilled at": "fulfilled_at",
        "Cancelled at": "cancelled_at",
        "Currency": "currency",
        "Subtotal": ATTRIBUTE,
        "Total": "gross_amount",
        "Taxes": "tax",
        "Shipping": "shipping",
        "Refunded Amount": "refund",
        "Discount Amount": ATTRIBUTE,
        "Discount Code": ATTRIBUTE,
        "Lineitem quantity": "quantity",
        "Lineitem name": "product",
        "Lineitem price": "unit_price",
        "Lineitem discount": "discount",
        "Lineitem sku": ATTRIBUTE,
        "Billing Country": "country",
        "Shipping Country": "country",
        "Billing Company": ATTRIBUTE,
        "Payment Method": "payment",
        "Source": "channel",
        "Location": "store",
        "Outstanding Balance": ATTRIBUTE,
        "Tags": ATTRIBUTE,
        "Notes": ATTRIBUTE,
        "Note Attributes": IGNORE,
        "Phone": IGNORE,
    },
    words={
        "Financial Status": {
            "voided": "cancelled",
            "expired": "cancelled",
            "partially_paid": "paid",
            "partially_refunded": "partly_refunded",
        }
    },
    answers={"repeat": "lines"},
    how=N_("Orders, Export, as a plain CSV file."),
)
