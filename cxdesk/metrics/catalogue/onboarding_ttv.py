"""How long it takes until a new customer has what they came for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Mean, Quantile, Share, Survival, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import started
from cxdesk.system.i18n import N_

_UNTIL = {"value_at": N_("until the first value"), "completed_at": N_("until the onboarding is complete")}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(_UNTIL[options["until"]]), Phrase(N_("median of those who arrived, by the day they started")))


_STARTED = (
    {"customer": "a", "started_at": "2024-01-01", "value_at": "2024-01-11"},
    {"customer": "b", "started_at": "2024-01-01"},
    {"customer": "c", "started_at": "2024-01-02"},
    {"customer": "d", "started_at": "2024-01-20", "value_at": "2024-01-19"},
    {"customer": "e", "started_at": "2024-02-01"},
)


@metric(
    id="onboarding_ttv",
    title=N_("Time to value"),
    short_title=N_("Time to value"),
    idea="time_to_value",
    family=Family.PRODUCT,
    question=N_("How fast do new customers get value?"),
    explain=N_(
        "Days from the start to the first value, by the day customers started: the median of those who have arrived. "
        "Beside it the median of all (Kaplan-Meier), in which those still waiting count for as long as they have been "
        "seen to wait, the share who have arrived, and how many are still waiting after 30 and after 90 days."
    ),
    good_for=N_("Finding the customers who are stuck while they can still be helped."),
    beware=N_(
        "The median of those who arrived knows nothing of those who never do: it says 10 days where two of three are "
        "still waiting. Read it with the share who have arrived; where fewer than half have, no median of all exists."
    ),
    unit=Unit.DAYS,
    better=Better.DOWN,
    reads=started.STARTED,
    at="started_at",
    options=(started.UNTIL, CHANGE_INTERVAL),
    measures={
        "median": Measure(N_("Median of those who arrived")),
        "median_of_all": Measure(N_("Median of all, waiting ones included")),
        "mean": Measure(N_("Mean of those who arrived")),
        "arrived": Measure(N_("Arrived"), Unit.PERCENT, Better.UP),
        "waiting_30": Measure(N_("Still waiting after 30 days"), Unit.PERCENT),
        "waiting_90": Measure(N_("Still waiting after 90 days"), Unit.PERCENT),
    },
    companions=("product_adoption",),
    drill=("rest", "censored", "counted"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(rows={"onboarding": _STARTED}, gives=10.0, note=N_("Only a has arrived; d's dates are reversed.")),
        Example(rows={"onboarding": _STARTED}, gives=25.0, measure="arrived"),
        Example(
            rows={"onboarding": _STARTED}, gives=None, measure="median_of_all", note=N_("Fewer than half have arrived.")
        ),
    ),
)
def onboarding_ttv(onboardings: Rows) -> Mapping[str, Term]:
    days, there = onboardings.numbers("days"), Coded.of(onboardings.col("there"))
    took = days.within(onboardings.col("there"))
    waiting = Survival(onboardings, days, there, (30, 90), "waiting")
    return {
        "median": Quantile(onboardings, took),
        "median_of_all": waiting["median"],
        "mean": Mean(onboardings, took),
        "arrived": Share(onboardings, hit=there, within=days == days),
        "waiting_30": waiting["waiting_30"],
        "waiting_90": waiting["waiting_90"],
    }
