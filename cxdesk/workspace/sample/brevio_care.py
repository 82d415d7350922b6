"""Brevio's people and its customers: tickets, calls, review meetings, goals, referrals and leads.

Since App 4.0 the telephone rings more than it can be answered; the meetings with larger customers go on as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from cxdesk.workspace.sample.brevio_money import CHANNELS, channel
from cxdesk.workspace.sample.brevio_story import APP_4, END, Account, Ticket, later
from cxdesk.workspace.sample.files import DAY_FIRST, moment, write_csv, write_sheets
from cxdesk.workspace.sample.people import Person

CALLS_SINCE = datetime(2025, 11, 1)
LEADS_SINCE = date(2025, 6, 1)
GOALS = ("Fewer missed appointments", "Invoices paid sooner", "Less paperwork", "More bookings online")


def write(folder: Path, rng: Random, billed: list[Account], tickets: list[Ticket]) -> list[Path]:
    """Help desk, telephone, the customer success team's workbook, referrals and leads."""
    names = ("tickets.csv", "appels.csv", "customer_success.xlsx", "recomandari.csv", "leads.csv")
    files = [folder / f"brevio_{name}" for name in names]
    again = _tickets(files[0], rng, tickets)
    _calls(files[1], rng, tickets, again)
    reviews, goals = list(_meetings(rng, billed)), list(_goals(rng, billed))
    write_sheets(files[2], {"Business reviews": [MEETINGS, *reviews], "Success goals": [GOAL_HEAD, *goals]})
    _referrals(files[3], rng, billed)
    _leads(files[4], rng, billed)
    return files


def _tickets(path: Path, rng: Random, tickets: list[Ticket]) -> set[str]:
    """The help desk's list; the ids of the tickets that were opened again."""
    head = [
        *("Ticket id", "Created at", "Solved at", "Status", "Requester id", "Via", "Category", "Priority"),
        *("First response at", "First solved at", "Reopens", "Agent replies", "Problem id", "SLA met"),
    ]
    rows: list[list[object]] = []
    again: set[str] = set()
    for ticket in tickets:
        done = ticket.solved.date() < END
        length = ticket.solved - ticket.opened
        answered = ticket.opened + length * rng.uniform(0.05, 0.5)
        reopened = done and rng.random() < (0.24 if ticket.app else 0.07)
        if reopened:
            again.add(ticket.id)
        first = ticket.opened + length * rng.uniform(0.5, 0.8) if reopened else ticket.solved
        within = length <= timedelta(hours=8 if ticket.app else 24)
        rows.append(
            [
                *(ticket.id, moment(ticket.opened), moment(ticket.solved) if done else ""),
                *("solved" if done else "open", ticket.person.id, ticket.channel, ticket.category),
                *("high" if ticket.app else "normal", moment(answered) if answered.date() < END else ""),
                *(moment(first) if done else "", int(reopened), rng.choice((1, 1, 1, 2)) + 2 * reopened),
                *(f"SYNC-{ticket.person.id[2:]}" if ticket.app else "", ("yes" if within else "no") if done else ""),
            ]
        )
    write_csv(path, [head], rows)
    return again


def _calls(path: Path, rng: Random, tickets: list[Ticket], again: set[str]) -> None:
    """The telephone system's list, in French: every ticket by phone or chat, who rang again, and who hung up."""
    head = [
        *("Id appel", "Début d'appel", "Décroché le", "Fin d'appel", "Canal", "Sens", "File", "Abandonné"),
        *("Code client", "N° ticket"),
    ]
    rows: list[list[str]] = []
    for ticket in tickets:
        if ticket.channel not in ("phone", "chat") or ticket.opened < CALLS_SINCE:
            continue
        busy = 3.2 if ticket.opened.date() >= APP_4 else 1.0
        at = ticket.opened - timedelta(minutes=rng.randrange(6, 25))
        while rng.random() < 0.05 * busy:  # rang, waited in vain, tried once more
            rows.append(_call(rng, at, ticket, busy, answered=False))
            at -= timedelta(minutes=rng.randrange(10, 90))
        rows.append(_call(rng, ticket.opened - timedelta(minutes=2), ticket, busy, answered=True))
        if ticket.id in again and ticket.solved.date() < END:
            rows.append(_call(rng, ticket.solved, ticket, busy, answered=True))
    rows.sort(key=lambda row: row[0])
    write_csv(path, [head], [[f"A{n:05d}", *row[1:]] for n, row in enumerate(rows, 1)], delimiter=";")


def _call(rng: Random, at: datetime, ticket: Ticket, busy: float, answered: bool) -> list[str]:
    wait = timedelta(seconds=round(rng.expovariate(1 / (28 * busy)) if answered else rng.uniform(20, 90 * busy)))
    end = at + wait + timedelta(seconds=rng.randrange(90, 900) if answered else 0)
    layout = f"{DAY_FIRST}:%S"
    canal = "téléphone" if ticket.channel == "phone" else "chat"
    queue = "Application" if ticket.app else "Assistance"
    times = [moment(at, layout), moment(at + wait, layout) if answered else "", moment(end, layout)]
    said = "non" if answered else "oui"
    return [at.isoformat(), *times, canal, "entrant", queue, said, ticket.person.id, ticket.id if answered else ""]


MEETINGS = ["Meeting id", "Review type", "Customer id", "Scheduled for", "Held on", "Status", "CSM"]


def _meetings(rng: Random, billed: list[Account]) -> Iterator[list[object]]:
    """A review each quarter with Business and Partner customers."""
    number = 0
    for account in billed:
        if account.person.group not in ("Business", "Partner") or not account.spans:
            continue
        day = max(later(account.person.since, 3), date(2025, 1, 8)) + timedelta(days=rng.randrange(60))
        owner = rng.choice(("Nadia", "Matei", "Owen"))
        while day < account.until:
            number += 1
            at = datetime(day.year, day.month, day.day, rng.randrange(9, 17))
            luck = rng.random()
            held = at + timedelta(days=rng.choice((0, 0, 0, 2, 7)))
            kept = luck < 0.8 and held.date() < account.until
            status = "held" if kept else ("no show" if luck < 0.92 else "cancelled")
            yield [f"QBR-{number:04d}", "QBR", account.person.id, at, held if kept else "", status, owner]
            day = later(day, 3) + timedelta(days=rng.randrange(-10, 10))


GOAL_HEAD = [
    *("Goal id", "Customer id", "Goal", "Target", "Set on", "Target date", "Achieved on", "Status"),
    *("Consent given", "Published on"),
]


def _goals(rng: Random, billed: list[Account]) -> Iterator[list[object]]:
    """What customers and their managers agreed to reach; some of it became a story on the site."""
    number = 0
    for account in billed:
        chance = {"Starter": 0.05, "Team": 0.35, "Business": 0.8, "Partner": 0.8}[account.person.group]
        start = max(account.person.since, date(2025, 1, 1)) + timedelta(days=rng.randrange(20, 240))
        if not account.spans or rng.random() > chance or start >= account.until:
            continue
        number += 1
        due = start + timedelta(days=120)
        reached = start + timedelta(days=rng.randrange(40, 150))
        done = rng.random() < 0.62 and reached < account.until
        status = "achieved" if done else ("missed" if due < END else "in progress")
        consent = done and rng.random() < 0.35
        told = reached + timedelta(days=rng.randrange(15, 60))
        published = told if consent and told < END else ""
        goal = rng.choice(GOALS)
        head = [f"G-{number:04d}", account.person.id, goal, f"{rng.choice((10, 20, 30))} %", start, due]
        yield [*head, reached if done else "", status, "yes" if consent else "no", published]


def _referrals(path: Path, rng: Random, billed: list[Account]) -> None:
    """The referral scheme's list, in Romanian; since App 4.0 hardly anybody recommends Brevio."""
    head = ["Id recomandare", "Data recomandării", "Recomandat de", "Client nou", "Stare", "Convertit la", "Recompensă"]
    rows = []
    customers = [account for account in billed if account.spans]
    for account in customers:
        person = account.person
        if channel(person) == "Referral" and person.since >= date(2024, 1, 1):
            asked = person.since - timedelta(days=rng.randrange(5, 60))
            friend = _who_recommends(rng, customers, asked)
            rows.append((asked, [friend.id, person.id, "convertit", person.since, "50,00"]))
    day = date(2024, 1, 3)
    while day < END:
        status = "în așteptare" if (END - day).days < 60 else "expirat"
        rows.append((day, [_who_recommends(rng, customers, day).id, "", status, "", ""]))
        day += timedelta(days=rng.randrange(1, 10) if day < APP_4 else rng.randrange(6, 22))
    rows.sort(key=lambda row: (row[0], row[1]))
    dates = "%d.%m.%Y"
    written = (
        [f"P{n:04d}", day.strftime(dates), *(c.strftime(dates) if isinstance(c, date) else c for c in cells)]
        for n, (day, cells) in enumerate(rows, 1)
    )
    write_csv(path, [head], written, delimiter=";")


def _who_recommends(rng: Random, customers: list[Account], day: date) -> Person:
    """A customer of that day; the happier, the likelier."""
    there = [one.person for one in rng.choices(customers, k=40) if one.there(day)]
    return max(there[:6], key=lambda person: person.mood) if there else customers[0].person


def _leads(path: Path, rng: Random, billed: list[Account]) -> None:
    head = [
        *("Lead id", "Lead source", "Create date", "MQL date", "SQL date", "Became a customer date", "Lost date"),
        *("Lead status", "Lost reason", "Country", "Customer id"),
    ]
    won = [one for one in billed if one.spans and one.person.since >= LEADS_SINCE + timedelta(days=60)]
    rows = [_won(rng, account.person) for account in won]
    day = LEADS_SINCE
    while day < END:
        rows += [_not_won(rng, day) for _nth in range(rng.randrange(0, 4))]
        day += timedelta(days=1)
    rows.sort(key=lambda row: str(row[1]))
    write_csv(path, [head], [[f"L-{n:05d}", *row] for n, row in enumerate(rows, 1)])


def _won(rng: Random, person: Person) -> list[object]:
    created = person.since - timedelta(days=rng.randrange(14, 60))
    qualified = created + timedelta(days=rng.randrange(1, 8))
    met = qualified + timedelta(days=rng.randrange(1, 6))
    return [channel(person), created, qualified, met, person.since, "", "customer", "", person.country, person.id]


def _not_won(rng: Random, created: date) -> list[object]:
    source = rng.choices(tuple(CHANNELS), (0.5, 0.08, 0.2, 0.1, 0.12))[0]
    luck = rng.random()
    qualified = created + timedelta(days=rng.randrange(1, 12))
    met = qualified + timedelta(days=rng.randrange(2, 12))
    lost = met + timedelta(days=rng.randrange(5, 50))
    country = rng.choice(("France", "Romania", "United Kingdom", "Belgium"))
    first, second = luck > 0.4 and qualified < END, luck > 0.75 and met < END
    steps: list[object] = [qualified if first else "", met if second else ""]
    status = "lost" if lost < END else ("sql" if steps[1] else "mql" if steps[0] else "new")
    reason = rng.choice(("Too small", "Chose a competitor", "No answer")) if lost < END else ""
    return [source, created, *steps, "", lost if lost < END else "", status, reason, country, ""]
