"""Share satisfied with how their request was resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, Band, BandRule, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, EVERY_ANSWER, READING, RESOLUTION, THRESHOLD
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    band = labels.top_band(N_("{top} of {scale}"), BandRule.TOP_BOX, scales, options["threshold"])
    dated = Phrase(N_("by date of resolution") if options["at"] != "submitted_at" else N_("by date of answer"))
    return (*band, dated, *labels.counting(options))


@metric(
    id="sat_resolution",
    title=N_("Satisfaction with the resolution"),
    short_title=N_("Resolution satisfaction"),
    idea="resolution",
    family=Family.SATISFACTION,
    question=N_("Are customers happy with the outcome of their request?"),
    explain=N_(
        "Answers in the top boxes of the question about the resolution, in percent of all valid answers. One that "
        "names a ticket counts in the period in which the ticket was resolved, and not before it is; an answer that "
        "names none counts when it was given."
    ),
    good_for=N_("Judging support by its result, not only by its speed."),
    beware=N_("It is not the likelihood to return: that is a question and a metric of its own."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=ANSWER.where(role=Role.SAT_RESOLUTION),
    at="ticket.resolved_at",
    options=(THRESHOLD, EVERY_ANSWER, RESOLUTION, CHANGE_INTERVAL, *READING),
    start=18,
    companions=("return_intent", "ces_top"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example([5, 4, 4, 2, None], ONE_TO_FIVE, gives=75.0),
        Example([None], ONE_TO_FIVE, gives=None),
    ),
)
def sat_resolution(answers: Rows, threshold: float | None) -> Share:
    return Share(answers, hit=answers.band(BandRule.TOP_BOX, threshold) == Band.TOP)
