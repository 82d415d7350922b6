"""Calls and chats, one row each: a row of a file of totals that stands for many is as many rows here.

Of a row of a switchboard's table is known how many were offered, answered, answered in time and abandoned, so each of
its rows here has an outcome; its times are averages, which no single call has (see `averages`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    fields=(
        Field("day", Type.DATE, N_("Day")),
        Field("outcome", Type.LABEL, N_("Outcome")),
        *carried.fields(CONTACT),
    ),
)
MOST = 10_000_000  # calls that totals may stand for and still be counted one by one
UNCOUNTED = ("not_used", "no_count", "counts_disagree")
OUTCOMES = ("in_time", "late", "answered", "abandoned", "unanswered")  # of calls in totals; -1: as the row itself says
IN_TIME, LATE, ANSWERED, ABANDONED, UNANSWERED = range(len(OUTCOMES))
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


@dataclass(frozen=True, eq=False)
class Counts:
    """Per row of the kind how many it stands for: `all`, and of the rows of a switchboard's table [rows, outcomes].

    `told` [rows] bool: a row of such a table; `disagree` [rows] bool: its counts cannot all be true.
    """

    all: np.ndarray
    by_outcome: np.ndarray
    told: np.ndarray
    disagree: np.ndarray

    @staticmethod
    def of(frame: Frame) -> Counts:
        return frame.once(("counts of contacts",), (CONTACT.name,), lambda: _counts(frame))


def _counts(frame: Frame) -> Counts:
    """What is not counted follows from what is: offered = answered + abandoned where two of them are known."""
    names = ("count", "answered_count", "abandoned_count", "in_time_count")
    written = [frame.column(CONTACT.name, name) for name in names]
    known = np.stack([~np.isnan(column) for column in written])
    whole = np.stack([np.isfinite(column) & (column >= 0) & (column == np.rint(column)) for column in written])
    offered, answered, abandoned, in_time = (np.where(own, c, np.nan) for own, c in zip(whole, written, strict=True))
    told: np.ndarray = np.any(known[1:], axis=0)
    offered = np.where(np.isnan(offered) & told & ~known[0], answered + abandoned, offered)
    answered = np.where(np.isnan(answered) & ~known[1], offered - abandoned, answered)
    abandoned = np.where(np.isnan(abandoned) & ~known[2], offered - answered, abandoned)
    with np.errstate(invalid="ignore"):
        sums = np.asarray((answered + abandoned > offered) | (answered < 0) | (abandoned < 0) | (in_time > answered))
    usable = told & np.isfinite(offered) & np.isfinite(answered) & np.isfinite(abandoned) & ~sums
    split = np.isfinite(in_time)
    late, open_ = np.where(split, answered - in_time, 0), np.where(split, 0, answered)
    parts = [np.where(split, in_time, 0), late, open_, abandoned, offered - answered - abandoned]
    single = np.where(known[0], np.where(whole[0], written[0], 0), 1)
    each = np.where(told, np.where(usable, offered, 0), np.nan_to_num(single))
    return Counts(each, np.stack([np.where(usable, part, 0) for part in parts], axis=1), told, told & sums)


def _totals(frame: Frame) -> bool:
    """Whether some row stands for another number than one, or says what became of those it stands for."""
    counts = Counts.of(frame)
    return bool((counts.all != 1).any() or counts.told.any())


def times(frame: Frame) -> np.ndarray:
    """Per row of the kind how many it stands for: what it says, 1 where it says nothing, 0 for what is no number."""
    return Counts.of(frame).all


def _repeated(frame: Frame, rows: Rows) -> Table:
    counts = Counts.of(frame)
    parts = np.column_stack([np.where(counts.told, 0, counts.all), counts.by_outcome]).astype(np.int64)[rows.index]
    places = np.repeat(np.arange(parts.size), parts.ravel())
    at, outcome = rows.index[places // parts.shape[1]], places % parts.shape[1] - 1
    columns: dict[str, Any] = {
        "day": frame.days(CONTACT.name, "offered_at")[at],
        "outcome": Codes(outcome.astype(np.int8), OUTCOMES),
        **carried.columns(frame, CONTACT, at),
    }
    why = np.where(counts.all > 0, 0, np.where(counts.disagree, 2, 1)).astype(np.uint8)
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
    seconds, became = np.where(known, seconds, told), outcomes(rows)
    return np.where(became >= 0, np.nan, seconds), np.where(became >= 0, became == ABANDONED, left)


def outcomes(rows: Rows) -> np.ndarray:
    """[rows] what a table of totals says became of each, a place in OUTCOMES; -1 where the row speaks for itself."""
    return rows.col("outcome").codes if rows.has("outcome") else np.full(rows.size, -1, np.int8)


def averages(rows: Rows, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Of rows of the kind: a time in seconds (`wait_seconds` or `handle_seconds`) of the calls answered, each its own
    or an average, and of how many it is.
    """
    counts = Counts.of(rows.frame)
    seconds, left = waits(rows)
    seconds = seconds if name == "wait_seconds" else rows.col(name)
    many = counts.by_outcome[rows.index][:, [IN_TIME, LATE, ANSWERED]].sum(axis=1)
    answered = np.where(counts.told[rows.index], many, np.where(left, 0, counts.all[rows.index]))
    return seconds, np.where(seconds >= 0, answered, 0)


def has_averages(frame: Frame) -> bool:
    """Whether some row is the total of many calls of which only averages are known."""
    return bool(frame.size(CONTACT.name) and Counts.of(frame).told.any())


def _as_imported(frame: Frame, options: Mapping[str, Any]) -> Rows:
    return frame.rows(CONTACT.all())


ROWS = View("contacts as imported", (CONTACT.name,), _as_imported, as_of=tickets.latest)


def _moments(rows: Rows, name: str) -> np.ndarray:
    return tickets.instants(rows.frame, rows.kind, name)[rows.index]
