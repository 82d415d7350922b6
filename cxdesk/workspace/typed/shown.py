"""Typed cells as people read them while they do not edit them: months and days in words, amounts with their marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cxdesk.domain.kinds_of.cost import CATEGORIES
from cxdesk.frame.zone import day_of
from cxdesk.intake.cells_of_money import MONEY_UNITS
from cxdesk.system.i18n import _, day, number
from cxdesk.workspace.typed import words

CENT = MONEY_UNITS // 100


def money(stored: int) -> str:
    """Stored money with two decimals, with four where it has them."""
    return number(stored / MONEY_UNITS, 2 if stored % CENT == 0 else 4)


def _category(values: Mapping[str, Any]) -> str:
    title = CATEGORIES[values["category"]]
    return _(title)


def _first(values: Mapping[str, Any]) -> str:
    return _edge(values["from"], values)


def _until(values: Mapping[str, Any]) -> str:
    """The last month or day; nothing where the first says it all."""
    return _edge(values["to"] - 1, values) if words.span_texts(values["from"], values["to"])[1] else ""


def _edge(at: int, values: Mapping[str, Any]) -> str:
    months = day_of(values["from"]).day == day_of(values["to"]).day == 1
    return day(day_of(at), "MMM y") if months else day(day_of(at))


_SHOWN: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "cost": {
        "from": _first,
        "until": _until,
        "category": _category,
        "amount": lambda values: money(values["amount"]),
        "currency": lambda values: values["currency"] or "",
    },
    "rate": {
        "day": lambda values: day(day_of(values["day"])),
        "from": lambda values: str(values["from"]),
        "to": lambda values: str(values["to"]),
        "rate": lambda values: words.rate_text(values["rate"]),
    },
}


def cell(kind: str, column: str, text: str, values: Mapping[str, Any]) -> str:
    """A cell to be read: what was understood of it, else what was typed."""
    show = _SHOWN[kind].get(column)
    try:
        return show(values) if show is not None else text
    except KeyError:
        return text
