"""The parts of a customer's health, each 0..100 and NaN where nothing is known about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.domain.kinds import Source
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.business_review import BUSINESS_REVIEW
from cxdesk.domain.kinds_of.contact import CONTACT
from cxdesk.domain.kinds_of.contract import CONTRACT
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.frame.codes import Coded, State, smallest
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.tally import TABLED
from cxdesk.metrics.views import recurring, tickets
from cxdesk.metrics.views.paying import Paying
from cxdesk.metrics.views.signals import MEMORY
from cxdesk.metrics.views.standings import Counted, Crowd, Grid, Latest, Log, Step, everywhere, tabled

PARTS = ("usage", "support", "sentiment", "commercial", "relationship")
ACTIVE, RECENT = 28, 90  # days
_ASKED = ("nps", "csat", "ces")
_LEAST = 10  # a ticket that is open or was reopened takes one or two of so many steps from 100 to 0


@dataclass(frozen=True, eq=False)
class Lives:
    """What happened to people of a crowd, which depends on the data alone."""

    frame: Frame
    crowd: Crowd

    def events(self, kind: str, at: str) -> Log:
        """Live rows of a kind by a day of theirs."""
        positions = self.frame.rows(Source(kind)).index
        who = self.crowd.who(self.frame, kind, positions)
        return Log.of(who, self.frame.days(kind, at)[positions], positions)

    @cached_property
    def paying(self) -> Paying:
        return Paying(self.frame, self.crowd)

    @cached_property
    def uses(self) -> Log:
        return self.events(USAGE_EVENT.name, "at")

    @cached_property
    def active(self) -> Log:
        """Days on which anything was used, each once."""
        keys = (self.uses.day.astype(np.int64) << 32) + self.uses.who
        keys.sort()
        keys = keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys
        return Log(keys & 0xFFFFFFFF, (keys >> 32).astype(np.int32), np.zeros(0, np.int32))

    @cached_property
    def opened(self) -> Log:
        return self.events(TICKET.name, "created_at")

    @cached_property
    def resolved(self) -> Log:
        """Tickets by the day they were resolved, never before they were opened."""
        opened, lives = self.opened, tickets.lives(self.frame)
        at = opened.source
        done = lives.last[at]
        days = np.full(len(at), NO_DAY, np.int32)
        known = done != tickets.NEVER
        days[known] = self.frame.zone.days(done[known])
        days = np.where(~known & lives.solved[at], opened.day, np.maximum(days, opened.day))
        return Log.of(opened.who, days, at)

    @cached_property
    def reopened(self) -> Log:
        again = self.frame.column(TICKET.name, "reopen_count")[self.opened.source] > 0
        return self.opened.at(np.flatnonzero(again))

    @cached_property
    def answers(self) -> tuple[Log, Coded]:
        """Valid answers to the three questions, and the values that they take: percent of the maximum possible."""
        rows = self.frame.rows(ANSWER.all())
        score: Coded = rows.pomp()
        role = rows.col("role")
        asked = np.array([*(label in _ASKED for label in role.labels), False])[role.codes]
        kept = np.flatnonzero(asked & (score.state[score.codes] == State.OK))
        at = rows.index[kept]
        values, place = np.unique(score.values, return_inverse=True)
        codes = place.astype(smallest(len(values) + 1))[score.codes[kept]]
        log = Log.of(self.crowd.who(self.frame, ANSWER.name, at), rows.days[kept], at, codes)
        assert log.amount is not None
        return log, tabled([*values, np.nan], log.amount)

    @cached_property
    def due(self) -> Log:
        return self.events(CONTRACT.name, "due_on")

    @cached_property
    def renewals(self) -> tuple[Log, np.ndarray]:
        """Contracts by person and then by the day they are due, and where those of each person begin."""
        due = self.due
        mine = due.at(np.argsort(due.who, kind="stable"))
        return mine, np.searchsorted(mine.who, np.arange(self.crowd.size + 1))

    @cached_property
    def talks(self) -> tuple[Log, ...]:
        """Contacts and reviews that took place."""
        every = ((CONTACT.name, "offered_at"), (BUSINESS_REVIEW.name, "held_at"))
        return tuple(self.events(kind, at) for kind, at in every if self.frame.size(kind))


@dataclass(frozen=True, eq=False)
class Health:
    """The parts for the rows of a grid; use is compared among people of one plan as of the days of `now`."""

    lives: Lives
    grid: Grid
    now: Grid

    @property
    def _days(self) -> Iterator[int]:
        return iter(self.grid.ascending.tolist())

    def usage(self) -> np.ndarray | Coded:
        """Percentile of active days of the last 28 among customers of the same plan; equals share their place."""
        plan, plans = self._plan()
        active, days = self.lives.active, self._days
        used, width = Counted(self.grid, active, ACTIVE), ACTIVE + 1
        tables = [np.array([np.nan])]

        def step(there: int) -> np.ndarray:
            place = plan(there) * width + used.step(there)
            if next(days) < active.first:
                return np.zeros(there, np.int64)
            counts = np.bincount(place, minlength=plans * width).reshape(plans, width)
            upto = np.cumsum(counts, axis=1)
            tables.append((100 * ((upto - counts / 2) / np.maximum(upto[:, -1:], 1))).ravel())
            return place + 1 + (len(tables) - 2) * plans * width

        codes = self.grid.fill(smallest(len(self.grid.order) * plans * width + 1), step)
        return tabled(np.concatenate(tables), codes)

    def _plan(self) -> tuple[Step, int]:
        """Place of each one's plan, and how many there are."""
        if not self.lives.frame.size(recurring.KIND):
            return (lambda there: np.zeros(there, np.int32)), 1
        column, latest = self.lives.paying.plan(self.now)
        return latest, len(column.labels) + 1

    def support(self) -> Coded:
        """100 less 20 for each open ticket and 10 for each of the last 90 days that was reopened, at least 0."""
        lives, days = self.lives, self._days
        opened, resolved = Counted(self.grid, lives.opened), Counted(self.grid, lives.resolved)
        again = Counted(self.grid, lives.reopened, RECENT)

        def step(there: int) -> np.ndarray:
            less = 2 * (opened.step(there) - resolved.step(there)) + again.step(there)
            return np.minimum(less, _LEAST) if next(days) >= lives.opened.first else np.full(there, _LEAST + 1)

        return tabled([*(100.0 - 10 * n for n in range(_LEAST + 1)), np.nan], self.grid.fill(np.uint8, step))

    def sentiment(self) -> Coded:
        """The latest answer of the last twelve months, 0 to 100 on its own scale."""
        log, answers = self.lives.answers
        latest = Latest(self.grid, log, answers.codes, answers.size - 1, MEMORY)
        return tabled(answers.values.tolist(), self.grid.fill(answers.codes.dtype, latest.step))

    def commercial(self) -> np.ndarray | Coded:
        """The mean of what is known: nothing overdue, revenue kept, days to renewal."""
        frame = self.lives.frame
        found = [self._paid(), self._trend()] if frame.size(recurring.KIND) else []
        found += [self._renewal()] if frame.size(CONTRACT.name) else []
        return self.grid.few(lambda there: mean_of([step(there) for step in found]), TABLED - 1)

    def _paid(self) -> Step:
        """100 where nothing is overdue, else 0; of those who have a subscription."""
        paying = self.lives.paying
        owing, held = Counted(self.grid, paying.overdue), paying.held(self.grid)

        def step(there: int) -> np.ndarray:
            return np.where(held(there) > 0, np.where(owing.step(there) > 0, 0.0, 100.0), np.nan)

        return step

    def _trend(self) -> Step:
        """What is paid a month, in percent of 90 days before and at most 100; of those who paid then."""
        paying = self.lives.paying
        if not paying.priced:
            return lambda there: np.full(there, np.nan)
        before, now = paying.revenue(self.grid.back(RECENT)), paying.revenue(self.grid)

        def step(there: int) -> np.ndarray:
            was = before(there)
            with np.errstate(all="ignore"):
                return np.where(was > 0, np.clip(100 * now(there) / was, 0, 100), np.nan)

        return step

    def _renewal(self) -> Step:
        """Days until the contract is due, 100 from 90 days on, and 100 where it renews by itself."""
        lives, frame, days = self.lives, self.lives.frame, self._days
        mine, begin = lives.renewals
        if not mine.size:
            return lambda there: np.full(there, np.nan)
        itself = frame.column(CONTRACT.name, "auto_renew")[mine.source] == 1
        started = frame.days(CONTRACT.name, "starts_on")[mine.source]
        started = np.where(started == NO_DAY, -NO_DAY, started)
        past = Counted(self.grid, lives.due)

        def step(there: int) -> np.ndarray:
            day = next(days)
            place = begin[:there] + past.step(there)
            inside = place < begin[1 : there + 1]
            place = np.where(inside, place, 0)
            ahead = np.where(itself[place], 100.0, np.clip(100 * (mine.day[place] - day) / RECENT, 0, 100))
            return np.where(inside & (started[place] <= day), ahead, np.nan)

        return step

    def relationship(self) -> Coded:
        """100 with a contact or review in the last 90 days, else 0."""
        talks, days = self.lives.talks, self._days
        recent = [Counted(self.grid, one, RECENT) for one in talks]
        first = min(one.first for one in talks)

        def step(there: int) -> np.ndarray:
            some = np.logical_or.reduce([one.step(there) > 0 for one in recent])
            return some if next(days) >= first else np.full(there, 2)

        return tabled([0.0, 100.0, np.nan], self.grid.fill(np.uint8, step))

    def part(self, name: str) -> np.ndarray | Coded:
        """One of PARTS, per row."""
        if not any(self.lives.frame.size(kind) and self.lives.crowd.knows(kind) for kind in _READ[name]):
            return everywhere(np.nan, self.grid.rows)
        found: np.ndarray | Coded = getattr(self, name)()
        return found

    def behind(self, kind: str) -> tuple[np.ndarray, np.ndarray]:
        """Row and source row of what a kind says about each."""
        read, days = _EVIDENCE[kind]
        return read(self.lives).behind(self.grid, days)


def mean_of(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Parts per row → mean of what is known per row."""
    total, known = np.zeros_like(parts[0]), np.zeros(len(parts[0]), np.uint8)
    for part in parts:
        there = np.isfinite(part)
        known += there
        np.add(total, part, out=total, where=there)
    with np.errstate(all="ignore"):
        return total / known


_EVIDENCE: Mapping[str, tuple[Callable[[Lives], Log], int | None]] = {
    USAGE_EVENT.name: (lambda lives: lives.uses, ACTIVE),
    TICKET.name: (lambda lives: lives.opened, None),
    ANSWER.name: (lambda lives: lives.answers[0], MEMORY),
    recurring.KIND: (lambda lives: lives.paying.begun, None),
    CONTRACT.name: (lambda lives: lives.events(CONTRACT.name, "starts_on"), None),
    CONTACT.name: (lambda lives: lives.events(CONTACT.name, "offered_at"), RECENT),
    BUSINESS_REVIEW.name: (lambda lives: lives.events(BUSINESS_REVIEW.name, "held_at"), RECENT),
}
_READ = {
    "usage": (USAGE_EVENT.name,),
    "support": (TICKET.name,),
    "sentiment": (ANSWER.name,),
    "commercial": (recurring.KIND, CONTRACT.name),
    "relationship": (CONTACT.name, BUSINESS_REVIEW.name),
}
