"""What every unit of money spent on customers has returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Ratio, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import panel, value
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.metrics.views.spending import how_valued
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("profit over the cost of winning, serving and keeping")), *how_valued(options))


_ROWS = {
    "order": (
        {"order": "1", "customer": "a", "placed_at": "2023-01-01T10:00:00Z", "net_amount": 10_000_000},
        {"order": "2", "customer": "b", "placed_at": "2024-03-01T10:00:00Z", "net_amount": 7_000_000},
    ),
    "cost": (
        {"from": "2023-01-01", "amount": 1_500_000, "category": "retention"},
        {"from": "2023-01-01", "amount": 2_500_000, "category": "acquisition"},
    ),
}


@metric(
    id="clv_per_dollar",
    title=N_("Value per unit of money spent"),
    short_title=N_("Value per unit spent"),
    idea="clv_per_dollar",
    family=Family.REVENUE,
    question=N_("What did each unit of money invested return?"),
    explain=N_(
        "The observed value of the customers who first paid in the period, divided by what was spent on winning, "
        "serving and keeping the same customers. 2 means: each unit came back and brought two more."
    ),
    good_for=N_("Holding channels against each other when they differ in price and in the customers they bring."),
    beware=N_(
        "Customers for whom nothing was spent raise it. A retention rate is something else: it drives this number."
    ),
    unit=Unit.RATIO,
    better=Better.UP,
    reads=value.VIEW,
    any_kind=True,
    options=(*value.OPTIONS, panel.CURRENCY),
    measures={
        "ratio": Measure(N_("Value per unit spent")),
        "value": Measure(N_("Observed value"), Unit.MONEY),
        "spent": Measure(N_("Spent on them"), Unit.MONEY, Better.NONE),
    },
    companions=("clv_net",),
    drill=("top_counted", "bottom_counted"),
    label=_label,
    examples=(
        Example(rows=_ROWS, gives=1.5, note=N_("a: 1,000 less 400 spent is 600; 600 over 400.")),
        Example(rows={**_ROWS, "cost": ()}, gives=None, note=N_("Nothing known to be spent.")),
    ),
)
def clv_per_dollar(customers: Rows) -> Mapping[str, Term | Ratio]:
    mature = customers.col("mature") == 1
    spent = customers.col("acquired") + customers.col("served")
    value_of = customers.col("value")
    place = np.where(mature, 0, 1)

    def total(values: np.ndarray) -> Sum:
        known = customers.each(np.where(np.isnan(value_of), np.nan, values))
        return Sum(customers, known, per=MONEY, label=place, left=("too_new",))

    return {
        "ratio": Ratio(total(value_of), total(spent), positive=False),
        "value": total(value_of),
        "spent": total(spent),
    }
