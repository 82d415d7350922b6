"""Mean satisfaction in points of the scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Mean
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import EVERY_ANSWER, READING
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("mean")), *labels.on_scale(scales), *labels.counting(options))


@metric(
    id="csat_mean",
    title=N_("Mean satisfaction"),
    short_title=N_("Mean satisfaction"),
    idea="csat",
    family=Family.SATISFACTION,
    question=N_("What is the average score?"),
    explain=N_("Sum of the valid answers divided by their number, in points of their scale; high means satisfied."),
    good_for=N_("Using every step of the scale, where a share only sees who crosses the line."),
    beware=N_(
        "Points of a scale are ranks, not lengths: look at the distribution too. Means of different scales are never "
        "averaged together; use the index from 0 to 100 for that."
    ),
    unit=Unit.SCALE,
    better=Better.UP,
    reads=ANSWER.where(role=Role.CSAT),
    at="submitted_at",
    options=(EVERY_ANSWER, *READING),
    companions=("csat_top",),
    drill=("counted",),
    label=_label,
    examples=(
        Example([5, 4, 4, 3, 5, 2, 4, 5], ONE_TO_FIVE, gives=4.0),
        Example([1, 1, 2, 5], ONE_TO_FIVE.twin(), gives=3.75, note=N_("1 means very satisfied here.")),
        Example(["Very satisfied", "Satisfait", "Nemulțumit"], ONE_TO_FIVE, gives=11 / 3, note=N_("Words are read.")),
        Example(["N/A"], ONE_TO_FIVE, gives=None),
    ),
)
def csat_mean(answers: Rows) -> Mean:
    return Mean(answers, answers.score())
