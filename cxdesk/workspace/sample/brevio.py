"""Brevio, software for practices: three years of NPS, effort and support ratings.

The story: App 4.0 came out on 14 July 2026. Practices on the Starter plan, who work on their phones, turned against the
company; Team and Business hardly noticed. Support ratings stay good, which hides it from whoever looks at CSAT alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from cxdesk.workspace.importing import ImportOptions
from cxdesk.workspace.sample import brevio_care, brevio_money, brevio_product, brevio_voice
from cxdesk.workspace.sample.brevio_story import APP_4, END, PLANS, START, Scores, Ticket
from cxdesk.workspace.sample.files import DAY_FIRST, moment, write_csv
from cxdesk.workspace.sample.people import Person, people
from cxdesk.workspace.sample.words import comment

LEVEL = {"Starter": 7.6, "Team": 8.2, "Business": 8.5, "Partner": 8.1}

SAID = ImportOptions(questions=brevio_voice.QUESTIONS)


def write(folder: Path, seed: int) -> list[Path]:
    """Write Brevio's exports into `folder`; the files in the order of import."""
    rng = Random(seed)
    customers = people(rng, 900, PLANS, date(2022, 3, 1), 1500, firms=True)
    asked = list(_waves(rng, customers))
    scores = _nps(folder / "brevio_nps.csv", rng, asked)
    _invitations(folder / "brevio_invitations.csv", asked)
    tickets = list(_tickets(rng, customers))
    _ratings(folder / "brevio_support_ratings.csv", rng, tickets)
    _effort(folder / "brevio_effort.csv", rng, tickets)
    billed = brevio_money.accounts(Random(seed + 1), customers, scores)
    _customers(folder / "brevio_customers.csv", [account.person for account in billed])
    first = ("customers", "nps", "invitations", "support_ratings", "effort")
    return [
        *(folder / f"brevio_{name}.csv" for name in first),
        *brevio_money.write(folder, Random(seed + 3), billed),
        *brevio_product.write(folder, Random(seed + 4), billed),
        *brevio_care.write(folder, Random(seed + 5), billed, tickets),
        *brevio_voice.write(folder, Random(seed + 6), billed),
    ]


def _customers(path: Path, customers: list[Person]) -> None:
    head = ["Customer id", "Customer name", "Email", "Plan", "Country", "Language", "Customer since", "Internal"]
    rows = [
        [p.id, p.name, p.email, p.group, p.country, p.lang, p.since.isoformat(), "yes" if p.internal else "no"]
        for p in customers
    ]
    channels = [brevio_money.channel(person) for person in customers]
    write_csv(path, [[*head, "Acquisition channel"]], [[*row, c] for row, c in zip(rows, channels, strict=True)])


class _Ask:
    """One invitation and what came of it."""

    def __init__(self, number: int, person: Person, sent: datetime, bounced: bool, answered: bool) -> None:
        self.id = f"INV-{number:06d}"
        self.person = person
        self.sent = sent
        self.bounced = bounced
        self.answered = answered and not bounced


def _waves(rng: Random, customers: list[Person]) -> Iterator[_Ask]:
    """Each customer is asked about once a quarter, on a day of their own."""
    number = 0
    for person in customers:
        day = max(person.since + timedelta(days=30), START) + timedelta(days=rng.randrange(90))
        while day < END:
            number += 1
            sent = datetime(day.year, day.month, day.day, rng.randrange(7, 19), rng.randrange(60))
            yield _Ask(number, person, sent, rng.random() < 0.03, rng.random() < 0.34)
            day += timedelta(days=rng.randrange(80, 105))


def _hit(person: Person, day: date) -> float:
    """How much App 4.0 cost with this person on this day; it fades a little as fixes come."""
    if day < APP_4:
        return 0.0
    cost = {"Starter": 1.9, "Team": 0.4, "Business": 0.2, "Partner": 0.6}[person.group]
    return cost * max(0.6, 1 - (day - APP_4).days / 400)


def _nps(path: Path, rng: Random, asked: list[_Ask]) -> Scores:
    """The answers, and each customer's scores with their days, which decide later who leaves."""
    scores: Scores = {}
    head = [
        "Response id",
        "Submitted at",
        "Invitation id",
        "Customer id",
        "Channel",
        "Language",
        "How likely are you to recommend Brevio to a colleague? (0-10)",
        "Why this score?",
    ]
    rows = []
    for ask in asked:
        if not ask.answered:
            continue
        at = ask.sent + timedelta(hours=rng.expovariate(1 / 20))
        if at.date() >= END:
            continue
        score = _score(rng, ask.person, at.date())
        scores.setdefault(ask.person.id, []).append((at.date(), score))
        text = _why(rng, ask.person, score, at.date()) if rng.random() < 0.62 else ""
        shown = "" if rng.random() < 0.015 else score
        rows.append([moment(at), ask.id, ask.person.id, rng.choice(("email", "in-app")), ask.person.lang, shown, text])
    rows.sort(key=lambda row: str(row[0]))
    write_csv(path, [head], [[f"R-{number:06d}", *row] for number, row in enumerate(rows, 1)])
    return scores


def _score(rng: Random, person: Person, day: date) -> int:
    level = LEVEL[person.group] + person.mood - _hit(person, day)
    return min(10, max(0, round(rng.gauss(level, 1.6))))


def _why(rng: Random, person: Person, score: int, day: date) -> str:
    if score >= 9:
        return comment(rng, person.lang, (rng.choice(("easy", "support_kind")),), good=True)
    if score >= 7:
        return comment(rng, person.lang, (rng.choice(("easy", "missing", "price")),), good=True)
    blame_app = day >= APP_4 and rng.random() < _hit(person, day) / 2.2
    themes: tuple[str, ...] = ("app_crash",) if blame_app else (rng.choice(("price", "missing", "support_slow")),)
    if blame_app and rng.random() < 0.25:
        themes += ("support_slow",)
    return comment(rng, person.lang, themes, good=False)


def _invitations(path: Path, asked: list[_Ask]) -> None:
    head = ["Invitation id", "Sent at", "Customer id", "Channel", "Survey", "Bounced"]
    rows = [[a.id, moment(a.sent), a.person.id, "email", "Brevio NPS", "yes" if a.bounced else "no"] for a in asked]
    write_csv(path, [head], rows)


def _tickets(rng: Random, customers: list[Person]) -> Iterator[Ticket]:
    number, day = 0, START
    while day < END:
        new_app = day >= APP_4
        for _nth in range(rng.randrange(2, 5) + (3 if new_app and (day - APP_4).days < 90 else 0)):
            number += 1
            person = rng.choice(customers)
            app = new_app and person.group == "Starter" and rng.random() < 0.7
            opened = datetime(day.year, day.month, day.day, rng.randrange(8, 19), rng.randrange(60))
            channel = rng.choices(("email", "phone", "chat", "in-app"), (0.4, 0.2, 0.25, 0.15))[0]
            ticket = Ticket(number, person, opened, channel, app, rng.expovariate(1 / (20 if app else 9)) + 0.3)
            ticket.category = "App" if app else rng.choice(("Invoice", "Calendar", "Account", "Training"))
            yield ticket
        day += timedelta(days=1)


AGENTS = ("Mara", "Ilie", "Joanne", "Pierre", "Sorin", "Béatrice")


def _ratings(path: Path, rng: Random, tickets: list[Ticket]) -> None:
    """A French semicolon file with day-first dates, as the help desk's spreadsheet export gives it."""
    head = [
        "Date de réponse",
        "N° ticket",
        "Code client",
        "Canal",
        "Conseiller",
        "Êtes-vous satisfait de notre assistance ? (1-5)",
        "Commentaire",
    ]
    rows = []
    for ticket in tickets:
        if rng.random() > 0.42 or ticket.solved.date() >= END:
            continue
        level = 4.25 + 0.25 * ticket.person.mood - (0.25 if ticket.app else 0)
        score = min(5, max(1, round(rng.gauss(level, 0.8))))
        text = ""
        if rng.random() < 0.35:
            text = comment(
                rng, ticket.person.lang, ("support_kind" if score >= 4 else "support_slow",), good=score >= 4
            )
        answer = "NSP" if rng.random() < 0.02 else score
        rows.append(
            [
                moment(ticket.solved, DAY_FIRST),
                ticket.id,
                ticket.person.id,
                ticket.channel,
                rng.choice(AGENTS),
                answer,
                text,
            ]
        )
    write_csv(path, [head], rows, delimiter=";")


def _effort(path: Path, rng: Random, tickets: list[Ticket]) -> None:
    head = [
        "Timestamp",
        "Customer id",
        "Ticket id",
        "Channel",
        "Brevio made it easy for me to handle my issue (1-7)",
        "Comment",
    ]
    rows = []
    for ticket in tickets:
        if rng.random() > 0.38 or ticket.solved.date() >= END:
            continue
        level = 5.6 + 0.3 * ticket.person.mood - (1.1 if ticket.app else 0)
        score = min(7, max(1, round(rng.gauss(level, 1.1))))
        text = comment(rng, ticket.person.lang, ("app_crash",), good=False) if ticket.app and rng.random() < 0.4 else ""
        rows.append(
            [
                moment(ticket.solved + timedelta(minutes=rng.randrange(5, 600))),
                ticket.person.id,
                ticket.id,
                ticket.channel,
                score,
                text,
            ]
        )
    write_csv(path, [head], rows)
