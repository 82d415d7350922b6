"""Share of answers that found it easy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, Band, BandRule, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, EVERY_ANSWER, READING, THRESHOLD, graded
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    band = labels.top_band(N_("share easy, {top} of {max}"), BandRule.MIDPOINT, scales, options["threshold"])
    return (*band, *labels.counting(options))


@metric(
    id="ces_top",
    title=N_("CES, share who found it easy"),
    short_title=N_("Easy"),
    idea="ces",
    family=Family.EFFORT,
    question=N_("Which share found it easy?"),
    explain=N_(
        "Answers above the middle of the scale (5 to 7 on 1-7, 4 and 5 on 1-5), in percent of all valid answers."
    ),
    good_for=N_("One number for how much effort customers have, on any scale."),
    beware=N_("Those in the middle count as not easy. Look at who found it difficult: they are the ones to call."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=ANSWER.where(role=Role.CES),
    at="submitted_at",
    options=(THRESHOLD, EVERY_ANSWER, CHANGE_INTERVAL, *READING),
    companions=("ces_distribution", "response_rate"),
    drill=("rest", "numerator"),
    label=_label,
    counted=graded,
    start=3,
    limits=(0, 100),
    examples=(
        Example([7, 6, 5, 4, 3], ONE_TO_SEVEN, gives=60.0),
        Example([1, 2, 1, 3, 5], ONE_TO_FIVE.twin(), gives=60.0, note=N_("Asked as effort: 1 means very low effort.")),
        Example([""], ONE_TO_SEVEN, gives=None),
    ),
)
def ces_top(answers: Rows, threshold: float | None) -> Share:
    return Share(answers, hit=answers.band(BandRule.MIDPOINT, threshold) == Band.TOP)
