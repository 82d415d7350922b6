"""How Brevio is used: events of the last months, first steps of new customers, the community.

Starter practices work on their phones: since App 4.0 they come on fewer days, and the community asks about little else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from cxdesk.workspace.sample.brevio_story import APP_4, END, Account
from cxdesk.workspace.sample.files import moment, write_csv, write_sheets

WATCHED = date(2026, 5, 18)  # since then events are kept
EVENTS = {  # event → feature, weight
    "Login": ("", 0.3),
    "Appointment booked": ("Calendar", 0.24),
    "Invoice created": ("Invoicing", 0.2),
    "Visit saved": ("Visits", 0.16),
    "Reminder sent": ("Reminders", 0.06),
    "Report exported": ("Reports", 0.04),
}
DAYS = {"Starter": 2.4, "Team": 3.2, "Business": 4.2, "Partner": 2.6}  # days with an event a month
SPACES = ("Invoicing", "Calendar", "Tips", "Ideas")
COMMUNITY = date(2025, 3, 1)


def write(folder: Path, rng: Random, billed: list[Account]) -> list[Path]:
    """The event log, the onboarding team's workbook and the forum's export."""
    files = [folder / name for name in ("brevio_events.csv", "brevio_onboarding.xlsx", "brevio_community.csv")]
    _events(files[0], rng, billed)
    _onboarding(files[1], rng, billed)
    _community(files[2], rng, billed)
    return files


def _events(path: Path, rng: Random, billed: list[Account]) -> None:
    head = ["Event id", "Event time", "Event", "Feature", "User id", "Customer id", "Platform", "App version"]
    rows = sorted((row for account in billed if account.spans for row in _uses(rng, account)), key=lambda row: row[0])
    write_csv(path, [head], [[f"E{number:06d}", *row] for number, row in enumerate(rows, 1)])


def _uses(rng: Random, account: Account) -> Iterator[list[str]]:
    """One customer's events: the gaps between days of use are those of chance."""
    person = account.person
    phones = person.group == "Starter"
    keen = rng.gammavariate(3, 1 / 3)
    names, weights = tuple(EVENTS), tuple(weight for _feature, weight in EVENTS.values())
    day = float(max(person.since, WATCHED).toordinal())
    while True:
        much = DAYS[person.group] * keen * (0.62 if phones and day >= APP_4.toordinal() else 1.0)
        day += rng.expovariate(max(much, 0.15) / 30.4)
        at = date.fromordinal(int(day))
        if at >= account.until:
            return
        if at.weekday() == 6 or not account.there(at):
            continue
        platform = rng.choice(("iOS", "Android")) if rng.random() < (0.78 if phones else 0.3) else "Web"
        user = f"{person.id}-{rng.randint(1, 1 if phones else 3)}"
        version = "" if platform == "Web" else ("4.0" if at >= APP_4 and rng.random() < 0.9 else "3.9")
        for name in rng.choices(names, weights, k=rng.choice((1, 1, 2))):
            time = datetime(at.year, at.month, at.day, rng.randrange(7, 20), rng.randrange(60), rng.randrange(60))
            yield [moment(time), name, EVENTS[name][0], user, person.id, platform, version]


def _onboarding(path: Path, rng: Random, billed: list[Account]) -> None:
    """One row per customer since 2025: when they began, when the first invoice was sent, when all steps were done."""
    head = [
        *("Code client", "Produit", "Début de l'intégration", "Activé le", "Intégration terminée le"),
        *("Statut", "Jalons atteints", "Jalons prévus", "Responsable"),
    ]
    rows = [
        _first_steps(rng, account) for account in billed if account.spans and account.person.since >= date(2025, 1, 1)
    ]
    write_sheets(path, {"Intégration": [head, *rows]})


def _first_steps(rng: Random, account: Account) -> list[object]:
    began = datetime.combine(account.person.since, datetime.min.time()) + timedelta(hours=rng.randrange(8, 18))
    reached = began + timedelta(days=rng.lognormvariate(2.1, 0.7))
    finished = reached + timedelta(days=rng.lognormvariate(2.4, 0.5))
    owner = rng.choice(("Nadia", "Matei", "Owen"))
    head = [account.person.id, "Brevio", began]
    if rng.random() < 0.09 or reached.date() >= account.until:
        over = account.left is not None
        return [*head, "", "", "arrêté" if over else "en cours", rng.randrange(0, 3), 6, owner]
    if rng.random() < 0.12 or finished.date() >= account.until:
        return [*head, reached.replace(microsecond=0), "", "en cours", rng.randrange(3, 6), 6, owner]
    return [*head, reached.replace(microsecond=0), finished.replace(microsecond=0), "terminé", 6, 6, owner]


def _community(path: Path, rng: Random, billed: list[Account]) -> None:
    """The forum: members join, ask, answer, like; a question is answered by the one who knows, or stays open."""
    head = ["Event id", "Created at", "Activity", "Topic id", "Space", "User id", "Customer id"]
    members = [account for account in billed if account.spans and rng.random() < 0.3]
    rows = [_joined(rng, account) for account in members]
    day, topic = COMMUNITY, 0
    while day < END:
        new_app = day >= APP_4
        for _nth in range(rng.choice((0, 1, 1, 2)) + (rng.choice((1, 2)) if new_app else 0)):
            present = [account for account in members if account.there(day)]
            topic += 1
            rows += _thread(rng, present, day, topic, new_app and rng.random() < 0.6)
        day += timedelta(days=1)
    rows.sort(key=lambda row: row[0])
    write_csv(path, [head], [[f"F{number:05d}", *row] for number, row in enumerate(rows, 1)])


def _joined(rng: Random, account: Account) -> list[str]:
    day = max(account.person.since, COMMUNITY)
    at = datetime(day.year, day.month, day.day, rng.randrange(8, 20), rng.randrange(60))
    return [moment(at), "joined", "", "", f"{account.person.id}-1", account.person.id]


def _thread(rng: Random, members: list[Account], day: date, topic: int, about_app: bool) -> Iterator[list[str]]:
    at = datetime(day.year, day.month, day.day, rng.randrange(8, 21), rng.randrange(60))
    space = "App 4.0" if about_app else rng.choice(SPACES)
    asker = rng.choice([one for one in members if one.person.group == "Starter"] if about_app else members)

    def row(activity: str, who: Account) -> list[str]:
        return [moment(at), activity, f"T{topic:04d}", space, f"{who.person.id}-1", who.person.id]

    yield row("question", asker)
    for _nth in range(rng.choice((0, 1, 1, 2) if not about_app else (0, 0, 1))):
        at += timedelta(hours=rng.expovariate(1 / (9 if not about_app else 30)))
        if at.date() >= END:
            return
        yield row("reply", rng.choice(members))
        if rng.random() < 0.45:
            yield row("like", asker)
        if rng.random() < 0.4:
            yield row("accepted answer", asker)
            return
