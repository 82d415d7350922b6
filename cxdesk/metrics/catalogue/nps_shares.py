"""Promoters, passives and detractors, each in percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ZERO_TO_TEN, Band, BandRule, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Shares, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import ALLOW_PROXY, CHANGE_INTERVAL, ONE_PER_CUSTOMER, READING
from cxdesk.metrics.tally import Policy
from cxdesk.system.i18n import N_

GROUPS = {Band.TOP.value: "promoters", Band.MIDDLE.value: "passives", Band.BOTTOM.value: "detractors"}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    text = N_("promoters {top}, detractors {bottom} of {scale}")
    bands = labels.top_band(text, BandRule.NPS, scales, None, options["allow_proxy"])
    return (*bands, *labels.counting(options))


@metric(
    id="nps_shares",
    title=N_("Promoters, passives and detractors"),
    short_title=N_("NPS groups"),
    idea="nps",
    family=Family.LOYALTY,
    question=N_("How do the answers split?"),
    explain=N_("Share of each group in percent of all valid answers; the three add up to 100."),
    good_for=N_("Seeing what moved the score: more promoters or fewer detractors are different news."),
    beware=N_("The three shares are not independent: one can only grow at the expense of the others."),
    unit=Unit.PERCENT,
    better=Better.NONE,
    reads=ANSWER.where(role=Role.NPS),
    at="submitted_at",
    options=(ONE_PER_CUSTOMER, ALLOW_PROXY, CHANGE_INTERVAL, *READING),
    measures={
        "promoters": Measure(N_("Promoters"), better=Better.UP),
        "passives": Measure(N_("Passives")),
        "detractors": Measure(N_("Detractors"), better=Better.DOWN),
    },
    companions=("nps",),
    drill=("detractors", "passives", "promoters"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example([10, 9, 8, 3], ZERO_TO_TEN, gives=50.0, measure="promoters"),
        Example([10, 9, 8, 3], ZERO_TO_TEN, gives=25.0, measure="passives"),
        Example([10, 9, 8, 3], ZERO_TO_TEN, gives=25.0, measure="detractors"),
        Example([], ZERO_TO_TEN, gives=None, measure="promoters"),
    ),
)
def nps_shares(answers: Rows, allow_proxy: bool) -> Mapping[str, Term]:
    return Shares(answers, answers.band(BandRule.NPS, allow_proxy=allow_proxy), GROUPS, Policy.BEST)
