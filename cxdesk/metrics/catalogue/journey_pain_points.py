"""At which stage it hurts most: people lost there, and people who found it hard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.journey_event import JOURNEY_EVENT
from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import ONE_TO_FIVE, Band, BandRule, Scale
from cxdesk.domain.stages import STAGES
from cxdesk.domain.themes import Axis
from cxdesk.frame import theming
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Formula, Input, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import journeys, staged
from cxdesk.system.i18n import N_

WEIGHT = Option(
    "drop_weight",
    0.5,
    N_("Weight of the people lost"),
    N_("The rest is the weight of the answers that say it was hard."),
    low=0,
    high=1,
)
PAINFUL = STAGES[:-1]  # nobody can be lost after the last


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    drop = 100 * options["drop_weight"]
    shares = (("drop", f"{drop:g}"), ("hard", f"{100 - drop:g}"))
    days = plural("within {n} day", "within {n} days", options["window"])
    return (Phrase(N_("worst stage: {drop}% drop-off, {hard}% low CES"), shares), days)


def _entered(customer: str, *stages: str) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "event_id": f"{customer}{place}",
            "customer": customer,
            "stage": stage,
            "at": f"2024-01-0{place + 1}T12:00:00Z",
        }
        for place, stage in enumerate(stages)
    )


def _ease(number: int, stage: str, score: int) -> dict[str, Any]:
    key = {"response": f"r{number}", "role": "ces", "score": score, "scale": ONE_TO_FIVE, "stage": stage}
    return {**key, "submitted_at": "2024-01-02T12:00:00Z"}


_ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "journey_event": (
        *_entered("a", "awareness", "consideration"),
        *_entered("b", "awareness"),
        *_entered("z", "decision"),
        {"event_id": "late", "customer": "z", "stage": "decision", "kind": "touch", "at": "2024-06-01T12:00:00Z"},
    ),
    "answer": (
        _ease(1, "awareness", 5),
        _ease(2, "awareness", 1),
        _ease(3, "consideration", 4),
    ),
}


@metric(
    id="journey_pain_points",
    title=N_("Pain points of the journey"),
    short_title=N_("Pain points"),
    idea="journey_pain_points",
    family=Family.JOURNEY,
    question=N_("Where does it hurt most?"),
    explain=N_(
        "For each stage half the share of people lost there and half the share of effort answers (CES) that say it was "
        "hard, 0 to 100; the number is the worst stage. An answer belongs to the stage that it names, else to that of "
        "its touchpoint, else to the one in which the customer was just then. A stage of which only one of the two is "
        "known has no score. Beside it: how many people were lost at each stage, complaints, and answers whose words "
        "name a pain point."
    ),
    good_for=N_("Choosing what to mend first: equal scores are settled by the people lost."),
    beware=N_("Low effort answers are few at first: look at the answers behind the score before acting."),
    unit=Unit.INDEX,
    better=Better.DOWN,
    reads=(journeys.JOURNEYS, staged.view(Role.CES), JOURNEY_EVENT.where(kind="complaint"), staged.EVERY),
    at="at",
    options=(WEIGHT, journeys.WINDOW, journeys.ORDER),
    measures={
        "worst": Measure(N_("The worst stage")),
        "awareness": Measure(N_("Awareness")),
        "consideration": Measure(N_("Consideration")),
        "decision": Measure(N_("Decision")),
        "retention": Measure(N_("Retention")),
        "lost_awareness": Measure(N_("People lost after awareness"), Unit.COUNT),
        "lost_consideration": Measure(N_("People lost after consideration"), Unit.COUNT),
        "lost_decision": Measure(N_("People lost after decision"), Unit.COUNT),
        "lost_retention": Measure(N_("People lost after retention"), Unit.COUNT),
        "complaints": Measure(N_("Complaints"), Unit.COUNT),
        "pains": Measure(N_("Answers that name a pain point"), Unit.COUNT),
        "pains_awareness": Measure(N_("Pain points named at awareness"), Unit.COUNT),
        "pains_consideration": Measure(N_("Pain points named at consideration"), Unit.COUNT),
        "pains_decision": Measure(N_("Pain points named at decision"), Unit.COUNT),
        "pains_retention": Measure(N_("Pain points named at retention"), Unit.COUNT),
        "pains_advocacy": Measure(N_("Pain points named at advocacy"), Unit.COUNT),
    },
    companions=("journey_stages", "ces_top"),
    drill=("hard_awareness:numerator", "drop_awareness:numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows=_ROWS,
            gives=50.0,
            note=N_("Awareness: 1 of 2 lost, 1 of 2 hard, so 50. Consideration: 1 of 1 lost, none hard, so 50."),
        ),
        Example(rows=_ROWS, gives=100.0, measure="consideration", options={"drop_weight": 1}),
        Example(rows={**_ROWS, "answer": ()}, gives=None),
    ),
)
def journey_pain_points(
    people: Rows, answers: Rows, complaints: Rows, written: Rows, drop_weight: float
) -> Mapping[str, Formula | Term]:
    reached = people.col("reached")
    young = people.col("young") == 1
    inputs = {}
    for place, (stage, _next) in enumerate(pairwise(STAGES)):
        inputs[f"drop_{stage}"] = Input(_lost(people, reached, young, place))
        inputs[f"hard_{stage}"] = Input(_hard(answers, stage))
    score = _scores(drop_weight)
    single = {
        stage: Formula({name: inputs[name] for name in (f"drop_{stage}", f"hard_{stage}")}, _of(score, stage), least=2)
        for stage in PAINFUL
    }
    lost = {f"lost_{stage}": _counted(people, reached, young, place) for place, stage in enumerate(PAINFUL)}
    worst = Formula(inputs, _worst(score), least=2)
    return {"worst": worst, **single, **lost, "complaints": Count(complaints), **_pains(written)}


def _pains(written: Rows) -> Mapping[str, Count]:
    """Answers whose own words name any pain point, by rule or by hand; in all, and at each stage."""
    named = np.zeros(written.size, bool)
    for theme in theming.themes(written.frame, Axis.PAIN):
        named |= theming.own(written.frame, written.kind, theme)[written.index]
    stage = written.labelled("stage").rows()
    at = {f"pains_{name}": Count(written, hit=Coded.of(named & (stage == name))) for name in STAGES}
    return {"pains": Count(written, hit=Coded.of(named)), **at}


def _lost(people: Rows, reached: np.ndarray, young: np.ndarray, stage: int) -> Share:
    """Of those who reached a stage and have had their time, those who went no further."""
    waiting = Coded.of(young & (reached == stage))
    return Share(people, Coded.of(reached == stage), Coded.of(reached >= stage), "earlier_stage", waiting)


def _counted(people: Rows, reached: np.ndarray, young: np.ndarray, stage: int) -> Count:
    return Count(people, hit=Coded.of((reached == stage) & ~young))


def _hard(answers: Rows, stage: str) -> Share:
    """Of the effort answers about a stage, those that say it was hard."""
    return Share(answers, answers.band(BandRule.LOW_EFFORT) == Band.BOTTOM, answers.labelled("stage") == stage)


Values = Mapping[str, np.ndarray]


def _scores(drop_weight: float) -> Callable[[Values, str], np.ndarray]:
    return lambda v, stage: drop_weight * v[f"drop_{stage}"] + (1 - drop_weight) * v[f"hard_{stage}"]


def _of(score: Callable[[Values, str], np.ndarray], stage: str) -> Callable[[Values], np.ndarray]:
    return lambda v: score(v, stage)


def _worst(score: Callable[[Values, str], np.ndarray]) -> Callable[[Values], np.ndarray]:
    """The highest of the stages' scores that are known."""

    def highest(v: Values) -> np.ndarray:
        table = np.stack([score(v, stage) for stage in PAINFUL])
        known = np.isfinite(table)
        return np.where(known.any(axis=0), np.where(known, table, -np.inf).max(axis=0), np.nan)

    return highest
