"""How effort is spread: who struggles, who glides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_SEVEN, Band, BandRule, Scale
from cxdesk.frame.codes import State
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Deviation, Polarisation, Quantile, Shares, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import EVERY_ANSWER, READING, graded
from cxdesk.metrics.tally import Policy
from cxdesk.system.i18n import N_

SIDES = {Band.TOP.value: "easy", Band.MIDDLE.value: "neutral", Band.BOTTOM.value: "difficult"}
_COUNTS = [7] * 50 + [1] * 50


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    text = N_("easy {top}, difficult {bottom} of {scale}")
    return (*labels.top_band(text, BandRule.MIDPOINT, scales), *labels.counting(options))


@metric(
    id="ces_distribution",
    title=N_("Effort distribution"),
    short_title=N_("Effort distribution"),
    idea="ces",
    family=Family.EFFORT,
    question=N_("Who struggles, who glides?"),
    explain=N_(
        "Shares of easy and difficult answers and of every point of the scale, with spread and percentiles. The "
        "headline is polarisation: twice the smaller of the two camps, 0 when nobody disagrees, 100 when they are even."
    ),
    good_for=N_("Seeing what a mean hides: two camps with opposite experiences."),
    beware=N_("The shares of the points are not independent of each other."),
    unit=Unit.PERCENT,
    better=Better.NONE,
    reads=ANSWER.where(role=Role.CES),
    at="submitted_at",
    options=(EVERY_ANSWER, *READING),
    measures={
        "polarisation": Measure(N_("Polarisation")),
        "easy": Measure(N_("Easy"), better=Better.UP),
        "neutral": Measure(N_("Neither easy nor difficult")),
        "difficult": Measure(N_("Difficult"), better=Better.DOWN),
        "sd": Measure(N_("Standard deviation"), Unit.SCALE),
        "p10": Measure(N_("10th percentile"), Unit.SCALE, Better.UP),
        "p50": Measure(N_("Median"), Unit.SCALE, Better.UP),
        "p90": Measure(N_("90th percentile"), Unit.SCALE, Better.UP),
    },
    companions=("ces_mean",),
    drill=("difficult", "easy", "neutral"),
    label=_label,
    counted=graded,
    limits=(0, 100),
    examples=(
        Example(_COUNTS, ONE_TO_SEVEN, gives=100.0, measure="polarisation"),
        Example([4] * 10, ONE_TO_SEVEN, gives=0.0, measure="polarisation", note=N_("The same mean, nobody disagrees.")),
        Example(_COUNTS, ONE_TO_SEVEN, gives=50.0, measure="difficult"),
        Example(_COUNTS, ONE_TO_SEVEN, gives=50.0, measure="7"),
        Example(_COUNTS, ONE_TO_SEVEN, gives=4.0, measure="p50"),
        Example([""], ONE_TO_SEVEN, gives=None, measure="easy"),
    ),
)
def ces_distribution(answers: Rows) -> Mapping[str, Term]:
    band, score = answers.band(BandRule.MIDPOINT), answers.score()
    points = sorted(set(score.values[score.state == State.OK].tolist()))
    return {
        "polarisation": Polarisation(answers, band == Band.TOP, band == Band.BOTTOM, policy=Policy.POOL),
        **Shares(answers, band, SIDES),
        "sd": Deviation(answers, score),
        **{f"p{q}": Quantile(answers, score, q / 100) for q in (10, 50, 90)},
        **Shares(answers, score, {point: labels.number(point) for point in points}, Policy.SINGLE),
    }
