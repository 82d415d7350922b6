"""Carts out of event logs: of each visit in which something was put into the cart, how far it came."""

from __future__ import annotations

from typing import Any

from cxdesk.intake.batch import Batch
from cxdesk.intake.gathering import Rows, by_row
from cxdesk.intake.mapping import GATHER, Mapping
from cxdesk.intake.meanings import CART, CHECKOUT, ORDER

OTHER_EVENT, SAME_CART = "other_event", "same_cart"
A_DAY = 86_400_000_000
SHARED = ("customer", "person", "visitor", "session", "platform")


class Carts:
    """`gather` of the mapping says the meaning of each name under `meanings`. A visit is a session; where there is
    none, a person's day.
    """

    def __init__(self, mapping: Mapping) -> None:
        self._meanings: dict[str, str] = dict(mapping.options[GATHER]["meanings"])
        self._given: set[str] = set()
        self._carts: dict[Any, dict[str, Any]] = {}
        self._later: dict[Any, list[tuple[str, int | None]]] = {}
        self._others = 0
        self._taken = 0

    def add(self, batch: Batch) -> None:
        self._given |= set(batch.columns)
        for line, _extra, name, at, *shared in by_row(batch, ("name", "at", *SHARED)):
            meaning = self._meanings.get(name)
            who = dict(zip(SHARED, shared, strict=True))
            visit = _visit(who, at)
            if meaning not in (CART, CHECKOUT, ORDER) or visit is None:
                self._others += 1
                continue
            self._taken += 1
            self._later.setdefault(visit, []).append((meaning, at))
            if meaning == CART:
                cart = self._carts.setdefault(visit, {**who, "created_at": at, "line": line})
                if at is not None and (cart["created_at"] is None or at < cart["created_at"]):
                    cart["created_at"] = at

    def rows(self) -> Rows:
        shared = [name for name in SHARED if name in self._given]
        found = Rows({name: [] for name in (*shared, "cart", "created_at", "checkout_at", "ordered_at", "state")})
        for visit, cart in self._carts.items():
            checkout = _earliest(self._later[visit], CHECKOUT, cart["created_at"])
            ordered = _earliest(self._later[visit], ORDER, cart["created_at"])
            state = "ordered" if ordered is not None else "checkout" if checkout is not None else "open"
            name = cart["session"] or f"{visit[0]} {visit[1]}"
            values = {**cart, "cart": name, "checkout_at": checkout, "ordered_at": ordered, "state": state}
            for column in found.columns:
                found.columns[column].append(values[column])
            found.lines.append(cart["line"])
            found.extra.append(None)
        found.aside[OTHER_EVENT] = self._others
        found.aside[SAME_CART] = self._taken - len(self._carts)
        return found


def _visit(who: dict[str, Any], at: int | None) -> Any:
    if who["session"] is not None:
        return who["session"]
    named = who["person"] or who["visitor"] or who["customer"]
    return None if named is None else (named, None if at is None else at // A_DAY)


def _earliest(events: list[tuple[str, int | None]], meaning: str, since: int | None) -> int | None:
    """The first such event at the given instant or later; where clocks put all of them before it, the first of all."""
    times = [at for sort, at in events if sort == meaning and at is not None]
    return min([at for at in times if since is None or at >= since] or times, default=None)
