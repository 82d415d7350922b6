"""Hotels, restaurants, clubs: what their booking and membership programs write."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.strange.cells import ANY, Desk, Told
from tests.strange.people import FRENCH_NAMES, ROMANIAN_NAMES, remark
from tests.strange.writing import new_workbook, romanian_amount, write_sheet, write_text


def reservations(path: Path) -> tuple[Told, ...]:
    draw = random.Random(1)
    rows, truth = [], []
    booked = date(2025, 1, 6)
    for number in range(48):
        arrival = booked + timedelta(days=draw.randint(2, 40))
        nights = draw.randint(1, 6)
        price = draw.randint(240, 460) * nights + draw.choice((0, 0.5))
        state = draw.choices(("Confirmată", "Anulată", "Neprezentare"), (85, 12, 3))[0]
        guest = draw.choice(ROMANIAN_NAMES)
        channel = draw.choice(("Booking.com", "Direct", "Travelminit"))
        phone = f"07{draw.randint(20, 79)} {draw.randint(100, 999)} {draw.randint(100, 999)}"
        days = (f"{arrival:%d.%m.%y}", f"{arrival + timedelta(days=nights):%d.%m.%y}")
        money = f"{romanian_amount(price)} RON"
        first = (f"{number + 412:06d}", f"{booked:%d.%m.%y}", guest, phone)
        rows.append((*first, *days, nights, draw.randint(101, 318), channel, money, state))
        truth.append(
            {
                "order": f"{number + 412:06d}",
                "placed_at": booked,
                "customer": guest,
                "channel": channel,
                "amount": price,
                "currency": "RON",
                "status": "cancelled" if state == "Anulată" else ANY,
            }
        )
        booked += timedelta(days=draw.randint(0, 3))
    head = ("Nr. rezervare", "Data rezervării", "Nume oaspete", "Telefon", "Sosire", "Plecare", "Nopți", "Cameră")
    head = (*head, "Canal", "Tarif total", "Stare")
    cedilla = str.maketrans("șțȘȚ", "şţŞŢ")  # as cp1250 has them
    lines = [[str(cell).translate(cedilla) for cell in row] for row in (("sep=;",), head, *rows)]
    write_text(path, lines, delimiter=";", encoding="cp1250")
    for row in truth:
        row["customer"] = str(row["customer"]).translate(cedilla)
    return (Told("order", truth),)


PARTS = ("Personal", "Curățenie", "Amplasare", "Facilități", "Confort", "Raport calitate-preț")
GOOD = ("Cazare foarte curată", "Gazde primitoare 😊", "Micul dejun excelent,\ncu produse de casă", "Priveliștea")
POOR = ("Zgomot de la stradă", "Parcare mică", "Apa caldă venea greu", "Nimic")


def reviews(path: Path) -> tuple[Told, ...]:
    draw = random.Random(2)
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    at = datetime(2025, 1, 12, 8, 40)
    for _guest in range(40):
        parts = [draw.choice(("10", "10", "7,5", "5", "7,5", "2,5", "")) for _part in PARTS]
        score = draw.choice((10, 10, 9, 8, 8, 7, 6, 4, 3)) + 0.0
        good, poor = remark(GOOD, draw.random()), remark(POOR, draw.random())
        name = draw.choice(ROMANIAN_NAMES).split()[0]
        room = f"{draw.randint(10**9, 10**10 - 1)}"
        rows.append(
            (f"{at:%Y-%m-%d %H:%M:%S}", name, room, "", good, poor, f"{score:.1f}".replace(".", ","), *parts, "")
        )
        truth.append({"submitted_at": at, "score": score, "question": "Scor recenzie", "anywhere": room})
        truth += [
            {"submitted_at": at, "comment": text, "question": heading}
            for heading, text in (("Recenzie pozitivă", good), ("Recenzie negativă", poor))
            if text
        ]
        at += timedelta(hours=draw.randint(9, 70))
    head = ("Data recenziei", "Nume oaspete", "Număr rezervare", "Titlul recenziei", "Recenzie pozitivă")
    head = (*head, "Recenzie negativă", "Scor recenzie", *PARTS, "Răspunsul proprietății")
    write_text(path, [head, *rows], encoding="utf-8-sig", ending="\n")
    return (Told("answer", truth, {"Scor recenzie": (1, 10)}),)


SAID = ("Service lent mais cuisine superbe !", "Terrasse très agréable", "Addition salée…", "Merci Luc")


def tables(path: Path) -> tuple[Told, ...]:
    """Reservations with the rating that some guests gave, and beneath them a second table by waiter."""
    draw = random.Random(3)
    lines: list[tuple[Any, ...]] = []
    truth = []
    day = date(2025, 3, 3)
    for number in range(44):
        state = draw.choices(("Honorée", "Annulée", "No-show"), (80, 14, 6))[0]
        rated = state == "Honorée" and draw.random() < 0.6
        score = draw.choice((10.0, 9.5, 9.0, 8.5, 8.0, 7.0, 5.5)) if rated else None
        note = f"{score:g}/10".replace(".", ",") if score is not None else "–"
        said = remark(SAID, draw.random()) if rated else ""
        name = draw.choice(FRENCH_NAMES)
        at = datetime(day.year, day.month, day.day, draw.choice((12, 19, 20)), draw.choice((0, 15, 30)))
        lines.append(
            (
                f"{at:%d.%m.%Y}",
                f"{at:%Hh%M}",
                name,
                f"+41 22 {draw.randint(100, 999)} {number:02d} 07",
                2,
                state,
                note,
                said,
            )
        )
        if score is not None:
            truth.append({"submitted_at": at, "score": score, "question": "Note", "customer": name})
        if said:
            truth.append({"submitted_at": at, "comment": said, "question": "Commentaire", "customer": name})
        day += timedelta(days=draw.randint(0, 2))
    book, sheet = new_workbook("Réservations")
    head = ("Date", "Heure", "Nom", "Téléphone", "Couverts", "Statut", "Note", "Commentaire")
    by_waiter = [("Serveur", "Tables"), ("Luc", 19), ("Inès", 14), ("Total", 33)]
    write_sheet(sheet, [("Café du Lac – réservations mars-avril 2025",), (), head, *lines, (), (), *by_waiter])
    sheet.merge_cells("A1:H1")
    book.save(path)
    return (Told("answer", truth, {"Note": (1, 10)}),)


PLANS = {"Annuel": 890.0, "Mensuel": 95.0, "Étudiant annuel": 690.0}


def members(path: Path) -> tuple[Told, ...]:
    draw = random.Random(4)
    rows, truth = [], []
    for number in range(60):
        plan = draw.choice(list(PLANS))
        started = date(2024, 1, 8) + timedelta(days=draw.randint(0, 420))
        left = started + timedelta(days=draw.randint(60, 365)) if draw.random() < 0.25 else None
        name = draw.choice(FRENCH_NAMES)
        price = f"CHF {PLANS[plan]:,.0f}.–" if draw.random() < 0.7 else f"CHF {PLANS[plan]:.2f}"
        rows.append(
            (
                f"{number + 97:05d}",
                name.split(" ", 1)[1].upper(),
                name.split(" ", 1)[0],
                plan,
                price,
                f"{started:%d.%m.%Y}",
                f"{left:%d.%m.%Y}" if left else "",
                draw.choice(("LSV", "Carte", "Facture")),
                f"079 {draw.randint(100, 999)} {draw.randint(10, 99)} {draw.randint(10, 99)}",
            )
        )
        truth.append(
            {
                "subscription": (f"{number + 97:05d}", None),
                "customer": (f"{number + 97:05d}", name),
                "plan": plan,
                "interval": "month" if plan == "Mensuel" else "year",
                "amount": PLANS[plan],
                "currency": "CHF",
                "started_on": started,
                "ended_on": left,
            }
        )
    head = ("N° membre", "Nom", "Prénom", "Abonnement", "Prix", "Début", "Fin", "Paiement", "Mobile")
    write_text(path, [head, *rows], delimiter=";", encoding="utf-8-sig")
    return (Told("subscription", truth),)


DESKS = (
    Desk("hotel_brasov", "A hotel in Brașov exports its reservations with sep=;", "rezervari.csv", reservations),
    Desk("pension_sinaia", "A pension in Sinaia downloads its reviews with six partial scores", "reviews.csv", reviews),
    Desk("cafe_geneva", "A café in Geneva has reservations with 9,5/10 and a second table", "resa.xlsx", tables),
    Desk("gym_lausanne", "A gym in Lausanne lists members paying CHF 890.–", "membres.csv", members),
)
