"""Exports of shops and of payments, made in exactly the shape of the tools that write them: made-up people and sums,
so few that the figures can be worked out by hand. `synthetic_…`: the headings are not checked against a real file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.intake.looking import write

Row = Mapping[str, object]

STRIPE_SUBSCRIPTIONS = (
    "id", "Customer ID", "Customer Description", "Customer Email", "Customer Name", "Plan", "Quantity", "Interval",
    "Amount", "Status", "Cancellation Reason", "Created (UTC)", "Start (UTC)", "Start Date (UTC)",
    "Current Period Start (UTC)", "Current Period End (UTC)", "Trial Start (UTC)", "Trial End (UTC)",
    "Canceled At (UTC)", "Ended At (UTC)", "segment (metadata)",
)  # fmt: skip
STRIPE_PAYMENTS = (
    "id", "Description", "Seller Message", "Created date (UTC)", "Amount", "Amount Refunded", "Currency",
    "Converted Amount", "Converted Amount Refunded", "Fee", "Taxes On Fee", "Converted Currency", "Mode", "Status",
    "Statement Descriptor", "Customer ID", "Customer Description", "Customer Email", "Captured", "Card ID",
    "Card Last4", "Card Brand", "Card Address Country", "Disputed Amount", "Dispute Status", "Invoice ID", "Transfer",
)  # fmt: skip
OLDER_STRIPE_PAYMENTS = tuple(
    {"Created date (UTC)": "Created (UTC)", "Taxes On Fee": "Tax"}.get(name, name)
    for name in STRIPE_PAYMENTS
    if name != "Seller Message"
)
SHOPIFY = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
    "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method",
    "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem compare at price", "Lineitem sku",
    "Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status", "Billing Name",
    "Billing Street", "Billing Zip", "Billing Country", "Billing Phone", "Shipping Name", "Shipping Zip",
    "Shipping Country", "Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference",
    "Refunded Amount", "Vendor", "Outstanding Balance", "Id", "Tags", "Risk Level", "Source", "Lineitem discount",
    "Tax 1 Name", "Tax 1 Value", "Phone",
)  # fmt: skip
WOO_ANALYTICS = (
    "Date", "Order #", "N. Revenue (formatted)", "Status", "Customer", "Customer type", "Product(s)", "Items sold",
    "Coupon(s)", "Net Sales", "Attribution",
)  # fmt: skip
WOO_PLUGIN = (
    "Order Number", "Order Status", "Order Date", "Customer Note", "First Name (Billing)", "Last Name (Billing)",
    "Company (Billing)", "Postcode (Billing)", "Country Code (Billing)", "Email (Billing)", "Phone (Billing)",
    "Postcode (Shipping)", "Payment Method Title", "Cart Discount Amount", "Order Subtotal Amount",
    "Shipping Method Title", "Order Shipping Amount", "Order Refund Amount", "Order Total Amount",
    "Order Total Tax Amount", "SKU", "Item #", "Item Name", "Quantity (- Refund)", "Item Cost", "Coupon Code",
)  # fmt: skip
CHARGEBEE = (
    "subscriptions.id", "subscriptions.customer_id", "subscriptions.plan_id", "subscriptions.plan_quantity",
    "subscriptions.plan_unit_price", "subscriptions.billing_period", "subscriptions.billing_period_unit",
    "subscriptions.status", "subscriptions.created_at", "subscriptions.started_at", "subscriptions.activated_at",
    "subscriptions.trial_start", "subscriptions.trial_end", "subscriptions.current_term_start",
    "subscriptions.current_term_end", "subscriptions.cancelled_at", "subscriptions.currency_code", "subscriptions.mrr",
    "customers.email", "customers.first_name", "customers.company",
)  # fmt: skip
PADDLE = (
    "subscription_id", "customer_id", "customer_email", "status", "currency_code", "created_at", "started_at",
    "first_billed_at", "next_billed_at", "paused_at", "canceled_at", "billing_interval", "billing_frequency",
    "product_name", "price_name", "quantity", "unit_price",
)  # fmt: skip


def table(path: Path, headings: Sequence[str], rows: Sequence[Row], delimiter: str = ",") -> Path:
    """The file, with blank cells where a row says nothing."""
    return write(path, headings, [[row.get(name, "") for name in headings] for row in rows], delimiter)


# Stripe

# number, plan, quantity, interval, amount, status, first day, given notice, ended, end of trial
SUBSCRIBED = (
    *((at, "Team", 1, "month", "50.00", "active", f"2025-0{at}-10", "", "", "") for at in range(1, 7)),
    (7, "Year", 1, "year", "1200.00", "active", "2025-02-20", "", "", ""),
    (8, "Year", 1, "year", "1200.00", "active", "2025-06-11", "", "", ""),
    (9, "Seat", 3, "month", "30.00", "active", "2025-03-04", "", "", ""),
    (10, "Team", 1, "month", "50.00", "active", "2025-04-05", "2025-12-20", "", ""),  # leaves when the month is over
    (11, "Team", 1, "month", "50.00", "past_due", "2025-05-06", "", "", ""),
    (12, "Team", 1, "month", "50.00", "trialing", "2025-12-24", "", "", "2026-01-07"),
    (13, "Team", 1, "month", "50.00", "canceled", "2025-01-15", "2025-12-02", "2025-12-15", ""),
    (14, "Seat", 2, "month", "30.00", "canceled", "2025-01-17", "2025-07-02", "2025-07-02", ""),
    (15, "Team", 1, "month", "50.00", "incomplete_expired", "2025-08-18", "", "2025-08-19", ""),
)
MRR_AT_THE_END_OF_2025 = 6 * 50 + 2 * 100 + 3 * 30 + 50 + 50


def subscription(number: int, plan: str, quantity: int, interval: str, amount: str, status: str, *days: str) -> Row:
    start, notice, end, trial = (f"{day} 09:3{number % 6}:12" if day else "" for day in days)
    return {
        "id": f"sub_1Nx{number:02d}Kq7Zr",
        "Customer ID": f"cus_O{number:02d}a8Lw",
        "Customer Email": f"buyer{number}@example.org",
        "Customer Name": f"Firm {number}",
        "Plan": f"price_{plan}",
        "Quantity": quantity,
        "Interval": interval,
        "Amount": amount,
        "Status": status,
        "Cancellation Reason": "cancellation_requested" if notice else "",
        "Created (UTC)": start,
        "Start (UTC)": start,
        "Start Date (UTC)": start,
        "Current Period Start (UTC)": "2025-12-20 09:30:12",
        "Current Period End (UTC)": "2026-01-20 09:30:12",
        "Trial Start (UTC)": start if trial else "",
        "Trial End (UTC)": trial,
        "Canceled At (UTC)": notice,
        "Ended At (UTC)": end,
        "segment (metadata)": "smb" if number % 2 else "mid",
    }


def stripe_subscriptions(folder: Path, headings: Sequence[str] = STRIPE_SUBSCRIPTIONS) -> Path:
    return table(folder / "subscriptions.csv", headings, [subscription(*one) for one in SUBSCRIBED])


# number, amount, refunded, currency, converted, converted refunded, status, mode
PAID = (
    *((at, "100.00", "0.00", "eur", "100.00", "0.00", "Paid", "Live") for at in range(1, 9)),
    (9, "120.00", "0.00", "usd", "110.00", "0.00", "Paid", "Live"),
    (10, "100.00", "100.00", "eur", "100.00", "100.00", "Refunded", "Live"),
    (11, "100.00", "40.00", "eur", "100.00", "40.00", "Paid", "Live"),
    (12, "100.00", "0.00", "eur", "", "", "Failed", "Live"),
    (13, "100.00", "0.00", "eur", "", "", "requires_payment_method", "Live"),
    (14, "999.00", "0.00", "eur", "999.00", "0.00", "Paid", "Test"),
)
STRIPE_REVENUE, STRIPE_SALES = 8 * 100 + 110 + 60, 10


def payment(number: int, *figures: str) -> Row:
    amount, refunded, currency, converted, converted_refunded, status, mode = figures
    created = f"2026-03-{number + 2:02d} 14:0{number % 6}"
    return {
        "id": f"ch_3Pq{number:02d}Xv9",
        "Description": "Subscription update",
        "Created date (UTC)": created,
        "Created (UTC)": created,
        "Amount": amount,
        "Amount Refunded": refunded,
        "Currency": currency,
        "Converted Amount": converted,
        "Converted Amount Refunded": converted_refunded,
        "Fee": "3.20" if converted else "0.00",
        "Taxes On Fee": "0.00",
        "Tax": "0.00",
        "Converted Currency": "eur" if converted else "",
        "Mode": mode,
        "Status": status,
        "Customer ID": f"cus_O{number % 5:02d}a8Lw",
        "Customer Email": f"buyer{number % 5}@example.org",
        "Captured": "true" if converted else "false",
        "Card ID": f"card_{number}",
        "Card Last4": f"{number:04d}",
        "Card Brand": "Visa",
        "Card Address Country": "FR",
        "Invoice ID": f"in_{number}",
    }


def stripe_payments(folder: Path, headings: Sequence[str] = STRIPE_PAYMENTS) -> Path:
    return table(folder / "unified_payments.csv", headings, [payment(*one) for one in PAID])


# Shopify

# number, status, subtotal, shipping, tax, total, refunded, cancelled, lines as (quantity, name, price)
Sale = tuple[int, str, float, float, float, float, float, bool, tuple[tuple[int, str, float], ...]]
SOLD: tuple[Sale, ...] = (
    (1001, "paid", 80, 5, 16, 101, 0, False, ((1, "Lamp", 80),)),
    (1002, "paid", 60, 5, 12, 77, 0, False, ((2, "Cup", 10), (1, "Plate", 40))),
    (1003, "paid", 40, 0, 8, 48, 0, False, ((1, "Plate", 40),)),
    (1004, "partially_refunded", 100, 0, 20, 120, 24, False, ((1, "Lamp", 80), (2, "Cup", 10))),
    (1005, "refunded", 50, 5, 10, 65, 65, False, ((5, "Cup", 10),)),
    (1006, "voided", 80, 5, 16, 101, 0, True, ((1, "Lamp", 80),)),
    (1007, "pending", 20, 5, 4, 29, 0, False, ((1, "Cup", 10), (1, "Cup, blue", 10))),
)


def sale(number: int, status: str, *figures: object) -> list[Row]:
    """The rows of one order: the whole of it on the first, on the others only what names it and their line."""
    subtotal, shipping, tax, total, refunded, cancelled, lines = figures
    created = f"2026-04-{number - 998:02d} 10:15:00 +0200"
    named = {"Name": f"#{number}", "Email": f"c{number % 3}@example.org", "Created at": created}
    whole = {
        "Financial Status": status,
        "Paid at": created if status == "paid" else "",
        "Fulfillment Status": "fulfilled" if status == "paid" else "unfulfilled",
        "Accepts Marketing": "yes",
        "Currency": "EUR",
        "Subtotal": f"{subtotal:.2f}",
        "Shipping": f"{shipping:.2f}",
        "Taxes": f"{tax:.2f}",
        "Total": f"{total:.2f}",
        "Discount Amount": "0.00",
        "Billing Name": "Ann Lee",
        "Billing Zip": "'01200",
        "Billing Country": "FR",
        "Billing Phone": "'+33100000000",
        "Shipping Name": "Ann Lee",
        "Shipping Country": "FR",
        "Cancelled at": "2026-04-28 09:00:00 +0200" if cancelled else "",
        "Payment Method": "Shopify Payments",
        "Refunded Amount": f"{refunded:.2f}",
        "Outstanding Balance": "0.00",
        "Id": str(5_490_000_000_000 + number),
        "Risk Level": "Low",
        "Source": "web",
        "Tax 1 Name": "VAT 20%",
        "Tax 1 Value": f"{tax:.2f}",
    }
    assert isinstance(lines, tuple)
    made: list[Row] = []
    for quantity, name, price in lines:
        line = {
            "Lineitem quantity": quantity,
            "Lineitem name": name,
            "Lineitem price": f"{price:.2f}",
            "Lineitem sku": name[:2].upper(),
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "fulfilled",
            "Vendor": "Own",
            "Lineitem discount": "0.00",
        }
        made.append({**named, **(whole if not made else {}), **line})
    return made


def shopify_orders(folder: Path, headings: Sequence[str] = SHOPIFY) -> Path:
    return table(folder / "orders_export_1.csv", headings, [row for one in SOLD for row in sale(*one)])


# WooCommerce: its own analytics, and the plugin whose columns the owner chooses

# number, status, items, net
WOO_SOLD = (
    (501, "completed", 2, 40.0),
    (502, "processing", 1, 60.0),
    (503, "completed", 3, 80.0),
    (504, "cancelled", 1, 25.0),
    (505, "failed", 1, 30.0),
    (506, "on-hold", 1, 20.0),
)
WOO_NET, WOO_ORDERS = 200.0, 4
WOO_FRENCH = {
    "Date": "Date", "Order #": "Commande n°", "N. Revenue (formatted)": "Revenu net (formaté)", "Status": "État",
    "Customer": "Client", "Customer type": "Type de client", "Product(s)": "Produit(s)",
    "Items sold": "Articles vendus", "Coupon(s)": "Code(s) promo", "Net Sales": "Ventes nettes",
    "Attribution": "Attribution",
}  # fmt: skip
WOO_FRENCH_STATUS = {
    "completed": "Terminée", "processing": "En cours", "cancelled": "Annulée", "failed": "Échouée",
    "on-hold": "En attente",
}  # fmt: skip


def woo_order(number: int, status: str, items: int, net: float, french: bool = False) -> Row:
    amount = f"{net:.2f}".replace(".", ",") if french else f"{net:.2f}"
    row = {
        "Date": f"2026-05-{number - 500:02d} 09:0{number % 10}:00",
        "Order #": number,
        "N. Revenue (formatted)": f"{amount} €" if french else f"€{amount}",
        "Status": WOO_FRENCH_STATUS[status] if french else status,
        "Customer": f"Ann Lee {number % 2}",
        "Customer type": "new" if number % 2 else "returning",
        "Product(s)": f"{items}× Cup",
        "Items sold": items,
        "Net Sales": amount,
        "N. Revenue": amount,
        "Attribution": "Organic: Google",
    }
    return {WOO_FRENCH.get(name, name): value for name, value in row.items()} if french else row


def synthetic_woo_analytics(folder: Path, headings: Sequence[str] = WOO_ANALYTICS) -> Path:
    return table(folder / "orders.csv", headings, [woo_order(*one) for one in WOO_SOLD])


def synthetic_woo_analytics_fr(folder: Path) -> Path:
    rows = [woo_order(*one, french=True) for one in WOO_SOLD]
    return table(folder / "commandes.csv", [WOO_FRENCH[name] for name in WOO_ANALYTICS], rows, ";")


# number, status, subtotal, shipping, tax, total, refund, lines as (quantity, name, cost)
WOO_LINES = (
    (7001, "Completed", 60.0, 5.0, 13.0, 78.0, 0.0, ((2, "Cup", 10.0), (1, "Plate", 40.0))),
    (7002, "Completed", 40.0, 5.0, 9.0, 54.0, 0.0, ((1, "Plate", 40.0),)),
    (7003, "Cancelled", 80.0, 5.0, 17.0, 102.0, 0.0, ((1, "Lamp", 80.0), (1, "Bulb", 0.0))),
    (7004, "Processing", 100.0, 0.0, 20.0, 120.0, 0.0, ((1, "Lamp", 80.0), (1, "Cup", 10.0), (1, "Spoon", 10.0))),
)
WOO_LINES_NET, WOO_LINES_ORDERS = 200.0, 3


def synthetic_woo_plugin(folder: Path, first_row_only: bool = False) -> Path:
    """One row per line of an order; what is said of the order stands on all of its rows, or on the first only."""
    made: list[Row] = []
    for number, status, subtotal, shipping, tax, total, refund, lines in WOO_LINES:
        whole: Row = {
            "Order Number": number,
            "Order Status": status,
            "Order Date": f"2026-05-{number - 7000:02d} 11:20",
            "First Name (Billing)": "Ann",
            "Last Name (Billing)": "Lee",
            "Postcode (Billing)": "01200",
            "Country Code (Billing)": "FR",
            "Email (Billing)": f"c{number % 2}@example.org",
            "Payment Method Title": "Card",
            "Cart Discount Amount": "0",
            "Order Subtotal Amount": f"{subtotal:.2f}",
            "Shipping Method Title": "Post",
            "Order Shipping Amount": f"{shipping:.2f}",
            "Order Refund Amount": f"{refund:.2f}",
            "Order Total Amount": f"{total:.2f}",
            "Order Total Tax Amount": f"{tax:.2f}",
        }
        for at, (quantity, name, cost) in enumerate(lines, 1):
            line: Row = {"SKU": name[:2], "Item #": at, "Item Name": name, "Quantity (- Refund)": quantity}
            shown = whole if at == 1 or not first_row_only else {}
            made.append({**shown, **line, "Item Cost": f"{cost:.2f}"})
    return table(folder / "orders-2026-05.csv", WOO_PLUGIN, made)


# Chargebee and Paddle

# number, quantity, unit price in cents, every, unit, status, first day, cancelled, end of trial
CHARGED = (
    *((at, 1, 5000, 1, "month", "active", f"2025-0{at}-10", "", "") for at in range(1, 6)),
    (6, 1, 120000, 1, "year", "active", "2025-02-20", "", ""),
    (7, 4, 3000, 3, "month", "active", "2025-03-04", "", ""),
    (8, 1, 5000, 1, "month", "non_renewing", "2025-04-05", "2026-01-05", ""),
    (9, 1, 5000, 1, "month", "in_trial", "2025-12-24", "", "2026-01-07"),
    (10, 1, 5000, 1, "month", "cancelled", "2025-01-15", "2025-07-15", ""),
    (11, 1, 5000, 1, "month", "future", "2025-12-30", "", ""),
)
CHARGED_MRR = 5 * 50 + 100 + 4 * 30 / 3 + 50


def synthetic_chargebee(folder: Path, cents: bool = True, headings: Sequence[str] = CHARGEBEE) -> Path:
    made: list[Row] = []
    for number, quantity, price, every, unit, status, start, cancelled, trial in CHARGED:
        monthly = price * quantity / every / (12 if unit == "year" else 1)
        values = {
            "id": f"16BjN{number:02d}UqB",
            "customer_id": f"AzyH{number:02d}",
            "plan_id": f"plan-{unit}",
            "plan_quantity": quantity,
            "plan_unit_price": price if cents else f"{price / 100:.2f}",
            "billing_period": every,
            "billing_period_unit": unit,
            "status": status,
            "created_at": f"{start} 08:00:00",
            "started_at": "" if status == "future" else f"{start} 08:00:00",
            "activated_at": "" if status in ("future", "in_trial") else f"{start} 08:00:00",
            "trial_start": f"{start} 08:00:00" if trial else "",
            "trial_end": f"{trial} 08:00:00" if trial else "",
            "current_term_start": "2025-12-05 08:00:00",
            "current_term_end": "2026-01-05 08:00:00",
            "cancelled_at": f"{cancelled} 08:00:00" if cancelled else "",
            "currency_code": "EUR",
            "mrr": round(monthly) if cents else f"{monthly / 100:.2f}",
        }
        row = {f"subscriptions.{name}": value for name, value in values.items()}
        row |= {"customers.email": f"buyer{number}@example.org", "customers.company": f"Firm {number}"}
        made.append(row)
    return table(folder / "Subscriptions.csv", headings, made)


# number, quantity, price, interval, status, first day, cancelled
PADDLED = (
    *((at, 1, 20.0, "month", "active", f"2025-0{at}-10", "") for at in range(1, 5)),
    (5, 2, 240.0, "year", "active", "2025-05-10", ""),
    (6, 1, 20.0, "month", "canceled", "2025-02-11", "2025-09-11"),
    (7, 1, 20.0, "month", "trialing", "2025-12-20", ""),
    (8, 1, 20.0, "month", "past_due", "2025-06-20", ""),
)
PADDLED_MRR = 4 * 20 + 2 * 20 + 20


def synthetic_paddle(folder: Path, headings: Sequence[str] = PADDLE) -> Path:
    made: list[Row] = []
    for number, quantity, price, interval, status, start, cancelled in PADDLED:
        made.append(
            {
                "subscription_id": f"sub_01hv{number:02d}ty",
                "customer_id": f"ctm_01hv{number:02d}x",
                "customer_email": f"buyer{number}@example.org",
                "status": status,
                "currency_code": "EUR",
                "created_at": f"{start}T08:00:00Z",
                "started_at": f"{start}T08:00:00Z",
                "first_billed_at": f"{start}T08:00:00Z",
                "next_billed_at": "" if cancelled else "2026-01-10T08:00:00Z",
                "canceled_at": f"{cancelled}T08:00:00Z" if cancelled else "",
                "billing_interval": interval,
                "billing_frequency": 1,
                "product_name": "Desk",
                "price_name": interval,
                "quantity": quantity,
                "unit_price": f"{price:.2f}",
            }
        )
    return table(folder / "subscriptions_export.csv", headings, made)
