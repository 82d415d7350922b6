"""What makes it hard: effort beside channel, wait and outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, Scale
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Mean, Quantile, Share, Term
from cxdesk.metrics.estimators.association import Association
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, READING
from cxdesk.metrics.tally import Policy
from cxdesk.metrics.views import served
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("rank correlation with ease; association, not cause")), *labels.counting(options))


def _answer(number: int, ease: int, outcome: int | None = None) -> tuple[Mapping[str, Any], ...]:
    same = {"response": f"r{number}", "ticket": f"t{number}"}
    asked: tuple[Mapping[str, Any], ...] = ({**same, "role": "ces", "score": ease, "scale": ONE_TO_SEVEN},)
    if outcome is None:
        return asked
    return (*asked, {**same, "role": "sat_resolution", "score": outcome, "scale": ONE_TO_FIVE})


_ROWS = {
    "answer": (*_answer(1, 7, 5), *_answer(2, 6, 3), *_answer(3, 4, 4), *_answer(4, 5, 1), *_answer(5, 1)),
    "ticket": tuple(
        {"ticket": f"t{i}", "created_at": "2024-03-01", "wait_seconds": wait, "channel": "phone" if i < 3 else "email"}
        for i, wait in enumerate((30, 60, 600, 120), start=1)
    ),
}


@metric(
    id="ces_drivers",
    title=N_("Effort drivers"),
    short_title=N_("Effort drivers"),
    idea="ces_drivers",
    family=Family.EFFORT,
    question=N_("What makes it hard?"),
    explain=N_(
        "Answers about effort, each beside the request they are about: how far a long wait goes with low ease, and a "
        "good outcome with high ease (rank correlation, -1 to 1), and the means of each. Split by contact channel, by "
        "wait, or by both for the table of channel and wait."
    ),
    good_for=N_("Finding where to begin: the channel and wait with the lowest ease."),
    beware=N_(
        "Going together is not causing: hard cases take long and are felt as hard. Answers that name no request have "
        "no wait and no channel."
    ),
    unit=Unit.RATIO,
    better=Better.NONE,
    reads=served.VIEW,
    at="submitted_at",
    options=(*READING, CHANGE_INTERVAL),
    measures={
        "wait": Measure(N_("Wait and ease go together")),
        "outcome": Measure(N_("Outcome and ease go together")),
        "ease": Measure(N_("Mean ease, 0 to 100"), Unit.INDEX, Better.UP),
        "median_wait": Measure(N_("Median wait"), Unit.SECONDS, Better.DOWN),
        "pleased": Measure(N_("Happy with the outcome"), Unit.PERCENT, Better.UP),
    },
    companions=("ces_mean", "sat_resolution", "wait_time"),
    drill=("counted",),
    label=_label,
    limits=(None, None),
    examples=(
        Example(rows=_ROWS, gives=-1.0, note=N_("The longer the wait, the lower the ease, in all four.")),
        Example(rows=_ROWS, gives=0.4, measure="outcome"),
        Example(rows=_ROWS, gives=90.0, measure="median_wait", note=N_("30, 60, 120 and 600 seconds.")),
        Example(rows={"answer": _answer(1, 5)}, gives=None, note=N_("Nobody knows how long they waited.")),
    ),
)
def ces_drivers(answers: Rows) -> Mapping[str, Term]:
    grades = answers.pomp()
    ease = answers.each(np.where(grades.state == State.OK, grades.values, np.nan)[grades.codes])
    wait, outcome = (answers.each(answers.col(name)) for name in ("wait", "outcome"))
    return {
        "wait": Association(answers, wait, ease),
        "outcome": Association(answers, outcome, ease),
        "ease": Mean(answers, grades, Policy.POOL),
        "median_wait": Quantile(answers, wait),
        "pleased": Share(answers, hit=_known(answers.col("pleased"))),
    }


def _known(pleased: np.ndarray) -> Coded:
    """0, 1 and NaN as a table of three, the third missing."""
    state = np.array([State.OK, State.OK, State.MISSING], np.uint8)
    return Coded(np.array([False, True, False]), np.where(np.isnan(pleased), 2, pleased).astype(np.uint8), state)
