"""Forms and reviews: words for marks, stars, one heading twice, cells of several lines."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.strange.cells import Desk, Told
from tests.strange.people import ENGLISH_NAMES, FRENCH_NAMES, ROMANIAN_NAMES, remark
from tests.strange.writing import new_workbook, write_sheet, write_text

WORDED = {
    10: "10 - foarte mulțumit",
    9: "9 - foarte mulțumit",
    8: "8 - mulțumit",
    7: "7",
    5: "5 - nici, nici",
    3: "3 - nemulțumit",
    0: "0 - deloc mulțumit",
}
AGREED = ("Dezacord total", "Dezacord", "Neutru", "De acord", "Total de acord")
FREELY = ("Totul a fost super 👍", "Всё понравилось, спасибо!", "Aștept prea mult la coadă;\nrestul bine", "Nimic")


def form(path: Path) -> tuple[Told, ...]:
    draw = random.Random(17)
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    first = "Cât de probabil este să ne recomandați unui prieten? (0-10)"
    second = "Personalul a fost amabil [Sunteți de acord?]"
    third = "Ce putem îmbunătăți?"
    at = datetime(2025, 2, 3, 14, 5, 22)
    for _guest in range(50):
        score, agreed = draw.choice(list(WORDED)), draw.randint(0, 4)
        said, ways = (
            remark(FREELY, draw.random()),
            ", ".join(draw.sample(("Facebook", "Radio", "Prieteni"), draw.randint(1, 2))),
        )
        rows.append((f"{at:%d.%m.%Y %H:%M:%S}", WORDED[score], AGREED[agreed], ways, said))
        truth.append({"question": first, "score": score, "submitted_at": at})
        truth += [{"question": third, "comment": said, "submitted_at": at}] if said else []
        at += timedelta(hours=draw.randint(1, 20), seconds=draw.randint(0, 3000))
    head = ("Marcaj de timp", first, second, "De unde ați aflat de noi?", third)
    write_text(path, [head, *rows], encoding="utf-8", ending="\n")
    return (Told("answer", truth, {first: (0, 10)}),)


REASONS = ("Très bon accueil", "Trop d’étapes", "On m'a rappelé deux fois", "Rien à dire")
LIKERT = ("Pas du tout d’accord", "Plutôt pas d'accord", "Plutôt d’accord", "Tout à fait d'accord")


def twice_why(path: Path) -> tuple[Told, ...]:
    draw = random.Random(18)
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    first, second, third = (
        "Le conseiller m’a écouté",
        "La solution était simple à mettre en place",
        "Votre note globale",
    )
    at = datetime(2025, 5, 2, 14, 5, 22)
    for number in range(46):
        told = [draw.randint(0, 3), draw.randint(0, 3)]
        stars = draw.randint(1, 5)
        why = [remark(REASONS, draw.random()) for _one in range(2)]
        written = [LIKERT[one] for one in told]
        rows.append((f"g{number:04d}Xk", f"{at:%Y-%m-%d %H:%M:%S}", written[0], why[0], written[1], why[1], stars, ""))
        truth.append({"question": third, "score": stars, "submitted_at": at})
        truth += [{"question": "Pourquoi ?", "comment": text, "submitted_at": at} for text in why if text]
        at += timedelta(hours=draw.randint(1, 20), seconds=draw.randint(0, 3000))
    head = ("Submission ID", "Submitted at", first, "Pourquoi ?", second, "Pourquoi ?", third, "Consentement")
    write_text(path, [head, *rows], encoding="utf-8")
    return (Told("answer", truth, {third: (1, 5)}),)


def starred(path: Path) -> tuple[Told, ...]:
    """Stars as little pictures, names in two columns, a grid of questions in words."""
    draw = random.Random(19)
    words = ("Very Dissatisfied", "Somewhat Dissatisfied", "Neutral", "Somewhat Satisfied", "Very Satisfied")
    grid = [f"How satisfied are you with … >> {part}" for part in ("Speed", "Politeness", "Price")]
    overall = "Overall experience"
    book, sheet = new_workbook("Form Responses")
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    at = date(2025, 2, 3)
    for number in range(40):
        first, last = draw.choice(ENGLISH_NAMES).split(" ", 1)
        stars, marks = draw.randint(1, 5), [draw.randint(0, 4) for _part in grid]
        said = remark(("Great team!\n\nWill come back.", "=> too slow", "Clean", "Rude on the phone"), draw.random())
        skipped = number == 39  # begun and left
        written = [words[one] for one in marks]
        rows.append((f"{at:%b} {at.day}, {at.year}", first, last, "⭐" * stars, *([] if skipped else [*written, said])))
        truth.append({"question": overall, "score": stars, "submitted_at": at})
        if not skipped:
            truth += [
                {"question": heading, "score": one + 1, "submitted_at": at}
                for heading, one in zip(grid, marks, strict=True)
            ]
            truth += [{"question": "Anything else", "comment": said, "submitted_at": at}] if said else []
        at += timedelta(days=draw.randint(0, 3))
    write_sheet(sheet, [("Submission Date", "First Name", "Last Name", overall, *grid, "Anything else?"), *rows])
    for row in sheet.iter_rows(min_row=2, min_col=8, max_col=8):
        row[0].data_type = "s" if row[0].value else row[0].data_type
    book.save(path)
    return (Told("answer", truth, {overall: (1, 5), **dict.fromkeys(grid, (1, 5))}),)


def shop_reviews(path: Path) -> tuple[Told, ...]:
    draw = random.Random(20)
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    at = datetime(2025, 2, 3, 9, 12, 11)
    texts = ('Livraison rapide, "au top" 🤩', "Snelle levering,\ngoed verpakt", "Bof.", "Parfait")
    for number in range(45):
        stars, text = draw.randint(1, 5), remark(texts, draw.random())
        name, reference = draw.choice(FRENCH_NAMES), f"{number * 7 + 318:08d}"
        answered = at + timedelta(days=2) if draw.random() < 0.4 else None
        rows.append(
            (
                f"67a{number:05x}f",
                f"{at:%Y-%m-%dT%H:%M:%SZ}",
                stars,
                draw.choice(("Top", "Goed", "Mwah")),
                text,
                name,
                reference,
                f"{answered:%Y-%m-%dT%H:%M:%SZ}" if answered else "",
                draw.choice(("BE", "FR", "NL")),
            )
        )
        truth.append(
            {
                "review_id": rows[-1][0],
                "held_at": at,
                "rating": stars,
                "comment": text or None,
                "author": name,
                "answered_at": answered,
                "anywhere": reference,
            }
        )
        at += timedelta(hours=draw.randint(3, 40), seconds=draw.randint(0, 3000))
    head = ("Review Id", "Review created (UTC)", "Stars", "Title", "Review text", "Consumer name")
    head = (*head, "Reference number", "Company reply date (UTC)", "Country")
    write_text(path, [head, *rows], encoding="utf-8")
    return (Told("business_review", truth),)


def by_month(path: Path) -> tuple[Told, ...]:
    """Stars typed over a year: the month stands in a line of its own, blank lines between, days as Excel made them."""
    draw = random.Random(21)
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    short = ("ian", "feb", "mar", "apr", "mai", "iun")
    for month, name in enumerate(("IANUARIE 2025", "FEBRUARIE 2025", "MARTIE 2025", "APRILIE 2025"), 1):
        rows += [(), (name,)] if rows else [(name,)]
        for day in sorted(draw.sample(range(1, 28), 9)):
            stars = draw.randint(1, 5)
            said = remark(("Recomand cu drag!", "Mâncare rece", "cam scump", "Ok"), draw.random())
            who = draw.choice(ROMANIAN_NAMES)
            rows.append((f"{day:02d}-{short[month - 1]}-25", who, "★" * stars + "☆" * (5 - stars), said))
            at = date(2025, month, day)
            truth.append({"question": "Stele", "score": stars, "submitted_at": at, "customer": who})
            if said:
                truth.append({"question": "Recenzie", "comment": said, "submitted_at": at})
    rows += [(), ("* recenziile șterse de Google nu sunt trecute",)]
    write_text(path, [("Data", "Nume", "Stele", "Recenzie"), *rows], delimiter=";", encoding="utf-8-sig")
    return (Told("answer", truth, {"Stele": (1, 5)}),)


DESKS = (
    Desk("clinic_chisinau", "A clinic in Chișinău has a form with worded marks", "Răspunsuri.csv", form),
    Desk("insurer_brussels", "An insurer in Brussels asks why twice", "Submissions.csv", twice_why),
    Desk("garage_cork", "A garage in Cork has stars as pictures and a grid", "Form_Responses.xlsx", starred),
    Desk("shop_ghent", "A shop in Ghent downloads reviews in two languages", "reviews.csv", shop_reviews),
    Desk("bistro_craiova", "A bistro in Craiova types in stars by month", "recenzii google.csv", by_month),
)
