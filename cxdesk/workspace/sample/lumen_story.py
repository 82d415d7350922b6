"""What all exports of Atelier Lumen share: the dates of the story and what was bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cxdesk.workspace.sample.people import Person

START, END = date(2023, 11, 1), date(2026, 11, 16)
THIN_BOX = date(2026, 3, 2)
CAMPAIGN, SENT = "Lumières d’automne", date(2026, 9, 22)


@dataclass(frozen=True)
class Bought:
    """One order: who, when, where, what; `amount` as the till prints it; `nps` None where it was not rated."""

    person: Person
    at: datetime
    shop: str
    line: str
    amount: str
    broken: bool
    nps: int | None
    campaign: bool = False

    @property
    def online(self) -> bool:
        return self.person.group != "Collected in the shop"

    @property
    def cents(self) -> int:
        return int(self.amount.replace(",", ""))
