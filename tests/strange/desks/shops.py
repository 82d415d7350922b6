"""Web shops, payment services, mailings and visits to a site."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.strange.cells import ANY, Desk, Told
from tests.strange.people import ENGLISH_NAMES, FRENCH_NAMES
from tests.strange.writing import french_amount, new_workbook, write_sheet, write_text


def saved_twice(path: Path) -> tuple[Told, ...]:
    """A shop's orders whose every line became one quoted cell when the file was saved a second time."""
    draw = random.Random(10)
    rows, truth = [], []
    at = datetime(2025, 2, 3, 14, 5, 22)
    for number in range(45):
        total = draw.randint(9, 1900) + 0.9
        name = f"{draw.choice('MCL')}. {draw.choice(FRENCH_NAMES).split(' ', 1)[1]}"
        state = draw.choice(("Livré", "Paiement accepté", "Remboursé", "Annulé"))
        reference = "".join(draw.choices("ABCDEFGHKLMNPQRSTUVWXYZ", k=9))
        money = french_amount(total, "\u202f") + " €"
        rows.append((number + 96, reference, draw.randint(0, 1), "France", name, money, "Carte", state))
        rows[-1] = (*rows[-1], f"{at:%Y-%m-%d %H:%M:%S}")
        kept = {"Remboursé": "refunded", "Annulé": "cancelled"}.get(state, ANY)
        truth.append(
            {
                "order": (str(number + 96), reference),
                "placed_at": at,
                "customer": name,
                "amount": total,
                "currency": "EUR",
                "status": kept,
            }
        )
        at += timedelta(hours=draw.randint(1, 30), seconds=draw.randint(0, 900))
    head = ("ID", "Référence", "Nouveau client", "Livraison", "Client", "Total", "Paiement", "État", "Date")
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([head, *rows])
    twice = io.StringIO(newline="")
    csv.writer(twice, lineterminator="\r\n").writerows([[line] for line in text.getvalue().splitlines()])
    path.write_bytes(twice.getvalue().encode("utf-8-sig"))
    return (Told("order", truth),)


def swiss(path: Path) -> tuple[Told, ...]:
    draw = random.Random(11)
    rows, truth = [], []
    at = datetime(2025, 3, 3, 7, 5)
    for number in range(40):
        total = draw.choice((12.5, 89.0, 149.95, 1234.5, 2890.0, 12450.0))
        state = draw.choices(("Terminée", "Annulée", "En traitement"), (80, 10, 10))[0]
        name = draw.choice(FRENCH_NAMES)
        mark = "\u2019" if number % 3 else "'"
        rows.append(
            (
                f"{number + 100000318:09d}",
                f"{at:%d.%m.%Y} à {at:%Hh%M}",
                name,
                f"CHF {total:,.2f}".replace(",", mark),
                f"{draw.randint(1000, 3999)}",
                state,
            )
        )
        truth.append(
            {
                "order": rows[-1][0],
                "placed_at": at,
                "customer": name,
                "amount": total,
                "currency": "CHF",
                "status": {"Annulée": "cancelled", "Terminée": ANY}.get(state, ANY),
            }
        )
        at += timedelta(hours=draw.randint(1, 30), minutes=draw.randint(0, 59))
    head = ("Commande #", "Date d’achat", "Facturé à", "Total général (base)", "NPA", "Statut")
    total = ("", "", "", "CHF 0.00", "", "")
    write_text(path, [head, *rows, total[:3]], delimiter=",", encoding="utf-8")
    return (Told("order", truth),)


def quebec(path: Path) -> tuple[Told, ...]:
    """A shop's own export, opened in a French Excel and saved: commas, semicolons, numbers for long ids."""
    draw = random.Random(12)
    goods = {"Tuque en laine": 32.0, 'Bas "Laurentides"; paire': 18.5, "Foulard": 45.9}
    rows: list[tuple[Any, ...]] = []
    truth = []
    at = datetime(2025, 2, 3, 9, 12)
    for number in range(30):
        bought = [(name, draw.randint(1, 2)) for name in draw.sample(list(goods), draw.randint(1, 3))]
        net = sum(goods[name] * count for name, count in bought)
        tax = round(net * 0.14975, 2)
        mail = f"client{draw.randint(1, 18)}@exemple.ca"
        back = net + tax if draw.random() < 0.1 else 0
        for place, (good, count) in enumerate(bought):
            money = [f"{value:.2f}".replace(".", ",") for value in (net, 0, tax, net + tax)]
            own: tuple[Any, ...] = ("paid", f"{at:%Y-%m-%d %H:%M}", "CAD", *money) if place == 0 else ("",) * 7
            rest = (
                (f"{back:.2f}".replace(".", ","), "'+15145550" + f"{number:03d}", "5,12346E+12")
                if place == 0
                else ("",) * 3
            )
            rows.append((f"#{number + 1001}", mail, *own, count, good, f"{goods[good]:.2f}".replace(".", ","), *rest))
            truth.append(
                {
                    "order": f"#{number + 1001}",
                    "placed_at": at,
                    "customer": mail,
                    "product": good,
                    "quantity": count,
                    "unit_price": goods[good],
                    "gross_amount": (round(net + tax, 2) if place == 0 else None),
                    "currency": ("CAD", None) if place else "CAD",
                }
            )
        at += timedelta(hours=draw.randint(1, 40), minutes=draw.randint(0, 59))
    head = ("Name", "Email", "Financial Status", "Created at", "Currency", "Subtotal", "Shipping", "Taxes", "Total")
    head = (*head, "Lineitem quantity", "Lineitem name", "Lineitem price", "Refunded Amount", "Phone", "Id")
    write_text(path, [head, *rows], delimiter=";", encoding="cp1252")
    return (Told("order", truth),)


def payments(path: Path) -> tuple[Told, ...]:
    """A payment service: day and hour apart, money given back below zero, the fee beside."""
    draw = random.Random(13)
    rows, truth = [], []
    at = datetime(2025, 2, 3, 9, 12, 33)
    balance = 0.0
    for number in range(50):
        gross = draw.choice((18.0, 45.5, 120.0, 1234.5, 2400.0))
        back = draw.random() < 0.1
        fee = 0.0 if back else -round(gross * 0.029 + 0.35, 2)
        gross = -gross if back else gross
        balance += gross + fee
        name = draw.choice(ENGLISH_NAMES)
        mail = name.lower().replace(" ", ".").replace("'", "") + "@example.ie"
        key = "".join(draw.choices("0123456789ABCDEFGHJKLMNPRSTUVWXY", k=17))
        sort = "Payment Refund" if back else "Website Payment"
        cells = (f"{at:%d/%m/%Y}", f"{at:%H:%M:%S}", "Europe/Dublin", "" if number == 7 else name, sort, "Completed")
        rows.append((*cells, "EUR", *(f"{v:,.2f}" for v in (gross, fee, gross + fee)), mail, key, f"{balance:,.2f}"))
        truth.append(
            {
                "order": key,
                "placed_at": at,
                "gross_amount": gross,
                "net_amount": None,  # what is paid out is less than the order is worth
                "currency": "EUR",
                "customer": (mail, name),
            }
        )
        at += timedelta(hours=draw.randint(1, 50), minutes=draw.randint(0, 59))
    head = ("Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net")
    head = (*head, "From Email Address", "Transaction ID", "Balance")
    write_text(path, [head, *rows], encoding="utf-8-sig")
    return (Told("order", truth),)


def terminal(path: Path) -> tuple[Told, ...]:
    """Card payments: days in words, the currency in front; the sum is a formula that nobody worked out."""
    draw = random.Random(14)
    months = ("janv.", "févr.", "mars", "avr.", "mai", "juin")
    book, sheet = new_workbook("Transactions")
    rows, truth = [], []
    at = datetime(2025, 4, 22, 10, 15)
    for number in range(42):
        amount = draw.choice((4.5, 12.9, 38.0, 1045.5))
        state = draw.choices(("Réussie", "Échouée", "Remboursée"), (85, 9, 6))[0]
        key = f"T{draw.choice('ABCDEF')}{number + 7:06d}"
        day = f"{at.day} {months[at.month - 1]} {at.year} à {at:%Hh%M}"
        rows.append(
            (day, key, draw.choice(("Visa", "Mastercard", "Bancontact")), f"€ {amount:,.2f}", f"=ROW()*{number}")
        )
        rows[-1] = (*rows[-1], state)
        truth.append({"order": key, "placed_at": at, "amount": amount, "currency": "EUR"})
        truth[-1]["status"] = {"Remboursée": "refunded"}.get(state, ANY)
        at += timedelta(hours=draw.randint(1, 30), minutes=draw.randint(0, 59))
    head = ("Date", "Numéro de transaction", "Type de carte", "Montant", "Cumul", "Statut")
    write_sheet(sheet, [head, *rows])
    other = book.create_sheet("Listes")
    other.sheet_state = "hidden"
    write_sheet(other, [("Statut", "Couleur"), ("Réussie", "vert"), ("Échouée", "rouge")])
    book.save(path)
    return (Told("order", truth),)


def visits(path: Path) -> tuple[Told, ...]:
    draw = random.Random(15)
    rows, truth = [], []
    for place in range(59):
        day = date(2025, 1, 1) + timedelta(days=place)
        count = draw.randint(180, 1400)
        people = count * draw.randint(70, 90) // 100
        seconds = draw.randint(40, 260)
        bounced = draw.randint(20, 70)
        rows.append((f"{day:%Y-%m-%d}", people, count, count * 3 + 5))
        rows[-1] = (*rows[-1], f"{seconds // 60} min {seconds % 60:02d}s", f"{bounced}\u00a0%")
        told: dict[str, Any] = {
            "started_at": day,
            "sessions": count,
            "visitors": people,
            "bounce_rate": bounced,
            "duration": seconds,
        }
        truth.append(
            {
                **told,
                "pageviews": (count * 3 + 5, None),
            }
        )
    head = (
        "Date",
        "Visiteurs uniques",
        "Visites",
        "Actions",
        "Durée moy. d'une visite (en secondes)",
        "Taux de rebond",
    )
    write_text(path, [head, *rows], encoding="utf-16", ending="\n")
    return (Told("web_session", truth),)


def readers(path: Path) -> tuple[Told, ...]:
    """Members of a mailing list: their "rating" is the service's own, no answer of theirs."""
    draw = random.Random(16)
    rows, truth = [], []
    at = datetime(2023, 5, 2, 8, 0, 5)
    for number in range(60):
        first, last = draw.choice(FRENCH_NAMES).split(" ", 1)
        mail = f"{number:02d}.{last.lower().replace(' ', '')}@exemple.ch"
        tags = draw.choice(('"client","genève"', '"prospect"', ""))
        seen = at + timedelta(days=3)
        rows.append((mail, first, last, f"+4179{draw.randint(1000000, 9999999)}", draw.randint(1, 5)))
        rows[-1] = (*rows[-1], f"{at:%Y-%m-%d %H:%M:%S}", "85.1.2.3", f"{seen:%Y-%m-%d %H:%M:%S}", tags, "CH")
        truth.append({"customer": mail, "created_at": at, "anywhere": first, "anywhere else": last})
        at += timedelta(days=draw.randint(1, 14), seconds=draw.randint(1, 9999))
    head = ("Email Address", "First Name", "Last Name", "Phone Number", "MEMBER_RATING", "OPTIN_TIME", "OPTIN_IP")
    head = (*head, "LAST_CHANGED", "TAGS", "CC")
    write_text(path, [head, *rows], encoding="utf-8")
    return (Told("customer", truth),)


DESKS = (
    Desk("shop_nantes", "A shop in Nantes saved its orders twice: every line is one cell", "orders.csv", saved_twice),
    Desk("shop_fribourg", "A shop in Fribourg writes CHF 1'234.50", "commandes.csv", swiss),
    Desk("shop_montreal", "A shop in Montréal opened its orders in a French Excel", "orders_export_1.csv", quebec),
    Desk("maker_galway", "A maker in Galway downloads payments and refunds", "Download.CSV", payments),
    Desk("stall_namur", "A stall in Namur has card payments and hidden lists", "transactions.xlsx", terminal),
    Desk("museum_quebec", "A museum in Québec exports visits by day as UTF-16", "Export_visites.csv", visits),
    Desk("association_geneva", "An association in Geneva has readers with a rating", "subscribed.csv", readers),
)
