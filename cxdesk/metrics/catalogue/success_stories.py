"""Whether customers reach their goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Quantile, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import goals
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("reached, of goals set")),)


_GOALS = (
    {"customer": "a", "set_at": "2024-04-01", "achieved_at": "2024-04-21", "consent": True},
    {"customer": "b", "set_at": "2024-04-01", "achieved_at": "2024-04-11", "published_at": "2024-05-01"},
    {"customer": "c", "set_at": "2024-04-01", "status": "missed"},
    {"customer": "d", "set_at": "2024-04-01", "due_on": "2024-04-30"},
    {"customer": "e", "set_at": "2024-04-02", "due_on": "2025-01-01"},
    {"customer": "f", "set_at": "2024-04-02", "achieved_at": "2024-04-03", "consent": False},
)


@metric(
    id="success_stories",
    title=N_("Success stories and outcomes"),
    short_title=N_("Goals reached"),
    idea="outcomes",
    family=Family.LOYALTY,
    question=N_("Do customers reach their goals?"),
    explain=N_(
        "Goals reached in percent of the goals that were set, by the day they were reached, else were due, else were "
        "set. Goals that are due later are left out until then. Beside it the median of the days it took, and the "
        "stories published; those to which a customer said no are not counted."
    ),
    good_for=N_("Knowing whether customers get what they came for, before they decide to stay."),
    beware=N_(
        "Goals are agreed, and easy ones are reached sooner. Goals without a due date stay unreached until somebody "
        "closes them."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(goals.GOALS, goals.STORIES),
    at="achieved_at",
    options=(CHANGE_INTERVAL,),
    measures={
        "achieved": Measure(N_("Goals reached")),
        "median_days": Measure(N_("Days to the goal, median"), Unit.DAYS, Better.DOWN),
        "published": Measure(N_("Stories published"), Unit.COUNT),
    },
    companions=("referrals",),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(rows={"success_story": _GOALS}, gives=60.0, note=N_("Three of five; one is not due yet.")),
        Example(rows={"success_story": _GOALS}, gives=10.0, measure="median_days"),
        Example(rows={"success_story": _GOALS}, gives=1.0, measure="published"),
        Example(rows={"success_story": ()}, gives=None),
    ),
)
def success_stories(goals: Rows, stories: Rows) -> Mapping[str, Term]:
    achieved = Coded.of(goals.col("achieved"))
    took = goals.numbers("took")
    return {
        "achieved": Share(goals, hit=achieved, immature=Coded.of(goals.col("open"))),
        "median_days": Quantile(goals, took.within(goals.col("achieved"))),
        "published": Count(stories),
    }
