"""People by period: active for the first time, again, after a break, or not any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.periods import Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, bounds_of, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_number, day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import active_days
from cxdesk.metrics.views.panel import MOST_CELLS
from cxdesk.system.i18n import N_

NEW, RETURNING, RESURRECTING, DORMANT = GROUPS = ("new", "returning", "resurrecting", "dormant")
KIND = Kind(
    name="life_stage",
    title=N_("Person and period"),
    plural=N_("people by period"),
    meaning=N_("A person who was active in a period, or had been before."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("person", Type.REF, N_("Person"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("stage", Type.LABEL, N_("Activity group")),
        Field("active_days", Type.NUMBER, N_("Active days in the period")),
    ),
)
DORMANCY = Option(
    "dormancy",
    "previous",
    N_("Dormant is who"),
    choices=(
        ("previous", N_("Was active in the period before and is not now")),
        ("ever", N_("Was ever active before and is not now")),
    ),
    of_view=True,
)
OPTIONS = (DORMANCY, active_days.UNIT, active_days.EVENTS)


def stages(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """One row per period and person who is in one of GROUPS. Columns as KIND declares them."""
    told = tuple(options.get(one.name, one.default) for one in OPTIONS)
    days = active_days.active_days(frame, options)
    ever = told[0] == "ever"
    return derived(frame, ("life stages", told, periods), lambda: _table(Stages(frame, days, periods, ever)))


def _table(built: Stages) -> Table:
    return Table(KIND, len(built.cells), built.columns(), {active_days.EVENT: built.behind}, built.bounds)


@dataclass(frozen=True, eq=False)
class Stages:
    """Active days held against periods and the period before each; periods are in order of their first day."""

    frame: Frame
    days: Rows
    periods: Periods
    ever: bool

    @cached_property
    def people(self) -> tuple[np.ndarray, np.ndarray]:
        """Codes of the people, and the number among them of each active day's; found once for all periods."""

        def make() -> tuple[np.ndarray, np.ndarray]:
            person = self.days.col("person").codes
            seen = np.bincount(person + 1) > 0  # who is nobody comes first
            return np.flatnonzero(seen) - 1, (np.cumsum(seen) - 1)[person + 1]

        return self.days.once("people numbered", make)

    @property
    def size(self) -> int:
        return max(len(self.people[0]), 1)

    @cached_property
    def order(self) -> np.ndarray:
        return by_period(self.periods)[-max(MOST_CELLS // (3 * self.size), 1) :]

    @cached_property
    def edges(self) -> np.ndarray:
        """[periods, 3] first day of the period before, first day, first day after."""
        before = [day_number(one.previous(self.frame.calendar).start) for one in self.periods.periods]
        own = self.periods.edges
        return np.column_stack([np.minimum(np.array(before, np.int64), own[:, 0]), own])[self.order]

    @cached_property
    def counts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """[periods, people] active days ever before, in the period before, and in the period."""
        days = np.unique(self.edges)
        place = np.searchsorted(days, self.days.days, side="right") * self.size + self.people[1]
        table = np.bincount(place, minlength=(len(days) + 1) * self.size).reshape(len(days) + 1, self.size)[:-1]
        until = np.cumsum(table, axis=0, dtype=np.int32)  # active days before each of `days`
        earlier, first, after = (until[np.searchsorted(days, self.edges[:, edge])] for edge in range(3))
        return first, first - earlier, after - first

    @cached_property
    def stage(self) -> np.ndarray:
        """[periods, people] a place in GROUPS, -1 for who is in none."""
        ever, before, now = ((count > 0).view(np.uint8) for count in self.counts)
        absent = (-1, 3, 3, 3) if self.ever else (-1, -1, 3, 3)  # of who was never there, ever, just before, both
        table = np.array([*absent, 0, 2, 1, 1], np.int8)
        return table.take(now << 2 | before << 1 | ever)

    @cached_property
    def cells(self) -> np.ndarray:
        return np.flatnonzero(self.stage.ravel() >= 0)

    @cached_property
    def period(self) -> np.ndarray:
        return self.cells // self.size

    @cached_property
    def bounds(self) -> np.ndarray:
        """[periods as asked, 2] first and end row of each."""
        ends = np.searchsorted(self.period, np.arange(len(self.order) + 1))
        return bounds_of(self.periods, self.order, ends)

    def columns(self) -> dict[str, Any]:
        person, customer = self.days.col("person"), self.days.col("customer")
        codes, number = self.people
        theirs = np.full(self.size, -1, np.int32)
        theirs[number[::-1]] = customer.codes[::-1]
        who = self.cells - self.period * self.size
        return {
            "customer": Codes(theirs[who], customer.labels),
            "person": Codes(codes[who].astype(np.int32), person.labels),
            "day": self.periods.edges[self.order, 0][self.period].astype(np.int32),
            "stage": Codes(self.stage.ravel()[self.cells], GROUPS),
            "active_days": self.counts[2].ravel()[self.cells].astype(np.float64),
        }

    def behind(self) -> Behind:
        """The events of the period, and for who is dormant those of the period before."""
        source = self.days.frame.behind(active_days.EVENT)  # type: ignore[attr-defined]
        row, entry = self._days_behind()
        order = np.argsort(source.row, kind="stable")
        known = source.row[order]
        low, high = (np.searchsorted(known, entry, side=side) for side in ("left", "right"))
        times = high - low
        place = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
        found = source.source[order[np.repeat(low, times) + place]]
        return Behind(np.repeat(row, times), found, source.reasons, source.why)

    def _days_behind(self) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of a row and an active day behind it."""
        low, high = (np.searchsorted(self.days.days, self.edges[:, edge]) for edge in (0, 2))
        times = high - low
        period = np.repeat(np.arange(len(low)), times)
        entry = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times) + np.repeat(low, times)
        cell = period * self.size + self.people[1][entry]
        now = self.days.days[entry] >= self.edges[period, 1]
        stage = self.stage.ravel()[cell]
        used = np.where(stage == 3, ~now, now) & (stage >= 0)
        return np.searchsorted(self.cells, cell[used]), entry[used]


def _span(frame: Frame) -> Period | None:
    days = active_days.active_days(frame, {}).days
    dated = days[days <= min(frame.as_of(active_days.EVENT), NO_DAY - 1)]
    return Period(day_of(int(dated[0])), day_of(int(dated[-1]) + 1)) if len(dated) else None


VIEW = View("life stages", (active_days.EVENT,), stages, by_period=True, span=_span)
