"""Whether people buy more often but for less."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Fits, Formula, Input, Models, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import customers_text, panel, shoppers
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.stats.intervals import log_ratio_interval
from cxdesk.system.i18n import N_

OFTENER = Option("freq_min_pct", 5.0, N_("More often by at least, in percent"), low=0, high=1000)
SMALLER = Option("aov_max_pct", -5.0, N_("For less by at least, in percent"), low=-100, high=0)
_AGAINST = {"before": N_("against the period before"), "halves": N_("second half against first")}
Values = Mapping[str, np.ndarray]


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    limits = (("often", f"{options['freq_min_pct']:+g}"), ("small", f"{options['aov_max_pct']:+g}"))
    return (
        Phrase(N_("1 if orders per buyer {often}% and value per order {small}%"), limits),
        Phrase(_AGAINST[options["against"]]),
        *customers_text.how(options),
    )


def _orders(month: int, each: int, net: int) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"order": f"{month}{who}{i}", "customer": f"c{who}", "placed_at": f"2024-{month:02d}-{3 + i:02d}T12:00:00Z"}
        | {"net_amount": net * 10_000}
        for who in range(4)
        for i in range(each)
    )


_OFTENER_FOR_LESS = (*_orders(1, 2, 100), *_orders(2, 3, 60))
_LAST = {"order": "last", "customer": "c0", "placed_at": "2024-01-31T12:00:00Z", "net_amount": 1_000_000}


@metric(
    id="purchase_trend",
    title=N_("More often but for less"),
    short_title=N_("Often but smaller"),
    idea="purchase_trend",
    family=Family.REVENUE,
    question=N_("Is a pattern shifting?"),
    explain=N_(
        "Against the period before, of customers who are named: orders per buyer and value per order. The number is 1 "
        "where buyers order clearly more often and clearly for less (both by as much as the options say, and both too "
        "much for chance), else 0. Possible boredom or cheaper alternatives: check, it is no more than a hint. The "
        "change of revenue is told in two parts, by the number of orders and by their value, which add up to it."
    ),
    good_for=N_("Noticing a shift that the sum of revenue hides."),
    beware=N_(
        "A change of who buys looks the same: split it by segment before believing it. It says nothing about why."
    ),
    unit=Unit.COUNT,
    better=Better.NONE,
    reads=shoppers.CHANGES,
    options=(OFTENER, SMALLER, shoppers.AGAINST, panel.CURRENCY),
    measures={
        "flag": Measure(N_("More often but for less")),
        "freq_change": Measure(N_("Orders per buyer, change"), Unit.PERCENT),
        "value_change": Measure(N_("Value per order, change"), Unit.PERCENT),
        "revenue_change": Measure(N_("Revenue, change"), Unit.PERCENT),
        "effect_frequency": Measure(N_("Revenue by the number of orders"), Unit.MONEY),
        "effect_value": Measure(N_("Revenue by the value of orders"), Unit.MONEY),
    },
    companions=("purchase_frequency", "avg_transaction_value"),
    drill=("counted", "buyers:counted", "buyers_before:counted"),
    label=_label,
    examples=(
        Example(
            rows={"order": _OFTENER_FOR_LESS},
            gives=1.0,
            options={"against": "halves"},
            note=N_("From 2 orders of 100 each to 3 of 60: 50% more often, for 40% less."),
        ),
        Example(rows={"order": _OFTENER_FOR_LESS}, gives=-40.0, options={"against": "halves"}, measure="value_change"),
        Example(rows={"order": (*_orders(1, 2, 100), _LAST)}, gives=None, note=N_("There is no period before it.")),
        Example(rows={"order": ()}, gives=None),
    ),
)
def purchase_trend(customers: Rows, freq_min_pct: float, aov_max_pct: float) -> Mapping[str, Term | Formula]:
    now, before = (Coded.of(customers.col(name) > 0) for name in ("orders", "orders_before"))
    inputs = {
        "orders": Input(Sum(customers, customers.numbers("orders"))),
        "orders_before": Input(Sum(customers, customers.numbers("orders_before"))),
        "buyers": Input(Count(customers, hit=now)),
        "buyers_before": Input(Count(customers, hit=before)),
        "spent": Input(Sum(customers, customers.numbers("spent"), per=MONEY)),
        "spent_before": Input(Sum(customers, customers.numbers("spent_before"), per=MONEY)),
    }

    def of(value: Callable[[Values], np.ndarray]) -> Formula:
        return Formula(inputs, value, least=6)

    return {
        "flag": Models(customers, partial(_flags, customers, (freq_min_pct, aov_max_pct))),
        "freq_change": of(lambda v: 100 * (_often(v, "") / _often(v, "_before") - 1)),
        "value_change": of(lambda v: 100 * (_large(v, "") / _large(v, "_before") - 1)),
        "revenue_change": of(lambda v: 100 * (v["spent"] / v["spent_before"] - 1)),
        "effect_frequency": of(lambda v: (v["orders"] - v["orders_before"]) * _large(v, "_before")),
        "effect_value": of(lambda v: (_large(v, "") - _large(v, "_before")) * v["orders"]),
    }


def _often(v: Values, when: str) -> np.ndarray:
    return v[f"orders{when}"] / v[f"buyers{when}"]


def _large(v: Values, when: str) -> np.ndarray:
    return v[f"spent{when}"] / v[f"orders{when}"]


class _Change(NamedTuple):
    """Per group a change in percent, and both ends of its 95 % interval."""

    percent: np.ndarray
    low: np.ndarray
    high: np.ndarray


def _flags(customers: Rows, limits: tuple[float, float], at: np.ndarray, group: np.ndarray, groups: int) -> Fits:
    """1 where both changes are large enough and neither is chance; NaN without purchases on both sides."""
    numbers = {name: customers.col(name)[at] for name in ("orders", "spent", "orders_before", "spent_before")}
    orders, spent, orders_before, spent_before = numbers.values()

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(group, values, minlength=groups)

    with np.errstate(all="ignore"):
        often = _change(((orders, orders > 0), (orders_before, orders_before > 0)), group, total)
        large = _change(((spent, orders), (spent_before, orders_before)), group, total)
        clearly = (often.percent >= limits[0]) & (often.low > 0) & (large.percent <= limits[1]) & (large.high < 0)
    nothing = np.logical_or.reduce([total(one) <= 0 for one in numbers.values()])
    return Fits(np.where(nothing, np.nan, clearly))


def _change(
    sides: Sequence[tuple[np.ndarray, np.ndarray]], group: np.ndarray, total: Callable[[np.ndarray], np.ndarray]
) -> _Change:
    """Of a quotient of sums over customers, the second side before; the interval in factors."""
    sums = [[total(values) for values in side] for side in sides]
    ratio = (sums[0][0] / sums[0][1]) / (sums[1][0] / sums[1][1])
    (top, bottom), (top0, bottom0) = (
        [values / whole[group] for values, whole in zip(*both, strict=True)] for both in zip(sides, sums, strict=True)
    )
    pull = top - bottom - top0 + bottom0
    n = total(np.ones(len(pull)))
    se = ratio * np.sqrt(total(pull**2) * n / np.maximum(n - 1, 1))
    found = log_ratio_interval(ratio, se, 0.95)
    return _Change(100 * (ratio - 1), 100 * (found.low - 1), 100 * (found.high - 1))
