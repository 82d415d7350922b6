"""Customers as a list and one by one: plain values, ready to be shown. Texts of files are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from cxdesk.system.i18n import N_


class Sort(StrEnum):
    """By what a list of customers is sorted."""

    NAME = "name"
    PLAN = "plan"
    MRR = "mrr"
    VALUE = "value"
    NPS = "nps"
    CSAT = "csat"
    HEALTH = "health"
    RISK = "risk"
    AT_RISK = "at_risk"
    LAST_CONTACT = "last_contact"


COLUMN_TITLES: Mapping[str, str] = {
    Sort.NAME: N_("Customer"),
    Sort.PLAN: N_("Plan"),
    Sort.MRR: N_("MRR"),
    Sort.VALUE: N_("Revenue to date"),
    Sort.NPS: N_("NPS"),
    Sort.CSAT: N_("CSAT"),
    Sort.HEALTH: N_("Health"),
    Sort.RISK: N_("Risk"),
    Sort.AT_RISK: N_("MRR at risk"),
    Sort.LAST_CONTACT: N_("Last contact"),
}
RISKS = ("high", "watch", "low", "none")
RISK_TITLES: Mapping[str, str] = {
    "high": N_("High"),
    "watch": N_("Watch"),
    "low": N_("Low"),
    "none": N_("No signal"),
}
HEALTH_TITLES: Mapping[str, str] = {
    "good": N_("Good"),
    "average": N_("Average"),
    "poor": N_("Poor"),
    "unknown": N_("Too little known"),
}


@dataclass(frozen=True)
class Score:
    """An answer as given, with the band (top, middle, bottom) and the day."""

    value: float
    band: str | None = None
    day: date | None = None

    def to_json(self) -> dict[str, Any]:
        return {"score": self.value, "band": self.band, "day": self.day.isoformat() if self.day else None}


@dataclass(frozen=True)
class CustomerLine:
    """One customer as they stand. Amounts are in units of the list's currency; None is unknown.

    `risk` is high, watch, low or none (cross_churn_risk); `at_risk` the monthly revenue of who is at high risk.
    """

    customer: str
    name: str = ""
    plan: str = ""
    mrr: float | None = None
    value: float | None = None
    nps: Score | None = None
    csat: Score | None = None
    health: float | None = None
    health_band: str = "unknown"
    risk: str = "none"
    at_risk: float | None = None
    last_contact: date | None = None
    left: bool = False
    hidden: bool = False  # who it is is not to be shown

    @property
    def called(self) -> str:
        """What people call the customer."""
        return self.name or self.customer

    def to_json(self) -> dict[str, Any]:
        plain = {
            name: value for name, value in vars(self).items() if name not in ("nps", "csat", "last_contact", "hidden")
        }
        scores = {name: one.to_json() if one else None for name, one in (("nps", self.nps), ("csat", self.csat))}
        last = self.last_contact.isoformat() if self.last_contact else None
        return {**plain, **scores, "last_contact": last}


@dataclass(frozen=True)
class Event:
    """Something that happened to a customer, in words of the language in which it was asked for.

    `sign` names its icon; `band` is that of a score; `count` how many rows of one day it stands for; `row` the first.
    """

    kind: str
    row: int
    sign: str
    day: date | None
    title: str
    detail: str = ""
    band: str | None = None
    count: int = 1
    words: bool = False  # the detail is what the customer wrote

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "day": self.day.isoformat() if self.day else None}


@dataclass(frozen=True)
class CustomerPage:
    """One customer: how they stand, and what happened, the newest first. `earlier` counts rows that are older than
    those told; `answers` are the recommendation scores, oldest first; `due` is when the next contract is due.
    """

    line: CustomerLine
    references: tuple[str, ...]
    said: tuple[tuple[str, str], ...]  # (field or heading, value) of what the files say
    since: date | None
    due: date | None
    open_tickets: int
    orders: int
    rows: Mapping[str, int]
    answers: tuple[Score, ...]
    events: tuple[Event, ...]
    earlier: int = 0
    currency: str | None = None
    as_of: date | None = None
    files: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The object that the command line prints."""
        return {
            **self.line.to_json(),
            "currency": self.currency,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "references": list(self.references),
            "since": self.since.isoformat() if self.since else None,
            "contract_due": self.due.isoformat() if self.due else None,
            "open_tickets": self.open_tickets,
            "orders": self.orders,
            "rows": dict(self.rows),
            "said": [{"field": name, "value": value} for name, value in self.said],
            "nps_answers": [one.to_json() for one in self.answers],
            "events": [one.to_json() for one in self.events],
            "earlier": self.earlier,
            "files": list(self.files),
        }
