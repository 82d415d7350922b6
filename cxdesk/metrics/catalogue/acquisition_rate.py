"""How many new customers there are for those one had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, PerExposure, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.panel import LOST, STAYED
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("new customers per hundred at the start")), *customers_text.how(options))


_SUBSCRIPTIONS = (
    *({"customer": f"s{i}", "started_on": "2024-01-01"} for i in range(10)),
    *({"customer": f"n{i}", "started_on": "2024-01-10"} for i in range(3)),
    {"customer": "old", "started_on": "2024-01-20"},
)


@metric(
    id="acquisition_rate",
    title=N_("Acquisition rate"),
    short_title=N_("Acquisition rate"),
    idea="acquisition_rate",
    family=Family.CUSTOMERS,
    question=N_("How many new customers for those there were?"),
    explain=N_(
        "Customers won in the period, in percent of the customers there when it began. Won is who paid for the first "
        "time, as the list of customers says, else who began a first subscription; also if they left again."
    ),
    good_for=N_("Holding what sales and marketing bring against what churn takes."),
    beware=N_("It is no cost: what a new customer costs is the acquisition cost. A small base makes it large."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=panel.CUSTOMERS,
    options=(panel.TRIALS, panel.UNIT, panel.READ_AT, panel.GRACE),
    measures={
        "rate": Measure(N_("Acquisition rate")),
        "new": Measure(N_("Customers won"), Unit.COUNT),
    },
    companions=("customer_growth", "churn_lost"),
    drill=("event", "rest"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(
            rows={
                "subscription": _SUBSCRIPTIONS,
                "customer": ({"customer": "old", "first_paid_at": "2019-05-01T00:00:00Z"},),
            },
            gives=30.0,
            note=N_("Three new for ten; one of those who began had paid years ago."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def acquisition_rate(customers: Rows) -> Mapping[str, Term]:
    change = customers.labelled("change")
    there = (change == STAYED) | (change == LOST)
    won = Coded.of(customers.col("joined") == 1)
    return {"rate": PerExposure(customers, won, there, per=100.0), "new": Count(customers, hit=won)}
