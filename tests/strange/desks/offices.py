"""Accounting programs and back offices: journals, invoices, orders, costs, visits."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl.styles import Font

from tests.strange.cells import Desk, Told
from tests.strange.people import FRENCH_NAMES, ROMANIAN_NAMES
from tests.strange.writing import (
    french_amount,
    new_workbook,
    romanian_amount,
    write_open_document,
    write_sheet,
    write_text,
)

FIRMS = (
    "ALFA CONSTRUCT SRL",
    "Bălan & Fiii SRL",
    "CRIS-TEX SA",
    "Dorna Lact SRL",
    "Panificație Est SRL",
    "PFA Rusu Ion",
)
MONTHS = ("ianuarie", "februarie", "martie")


def journal(path: Path) -> tuple[Told, ...]:
    """A sales journal: a total after every month, cancelled invoices below zero, cedillas."""
    draw = random.Random(5)
    truth, rows = [], []
    number = 1180
    for month, name in enumerate(MONTHS, 1):
        nets: list[float] = []
        for day in sorted(draw.sample(range(1, 28), 13)):
            at = date(2025, month, day)
            net = draw.randint(80, 4200) + draw.choice((0, 0.25, 0.9))
            if draw.random() < 0.12:
                net = -net
            tax = round(net * 0.19, 2)
            firm = draw.choice(FIRMS)
            rows.append(
                (
                    f"{number:07d}",
                    f"{at:%d.%m.%Y}",
                    firm,
                    f"RO{1234567 + FIRMS.index(firm)}",
                    *tuple(map(romanian_amount, (net, tax, net + tax))),
                )
            )
            truth.append(
                {
                    "order": f"{number:07d}",
                    "placed_at": at,
                    "customer": (firm, f"RO{1234567 + FIRMS.index(firm)}"),
                    "net_amount": net,
                    "tax": tax,
                    "gross_amount": round(net + tax, 2),
                }
            )
            nets.append(net)
            number += 1
        rows.append(("", "", f"Total luna {name}", "", romanian_amount(sum(nets)), "", ""))
    rows.append(("", "", "TOTAL GENERAL", "", romanian_amount(sum(row["net_amount"] for row in truth)), "", ""))  # type: ignore[misc]
    head = [("SC Demo Instal SRL",), ("Jurnal de vânzări 01.01.2025 - 31.03.2025",), ()]
    head.append(("Nr. doc", "Data", "Denumire client", "Cod fiscal", "Valoare fără TVA", "TVA", "Total cu TVA"))
    cedilla = str.maketrans("șțȘȚ", "şţŞŢ")
    lines = [[str(cell).translate(cedilla) for cell in row] for row in (*head, *rows, ("Întocmit, Popescu A.",))]
    write_text(path, lines, delimiter=";", encoding="cp1250")
    for row in truth:
        row["customer"] = tuple(str(one).translate(cedilla) for one in row["customer"])
    return (Told("order", truth),)


def invoices(path: Path) -> tuple[Told, ...]:
    """Credit notes in brackets, narrow spaces between thousands, days in words."""
    draw = random.Random(6)
    days = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
    short = ("janv.", "févr.", "mars", "avr.", "mai", "juin")
    rows, truth = [], []
    at = date(2025, 1, 2)
    for number in range(52):
        net = draw.randint(40, 5200) + draw.choice((0, 0.5, 0.83))
        back = draw.random() < 0.1
        gross = round(net * 1.2, 2)
        code = draw.randint(1, 20)
        written = [french_amount(value) for value in (net, gross)]
        name = FRENCH_NAMES[code - 1]
        rows.append(
            (
                f"{'AV' if back else 'FA'}{number + 318:08d}",
                f"{days[at.weekday()]} {at.day} {short[at.month - 1]} {at.year}",
                f"C{code:05d}",
                name,
                *(f"({text})" if back else text for text in written),
                draw.choice(("CB", "Virement", "Chèque")),
            )
        )
        truth.append(
            {
                "order": rows[-1][0],
                "placed_at": at,
                "customer": f"C{code:05d}",
                "net_amount": -net if back else net,
                "gross_amount": -gross if back else gross,
            }
        )
        at += timedelta(days=draw.randint(1, 5))
    head = ("N° pièce", "Date", "Code client", "Nom client", "Total HT", "Total TTC", "Règlement")
    write_text(path, [head, *rows], delimiter="\t", encoding="utf-16")
    return (Told("order", truth),)


GOODS = {"[BUR-01] Bureau chêne": 349.0, "[LAM-7] Lampe": 59.9, "[CHA-22] Chaise": 128.5, "Livraison": 25.0}


def lines(path: Path) -> tuple[Told, ...]:
    """Orders with their lines: what belongs to the order stands in its first line alone."""
    draw = random.Random(7)
    book, sheet = new_workbook("Sheet1")
    rows: list[tuple[Any, ...]] = []
    truth = []
    at = datetime(2025, 2, 3, 9, 12, 11)
    for number in range(24):
        bought = [(name, draw.randint(1, 4)) for name in draw.sample(list(GOODS), draw.randint(1, 3))]
        total = sum(GOODS[name] * count for name, count in bought)
        name = f"SRL {draw.choice(FRENCH_NAMES).split()[1]}, {draw.choice(FRENCH_NAMES)}"
        for place, (good, count) in enumerate(bought):
            own = (f"S{number + 41:05d}", at, name, total, "Bon de commande")
            rows.append(
                (*(own[:3] if place == 0 else (None,) * 3), good, count, round(GOODS[good] * count, 2))
                + (own[3:] if place == 0 else (None, None))
            )
            truth.append(
                {
                    "order": own[0],
                    "placed_at": at,
                    "customer": name,
                    "product": good,
                    "quantity": count,
                    "line_amount": round(GOODS[good] * count, 2),
                }
            )
        at += timedelta(hours=draw.randint(3, 60), minutes=7)
    head = ("Référence de la commande", "Date de création", "Client", "Lignes de commande/Produit")
    head = (*head, "Lignes de commande/Quantité", "Lignes de commande/Sous-total", "Total", "Statut")
    write_sheet(sheet, [head, *rows])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    book.save(path)
    return (Told("order", truth),)


COSTS = {
    "Google Ads": "1.250",
    "Facebook": "800",
    "Call center": "6.400",
    "Program fidelizare": "1.975",
    "Tipografie": "310",
}


def costs(path: Path) -> tuple[Told, ...]:
    """A line per cost, a column per month, totals beneath and beside, a currency behind every amount."""
    draw = random.Random(8)
    months = [date(2025, month, 1) for month in range(1, 7)]
    names = ("ian. 2025", "feb. 2025", "mar. 2025", "apr. 2025", "mai 2025", "iun. 2025")
    rows, truth = [], []
    by_month = [0] * 6
    for name, start in COSTS.items():
        amounts = [int(start.replace(".", "")) + draw.randint(0, 9) * 10 for _month in months]
        amounts[draw.randrange(6)] = 0
        rows.append((name, *(f"{romanian_amount(one)[:-3]} lei" if one else "-" for one in amounts)))
        rows[-1] = (*rows[-1], f"{romanian_amount(sum(amounts))[:-3]} lei")
        by_month = [one + two for one, two in zip(by_month, amounts, strict=True)]
        truth += [
            {"from": month, "amount": float(one), "currency": "RON", "anywhere": name}
            for month, one in zip(months, amounts, strict=True)
            if one
        ]
    total = ("Total", *(f"{romanian_amount(one)[:-3]} lei" for one in by_month))
    total = (*total, f"{romanian_amount(sum(by_month))[:-3]} lei")
    head = [("Buget marketing și relații clienți 2025",), ()]
    write_open_document(
        path, {"Buget": [*head, ("Cheltuială", *names, "Total"), *rows, total], "Note": [("de verificat",)]}
    )
    return (Told("cost", truth),)


DENTISTS = ("dr. Pop Anca", "dr. Mureșan Dan", "dr. Oltean Iulia")
WORK = {"Consultație": 150.0, "Detartraj": 280.0, "Obturație": 350.0, "Extracție": 400.0, "Implant": 3200.0}


def visits(path: Path) -> tuple[Told, ...]:
    """A report by dentist: her name stands above her visits, a subtotal beneath."""
    draw = random.Random(9)
    book, sheet = new_workbook("Raport")
    rows: list[tuple[Any, ...]] = []
    truth = []
    for dentist in DENTISTS:
        rows.append((f"Medic: {dentist}",))
        paid = 0.0
        for day in range(16):
            at = datetime(2025, 2, 3) + timedelta(days=day * 2 + draw.randint(0, 1))
            name, work = draw.choice(ROMANIAN_NAMES), draw.choice(list(WORK))
            phone = f"07{draw.randint(20_000_000, 79_999_999)}"
            rows.append((f"{draw.randint(1, 4000):05d}", name, phone, at, work, WORK[work], "Card"))
            truth.append(
                {"placed_at": at.date(), "customer": (rows[-1][0], name), "amount": WORK[work], "product": (work, None)}
            )
            paid += WORK[work]
        rows += [("Subtotal", None, None, None, None, paid, None), ()]
    head = ("Nr. fișă", "Pacient", "Telefon", "Data", "Tratament", "Valoare (lei)", "Plată")
    write_sheet(sheet, [("Raport încasări pe medici",), ("Perioada: 01.02.2025 – 31.03.2025",), (), head, *rows])
    for at_row in range(5, sheet.max_row + 1):
        sheet.cell(at_row, 4).number_format = "dd.mm.yyyy"
    book.save(path)
    return (Told("order", truth),)


DESKS = (
    Desk("installer_ploiesti", "An installer in Ploiești brings the sales journal", "jurnal_vanzari.csv", journal),
    Desk("trader_lille", "A trader in Lille brings invoices and credit notes in brackets", "factures.txt", invoices),
    Desk("maker_liege", "A furniture maker in Liège exports orders with their lines", "sale.order.xlsx", lines),
    Desk("budget_iasi", "A shop in Iași keeps costs by month, with totals", "buget.ods", costs),
    Desk("dentist_cluj", "A dental clinic in Cluj has a report by dentist", "raport.xlsx", visits),
)
