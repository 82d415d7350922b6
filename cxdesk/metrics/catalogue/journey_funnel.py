"""Who makes the steps one names oneself, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Funnel, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import journeys
from cxdesk.system.i18n import N_

_ORDERS = {
    "strict": N_("{steps}, one after the other"),
    "any": N_("{steps}, in any order"),
    "skips": N_("{steps}, where steps may be skipped"),
}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    steps = " → ".join(journeys.steps_of(options["steps"]))
    return (
        Phrase(_ORDERS[options["order"]], (("steps", steps),)),
        *((Phrase(N_("visits")),) if options["unit"] == "session" else ()),
        plural("within {n} day of the first, inclusive", "within {n} days of the first, inclusive", options["window"]),
    )


def _did(person: str, names: str) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"event_id": f"{person}{place}", "customer": person, "name": name, "at": f"2024-01-01T12:{place:02d}:00Z"}
        for place, name in enumerate(names)
    )


_EVENTS = (*_did("a", "s"), *_did("b", "spxp"), *_did("c", "spp"), *_did("d", "pps"))
_LATER = {"event_id": "late", "customer": "z", "name": "x", "at": "2024-03-01T12:00:00Z"}


@metric(
    id="journey_funnel",
    title=N_("Custom funnel"),
    short_title=N_("Custom funnel"),
    idea="journey_funnel",
    family=Family.JOURNEY,
    question=N_("Do they finish my steps?"),
    explain=N_(
        "Of the people who made the first step in the period, the share that made the last one, and for each step the "
        "share of those who had made the one before. Steps count in their order, other events in between do not "
        "matter, and a step named twice must be made twice, all within the window from the first. Of several attempts "
        "of one person the best counts. Who is still within the window is left out of what they have not done yet. "
        "Steps are names of events of use, touchpoints or stages. How many made each step, whatever the others, is "
        "told beside it."
    ),
    good_for=N_("Following any way of your own: signing up, finding, buying."),
    beware=N_("A longer window finds more; compare funnels with the same steps and window only."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=journeys.FUNNELS,
    any_kind=True,
    options=(journeys.STEPS, journeys.SHORT_WINDOW, journeys.ORDER, journeys.UNIT, CHANGE_INTERVAL),
    measures={"overall": Measure(N_("From the first step to the last"))},
    companions=("journey_time_in_stage",),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows={"usage_event": (*_EVENTS, _LATER)},
            gives=50.0,
            options={"steps": "s|p|p"},
            note=N_("b and c did p twice after s; a did not, and d did so before s."),
        ),
        Example(rows={"usage_event": (*_EVENTS, _LATER)}, gives=50.0, options={"steps": "s|p"}, measure="p"),
        Example(rows={"usage_event": (_LATER,)}, gives=None, options={"steps": "s|p"}),
    ),
)
def journey_funnel(people: Rows) -> Mapping[str, Term]:
    steps = tuple(people.col("furthest").labels)
    young = (people.col("young") == 1) & (people.col("reached") < len(steps) - 1)
    made = people.col("made").astype(np.int64)
    each = {f"made {name}": Count(people, hit=Coded.of((made >> place) & 1 == 1)) for place, name in enumerate(steps)}
    return {**Funnel(people, people.col("reached").astype(int), steps, young), **each}
