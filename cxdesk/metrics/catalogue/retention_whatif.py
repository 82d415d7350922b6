"""What a few points more retention would do to the value of a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Formula, Ratio, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import currencies, customers_text, futures, margins, months, panel
from cxdesk.metrics.views.futures import CHURN, ORDERS
from cxdesk.metrics.views.margins import MARGIN
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

POINTS = Option("points", 5.0, N_("Points of yearly retention"), low=-100, high=100)
DISCOUNT = Option("discount", 10.0, N_("Discount in percent a year"), low=0, high=100)
BASIS = Option(
    "basis",
    CHURN,
    N_("Retention read from"),
    choices=((CHURN, N_("Subscriptions")), (ORDERS, N_("Orders"))),
    of_view=True,
)
_YEAR = 12


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    found: tuple[Phrase, ...] = (
        Phrase(N_("simulation: {points} points of yearly retention"), (("points", f"{options['points']:+g}"),)),
        Phrase(N_("{d}% discount a year"), (("d", f"{options['discount']:g}"),)),
    )
    if options["basis"] == ORDERS:
        found += (Phrase(N_("from orders")),)
    return (*found, *customers_text.how(options))


_LEAVING = tuple(
    {"customer": f"c{i}", "started_on": "2023-01-01", "ended_on": "2023-12-31" if i < 20 else None, "amount": 100_000}
    for i in range(100)
)
_MONTHLY = 20 / 1200
_NOW = (1 - _MONTHLY) ** 12


@metric(
    id="retention_whatif",
    title=N_("What if more customers stayed"),
    short_title=N_("What-if: retention"),
    idea="retention_whatif",
    family=Family.REVENUE,
    question=N_("What would five points more retention do?"),
    explain=N_(
        "A simulation with your own figures: the value of a customer is what they bring in a year, times the sum of "
        "the chances to be there in this and all later years, each discounted. It is computed with the retention of "
        "the period and with some points more; shown is by how many percent it grows. The margin cancels out."
    ),
    good_for=N_("Judging what keeping customers is worth to you, instead of quoting a famous percentage."),
    beware=N_(
        "It says what follows if retention rose, not how to make it rise nor what that costs. It takes one retention "
        "rate for all customers and for ever. The closer retention is to 100 percent, the wilder the result."
    ),
    unit=Unit.PERCENT,
    better=Better.NONE,
    reads=futures.VIEW,
    any_kind=True,
    options=(POINTS, MARGIN, DISCOUNT, BASIS, panel.READ_AT, panel.CURRENCY),
    measures={
        "growth": Measure(N_("More value per customer")),
        "now": Measure(N_("Value with the retention of now"), Unit.MONEY, Better.UP),
        "then": Measure(N_("Value with more retention"), Unit.MONEY, Better.UP),
        "retention": Measure(N_("Yearly retention now"), Unit.PERCENT, Better.UP),
    },
    companions=("retention", "clv_predictive"),
    drill=("leaving:top_counted", "leaving:top_rest"),
    label=_label,
    full_count=True,
    flagged=lambda options: ("simulation",),
    examples=(
        Example(
            rows={"subscription": _LEAVING},
            gives=100 * ((1.1 - _NOW) / (1.1 - _NOW - 0.05) - 1),
            note=N_("20 of 100 left in the year, 1.67 percent a month: yearly retention 81.7 percent."),
        ),
        Example(
            rows={"subscription": ({"customer": "a", "started_on": "2023-01-01", "amount": 100_000},)},
            options={"discount": 0},
            gives=None,
            note=N_("Nobody leaves and nothing is discounted: the value has no limit."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def retention_whatif(
    customers: Rows, points: float, margin: float | None, discount: float
) -> Mapping[str, Term | Ratio | Formula]:
    from_orders = customers.kind != months.KIND.name
    known = margins.of_orders if from_orders else margins.of_subscriptions
    gain = known(customers.frame, margin, currencies.of(customers))
    leaving, yearly = _orders(customers) if from_orders else (months.churn(customers), months.arpa(customers))
    power, times = (1, 1.0) if from_orders else (_YEAR, float(_YEAR))

    def stays(v: Mapping[str, np.ndarray]) -> np.ndarray:
        return np.clip(1 - v["leaving"], 0.0, 1.0) ** power

    def worth(stay: np.ndarray) -> np.ndarray:
        """Of one unit a year: 1 + r/(1+d) + (r/(1+d))² + …"""
        left = 1 + discount / 100 - np.clip(stay, 0.0, 1.0)
        return np.where(left > 1e-12, (1 + discount / 100) / np.where(left > 1e-12, left, 1.0), np.inf)

    def more(v: Mapping[str, np.ndarray]) -> np.ndarray:
        return worth(stays(v) + points / 100)

    inputs = {"leaving": leaving, "yearly": yearly}
    by = {"leaving": leaving}
    return {
        "growth": Formula(by, lambda v: 100 * (more(v) / worth(stays(v)) - 1), undefined="infinite"),
        "now": Formula(inputs, lambda v: times * gain * v["yearly"] * worth(stays(v)), least=2, undefined="infinite"),
        "then": Formula(inputs, lambda v: times * gain * v["yearly"] * more(v), least=2, undefined="infinite"),
        "retention": Formula(by, lambda v: 100 * stays(v)),
    }


def _orders(customers: Rows) -> tuple[Ratio, Ratio]:
    """Share of the buyers of the year before who did not buy in the last, and what a buyer of the last year spent."""
    before = customers.col("before") == 1
    away = before & ~(customers.col("year_orders") > 0)
    bought = customers.numbers("year_spent").within(customers.col("year_orders") > 0)
    spent = Ratio(Sum(customers, bought, per=MONEY), Sum(customers, bought.map(np.ones_like)), positive=False)
    leaving = Ratio(
        Count(customers, hit=Coded.of(away)), Count(customers, hit=Coded.of(before)), undefined="insufficient_data"
    )
    return leaving, spent
