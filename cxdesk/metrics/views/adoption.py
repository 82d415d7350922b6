"""Customers who could use the product (or a feature), by period, with how much they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import access, active_days, windows
from cxdesk.metrics.views.access import ACCESS, KINDS, Cells
from cxdesk.metrics.views.active_days import EVENT, EVENTS, UNIT, matching
from cxdesk.system.i18n import N_

KIND = Kind(
    name="adoption",
    title=N_("Customer with access"),
    plural=N_("customers with access"),
    meaning=N_("A customer who could use the product when a period ended, and what they did with it."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("events", Type.NUMBER, N_("Events")),
    ),
)
SPAN = Option(
    "span", 28, N_("Days looked at"), N_("The last so many days of each period."), low=1, high=366, of_view=True
)
FEATURE = Option(
    "feature", "", N_("Feature"), N_("The feature's name, or an event's; empty means any feature."), of_view=True
)
BASE = Option(
    "base",
    "active",
    N_("In percent of"),
    choices=(("active", N_("People active in the period")), ("entitled", N_("Customers entitled to it"))),
    of_view=True,
)


def adoption(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """Customers with access on the last day of a period; `events` are those of the days before it that count."""
    how, span = options.get("access", ACCESS.default), int(options.get("span", SPAN.default))
    events = str(options.get("events", "")) or core_actions(frame)

    def make() -> Table:
        days = active_days.active_days(frame, {UNIT.name: CUSTOMER, EVENTS.name: events})
        last = access.last_days(periods, frame.as_of(EVENT))
        spans = np.stack([last + 1 - span, last + 1], axis=1)
        cells = access.at_ends(access.stretches(frame, how), periods, frame.as_of(EVENT))
        return Used(frame, days, days.col("events"), cells, spans, periods, KINDS[how]).table()

    return derived(frame, ("adoption", how, span, events, periods), make)


def core_actions(frame: Frame) -> str:
    """The names of events that were said to be what the product is there for, as the option `events` has them; "" where
    nobody said so of any.
    """
    name: Codes = frame.column(EVENT, "name")
    meant = np.unique(name.codes[(frame.column(EVENT, "core") == 1) & (name.codes >= 0)])
    return "|".join(str(name.labels[code]) for code in meant.tolist())


def feature_use(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """Active days, or by the option `base` customers entitled to a feature; column `used` says whether it was."""
    feature = str(options.get("feature", ""))
    if options.get("base", BASE.default) == "active":
        return frame.kept(
            ("feature days", active_days.told(options), feature, periods),
            lambda: _days_with(frame, options, feature, periods),
        )

    def make() -> Table:
        days = active_days.active_days(frame, {UNIT.name: CUSTOMER})
        spans = windows.windows(frame, periods, windows.DAY, "calendar").edges
        cells = access.at_ends(access.stretches(frame, "entitlement", feature), periods, frame.as_of(EVENT))
        did = with_feature(frame, days, feature).astype(np.float64)
        return Used(frame, days, did, cells, spans, periods, KINDS["entitlement"]).table()

    return derived(frame, ("feature of entitled", feature, periods), make)


def _days_with(frame: Frame, options: Mapping[str, Any], feature: str, periods: Periods) -> Rows:
    rows = windows.of_days(frame, options, periods)
    made = replace(rows, cache={})
    made.cache[("col", "used")] = with_feature(frame, active_days.active_days(frame, options), feature)
    return made


def with_feature(frame: Frame, days: Rows, feature: str) -> np.ndarray:
    """[active days] bool: whether an event of the feature (or, so called, of that name) stands behind."""
    events = frame.rows(USAGE_EVENT.all())
    found = np.zeros(days.size + 1, bool)
    found[active_days.row_of_events(days)[of_feature(events, feature)]] = True
    return found[:-1]


def of_feature(events: Rows, feature: str) -> np.ndarray:
    """[events] bool: which are uses of the feature; without a name, of any."""
    own: Codes = events.col("feature")
    if not feature:
        return own.codes >= 0
    codes = matching(own.labels, feature)
    if codes:
        return np.isin(own.codes, codes)
    name: Codes = events.col("name")
    return np.isin(name.codes, matching(name.labels, feature))


@dataclass(frozen=True, eq=False)
class Used:
    """Customers by period held against their active days. `did` [days] is what each adds; `spans` [periods, 2] the days
    that count for each period.
    """

    frame: Frame
    days: Rows
    did: np.ndarray
    cells: Cells
    spans: np.ndarray
    periods: Periods
    kind: str

    def table(self) -> Table:
        events = self._events()
        customer = Codes(self.cells.customer, self.days.col(CUSTOMER).labels)
        columns = {
            "customer": customer,
            "person": customer,
            "day": self.periods.edges[self.cells.period, 0].astype(np.int32),
            "events": events,
            "used": events > 0,
        }
        behind = {EVENT: self._behind, self.kind: lambda: self.cells.behind}
        return Table(KIND, self.cells.size, columns, behind, self.cells.bounds)

    def _events(self) -> np.ndarray:
        """[cells] what the customer did in the days that count."""
        who = self.days.col("person").codes
        return access.sum_between(who, self.days.days, self.did, self.cells, self.spans)

    def _behind(self) -> Behind:
        """The events of the days that count of each customer with access."""
        events = self.frame.rows(USAGE_EVENT.all())
        row = active_days.row_of_events(self.days)
        mine = np.append(self.did > 0, False)[row]
        who = np.append(self.days.col("person").codes, -1)[row][mine]
        pairs = access.behind_between(who, events.days[mine], events.index[mine], self.cells, self.spans)
        return Behind(*pairs)


def _lacks(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    kind = KINDS[options.get("access", ACCESS.default)]
    return None if frame.size(kind) else ("missing_kind", kind)


def _lacks_feature(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    if options.get("base") == "entitled" and not frame.size(KINDS["entitlement"]):
        return "missing_kind", KINDS["entitlement"]
    feature = str(options.get("feature", ""))
    return None if feature or _any_feature(frame) else ("missing_field", "feature")


def _any_feature(frame: Frame) -> bool:
    return bool((frame.column(EVENT, "feature").codes >= 0).any())


def _until(frame: Frame) -> int:
    return frame.as_of(EVENT)


ADOPTION = View("adoption", (EVENT, *KINDS.values()), adoption, by_period=True, as_of=_until, unlike=_lacks)
FEATURE_USE = View(
    "feature use",
    (EVENT, KINDS["entitlement"], CUSTOMER),
    feature_use,
    by_period=True,
    as_of=_until,
    unlike=_lacks_feature,
)
