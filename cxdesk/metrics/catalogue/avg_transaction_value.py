"""How much people spend per purchase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import State
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Quantile, Ratio, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import customers_text, panel, placed
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (
        Phrase(N_("without tax and refunds, per order")),
        *placed.returns_label(options),
        *customers_text.how(options),
    )


_DAY = "2024-01-10T12:00:00Z"
_ORDERS = (
    {"order": "1", "line_id": "1", "customer": "a", "placed_at": _DAY, "quantity": 2, "unit_price": 100_000},
    {"order": "1", "line_id": "2", "customer": "a", "placed_at": _DAY, "quantity": 1, "unit_price": 400_000},
    {"order": "2", "customer": "b", "placed_at": _DAY, "net_amount": 200_000},
    {"order": "3", "customer": "b", "placed_at": _DAY, "net_amount": -100_000},
)


@metric(
    id="avg_transaction_value",
    title=N_("Average transaction value"),
    short_title=N_("Transaction value"),
    idea="avg_transaction_value",
    family=Family.REVENUE,
    question=N_("How much per purchase?"),
    explain=N_(
        "What orders are worth without tax and refunds, divided by their number. Several lines of one order are one "
        "order. Cancelled orders do not count, nor do returns, which may be taken off the revenue instead."
    ),
    good_for=N_("Seeing whether people buy more at a time; split it by type, channel or product."),
    beware=N_("A few large orders pull the mean: look at the median. More per order may go with fewer orders."),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=placed.ORDERS,
    options=(placed.RETURNS, panel.CURRENCY),
    measures={"mean": Measure(N_("Mean per order")), "median": Measure(N_("Median per order"))},
    companions=("purchase_frequency", "purchase_trend"),
    drill=("top_counted", "counted"),
    label=_label,
    start=9,
    examples=(
        Example(
            rows={"order": _ORDERS},
            gives=40.0,
            note=N_("The first order has two lines, 2 x 10 and 40, so 60; the second is 20. The third is a return."),
        ),
        Example(rows={"order": _ORDERS}, gives=35.0, options={"returns": "deducted"}),
        Example(rows={"order": _ORDERS[2:]}, gives=20.0, measure="median"),
        Example(rows={"order": ()}, gives=None),
    ),
)
def avg_transaction_value(orders: Rows, returns: str) -> Mapping[str, Term | Ratio]:
    net, number = orders.numbers("net"), orders.numbers("orders")
    known = net.state == State.OK
    bought = known & placed.is_purchase(net.values)
    revenue = net.within(known if returns == "deducted" else bought)
    return {
        "mean": Ratio(Sum(orders, revenue, per=MONEY), Sum(orders, number.within(bought)), positive=False),
        "median": Quantile(orders, net.map(lambda values: values * MONEY).within(bought & (number.values == 1))),
    }
