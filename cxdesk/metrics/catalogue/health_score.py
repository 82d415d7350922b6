"""How a customer stands, from what they use, ask, say, pay and talk about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ZERO_TO_TEN, Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import bands, customer_state, health_score
from cxdesk.metrics.views.health import PARTS
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (*health_score.label(options), *bands.label(options))


_JANUARY = "2024-01-{:02d}T12:00:00Z"
ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "answer": (
        {"response": "1", "role": "nps", "score": 8, "scale": ZERO_TO_TEN, "customer": "a"}
        | {"submitted_at": _JANUARY.format(9)},
    ),
    "ticket": (
        {"ticket": "1", "customer": "a", "created_at": _JANUARY.format(2), "status": "open"},
        {"ticket": "2", "customer": "a", "created_at": _JANUARY.format(3), "status": "open", "reopen_count": 1},
        {"ticket": "3", "customer": "b", "created_at": _JANUARY.format(3), "resolved_at": _JANUARY.format(4)},
    ),
    "contact": ({"call_id": "1", "customer": "a", "offered_at": _JANUARY.format(8)},),
}
RECIPE = {"w_usage": 20.0, "w_support": 30.0, "w_sentiment": 40.0, "w_commercial": 0.0, "w_relationship": 10.0}


@metric(
    id="health_score",
    title=N_("Customer health score"),
    short_title=N_("Health score"),
    idea="health",
    family=Family.COMPOSITE,
    question=N_("Who needs care now?"),
    explain=N_(
        "The weighted mean of what is known of a customer as of the period's end, 0 to 100. Use: the percentile of "
        "active days of the last 28 among customers of the same plan. Support: 100 less 20 for each open ticket and 10 "
        "for each of the last 90 days that was reopened. Mood: the latest NPS, CSAT or CES answer of twelve months. "
        "Commercial: nothing overdue, monthly revenue kept over 90 days, days until the contract is due (the mean of "
        "what is known). Relationship: 100 with a contact or review in the last 90 days, else 0. The number is the "
        "mean over customers who have not left."
    ),
    good_for=N_("Choosing whom to call this week."),
    beware=N_(
        "The weights are a choice, not a finding: look whether customers in the poor band really leave more often. "
        "Parts that are unknown are left out, which the coverage says."
    ),
    unit=Unit.INDEX,
    better=Better.UP,
    reads=customer_state.BY_LIFE,
    any_kind=True,
    options=(*health_score.WEIGHTS, *bands.OPTIONS, CHANGE_INTERVAL),
    measures={
        "mean": Measure(N_("Customer health score")),
        "need_care": Measure(N_("Customers in the poor band"), Unit.PERCENT, Better.DOWN),
        "coverage": Measure(N_("Weight known"), Unit.PERCENT),
        "usage": Measure(N_("Use")),
        "support": Measure(N_("Support")),
        "sentiment": Measure(N_("Mood")),
        "commercial": Measure(N_("Commercial")),
        "relationship": Measure(N_("Relationship")),
    },
    companions=("health_distribution", "nps", "churn_lost"),
    drill=("counted", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows=ROWS,
            gives=(0.4 * 80 + 0.3 * 50 + 0.1 * 100) / 0.8,
            options={**RECIPE, "enough": 70},
            note=N_("a: mood 80, support 100 - 2 x 20 - 10 = 50, relationship 100, use unknown. b: too little known."),
        ),
        Example(rows=ROWS, gives=(50 + 100) / 2, measure="support"),
        Example(rows=ROWS, gives=None, options={"enough": 90}),
    ),
)
def health_score_(
    customers: Rows, good_from: float, average_from: float, enough: float, **weights: float
) -> Mapping[str, Term]:
    here = customer_state.staying(customers)
    score, coverage = health_score.scored(customers, weights, enough)

    def mean(values: Coded, otherwise: str = "insufficient_data") -> bands.Known:
        return bands.Known.of(customers, values, here, otherwise)

    band = bands.banded(customers, score, average_from, average_from)
    return {
        "mean": mean(score, "low_coverage"),
        "need_care": Share(customers, hit=band == "poor", within=here & (band != "unknown")),
        "coverage": mean(coverage),
        **{name: mean(customers.numbers(name)) for name in PARTS},
    }
