"""How long people stay in a stage, or take from one step to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Mean, Quantile, Term, Watched
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import journeys
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    days = plural("within {n} day", "within {n} days", options["window"])
    if options["steps"]:
        steps = " → ".join(journeys.steps_of(options["steps"]))
        return (Phrase(N_("time between steps of the best attempt, {steps}"), (("steps", steps),)), days)
    return (Phrase(N_("from entering a stage to leaving it, median of what is over")), days)


def _event(customer: str, day: int, stage: str, kind: str = "enter") -> dict[str, Any]:
    at = f"2024-01-{day:02d}T12:00:00Z"
    return {"event_id": f"{customer}{day}{kind}", "customer": customer, "stage": stage, "kind": kind, "at": at}


_EVENTS = (
    _event("a", 1, "awareness"),
    _event("a", 3, "consideration"),
    _event("b", 1, "awareness"),
    _event("b", 5, "awareness", "exit"),
    _event("c", 11, "awareness"),
    _event("z", 21, "decision", "touch"),
)
_DID = tuple(
    {"event_id": f"{person}{name}", "customer": person, "name": name, "at": f"2024-01-0{day}T12:00:00Z"}
    for person, name, day in (("a", "look", 1), ("a", "buy", 2), ("b", "look", 1), ("b", "buy", 4), ("c", "look", 1))
)


@metric(
    id="journey_time_in_stage",
    title=N_("Time in stage"),
    short_title=N_("Time in stage"),
    idea="journey_time_in_stage",
    family=Family.JOURNEY,
    question=N_("How long does each stage take?"),
    explain=N_(
        "Days from entering a stage of the journey to leaving it (its exit, or the entry into the next stage), median "
        "and mean of the stays that are over; split it by stage. The median with those still open takes stays that go "
        "on as lasting at least so long. With steps of your own it is the time from each step to the next of the "
        "attempt that counts."
    ),
    good_for=N_("Seeing where people linger, and how long to wait before asking them."),
    beware=N_("The median of what is over is too short while many are still on their way."),
    unit=Unit.DAYS,
    better=Better.DOWN,
    reads=journeys.STAYS,
    any_kind=True,
    options=(journeys.STEPS, journeys.WINDOW, journeys.ORDER),
    measures={
        "median": Measure(N_("Median, over")),
        "mean": Measure(N_("Mean, over")),
        "with_open": Measure(N_("Median with those still open")),
        "open": Measure(N_("Still open"), Unit.COUNT, Better.NONE),
    },
    companions=("journey_stages",),
    drill=("counted", "censored"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(
            rows={"journey_event": _EVENTS}, gives=3.0, note=N_("a stays 2 days, b 4; c and a's next stage go on.")
        ),
        Example(rows={"journey_event": _EVENTS}, gives=2.0, measure="open"),
        Example(rows={"usage_event": _DID}, gives=2.0, options={"steps": "look|buy"}),
        Example(rows={"journey_event": ()}, gives=None),
    ),
)
def journey_time_in_stage(stays: Rows) -> Mapping[str, Term]:
    over = stays.col("over") == 1
    days = stays.numbers("days")
    ended = days.within(over[days.codes])
    return {
        "median": Quantile(stays, ended),
        "mean": Mean(stays, ended),
        "with_open": Watched(stays, days, stays.each(over.astype(float))),
        "open": Count(stays, hit=Coded.of(~over)),
    }
