"""Unbroken stays of customers as rows, dated by their first day: how long each lasted, or has lasted so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.periods import Period
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import recurring
from cxdesk.metrics.views.panel import GRACE, UNIT
from cxdesk.metrics.views.recurring import Lines
from cxdesk.metrics.views.spells import Spells, spells
from cxdesk.system.i18n import N_

MONTHS = {"month": 1, "quarter": 3, "year": 12}
KIND = Kind(
    name="stay",
    title=N_("Stay"),
    plural=N_("stays"),
    meaning=N_("A stretch of time in which somebody was a customer without a break."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day")),
        Field("plan", Type.LABEL, N_("Plan")),
        Field("lasted", Type.NUMBER, N_("Days so far")),
        Field("left", Type.BOOL, N_("Has left")),
        Field("terms", Type.NUMBER, N_("Terms begun and ended, or renewed so far")),
    ),
)
TERM = Option(
    "term",
    "month",
    N_("Renewed every"),
    choices=(("month", N_("Month")), ("quarter", N_("Quarter")), ("year", N_("Year"))),
    of_view=True,
)
OPTIONS = (UNIT, GRACE, TERM)


def stays(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per unbroken stay. Columns as KIND declares them."""
    told = tuple(options.get(one.name, one.default) for one in OPTIONS)
    return derived(frame, ("stays", told), lambda: _table(frame, *told))


def _table(frame: Frame, unit: str, grace: int, term: str) -> Table:
    lines = recurring.lines(frame, unit, grace)
    found = spells(lines, grace)
    end = min(recurring.until(frame) + 1, int(np.iinfo(np.int32).max) - 1)
    left = found.end <= end
    over = np.maximum(np.where(left, found.end, end), found.start)
    names: Codes = frame.column(recurring.KIND, "customer")
    plans: Codes = frame.column(recurring.KIND, "plan")
    return Table.sorted_by_day(
        KIND,
        len(found.start),
        {
            "customer": Codes(lines.customer[found.who], names.labels),
            "day": np.where(_since_ever(found, lines), NO_DAY, found.start).astype(np.int32),
            "plan": Codes(plans.codes[lines.source[_first_lines(found, lines.start)]], plans.labels),
            "lasted": (over - found.start).astype(np.float64),
            "left": left.astype(np.uint8),
            "terms": _terms(found.start, over, left, MONTHS[term]).astype(np.float64),
        },
        {recurring.KIND: lambda: Behind(found.of_line, lines.source, recurring.REASONS, lines.why)},
    )


def _since_ever(found: Spells, lines: Lines) -> np.ndarray:
    """[stays] whether nothing says on which day each began: these are of no cohort, and of no known length."""
    return recurring.undated(lines)[found.who] & (found.start == lines.first[found.who])


def _first_lines(found: Spells, start: np.ndarray) -> np.ndarray:
    """The line with which each stay began."""
    order = np.lexsort((start, found.of_line))
    first = np.ones(len(order), bool)
    first[1:] = found.of_line[order][1:] != found.of_line[order][:-1]
    return order[first]


def _terms(start: np.ndarray, over: np.ndarray, left: np.ndarray, months: int) -> np.ndarray:
    """Of who left the term that was the last, counted from 1; of who is there the renewals so far."""
    first, last = (days.astype("datetime64[D]") for days in (start, over))
    of_month = [(day - day.astype("datetime64[M]")).astype(np.int64) for day in (first, last)]
    ends_month = (last + 1).astype("datetime64[M]") != last.astype("datetime64[M]")
    whole = (last.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(np.int64)
    short = (of_month[1] < of_month[0]) & ~ends_month
    whole = whole - short
    exact = (of_month[1] == of_month[0]) | (ends_month & (of_month[1] < of_month[0]))
    begun = np.where(exact, -(-whole // months), whole // months + 1)
    return np.where(left, np.maximum(begun, 1), whole // months)


def _span(frame: Frame) -> Period | None:
    lines, until = recurring.lines(frame), recurring.until(frame)
    start = lines.start[lines.start <= until]
    return Period(day_of(int(start.min())), day_of(until + 1)) if len(start) else None


VIEW = View("stays", (recurring.KIND,), stays, span=_span, as_of=recurring.until, made_of=recurring.made_of)
