"""How often those who buy do so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Mean, Ratio, Share, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import customers_text, panel, shoppers
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("orders per buyer of the period, without returns")), *customers_text.how(options))


def _order(number: int, customer: str | None, day: int, net: int = 10) -> dict[str, Any]:
    at = f"2024-01-{day:02d}T12:00:00Z"
    return {"order": str(number), "customer": customer, "placed_at": at, "net_amount": net * 10_000}


_ORDERS = (
    _order(1, "a", 1),
    _order(2, "a", 1),
    _order(3, "a", 8, 30),
    _order(4, "b", 2),
    _order(5, "b", 9, -10),
    _order(6, None, 3),
)


@metric(
    id="purchase_frequency",
    title=N_("Purchase frequency"),
    short_title=N_("Purchase frequency"),
    idea="purchase_frequency",
    family=Family.REVENUE,
    question=N_("How often do they buy?"),
    explain=N_(
        "Orders of the period divided by the customers who bought in it. Returns and cancelled orders are no "
        "purchases; orders that name nobody are left out. Beside it the share of buyers with at least two orders, and "
        "what models of buying read: further days with a purchase, days from the first to the last, days since the "
        "first, and the mean of a further day. There all orders of one day are one."
    ),
    good_for=N_("Seeing whether buyers come back, where nobody signs a contract."),
    beware=N_("It depends on the length of the period: compare months with months. Who did not buy is not in it."),
    unit=Unit.RATIO,
    better=Better.UP,
    reads=shoppers.SHOPPERS,
    options=(panel.CURRENCY, CHANGE_INTERVAL),
    measures={
        "per_buyer": Measure(N_("Orders per buyer")),
        "repeat_rate": Measure(N_("Buyers with two orders or more"), Unit.PERCENT),
        "buyers": Measure(N_("Buyers"), Unit.COUNT),
        "repeats": Measure(N_("Further days with a purchase")),
        "recency": Measure(N_("Days from the first to the last"), Unit.DAYS, Better.NONE),
        "watched": Measure(N_("Days since the first"), Unit.DAYS, Better.NONE),
        "monetary": Measure(N_("Mean of a further day"), Unit.MONEY),
    },
    companions=("avg_transaction_value", "purchase_trend"),
    drill=("rest", "numerator", "top_counted"),
    label=_label,
    limits=(0, None),
    start=10,
    examples=(
        Example(rows={"order": _ORDERS}, gives=2.0, note=N_("a ordered three times, b once; b's return is no order.")),
        Example(rows={"order": _ORDERS}, gives=50.0, measure="repeat_rate"),
        Example(rows={"order": _ORDERS}, gives=0.5, measure="repeats"),
        Example(rows={"order": ()}, gives=None),
    ),
)
def purchase_frequency(buyers: Rows) -> Mapping[str, Term | Ratio]:
    orders, monetary = buyers.numbers("orders"), buyers.col("monetary")
    return {
        "per_buyer": Ratio(Sum(buyers, orders), Count(buyers)),
        "repeat_rate": Share(buyers, hit=Coded.of(buyers.col("orders") >= 2)),
        "buyers": Count(buyers),
        **{name: Mean(buyers, buyers.numbers(name)) for name in ("repeats", "recency", "watched")},
        "monetary": Mean(buyers, buyers.each(monetary * MONEY)),
    }
