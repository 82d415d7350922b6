"""How many customers are in good, average and poor health, what they pay, and whether the poor ones leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.loader import UNKNOWN_BOOL
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Ratio, Share, Shares, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import bands, customer_state, health_index, health_score
from cxdesk.metrics.views.customer_state import FRESH, HORIZON, WEIGHTED
from cxdesk.system.i18n import N_

OF = Option(
    "of",
    "health_score",
    N_("Bands of"),
    choices=(("health_score", N_("The health score")), ("chi", N_("The customer health index"))),
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    if options["of"] == "chi":
        return (Phrase(N_("customer health index")), *bands.label(options))
    return (*health_score.label(options), *bands.label(options))


def _ticket(customer: str, number: int, **more: Any) -> dict[str, Any]:
    at = "2024-01-10T12:00:00Z"
    return {"ticket": f"{customer}{number}", "customer": customer, "created_at": at, "status": "open", **more}


_PAID = {"a": 2_000_000, "b": 1_000_000, "c": 1_000_000}
_ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "ticket": (
        *(_ticket("a", i) for i in range(4)),
        *(_ticket("b", i) for i in range(3)),
        _ticket("c", 0),
    ),
    "subscription": (
        *({"customer": name, "started_on": "2023-06-01", "mrr": mrr} for name, mrr in _PAID.items()),
        {"customer": "d", "started_on": "2023-06-01", "ended_on": "2023-12-01", "mrr": 9_000_000},
    ),
}
_ONLY_SUPPORT = {"w_usage": 0, "w_sentiment": 0, "w_commercial": 0, "w_relationship": 0}


@metric(
    id="health_distribution",
    title=N_("Health bands"),
    short_title=N_("Health bands"),
    idea="health_bands",
    family=Family.COMPOSITE,
    question=N_("How many are in good, average and poor health?"),
    explain=N_(
        "Customers who have not left, by the band of their health score (or health index) as of the period's end, in "
        "percent; unknown are those of whom too little is known. Beside it the same in percent of monthly revenue, and "
        "the proof: of those in each band so many days before, which share has left since."
    ),
    good_for=N_("Seeing how much revenue hangs on customers in poor health."),
    beware=N_("If the poor band does not leave more often than the good one, the recipe measures something else."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=customer_state.BY_ALL,
    any_kind=True,
    options=(OF, *health_score.WEIGHTS, *bands.OPTIONS, HORIZON, FRESH, WEIGHTED, CHANGE_INTERVAL),
    measures={
        **bands.MEASURES,
        "mrr_good": Measure(N_("Revenue of the good band"), Unit.PERCENT),
        "mrr_average": Measure(N_("Revenue of the average band"), Unit.PERCENT, Better.NONE),
        "mrr_poor": Measure(N_("Revenue of the poor band"), Unit.PERCENT, Better.DOWN),
        "mrr_unknown": Measure(N_("Revenue of those unknown"), Unit.PERCENT, Better.DOWN),
        "churn_good": Measure(N_("Left, of the good band"), Unit.PERCENT, Better.DOWN),
        "churn_average": Measure(N_("Left, of the average band"), Unit.PERCENT, Better.DOWN),
        "churn_poor": Measure(N_("Left, of the poor band"), Unit.PERCENT, Better.DOWN),
    },
    companions=("health_score", "churn_lost"),
    drill=("poor", "unknown", "average", "good"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows=_ROWS,
            gives=100 / 3,
            options=_ONLY_SUPPORT,
            note=N_("Open tickets: a has four (20), b three (40), c one (80); d has left and is not counted."),
        ),
        Example(rows=_ROWS, gives=50.0, options=_ONLY_SUPPORT, measure="mrr_poor"),
        Example(rows={"ticket": ()}, gives=None),
    ),
)
def health_distribution(
    customers: Rows, of: str, good_from: float, average_from: float, enough: float, **weights: float
) -> Mapping[str, Term | Ratio]:
    found, was = (
        bands.banded(customers, _score(customers, of, weights, enough, when), good_from, average_from)
        for when in ("", "_before")
    )
    band = bands.asked(customers, found, customer_state.staying(customers))
    left = customers.flags("left_since")
    told = left != UNKNOWN_BOOL
    return {
        **Shares(customers, band, {name: name for name in bands.BANDS}),
        **_of_revenue(customers, band),
        **{f"churn_{name}": Share(customers, hit=left == 1, within=told & (was == name)) for name in bands.BANDS[:3]},
    }


def _of_revenue(customers: Rows, band: Coded) -> Mapping[str, Ratio]:
    """Each band's part of what all customers pay a month."""
    paid, inside = bands.beside(customers, customers.numbers("mrr"), band)

    def summed(values: Coded) -> Sum:
        return Sum(customers, bands.within(customers, values, inside != bands.OUTSIDE))

    every = summed(paid)
    mine = {name: summed(bands.only(customers, paid, inside == name, 0.0)) for name in bands.BANDS}
    return {f"mrr_{name}": Ratio(top, every, per=100.0) for name, top in mine.items()}


def _score(customers: Rows, of: str, weights: Mapping[str, float], enough: float, when: str) -> Coded:
    made = health_score.scored(customers, weights, enough, when) if of == "health_score" else None
    return (made or health_index.scored(customers, enough, when))[0]
