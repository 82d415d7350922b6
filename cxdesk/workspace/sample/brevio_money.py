"""Brevio's money: price spans of the billing system, contracts, deals and costs.

The billing system was new on 1 November 2023 and knows nothing of what was before. Prices rose on 1 March 2026. From
August 2026 on practices on the Starter plan leave more often, above all those who had answered the NPS question with
0 to 6 since App 4.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from cxdesk.workspace.sample.brevio_story import APP_4, END, START, Account, Scores, Span, later
from cxdesk.workspace.sample.files import comma, write_csv, write_sheets
from cxdesk.workspace.sample.people import Person, people
from cxdesk.workspace.sample.words import comment

PRICE_RISE = date(2026, 3, 1)
MONTHLY = {
    "Starter": (29, 34),
    "Team": (19, 21),
    "Business": (17, 19),
    "Partner": (12, 13),
}  # per seat, before and after
SEATS = {"Starter": (1, 1), "Team": (3, 8), "Business": (10, 30), "Partner": (20, 60)}
YEARLY_SHARE = {"Starter": 0.08, "Team": 0.35, "Business": 0.85, "Partner": 1.0}
YEAR = 10  # months paid by who pays yearly
BEFORE = {"Starter": ("Team", 0.05), "Team": ("Starter", 0.35), "Business": ("Team", 0.3), "Partner": ("Partner", 0.0)}
NEW = {"Starter": 0.52, "Team": 0.33, "Business": 0.13, "Partner": 0.02}
LAST_OF_OLD = date(2026, 4, 10)
FORMER = {"Starter": 0.7, "Team": 0.22, "Business": 0.07, "Partner": 0.01}
CHANNELS = {"Search": 0.37, "Referral": 0.24, "Events": 0.16, "Partners": 0.13, "Direct": 0.1}
REASONS = ("Too expensive", "Missing features", "Switched to a competitor", "Practice closed", "Payment failed")


def channel(person: Person) -> str:
    """Through which channel a customer came."""
    return Random(f"channel {person.id}").choices(tuple(CHANNELS), tuple(CHANNELS.values()))[0]


def accounts(rng: Random, customers: Sequence[Person], scores: Scores) -> list[Account]:
    """Those whom the surveys know, some of whom leave after the bad months; who left before App 4.0; who is new."""
    found = [_present(rng, person, scores.get(person.id, [])) for person in customers]
    formers = people(rng, 260, FORMER, date(2022, 3, 1), 1400, firms=True)
    for number, person in enumerate(formers, len(customers) + 1):
        named = replace(person, id=f"C-{number:05d}", email=f"customer{number:05d}@example.com", internal=False)
        found.append(_former(rng, named))
    arrivals = people(rng, 96, NEW, LAST_OF_OLD, 214, firms=True)
    for number, person in enumerate(arrivals, len(found) + 1):
        named = replace(person, id=f"C-{number:05d}", email=f"customer{number:05d}@example.com", internal=False)
        found.append(_present(rng, named, []))
    return found


def _present(rng: Random, person: Person, scores: list[tuple[date, int]]) -> Account:
    account = Account(person, rng.random() < YEARLY_SHARE[person.group])
    if person.internal:
        return account
    low = any(day >= APP_4 and score <= 6 for day, score in scores)
    chance = (0.6 if low else 0.05) if person.group == "Starter" else (0.06 if low else 0.012)
    if rng.random() < chance:
        last = max([APP_4, person.since, *(day for day, _score in scores)]) + timedelta(days=rng.randrange(4, 30))
        _leave(rng, account, last, because_of_app=low and rng.random() < 0.75)
    account.spans = _spans(rng, account)
    return account


def _former(rng: Random, person: Person) -> Account:
    account = Account(person, rng.random() < YEARLY_SHARE[person.group])
    first = max(person.since + timedelta(days=45), START)
    _leave(rng, account, first + (APP_4 - first) * rng.random() ** 1.5, because_of_app=False)
    account.spans = _spans(rng, account)
    return account


def _leave(rng: Random, account: Account, day: date, because_of_app: bool) -> None:
    """Who pays yearly leaves when the year is over; who would leave after the end of the exports is still there."""
    if account.yearly:
        day = next(at for at in _anniversaries(account.person.since) if at >= day)
    if day >= END:
        return
    account.left = day
    account.reason = "App problems" if because_of_app else rng.choice(REASONS)
    account.by_customer = account.reason != "Payment failed"
    if account.by_customer and rng.random() < 0.5:
        theme = "app_crash" if because_of_app else rng.choice(("price", "missing"))
        account.comment = comment(rng, account.person.lang, (theme,), good=False)


def _anniversaries(since: date) -> Iterator[date]:
    yield from (later(since, 12 * year) for year in range(1, 20))


def _spans(rng: Random, account: Account) -> list[Span]:
    """A span for every change of plan, seats or price."""
    rise = next(at for at in _anniversaries(account.person.since) if at >= PRICE_RISE)
    rise = rise if account.yearly else PRICE_RISE
    plan, changes = _changes(rng, account)
    changes.setdefault(max(rise, account.person.since), (None, 0))
    seats, start = rng.randint(*SEATS[plan]), account.person.since
    spans: list[Span] = []
    for day in sorted({*changes, account.until}):
        if max(start, START) < day <= account.until:
            spans.append(Span(max(start, START), day, plan, seats, _price(plan, start >= rise, account.yearly)))
        new, more = changes.get(day, (None, 0))
        seats = rng.randint(*SEATS[new]) if new else max(SEATS[plan][0], seats + more)
        plan, start = new or plan, day
    if account.left is None:
        spans[-1] = replace(spans[-1], end=None)
        _pause(rng, account, spans)
    return spans


def _changes(rng: Random, account: Account) -> tuple[str, dict[date, tuple[str | None, int]]]:
    """The first plan; days on which it, or the number of seats, became another."""
    person = account.person
    room = (account.until - person.since).days
    before, share = BEFORE[person.group]
    moves = room > 150 and rng.random() < share
    changes: dict[date, tuple[str | None, int]] = {}
    if moves:
        changes[person.since + timedelta(days=rng.randrange(60, room - 30))] = (person.group, 0)
    if room > 200 and person.group != "Starter" and rng.random() < 0.45:
        changes[person.since + timedelta(days=rng.randrange(70, room - 40))] = (None, rng.choice((-1, 1, 1, 2, 3)))
    return before if moves else person.group, changes


def _pause(rng: Random, account: Account, spans: list[Span]) -> None:
    """A few close their practice for some months and come back."""
    first = spans[0]
    if first.end and not account.yearly and (first.end - first.start).days > 300 and rng.random() < 0.06:
        away = first.start + timedelta(days=rng.randrange(120, 160))
        spans[0] = replace(first, end=away)
        spans.insert(1, replace(first, start=away + timedelta(days=rng.randrange(50, 120))))


def _price(plan: str, risen: bool, yearly: bool) -> int:
    return MONTHLY[plan][risen] * (YEAR if yearly else 1)


def write(folder: Path, rng: Random, billed: list[Account]) -> list[Path]:
    """Subscriptions as the billing system gives them, deals of the CRM, the account managers' workbook, the books."""
    contracts = [row for account in billed if account.yearly and account.spans for row in _terms(rng, account)]
    names = ("brevio_subscriptions.csv", "brevio_deals.csv", "brevio_contrats.xlsx", "brevio_costuri.csv")
    files = [folder / name for name in names]
    _subscriptions(files[0], rng, billed)
    _deals(files[1], rng, billed)
    head = [
        *("N° contrat", "Code client", "Formule", "Début du contrat", "Date d'échéance", "Signé le"),
        *("Valeur annuelle", "Tacite reconduction", "Renouvelé le", "Montant renouvelé", "Issue", "Motif"),
    ]
    write_sheets(files[2], {"Contrats": [head, *contracts]})
    _costs(files[3], rng)
    return files


def _subscriptions(path: Path, rng: Random, billed: list[Account]) -> None:
    head = [
        *("Subscription id", "Customer id", "Plan", "Valid from", "Valid to", "Status", "Billing interval"),
        *("Unit price", "Seats", "Currency", "Trial end", "Canceled at", "Cancellation reason", "Churn type"),
        "Cancellation feedback",
    ]
    rows = [row for account in billed for row in _lines(rng, account)]
    rows += [_trial(rng, number) for number in range(1, 151)]
    write_csv(path, [head], rows)


def _lines(rng: Random, account: Account) -> Iterator[list[object]]:
    trial = rng.random() < 0.5 and not account.yearly and account.person.since >= START
    for place, span in enumerate(account.spans):
        last = span is account.spans[-1]
        paused = not last and account.spans[place + 1].start != span.end
        over = paused or (last and account.left is not None)
        notice = datetime.combine(span.end, datetime.min.time()) - timedelta(days=2, hours=-9) if span.end else ""
        why = ["Practice closed", "voluntary", ""] if paused else [account.reason, _kind(account), account.comment]
        yield [
            *(f"S-{account.person.id[2:]}", account.person.id, span.plan, span.start, span.end or ""),
            *("canceled" if over else "active", "yearly" if account.yearly else "monthly", span.price, span.seats),
            *("EUR", span.start + timedelta(days=14) if trial and place == 0 else "", notice if over else ""),
            *(why if over else ["", "", ""]),
        ]


def _kind(account: Account) -> str:
    return "voluntary" if account.by_customer else "involuntary"


def _trial(rng: Random, number: int) -> list[object]:
    """Someone who tried Brevio for two weeks and never paid."""
    start = date(2025, 6, 1) + timedelta(days=rng.randrange(500))
    end = start + timedelta(days=14)
    head = [f"S-T{number:04d}", f"T-{number:04d}", "Starter", start, end, "canceled", "monthly"]
    return [*head, MONTHLY["Starter"][start >= PRICE_RISE], 1, "EUR", end, "", "", "", ""]


def _value(account: Account, day: date) -> int | None:
    """What the account pays for a year on that day."""
    for span in account.spans:
        if span.start <= day and (span.end is None or day < span.end):
            return span.seats * span.price * (1 if account.yearly else 12)
    return None


def _terms(rng: Random, account: Account) -> Iterator[list[object]]:
    """One row per year under contract; those of last year are signed, the running ones are open."""
    person, start = account.person, account.person.since
    for year, due in enumerate(_anniversaries(person.since), 1):
        if start >= account.until:
            return
        if due < START:
            start = due
            continue
        value = _value(account, max(start, START))
        signed = due - timedelta(days=rng.randrange(-12, 45))
        head = [f"BR-{person.id[2:]}-{year}", person.id, person.group, start, due, start - timedelta(days=9), value]
        automatic = "oui" if int(person.id[2:]) % 3 else "non"
        if account.left is not None and due >= account.left:
            yield [*head, automatic, "", "", "perdu", "Application" if account.reason == "App problems" else "Prix"]
        elif due < END and signed < END:
            yield [*head, automatic, signed, _value(account, due), "renouvelé", ""]
        else:
            yield [*head, automatic, "", "", "à renouveler", ""]
        start = due


def _deals(path: Path, rng: Random, billed: list[Account]) -> None:
    head = [
        *("Deal id", "Customer id", "Deal type", "Deal stage", "Create date", "Close date", "Deal amount"),
        *("Previous ACV", "New ACV", "Loss reason", "Deal owner"),
    ]
    found = sorted((deal for account in billed for deal in _deals_of(rng, account)), key=lambda deal: str(deal[3]))
    write_csv(path, [head], [[f"D-{number:05d}", *deal] for number, deal in enumerate(found, 1)])


def _deals_of(rng: Random, account: Account) -> Iterator[list[object]]:
    """What was sold to an account, and what was offered and not sold."""
    owner = rng.choice(("Corina Marin", "Hugo Petit", "Amy Lloyd"))
    pairs = zip(account.spans, account.spans[1:], strict=False)
    for was, new in pairs:
        if was.end != new.start or (was.plan, was.seats) == (new.plan, new.seats):
            continue
        before, after = (_value(account, day) or 0 for day in (was.start, new.start))
        sort = "upsell" if after > before else "downsell"
        opened = new.start - timedelta(days=rng.randrange(8, 60))
        yield [account.person.id, sort, "closed won", opened, new.start, after - before, before, after, "", owner]
    known = _value(account, date(2026, 4, 1))
    if known is not None and account.person.group != "Partner" and rng.random() < 0.22:
        opened = date(2025, 1, 5) + timedelta(days=rng.randrange(660))
        closed = opened + timedelta(days=rng.randrange(20, 90))
        after = round(known * rng.uniform(1.15, 1.8))
        done = closed < account.until
        reason = rng.choice(("No budget", "No need", "App problems" if closed > APP_4 else "Bad timing"))
        stage = ["closed lost", opened, closed] if done else ["proposal", min(opened, END - timedelta(days=4)), ""]
        yield [account.person.id, "upsell", *stage, after - known, known, after, reason if done else "", owner]


COSTS = (  # category, subcategory, channel, euros a month
    ("Publicitate", "Anunțuri", "Search", 7400),
    ("Publicitate", "Târguri", "Events", 4300),
    ("Vânzări", "Comisioane", "Partners", 2600),
    ("Vânzări", "Salarii", "", 9800),
    ("Fidelizare", "Manageri de cont", "", 7600),
    ("Suport", "Salarii", "", 11200),
    ("Găzduire", "Servere", "", 9300),
    ("Diverse", "Contabilitate", "", 1900),
)


def _costs(path: Path, rng: Random) -> None:
    """The bookkeeper's list, in Romanian: one row per month and account."""
    head = ["Nr cheltuială", "De la", "Până la", "Categorie", "Subcategorie", "Canal", "Sumă", "Monedă"]
    rows: list[list[object]] = []
    start = START
    while later(start, 1) <= END:
        end = later(start, 1) - timedelta(days=1)
        booked = [*COSTS]
        if start >= date(2026, 9, 1):
            booked.append(("Experiența clienților", "Programul de calitate", "", 6400))
        for category, detail, way, euros in booked:
            more = 1.35 if category == "Suport" and start >= date(2026, 8, 1) else 1 + (start.year - 2023) * 0.04
            amount = comma(euros * more * rng.uniform(0.94, 1.06))
            dates = [day.strftime("%d.%m.%Y") for day in (start, end)]
            rows.append([f"CH-{len(rows) + 1:05d}", *dates, category, detail, way, amount, "EUR"])
        start = later(start, 1)
    write_csv(path, [head], rows, delimiter=";")
