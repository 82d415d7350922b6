"""What the customers of a period's start pay at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Ratio
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Minimum, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.sources import CONVENTION
from cxdesk.metrics.views import customers_text, panel, retained
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("of those who paid at the start, customer by customer")), *customers_text.how(options))


_SUBSCRIPTIONS = (
    {"customer": "a", "started_on": "2024-01-01", "ended_on": "2024-01-15", "amount": 1_000_000},
    {"customer": "a", "started_on": "2024-01-15", "amount": 1_500_000},
    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-20", "amount": 1_000_000},
    {"customer": "c", "started_on": "2024-01-31", "amount": 9_000_000},
)


@metric(
    id="nrr",
    title=N_("Net revenue retention"),
    short_title=N_("Net retention"),
    idea="revenue_retention",
    family=Family.REVENUE,
    question=N_("Do existing customers grow?"),
    explain=N_(
        "What the customers who paid when the period began pay per month when it has ended, in percent of what they "
        "paid then: expansion counts, contraction and churn count, new customers and those who came back do not. Ask "
        "it of a year: that is how others report it."
    ),
    good_for=N_("Above 100 the business grows without a single new customer."),
    beware=N_("A few large expansions hide many losses: read it with gross retention."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=panel.MONEY,
    options=(panel.READ_AT, panel.CURRENCY, PROCESS),
    companions=("grr", "churn_lost"),
    drill=("top_churn", "top_contraction", "top_expansion", "top_steady"),
    label=_label,
    limits=(0, None),
    minimum=Minimum(points=2),
    full_count=True,
    benchmarks=(Benchmark(N_("Growing without new customers"), CONVENTION, good=100.0),),
    examples=(
        Example(rows={"subscription": _SUBSCRIPTIONS}, gives=75.0, note=N_("150 of 200; c is new and does not count.")),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def nrr(customers: Rows) -> Ratio:
    return retained.kept(customers, customers.col("end_mrr") - customers.col("fx"))
