"""When tickets were opened, resolved for the first and for the last time, and whether they still are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.kinds_of.ticket_event import TICKET_EVENT
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.frame.zone import day_number

KIND, EVENT = TICKET.name, TICKET_EVENT.name
NEVER = np.iinfo(np.int64).max  # an instant that has not come
SECOND = 1_000_000
_DONE = frozenset(
    {"resolved", "solved", "closed", "complete", "completed", "done", "fixed", "answered", "finished"}
    | {"resolu", "resolue", "clos", "close", "cloture", "cloturee", "ferme", "fermee", "termine", "traite"}
    | {"rezolvat", "rezolvata", "inchis", "inchisa", "finalizat", "solutionat"}
)
_OPEN = frozenset(
    {"open", "new", "pending", "in progress", "active", "on hold", "hold", "reopened", "waiting", "assigned"}
    | {"ouvert", "ouverte", "nouveau", "en cours", "en attente", "rouvert", "suspendu"}
    | {"deschis", "deschisa", "nou", "in lucru", "in asteptare", "redeschis", "alocat"}
)
_INSTANTS = ("created_at", "first_response_at", "first_resolved_at", "resolved_at", "closed_at")


@dataclass(frozen=True, eq=False)
class Tickets:
    """Per row of the kind, instants in µs UTC (NEVER where there is none): opened, resolved first and last, and
    `solved`, whether it is said to be so at the end. `told` says that the files tell at all.
    """

    opened: np.ndarray
    first: np.ndarray
    last: np.ndarray
    solved: np.ndarray
    told: bool


def instants(frame: Frame, kind: str, name: str) -> np.ndarray:
    """µs UTC, NEVER where there is none; wall time is read in the workspace's zone."""
    found = frame.column(kind, name)
    floating = frame.floating(kind, name)
    if floating is not None and floating.any():
        found = np.where(floating, frame.zone.utc(found), found)
    return np.where(found == NO_INSTANT, NEVER, found)


def lives(frame: Frame) -> Tickets:
    """What is known of every ticket's opening and resolution."""
    return frame.once("ticket lives", (KIND, EVENT), lambda: _lives(frame))


def _lives(frame: Frame) -> Tickets:
    opened, first, last, closed = (
        instants(frame, KIND, name) for name in ("created_at", "first_resolved_at", "resolved_at", "closed_at")
    )
    if (last == NEVER).all():
        last = closed  # a file that knows closing alone
    done, still = _said(frame, KIND, "status", _DONE), _said(frame, KIND, "status", _OPEN)
    seconds = frame.column(KIND, "resolution_seconds")
    counted = (last == NEVER) & (opened != NEVER) & (seconds >= 0) & ~still
    last = np.where(counted, opened + np.where(counted, seconds, 0.0).astype(np.int64) * SECOND, last)
    ends = np.minimum(last, closed)
    solved = ((ends != NEVER) & ~still) | done
    first = np.minimum(np.minimum(first, ends), _first_event(frame))
    told = bool(solved.any() or still.any() or (first != NEVER).any())
    return Tickets(opened, first, last, solved, told)


def _said(frame: Frame, kind: str, name: str, words: frozenset[str]) -> np.ndarray:
    column: Codes = frame.column(kind, name)
    table = np.array([*(fold(label).replace("_", " ") in words for label in column.labels), False])
    return table[column.codes]


def _first_event(frame: Frame) -> np.ndarray:
    """The first change to a state that means solved."""
    found = np.full(frame.size(KIND), NEVER)
    if frame.size(EVENT):
        where = frame.pointed(EVENT, KIND)
        solved = _said(frame, EVENT, "to", _DONE) & (where >= 0)
        np.minimum.at(found, where[solved], instants(frame, EVENT, "at")[solved])
    return found


def of_kind(frame: Frame, *kinds: str) -> np.ndarray:
    """Live ticket events of those sorts, as positions; internal and archived ones are left out."""
    rows = frame.rows(TICKET_EVENT.all())
    sort: Codes = frame.column(EVENT, "kind")
    table = np.array([*(label in kinds for label in sort.labels), False])
    at = rows.index[table[sort.codes[rows.index]]]
    return at[frame.pointed(EVENT, KIND)[at] >= 0]


def until(frame: Frame) -> int:
    """Day up to which tickets reach: as said on import, or the newest day on which anything happened to one."""
    if any(batch.as_of is not None and KIND in batch.kinds for batch in frame.batches):
        return max(frame.as_of(KIND), _until(frame))
    return frame.once(("tickets until",), (KIND,), lambda: _until(frame))


def _until(frame: Frame) -> int:
    if not frame.size(KIND):
        return NO_DAY - 1
    days = np.concatenate([frame.days(KIND, name) for name in _INSTANTS])
    past = days[days <= day_number(date.today())]
    return int(past.max()) if len(past) else frame.as_of(KIND)


def latest(frame: Frame) -> int:
    """Day up to which tickets, calls or answers reach, whichever reach furthest: each can be asked by itself."""
    others = [frame.as_of(kind) for kind in ("contact", "answer") if frame.size(kind)]
    return max([*others, until(frame)]) if frame.size(KIND) else max(others, default=NO_DAY - 1)


def answers_by_agents(frame: Frame) -> np.ndarray:
    """Public messages of agents per ticket: as the file counts them, else as the log of events does; NaN unknown."""
    counted = frame.column(KIND, "reply_count")
    if not frame.size(EVENT):
        return counted
    found = np.bincount(frame.pointed(EVENT, KIND)[of_kind(frame, "agent_public")], minlength=frame.size(KIND))
    logged = np.bincount(_logged(frame), minlength=frame.size(KIND)) > 0
    return np.where(np.isnan(counted) & logged, found, counted)


def _logged(frame: Frame) -> np.ndarray:
    """Tickets of which there are events."""
    where = frame.pointed(EVENT, KIND)
    return where[where >= 0]
