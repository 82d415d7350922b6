"""A community's members by period, and its questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.community_event import COMMUNITY_EVENT
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import access, active_days, customers_at
from cxdesk.metrics.views.access import Stretches
from cxdesk.metrics.views.taken import kind_like, taken
from cxdesk.system.i18n import N_

EVENT = COMMUNITY_EVENT.name
REASONS = ("outside_period", "nobody", "no_timestamp")
_OUTSIDE, _NOBODY, _UNDATED = range(len(REASONS))
ASKED = ("not_used", "no_thread")
_USED, _NO_THREAD = range(len(ASKED))
_HOUR = 3_600e6
MEMBER = Kind(
    name="members",
    title=N_("Member and period"),
    plural=N_("members by period"),
    meaning=N_("Somebody who had joined the community when a period ended."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("contributions", Type.NUMBER, N_("Contributions")),
    ),
)
QUESTION = kind_like(
    "questions", COMMUNITY_EVENT, N_("Question"), N_("questions"), N_("A question asked in the community.")
)
ACTIVE = Option(
    "active",
    "any",
    N_("Active is who"),
    choices=(("any", N_("Did anything besides joining")), ("contributing", N_("Asked, wrote or answered"))),
    of_view=True,
)


def members(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """Who had joined (or done anything at all) up to the last day of a period; `active` bool and `contributions` are of
    the period.
    """
    active = str(options.get("active", ACTIVE.default))
    return derived(frame, ("members", active, periods), lambda: _members(frame, active, periods))


def _members(frame: Frame, active: str, periods: Periods) -> Table:
    events = frame.rows(COMMUNITY_EVENT.all())
    who = _who(events)
    cells = access.at_ends(_joined(events, who), periods, frame.as_of(EVENT))
    known = (who >= 0) & (events.days != NO_DAY)
    person, day, source = who[known], events.days[known], events.index[known]
    spans = periods.edges.astype(np.int64)
    given = (_is(events, "question", "post", "reply") * _times(events))[known]
    did = given if active == "contributing" else (~_is(events, "join"))[known].astype(np.float64)
    columns = {
        CUSTOMER: Codes(cells.customer, events.col(CUSTOMER).labels),
        "day": periods.edges[cells.period, 0].astype(np.int32),
        "contributions": access.sum_between(person, day, given, cells, spans),
        "active": access.sum_between(person, day, did, cells, spans) > 0,
    }

    def behind() -> Behind:
        row, at = access.behind_between(person, day, source, cells, spans)
        joined = cells.behind
        pairs = (np.concatenate([joined.row, row]), np.concatenate([joined.source, at]))
        return Behind(*pairs, joined.reasons, joined.why)

    return Table(MEMBER, cells.size, columns, {EVENT: behind}, cells.bounds)


def _who(events: Rows) -> np.ndarray:
    person = events.col("person").codes
    return np.where(person >= 0, person, events.col(CUSTOMER).codes)


def _is(events: Rows, *kinds: str) -> np.ndarray:
    found: Codes = events.col("kind")
    table = np.array([*(label in kinds for label in found.labels), False])
    return table[found.codes]


def _times(events: Rows) -> np.ndarray:
    found = active_days.times(events)
    return np.ones(events.size) if found is None else found


def _joined(events: Rows, who: np.ndarray) -> Stretches:
    """Everybody from their first event on."""
    why = np.full(events.frame.size(EVENT), _OUTSIDE, np.uint8)
    why[events.index[who < 0]] = _NOBODY
    why[events.index[events.days == NO_DAY]] = _UNDATED
    at = np.flatnonzero((who >= 0) & (events.days != NO_DAY))
    person, first = np.unique(who[at], return_index=True)
    start = events.days[at[first]]
    end = np.full(len(start), NO_DAY, np.int32)
    return Stretches(EVENT, events.index[at[first]], start, end, person.astype(np.int32), REASONS, why)


def questions(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Questions; `answered` bool and `hours` until somebody else answered in the same thread, NaN not yet."""
    return derived(frame, ("community questions",), lambda: _questions(frame))


def _questions(frame: Frame) -> Table:
    events = frame.rows(COMMUNITY_EVENT.all())
    thread, at = events.col("thread").codes.astype(np.int64), events.col("at")
    asked = np.flatnonzero(_is(events, "question"))
    why = np.where(_is(events, "question") & (thread < 0), _NO_THREAD, _USED).astype(np.uint8)
    asked = asked[thread[asked] >= 0]
    answer = _first_answers(events, thread, asked)
    known = answer >= 0
    timed = known & (at[answer] != NO_INSTANT) & (at[asked] != NO_INSTANT)
    hours = np.where(timed, (at[answer] - np.where(timed, at[asked], 0)) / _HOUR, np.nan)
    return taken(QUESTION, events, asked, {"answered": known, "hours": hours}, ASKED, why)


def _first_answers(events: Rows, thread: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """[asked] place of the first answer of somebody else behind each question, -1 none; events are in order of time."""
    who = _who(events)
    asker = np.full(int(thread.max(initial=-1)) + 2, -1, np.int64)
    asker[thread[asked[::-1]]] = who[asked[::-1]]
    other = (who < 0) | (who != asker[thread])
    answers = np.flatnonzero(_is(events, "reply", "answer_accepted") & (thread >= 0) & other)
    order = np.lexsort((answers, thread[answers]))
    keys = thread[answers[order]] * (events.size + 1) + answers[order]
    found = np.searchsorted(keys, thread[asked] * (events.size + 1) + asked)
    if not len(keys):
        return np.full(len(asked), -1)
    place = answers[order][np.minimum(found, len(keys) - 1)]
    return np.where((found < len(keys)) & (thread[place] == thread[asked]), place, -1)


MEMBERS = View("members", (EVENT, CUSTOMER), members, by_period=True, as_of=lambda frame: frame.as_of(EVENT))
QUESTIONS = View("questions", (EVENT, CUSTOMER), questions, as_of=lambda frame: frame.as_of(EVENT))
CUSTOMERS = customers_at.view("customers listed", "", lambda frame: customers_at.NOTHING)
