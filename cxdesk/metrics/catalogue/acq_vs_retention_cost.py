"""How many times dearer winning a customer is than keeping one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.metrics.estimators import Formula, Input
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import panel, spending
from cxdesk.system.i18n import N_

LAG, CATEGORIES, CURRENCY = (replace(one, of_view=False) for one in (spending.LAG, spending.CATEGORIES, panel.CURRENCY))


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("acquisition cost over retention cost")), *spending.how_won(options))


_COSTS = (
    {"from": "2024-01-01", "amount": 2_000_000, "category": "acquisition"},
    {"from": "2024-01-01", "amount": 400_000, "category": "retention"},
    {"from": "2024-01-31", "amount": 400_000, "category": "service"},
)
_SUBSCRIPTIONS = (
    {"customer": "a", "started_on": "2023-01-01", "amount": 1},
    {"customer": "b", "started_on": "2023-01-01", "amount": 1},
    {"customer": "c", "started_on": "2024-01-31", "amount": 1},
)


@metric(
    id="acq_vs_retention_cost",
    title=N_("Winning a customer over keeping one"),
    short_title=N_("Winning vs keeping"),
    idea="acq_vs_retention_cost",
    family=Family.REVENUE,
    question=N_("How many times dearer is it to win a customer than to keep one?"),
    explain=N_(
        "What a new customer costs (acquisition cost) divided by what a kept one costs (retention cost), both of the "
        "same period and from your own costs."
    ),
    good_for=N_("Deciding where the next sum is better spent, by your own figures instead of a saying."),
    beware=N_(
        "That winning costs 5 to 25 times as much as keeping is quoted everywhere and shown here for orientation only: "
        "it is nobody's measurement of your business. The two costs buy different things."
    ),
    unit=Unit.RATIO,
    better=Better.NONE,
    reads=("cac", "crc"),
    options=(LAG, CATEGORIES, CURRENCY, PROCESS),
    measures={
        "ratio": Measure(N_("Acquisition cost over retention cost")),
        "cac": Measure(N_("Cost per new customer"), Unit.MONEY, Better.DOWN),
        "crc": Measure(N_("Cost per customer kept"), Unit.MONEY, Better.DOWN),
    },
    companions=("cac", "crc"),
    drill=("cac:top_counted", "crc:top_counted"),
    label=_label,
    full_count=True,
    benchmarks=(
        Benchmark(N_("from 5 to 25"), N_("quoted by the guides, after Harvard Business Review"), low=5.0, value=25.0),
    ),
    examples=(
        Example(
            rows={"cost": _COSTS, "subscription": _SUBSCRIPTIONS},
            gives=5.0,
            note=N_("200 for the one new customer, 80 for two who were kept: 200 over 40."),
        ),
        Example(
            rows={"cost": _COSTS, "subscription": _SUBSCRIPTIONS[:2]},
            gives=None,
            note=N_("Nobody new: the cost of winning is undefined."),
        ),
    ),
)
def acq_vs_retention_cost(lag: int, categories: str, currency: str) -> Mapping[str, Formula]:
    inputs = {
        "cac": Input("cac", options={"lag": lag, "currency": currency}),
        "crc": Input("crc", options={"categories": categories, "currency": currency}),
    }
    return {
        "ratio": Formula(inputs, lambda v: v["cac"] / v["crc"], least=2),
        "cac": Formula({"cac": inputs["cac"]}, lambda v: v["cac"]),
        "crc": Formula({"crc": inputs["crc"]}, lambda v: v["crc"]),
    }
