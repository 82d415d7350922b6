"""How long customers wait until somebody answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Mean, Quantile, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import contacts, tickets
from cxdesk.metrics.views.contacts import only
from cxdesk.metrics.views.tickets import NEVER
from cxdesk.system.i18n import N_

HOUR = 3600.0
SECONDS = Option(
    "seconds",
    30.0,
    N_("Seconds until an answer is late"),
    low=0.0,
    high=1_000_000.0,
)
SERVICE_BASE = Option(
    "service_base",
    "offered",
    N_("Answered in time, in percent of"),
    choices=(
        ("offered", N_("All who got in touch, also those who left")),
        ("answered", N_("Those who got an answer")),
    ),
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    told = [Phrase(N_("of those answered")), Phrase(N_("in time: {n} s"), (("n", f"{options['seconds']:g}"),))]
    if options["service_base"] == "answered":
        told.append(Phrase(N_("in time of those answered")))
    if options["bots"] == "counted":
        told.append(Phrase(N_("bots included")))
    return tuple(told)


_CALLS = (
    {"call_id": "1", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 10},
    {"call_id": "2", "offered_at": "2024-03-01T09:00:00", "answered_at": "2024-03-01T09:00:20"},
    {"call_id": "3", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 60, "count": 2},
    {"call_id": "4", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 90, "abandoned": True},
    {"call_id": "5", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 1, "bot": True},
    {"call_id": "6", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 1, "direction": "outbound"},
)


@metric(
    id="wait_time",
    title=N_("Wait time"),
    short_title=N_("Wait time"),
    idea="wait_time",
    family=Family.SUPPORT,
    question=N_("How long until someone answers?"),
    explain=N_(
        "Time from calling or writing until somebody answers, of those who got an answer: the middle one, the mean, "
        "and what 9 in 10 stay below. Beside it who left before that, who was answered in time of all who got in "
        "touch, and the first reply to tickets."
    ),
    good_for=N_("Planning who is at the phone when, and seeing when people give up."),
    beware=N_(
        "The waits of those who left are not in it: read the share who left beside it. A share answered in time that "
        "leaves them out looks better than what customers live through. Bots answer at once and are left out."
    ),
    unit=Unit.SECONDS,
    better=Better.DOWN,
    reads=(contacts.VIEW, contacts.TICKETS),
    options=(SECONDS, SERVICE_BASE, contacts.BOTS, CHANGE_INTERVAL),
    measures={
        "median": Measure(N_("Median wait")),
        "mean": Measure(N_("Average wait")),
        "p90": Measure(N_("9 in 10 wait less than")),
        "abandoned": Measure(N_("Left before an answer"), Unit.PERCENT),
        "service_level": Measure(N_("Answered in time"), Unit.PERCENT, Better.UP),
        "first_reply": Measure(N_("First reply to a ticket, median"), Unit.HOURS),
    },
    companions=("fcr",),
    drill=("counted",),
    label=_label,
    limits=(0, None),
    any_kind=True,
    start=16,
    examples=(
        Example(rows={"contact": _CALLS}, gives=40.0, note=N_("10, 20, 60 and 60 seconds; one row stands for two.")),
        Example(rows={"contact": _CALLS}, gives=20.0, measure="abandoned"),
        Example(rows={"contact": _CALLS}, gives=40.0, measure="service_level"),
        Example(rows={"contact": _CALLS}, gives=50.0, measure="service_level", options={"service_base": "answered"}),
        Example(
            rows={"ticket": ({"ticket": "t", "created_at": "2024-03-01", "first_reply_seconds": 7200},)},
            gives=2.0,
            measure="first_reply",
        ),
        Example(rows={"contact": ()}, gives=None),
    ),
)
def wait_time(calls: Rows, asked: Rows, seconds: float, service_base: str, bots: str) -> Mapping[str, Term]:
    waited, left = contacts.waits(calls)
    mine = contacts.inbound(calls, bots)
    times = _times(calls, waited)
    answered = only(times, mine & ~left)
    base = mine & ~left if service_base == "answered" else mine
    found: dict[str, Term] = {
        "median": Quantile(calls, answered),
        "mean": Mean(calls, answered),
        "p90": Quantile(calls, answered, 0.9),
        "abandoned": Share(calls, hit=only(Coded.of(left), mine)),
        "service_level": Share(calls, hit=only(_in_time(waited, left, seconds), base)),
    }
    reply = {"first_reply": Quantile(asked, _first_reply(asked))}
    return found | reply if calls.size else reply | found


def _times(rows: Rows, seconds: np.ndarray) -> Coded:
    """Seconds per row; below zero is no time."""
    coded = rows.each(seconds)
    with np.errstate(invalid="ignore"):
        return coded.where(np.where(seconds < 0, State.INVALID, coded.state))


def _in_time(waited: np.ndarray, left: np.ndarray, seconds: float) -> Coded:
    """Answered within so many seconds; who left was not, of who was answered the wait must be known."""
    with np.errstate(invalid="ignore"):
        place = np.where(left, 0, np.where(np.isnan(waited), 2, np.where(waited < 0, 3, waited <= seconds)))
    state = np.array([State.OK, State.OK, State.MISSING, State.INVALID], np.uint8)
    return Coded(np.array([False, True, False, False]), place.astype(np.uint8), state)


def _first_reply(asked: Rows) -> Coded:
    """Hours until an agent first answered a ticket: by its two instants, else as the file counts it."""
    frame, kind = asked.frame, asked.kind
    opened, replied = (tickets.instants(frame, kind, name)[asked.index] for name in ("created_at", "first_response_at"))
    known = (opened != NEVER) & (replied != NEVER)
    found = (np.where(known, replied, 0) - np.where(known, opened, 0)) / tickets.SECOND
    return _times(asked, np.where(known, found, asked.col("first_reply_seconds")) / HOUR)
