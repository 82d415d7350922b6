"""Share who say they will come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_TEN, Band, BandRule, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, EVERY_ANSWER, READING, THRESHOLD
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    band = labels.top_band(N_("{top} of {scale}"), BandRule.TOP_BOX, scales, options["threshold"])
    return (*band, *labels.counting(options))


@metric(
    id="return_intent",
    title=N_("Likelihood to return"),
    short_title=N_("Intent to return"),
    idea="return_intent",
    family=Family.LOYALTY,
    question=N_("Will they come back?"),
    explain=N_(
        "Answers in the top boxes of the question whether they would return or buy again (8 to 10 on 0-10, 4 and 5 on "
        "1-5), in percent of all valid answers."
    ),
    good_for=N_("An early sign, before behaviour shows."),
    beware=N_("What people say is not what they do: look at how many really come back beside it."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=ANSWER.where(role=Role.RETURN_INTENT),
    at="submitted_at",
    options=(THRESHOLD, EVERY_ANSWER, CHANGE_INTERVAL, *READING),
    start=17,
    companions=("sat_resolution", "nps"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example([10, 9, 6, 3, 8], ZERO_TO_TEN, gives=60.0),
        Example([5, 4, 3], ONE_TO_FIVE, gives=200 / 3),
        Example(["NSP"], ZERO_TO_TEN, gives=None),
    ),
)
def return_intent(answers: Rows, threshold: float | None) -> Share:
    return Share(answers, hit=answers.band(BandRule.TOP_BOX, threshold) == Band.TOP)
