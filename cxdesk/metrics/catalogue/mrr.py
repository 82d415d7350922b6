"""What customers pay per month, again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Sum
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("when the period ends")), *customers_text.how(options))


@metric(
    id="mrr",
    title=N_("Monthly recurring revenue"),
    short_title=N_("MRR"),
    idea="mrr",
    family=Family.REVENUE,
    question=N_("What comes in again and again?"),
    explain=N_(
        "The monthly price of every subscription that runs when the period has ended: yearly prices divided by 12, "
        "quarterly by 3, weekly times 52 divided by 12; times quantity, less discounts. What is paid once, by use, as "
        "tax or on trial does not count."
    ),
    good_for=N_("One figure for the size of a subscription business, whatever people are billed."),
    beware=N_("It is a state at an instant, not what was billed in the period."),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=panel.MONEY,
    options=(panel.READ_AT, panel.CURRENCY, PROCESS),
    measures={"end": Measure(N_("Monthly recurring revenue")), "start": Measure(N_("When the period began"))},
    companions=("mrr_movements", "nrr"),
    drill=("counted",),
    label=_label,
    start=7,
    full_count=True,
    examples=(
        Example(
            rows={
                "subscription": (
                    {"customer": "a", "started_on": "2024-01-01", "amount": 20_000_000, "interval": "year"},
                    {"customer": "b", "started_on": "2024-01-01", "amount": 500_000, "quantity": 3},
                )
            },
            gives=2000 / 12 + 150,
            note=N_("2000 a year and three seats at 50 a month."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def mrr(customers: Rows) -> Mapping[str, Sum]:
    paid = {name: customers.numbers(f"{name}_mrr") for name in ("end", "start")}
    return {name: Sum(customers, column.within(~(column.values <= 0)), per=MONEY) for name, column in paid.items()}
