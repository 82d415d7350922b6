"""What of the revenue of a period's start was kept, growth left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.periods import Grain
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Ratio
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Minimum, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import customers_text, panel, retained
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("of those who paid at the start, growth left out")), *customers_text.how(options))


_SUBSCRIPTIONS = (
    {"customer": "a", "started_on": "2024-01-01", "ended_on": "2024-01-15", "amount": 1_000_000},
    {"customer": "a", "started_on": "2024-01-15", "amount": 1_500_000},
    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-20", "amount": 1_000_000},
    {"customer": "c", "started_on": "2024-01-31", "amount": 9_000_000},
)


@metric(
    id="grr",
    title=N_("Gross revenue retention"),
    short_title=N_("Gross retention"),
    idea="revenue_retention",
    family=Family.REVENUE,
    question=N_("How durable is the revenue?"),
    explain=N_(
        "For every customer who paid when the period began, the smaller of what they paid then and what they pay when "
        "it has ended; the sum in percent of what they paid then. Never above 100."
    ),
    good_for=N_("Seeing losses that expansion elsewhere would hide."),
    beware=N_("A customer who shrinks and grows back within the period lost nothing here."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=panel.MONEY,
    options=(panel.READ_AT, panel.CURRENCY, PROCESS),
    companions=("nrr", "churn_lost"),
    drill=("top_churn", "top_contraction", "top_expansion", "top_steady"),
    label=_label,
    limits=(0, 100),
    minimum=Minimum(points=2),
    full_count=True,
    benchmarks=(
        Benchmark(
            N_("Private software vendors, quartiles"),
            "KBCM/Sapphire",
            2024,
            low=82.0,
            good=91.0,
            excellent=95.0,
            grain=Grain.YEAR,
        ),
    ),
    examples=(
        Example(
            rows={"subscription": _SUBSCRIPTIONS}, gives=50.0, note=N_("100 of 200: what a pays more is left out.")
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def grr(customers: Rows) -> Ratio:
    return retained.kept(
        customers, np.minimum(customers.col("start_mrr"), customers.col("end_mrr") - customers.col("fx"))
    )
