"""Events of use of which one can say what feature they used: a view with one row per event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.entitlement import ENTITLEMENT
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, Through, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.views import active_days
from cxdesk.metrics.views.active_days import DESCRIBED, EVENT
from cxdesk.system.i18n import N_

REASONS = ("not_used", "no_timestamp", "nobody", "outside_base")
_USED, _UNDATED, _NOBODY, _OTHER = range(len(REASONS))
_LABELS = ("name", "feature", "module", *DESCRIBED)
KIND = Kind(
    name="feature_events",
    title=N_("Use of a feature"),
    plural=N_("uses of features"),
    meaning=N_("An event of use whose feature is known."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("Day")),
        Field("times", Type.NUMBER, N_("How many events")),
        *(USAGE_EVENT.field(name) for name in _LABELS),
    ),
)


def feature_events(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Columns as KIND declares them, and whose each is (`who`), with the feature (`who_feature`, `used_feature`)."""
    by, unit = str(options.get("by", "feature")), str(options.get("unit", "person"))
    return derived(frame, ("feature events", by, unit), lambda: _table(frame, by, unit))


def _table(frame: Frame, by: str, unit: str) -> Table:
    events = frame.rows(USAGE_EVENT.all())
    who, feature = active_days.who(events, unit), events.col(by)
    why = np.full(events.size, _USED, np.uint8)
    why[feature.codes < 0] = _OTHER
    why[who < 0] = _NOBODY
    why[events.days == NO_DAY] = _UNDATED
    at = np.flatnonzero(why == _USED)
    whole = np.full(frame.size(EVENT), _USED, np.uint8)
    whole[events.index] = why
    columns: dict[str, Any] = {
        CUSTOMER: _customer(events, who, at),
        "day": events.days[at],
        "times": (lambda: _times(events, at)),
        "who": Codes(who[at], ()),
        "who_feature": Codes(who[at].astype(np.int64) * len(feature.labels) + feature.codes[at], ()),
        "used_feature": feature.take(at),
        "known": np.array([_known(frame, by, feature)]),
    }
    for name in _LABELS:
        columns[name] = _taken(events, name, at)
    behind = {EVENT: lambda: Behind(np.arange(len(at)), events.index[at], REASONS, whole)}
    return Table(KIND, len(at), columns, behind, through=Through(USAGE_EVENT.all(), at=at))


def _taken(events: Rows, name: str, at: np.ndarray) -> Any:
    return lambda: events.col(name).take(at)


def _customer(events: Rows, who: np.ndarray, at: np.ndarray) -> Codes:
    found: Codes = events.col(CUSTOMER)
    return Codes(np.where(found.codes >= 0, found.codes, who)[at], found.labels)


def _times(events: Rows, at: np.ndarray) -> np.ndarray:
    found = active_days.times(events)
    return np.ones(len(at)) if found is None else found[at]


def _known(frame: Frame, by: str, feature: Codes) -> int:
    """How many features there are: all that events or entitlements name."""
    used = np.unique(feature.codes[feature.codes >= 0])
    names = {fold(feature.labels[int(code)]) for code in used}
    if by == "feature" and frame.size(ENTITLEMENT.name):
        granted: Codes = frame.column(ENTITLEMENT.name, "feature")
        names |= {fold(granted.labels[int(code)]) for code in np.unique(granted.codes[granted.codes >= 0])}
    return len(names)


def known(rows: Rows) -> int:
    """How many features there are."""
    return int(rows.frame.column(rows.kind, "known")[0])


def times(rows: Rows) -> np.ndarray:
    """How many events each row stands for."""
    return rows.col("times")


def _lacks(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    by = str(options.get("by", "feature"))
    return None if (frame.column(EVENT, by).codes >= 0).any() else ("missing_field", by)


FEATURES = View(
    "feature events",
    (EVENT, ENTITLEMENT.name, CUSTOMER),
    feature_events,
    as_of=lambda frame: frame.as_of(EVENT),
    unlike=_lacks,
)
