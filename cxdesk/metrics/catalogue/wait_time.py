"""How long customers wait until somebody answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.forms import Form, FormKind
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Mean, Quantile, Ratio, Share, Sum, Term
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.sources import ROMANIAN_GUIDE
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
    told = [
        Phrase(N_("of those answered")),
        Phrase(N_("in time: {n} s, in totals as they say"), (("n", f"{options['seconds']:g}"),)),
    ]
    if options["service_base"] == "answered":
        told.append(Phrase(N_("in time of those answered")))
    if options["bots"] == "counted":
        told.append(Phrase(N_("bots included")))
    return tuple(told)


_MEASURES = ("median", "mean", "p90", "abandoned", "service_level", "handle")
_CALLS = (
    {"call_id": "1", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 10},
    {"call_id": "2", "offered_at": "2024-03-01T09:00:00", "answered_at": "2024-03-01T09:00:20"},
    {"call_id": "3", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 60, "count": 2},
    {"call_id": "4", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 90, "abandoned": True},
    {"call_id": "5", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 1, "bot": True},
    {"call_id": "6", "offered_at": "2024-03-01T09:00:00", "wait_seconds": 1, "direction": "outbound"},
)
_INTERVALS = (
    {"offered_at": "2024-03-01T09:00:00", "count": 90, "answered_count": 85, "in_time_count": 80, "wait_seconds": 10},
    {"offered_at": "2024-03-01T09:30:00", "answered_count": 10, "in_time_count": 10, "wait_seconds": 29}
    | {"abandoned_count": 0, "handle_seconds": 200},
    {"offered_at": "2024-03-01T10:00:00", "count": 5, "answered_count": 9, "wait_seconds": 500},
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
        "touch, how long an answered call took in all, and the first reply to tickets. In a table of totals each row "
        "counts as many calls as it says; in time is what the table itself goes by, and of its averages no middle one "
        "can be told."
    ),
    good_for=N_("Planning who is at the phone when, and seeing when people give up."),
    beware=N_(
        "The waits of those who left are not in it: read the share who left beside it. A share answered in time that "
        "leaves them out looks better than what customers live through. Bots answer at once and are left out."
    ),
    unit=Unit.SECONDS,
    better=Better.DOWN,
    reads=(contacts.VIEW, contacts.TICKETS, contacts.ROWS),
    options=(SECONDS, SERVICE_BASE, contacts.BOTS, CHANGE_INTERVAL),
    measures={
        "median": Measure(N_("Median wait")),
        "mean": Measure(N_("Average wait")),
        "p90": Measure(N_("9 in 10 wait less than")),
        "abandoned": Measure(N_("Left before an answer"), Unit.PERCENT),
        "service_level": Measure(N_("Answered in time"), Unit.PERCENT, Better.UP),
        "handle": Measure(N_("Average handling time")),
        "first_reply": Measure(N_("First reply to a ticket, median"), Unit.HOURS),
    },
    companions=("fcr",),
    drill=("counted",),
    label=_label,
    limits=(0, None),
    any_kind=True,
    start=16,
    forms=(Form(FormKind.MEASURES, _MEASURES, "channel"),),
    benchmarks=(Benchmark(N_("Handling a conversation"), ROMANIAN_GUIDE, 2022, good=540.0, measure="handle"),),
    examples=(
        Example(rows={"contact": _CALLS}, gives=40.0, note=N_("10, 20, 60 and 60 seconds; one row stands for two.")),
        Example(rows={"contact": _CALLS}, gives=20.0, measure="abandoned"),
        Example(rows={"contact": _CALLS}, gives=40.0, measure="service_level"),
        Example(rows={"contact": _CALLS}, gives=50.0, measure="service_level", options={"service_base": "answered"}),
        Example(
            rows={"contact": _INTERVALS},
            gives=90.0,
            measure="service_level",
            note=N_("80 and 10 in time, of 100 offered; of the row that contradicts itself nothing counts."),
        ),
        Example(rows={"contact": _INTERVALS}, gives=5.0, measure="abandoned"),
        Example(
            rows={"contact": _INTERVALS},
            gives=(85 * 10 + 10 * 29) / 95,
            measure="mean",
            note=N_("The average of each row, as often as it answered."),
        ),
        Example(rows={"contact": _INTERVALS}, gives=None, measure="median", note=N_("Averages have no middle call.")),
        Example(
            rows={"ticket": ({"ticket": "t", "created_at": "2024-03-01", "first_reply_seconds": 7200},)},
            gives=2.0,
            measure="first_reply",
        ),
        Example(rows={"contact": ()}, gives=None),
    ),
)
def wait_time(
    calls: Rows, asked: Rows, imported: Rows, seconds: float, service_base: str, bots: str
) -> Mapping[str, Term | Ratio]:
    waited, left = contacts.waits(calls)
    became = contacts.outcomes(calls)
    mine = contacts.inbound(calls, bots)
    spoken = mine & ~left & (became != contacts.UNANSWERED)
    answered = only(_times(calls, waited), spoken)
    base = spoken if service_base == "answered" else mine
    averaged = contacts.has_averages(imported.frame)
    found: dict[str, Term | Ratio] = {
        "median": Quantile(calls, answered),
        "mean": _average(imported, "wait_seconds", bots) if averaged else Mean(calls, answered),
        "p90": Quantile(calls, answered, 0.9),
        "abandoned": Share(calls, hit=only(Coded.of(left), mine)),
        "service_level": Share(calls, hit=only(_in_time(calls, waited, left, seconds), base)),
        "handle": _average(imported, "handle_seconds", bots),
    }
    if averaged and not np.isfinite(waited).any():
        found = {"mean": found["mean"], **found}  # no single call is known: there is no middle one
    reply: dict[str, Term | Ratio] = {"first_reply": Quantile(asked, _first_reply(asked))}
    return found | reply if calls.size else reply | found


def _times(rows: Rows, seconds: np.ndarray) -> Coded:
    """Seconds per row; below zero is no time."""
    coded = rows.each(seconds)
    with np.errstate(invalid="ignore"):
        return coded.where(np.where(seconds < 0, State.INVALID, coded.state))


def _average(imported: Rows, name: str, bots: str) -> Ratio:
    """A time per answered call: rows that stand for many bring their average as often as they answered, and count as
    one when it is said how sure the figure is.
    """
    spent, calls = contacts.averages(imported, name)
    counted = (calls > 0) & contacts.inbound(imported, bots)
    total = imported.each(np.nan_to_num(spent) * calls).within(counted)
    return Ratio(Sum(imported, total), Sum(imported, imported.each(calls).within(counted)))


def _in_time(calls: Rows, waited: np.ndarray, left: np.ndarray, seconds: float) -> Coded:
    """Answered within so many seconds; who left was not, of who was answered the wait must be known. Of the calls of
    a table of totals it is known where the table counts them.
    """
    no, yes, unknown, wrong = 0, 1, 2, 3
    with np.errstate(invalid="ignore"):
        place = np.where(left, no, np.where(np.isnan(waited), unknown, np.where(waited < 0, wrong, waited <= seconds)))
    became = contacts.outcomes(calls)
    uncounted = np.isnan(calls.col("in_time_count"))
    of_totals = np.where(uncounted, unknown, np.where(became == contacts.IN_TIME, yes, no))
    place = np.where(became >= 0, of_totals, place)
    state = np.array([State.OK, State.OK, State.MISSING, State.INVALID], np.uint8)
    return Coded(np.array([False, True, False, False]), place.astype(np.uint8), state)


def _first_reply(asked: Rows) -> Coded:
    """Hours until an agent first answered a ticket: by its two instants, else as the file counts it."""
    frame, kind = asked.frame, asked.kind
    opened, replied = (tickets.instants(frame, kind, name)[asked.index] for name in ("created_at", "first_response_at"))
    known = (opened != NEVER) & (replied != NEVER)
    found = (np.where(known, replied, 0) - np.where(known, opened, 0)) / tickets.SECOND
    return _times(asked, np.where(known, found, asked.col("first_reply_seconds")) / HOUR)
