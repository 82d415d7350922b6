"""What it costs to keep a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import costs, customers_text, panel
from cxdesk.metrics.views.panel import STAYED
from cxdesk.metrics.views.recurring import KIND, MONEY
from cxdesk.metrics.views.spending import CATEGORIES
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    listed = ", ".join(one.strip() for one in str(options[costs.LISTED]).split("|") if one.strip())
    return (Phrase(N_("costs of {listed} per customer kept"), (("listed", listed),)), *customers_text.how(options))


_COSTS = (
    {"from": "2024-01-01", "amount": 1_200_000, "category": "service", "subcategory": "training"},
    {"from": "2023-12-17", "to": "2024-01-16", "amount": 1_000_000, "category": "retention"},
    {"from": "2024-01-01", "amount": 9_999_000, "category": "acquisition"},
    {"from": "2024-01-31", "amount": 0, "category": "service"},
)
_SUBSCRIPTIONS = (
    {"customer": "a", "started_on": "2023-01-01"},
    {"customer": "b", "started_on": "2023-01-01"},
    {"customer": "c", "started_on": "2023-01-01", "ended_on": "2024-01-10"},
    {"customer": "d", "started_on": "2024-01-31"},
)


@metric(
    id="crc",
    title=N_("Customer retention cost"),
    short_title=N_("Retention cost"),
    idea="crc",
    family=Family.REVENUE,
    question=N_("What does keeping cost?"),
    explain=N_(
        "What was spent in the period on keeping and serving customers (training, support, customer marketing …), "
        "divided by the customers who were there when it began and still there when it ended. A cost that spans "
        "several periods is spread over them by days; what it costs to win customers is left out."
    ),
    good_for=N_("Seeing what a kept customer costs, and holding it against what a new one costs."),
    beware=N_(
        "Support also serves customers who left, and those who joined. Costs that nobody entered are not counted: the "
        "list of costs must be complete for the period."
    ),
    unit=Unit.MONEY,
    better=Better.DOWN,
    reads=(costs.of(beside=(KIND,)), panel.CUSTOMERS),
    options=(CATEGORIES, panel.READ_AT, panel.GRACE, panel.CURRENCY, PROCESS),
    measures={
        "value": Measure(N_("Cost per customer kept")),
        "cost": Measure(N_("Spent on keeping")),
        "kept": Measure(N_("Customers kept"), Unit.COUNT, Better.UP),
    },
    companions=("retention",),
    drill=("top_counted", "bottom_counted"),
    label=_label,
    full_count=True,
    examples=(
        Example(
            rows={"cost": (*_COSTS[:1], *_COSTS[2:]), "subscription": _SUBSCRIPTIONS},
            gives=60.0,
            note=N_("Training for 120, two customers kept; advertising does not count."),
        ),
        Example(
            rows={"cost": _COSTS, "subscription": _SUBSCRIPTIONS},
            gives=110.0,
            options={costs.LISTED: "training|retention"},
            note=N_("120 and 100 for two customers who stayed from 17 December to the end."),
        ),
        Example(
            rows={"cost": _COSTS, "subscription": ()}, gives=None, note=N_("Nobody there to keep: not 0, but unknown.")
        ),
    ),
)
def crc(spent: Rows, customers: Rows) -> Mapping[str, Term | Ratio]:
    stayed = customers.labelled("change") == STAYED
    kept = Count(customers, hit=stayed.within(stayed.values))
    total = Sum(spent, spent.numbers("amount"), per=MONEY, known=True)
    return {"value": Ratio(total, kept, positive=False), "cost": total, "kept": Count(customers, hit=stayed)}
