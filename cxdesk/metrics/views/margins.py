"""Which part of revenue is left when the goods are paid: as given, else from what the data know of their cost."""

from __future__ import annotations

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.frame.frame import Frame
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import costs, rates, recurring, sold
from cxdesk.system.i18n import N_

DAYS_OF_MONTH = 365 / 12
MARGIN = Option(
    "margin",
    None,
    N_("Gross margin in percent"),
    N_("Empty: from the cost of goods where orders or costs say it, else revenue is counted."),
    of=float,
    low=-1000,
    high=100,
)


def label(margin: float | None) -> Phrase:
    """How a metric's label says what counts as gain."""
    if margin is None:
        return Phrase(N_("revenue, less the cost of goods where known"))
    return Phrase(N_("at {margin}% margin"), (("margin", f"{margin:g}"),))


def of_subscriptions(frame: Frame, margin: float | None, currency: str = "") -> float:
    """Share of recurring revenue that is gain: `margin` in percent where given, else what the costs of goods leave
    over all the time that subscriptions and costs reach; 1 where none are known.
    """
    if margin is not None:
        return margin / 100
    return frame.once(
        ("margin", "subscriptions", currency),
        _KINDS,
        lambda: _after_costs(frame, _recurring(frame, currency), currency),
    )


def of_orders(frame: Frame, margin: float | None, currency: str = "") -> float:
    """The same of orders: by their own cost of goods where they have any."""
    if margin is not None:
        return margin / 100
    return frame.once(("margin", "orders", currency), _KINDS, lambda: _of_orders(frame, currency))


_KINDS = (costs.KIND, recurring.KIND, sold.KIND, "customer", *rates.READ)
_Money = tuple[np.ndarray, np.ndarray, np.ndarray]  # first days, days after the last, money earned in between


def _of_orders(frame: Frame, currency: str) -> float:
    orders = sold.sold(frame, currency)
    known = np.isfinite(orders.goods) & np.isfinite(orders.net)
    if known.any():
        return _left(orders.goods[known].sum(), orders.net[known].sum())
    some = np.isfinite(orders.net)
    days = orders.day[some].astype(np.int64)
    return _after_costs(frame, (days, days + 1, orders.net[some]), currency)


def _recurring(frame: Frame, currency: str) -> _Money:
    _line, start, end, mrr = recurring.paid_by_course(recurring.lines(frame, currency=currency), recurring.until(frame))
    known = np.isfinite(mrr)
    return start[known], end[known], (mrr * (end - start) / DAYS_OF_MONTH)[known]


def _after_costs(frame: Frame, earned: _Money, currency: str) -> float:
    """What the costs of goods leave of the money earned on the days that both know."""
    if not frame.size(costs.KIND) or not len(earned[0]):
        return 1.0
    found = costs.spent(frame, (costs.GOODS,), currency)
    if not len(found.source):
        return 1.0
    start, end, money = earned
    first, after = max(start.min(), found.start.min()), min(end.max(), found.end.max())
    every = np.arange(len(found.source))
    paid = costs.part(found, every, np.array(first), np.array(after)).sum()
    with np.errstate(all="ignore"):
        overlap = np.clip(np.minimum(end, after) - np.maximum(start, first), 0, None) / np.maximum(end - start, 1)
    return _left(float(paid), float((money * overlap).sum()))


def _left(goods: float, revenue: float) -> float:
    return 1 - goods / revenue if revenue > 0 else 1.0
