"""Invented customers: names, countries, languages, plans; the same seed always gives the same people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FIRST = {
    "en": ("Ana", "James", "Olivia", "Harry", "Emma", "Jack", "Sophie", "Thomas", "Grace", "Daniel", "Lucy", "Oliver"),
    "fr": ("Hélène", "Paul", "Inès", "Luc", "Odile", "Samia", "Camille", "Julien", "Chloé", "Mathieu", "Élise", "Rémi"),
    "ro": (
        "Ioana",
        "Radu",
        "Elena",
        "Andrei",
        "Maria",
        "Ștefan",
        "Ana",
        "Mihai",
        "Cătălina",
        "Vlad",
        "Ilinca",
        "Tudor",
    ),
}
LAST = {
    "en": ("Whitmore", "Clarke", "Hughes", "Bennett", "Foster", "Kessler", "Palmer", "Reid", "Walsh", "Turner"),
    "fr": ("Lefèvre", "Garnier", "Moreau", "Sauvage", "Perrin", "Benali", "Roussel", "Chevalier", "Faure", "Blanchard"),
    "ro": ("Dumitrescu", "Popescu", "Ionescu", "Țăranu", "Munteanu", "Stănescu", "Popa", "Rusu", "Șerban", "Nistor"),
}
FIRMS = {
    "en": ("{last} Dental", "{last} Physio", "{last} & Sons", "Studio {last}", "{last} Clinic", "{last} Veterinary"),
    "fr": ("Cabinet {last}", "Studio {last}", "Clinique {last}", "Kiné {last}", "Atelier {last}", "Vétérinaire {last}"),
    "ro": ("Cabinet {last}", "Clinica {last}", "Studio {last}", "Dental {last}", "Kineto {last}", "Veterinar {last}"),
}
COUNTRIES = {"en": ("United Kingdom", "Ireland"), "fr": ("France", "Belgium"), "ro": ("Romania",)}


@dataclass(frozen=True)
class Person:
    """One invented customer."""

    id: str
    name: str
    email: str
    lang: str
    country: str
    group: str  # the plan, or the way of delivery
    since: date
    internal: bool
    mood: float  # this person's own level, in points of a 0-10 scale


def people(rng: Random, n: int, groups: dict[str, float], start: date, days: int, firms: bool) -> list[Person]:
    """`n` customers who arrive over `days` from `start`; `groups` gives each group's share."""
    found = []
    for number in range(1, n + 1):
        lang = rng.choices(("en", "fr", "ro"), (0.4, 0.35, 0.25))[0]
        first, last = rng.choice(FIRST[lang]), rng.choice(LAST[lang])
        name = rng.choice(FIRMS[lang]).format(last=last) if firms else f"{first} {last}"
        found.append(
            Person(
                id=f"C-{number:05d}",
                name=name,
                email=f"customer{number:05d}@example.com",
                lang=lang,
                country=rng.choice(COUNTRIES[lang]),
                group=rng.choices(tuple(groups), tuple(groups.values()))[0],
                since=start + timedelta(days=int(days * rng.random() ** 1.4)),
                internal=number % 97 == 0,
                mood=rng.gauss(0, 1.1),
            )
        )
    return found
