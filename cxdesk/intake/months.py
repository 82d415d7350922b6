"""Names of months and weekdays in English, French and Romanian, full and short, as people and programs write them."""

from __future__ import annotations

from functools import cache

from cxdesk.domain.text import fold

_MONTHS = (
    "january jan janvier janv ianuarie ian",
    "february feb février févr fév februarie",
    "march mar mars martie",
    "april apr avril avr aprilie",
    "may mai",
    "june jun juin iunie iun",
    "july jul juillet juil iulie iul",
    "august aug août aoû",
    "september sep sept septembre septembrie",
    "october oct octobre octombrie",
    "november nov novembre noiembrie noi noie",
    "december dec décembre déc decembrie",
)
_WEEKDAYS = (
    "monday mon lundi lun luni tuesday tue tues mardi mar marți wednesday wed mercredi mer miercuri mie",
    "thursday thu thur thurs jeudi jeu joi friday fri vendredi ven vineri vin",
    "saturday sat samedi sam sâmbătă sâm sunday sun dimanche dim duminică dum",
)


@cache
def months() -> dict[str, int]:
    """Folded name → number of the month."""
    return {fold(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


@cache
def weekdays() -> frozenset[str]:
    return frozenset(fold(name) for names in _WEEKDAYS for name in names.split())


def month(name: str) -> int | None:
    """The number of a month by its name or abbreviation, with or without a dot."""
    return months().get(fold(name.rstrip(".")))
