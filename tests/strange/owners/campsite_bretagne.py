"""A campsite in Brittany copies what guests write on Booking into a workbook, with notes to herself beside it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from tests.strange.people import FRENCH_NAMES, remark
from tests.strange.truth import Figure, Owner, Records, Strange, mean
from tests.strange.writing import new_workbook, write_sheet

HEADINGS = ("Date du commentaire", "Prénom", "Pays", "Emplacement", "Note", "Points forts", "Points faibles")
MONTHS = ("avril", "mai", "juin", "juillet", "août", "septembre")
LIKED = (
    "La plage à deux minutes, magnifique",
    "Accueil très souriant",
    "Grand emplacement à l'ombre",
    "Les enfants ont adoré la piscine",
    "Calme absolu le soir",
    "Pain frais le matin",
)
DISLIKED = (
    "Sanitaires trop loin",
    "Wifi inexistant",
    "Voisins bruyants jusqu'à 2 h",
    "Eau tiède dans les douches",
    "Cher en juillet",
    "Moustiques",
)


def in_words(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 4]} {day.year}"


def write(path: Path) -> Strange:
    draw = random.Random(29)
    rows, notes, days = [], [], []
    for _guest in range(164):
        day = date(2025, 4, 12) + timedelta(days=int(draw.triangular(0, 165, 105)))
        note = draw.choices((3.0, 4.5, 5.8, 6.7, 7.5, 8.3, 9.2, 10.0), (1, 2, 4, 8, 16, 28, 30, 22))[0]
        days.append(day)
        notes.append(note)
        pitch = f"{draw.choice('ABCD')}{draw.randint(1, 40)}"
        country = draw.choice(("France", "France", "Pays-Bas", "Allemagne", "Royaume-Uni", "Belgique"))
        name = draw.choice(FRENCH_NAMES).split()[0]
        liked, disliked = remark(LIKED, draw.random()), remark(DISLIKED, draw.random())
        rows.append((in_words(day), name, country, pitch, f"{note:.1f}".replace(".", ","), liked, disliked))
    book, sheet = new_workbook("Avis 2025")
    sheet["A1"] = "Camping de la Pointe – avis clients Booking, saison 2025"
    write_sheet(sheet, [HEADINGS, *rows], top=3)
    average = f"{mean(notes):.1f}".replace(".", ",")
    write_sheet(sheet, [("Moyenne", None, None, None, average)], top=5 + len(rows))
    for place, text in (
        (7, "répondre !"),
        (31, "appeler le plombier"),
        (58, "→ à mettre sur le site"),
        (90, "déjà venu en 2023"),
    ):
        sheet.cell(place, 9, text)
    book.save(path)
    of_answer = (
        Figure("mean score", mean(notes)),
        Figure("rows", sum(note == 10 for note in notes), {"score": (10,)}),
        Figure("largest score", 10),
    )
    of_review = (
        Figure("mean rating", mean(notes)),
        Figure("mean best", 10),
        Figure("rows", notes.count(9.2), {"rating": (9.2,)}),
    )
    shared = {HEADINGS[0]: "submitted_at", HEADINGS[4]: "score", HEADINGS[5]: "comment", HEADINGS[6]: "comment"}
    posted = {HEADINGS[0]: "held_at", HEADINGS[2]: "country", HEADINGS[4]: "rating"}
    span = (min(days), max(days))
    answers = Records("answer", len(rows), *span, shared, of_answer, {"Note": (1, 10)})
    return Strange(((answers,), (Records("business_review", len(rows), *span, posted, of_review),)))


OWNER = Owner(
    "campsite_bretagne", "A campsite in Brittany copies Booking remarks into Excel", "avis camping 2025.xlsx", write
)
