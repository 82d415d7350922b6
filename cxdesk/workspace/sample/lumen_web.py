"""Who visits Atelier Lumen's site, whom it writes to, how strangers become customers, and what they say in public.

The letter of 22 September 2026 went to four customers of five, drawn by lot; the fifth shows what would have happened
without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from cxdesk.workspace.sample.files import comma, moment, write_csv
from cxdesk.workspace.sample.lumen_story import CAMPAIGN, END, SENT, THIN_BOX, Bought
from cxdesk.workspace.sample.people import Person
from cxdesk.workspace.sample.words import comment

ASKED = 2000  # customers drawn for the campaign
LIFT = 0.065  # of those written to who order because of it
TOTALS_SINCE, VISITS_SINCE = date(2026, 1, 1), date(2026, 10, 19)
SOURCES = {"Organic Search": 0.36, "Direct": 0.24, "Paid Search": 0.16, "Organic Social": 0.14, "Email": 0.1}
PAGES = ("/", "/lampes-de-table", "/suspensions", "/journal", "/livraison")
STAGES = ("Découverte", "Réflexion", "Achat", "Fidélisation", "Recommandation")
ON = (0.55, 0.3)  # of the buyers who come back, and of those who then tell others
JOURNEYS_SINCE = date(2026, 1, 5)
DAYS = (9, 5, 30, 20)
TOUCHPOINTS = ("Instagram", "Site", "Panier", "Livraison", "Parrainage")


def _drawn(customers: Sequence[Person]) -> list[Person]:
    return [person for person in customers if person.since < SENT][:ASKED]


def _written_to(person: Person) -> bool:
    return Random(f"arm {person.id}").random() < 0.8


def because_of_campaign(rng: Random, customers: Sequence[Person]) -> list[Bought]:
    """Orders that would not have come without the letter."""
    found = []
    for person in _drawn(customers):
        if _written_to(person) and rng.random() < LIFT:
            at = datetime(SENT.year, SENT.month, SENT.day, 9) + timedelta(hours=rng.expovariate(1 / 70))
            found.append(Bought(person, at, "Nantes", "Table lamp", comma(rng.uniform(59, 290)), False, None, True))
    return found


def write(folder: Path, rng: Random, customers: Sequence[Person], bought: Sequence[Bought]) -> list[Path]:
    """Daily totals, then single visits, the letter and its effect, journeys, public reviews."""
    names = ("audience.csv", "visites.csv", "campagne.csv", "parcours.csv", "avis_publics.csv")
    files = [folder / f"lumen_{name}" for name in names]
    _totals(files[0], rng)
    _visits(files[1], rng, bought)
    _campaign(files[2], rng, customers, bought)
    _journeys(files[3], rng, bought)
    _public(files[4], rng, customers)
    return files


def _totals(path: Path, rng: Random) -> None:
    """One row per day and channel, as the statistics service gives them."""
    head = [
        *("Date", "Session default channel group", "Sessions", "Total users", "New users"),
        *("Average session duration", "Views", "Key events", "Total revenue"),
    ]
    rows = []
    day = TOTALS_SINCE
    while day < VISITS_SINCE:
        season = 1.3 if day.month in (1, 9, 10) else 1.0
        for source, share in SOURCES.items():
            visits = max(8, round(rng.gauss(185 * season * share, 5)))
            users = round(visits * rng.uniform(0.82, 0.93))
            orders = sum(rng.random() < 0.031 for _nth in range(visits))
            length = f"{rng.gauss(131, 12):.1f}"
            cells = [visits, users, round(users * 0.6), length, round(visits * 3.4), orders, f"{orders * 228.5:.2f}"]
            rows.append([day.strftime("%Y%m%d"), source, *cells])
        day += timedelta(days=1)
    write_csv(path, [head], rows)


def _visits(path: Path, rng: Random, bought: Sequence[Bought]) -> None:
    """One row per visit, as the own statistics write it; every order of the web shop is one of them."""
    head = [
        *("Id de visite", "Visiteur", "Début de la visite", "Durée de la visite", "Pages vues", "Source de trafic"),
        *("Page d'entrée", "Appareil", "Nouveau visiteur", "Robot", "Converti"),
    ]
    rows = []
    for order in bought:
        if order.online and order.at.date() >= VISITS_SINCE:
            rows.append(_visit(rng, order.at - timedelta(minutes=12), True))
    day = VISITS_SINCE
    while day < END:
        start = datetime(day.year, day.month, day.day)
        rows += [_visit(rng, start + timedelta(minutes=rng.randrange(420, 1430)), False) for _nth in range(190)]
        day += timedelta(days=1)
    rows.sort(key=lambda row: row[1])
    write_csv(path, [head], [[f"S{n:06d}", *row] for n, row in enumerate(rows, 1)], delimiter=";")


def _visit(rng: Random, at: datetime, bought: bool) -> list[str]:
    bot = not bought and rng.random() < 0.04
    pages = rng.randrange(5, 15) if bought else rng.choice((1, 1, 2, 3, 4, 6))
    seconds = 0 if pages == 1 else round(rng.lognormvariate(4.2, 0.7) + 25 * pages)
    source = rng.choices(("Recherche", "Direct", "Annonces", "Instagram", "Lettre"), tuple(SOURCES.values()))[0]
    yes = {True: "oui", False: "non"}
    device = rng.choices(("mobile", "ordinateur", "tablette"), (0.6, 0.34, 0.06))[0]
    visitor = f"v{rng.randrange(4200):05d}"
    length = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    head = [visitor, moment(at), length, str(pages), source, rng.choice(PAGES), device]
    return [*head, yes[rng.random() < 0.58], yes[bot], yes[bought]]


def _campaign(path: Path, rng: Random, customers: Sequence[Person], bought: Sequence[Bought]) -> None:
    """What the letter program kept: written to or kept out, opened, clicked, unsubscribed."""
    head = ["Id envoi", "Nom de la campagne", "Code client", "Groupe", "Événement", "Date", "Canal", "Objet"]
    rows = [row for person in _drawn(customers) for row in _letter(rng, person)]
    rows += [
        [CAMPAIGN, order.person.id, "traité", "conversion", moment(order.at), "e-mail", "La saison douce"]
        for order in bought
        if order.campaign
    ]
    rows.sort(key=lambda row: (row[4], row[1], row[3]))
    write_csv(path, [head], [[f"M{n:05d}", *row] for n, row in enumerate(rows, 1)], delimiter=";")


def _letter(rng: Random, person: Person) -> Iterator[list[str]]:
    at = datetime(SENT.year, SENT.month, SENT.day, 8, rng.randrange(30))
    group = "traité" if _written_to(person) else "témoin"

    def row(event: str) -> list[str]:
        return [CAMPAIGN, person.id, group, event, moment(at), "e-mail", "La saison douce" if event else ""]

    if group == "témoin":
        yield row("")
        return
    yield row("envoyé")
    if rng.random() < 0.025:
        yield row("rebond")
        return
    if rng.random() < 0.41:
        at += timedelta(hours=rng.expovariate(1 / 8))
        yield row("ouvert")
        if rng.random() < 0.24:
            yield row("clic")
        elif rng.random() < 0.02:
            yield row("désabonné")


def _journeys(path: Path, rng: Random, bought: Sequence[Bought]) -> None:
    """Strangers on their way: they see a lamp, think it over, buy, come back, tell others; most stop somewhere.

    Who buys is known by name from then on, and what led there was joined to it.
    """
    head = [
        *("Id événement", "Code client", "Visiteur", "Date", "Étape", "Événement", "Point de contact"),
        *("Plateforme", "Commentaire"),
    ]
    buyers: dict[str, Bought] = {}
    for order in bought:
        if order.online and order.at.date() >= JOURNEYS_SINCE + timedelta(days=30):
            buyers.setdefault(order.person.id, order)
    rows = [row for order in rng.sample(list(buyers.values()), 420) for row in _buyer(rng, order)]
    for number in range(1, 1400):
        start = datetime.combine(JOURNEYS_SINCE, datetime.min.time()) + timedelta(minutes=rng.randrange(310 * 1440))
        rows += _stranger(rng, f"p{number:04d}", start)
    rows.sort(key=lambda row: row[2])
    write_csv(path, [head], [[f"J{n:05d}", *row] for n, row in enumerate(rows, 1)], delimiter=";")


def _stranger(rng: Random, visitor: str, at: datetime) -> Iterator[list[str]]:
    platform = rng.choice(("mobile", "mobile", "ordinateur"))
    for place in range(2):
        if at.date() >= END:
            return
        yield ["", visitor, moment(at), STAGES[place], "entrée", TOUCHPOINTS[place], platform, ""]
        if rng.random() > 0.3:
            return
        at += timedelta(days=rng.expovariate(1 / DAYS[place]), hours=3)


def _buyer(rng: Random, order: Bought) -> Iterator[list[str]]:
    platform = rng.choice(("mobile", "ordinateur"))
    thought = order.at - timedelta(days=rng.expovariate(1 / DAYS[1]), hours=2)
    seen = thought - timedelta(days=rng.expovariate(1 / DAYS[0]), hours=2)

    def row(place: int, at: datetime, event: str = "entrée", text: str = "") -> list[str]:
        touchpoint = "Livraison" if text else TOUCHPOINTS[place]
        return [order.person.id, "", moment(at), STAGES[place], event, touchpoint, platform, text]

    yield from (row(place, at) for place, at in enumerate((seen, thought, order.at)))
    again = order.at + timedelta(days=8 + rng.expovariate(1 / DAYS[2]))
    if order.broken and (order.at + timedelta(days=6)).date() < END:
        text = comment(rng, "fr", ("carton",), good=False)
        yield row(2, order.at + timedelta(days=6), "réclamation", text)
    if rng.random() < ON[0] * (0.25 if order.broken else 1.0) and again.date() < END:
        yield row(3, again)
        told = again + timedelta(days=rng.expovariate(1 / DAYS[3]))
        if rng.random() < ON[1] and told.date() < END:
            yield row(4, told)


def _public(path: Path, rng: Random, customers: Sequence[Person]) -> None:
    """What people wrote on review sites, with stars out of five."""
    head = [
        "N° avis",
        "Type d'avis",
        "Date de l'avis",
        "Site d'avis",
        "Note",
        "Auteur",
        "Commentaire",
        "Langue",
        "Répondu le",
    ]
    rows: list[list[object]] = []
    day = date(2025, 1, 2)
    while day < END:
        person = rng.choice(customers)
        broken = day >= THIN_BOX and person.group != "Collected in the shop" and rng.random() < 0.26
        stars = rng.choice((1, 1, 2)) if broken else rng.choices((5, 4, 3, 2), (0.6, 0.27, 0.09, 0.04))[0]
        theme = "carton" if broken else ("lovely" if stars >= 4 else rng.choice(("late", "manual")))
        text = comment(rng, person.lang, (theme,), good=stars >= 4)
        answered = day + timedelta(days=rng.randrange(1, 6))
        reply = answered.strftime("%d/%m/%Y") if rng.random() < 0.55 and answered < END else ""
        site = rng.choice(("Google", "Google", "Trustpilot"))
        cells = [day.strftime("%d/%m/%Y"), site, stars, person.name, text, person.lang, reply]
        rows.append([f"P{len(rows) + 1:04d}", "Avis public", *cells])
        day += timedelta(days=rng.choice((0, 1, 1, 2)))
    write_csv(path, [head], rows, delimiter=";")
