"""Which share of people goes from each stage of the journey to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.domain.stages import STAGES
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Funnel, Share
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import journeys
from cxdesk.system.i18n import N_

_ORDERS = {
    "strict": N_("stages one after the other"),
    "any": N_("stages in any order"),
    "skips": N_("stages may be skipped"),
}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    days = plural("within {n} day", "within {n} days", options["window"])
    return (Phrase(_ORDERS[options["order"]]), days)


def _way(customer: str, *stages: str, day: int = 1) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"event_id": f"{customer}{place}", "customer": customer, "stage": stage, "kind": "enter"}
        | {"at": f"2024-01-{day + place:02d}T12:00:00Z"}
        for place, stage in enumerate(stages)
    )


_EVENTS = (
    *_way("a", *STAGES),
    *_way("b", "awareness", "consideration"),
    *_way("c", "awareness", "decision"),
    *_way("d", "awareness"),
    {"event_id": "late", "customer": "z", "stage": "decision", "kind": "touch", "at": "2024-06-01T12:00:00Z"},
)


@metric(
    id="journey_stages",
    title=N_("Conversion and drop-off by stage"),
    short_title=N_("Stage conversion"),
    idea="journey_stages",
    family=Family.JOURNEY,
    question=N_("Where do we lose people?"),
    explain=N_(
        "Of those who reached a stage of the journey (awareness, consideration, decision, retention, advocacy), the "
        "share that reached the next one within the window, by the day of the first stage; the number is the share of "
        "those who began that reached the last. Who begins again after the window is another journey. Who is still "
        "within the window may go on and is left out where they have not gone on yet."
    ),
    good_for=N_("Finding the step at which most people are lost, and asking those people why."),
    beware=N_(
        "People skip stages and repeat them: compare the strict count with the loose ones. Retention and advocacy are "
        "not about an intent to buy."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=journeys.JOURNEYS,
    options=(journeys.ORDER, journeys.WINDOW, CHANGE_INTERVAL),
    measures={
        "overall": Measure(N_("From the first stage to the last")),
        "consideration": Measure(N_("Awareness to consideration")),
        "decision": Measure(N_("Consideration to decision")),
        "retention": Measure(N_("Decision to retention")),
        "advocacy": Measure(N_("Retention to advocacy")),
        "lost_awareness": Measure(N_("Lost after awareness"), better=Better.DOWN),
        "lost_consideration": Measure(N_("Lost after consideration"), better=Better.DOWN),
        "lost_decision": Measure(N_("Lost after decision"), better=Better.DOWN),
        "lost_retention": Measure(N_("Lost after retention"), better=Better.DOWN),
    },
    companions=("journey_time_in_stage", "journey_pain_points"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(rows={"journey_event": _EVENTS}, gives=25.0),
        Example(rows={"journey_event": _EVENTS}, gives=50.0, measure="consideration"),
        Example(
            rows={"journey_event": _EVENTS},
            gives=75.0,
            measure="consideration",
            options={"order": "skips"},
            note=N_("c went from awareness to decision at once, and passed consideration by."),
        ),
        Example(rows={"journey_event": ()}, gives=None),
    ),
)
def journey_stages(people: Rows) -> Mapping[str, Share]:
    young = (people.col("young") == 1) & (people.col("reached") < len(STAGES) - 1)
    found = Funnel(people, people.col("reached").astype(int), STAGES, young)
    return {**found, **{f"lost_{before}": _lost(found[after]) for before, after in pairwise(STAGES)}}


def _lost(onward: Share) -> Share:
    """The others of those who reached a stage."""
    return replace(onward, hit=~onward.hit, stage=0)
