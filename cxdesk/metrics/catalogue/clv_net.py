"""What customers have brought so far, after what it cost to win and to serve them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Ratio, Share, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import panel, value
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.metrics.views.spending import how_valued
from cxdesk.system.i18n import N_

_SIGNS = ("positive", "negative")


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("profit after serving and winning")), *how_valued(options))


_ROWS = {
    "order": (
        {"order": "1", "customer": "a", "placed_at": "2023-01-01T10:00:00Z", "net_amount": 10_000_000},
        {"order": "2", "customer": "a", "placed_at": "2023-02-01T10:00:00Z", "net_amount": 2_000_000},
        {"order": "3", "customer": "b", "placed_at": "2024-03-01T10:00:00Z", "net_amount": 7_000_000},
    ),
    "cost": (
        {"from": "2023-01-01", "amount": 3_000_000, "category": "service"},
        {"from": "2023-01-01", "amount": 2_500_000, "category": "acquisition"},
    ),
}


@metric(
    id="clv_net",
    title=N_("Customer lifetime value, observed"),
    short_title=N_("Observed value"),
    idea="clv",
    family=Family.REVENUE,
    question=N_("What profit has a customer brought so far?"),
    explain=N_(
        "Revenue of a customer less the cost of the goods, of serving and keeping them and of winning them, over their "
        "first 12 months (or to date); the mean over all who first paid in the period. A cost that names nobody is "
        "shared: serving by the days customers were there (after an order for 90 days), winning among those who first "
        "paid while it ran, through the same channel where it names one. Days on which nobody was there cost nobody."
    ),
    good_for=N_("Seeing which customers and channels paid off, from what really happened."),
    beware=N_(
        "It looks back. Customers younger than the time looked at are left out. Costs that nobody entered make all "
        "look profitable; where subscriptions are also billed as orders, count one of them only."
    ),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=value.VIEW,
    any_kind=True,
    options=(*value.OPTIONS, panel.CURRENCY),
    measures={
        "mean": Measure(N_("Mean per customer")),
        "total": Measure(N_("Of all customers")),
        "revenue": Measure(N_("Revenue per customer")),
        "served": Measure(N_("Cost of serving and keeping per customer"), better=Better.DOWN),
        "goods": Measure(N_("Cost of the goods per customer"), better=Better.DOWN),
        "acquired": Measure(N_("Cost of winning per customer"), better=Better.DOWN),
        "unprofitable": Measure(N_("Customers who cost more than they brought"), Unit.PERCENT, Better.DOWN),
    },
    companions=("clv_predictive",),
    drill=("top_negative", "top_positive"),
    label=_label,
    examples=(
        Example(rows=_ROWS, gives=650.0, note=N_("a: 1,200 less 300 and 250; b has not been there for a year yet.")),
        Example(
            rows=_ROWS, gives=675.0, options={"horizon": "to_date"}, note=N_("With b's 700, to whom nothing is due.")
        ),
        Example(rows={**_ROWS, "cost": ()}, gives=None, note=N_("Without costs it would be revenue, not profit.")),
    ),
)
def clv_net(customers: Rows) -> Mapping[str, Term | Ratio]:
    left, mature = customers.col("value"), customers.col("mature") == 1
    place = np.where(mature, np.where(left < 0, 1, 0), len(_SIGNS))

    def mean(name: str) -> Ratio:
        return Ratio(_sum(customers, customers.numbers(name), place), _heads(customers, place), positive=False)

    return {
        "mean": mean("value"),
        "total": _sum(customers, customers.numbers("value"), place),
        **{name: mean(name) for name in ("revenue", "served", "goods", "acquired")},
        "unprofitable": Share(
            customers, hit=Coded.of(left < 0), within=Coded.of(mature & ~np.isnan(left)), outside="too_new"
        ),
    }


def _sum(customers: Rows, values: Coded, place: np.ndarray) -> Sum:
    return Sum(customers, values, per=MONEY, labels=_SIGNS, label=place, left=("too_new",))


def _heads(customers: Rows, place: np.ndarray) -> Sum:
    """Customers counted: those of whom it is known what they brought."""
    ones = np.where(np.isnan(customers.col("value")), np.nan, 1.0)
    return Sum(customers, customers.each(ones), labels=_SIGNS, label=place, left=("too_new",))
