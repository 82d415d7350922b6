"""How long it takes to resolve a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.loader import UNKNOWN_BOOL
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Quantile, Ratio, Share, Sum, Term
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.sources import ROMANIAN_GUIDE
from cxdesk.metrics.views import resolutions
from cxdesk.system.i18n import N_

HOUR = 3600.0
DENOMINATOR = Option(
    "denominator",
    "resolved",
    N_("Mean over"),
    choices=(
        ("resolved", N_("Resolved tickets")),
        ("all", N_("All tickets, as one article has it: those still open count as nought")),
    ),
)
TARGET = Option(
    "target",
    24.0,
    N_("Hours it should take at most"),
    low=0.0,
    high=100_000.0,
)
_CLOCKS = {
    "elapsed": N_("by the clock"),
    "business": N_("in opening hours"),
    "reported": N_("as the file says"),
}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    told = [Phrase(_CLOCKS[options["clock"]])]
    told.append(Phrase(N_("first resolution") if options["resolution"] == "first" else N_("last resolution")))
    if options["waiting"] == "left_out":
        told.append(Phrase(N_("without waiting for the customer")))
    if options["at"] == "created_at":
        told.append(Phrase(N_("by date of opening")))
    if options["denominator"] == "all":
        told.append(Phrase(N_("over all tickets")))
    return tuple(told)


def _ticket(name: str, opened: str, solved: str | None = None, **more: Any) -> Mapping[str, Any]:
    return {"ticket": name, "created_at": f"2024-03-{opened}Z", "resolved_at": solved and f"2024-03-{solved}Z", **more}


_TICKETS = (
    _ticket("a", "01T09:00", "01T11:00", handle_seconds=600),
    _ticket("b", "01T09:00", "01T13:00", handle_seconds=300),
    _ticket("c", "01T16:00", "04T10:00", reopen_count=1),
    _ticket("d", "04T09:00"),
)


@metric(
    id="art",
    title=N_("Average resolution time"),
    short_title=N_("Resolution time"),
    idea="resolution_time",
    family=Family.SUPPORT,
    question=N_("How long to solve?"),
    explain=N_(
        "Time from opening to resolution, in hours, summed over the tickets resolved in the period and divided by "
        "their number; beside it the median and what 9 in 10 stay below. The tickets opened in the period say how many "
        "were reopened, kept the agreed time, or are still open."
    ),
    good_for=N_("Seeing how long customers live with a problem, and whether work piles up."),
    beware=N_(
        "A few very long tickets move the mean: read the median too. Tickets still open are not in it and make it look "
        "better than it is. Published minutes of handling a call are another number than hours until it is solved."
    ),
    unit=Unit.HOURS,
    better=Better.DOWN,
    reads=(resolutions.RESOLUTIONS, resolutions.OPENINGS),
    at="resolved_at",
    options=(
        resolutions.CLOCK,
        resolutions.RESOLUTION,
        resolutions.WAITING,
        resolutions.ANCHOR,
        DENOMINATOR,
        TARGET,
        CHANGE_INTERVAL,
    ),
    measures={
        "mean": Measure(N_("Average resolution time")),
        "median": Measure(N_("Median resolution time")),
        "p90": Measure(N_("9 in 10 are solved within")),
        "within_target": Measure(N_("Solved within the target"), Unit.PERCENT, Better.UP),
        "handle": Measure(N_("Average handling time"), Unit.SECONDS),
        "handle_median": Measure(N_("Median handling time"), Unit.SECONDS),
        "sla_met": Measure(N_("Within the agreed time"), Unit.PERCENT, Better.UP),
        "reopened": Measure(N_("Reopened"), Unit.PERCENT),
        "open_now": Measure(N_("Still open"), Unit.COUNT),
        "open_age_p90": Measure(N_("9 in 10 still open are younger than"), Unit.DAYS),
    },
    companions=("fcr",),
    drill=("top_counted", "bottom_counted"),
    label=_label,
    limits=(0, None),
    flagged=lambda options: ("literal_definition",) if options["denominator"] == "all" else (),
    start=5,
    benchmarks=(Benchmark(N_("Handling a conversation"), ROMANIAN_GUIDE, 2022, good=540.0, measure="handle"),),
    examples=(
        Example(rows={"ticket": _TICKETS}, gives=24.0, note=N_("2, 4 and 66 hours; the fourth is open.")),
        Example(rows={"ticket": _TICKETS}, gives=4.0, measure="median"),
        Example(
            rows={"ticket": _TICKETS},
            gives=8 / 3,
            options={"clock": "business"},
            note=N_("Friday from 16:00 to Monday at 10:00 are two opening hours."),
        ),
        Example(rows={"ticket": _TICKETS}, gives=18.0, options={"denominator": "all"}),
        Example(rows={"ticket": _TICKETS}, gives=450.0, measure="handle"),
        Example(rows={"ticket": ()}, gives=None),
    ),
)
def art(resolved: Rows, opened: Rows, denominator: str, target: float) -> Mapping[str, Term | Ratio]:
    seconds = _times(resolved, resolved.col("seconds"))
    hours = seconds.map(lambda values: values / HOUR)
    handled = _times(resolved, resolved.col("handle_seconds"))
    over = Count(opened) if denominator == "all" else _number_of(resolved, hours)
    return {
        "mean": Ratio(Sum(resolved, hours), over),
        "median": Quantile(resolved, hours),
        "p90": Quantile(resolved, hours, 0.9),
        "within_target": Share(resolved, hit=hours <= target),
        "handle": Ratio(Sum(resolved, handled), _number_of(resolved, handled)),
        "handle_median": Quantile(resolved, handled),
        "sla_met": Share(opened, hit=_yes(opened.col("sla_met"))),
        "reopened": Share(opened, hit=_above_nought(opened.col("reopen_count"))),
        "open_now": Count(opened, hit=_yes(opened.col("open"))),
        "open_age_p90": Quantile(opened, opened.numbers("age_days"), 0.9),
    }


def _times(rows: Rows, seconds: np.ndarray) -> Coded:
    """Seconds per row; below zero is no time."""
    coded = rows.each(seconds)
    with np.errstate(invalid="ignore"):
        return coded.where(np.where(seconds < 0, State.INVALID, coded.state))


def _number_of(rows: Rows, known: Coded) -> Count:
    """How many rows have a usable value."""
    return Count(rows, hit=known.map(lambda values: np.ones(len(values), bool)))


def _yes(column: np.ndarray) -> Coded:
    """A yes-no column as a table of three, the third missing."""
    state = np.array([State.OK, State.OK, State.MISSING], np.uint8)
    return Coded(np.array([False, True, False]), np.where(column == UNKNOWN_BOOL, 2, column).astype(np.uint8), state)


def _above_nought(column: np.ndarray) -> Coded:
    with np.errstate(invalid="ignore"):
        return _yes(np.where(np.isnan(column), UNKNOWN_BOOL, column > 0))
