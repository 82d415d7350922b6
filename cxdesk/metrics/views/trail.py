"""Who did what when, as one line of events per person, and how far along given steps every attempt came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from cxdesk.domain.changes import JOURNEY
from cxdesk.domain.kinds import Source, Type, fold_word
from cxdesk.domain.kinds_of.journey_event import JOURNEY_EVENT
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.domain.stages import Sign, Stages
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import DAY
from cxdesk.metrics.views.histories import distinct, spread
from cxdesk.metrics.views.tickets import NEVER, instants

KINDS = (JOURNEY_EVENT.name, USAGE_EVENT.name)
STRICT, ANY, SKIPS = "strict", "any", "skips"
ENTERING = ("enter", "")  # what has no kind enters
_NAMED_BY = {JOURNEY_EVENT.name: ("touchpoint", "stage"), USAGE_EVENT.name: ("name",)}


@dataclass(frozen=True, eq=False)
class Subjects:
    """Everybody who did anything: customers, and visitors nobody has a customer for. `tables` by (kind, field)."""

    labels: Sequence[str]
    known: Mapping[str, int]
    same: Mapping[str, str]  # visitor → customer

    def number(self, column: Codes) -> np.ndarray:
        """Number of each row's subject, -1 for nobody."""
        names = [self.same.get(str(label), str(label)) for label in column.labels]
        return np.array([*(self.known.get(name, -1) for name in names), -1], np.int64)[column.codes]


def plan(frame: Frame) -> Stages:
    """What the stages mean in this workspace."""
    return frame.once("stages", (JOURNEY,), lambda: Stages.of(frame.settings.get("journey")))


def also(frame: Frame) -> tuple[str, ...]:
    """The further kinds whose rows mean a stage here."""
    return tuple(kind for kind in plan(frame).kinds if kind not in KINDS and frame.size(kind))


def followed(frame: Frame) -> tuple[str, ...]:
    """The kinds whose rows are followed: of journeys, of use, and those that mean a stage here."""
    return (*KINDS, *also(frame))


def subjects(frame: Frame) -> Subjects:
    """All subjects of journeys and use, in one numbering."""
    kinds = followed(frame)
    return frame.once(("subjects", kinds), (*kinds, CUSTOMER), lambda: _subjects(frame))


def _subjects(frame: Frame) -> Subjects:
    visitor, customer = (frame.column(CUSTOMER, name) for name in ("visitor", CUSTOMER))
    both = np.flatnonzero((visitor.codes >= 0) & (customer.codes >= 0)).tolist()
    same = {str(visitor.labels[visitor.codes[i]]): str(customer.labels[customer.codes[i]]) for i in both}
    known: dict[str, int] = {}
    for kind in followed(frame):
        for field in (CUSTOMER, "visitor") if frame.size(kind) else ():
            names = frame.column(kind, field).labels if frame.declared(kind).has(field) else ()
            known |= {name: len(known) + i for i, name in enumerate(_new(names, same, known))}
    return Subjects(list(known), known, same)


def _new(names: Iterable[str], same: Mapping[str, str], known: Mapping[str, int]) -> list[str]:
    found = dict.fromkeys(same.get(str(name), str(name)) for name in names)
    return [name for name in found if name not in known]


@dataclass(frozen=True, eq=False)
class Events:
    """Events in order of subject, instant and source row. `kind` [events] is a place in `kinds`, `source` a position;
    `person` the number of whoever did it, which is the subject itself unless visits are followed.
    """

    frame: Frame
    who: np.ndarray
    at: np.ndarray
    day: np.ndarray
    kind: np.ndarray
    source: np.ndarray
    person: np.ndarray
    kinds: tuple[str, ...] = KINDS

    @property
    def size(self) -> int:
        return len(self.who)

    @cached_property
    def instants(self) -> np.ndarray:
        """Every instant once, ascending."""
        return distinct(self.at)

    @cached_property
    def keys(self) -> np.ndarray:
        """Of each event what `key` says, ranked by one sort instead of a search for each."""
        order = np.argsort(self.at, kind="stable")
        ordered = self.at[order]
        rank = np.empty(self.size, np.int64)
        rank[order] = np.cumsum(np.append(False, ordered[1:] != ordered[:-1])) if self.size else rank
        return (self.who << 32) + rank

    def key(self, who: np.ndarray, at: np.ndarray, side: Literal["left", "right"] = "left") -> np.ndarray:
        """A number that sorts by subject, then by instant."""
        return (who << 32) + np.searchsorted(self.instants, at, side=side)

    def until(self, who: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Place behind the last event of each subject up to and including an instant."""
        return np.searchsorted(self.keys, self.key(who, at, "right"))

    def labels(self, kind: str, field: str) -> tuple[np.ndarray, np.ndarray, Sequence[str]]:
        """Places of a kind's events, and the code of a label of theirs."""
        here = np.flatnonzero(self.kind == self.kinds.index(kind))
        column: Codes = self.frame.column(kind, field)
        return here, column.codes[self.source[here]], column.labels

    def named(self, name: str) -> np.ndarray:
        """Places of events of that name, ascending."""
        wanted, found = fold_word(name), np.zeros(self.size, bool)
        for kind, fields in _NAMED_BY.items():
            for field in fields if self.frame.size(kind) else ():
                here, codes, labels = self.labels(kind, field)
                table = np.array([*(fold_word(str(label)) == wanted for label in labels), False])
                found[here] |= table[codes]
        return np.flatnonzero(found)

    def staged(self, stage: str, kinds: Sequence[str] = ENTERING) -> np.ndarray:
        """Places of the events that mean a stage: those that the workspace names, else the journey events of it. Of
        other `kinds` than those that enter, journey events alone.
        """
        signs = plan(self.frame)[stage].signs if set(ENTERING) <= set(kinds) else ()
        if not signs:
            return self._of_stage(stage, kinds)
        found = [self.signed(sign) for sign in signs]
        if len(kinds) > len(ENTERING):
            found.append(self._of_stage(stage, kinds))
        return distinct(np.concatenate(found))

    def signed(self, sign: Sign) -> np.ndarray:
        """Places of the events that a sign means."""
        if sign.kind not in self.kinds or not self.frame.size(sign.kind):
            return np.zeros(0, np.int64)
        rows = self.frame.rows(Source(sign.kind))
        meant = np.zeros(self.frame.size(sign.kind), bool)
        meant[rows.index] = _meeting(rows, sign)
        here = np.flatnonzero(self.kind == self.kinds.index(sign.kind))
        return here[meant[self.source[here]]]

    def _of_stage(self, stage: str, kinds: Sequence[str]) -> np.ndarray:
        """Places of journey events of a stage that are of one of `kinds`; what has no kind enters."""
        if not self.frame.size(KINDS[0]):
            return np.zeros(0, np.int64)
        here, codes, labels = self.labels(KINDS[0], "stage")
        _same, sort, sorts = self.labels(KINDS[0], "kind")
        of_stage = np.array([*(label == stage for label in labels), False])[codes]
        return here[of_stage & np.array([*(label in kinds for label in sorts), "" in kinds])[sort]]


def events(frame: Frame, unit: str = "person") -> Events:
    """Live events with an instant, of everybody who is named, or with the unit `session` of every visit."""
    kinds = followed(frame)
    return frame.once(("trail", unit, kinds), (*kinds, CUSTOMER, JOURNEY), lambda: _events(frame, unit, kinds))


def _events(frame: Frame, unit: str, kinds: tuple[str, ...]) -> Events:
    found = [_of_kind(frame, place, kind) for place, kind in enumerate(kinds) if frame.size(kind)]
    empty = np.zeros(0, np.int64)
    columns = zip(*found, strict=True) if found else [(empty,)] * 5
    person, at, day, kind, source = (np.concatenate(list(column)) for column in columns)
    who = person if unit == "person" else _visits(frame, kinds, kind, source)
    kept = np.flatnonzero((who >= 0) & (at != NEVER))
    order = kept[np.lexsort((at[kept], who[kept]))]
    return Events(frame, who[order], at[order], day[order], kind[order], source[order], person[order], kinds)


def _of_kind(frame: Frame, place: int, kind: str) -> tuple[np.ndarray, ...]:
    rows = frame.rows((JOURNEY_EVENT, USAGE_EVENT)[place].all() if place < len(KINDS) else Source(kind))
    at = rows.index
    who = whose(frame, rows)
    return who, _instants(frame, kind)[at], rows.days, np.full(len(at), place), at


def _instants(frame: Frame, kind: str) -> np.ndarray:
    """When each row of a kind happened; a row that says only its day happened when the day began."""
    at = frame.declared(kind).at or ""
    if frame.declared(kind).field(at).type is not Type.DATE:
        return instants(frame, kind, at)
    days = frame.days(kind, at)
    first = frame.zone.utc(np.where(days == NO_DAY, 0, days).astype(np.int64) * DAY)
    return np.where(days == NO_DAY, NEVER, first)


def _meeting(rows: Rows, sign: Sign) -> np.ndarray:
    """Which rows meet every condition of a sign; journey events of a stage only where they enter it."""
    found = np.ones(rows.size, bool)
    for condition in sign.conditions:
        mask = rows.mask(condition)
        found &= False if mask is None else mask
        if sign.kind == KINDS[0] and condition.field == "stage":
            sort: Any = rows.col("kind")
            found &= np.array([*(label in ENTERING for label in sort.labels), True])[sort.codes]
    return found


def _visits(frame: Frame, kinds: tuple[str, ...], kind: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Number of each event's visit, -1 without one."""
    names: dict[str, int] = {}
    found = np.full(len(kind), -1, np.int64)
    for place, name in enumerate(kinds):
        here = np.flatnonzero(kind == place)
        if len(here) and frame.declared(name).has("session"):
            session: Codes = frame.column(name, "session")
            table = np.array([*(names.setdefault(str(label), len(names)) for label in session.labels), -1], np.int64)
            found[here] = table[session.codes[source[here]]]
    return found


def whose(frame: Frame, rows: Rows) -> np.ndarray:
    """Subject of each row: its customer, else its visitor."""
    people = subjects(frame)
    who = people.number(rows.col(CUSTOMER)) if rows.has(CUSTOMER) else np.full(rows.size, -1)
    return np.where(who < 0, people.number(rows.col("visitor")), who) if rows.has("visitor") else who


@dataclass(frozen=True, eq=False)
class Attempts:
    """Every start, and what came of it: `start` [attempts] places of events; `reached` [attempts] the furthest step;
    `place` [attempts, steps] the event of each step, -1 where it was not made.
    """

    start: np.ndarray
    reached: np.ndarray
    place: np.ndarray


def attempts(trail: Events, steps: Sequence[np.ndarray], window: int, order: str) -> Attempts:
    """`steps`: places of the events of each. `window` in µs counts from the start, inclusive.

    strict: each step after the one before, so that repeated steps need repeated events. any: the steps may come in any
    order, and an attempt may start at any of them. skips: so it may, and a later step stands for those before it.
    """
    if order == STRICT:
        return _strict(trail, steps, window)
    start = distinct(np.concatenate(list(steps)))
    last = trail.until(trail.who[start], trail.at[start] + window)
    place = np.stack([first_between(step, start, last) for step in steps], axis=1)
    if order == ANY:
        reached = np.cumprod(place >= 0, axis=1).sum(axis=1) - 1
    else:
        reached = np.where(place >= 0, np.arange(len(steps)), -1).max(axis=1, initial=-1)
    return Attempts(start, reached, place)


def first_between(step: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The first event of a step at a place in [first, last), -1 without one."""
    padded = np.append(step, np.iinfo(np.int64).max)
    found = padded[np.searchsorted(step, first)]
    return np.where(found < last, found, -1)


def _strict(trail: Events, steps: Sequence[np.ndarray], window: int) -> Attempts:
    start = steps[0]
    last = trail.until(trail.who[start], trail.at[start] + window)
    place = np.full((len(start), len(steps)), -1, np.int64)
    place[:, 0] = here = start
    for number, step in enumerate(steps[1:], 1):
        found = first_between(step, here + 1, last)
        place[:, number] = found
        here = np.where(found < 0, last, found)
    return Attempts(start, (place >= 0).sum(axis=1) - 1, place)


def journeys(trail: Events, start: np.ndarray, window: int) -> np.ndarray:
    """Journey of each start: one lasts a window from its first start, and the next start after it begins another."""
    last = trail.until(trail.who[start], trail.at[start] + window)
    following = np.searchsorted(start, last)
    first = np.flatnonzero(np.append(True, trail.who[start][1:] != trail.who[start][:-1])) if len(start) else start
    begins, ahead = np.zeros(len(start) + 1, bool), first
    while len(ahead):
        begins[ahead] = True
        onward = following[ahead]
        inside = onward < len(start)
        onward, before = onward[inside], ahead[inside]
        ahead = onward[trail.who[start[onward]] == trail.who[start[before]]]
    return np.cumsum(begins[:-1]) - 1


def best(group: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """Of each group the attempt that came furthest, the first of several; in order of the groups."""
    order = np.lexsort((np.arange(len(group)), -reached, group))
    return order[np.unique(group[order], return_index=True)[1]]


def between(trail: Events, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and event of all events at places in [first, last) of each row."""
    return spread(first, last)
