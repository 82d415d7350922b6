"""Engagement as one number: satisfied, loyal, aware."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_ONE, ZERO_TO_TEN, Scale
from cxdesk.metrics.estimators import Composite, Formula, Input
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.system.i18n import N_

LOYALTY = Option(
    "loyalty",
    "nps",
    N_("Loyalty is"),
    choices=(
        ("nps", N_("The NPS, told from 0 to 100")),
        ("index", N_("The loyalty index: rebuy, recommend, stay")),
    ),
)
LEAST = 3  # all parts must be known


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    loyal = N_("loyalty by NPS") if options["loyalty"] == "nps" else N_("loyalty by index")
    return (Phrase(N_("satisfied, loyal and aware, equal weights")), Phrase(loyal))


def _answers(role: str, scale: Scale, *scores: float) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {"response": f"{role}{i}", "role": role, "score": score, "scale": scale} for i, score in enumerate(scores)
    )


_CSAT = _answers("csat", ONE_TO_FIVE, 5, 4, 4, 2)
_NPS = _answers("nps", ZERO_TO_TEN, 10, 8)
_AWARE = _answers("awareness_aided", ZERO_TO_ONE, 1, 0)


@metric(
    id="engagement_composite",
    title=N_("Engagement index"),
    short_title=N_("Engagement index"),
    idea="engagement",
    family=Family.COMPOSITE,
    question=N_("How engaged are customers overall?"),
    explain=N_(
        "The mean of three numbers from 0 to 100: the share of satisfied answers, loyalty (the NPS with 100 added and "
        "halved, or the loyalty index), and the share who know the offer."
    ),
    good_for=N_("A single figure for a report, when each part is shown beside it."),
    beware=N_(
        "It says nothing about how often people use or buy: that is stickiness, and who stays is retention. A rise in "
        "one part can hide a fall in another."
    ),
    unit=Unit.INDEX,
    better=Better.UP,
    reads=("csat_top", "nps", "awareness"),
    options=(LOYALTY,),
    companions=("csat_top", "nps", "awareness"),
    drill=("satisfied:rest", "loyal:minus", "aware:rest"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows={"answer": _CSAT + _NPS + _AWARE},
            gives=200 / 3,
            note=N_("75 satisfied, an NPS of 50 told as 75, 50 aware."),
        ),
        Example(rows={"answer": _CSAT + _NPS}, gives=None, note=N_("Nobody was asked whether they know the offer.")),
    ),
)
def engagement_composite(loyalty: str) -> Formula:
    loyal = Input("nps", scale=0.5, shift=50) if loyalty == "nps" else Input("loyalty_index")
    return Composite({"satisfied": "csat_top", "loyal": loyal, "aware": "awareness"}, at_least=LEAST)
