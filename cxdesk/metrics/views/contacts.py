"""Calls and chats, one row each: a row of a file of totals that stands for many is as many rows here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.contact import CONTACT
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Coded, Codes, State
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import UNKNOWN_BOOL
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import carried, tickets
from cxdesk.metrics.views.tickets import NEVER
from cxdesk.system.i18n import N_

KIND = Kind(
    name="single_contact",
    title=N_("Call or chat"),
    plural=N_("calls and chats, one by one"),
    meaning=N_("One call or chat; a row of totals stands for as many as it says."),
    at="day",
    fields=(Field("day", Type.DATE, N_("Day")), *carried.fields(CONTACT)),
)
MOST = 10_000_000  # calls that totals may stand for and still be counted one by one
UNCOUNTED = ("not_used", "no_count")
BOTS = Option(
    "bots",
    "left_out",
    N_("Contacts that a bot handled"),
    choices=(("left_out", N_("Are left out")), ("counted", N_("Count"))),
)
CHANNELS = ("phone", "email", "chat", "social", "self_service", "in_person")
OTHER, UNKNOWN = "other", "unknown"
_WORDS = CONTACT.field("channel").folded_words()


def single(frame: Frame, options: Mapping[str, Any] | None = None) -> Rows:
    """Live calls and chats; columns as the kind has them, or as KIND where files of totals stand for several each."""
    rows = frame.rows(CONTACT.all())
    if not _totals(frame):
        return rows
    return derived(frame, ("single contacts",), lambda: _repeated(frame, rows))


def _totals(frame: Frame) -> bool:
    """Whether some row says that it stands for another number than one."""
    count = frame.column(CONTACT.name, "count")
    return bool((~np.isnan(count) & (count != 1)).any())


def times(frame: Frame) -> np.ndarray:
    """Per row of the kind how many it stands for: what it says, 1 where it says nothing, 0 for what is no number."""
    count = frame.column(CONTACT.name, "count")
    whole = np.isfinite(count) & (count >= 0) & (count == np.rint(count))
    return np.where(np.isnan(count), 1, np.where(whole, np.nan_to_num(count), 0))


def _repeated(frame: Frame, rows: Rows) -> Table:
    each = times(frame)
    at = np.repeat(rows.index, each[rows.index].astype(np.int64))
    columns: dict[str, Any] = {
        "day": frame.days(CONTACT.name, "offered_at")[at],
        **carried.columns(frame, CONTACT, at),
    }
    why = np.where(each > 0, 0, 1).astype(np.uint8)
    behind = {CONTACT.name: lambda: Behind.each(at, UNCOUNTED, why)}
    return Table(KIND, len(at), columns, behind, headings=tuple(frame.headings(CONTACT.name)))


def too_many(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    """Totals that stand for more than can be counted one by one: a reason and what it is about."""
    if frame.size(CONTACT.name) and times(frame).sum() > MOST:
        return "too_many", "count"
    return None


def _tickets(frame: Frame, options: Mapping[str, Any]) -> Rows:
    return frame.rows(TICKET.all())


VIEW = View("single contacts", (CONTACT.name,), single, as_of=tickets.latest, unlike=too_many)
TICKETS = View("tickets", (TICKET.name,), _tickets, as_of=tickets.latest)


def asking(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Times that customers got in touch: calls and chats; where none were imported, tickets stand for them."""
    if frame.size(CONTACT.name):
        return single(frame)
    return frame.rows(TICKET.all())


def _until(frame: Frame) -> int:
    return frame.as_of(CONTACT.name) if frame.size(CONTACT.name) else tickets.until(frame)


ASKING = View("times asked", (CONTACT.name, TICKET.name), asking, as_of=_until, unlike=too_many)


def inbound(rows: Rows, bots: str = "counted") -> np.ndarray:
    """[rows] bool: customers got in touch, not the shop; without what bots handled where they are left out."""
    found = np.ones(rows.size, bool)
    if rows.has("direction"):
        direction: Codes = rows.col("direction")
        out = np.array([*(label == "outbound" for label in direction.labels), False])
        found &= ~out[direction.codes]
    if bots == "left_out" and rows.has("bot"):
        found &= rows.col("bot") != 1
    return found


def channel(rows: Rows) -> Coded:
    """Each row's channel by the names that CXDesk knows, OTHER for any other, UNKNOWN for none."""
    column: Codes = rows.col("channel")
    names = (*CHANNELS, OTHER, UNKNOWN)
    table = np.array([*(names.index(_named(label)) for label in column.labels), names.index(UNKNOWN)], np.uint8)
    return Coded(np.array(names), table[column.codes], np.zeros(len(names), np.uint8))


def _named(label: str) -> str:
    word = fold(label.replace("_", " ").replace("-", " "))
    found = _WORDS.get(word, word)
    return found if found in CHANNELS else OTHER


def only(coded: Coded, rows: np.ndarray) -> Coded:
    """The same values, of which only the rows for which `rows` [rows] holds are asked about."""
    if rows.all():
        return coded
    size = coded.size
    codes = np.where(rows, coded.codes, size).astype(np.uint32)
    state = np.append(coded.state, State.OUTSIDE).astype(np.uint8)
    return Coded(np.append(coded.values, coded.values[-1:]), codes, state)


def waits(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Seconds that each waited, NaN unknown, and whether they left before anybody answered."""
    offered, answered, ended = (_moments(rows, name) for name in ("offered_at", "answered_at", "ended_at"))
    told = rows.col("wait_seconds")
    gone = rows.col("abandoned")
    left = (gone == 1) | ((gone == UNKNOWN_BOOL) & (answered == NEVER) & (ended != NEVER) & ~(told >= 0))
    stopped = np.where(left, ended, answered)
    known = (offered != NEVER) & (stopped != NEVER)
    seconds = (np.where(known, stopped, 0) - np.where(known, offered, 0)) / tickets.SECOND
    return np.where(known, seconds, told), left


def _moments(rows: Rows, name: str) -> np.ndarray:
    return tickets.instants(rows.frame, rows.kind, name)[rows.index]
