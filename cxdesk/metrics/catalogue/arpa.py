"""What a paying account brings per month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Quantile, Ratio, Sum, Term
from cxdesk.metrics.estimators.total import Total
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.panel import BACK, LOST, NEW, NEW_MRR, PASSING
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

ACCOUNTS = Option(
    "accounts",
    "all",
    N_("Accounts counted"),
    choices=(
        ("all", N_("All that pay")),
        ("new", N_("Those that pay for the first time")),
        ("active", N_("All that are there, also those that pay nothing")),
    ),
)
_SAID = {"all": N_("paying accounts"), "new": N_("new accounts"), "active": N_("accounts, paying or not")}

BASE = replace(panel.LISTED, of_view=False)  # whose payment is read when the list's day began: all of them


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    who = Phrase(_SAID[options["accounts"]])
    instant = () if options["base"] == "snapshot" else (Phrase(N_("when the period ends")),)
    users = (Phrase(N_("per user")),) if options["per"] == "user" else ()
    return (who, *users, *instant, *customers_text.how(options))


@metric(
    id="arpa",
    title=N_("Average revenue per account"),
    short_title=N_("ARPA"),
    idea="arpa",
    family=Family.REVENUE,
    question=N_("What does an account bring?"),
    explain=N_(
        "Monthly recurring revenue when the period has ended, divided by the customers who pay at that instant. "
        "Accounts that pay nothing do not count, unless that is chosen; it may also be told per user (ARPU), where the "
        "file says for how many each subscription is."
    ),
    good_for=N_("Following whether you win larger or smaller customers."),
    beware=N_("A few large accounts pull the mean: look at the median beside it."),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=panel.MONEY,
    options=(ACCOUNTS, panel.PER, BASE, panel.TRIALS, panel.UNIT, panel.READ_AT, panel.CURRENCY),
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
        Example(
            rows={
                "subscription": (
                    {"customer": "a", "started_on": "2024-01-01", "amount": 200_000, "quantity": 4},
                    {"customer": "b", "started_on": "2024-01-01", "amount": 300_000, "quantity": 1},
                )
            },
            options={"per": "user"},
            gives=22.0,
            note=N_("110 a month for five users."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def arpa(customers: Rows, accounts: str, per: str, base: str) -> Mapping[str, Term | Ratio]:
    edge = "start" if base == "snapshot" else "end"
    paid = customers.numbers(f"{edge}_mrr")
    counted = _there(customers, base) if accounts == "active" else paid.values > 0
    if accounts == "new":
        movement = customers.col("movement")
        counted &= movement.codes == list(movement.labels).index(NEW_MRR)
    money = paid.within(counted)
    if per == "account":
        return _of(customers, money, Count(customers, hit=money.map(np.ones_like)), money)
    users = customers.col(f"{edge}_seats")
    each = np.divide(paid.values, users, out=np.zeros(len(users)), where=users > 0)
    return _of(
        customers,
        money,
        Sum(customers, customers.each(users).within(counted)),
        customers.each(each).within(counted),
    )


def _of(customers: Rows, money: Coded, shared: Total, each: Coded) -> Mapping[str, Term | Ratio]:
    """All that is paid over all who `shared` counts, and the middle account's own figure."""
    return {
        "mean": Ratio(Sum(customers, money, per=MONEY), shared),
        "median": Quantile(customers, each.map(lambda values: values * MONEY)),
    }


def _there(customers: Rows, base: str) -> np.ndarray:
    """[rows] whether somebody has a subscription, at any price, when the period ended (or the list's day began)."""
    gone = (NEW, BACK, PASSING) if base == "snapshot" else (LOST, PASSING)
    return ~np.isin(customers.labelled("change").rows(), gone)
