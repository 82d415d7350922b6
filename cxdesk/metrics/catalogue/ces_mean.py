"""Customer Effort Score as a mean, high meaning easy."""

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
from cxdesk.metrics.options import EVERY_ANSWER, READING, graded
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    turned = (
        (Phrase(N_("reversed: high means easy")),)
        if any(scale.reversed for scale in scales)
        else (Phrase(N_("high means easy")),)
    )
    return (*labels.on_scale(scales), *turned, *labels.counting(options))


@metric(
    id="ces_mean",
    title=N_("Customer Effort Score, mean"),
    short_title=N_("Effort score"),
    idea="ces",
    family=Family.EFFORT,
    question=N_("How easy was it?"),
    explain=N_(
        "Mean of the valid answers in points of their scale, read so that high means easy: a question that asks for "
        "effort (1 = very low effort) is reversed."
    ),
    good_for=N_("Finding where customers struggle: with a form, a delivery, a request to the help desk."),
    beware=N_(
        "A mean hides the two ends: 4.0 can be all fours or half ones and half sevens. Look at the distribution too. "
        "Whether the question asked for ease or for effort decides its direction."
    ),
    unit=Unit.SCALE,
    better=Better.UP,
    reads=ANSWER.where(role=Role.CES),
    at="submitted_at",
    options=(EVERY_ANSWER, *READING),
    companions=("ces_distribution", "response_rate"),
    drill=("counted",),
    label=_label,
    counted=graded,
    examples=(
        Example([5, 4, 2, 3], ONE_TO_FIVE, gives=3.5),
        Example([1, 2, 1, 3, 5], ONE_TO_FIVE.twin(), gives=3.6, note=N_("Asked as effort: 1 means very low effort.")),
        Example([7, 6, 8, ""], ONE_TO_SEVEN, gives=6.5, note=N_("8 is not on the scale; a blank is no answer.")),
        Example([""], ONE_TO_SEVEN, gives=None),
    ),
)
def ces_mean(answers: Rows) -> Mean:
    return Mean(answers, answers.score())
