"""What it costs to win a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS, Option
from cxdesk.metrics.views import costs, panel, won
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.metrics.views.spending import LAG, how_won
from cxdesk.system.i18n import N_

COUNTED = Option(
    "counted",
    "all",
    N_("New customers counted"),
    choices=(("all", N_("All (blended)")), ("paid", N_("Those won through channels that cost something (paid)"))),
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    paid = options["counted"] == "paid"
    who = Phrase(N_("per customer won through paid channels")) if paid else Phrase(N_("per new customer, blended"))
    return (who, *how_won(options))


_COSTS = (
    {"from": "2024-01-01", "amount": 1_000_000, "category": "acquisition", "channel": "ads"},
    {"from": "2024-01-15", "amount": 500_000, "category": "acquisition", "channel": "fair"},
    {"from": "2024-01-31", "amount": 7_000_000, "category": "service"},
)
_CUSTOMERS = (
    {"customer": "a", "first_paid_at": "2024-01-02T10:00:00Z", "acquired_channel": "ads"},
    {"customer": "b", "first_paid_at": "2024-01-20T10:00:00Z", "acquired_channel": "fair"},
    {"customer": "c", "first_paid_at": "2024-01-31T10:00:00Z"},
    {"customer": "old", "first_paid_at": "2023-05-05T10:00:00Z"},
    {"customer": "never"},
)


@metric(
    id="cac",
    title=N_("Customer acquisition cost"),
    short_title=N_("Acquisition cost"),
    idea="cac",
    family=Family.REVENUE,
    question=N_("What does winning cost?"),
    explain=N_(
        "What was spent on winning customers in the period (advertising, sales …), divided by the customers who paid "
        "for the first time in it. A cost that spans several periods is spread over them by days. Who is new is said "
        "by the customer list (first paid at), else by the first paid subscription or order."
    ),
    good_for=N_("Comparing channels, and holding the price of a customer against what one is worth."),
    beware=N_(
        "Spending often works months later: choose how many. Blended costs share the bill among customers who came by "
        "themselves, so growth by word of mouth makes advertising look cheap."
    ),
    unit=Unit.MONEY,
    better=Better.DOWN,
    reads=(costs.of(costs.ACQUISITION), won.VIEW),
    options=(COUNTED, LAG, panel.CURRENCY, PROCESS),
    measures={
        "value": Measure(N_("Cost per new customer")),
        "cost": Measure(N_("Spent on winning")),
        "new": Measure(N_("New customers"), Unit.COUNT, Better.UP),
    },
    companions=("crc",),
    drill=("top_counted", "bottom_counted"),
    label=_label,
    full_count=True,
    examples=(
        Example(
            rows={"cost": _COSTS, "customer": _CUSTOMERS},
            gives=50.0,
            note=N_("150 spent, three paid for the first time."),
        ),
        Example(
            rows={"cost": _COSTS, "customer": _CUSTOMERS},
            gives=75.0,
            options={"counted": "paid"},
            note=N_("c came by another way."),
        ),
        Example(
            rows={"cost": _COSTS, "customer": _CUSTOMERS[3:]},
            gives=None,
            note=N_("Nobody new: not free of charge, but undefined."),
        ),
    ),
)
def cac(spent: Rows, customers: Rows, counted: str) -> Mapping[str, Term | Ratio]:
    new = np.ones(customers.size, bool)
    if counted == "paid":
        new = np.isin(customers.labelled("channel").rows(), costs.channels(spent.frame, costs.ACQUISITION))
    total = Sum(spent, spent.numbers("amount"), per=MONEY, known=True)
    winners = Count(customers, hit=Coded.of(new))
    return {"value": Ratio(total, winners, positive=False), "cost": total, "new": winners}
