"""WooCommerce: the orders of its own analytics, in English and French, and those of export plugins with a row per
article, on which what is said of the order may stand on its first row only.

The formatted revenue of the analytics is the total with tax; net sales are without tax and shipping.
"""

from cxdesk.intake.formats import CellSign, Format, Signature
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_FRENCH = {
    "Terminée": "paid",
    "En cours": "paid",
    "En attente": "pending",
    "Attente paiement": "pending",
    "Annulée": "cancelled",
    "Échouée": "cancelled",
    "Remboursée": "refunded",
}
_STATUS = {
    "completed": "paid",
    "processing": "paid",
    "on-hold": "pending",
    "pending": "pending",
    "pending payment": "pending",
    "cancelled": "cancelled",
    "failed": "cancelled",
    "refunded": "refunded",
    "checkout-draft": "cancelled",
    "draft": "cancelled",
    "trash": "cancelled",
    **_FRENCH,
}
_WORDS = (*_STATUS, *(f"wc-{name}" for name in ("completed", "processing", "on-hold", "cancelled", "failed")))

WOO_ANALYTICS = Format(
    name="woocommerce_analytics",
    title=N_("WooCommerce analytics, orders"),
    kind="order",
    tool="WooCommerce",
    required=(("Order #",), ("Net Sales", "N. Revenue", "Net revenue", "N. Revenue (formatted)"), ("Items sold",)),
    optional=("Date", "Status", "Customer", "Customer type", "Product(s)", "Coupon(s)", "Attribution", "Origin"),
    others=(
        Signature(
            hints=(
                *("Commande n°", "N° de commande", "Ventes nettes", "Revenu net (formaté)", "Articles vendus"),
                *("Type de client", "Produit(s)", "Code(s) promo"),
            ),
            cells=(CellSign(("État", "Statut"), words=tuple(_FRENCH)),),
        ),
    ),
    uses={
        "Order #": "order",
        "Commande n°": "order",
        "N° de commande": "order",
        "Date": "placed_at",
        "Status": "status",
        "État": "status",
        "Statut": "status",
        "Customer": "customer",
        "Client": "customer",
        "Customer type": ATTRIBUTE,
        "Type de client": ATTRIBUTE,
        "Product(s)": "product",
        "Produit(s)": "product",
        "Items sold": "quantity",
        "Articles vendus": "quantity",
        "Net Sales": "net_amount",
        "Net revenue": "net_amount",
        "N. Revenue": "net_amount",
        "Ventes nettes": "net_amount",
        "N. Revenue (formatted)": ATTRIBUTE,
        "Revenu net (formaté)": ATTRIBUTE,
        "Attribution": "channel",
        "Origin": "channel",
        "Origine": "channel",
    },
    words={"Status": _STATUS, "État": _STATUS, "Statut": _STATUS},
    answers={"repeat": "last"},
    how=N_("Analytics, Orders, Download."),
)

WOO_PLUGIN = Format(
    name="woocommerce_orders",
    title=N_("WooCommerce orders from an export plugin"),
    kind="order",
    tool="WooCommerce",
    verified=False,
    required=(
        ("Order Number", "Order ID"),
        ("Order Status",),
        ("Order Date",),
        ("Email (Billing)", "First Name (Billing)", "Last Name (Billing)", "Full Name (Billing)", "City (Billing)"),
    ),
    optional=(
        *("Country Code (Billing)", "Postcode (Billing)", "Postcode (Shipping)", "Order Total Amount", "Order Total"),
        *("Order Total Tax Amount", "Order Subtotal Amount", "Payment Method Title", "Item Name", "Item Cost"),
    ),
    uses={
        "Order Number": "order",
        "Order ID": "order",
        "Order Status": "status",
        "Order Date": "placed_at",
        "Email (Billing)": "customer",
        "Company (Billing)": ATTRIBUTE,
        "Country Code (Billing)": "country",
        "Order Total Amount": "gross_amount",
        "Order Total": "gross_amount",
        "Order Total Tax Amount": "tax",
        "Order Shipping Amount": "shipping",
        "Order Refund Amount": "refund",
        "Order Subtotal Amount": ATTRIBUTE,
        "Cart Discount Amount": ATTRIBUTE,
        "Item #": "line_id",
        "Item Name": "product",
        "SKU": ATTRIBUTE,
        "Quantity (- Refund)": "quantity",
        "Quantity": "quantity",
        "Item Cost": "unit_price",
        "Payment Method Title": "payment",
        "Paid Date": ATTRIBUTE,
    },
    words={"Order Status": {**_STATUS, **{f"wc-{name}": value for name, value in _STATUS.items()}}},
    answers={"repeat": "lines"},
    how=N_("The export page of the plugin, with a row per order or per article."),
)
