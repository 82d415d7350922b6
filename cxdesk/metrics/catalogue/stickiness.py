"""How many of a month's people come on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.sources import CONVENTION
from cxdesk.metrics.views import active_days, usage_text, windows
from cxdesk.system.i18n import N_

_DAILY = {
    "mean": N_("mean daily over monthly active people"),
    "last_day": N_("the last day's over monthly active people"),
    "total": N_("sum of daily over monthly active people"),
}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(_DAILY[options["dau"]]), *usage_text.how(options))


def _flags(options: Mapping[str, Any]) -> tuple[str, ...]:
    return ("literal_definition",) if options["dau"] == "total" else ()


_EVENTS = (
    {"person": "a", "at": "2024-04-01"},
    {"person": "b", "at": "2024-04-01"},
    {"person": "a", "at": "2024-04-30"},
    {"person": "a", "at": "2024-04-15"},
)


@metric(
    id="stickiness",
    title=N_("Stickiness (DAU/MAU)"),
    short_title=N_("Stickiness"),
    idea="stickiness",
    family=Family.PRODUCT,
    question=N_("How habitual is use?"),
    explain=N_(
        "The mean number of different people per day in percent of the different people of the month. Half means that "
        "people come on every other day. A month that still runs is read with the days that have passed; of longer "
        "periods the whole months count."
    ),
    good_for=N_("Telling a product people live with from one they look at once."),
    beware=N_(
        "Daily people added up and divided by monthly ones can reach 3,100 percent: that is no share. A single day "
        "depends on which day it is. What people need once a month cannot be sticky, and need not be."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(windows.DAYS_OF_MONTHS, windows.BY_MONTH),
    any_kind=True,
    at="at",
    options=(windows.DAILY, windows.MONTHS_WINDOW, active_days.UNIT, active_days.EVENTS_OR_ORDERS, active_days.DAYS),
    measures={
        "rate": Measure(N_("Stickiness")),
        "days_each": Measure(N_("Active days per person"), Unit.RATIO),
    },
    companions=("mau", "dau"),
    drill=("top_counted", "bottom_counted"),
    label=_label,
    limits=(0, None),
    flagged=_flags,
    benchmarks=(
        Benchmark(
            N_("Consumer products"),
            CONVENTION,
            good=20.0,
            excellent=50.0,
            measure="rate",
            options={"dau": "mean"},
        ),
    ),
    examples=(
        Example(rows={"usage_event": _EVENTS}, gives=100 * (4 / 30) / 2, note=N_("4 in 30 days, of 2 people.")),
        Example(rows={"usage_event": _EVENTS}, gives=200.0, options={"dau": "total"}),
        Example(rows={"usage_event": _EVENTS}, gives=50.0, options={"dau": "last_day"}),
        Example(rows={"usage_event": ()}, gives=None, note=N_("No events at all: not 0, but unknown.")),
    ),
)
def stickiness(days: Rows, months: Rows) -> Mapping[str, Ratio]:
    people = Count(windows.once_each(months), per_day=True)
    each = Ratio(Count(months), Count(windows.once_each(months)))
    return {"rate": Ratio(Count(days, per_day=True), people, per=100.0), "days_each": each}
