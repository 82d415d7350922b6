"""Names and remarks as they come up in three countries."""

from __future__ import annotations

ROMANIAN_NAMES = (
    "Ana Popescu",
    "Ion Munteanu",
    "Ștefan Țîrlea",
    "Maria Ionescu",
    "Andrei Rusu",
    "Ioana Dobre",
    "Mihai Stan",
    "Elena Vasiliu",
    "George Enache",
    "Raluca Pârvu",
    "Vlad Ciobanu",
    "Cristina Moldovan",
    "Dan Lupu",
    "Oana Sârbu",
    "Radu Neagu",
    "Gabriela Bălan",
    "Paul Crișan",
    "Simona Țugui",
    "Florin Marin",
    "Irina Căpățână",
)
FRENCH_NAMES = (
    "Camille Le Goff",
    "Hugo Martin",
    "Chloé Bernard",
    "Théo Lefèvre",
    "Léa Dubois",
    "Jules Moreau",
    "Inès Garnier",
    "Noé Faure",
    "Zoé Rousseau",
    "Maël Kervella",
    "Élodie Blanchet",
    "Gaël Noël",
    "Anaïs Perrin",
    "Loïc Guégan",
    "Agnès Hébert",
    "Rémi Chauvin",
    "Solène Picard",
    "Yannick Lemoine",
    "Maud Gérard",
    "Benoît Caron",
)
ENGLISH_NAMES = (
    "Aoife Byrne",
    "Tom Hargreaves",
    "Niamh O'Sullivan",
    "Priya Shah",
    "Callum Fraser",
    "Sarah Whitfield",
    "Declan Murphy",
    "Grace Okafor",
    "Ben Atkinson",
    "Siobhán Walsh",
    "Emma Clarke",
    "Rhys Morgan",
    "Fiona Campbell",
    "Jack Doyle",
    "Olivia Bennett",
    "Ciarán Nolan",
    "Hannah Price",
    "Mohammed Iqbal",
    "Lucy Grant",
    "Peter Naylor",
)


def remark(pool: tuple[str, ...], choice: float) -> str:
    """What somebody wrote, for a number from 0 to 1: about half write nothing, the others one thing or two."""
    if choice < 0.5:
        return ""
    place = int((choice - 0.5) * 2 * len(pool) * len(pool) * 3)
    first, second, way = pool[place % len(pool)], pool[place // len(pool) % len(pool)], place // len(pool) // len(pool)
    return first if first == second else (f"{first}. {second}.", f"{first}, {second}", f"{second} ! {first}")[way]
