"""Tickets out of logs: of rows that are states of a ticket the latest, of rows that are steps what they lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from cxdesk.domain.kinds import fold_word, words
from cxdesk.intake.batch import Batch
from cxdesk.intake.gathering import ORDER, Rows, by_row
from cxdesk.intake.mapping import Mapping

EARLIER_STATE, STEP = "earlier_state", "step"
_STATES = words(
    resolved="solved | closed | done | fixed | completed | complete | resolve | close | résolu | résolue | fermé"
    " | fermée | clos | terminé | traité | rezolvat | rezolvată | închis | închisă | finalizat",
    reopened="reopen | re opened | rouvert | rouverte | réouvert | redeschis | redeschisă",
)
_KNOWN = {fold_word(word): state for state, texts in _STATES.items() for word in (state, *texts)}
MESSAGE, PUBLIC, PRIVATE, TRANSFER, REOPEN, STATUS = (
    "customer_message", "agent_public", "agent_private", "transfer", "reopen", "status",
)  # fmt: skip


def is_resolved(status: str | None) -> bool:
    return status is not None and _KNOWN.get(fold_word(status)) == "resolved"


def is_reopened(status: str | None) -> bool:
    return status is not None and _KNOWN.get(fold_word(status)) == "reopened"


class Life:
    """What the states of a ticket say, taken in order of time: when it was resolved, how often it came back."""

    def __init__(self) -> None:
        self.first: int | None = None
        self.last: int | None = None
        self.back = 0
        self.now: str | None = None

    def state(self, status: str | None, at: int | None) -> None:
        if status is None:
            return
        resolved, was = is_resolved(status), is_resolved(self.now)
        if resolved and not was:
            self.first = at if self.first is None else self.first
            self.last = at
        elif was and not resolved:
            self.reopened()
        self.now = status

    def reopened(self) -> None:
        self.back += 1
        self.last = None


class States:
    """Each row is a ticket as it was at a time. The latest counts; what no column says is taken from all of them."""

    def __init__(self, mapping: Mapping) -> None:
        self._names: list[str] = []
        self._seen: dict[str, list[tuple[bool, int, int, str | None]]] = defaultdict(list)  # dated?, when, line, status
        self._latest: dict[str, tuple[Any, ...]] = {}

    def add(self, batch: Batch) -> None:
        self._names = self._names or [name for name in batch.columns if name != ORDER]
        for row in by_row(batch, ["ticket", "status", ORDER, *self._names]):
            line, _extra, ticket, status, at, *_rest = row
            self._seen[ticket].append((at is not None, at or 0, line, status))
            latest = self._latest.get(ticket)
            if latest is None or (at is not None, at or 0) >= (latest[4] is not None, latest[4] or 0):
                self._latest[ticket] = row

    def rows(self) -> Rows:
        derived = ("first_resolved_at", "resolved_at", "reopen_count", "created_at")
        dated = any(seen[0][0] for seen in self._seen.values())
        added = [name for name in derived if name not in self._names] if dated else []
        found = Rows({name: [] for name in [*self._names, *added]})
        for ticket, seen in self._seen.items():
            seen.sort(key=lambda state: state[:3])
            last = self._latest[ticket]
            found.lines.append(last[0])
            found.extra.append(last[1])
            for name, value in zip(self._names, last[5:], strict=True):
                found.columns[name].append(value)
            for name, value in self._lived(seen).items():
                if name in added:
                    found.columns[name].append(value)
            found.aside[EARLIER_STATE] += len(seen) - 1
        return found

    def _lived(self, seen: list[tuple[bool, int, int, str | None]]) -> dict[str, Any]:
        life = Life()
        for dated, at, _line, status in seen:
            life.state(status, at if dated else None)
        return {
            "first_resolved_at": life.first,
            "resolved_at": life.last,
            "reopen_count": life.back if life.now is not None else None,
            "created_at": min((at for dated, at, _line, _status in seen if dated), default=None),
        }


_STEP = ("ticket", "at", "kind", "from", "to", "actor", "public", "person", "customer", "channel")


class Steps:
    """Each row is something that happened to a ticket: a message, a change of state, a transfer."""

    FIELDS = (
        "ticket", "created_at", "first_response_at", "first_resolved_at", "resolved_at", "status", "customer",
        "channel", "agent", "reopen_count", "reassignment_count", "reply_count", "customer_message_count",
    )  # fmt: skip

    def __init__(self, mapping: Mapping) -> None:
        self._seen: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._nameless = 0

    def add(self, batch: Batch) -> None:
        for row in by_row(batch, _STEP):
            if row[2] is None:
                self._nameless += 1
            else:
                self._seen[row[2]].append(row)

    def rows(self) -> Rows:
        found = Rows({name: [] for name in self.FIELDS})
        for ticket, seen in self._seen.items():
            seen.sort(key=lambda row: (row[3] is None, row[3] or 0, row[0]))
            told = _told(ticket, seen)
            for name in self.FIELDS:
                found.columns[name].append(told.get(name))
            found.lines.append(max(row[0] for row in seen))
            found.extra.append(None)
            found.aside[STEP] += len(seen) - 1
        found.aside[STEP] += self._nameless
        found.columns = {name: values for name, values in found.columns.items() if any(v is not None for v in values)}
        return found


def _told(ticket: str, seen: list[tuple[Any, ...]]) -> dict[str, Any]:
    """What the steps of one ticket, in order of time, say of it."""
    asker = next((who for row in seen if (who := _who(row)) is not None), None)
    life, counts = Life(), {MESSAGE: 0, PUBLIC: 0, TRANSFER: 0}
    first: int | None = None
    agent = None
    for row in seen:
        _line, _extra, _ticket, at, kind, _from, to, actor, *_rest = row
        sort = _sort(row, asker)
        if sort in counts:
            counts[sort] += 1
        if sort == PUBLIC and first is None:
            first = at
        agent = actor if sort in (PUBLIC, PRIVATE) and actor is not None else agent
        if sort == REOPEN:
            life.reopened()
            life.now = "open" if to is None else to
        elif sort == STATUS or (kind is None and to is not None):
            life.state(to, at)
    messages = any(counts[name] for name in (MESSAGE, PUBLIC))
    return {
        "ticket": ticket,
        "created_at": next((row[3] for row in seen if row[3] is not None), None),
        "first_response_at": first,
        "first_resolved_at": life.first,
        "resolved_at": life.last,
        "status": life.now,
        "customer": _first(seen, 10) or (asker if messages else None),
        "channel": _first(seen, 11),
        "agent": agent,
        "reopen_count": life.back if life.now is not None else None,
        "reassignment_count": counts[TRANSFER] or None,
        "reply_count": counts[PUBLIC] if messages else None,
        "customer_message_count": counts[MESSAGE] if messages else None,
    }


def _who(row: tuple[Any, ...]) -> Any:
    return row[9] if row[9] is not None else row[7]


def _first(seen: Iterable[tuple[Any, ...]], place: int) -> Any:
    return next((row[place] for row in seen if row[place] is not None), None)


def _sort(row: tuple[Any, ...], asker: Any) -> str | None:
    """The sort of a step; where only is said whether it could be seen, by who it came from: the first is the asker."""
    kind, public = row[4], row[8]
    if kind is not None:
        return str(kind)
    if public is None:
        return None
    if _who(row) == asker:
        return MESSAGE
    return PUBLIC if public else PRIVATE
