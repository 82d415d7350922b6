"""How easy it was to get started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import ONE_TO_SEVEN, Scale
from cxdesk.frame.codes import Coded, State, align
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Mean
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import EVERY_ANSWER, READING
from cxdesk.metrics.views import beginners
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    soon = plural("up to {n} day after onboarding", "up to {n} days after onboarding", options["days"])
    return (*labels.on_scale(scales), soon, Phrase(N_("high means easy")), *labels.counting(options))


def _answer(customer: str, score: int, day: str, **more: Any) -> Mapping[str, Any]:
    return {
        "response": customer + day,
        "role": "ces",
        "customer": customer,
        "score": score,
        "scale": ONE_TO_SEVEN,
        "submitted_at": f"2024-03-{day}T12:00:00",
        **more,
    }


_ROWS = {
    "answer": (
        _answer("a", 6, "05"),
        _answer("a", 1, "28"),
        _answer("b", 3, "20", touchpoint="Onboarding"),
        _answer("c", 7, "20"),
    ),
    "onboarding": ({"customer": "a", "started_at": "2024-03-01", "completed_at": "2024-03-10"},),
}


@metric(
    id="onboarding_effort",
    title=N_("Onboarding effort"),
    short_title=N_("Onboarding effort"),
    idea="onboarding_effort",
    family=Family.EFFORT,
    question=N_("Was starting easy?"),
    explain=N_(
        "Mean of the answers about effort that were given while getting started: those whose survey, touchpoint or "
        "stage is called so, and those of customers from the beginning of their onboarding to 30 days after its end. "
        "High means easy."
    ),
    good_for=N_("Finding hard beginnings while there is time to help."),
    beware=N_("Who gave up on the way does not answer: look at how many never arrived beside it."),
    unit=Unit.SCALE,
    better=Better.UP,
    reads=beginners.VIEW,
    at="submitted_at",
    options=(beginners.DAYS, EVERY_ANSWER, *READING),
    companions=("ces_mean",),
    drill=("counted",),
    label=_label,
    examples=(
        Example(rows=_ROWS, gives=10 / 3, note=N_("6 and 1 of a, 3 of b; c was not getting started.")),
        Example(rows=_ROWS, gives=4.5, options={"days": 0}),
        Example(rows={"answer": (_answer("a", 5, "05"),)}, gives=None),
    ),
)
def onboarding_effort(answers: Rows) -> Mean:
    scores, beginning = align(answers.score(), Coded.of(answers.col("beginning")))
    return Mean(answers, scores.where(np.where(beginning.values.astype(bool), scores.state, State.OUTSIDE)))
