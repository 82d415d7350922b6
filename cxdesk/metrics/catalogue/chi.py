"""How healthy the relationship is, from indicators along its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Shares, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import bands, customer_state, health_index
from cxdesk.metrics.views.customer_state import FRESH, WEIGHTED
from cxdesk.system.i18n import N_

DEFINED = Option(
    "defined",
    0,
    N_("Indicators that should be known"),
    N_("30 for ten steps with three each. 0: as many as the data name."),
    low=0,
    high=1000,
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (
        plural("mean of steps, readings of {n} day", "mean of steps, readings of {n} days", options["fresh"]),
        *bands.label(options),
    )


def _reading(customer: str, step: str, kpi: str, value: float, best: float = 10, day: int = 1) -> dict[str, Any]:
    at = f"2024-01-{day:02d}T00:00:00Z"
    return {"customer": customer, "step": step, "kpi": kpi, "at": at, "value": value, "worst": 0, "best": best}


_READINGS = (
    _reading("a", "support", "csat", 10, day=2),
    _reading("a", "support", "fcr", 0),
    _reading("a", "loyalty", "nps", 10),
    _reading("a", "support", "csat", 3),
    _reading("b", "loyalty", "nps", 0),
)


@metric(
    id="chi",
    title=N_("Customer health index"),
    short_title=N_("Customer health index"),
    idea="health",
    family=Family.COMPOSITE,
    question=N_("How healthy is the relationship?"),
    explain=N_(
        "Each indicator of a customer is put between its worst and its best value, from 1 to 100; a step of the "
        "relationship is the mean of its indicators, the index the mean of the steps of which anything is known. The "
        "latest reading counts, as long as it is not too old. With less than half of the indicators there is no index. "
        "The number is the mean over customers."
    ),
    good_for=N_("Seeing which step of the relationship is weakest, from the first visit to renewal."),
    beware=N_(
        "It says what the chosen indicators and their worst and best values make it say, and is only as fresh as the "
        "last import. It is not the health score."
    ),
    unit=Unit.INDEX,
    better=Better.UP,
    reads=customer_state.BY_READING,
    options=(FRESH, WEIGHTED, DEFINED, *bands.OPTIONS, CHANGE_INTERVAL),
    measures={
        "mean": Measure(N_("Customer health index")),
        **bands.MEASURES,
        "coverage": Measure(N_("Indicators known"), Unit.PERCENT),
        "stale": Measure(N_("Indicators too old, per customer"), Unit.RATIO, Better.DOWN),
    },
    companions=("nps", "churn_lost"),
    drill=("counted", "poor", "unknown"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows={"kpi_reading": _READINGS},
            gives=75.25,
            note=N_("a: support (100 + 1) / 2 = 50.5, loyalty 100, so 75.25; b knows one indicator of three only."),
        ),
        Example(rows={"kpi_reading": _READINGS}, gives=100 * 4 / 6, measure="coverage"),
        Example(rows={"kpi_reading": _READINGS}, gives=(75.25 + 1) / 2, options={"enough": 30}),
        Example(rows={"kpi_reading": ()}, gives=None),
    ),
)
def chi(customers: Rows, defined: int, good_from: float, average_from: float, enough: float) -> Mapping[str, Term]:
    here = customer_state.staying(customers)
    score, coverage = health_index.scored(customers, enough, defined=defined)
    band = bands.asked(customers, bands.banded(customers, score, good_from, average_from), here)
    known = coverage.map(lambda percent: np.minimum(percent, 100))
    return {
        "mean": bands.Known.of(customers, score, here, "low_coverage"),
        **Shares(customers, band, {name: name for name in bands.BANDS}),
        "coverage": bands.Known.of(customers, known, here),
        "stale": bands.Known.of(customers, customers.numbers("chi_stale"), here),
    }
