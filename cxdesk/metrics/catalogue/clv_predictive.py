"""What a customer is likely to bring from now on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Formula, Ratio, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import customers_text, futures, margins, months, panel, worth
from cxdesk.metrics.views.futures import BASIS, DISCOUNT, HORIZON
from cxdesk.metrics.views.margins import MARGIN
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    found: tuple[Phrase, ...] = (futures.label(options), margins.label(options["margin"]))
    if options[BASIS.name] != futures.CHURN:
        found += (plural("{n} month ahead", "{n} months ahead", options["horizon"]),)
    if options["discount"]:
        found += (Phrase(N_("{d}% discount a year"), (("d", f"{options['discount']:g}"),)),)
    return (*found, *customers_text.how(options))


_LEAVING = tuple(
    {"customer": f"c{i}", "started_on": "2023-01-01", "ended_on": "2024-01-31" if i < 5 else None, "amount": 500_000}
    for i in range(100)
)
_STAYING = (
    {"customer": "a", "started_on": "2023-01-01", "amount": 500_000},
    {"customer": "b", "started_on": "2023-01-01", "amount": 500_000},
)


@metric(
    id="clv_predictive",
    title=N_("Customer lifetime value, predicted"),
    short_title=N_("Predicted value"),
    idea="clv",
    family=Family.REVENUE,
    question=N_("What will a customer bring?"),
    explain=N_(
        "What an account pays per month, times your margin, divided by the share of paying customers who leave in a "
        "month: the mean sum before they leave if nothing changes. Where nobody left that sum has no limit: it is not "
        "invented, but shown up to the horizon and with a lower bound. Two models can be chosen instead: one lets "
        "churn fall with tenure, the other reads orders of customers who never say good-bye."
    ),
    good_for=N_("Knowing what you may spend on winning a customer."),
    beware=N_(
        "One churn rate for all underrates those who stay long and overrates the new ones. Below thirty losses the "
        "value swings wildly. Without a margin it is revenue, not profit."
    ),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=futures.VIEW,
    any_kind=True,
    options=(BASIS, MARGIN, DISCOUNT, HORIZON, panel.READ_AT, panel.CURRENCY),
    measures={
        "value": Measure(N_("Predicted value per customer")),
        "capped": Measure(N_("Within the horizon")),
        "at_least": Measure(N_("Lower bound")),
        "lifetime": Measure(N_("Expected months"), Unit.MONTHS),
    },
    companions=("arpa", "churn_lost"),
    drill=("churn:top_counted", "churn:top_rest", "arpa:top_counted"),
    label=_label,
    examples=(
        Example(
            rows={"subscription": _LEAVING},
            gives=50 / (5 / 1300),
            options={"margin": 100},
            note=N_("50 a month; 5 losses in 13 months of 100 customers."),
        ),
        Example(
            rows={"subscription": _STAYING},
            gives=3000.0,
            measure="capped",
            note=N_("Nobody left: 60 months of 50, and a value without limit."),
        ),
        Example(rows={"subscription": _STAYING}, gives=None, note=N_("Nobody left: without limit.")),
    ),
)
def clv_predictive(
    customers: Rows, margin: float | None, discount: float, horizon: int
) -> Mapping[str, Term | Ratio | Formula]:
    terms = worth.Terms(margin, discount / 100, horizon)
    if customers.kind == months.KIND.name:
        return worth.of_churn(customers, terms)
    if customers.kind == "tenures":
        return worth.of_renewals(customers, terms)
    return worth.of_orders(customers, terms)
