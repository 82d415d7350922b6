"""The parts of a customer's health, each 0..100 and NaN where nothing is known about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.business_review import BUSINESS_REVIEW
from cxdesk.domain.kinds_of.contact import CONTACT
from cxdesk.domain.kinds_of.contract import CONTRACT
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views import recurring, tickets
from cxdesk.metrics.views.histories import History, Moments, People, spread
from cxdesk.metrics.views.paying import Paying
from cxdesk.metrics.views.signals import MEMORY

PARTS = ("usage", "support", "sentiment", "commercial", "relationship")
ACTIVE, RECENT = 28, 90  # days
_ASKED = ("nps", "csat", "ces")


@dataclass(frozen=True, eq=False)
class Health:
    """For rows that are a person `who` of `people` at the end of the day `moment`; `group` [rows] tells plans and
    periods apart, within which use is compared.
    """

    frame: Frame
    people: People
    who: np.ndarray
    moment: Moments
    group: np.ndarray

    def _person(self, kind: str, at: np.ndarray) -> np.ndarray:
        return self.people.of(self.frame, kind)[at]

    def _events(self, kind: str, at: str) -> History:
        """Live rows of a kind by a day of theirs."""
        positions = self.frame.rows(_SOURCES[kind].all()).index
        return History.of(self._person(kind, positions), self.frame.days(kind, at)[positions], positions)

    def _told(self, history: History) -> np.ndarray:
        """Rows at whose moment there were data of that sort at all."""
        return self.moment.rows >= (int(history.day.min()) if history.size else NO_DAY)

    @cached_property
    def uses(self) -> History:
        return self._events(USAGE_EVENT.name, "at")

    @cached_property
    def active(self) -> History:
        """Days on which anything was used, each once."""
        first = np.unique(self.uses.keys, return_index=True)[1]
        return History(self.uses.who[first], self.uses.day[first], self.uses.source[first])

    def usage(self) -> np.ndarray:
        """Percentile of active days of the last 28 among customers of the same plan; equals share their place."""
        days = self.active.number(self.who, self.moment, ACTIVE)
        width, group = ACTIVE + 1, self.group.astype(np.int64)
        counts = np.bincount(group * width + days, minlength=(int(group.max(initial=-1)) + 1) * width)
        upto = np.cumsum(counts.reshape(-1, width), axis=1)
        place = (upto - counts.reshape(-1, width) / 2) / np.maximum(upto[:, -1:], 1)
        found = 100 * place[group, days]
        return np.where(self._told(self.active), found, np.nan)

    @cached_property
    def opened(self) -> History:
        return self._events(TICKET.name, "created_at")

    @cached_property
    def resolved(self) -> History:
        """Tickets by the day they were resolved, never before they were opened."""
        at = self.opened.source
        done = tickets.lives(self.frame).last[at]
        zone = self.frame.zone
        days = np.full(len(at), NO_DAY, np.int64)
        known = done != tickets.NEVER
        days[known] = zone.days(done[known])
        undated = ~known & tickets.lives(self.frame).solved[at]
        days = np.where(undated, self.opened.day, np.maximum(days, self.opened.day))
        return History.of(self.opened.who, days, at)

    @cached_property
    def reopened(self) -> History:
        at = np.flatnonzero(self.frame.column(TICKET.name, "reopen_count")[self.opened.source] > 0)
        return History(self.opened.who[at], self.opened.day[at], self.opened.source[at])

    def support(self) -> np.ndarray:
        """100 less 20 for each open ticket and 10 for each of the last 90 days that was reopened, at least 0."""
        still = self.opened.number(self.who, self.moment) - self.resolved.number(self.who, self.moment)
        again = self.reopened.number(self.who, self.moment, RECENT)
        return np.where(self._told(self.opened), np.maximum(100 - 20.0 * still - 10.0 * again, 0), np.nan)

    @cached_property
    def answers(self) -> History:
        """Valid answers to the three questions as percent of the maximum possible."""
        rows = self.frame.rows(ANSWER.all())
        score: Coded = rows.pomp()
        role = rows.col("role")
        asked = np.array([*(label in _ASKED for label in role.labels), False])[role.codes]
        kept = np.flatnonzero(asked & (score.state[score.codes] == State.OK))
        at = rows.index[kept]
        return History.of(self._person(ANSWER.name, at), rows.days[kept], at, score.values[score.codes[kept]])

    def sentiment(self) -> np.ndarray:
        """The latest answer of the last twelve months, 0 to 100 on its own scale."""
        amount = self.answers.amount
        assert amount is not None
        at = self.answers.latest(self.who, self.moment, MEMORY)
        return np.where(at >= 0, np.append(amount, np.nan)[at], np.nan)

    @cached_property
    def paying(self) -> Paying:
        return Paying(self.frame, self.people, self.who)

    def _paid(self) -> np.ndarray:
        """100 where nothing is overdue, else 0; of those who have a subscription. A status has no date."""
        status = self.frame.column(recurring.KIND, "status")
        late = np.array([*(label == "past_due" for label in status.labels), False])[
            status.codes[self.paying.begun.source]
        ]
        begun = self.paying.begun
        owing = History(begun.who[late], begun.day[late], begun.source[late])
        found = np.where(owing.number(self.who, self.moment) > 0, 0.0, 100.0)
        return np.where(self.paying.held(self.moment) > 0, found, np.nan)

    def _trend(self) -> np.ndarray:
        """What is paid a month, in percent of 90 days before and at most 100; of those who paid then."""
        before, now = self.paying.mrr(self.moment - RECENT), self.paying.mrr(self.moment)
        with np.errstate(all="ignore"):
            return np.where(before > 0, np.clip(100 * now / before, 0, 100), np.nan)

    @cached_property
    def due(self) -> History:
        return self._events(CONTRACT.name, "due_on")

    def _renewal(self) -> np.ndarray:
        """Days until the contract is due, 100 from 90 days on, and 100 where it renews by itself."""
        place = self.due.until(self.who, self.moment)
        inside = place < self.due.size
        inside[inside] &= self.due.who[place[inside]] == self.who[inside]
        place = np.where(inside, place, 0)
        if not self.due.size:
            return np.full(len(self.who), np.nan)
        days = self.due.day[place] - self.moment.rows
        itself = self.frame.column(CONTRACT.name, "auto_renew")[self.due.source[place]] == 1
        started = self.frame.days(CONTRACT.name, "starts_on")[self.due.source[place]]
        running = inside & ((started == NO_DAY) | (started <= self.moment.rows))
        return np.where(running, np.where(itself, 100.0, np.clip(100 * days / RECENT, 0, 100)), np.nan)

    def commercial(self) -> np.ndarray:
        """The mean of what is known: nothing overdue, revenue kept, days to renewal."""
        found = [self._paid(), self._trend()] if self.frame.size(recurring.KIND) else []
        found += [self._renewal()] if self.frame.size(CONTRACT.name) else []
        return mean_of(np.stack(found)) if found else np.full(len(self.who), np.nan)

    @cached_property
    def talks(self) -> tuple[History, ...]:
        """Contacts and reviews that took place."""
        every = ((CONTACT.name, "offered_at"), (BUSINESS_REVIEW.name, "held_at"))
        return tuple(self._events(kind, at) for kind, at in every if self.frame.size(kind))

    def relationship(self) -> np.ndarray:
        """100 with a contact or review in the last 90 days, else 0."""
        if not self.talks:
            return np.full(len(self.who), np.nan)
        recent = sum(one.number(self.who, self.moment, RECENT) for one in self.talks)
        told = np.logical_or.reduce([self._told(one) for one in self.talks])
        return np.where(told, np.where(recent > 0, 100.0, 0.0), np.nan)

    def part(self, name: str) -> np.ndarray:
        """One of PARTS, per row."""
        if not any(self.frame.size(kind) for kind in _READ[name]):
            return np.full(len(self.who), np.nan)
        found: np.ndarray = getattr(self, name)()
        return found

    def behind(self, kind: str) -> tuple[np.ndarray, np.ndarray]:
        """Row and source row of what a kind says about each."""
        found = [spread_of(history, self.who, self.moment, days) for history, days in self._read(kind)]
        row, source = (np.concatenate(column) for column in zip(*found, strict=True))
        return row, source

    def _read(self, kind: str) -> Iterator[tuple[History, int | None]]:
        dated = {
            CONTACT.name: ("offered_at", RECENT),
            BUSINESS_REVIEW.name: ("held_at", RECENT),
            CONTRACT.name: ("starts_on", None),
        }
        if kind in dated:
            at, days = dated[kind]
            yield self._events(kind, at), days
        elif kind == recurring.KIND:
            yield self.paying.begun, None
        else:
            name, days = _EVIDENCE[kind]
            yield getattr(self, name), days


def spread_of(history: History, who: np.ndarray, moment: Moments, days: int | None) -> tuple[np.ndarray, np.ndarray]:
    row, place = spread(*history.range(who, moment, days))
    return row, history.source[place]


def mean_of(table: np.ndarray) -> np.ndarray:
    """[parts, rows] → mean of what is known per row."""
    known = np.isfinite(table)
    with np.errstate(all="ignore"):
        return np.where(known, table, 0).sum(axis=0) / known.sum(axis=0)


_EVIDENCE: Mapping[str, tuple[str, int | None]] = {
    USAGE_EVENT.name: ("uses", ACTIVE),
    TICKET.name: ("opened", None),
    ANSWER.name: ("answers", MEMORY),
}
_SOURCES = {one.name: one for one in (ANSWER, USAGE_EVENT, TICKET, CONTRACT, CONTACT, BUSINESS_REVIEW)}
_READ = {
    "usage": (USAGE_EVENT.name,),
    "support": (TICKET.name,),
    "sentiment": (ANSWER.name,),
    "commercial": (recurring.KIND, CONTRACT.name),
    "relationship": (CONTACT.name, BUSINESS_REVIEW.name),
}
