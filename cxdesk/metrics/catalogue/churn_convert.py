"""Churn told per month or per year, so that rates of different periods can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.metrics.estimators import Formula, Transform
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS, Option
from cxdesk.metrics.views import customers_text, panel
from cxdesk.system.i18n import N_

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
PERIOD = Option(
    "period",
    "month",
    N_("The period asked is"),
    choices=(("month", N_("A month")), ("quarter", N_("A quarter")), ("year", N_("A year"))),
)
_INPUT = tuple(replace(one, of_view=False) for one in (*panel.ANYHOW, panel.UNIT, panel.READ_AT, panel.GRACE))


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    told = {
        "month": N_("yearly equivalent of a monthly rate"),
        "quarter": N_("yearly equivalent of a quarterly rate"),
        "year": N_("monthly equivalent of a yearly rate"),
    }
    return (Phrase(told[options["period"]]), *customers_text.how(options))


def _over(share: float) -> Callable[[np.ndarray], np.ndarray]:
    """A rate in percent told of a period so many times as long."""

    def told(rate: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            return 100 * (1 - (1 - rate / 100) ** share)

    return told


_SUBSCRIPTIONS = (
    *({"customer": f"s{i}", "started_on": "2024-01-01"} for i in range(19)),
    {"customer": "left", "started_on": "2024-01-01", "ended_on": "2024-01-20"},
    {"customer": "last", "started_on": "2024-01-31"},
)


@metric(
    id="churn_convert",
    title=N_("Churn per year and per month"),
    short_title=N_("Rate conversion"),
    idea="churn_convert",
    family=Family.CUSTOMERS,
    question=N_("What is this churn in a year, or in a month?"),
    explain=N_(
        "Customer churn of the period asked, told for a year and for a month as if the rate stayed the same: of those "
        "who are left the same share leaves again and again. From a month to a year that is one less the share kept "
        "to the power of twelve, never twelve times the rate."
    ),
    good_for=N_("Comparing your month with a source that speaks of a year: 5% a month are 46% a year."),
    beware=N_(
        "An equivalent, not a forecast: usually the rate falls the longer customers stay. Say how long the period is "
        "that you ask."
    ),
    unit=Unit.PERCENT,
    better=Better.DOWN,
    reads=("churn_lost",),
    options=(PERIOD, *_INPUT, PROCESS),
    measures={"annual": Measure(N_("Per year, equivalent")), "monthly": Measure(N_("Per month, equivalent"))},
    companions=("churn_lost",),
    drill=("value:numerator", "value:rest"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows={"subscription": _SUBSCRIPTIONS},
            gives=100 * (1 - 0.95**12),
            note=N_("One of twenty in a month: 46% a year, not 60%."),
        ),
        Example(rows={"subscription": _SUBSCRIPTIONS}, gives=100 * (1 - 0.95 ** (1 / 12)), options={"period": "year"}),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def churn_convert(period: str, **input_options: Any) -> Mapping[str, Formula]:
    months = _MONTHS[period]
    told = {"annual": 12 / months, "monthly": 1 / months}
    order = ("monthly", "annual") if period == "year" else ("annual", "monthly")
    return {name: Transform("churn_lost", _over(told[name]), input_options) for name in order}
