"""Satisfaction as percent of the highest possible sum."""

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
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Minimum, Unit, metric
from cxdesk.metrics.options import EVERY_ANSWER, READING
from cxdesk.metrics.sources import ROMANIAN_GUIDE
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    floors = sorted({100 * scale.min / scale.max for scale in scales if scale.max > 0})
    floor = [Phrase(N_("cannot be below {floor}%"), (("floor", f"{floors[0]:.3g}"),))] if floors and floors[0] else []
    return (Phrase(N_("percent of maximum")), *labels.on_scale(scales), *floor, *labels.counting(options))


@metric(
    id="csat_pct_max",
    title=N_("CSAT, percent of maximum"),
    short_title=N_("CSAT of maximum"),
    idea="csat",
    family=Family.SATISFACTION,
    question=N_("How much of the maximum was given?"),
    explain=N_("Sum of the valid answers in percent of what it would be if all had given the highest score."),
    good_for=N_("Comparing with programs and reports that use this definition."),
    beware=N_(
        "On a scale from 1 to 5 it cannot fall below 20%, and someone undecided counts as 60%. It is not a share of "
        "customers. The index from 0 to 100 does not have this floor."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=ANSWER.where(role=Role.CSAT),
    at="submitted_at",
    options=(EVERY_ANSWER, *READING),
    companions=("csat_pomp", "csat_top"),
    drill=("counted",),
    label=_label,
    minimum=Minimum(of_width=0.025),
    limits=(0, 100),
    benchmarks=(Benchmark("", ROMANIAN_GUIDE, 2022, excellent=80.0),),
    examples=(
        Example([5, 4, 4, 3], ONE_TO_FIVE, gives=80.0),
        Example([3, 3, 3, 3, 3], ONE_TO_FIVE, gives=60.0, note=N_("All undecided: nobody is satisfied, yet 60%.")),
        Example([1, 1], ONE_TO_FIVE, gives=20.0, note=N_("The floor of this scale.")),
        Example([""], ONE_TO_FIVE, gives=None),
    ),
)
def csat_pct_max(answers: Rows) -> Mean:
    return Mean(answers, answers.of_maximum())
