"""CSAT as the share of satisfied answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_TEN, Band, BandRule, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Unit, metric
from cxdesk.metrics.options import ANCHOR, CHANGE_INTERVAL, EVERY_ANSWER, READING, THRESHOLD
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    band = labels.top_band(N_("share satisfied, {top} of {max}"), BandRule.TOP_BOX, scales, options["threshold"])
    dated = () if options["at"] == "submitted_at" else (Phrase(N_("by date of resolution")),)
    return (*band, *dated, *labels.counting(options))


@metric(
    id="csat_top",
    title=N_("CSAT, share satisfied"),
    short_title=N_("CSAT"),
    idea="csat",
    family=Family.SATISFACTION,
    question=N_("Which share of answers is satisfied?"),
    explain=N_(
        "Answers in the scale's top boxes (4 and 5 on 1-5, 6 and 7 on 1-7, 8 to 10 on 1-10 and 0-10), in percent of "
        "all valid answers. Each answer is judged on its own scale."
    ),
    good_for=N_("Judging one interaction, product or campaign soon after it happened."),
    beware=N_(
        "Other programs call other things CSAT: the same five answers can be 60, 0 or 50. Compare only figures of "
        "one definition. It says how the last contact went, not whether customers stay."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=ANSWER.where(role=Role.CSAT),
    at="submitted_at",
    options=(THRESHOLD, EVERY_ANSWER, ANCHOR, CHANGE_INTERVAL, *READING),
    companions=("csat_mean", "response_rate"),
    drill=("rest", "numerator"),
    label=_label,
    start=2,
    limits=(0, 100),
    benchmarks=(Benchmark("", N_("convention of survey tools"), good=80.0),),
    examples=(
        Example([5, 4, 2, 1], ONE_TO_FIVE, gives=50.0),
        Example([3, 3, 3, 3, 3], ONE_TO_FIVE, gives=0.0, note=N_("All undecided: nobody is satisfied.")),
        Example([1, 1, 2, 5], ONE_TO_FIVE.twin(), gives=75.0, note=N_("1 means very satisfied here.")),
        Example([10, 9, 8, 7, 7, 6, 5, 8, 1, 10], ONE_TO_TEN, gives=50.0),
        Example([10, 9, 8, 7], ONE_TO_TEN, gives=50.0, options={"threshold": 9}),
        Example(["", "N/A", None], ONE_TO_FIVE, gives=None),
    ),
)
def csat_top(answers: Rows, threshold: float | None) -> Share:
    return Share(answers, hit=answers.band(BandRule.TOP_BOX, threshold) == Band.TOP)
