"""What customers talk about: how many remarks speak of each theme, and how those who do so score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ZERO_TO_TEN, Scale
from cxdesk.domain.themes import Axis
from cxdesk.frame import theming
from cxdesk.frame.codes import Coded, align
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Formula, Input, Mean, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import remarks
from cxdesk.system.i18n import N_

AXIS = Option(
    "axis",
    Axis.THEME.value,
    N_("What is looked for"),
    choices=((Axis.THEME, N_("Themes")), (Axis.PAIN, N_("Pain points")), (Axis.SENTIMENT, N_("Sentiment"))),
)
_SAID = {Axis.THEME: N_("remarks with a theme"), Axis.PAIN: N_("remarks with a pain point")}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(_SAID.get(options["axis"], N_("remarks with a sentiment"))), Phrase(N_("by words and by hand")))


def _remark(response: str, score: int, comment: str) -> Mapping[str, Any]:
    return {"response": response, "role": "nps", "score": score, "scale": ZERO_TO_TEN, "comment": comment}


_REMARKS = (
    _remark("1", 2, "Much too expensive"),
    _remark("2", 4, "Prix trop élevé, livraison lente"),
    _remark("3", 10, "Livrare foarte rapidă"),
    _remark("4", 8, "Nice people"),
)


@metric(
    id="feedback_themes",
    title=N_("Themes of what customers write"),
    short_title=N_("Themes"),
    idea="feedback_themes",
    family=Family.LISTENING,
    question=N_("What do they talk about?"),
    explain=N_(
        "Remarks that speak of at least one theme, in percent of all remarks with words. A theme is a list of words, "
        "which you can read and change; a tag set by hand counts more. Beside it for each theme: its share of the "
        "remarks, the mean score of those who speak of it and of those who do not (0 to 100, whatever the scale), "
        "the difference, and the impact: the share times how far the mean of those who speak of it lies below the mean "
        "of all. As a remark may have several themes, the shares can add up to more than 100%."
    ),
    good_for=N_("Finding what to read first: a theme with a large share and an impact above zero."),
    beware=N_("Words are counted, not understood: who praises the price speaks of it too. Read before you conclude."),
    unit=Unit.PERCENT,
    better=Better.NONE,
    reads=remarks.VIEW,
    at="day",
    any_kind=True,
    options=(AXIS, CHANGE_INTERVAL),
    measures={"tagged": Measure(N_("With any theme")), "untagged": Measure(N_("With none"))},
    endings={
        "_score": Measure(N_("Mean score of those who speak of it"), Unit.INDEX),
        "_others": Measure(N_("Mean score of those who do not"), Unit.INDEX),
        "_gap": Measure(N_("Difference of the two"), Unit.INDEX),
        "_impact": Measure(N_("Impact on the mean score"), Unit.INDEX),
    },
    companions=("qual_css", "comment_rate"),
    drill=("numerator", "rest"),
    label=_label,
    examples=(
        Example(rows={"answer": _REMARKS}, gives=75.0, note=N_("Three of four speak of price or delivery.")),
        Example(rows={"answer": _REMARKS}, gives=50.0, measure="price"),
        Example(rows={"answer": _REMARKS}, gives=30.0, measure="price_score", note=N_("The mean of 20 and 40.")),
        Example(rows={"answer": _REMARKS}, gives=90.0, measure="price_others"),
        Example(rows={"answer": _REMARKS}, gives=-60.0, measure="price_gap"),
        Example(rows={"answer": _REMARKS}, gives=15.0, measure="price_impact", note=N_("Half, times 60 less 30.")),
        Example(rows={"answer": _REMARKS}, gives=50.0, options={"axis": "pain"}),
        Example(rows={"answer": ({"response": "1", "role": "nps", "score": 9},)}, gives=None),
    ),
)
def feedback_themes(rows: Rows, axis: str) -> Mapping[str, Term | Formula]:
    any_of_them = Coded.of(theming.any_of(rows, axis))
    found: dict[str, Term | Formula] = {
        "tagged": Share(rows, hit=any_of_them),
        "untagged": Share(rows, hit=~any_of_them),
    }
    for theme, code in theming.codes(rows.frame, axis):
        found |= _theme(rows, code, Coded.of(theming.behind(rows, theme)[rows.index]))
    return found


def _theme(rows: Rows, code: str, spoken: Coded) -> Mapping[str, Term | Formula]:
    """Share and scores of one theme, all counted by the same codes."""
    hit, score = align(spoken, rows.numbers("score"))
    speaks = hit.values.astype(bool)
    share, all_ = Share(rows, hit=hit), Mean(rows, score)
    those, others = Mean(rows, score.within(speaks)), Mean(rows, score.within(~speaks))
    gap = Formula({"those": Input(those), "others": Input(others)}, lambda v: v["those"] - v["others"], 2, linear=True)
    impact = Formula(
        {"share": Input(share, 0.01), "those": Input(those), "all": Input(all_)},
        lambda v: v["share"] * (v["all"] - v["those"]),
        least=3,
    )
    return {
        code: share,
        f"{code}_score": those,
        f"{code}_others": others,
        f"{code}_gap": gap,
        f"{code}_impact": impact,
    }
