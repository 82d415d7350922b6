"""What a paying account brings per month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Quantile, Ratio, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.panel import NEW_MRR
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

ACCOUNTS = Option(
    "accounts",
    "all",
    N_("Accounts counted"),
    choices=(("all", N_("All that pay")), ("new", N_("Those that pay for the first time"))),
)

BASE = replace(panel.LISTED, of_view=False)  # whose payment is read when the list's day began: all of them


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    who = Phrase(N_("new accounts")) if options["accounts"] == "new" else Phrase(N_("paying accounts"))
    instant = () if options["base"] == "snapshot" else (Phrase(N_("when the period ends")),)
    return (who, *instant, *customers_text.how(options))


@metric(
    id="arpa",
    title=N_("Average revenue per account"),
    short_title=N_("ARPA"),
    idea="arpa",
    family=Family.REVENUE,
    question=N_("What does an account bring?"),
    explain=N_(
        "Monthly recurring revenue when the period has ended, divided by the customers who pay at that instant. "
        "Accounts that pay nothing do not count."
    ),
    good_for=N_("Following whether you win larger or smaller customers."),
    beware=N_("A few large accounts pull the mean: look at the median beside it."),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=panel.MONEY,
    options=(ACCOUNTS, BASE, panel.UNIT, panel.READ_AT, panel.CURRENCY),
    measures={"mean": Measure(N_("Mean per account")), "median": Measure(N_("Median per account"))},
    companions=("mrr", "nrr"),
    drill=("top_counted",),
    label=_label,
    limits=(0, None),
    examples=(
        Example(
            rows={
                "subscription": (
                    {"customer": "a", "started_on": "2024-01-01", "amount": 1_000_000},
                    {"customer": "b", "started_on": "2024-01-01", "amount": 3_000_000},
                    {"customer": "b", "started_on": "2024-01-01", "amount": 1_000_000},
                    {"customer": "free", "started_on": "2024-01-01", "amount": 0},
                )
            },
            gives=250.0,
            note=N_("500 a month from two paying accounts."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def arpa(customers: Rows, accounts: str, base: str) -> Mapping[str, Term | Ratio]:
    paid = customers.numbers("start_mrr" if base == "snapshot" else "end_mrr")
    counted = paid.values > 0
    if accounts == "new":
        movement = customers.col("movement")
        counted &= movement.codes == list(movement.labels).index(NEW_MRR)
    money = paid.within(counted)
    return {
        "mean": Ratio(Sum(customers, money, per=MONEY), Count(customers, hit=money.map(np.ones_like))),
        "median": Quantile(customers, money.map(lambda values: values * MONEY)),
    }
