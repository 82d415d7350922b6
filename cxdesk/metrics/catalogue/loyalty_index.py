"""Loyalty as three things: to buy again, to recommend, to stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_TEN, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Composite, Formula, Input, Mean
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.tally import Policy
from cxdesk.system.i18n import N_

LEAST = 2  # of the three that must be known


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("rebuy, recommend and stay, equal weights")),)


def _answer(customer: str, role: str, score: int, scale: Scale) -> Mapping[str, Any]:
    same = {"response": customer, "customer": customer, "submitted_at": "2024-01-10T12:00:00"}
    return {**same, "role": role, "score": score, "scale": scale}


_ANSWERS = (
    _answer("a", "return_intent", 4, ONE_TO_FIVE),
    _answer("a", "nps", 9, ZERO_TO_TEN),
    _answer("b", "nps", 8, ZERO_TO_TEN),
)
_SUBSCRIPTIONS = (
    {"customer": "a", "started_on": "2024-01-01"},
    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-15"},
    {"customer": "c", "started_on": "2024-01-31"},
)


@metric(
    id="loyalty_index",
    title=N_("Loyalty index"),
    short_title=N_("Loyalty"),
    idea="loyalty",
    family=Family.COMPOSITE,
    question=N_("Rebuy, recommend, stay?"),
    explain=N_(
        "The mean of three numbers from 0 to 100: how likely customers say they are to return or buy again (percent of "
        "what the scale allows), the NPS with 100 added and halved, and customer retention. Where one is missing the "
        "other two stand for it; one alone is too little."
    ),
    good_for=N_("One line for what people say and what they do."),
    beware=N_("Two of the parts are words and one is deeds: look at the parts before you trust the sum."),
    unit=Unit.INDEX,
    better=Better.UP,
    reads=(ANSWER.where(role=Role.RETURN_INTENT), ANSWER.where(role=Role.REPURCHASE), "nps", "retention"),
    at="submitted_at",
    measures={
        "index": Measure(N_("Loyalty")),
        "rebuy": Measure(N_("Rebuy")),
        "recommend": Measure(N_("Recommend")),
        "stay": Measure(N_("Stay")),
    },
    companions=("nps", "retention", "return_intent"),
    drill=("recommend:minus", "rebuy:counted", "stay:rest"),
    label=_label,
    limits=(0, 100),
    any_kind=True,
    examples=(
        Example(
            rows={"answer": _ANSWERS, "subscription": _SUBSCRIPTIONS},
            gives=200 / 3,
            note=N_("75 rebuy, 75 recommend (an NPS of 50), 50 stay."),
        ),
        Example(rows={"answer": _ANSWERS}, gives=75.0, note=N_("Nobody knows who stayed: the other two stand for it.")),
        Example(rows={"answer": _ANSWERS[1:]}, gives=None),
    ),
)
def loyalty_index(returning: Rows, buying: Rows) -> Mapping[str, Formula | Mean]:
    stated = returning if returning.size or not buying.size else buying
    rebuy = Mean(stated, stated.pomp(), Policy.POOL)
    recommend, stay = Input("nps", scale=0.5, shift=50), Input("retention")
    return {
        "index": Composite({"rebuy": Input(rebuy), "recommend": recommend, "stay": stay}, at_least=LEAST),
        "rebuy": rebuy,
        "recommend": Formula({"nps": recommend}, lambda values: values["nps"], monotone=True),
        "stay": Formula({"retention": stay}, lambda values: values["retention"], monotone=True),
    }
