"""Employee Net Promoter Score: employees who would recommend working here, less those who would not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_TEN, Band, BandRule, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Net
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import ALLOW_PROXY, READING
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    bands = labels.top_band("{scale}", BandRule.NPS, scales, None, options["allow_proxy"])
    return (*bands, Phrase(N_("employees, never pooled with customers")))


@metric(
    id="enps",
    title=N_("Employee Net Promoter Score"),
    short_title=N_("Employee NPS"),
    idea="enps",
    family=Family.LOYALTY,
    question=N_("Would employees recommend working here?"),
    explain=N_(
        "Asked of employees: share of promoters (9 and 10 on 0-10) minus share of detractors (0 to 6), times 100. "
        "Responses with this question are read by no other number, so that employees and customers are never pooled."
    ),
    good_for=N_("Seeing whether the people who serve customers are well: where they are not, customers follow."),
    beware=N_(
        "Few employees make small samples, and small groups make people known: do not split it so far that anybody "
        "could be named. It is no customer metric and cannot be compared with an NPS of customers."
    ),
    unit=Unit.SCORE,
    better=Better.UP,
    reads=ANSWER.where(role=Role.ENPS),
    at="submitted_at",
    options=(ALLOW_PROXY, *READING),
    companions=("nps",),
    drill=("minus", "neutral", "plus"),
    label=_label,
    limits=(-100, 100),
    examples=(
        Example([10, 9, 8, 3], ZERO_TO_TEN, gives=25.0),
        Example([9, 10, 6, 6, 5, 7, 8, 3, 9, 6], ZERO_TO_TEN, gives=-20.0, note=N_("A six is a detractor.")),
        Example([5, 4, 3, 5], ONE_TO_FIVE, gives=None, note=N_("Not asked on 0-10: refused.")),
        Example(["", "N/A"], ZERO_TO_TEN, gives=None),
    ),
)
def enps(answers: Rows, allow_proxy: bool) -> Net:
    band = answers.band(BandRule.NPS, allow_proxy=allow_proxy)
    return Net(answers, plus=band == Band.TOP, minus=band == Band.BOTTOM)
