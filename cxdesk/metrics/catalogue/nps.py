"""Net Promoter Score: those who would recommend us, less those who would not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_TEN, ZERO_TO_TEN, Band, BandRule, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Net
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Unit, metric
from cxdesk.metrics.options import ALLOW_PROXY, ONE_PER_CUSTOMER, READING
from cxdesk.metrics.sources import FRENCH_GUIDE, ROMANIAN_GUIDE
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    bands = labels.top_band("{scale}", BandRule.NPS, scales, None, options["allow_proxy"])
    return (*bands, *labels.counting(options))


@metric(
    id="nps",
    title=N_("Net Promoter Score"),
    short_title=N_("NPS"),
    idea="nps",
    family=Family.LOYALTY,
    question=N_("Would customers recommend us?"),
    explain=N_(
        "Share of promoters (9 and 10 on 0-10) minus share of detractors (0 to 6), times 100. Passives (7 and 8) and "
        "everyone who skipped the question are in neither; those who skipped are not in the base either."
    ),
    good_for=N_("Following loyalty over time with one question, and finding whom to call: the detractors."),
    beware=N_(
        "It moves a lot on small samples: with usual answers it takes about 460 answers per period to see a difference "
        "of 10 points. The mean of the segments' scores is not the score of all."
    ),
    unit=Unit.SCORE,
    better=Better.UP,
    reads=ANSWER.where(role=Role.NPS),
    at="submitted_at",
    options=(ONE_PER_CUSTOMER, ALLOW_PROXY, *READING),
    companions=("response_rate", "nps_shares"),
    drill=("minus", "neutral", "plus"),
    label=_label,
    start=1,
    limits=(-100, 100),
    benchmarks=(
        Benchmark("", ROMANIAN_GUIDE, 2022, good=30.0, excellent=70.0, scale="0-10", key="nps/ro"),
        Benchmark("", FRENCH_GUIDE, 2021, good=0.0, scale="0-10", key="nps/fr"),
    ),
    examples=(
        Example([10, 9, 8, 3], ZERO_TO_TEN, gives=25.0),
        Example([10, 9, 8, 1], ONE_TO_TEN, gives=25.0),
        Example([9, 10, 6, 6, 5, 7, 8, 3, 9, 6], ZERO_TO_TEN, gives=-20.0, note=N_("A six is a detractor.")),
        Example([10, "", None], ZERO_TO_TEN, gives=100.0, note=N_("A skipped question is no answer.")),
        Example([5, 4, 3, 5], ONE_TO_FIVE, gives=None, note=N_("Not asked on 0-10: refused.")),
        Example([5, 4, 3, 5], ONE_TO_FIVE, gives=25.0, options={"allow_proxy": True}),
        Example(["", "N/A"], ZERO_TO_TEN, gives=None),
    ),
)
def nps(answers: Rows, allow_proxy: bool) -> Net:
    band = answers.band(BandRule.NPS, allow_proxy=allow_proxy)
    return Net(answers, plus=band == Band.TOP, minus=band == Band.BOTTOM)
