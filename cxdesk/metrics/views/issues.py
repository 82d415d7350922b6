"""Issues: tickets about one problem of one customer taken together, with how often the customer had to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Role, Type
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.contact import CONTACT
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.periods import Period
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import DAY
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import carried, contacts, tickets
from cxdesk.metrics.views.tickets import NEVER
from cxdesk.system.i18n import N_

_NO_KEY = frozenset({"none", "null", "nan", "n/a", "na", "unknown", "aucun", "aucune", "niciuna", "0"})
ASKED_OF = {"survey": "answer", "call_log": CONTACT.name}  # of what other kind a variant asks
_SAME_CONTACT = 60 * tickets.SECOND  # what is written so soon after a ticket was opened is its opening
WINDOW = Option(
    "window",
    7,
    N_("Days in which it must stay solved"),
    N_("An issue reopened or asked about again within so many days was not solved. 0: only the first contact counts."),
    low=0,
    high=30,
    of_view=True,
)
KIND = Kind(
    name="issue",
    title=N_("Issue"),
    plural=N_("issues"),
    meaning=N_("What a customer asked for help with, whether in one ticket or in several of the same issue."),
    at="day",
    fields=(
        Field("day", Type.DATE, N_("Opened on")),
        Field("contacts", Type.NUMBER, N_("Contacts until it was solved")),
        Field("solved", Type.BOOL, N_("Solved")),
        Field("reopened", Type.BOOL, N_("Reopened or asked about again")),
        Field("young", Type.BOOL, N_("Too recent to say")),
        Field("agent_messages", Type.NUMBER, N_("Answers by agents")),
        Field("times_reopened", Type.NUMBER, N_("Times reopened")),
        Field("times_reassigned", Type.NUMBER, N_("Times reassigned")),
        *carried.fields(TICKET),
    ),
)


def issues(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per issue, dated by its first ticket and described as that one is; columns as KIND declares them."""
    window = int(options.get("window", WINDOW.default))
    return derived(frame, ("issues", window), lambda: Issues(frame, window).table())


@dataclass(frozen=True, eq=False)
class Issues:
    """Live tickets put together by issue. Arrays named `per ticket` follow `source`, the others the issues."""

    frame: Frame
    window: int

    @cached_property
    def source(self) -> np.ndarray:
        """Positions of live tickets, in order of their opening."""
        return self.frame.rows(TICKET.all()).index

    @cached_property
    def _grouped(self) -> tuple[np.ndarray, np.ndarray]:
        """Per issue the place of its first ticket, ascending; per ticket its issue."""
        key = _issue_keys(self.frame.column(TICKET.name, "issue_key"))[self.source].astype(np.int64)
        who = self.frame.column(TICKET.name, "customer").codes[self.source].astype(np.int64) + 1
        alone = np.arange(len(key)) + (key.max(initial=0) + 1) * (who.max(initial=0) + 1)
        named = np.where(key >= 0, key * (who.max(initial=0) + 1) + who, alone)
        _keys, first, of = np.unique(named, return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return first[order], rank[of]

    @property
    def first(self) -> np.ndarray:
        return self._grouped[0]

    @property
    def of(self) -> np.ndarray:
        return self._grouped[1]

    @property
    def size(self) -> int:
        return len(self.first)

    def _least(self, per_ticket: np.ndarray) -> np.ndarray:
        found = np.full(self.size, NEVER)
        np.minimum.at(found, self.of, per_ticket)
        return found

    def _any(self, per_ticket: np.ndarray) -> np.ndarray:
        return np.bincount(self.of, per_ticket, self.size) > 0

    def _sum(self, per_ticket: np.ndarray) -> np.ndarray:
        return np.bincount(self.of, per_ticket, self.size)

    @cached_property
    def life(self) -> tickets.Tickets:
        return tickets.lives(self.frame)

    @cached_property
    def opened(self) -> np.ndarray:
        """Per ticket."""
        return self.life.opened[self.source]

    @cached_property
    def end(self) -> np.ndarray:
        """When the issue was first solved, NEVER while it is not or nobody wrote it down."""
        return self._least(self.life.first[self.source])

    @cached_property
    def _by_end(self) -> np.ndarray:
        """Per ticket whether it was opened before its issue was first solved."""
        return self.opened <= self.end[self.of]

    def contacts(self) -> np.ndarray:
        """How often the customer got in touch until it was first solved: tickets, further messages, calls."""
        frame, kind = self.frame, TICKET.name
        mine = np.maximum(1 + self._messages(), self._calls())
        told = np.nan_to_num(frame.column(kind, "customer_message_count"), nan=0.0)
        each = np.maximum(mine, told)[self.source]
        return self._sum(np.where(self._by_end, each, 0)).clip(1)

    def _messages(self) -> np.ndarray:
        """Per row of the kind the customer's messages after the opening and until it was first solved."""
        size = self.frame.size(TICKET.name)
        if not self.frame.size(tickets.EVENT):
            return np.zeros(size)
        at = tickets.of_kind(self.frame, "customer_message")
        ticket = self.frame.pointed(tickets.EVENT, tickets.KIND)[at]
        moment = tickets.instants(self.frame, tickets.EVENT, "at")[at]
        opened = self.life.opened[ticket]
        later = (opened != NEVER) & (moment > np.where(opened == NEVER, 0, opened) + _SAME_CONTACT)
        return np.bincount(ticket[later & (moment < self.life.first[ticket])], minlength=size)

    def _calls(self) -> np.ndarray:
        """Per row of the kind the calls and chats about it that somebody answered, until it was first solved."""
        size = self.frame.size(TICKET.name)
        if not size or not self.frame.size(CONTACT.name):
            return np.zeros(size)
        at = self.frame.rows(CONTACT.all()).index
        ticket = self.frame.pointed(CONTACT.name, TICKET.name)[at]
        direction = self.frame.column(CONTACT.name, "direction")
        out = np.array([*(label == "outbound" for label in direction.labels), False])[direction.codes[at]]
        gone = self.frame.column(CONTACT.name, "abandoned")[at] == 1
        moment = tickets.instants(self.frame, CONTACT.name, "offered_at")[at]
        counted = (ticket >= 0) & ~out & ~gone
        counted &= (moment == NEVER) | (moment <= self.life.first[np.maximum(ticket, 0)])
        return np.bincount(ticket[counted], contacts.times(self.frame)[at[counted]], size)

    def reopened(self) -> np.ndarray:
        """Issues reopened, or asked about in a further ticket, within the window after they were first solved."""
        if not self.window:
            return np.zeros(self.size, bool)
        latest = np.where(self.end == NEVER, NEVER, np.where(self.end == NEVER, 0, self.end) + self.window * DAY)
        again = ~self._by_end & (self.opened <= latest[self.of])
        return self._any(again) | self._any(self._opened_anew(latest))

    def _opened_anew(self, latest: np.ndarray) -> np.ndarray:
        """Per ticket whether it was reopened up to `latest`; a count without a date is taken to be in time."""
        frame = self.frame
        dated = np.full(frame.size(TICKET.name), NEVER)
        if frame.size(tickets.EVENT):
            at = tickets.of_kind(frame, "reopen")
            moment = tickets.instants(frame, tickets.EVENT, "at")[at]
            np.minimum.at(dated, frame.pointed(tickets.EVENT, tickets.KIND)[at], moment)
        dated = dated[self.source]
        counted = (frame.column(TICKET.name, "reopen_count")[self.source] > 0) & (dated == NEVER)
        return counted | ((dated != NEVER) & (dated <= latest[self.of]))

    def young(self) -> np.ndarray:
        """Issues that the window has not yet passed over."""
        days = self.frame.days(TICKET.name, "created_at")[self.source][self.first].astype(np.int64)
        return days + self.window > tickets.until(self.frame)

    def table(self) -> Table:
        at = self.source[self.first]
        columns: dict[str, Any] = {
            "day": self.frame.days(TICKET.name, "created_at")[at],
            "contacts": lambda: self.contacts().astype(np.float64),
            "solved": lambda: self._any(self.life.solved[self.source]).astype(np.uint8),
            "reopened": lambda: self.reopened().astype(np.uint8),
            "young": lambda: self.young().astype(np.uint8),
            "agent_messages": lambda: self._sum(tickets.answers_by_agents(self.frame)[self.source]),
            "times_reopened": lambda: self._sum(self.frame.column(TICKET.name, "reopen_count")[self.source]),
            "times_reassigned": lambda: self._sum(self.frame.column(TICKET.name, "reassignment_count")[self.source]),
            **carried.columns(self.frame, TICKET, at),
        }
        behind = {TICKET.name: lambda: Behind(self.of, self.source)}
        return Table(KIND, self.size, columns, behind, headings=tuple(self.frame.headings(TICKET.name)))


def _issue_keys(column: Codes) -> np.ndarray:
    """Codes of issue keys; what only says that there is none is none."""
    none = [not any(c.isalnum() for c in label) or fold(label) in _NO_KEY for label in column.labels]
    return np.where(np.array([*none, True])[column.codes], -1, column.codes)


def _span(frame: Frame) -> Period | None:
    return frame.span(frame.rows(TICKET.all()), tickets.until(frame))


def _unlike(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    """No records of the kind that the variant asks, or tickets of which nothing says whether they were solved."""
    asked = ASKED_OF.get(str(options.get("variant")), TICKET.name)
    if not frame.size(asked):
        return "missing_kind", asked
    if asked == TICKET.name and not tickets.lives(frame).told:
        return "missing_field", "resolved_at"
    return None


VIEW = View(
    "issues",
    (TICKET.name, tickets.EVENT, CONTACT.name),
    issues,
    as_of=tickets.latest,
    span=_span,
    unlike=_unlike,
)


def _said(frame: Frame, options: Mapping[str, Any]) -> Rows:
    return frame.rows(ANSWER.where(role=Role.SAT_RESOLUTION))


def _calls(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Calls one by one, where the variant asks of them."""
    return contacts.single(frame) if options.get("variant") == "call_log" else frame.rows(CONTACT.all())


def _too_many(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    return contacts.too_many(frame, options) if options.get("variant") == "call_log" else None


ANSWERS = View("said of the resolution", (ANSWER.name,), _said, as_of=tickets.latest)
CALLS = View("calls", (CONTACT.name,), _calls, as_of=tickets.latest, unlike=_too_many)
