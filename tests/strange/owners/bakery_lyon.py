"""A bakery in Lyon takes the daily closing totals (Z de caisse) out of its till."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import french_amount, write_text

HEADINGS = ("N° Z", "Jour", "Nb tickets", "CA TTC", "TVA 5,5 %", "TVA 20 %", "CA HT", "CB", "Espèces", "Panier moyen")
DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


def euros(cents: int) -> str:
    return french_amount(cents / 100, "\u00a0") + " €"


def write(path: Path) -> Strange:
    draw = random.Random(69)
    rows, takings, nets, tickets, days = [], [], [], [], []
    day = date(2025, 1, 2)
    while day <= date(2025, 6, 29):
        if day.weekday() != 0:
            number = draw.randint(120, 340) + (90 if day.weekday() >= 5 else 0)
            gross = number * draw.randint(480, 690)
            reduced, full = gross * 52 // 1055, gross * 6 // 1200
            card = gross * draw.randint(55, 80) // 100
            takings.append(gross)
            nets.append(gross - reduced - full)
            tickets.append(number)
            days.append(day)
            money = (gross, reduced, full, nets[-1], card, gross - card, gross // number)
            rows.append((411 + len(rows), f"{DAYS[day.weekday()]} {day:%d/%m/%Y}", number, *map(euros, money)))
        day += timedelta(days=1)
    total = ("", "TOTAL", sum(tickets), euros(sum(takings)), "", "", euros(sum(nets)), "", "", "")
    head = [("Boulangerie Au Bon Levain",), ("Edition des Z du 02/01/2025 au 29/06/2025",), ()]
    write_text(path, [*head, HEADINGS, *rows, total], delimiter=";", encoding="cp1252")
    columns = {"Jour": "placed_at", "Nb tickets": "count", "CA TTC": "gross_amount", "CA HT": "net_amount"}
    figures = (
        Figure("sum gross_amount", sum(takings) / 100),
        Figure("sum net_amount", sum(nets) / 100),
        Figure("sum count", sum(tickets)),
    )
    return Strange(((Records("order", len(rows), days[0], days[-1], columns, figures),),))


OWNER = Owner("bakery_lyon", "A bakery in Lyon exports the daily Z of its till", "Z_caisse_S1.csv", write)
