"""Help desks and telephones."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.strange.cells import Desk, Told
from tests.strange.people import ENGLISH_NAMES, FRENCH_NAMES
from tests.strange.writing import clock, new_workbook, write_sheet, write_text

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août")


def in_words(seconds: int) -> str:
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days} j {hours}h {minutes:02d}m"
    return f"{hours}h {minutes:02d}m" if hours else f"{minutes}m"


def french_day(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year} à {at:%Hh%M}"


def tickets(path: Path) -> tuple[Told, ...]:
    draw = random.Random(22)
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    at = datetime(2025, 4, 28, 14, 5)
    for number in range(60):
        reply, whole = draw.randint(3, 200) * 60, draw.randint(200, 6000) * 60
        solved = at + timedelta(seconds=whole)
        open_one = draw.random() < 0.15
        name = draw.choice(FRENCH_NAMES)
        rows.append(
            (
                f"{number + 8841}",
                french_day(at),
                name,
                draw.choice(("Où est mon colis ?", "Retour", "Facture – TVA")),
                draw.choice(("E-mail", "Chat", "WhatsApp")),
                "Ouvert" if open_one else "Résolu",
                draw.choice(("Sofie", "Maxime")),
                in_words(reply),
                "" if open_one else in_words(whole),
                "" if open_one else french_day(solved),
            )
        )
        truth.append(
            {
                "ticket": rows[-1][0],
                "created_at": at,
                "customer": name,
                "channel": rows[-1][4],
                "agent": rows[-1][6],
                "first_reply_seconds": reply,
                "resolution_seconds": None if open_one else whole,
                "resolved_at": None if open_one else solved,
            }
        )
        at += timedelta(hours=draw.randint(1, 30), minutes=draw.randint(0, 59))
    head = ("ID du ticket", "Créé le", "Demandeur", "Sujet", "Canal", "Statut", "Assigné à")
    head = (*head, "Délai de première réponse", "Temps de résolution", "Résolu le")
    write_text(path, [head, *rows], delimiter="\t", encoding="utf-8")
    return (Told("ticket", truth),)


SURVEY = ("Extremely unhappy", "Unhappy", "Neutral", "Happy", "Extremely happy")


def desk(path: Path) -> tuple[Told, ...]:
    """Tickets with times as Excel keeps them, beyond a day too; a hidden sheet that counts them."""
    draw = random.Random(23)
    book, sheet = new_workbook("Tickets")
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    at = datetime(2025, 2, 3, 9, 12, 33)
    for number in range(50):
        reply, whole = draw.randint(60, 20_000), draw.randint(20_000, 400_000)
        said = draw.choice((*SURVEY, "", "", ""))
        name, agent = draw.choice(ENGLISH_NAMES), draw.choice(("Orla", "Kevin"))
        solved = (at + timedelta(seconds=whole)).replace(microsecond=0)
        rows.append(
            (
                4120 + number,
                "Refund?",
                "Resolved",
                draw.choice(("Low", "High")),
                draw.choice(("Email", "Phone")),
                agent,
                at,
                solved,
                reply / 86400,
                whole / 86400,
                said,
                name,
                f"0{871000000 + number}",
            )
        )
        truth.append(
            {
                "ticket": str(4120 + number),
                "created_at": at,
                "customer": name,
                "agent": agent,
                "resolved_at": solved,
                "first_reply_seconds": reply,
                "resolution_seconds": whole,
            }
        )
        if said:
            answers.append({"question": "Survey results", "score": SURVEY.index(said) + 1, "customer": name})
        at += timedelta(hours=draw.randint(1, 30), minutes=draw.randint(0, 59))
    head = ("Ticket ID", "Subject", "Status", "Priority", "Source", "Agent", "Created time", "Resolved time")
    head = (*head, "First response time (in hrs)", "Resolution time (in hrs)", "Survey results", "Full name", "Phone")
    write_sheet(sheet, [head, *rows])
    for line in sheet.iter_rows(min_row=2):
        line[6].number_format = line[7].number_format = "yyyy-mm-dd hh:mm:ss"
        line[8].number_format = line[9].number_format = "[h]:mm:ss"
    hidden = book.create_sheet("Pivot")
    hidden.sheet_state = "hidden"
    write_sheet(hidden, [("Agent", "Count of Ticket ID"), ("Kevin", 24), ("Orla", 26), ("Grand Total", 50)])
    book.save(path)
    return Told("ticket", truth), Told("answer", answers, {"Survey results": (1, 5)})


def calls(path: Path) -> tuple[Told, ...]:
    """A telephone exchange: ringing and talking, numbers that begin with zero, a total at the end, an old Mac."""
    draw = random.Random(24)
    rows: list[tuple[Any, ...]] = []
    truth: list[dict[str, Any]] = []
    at = datetime(2025, 2, 3, 8, 2, 5)
    talked = 0
    for number in range(60):
        ringing, talking = draw.randint(2, 60), draw.randint(20, 900)
        missed = draw.random() < 0.2
        talking = 0 if missed else talking
        caller = f"0471{draw.randint(10, 99)}{draw.randint(1000, 9999)}"
        rows.append(
            (
                f"{at:%d/%m/%y}",
                f"{at:%H:%M:%S}",
                caller,
                draw.choice(("Accueil", "Comptabilité")),
                "Entrant",
                "Non répondu" if missed else "Répondu",
                clock(ringing),
                clock(talking),
                draw.choice(("Éva", "Noël")),
            )
        )
        truth.append(
            {
                "offered_at": at,
                "direction": "inbound",
                "abandoned": missed,
                "wait_seconds": ringing,
                "talk_seconds": talking if not missed else (0, None),
                "anywhere": caller,
                "agent": rows[-1][8],
            }
        )
        talked += talking
        at += timedelta(minutes=draw.randint(1, 240), seconds=number)
    head = ("Date", "Heure", "Numéro appelant", "File", "Direction", "Statut", "Durée sonnerie", "Durée conversation")
    head = (*head, "Agent")
    total = ("Total", "", f"{len(rows)} appels", "", "", "", "", clock(talked), "")
    write_text(path, [head, *rows, total], delimiter=";", encoding="mac-roman", ending="\r")
    return (Told("contact", truth),)


DESKS = (
    Desk("retailer_antwerp", "A retailer in Antwerp has 2 mai 2025 à 14h05 and 1h 05m", "tickets.tsv", tickets),
    Desk("lender_dublin", "A lender in Dublin has times beyond a day and worded survey results", "tickets.xlsx", desk),
    Desk("broker_charleroi", "A broker in Charleroi has a log of calls off an old Mac", "journal_appels.csv", calls),
)
