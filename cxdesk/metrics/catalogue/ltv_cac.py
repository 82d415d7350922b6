"""What a customer will bring for what winning one costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.metrics.estimators import Formula, Input
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.sources import CONVENTION
from cxdesk.metrics.views import futures, margins, panel, spending
from cxdesk.system.i18n import N_

BASIS, LAG, CURRENCY = (replace(one, of_view=False) for one in (futures.BASIS, spending.LAG, panel.CURRENCY))


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    predicted = Phrase(N_("predicted value over acquisition cost"))
    return (predicted, futures.label(options), margins.label(options["margin"]), *spending.how_won(options))


_ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "subscription": tuple(
        {
            "customer": f"c{i}",
            "started_on": "2024-01-01",
            "ended_on": "2024-01-31" if i < 10 else None,
            "amount": 300_000,
        }
        for i in range(100)
    ),
    "cost": ({"from": "2024-01-01", "amount": 100_000_000, "category": "acquisition"},),
}


@metric(
    id="ltv_cac",
    title=N_("Lifetime value over acquisition cost"),
    short_title=N_("LTV:CAC"),
    idea="ltv_cac",
    family=Family.REVENUE,
    question=N_("Is it worth winning customers?"),
    explain=N_(
        "The predicted value of a customer divided by what a new one costs. At 1 a customer brings back no more than "
        "what was paid for them."
    ),
    good_for=N_("Deciding whether to spend more on winning customers, and through which channel."),
    beware=N_(
        "Three is a rule of thumb, not a law. It hides how long the money is out: look at the payback beside it. With "
        "revenue instead of profit it looks better than it is: give your margin."
    ),
    unit=Unit.RATIO,
    better=Better.UP,
    reads=("clv_predictive", "cac"),
    options=(BASIS, margins.MARGIN, futures.DISCOUNT, futures.HORIZON, LAG, CURRENCY),
    measures={
        "ratio": Measure(N_("Lifetime value over acquisition cost")),
        "value": Measure(N_("Predicted value per customer"), Unit.MONEY),
        "cac": Measure(N_("Cost per new customer"), Unit.MONEY, Better.DOWN),
    },
    companions=("cac", "clv_predictive"),
    drill=("cac:top_counted", "cac:bottom_counted"),
    label=_label,
    start=12,
    benchmarks=(Benchmark("", CONVENTION, good=3.0),),
    examples=(
        Example(
            rows=_ROWS,
            options={"margin": 50},
            gives=1.5,
            note=N_("30 a month at half margin over 10 percent churn: 150, for 10,000 spent on 100 customers."),
        ),
        Example(rows={**_ROWS, "subscription": ()}, gives=None, note=N_("Nobody new, and nothing to predict from.")),
    ),
)
def ltv_cac(
    basis: str, margin: float | None, discount: float, horizon: int, lag: int, currency: str
) -> Mapping[str, Formula]:
    told = {"basis": basis, "margin": margin, "discount": discount, "horizon": horizon, "currency": currency}
    value = Input("clv_predictive", options=told)
    cost = Input("cac", options={"lag": lag, "currency": currency})
    return {
        "ratio": Formula({"value": value, "cac": cost}, lambda v: v["value"] / v["cac"], least=2, positive=True),
        "value": Formula({"value": value}, lambda v: v["value"], positive=True),
        "cac": Formula({"cac": cost}, lambda v: v["cac"], positive=True),
    }
