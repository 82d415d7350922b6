"""The numbers of the journey side by side, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.journey_event import JOURNEY_EVENT
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ZERO_TO_TEN, Band, BandRule, Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Net, Quantile, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import journeys, staged, tickets
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("split it by stage or platform")),)


def _answer(number: int, score: int, stage: str) -> dict[str, Any]:
    key = {"response": f"r{number}", "role": "nps", "score": score, "scale": ZERO_TO_TEN, "stage": stage}
    return {**key, "submitted_at": "2024-01-02T12:00:00Z"}


_ANSWERS = (_answer(1, 10, "decision"), _answer(2, 9, "decision"), _answer(3, 2, "retention"))
_EVENTS = tuple(
    {"event_id": f"e{number}", "stage": "awareness", "at": f"2024-01-0{number}T12:00:00Z", **who}
    for number, who in enumerate(({"customer": "a"}, {"visitor": "v"}, {"visitor": "w"}, {"customer": "b"}), 1)
)


@metric(
    id="journey_scorecard",
    title=N_("Scorecard of the journey"),
    short_title=N_("Stage scorecard"),
    idea="journey_scorecard",
    family=Family.JOURNEY,
    question=N_("How good is each stage?"),
    explain=N_(
        "Recommendation (NPS), satisfaction (CSAT), ease (CES), first contact resolution and the days spent, to be "
        "split by stage of the journey or by platform. An answer belongs to the stage that it names, else to that of "
        "its touchpoint, else to the one in which the customer was just then. Beside it the share of journey events "
        "that could not be given to any customer: with many platforms the same person has many names."
    ),
    good_for=N_("Comparing stages on one page, before looking closer at one of them."),
    beware=N_("Numbers of one row stand for different people: those who answered, asked for help, or moved on."),
    unit=Unit.SCORE,
    better=Better.UP,
    reads=(
        *(staged.view(role) for role in (Role.NPS, Role.CSAT, Role.CES)),
        staged.ISSUES,
        journeys.STAYS,
        JOURNEY_EVENT.all(),
    ),
    any_kind=True,
    options=(journeys.WINDOW, journeys.ORDER),
    measures={
        "nps": Measure(N_("NPS")),
        "csat": Measure(N_("Satisfied"), Unit.PERCENT),
        "ces": Measure(N_("Easy"), Unit.PERCENT),
        "fcr": Measure(N_("Solved at first contact"), Unit.PERCENT),
        "time": Measure(N_("Time in stage"), Unit.DAYS, Better.DOWN),
        "unmatched": Measure(N_("Events of unknown people"), Unit.PERCENT, Better.DOWN),
    },
    companions=("journey_stages", "journey_pain_points"),
    drill=("minus", "rest", "counted"),
    label=_label,
    examples=(
        Example(rows={"answer": _ANSWERS}, gives=100 / 3),
        Example(rows={"answer": _ANSWERS, "journey_event": _EVENTS}, gives=50.0, measure="unmatched"),
        Example(rows={"journey_event": _EVENTS}, gives=None, note=N_("Nobody was asked whether they recommend.")),
    ),
)
def journey_scorecard(nps: Rows, csat: Rows, ces: Rows, issues: Rows, stays: Rows, events: Rows) -> Mapping[str, Term]:
    recommend = nps.band(BandRule.NPS)
    days = stays.numbers("days")
    over = stays.col("over") == 1
    return {
        "nps": Net(nps, plus=recommend == Band.TOP, minus=recommend == Band.BOTTOM),
        "csat": Share(csat, hit=csat.band(BandRule.TOP_BOX) == Band.TOP),
        "ces": Share(ces, hit=ces.band(BandRule.MIDPOINT) == Band.TOP),
        "fcr": _solved_at_once(issues),
        "time": Quantile(stays, days.within(over[days.codes])),
        "unmatched": Share(events, hit=Coded.of(staged.nameless(events))),
    }


def _solved_at_once(issues: Rows) -> Share:
    """As the metric of that name by default; nothing where the files do not say what was solved."""
    told = np.full(issues.size, bool(issues.size) and tickets.lives(issues.frame).told)
    hit = (issues.col("solved") == 1) & (issues.col("contacts") <= 1) & (issues.col("reopened") == 0)
    young = Coded.of(issues.col("young") == 1)
    return Share(issues, hit=Coded.of(hit), within=Coded.of(told), outside="unresolved", immature=young)
