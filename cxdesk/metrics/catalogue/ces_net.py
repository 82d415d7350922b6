"""Share who found it easy less share who found it difficult."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_SEVEN, Band, BandRule, Cuts, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Net
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import EVERY_ANSWER, READING, Option, graded
from cxdesk.metrics.tally import Policy
from cxdesk.system.i18n import N_

BANDING = Option(
    "banding",
    "symmetric",
    N_("Counts as easy"),
    choices=(("symmetric", N_("Above the middle of the scale")), ("top_boxes", N_("The two or three highest answers"))),
)
_EASY = {"symmetric": BandRule.MIDPOINT, "top_boxes": BandRule.TOP_BOX}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    if len({scale.title for scale in scales}) != 1:
        return (*labels.on_scale(scales), *labels.counting(options))
    scale = scales[0]
    easy, difficult = scale.cuts(_EASY[options["banding"]]), scale.cuts(BandRule.MIDPOINT)
    assert isinstance(easy, Cuts)
    assert isinstance(difficult, Cuts)
    values = (
        ("easy", labels.between(easy.top_from, scale.max)),
        ("difficult", labels.between(scale.min, difficult.bottom_to)),
        ("scale", scale.title),
    )
    return (Phrase(N_("{easy} less {difficult} of {scale}"), values), *labels.counting(options))


@metric(
    id="ces_net",
    title=N_("Net easy score"),
    short_title=N_("Net easy"),
    idea="ces",
    family=Family.EFFORT,
    question=N_("How many more found it easy than difficult?"),
    explain=N_("Share who found it easy minus share who found it difficult, times 100."),
    good_for=N_("Keeping both ends in view with one number."),
    beware=N_("Where easy begins is a choice: the same answers can give +3 or -13. The bands stand in the label."),
    unit=Unit.SCORE,
    better=Better.UP,
    reads=ANSWER.where(role=Role.CES),
    at="submitted_at",
    options=(BANDING, EVERY_ANSWER, *READING),
    companions=("ces_distribution",),
    drill=("minus", "neutral", "plus"),
    label=_label,
    counted=graded,
    limits=(-100, 100),
    examples=(
        Example([7, 6, 5, 4, 1], ONE_TO_SEVEN, gives=40.0),
        Example([7, 6, 5, 4, 1], ONE_TO_SEVEN, gives=20.0, options={"banding": "top_boxes"}),
        Example([""], ONE_TO_SEVEN, gives=None),
    ),
)
def ces_net(answers: Rows, banding: str) -> Net:
    easy = answers.band(_EASY[banding]) == Band.TOP
    return Net(answers, plus=easy, minus=answers.band(BandRule.MIDPOINT) == Band.BOTTOM, policy=Policy.POOL)
