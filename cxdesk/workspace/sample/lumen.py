"""Atelier Lumen, a lamp shop: three years of NPS and delivery ratings.

The story: on 2 March 2026 the workshop changed to a thinner box. Lamps delivered at home arrive broken ever more often;
whoever collects in the shop is as happy as before.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from cxdesk.workspace.importing import ImportOptions
from cxdesk.workspace.sample import lumen_shop, lumen_web
from cxdesk.workspace.sample.files import DAY_FIRST, moment, write_csv
from cxdesk.workspace.sample.lumen_story import END, START, THIN_BOX, Bought
from cxdesk.workspace.sample.people import Person, people
from cxdesk.workspace.sample.words import comment

DELIVERY = {"Home delivery": 0.55, "Pick-up point": 0.17, "Collected in the shop": 0.28}
BROKEN = {"Home delivery": 0.3, "Pick-up point": 0.16, "Collected in the shop": 0.01}
SHOPS = ("Nantes", "Lyon", "Lille", "Cluj", "Dublin")
LINES = ("Table lamp", "Floor lamp", "Pendant", "Spare shade")

SAID = ImportOptions()  # the headings say it all


def write(folder: Path, seed: int) -> list[Path]:
    """Write Atelier Lumen's exports into `folder`; the files in the order of import."""
    rng = Random(seed)
    customers = people(rng, 4200, DELIVERY, date(2021, 1, 1), 2000, firms=False)
    files = [folder / "lumen_clients.csv", folder / "lumen_avis_commandes.csv"]
    head = ["Code client", "Nom", "Adresse e-mail", "Pays", "Langue", "Client depuis"]
    rows = [[p.id, p.name, p.email, p.country, p.lang, p.since.strftime("%d/%m/%Y")] for p in customers]
    write_csv(files[0], [head], rows, delimiter=";", encoding="utf-8-sig")
    bought = _reviews(files[1], rng, customers)
    bought += lumen_shop.not_rated(Random(seed + 1), customers, bought)
    bought += lumen_web.because_of_campaign(Random(seed + 2), customers)
    shop = lumen_shop.write(folder, Random(seed + 3), bought)
    return [*files, *shop, *lumen_web.write(folder, Random(seed + 4), customers, bought)]


def _reviews(path: Path, rng: Random, customers: list[Person]) -> list[Bought]:
    """One row per order with three questions: a wide survey, semicolons, decimal comma, day first. What was rated."""
    head = [
        "N° de réponse",
        "Date de réponse",
        "Code client",
        "Livraison",
        "Boutique",
        "Gamme",
        "Montant TTC",
        "Recommanderiez-vous Atelier Lumen ? (0-10)",
        "Pourquoi ?",
        "Êtes-vous satisfait de votre lampe ? (1-5)",
        "La commande a été facile (1-7)",
    ]
    rows: list[list[object]] = []
    bought: list[Bought] = []
    day = START
    while day < END:
        season = 2.0 if day.month in (11, 12) else 1.0
        for _nth in range(round(rng.gauss(9 * season, 2))):
            sold, cells = _review(rng, rng.choice(customers), day)
            bought.append(sold)
            rows.append([f"{len(rows) + 1:06d}", *cells])
        day += timedelta(days=1)
    write_csv(path, [head], rows, delimiter=";")
    return bought


def _review(rng: Random, person: Person, day: date) -> tuple[Bought, list[object]]:
    at = datetime(day.year, day.month, day.day, rng.randrange(8, 23), rng.randrange(60))
    broken = rng.random() < (BROKEN[person.group] * min(1, (day - THIN_BOX).days / 45) if day >= THIN_BOX else 0.02)
    level = 8.6 + 0.8 * person.mood - (4.5 if broken else 0)
    nps = min(10, max(0, round(rng.gauss(level, 1.4))))
    csat = min(5, max(1, round(rng.gauss(4.4 + 0.3 * person.mood - (1.6 if broken else 0), 0.7))))
    ease = min(7, max(1, round(rng.gauss(5.9 - (0.8 if broken else 0), 0.9))))
    amount = f"{rng.uniform(39, 420):.2f}".replace(".", ",")
    answers = [
        nps,
        _why(rng, person, nps, broken) if rng.random() < 0.45 else "",
        csat if rng.random() < 0.96 else "",
        ease if rng.random() < 0.9 else "NSP",
    ]
    shop, line = rng.choice(SHOPS), rng.choice(LINES)
    sold = Bought(person, at - timedelta(days=6), shop, line, amount, broken, nps)
    return sold, [moment(at, DAY_FIRST), person.id, person.group, shop, line, amount, *answers]


def _why(rng: Random, person: Person, score: int, broken: bool) -> str:
    if broken:
        themes = ("carton", "late") if rng.random() < 0.2 else ("carton",)
    elif score >= 9:
        themes = ("lovely",)
    else:
        themes = (rng.choice(("late", "manual", "lovely")),)
    return comment(rng, person.lang, themes, good=score >= 8)
