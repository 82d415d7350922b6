"""Visits without those of bots: as imported, one row for each visit, or one for each visitor.

A row of totals stands for `sessions` visits of `visitors` people and is repeated so often, so that every share counts
visits (or people) one by one, and as many of the copies reached the goal as the row says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Kind, Source
from cxdesk.domain.kinds_of.lead import LEAD
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.domain.kinds_of.web_session import WEB_SESSION
from cxdesk.domain.periods import Period
from cxdesk.frame.codes import Coded, Codes, State
from cxdesk.frame.columns import CUSTOMER, positions
from cxdesk.frame.derived import Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT, UNKNOWN_BOOL
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import active_days
from cxdesk.metrics.views.active_days import matching
from cxdesk.metrics.views.newer_totals import replaced
from cxdesk.metrics.views.taken import kind_like, taken
from cxdesk.system.i18n import N_

VISIT, ORDER = WEB_SESSION.name, "order"
REASONS = ("not_used", "bot", "single_page", "nobody", "totals_replaced")
_USED, _BOT, _SINGLE, _NOBODY, _REPLACED = range(len(REASONS))
MOST = 20_000_000  # visits that are told apart one by one; of more the newest
SINGLE_PAGE = Option(
    "single_page",
    "zero",
    N_("Visits of a single page"),
    N_("Nothing shows when the last page was left, so a visit of one page has no length of its own."),
    choices=(("zero", N_("Last 0 where no length is given")), ("exclude", N_("Do not count"))),
    of_view=True,
)
UNIT = Option(
    "unit",
    "visitor",
    N_("In percent of"),
    choices=(("visitor", N_("Visitors")), ("session", N_("Visits")), ("lead", N_("Leads"))),
    of_view=True,
)
CONVERTED = Option(
    "converted",
    "",
    N_("The event that is the goal"),
    N_("Its name in a log of events, such as purchase; empty means what the list of visits says."),
    of_view=True,
)


VISITS = kind_like("visits", WEB_SESSION, N_("Visit"), N_("visits"), N_("A visit to the site, or a visitor."))
LEADS = kind_like("leads", LEAD, N_("Lead"), N_("leads"), N_("Somebody who might become a customer."))
GOAL_EVENTS = kind_like(
    "goal_events", USAGE_EVENT, N_("Event of a visit"), N_("events of visits"), N_("Something done in a visit.")
)


def totals(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Visits as imported, totals being one row: `minutes` and `engaged` of all visits of the row (NaN unknown),
    `visits` how many those are, `visitors` of how many people (NaN unknown), `who` the visitor, -1 unknown.
    """
    single = str(options.get("single_page", SINGLE_PAGE.default))
    return derived(frame, ("visits as imported", single), lambda: _totals(frame, single))


def _totals(frame: Frame, single: str) -> Table:
    rows = frame.rows(WEB_SESSION.all())
    alone = single_page(rows)
    why = _why(rows)
    if single == "exclude":
        why[(why == _USED) & alone] = _SINGLE
    at = np.flatnonzero(why == _USED)
    count = visits(rows)
    who = visitor(rows)
    people = rows.col("visitors")
    people = np.where(np.isfinite(people), people, np.where(who >= 0, 1.0, np.nan))
    own = {
        "minutes": (_seconds(rows, count, alone) / 60)[at],
        "engaged": (rows.col("engaged") * count / 60)[at],
        "visits": count[at],
        "visitors": people[at],
        "who": Codes(np.where(count > 1, -1, who)[at], ()),
    }
    return taken(VISITS, rows, at, own, REASONS, why)


def visits(rows: Rows) -> np.ndarray:
    """How many visits each row stands for."""
    count = rows.col("sessions")
    return np.where(np.isfinite(count) & (count >= 0), count, 1.0)


def single_page(rows: Rows) -> np.ndarray:
    """Which rows are one visit of one page."""
    return (rows.col("pageviews") <= 1) & (visits(rows) == 1)


def visitor(rows: Rows) -> np.ndarray:
    """Whose visit each row is: visitor, else person, else customer; -1 unknown."""
    found = rows.col("visitor").codes
    for name in ("person", CUSTOMER):
        found = np.where(found >= 0, found, rows.col(name).codes)
    return found


def _why(rows: Rows) -> np.ndarray:
    why = np.where(rows.col("bot") == 1, _BOT, _USED).astype(np.uint8)
    why[replaced(rows)] = _REPLACED
    return why


def _seconds(rows: Rows, count: np.ndarray, alone: np.ndarray) -> np.ndarray:
    """Length of all visits of each row: as given, else from their beginning to their end, else 0 for a single page."""
    total, each = rows.col("duration_total"), rows.col("duration")
    start, end = rows.col("started_at"), rows.col("ended_at")
    timed = (start != NO_INSTANT) & (end != NO_INSTANT) & (end >= start) & (count == 1)
    between = np.where(timed, (np.where(timed, end, 0) - np.where(timed, start, 0)) / 1e6, np.nan)
    found = np.where(np.isfinite(total), total, each * count)
    found = np.where(np.isfinite(found), found, between)
    return np.where(np.isnan(found) & alone, 0.0, found)


def one_by_one(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Visits, visitors or leads (option `unit`), each a row; `converted` 0, 1, 255 unknown; `who` names visitors. With
    the option `converted` the events of visits or people, of which `who` names the visit or the person.
    """
    unit, goal = str(options.get("unit", "session")), str(options.get("converted", ""))
    if goal and unit != "lead":
        return derived(frame, ("goals of events", unit, goal), lambda: _events(frame, unit, goal))
    make = _leads if unit == "lead" else _visits
    return derived(frame, ("one by one", unit), lambda: make(frame, unit))


def _events(frame: Frame, unit: str, goal: str) -> Table:
    rows = frame.rows(USAGE_EVENT.all())
    who = rows.col("session").codes if unit == "session" else active_days.who(rows, "person")
    why = np.where(who < 0, _NOBODY, _USED).astype(np.uint8)
    at = np.flatnonzero(why == _USED)
    wanted = active_days.wanted_names(frame, goal)
    assert wanted is not None
    reached = wanted[rows.col("name").codes]
    own = {"converted": reached[at].astype(np.uint8), "who": Codes(who[at], ())}
    return taken(GOAL_EVENTS, rows, at, own, REASONS, why)


def _visits(frame: Frame, unit: str) -> Table:
    rows = frame.rows(WEB_SESSION.all())
    why, count = _why(rows), visits(rows)
    if unit == "visitor":
        people = rows.col("visitors")
        count = np.where(np.isfinite(people) & (people >= 0), people, count)
    who = visitor(rows) if unit == "visitor" else np.full(rows.size, -1, np.int32)
    return _repeated(VISITS, rows, count, goals(rows, count), np.where(count > 1, -1, who), why)


def goals(rows: Rows, count: np.ndarray) -> np.ndarray:
    """How many of the visits of each row reached the goal, NaN unknown: as counted, as said, or by an order."""
    said, many = rows.col("converted"), rows.col("conversions")
    found = np.where((said != UNKNOWN_BOOL) & (count <= 1), said.astype(np.float64), np.nan)
    found = np.where(np.isfinite(many), np.minimum(many, count), found)
    ordered = _ordered(rows)
    if ordered is not None:
        found = np.where(ordered, np.maximum(np.nan_to_num(found), 1.0), found)
        found = np.where(np.isnan(found) & (count <= 1), 0.0, found)
    return found


def _ordered(rows: Rows) -> np.ndarray | None:
    """Which visits led to an order; None where no order names one."""
    frame = rows.frame
    if not frame.size(ORDER):
        return None
    pointing: Codes = frame.column(ORDER, "session")
    if not (pointing.codes >= 0).any():
        return None
    where = positions(pointing, frame.column(VISIT, "session"))
    found = np.zeros(frame.size(VISIT), bool)
    found[where[where >= 0]] = True
    return found[rows.index]


def _leads(frame: Frame, unit: str) -> Table:
    rows = frame.rows(LEAD.all())
    count = rows.col("count")
    count = np.where(np.isfinite(count) & (count >= 0), count, 1.0)
    status: Codes = rows.col("status")
    won = (rows.col("converted_at") != NO_INSTANT) | np.isin(status.codes, matching(status.labels, "customer"))
    nobody = np.full(rows.size, -1, np.int32)
    return _repeated(LEADS, rows, count, np.where(won, count, 0.0), nobody, np.full(rows.size, _USED, np.uint8))


def _repeated(kind: Kind, rows: Rows, count: np.ndarray, hits: np.ndarray, who: np.ndarray, why: np.ndarray) -> Table:
    """Every row as often as it counts; the first `hits` of its copies are converted."""
    many = np.where(why == _USED, np.round(count), 0).astype(np.int64)
    many[np.cumsum(many[::-1])[::-1] > MOST] = 0
    at = np.repeat(np.arange(rows.size), many)
    copy = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many)
    reached = hits[at]
    converted = np.where(np.isnan(reached), UNKNOWN_BOOL, copy < np.nan_to_num(reached)).astype(np.uint8)
    own = {"converted": converted, "who": Codes(who[at], ())}
    return taken(kind, rows, at, own, REASONS, why)


def yes(rows: Rows, name: str) -> Coded:
    """A column of yes, no and unknown to count by."""
    codes = np.where(rows.col(name) == UNKNOWN_BOOL, 2, rows.col(name)).astype(np.uint8)
    return Coded(np.array([False, True, False]), codes, np.array([State.OK, State.OK, State.MISSING], np.uint8))


def _lacks_goal(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    if options.get("converted"):
        return None if frame.size(USAGE_EVENT.name) else ("missing_kind", USAGE_EVENT.name)
    if options.get("unit") == "lead":
        return None if frame.size(LEAD.name) else ("missing_kind", LEAD.name)
    if not frame.size(VISIT):
        return "missing_kind", VISIT
    rows = frame.rows(WEB_SESSION.all())
    known = np.isfinite(goals(rows, visits(rows))).any() if rows.size else True
    return None if known else ("missing_field", "converted")


def _kinds(frame: Frame) -> list[str]:
    return [name for name in (VISIT, LEAD.name, USAGE_EVENT.name) if frame.size(name)]


def _until(frame: Frame) -> int:
    """Which of the kinds is read is an option: none of them cuts another short."""
    return max((frame.as_of(name) for name in _kinds(frame)), default=NO_DAY - 1)


def _span(frame: Frame) -> Period | None:
    spans = [frame.span(frame.rows(Source(name))) for name in _kinds(frame)]
    known = [span for span in spans if span is not None]
    return Period(min(one.start for one in known), max(one.end for one in known)) if known else None


TOTALS = View("visits as imported", (VISIT, CUSTOMER), totals, as_of=lambda frame: frame.as_of(VISIT))
EACH = View("visits", (VISIT, CUSTOMER), one_by_one, as_of=lambda frame: frame.as_of(VISIT))
GOALS = View(
    "visits and goals",
    (VISIT, LEAD.name, USAGE_EVENT.name, ORDER, CUSTOMER),
    one_by_one,
    span=_span,
    as_of=_until,
    unlike=_lacks_goal,
    any_kind=True,
)
