"""Satisfaction index from 0 to 100: percent of the maximum possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Mean
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import EVERY_ANSWER, READING
from cxdesk.metrics.tally import Policy
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("rescaled to 0–100")), *labels.on_scale(scales), *labels.counting(options))


@metric(
    id="csat_pomp",
    title=N_("Satisfaction index, 0 to 100"),
    short_title=N_("Satisfaction index"),
    idea="csat",
    family=Family.SATISFACTION,
    question=N_("Where does satisfaction stand between worst and best?"),
    explain=N_(
        "Each answer as percent of the way from the lowest to the highest point of its scale, then the mean: 0 when "
        "all gave the lowest score, 100 when all gave the highest."
    ),
    good_for=N_("Answers on different scales on one axis, and parts of composite indices."),
    beware=N_("Rescaled answers still come from differently worded questions: a change of scale may move them."),
    unit=Unit.INDEX,
    better=Better.UP,
    reads=ANSWER.where(role=Role.CSAT),
    at="submitted_at",
    options=(EVERY_ANSWER, *READING),
    companions=("csat_top", "csat_mean"),
    drill=("counted",),
    label=_label,
    limits=(0, 100),
    examples=(
        Example([5, 4, 4, 3], ONE_TO_FIVE, gives=75.0),
        Example([3, 3, 3, 3, 3], ONE_TO_FIVE, gives=50.0),
        Example([1, 4, 7], ONE_TO_SEVEN, gives=50.0),
        Example([""], ONE_TO_FIVE, gives=None),
    ),
)
def csat_pomp(answers: Rows) -> Mean:
    return Mean(answers, answers.pomp(), policy=Policy.POOL)
