"""Satisfaction from three questions, in the manner of the American index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_TEN, Scale
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Coded, State, align
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Composite, Formula, Input, Mean
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, View, metric
from cxdesk.metrics.options import EVERY_ANSWER, READING, Option
from cxdesk.metrics.tally import Policy
from cxdesk.system.i18n import N_

PARTS = ("overall", "expectations", "ideal")
QUESTIONS = Option(
    "questions",
    "",
    N_("The three questions"),
    N_(
        "Their texts in order, separated by |: overall, against expectations, against the ideal. Empty: the only three."
    ),
)


def _weight(name: str, title: str) -> Option:
    return Option(name, 1.0, title, N_("How much this part counts, in proportion to the others."), low=0.0, high=100.0)


WEIGHTS = (
    _weight("overall", N_("Weight of overall satisfaction")),
    _weight("expectations", N_("Weight of what was expected")),
    _weight("ideal", N_("Weight of the ideal")),
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    equal = len({options[name] for name in PARTS}) == 1
    weights = Phrase(N_("equal weights") if equal else N_("own weights"))
    return (Phrase(N_("three questions on 1-10")), weights, *labels.counting(options))


def _chosen(rows: Rows, named: str) -> tuple[str, ...]:
    """The questions as the answers call them: those named, else all that were answered on 1-10."""
    asked = rows.col("question")
    if named:
        by_text = {fold(label): label for label in asked.labels}
        return tuple(by_text[fold(text)] for text in named.split("|") if fold(text) in by_text)
    ten = _on_ten(rows)
    used = np.unique(asked.codes[ten.rows() & (asked.codes >= 0)])
    return tuple(str(asked.labels[int(code)]) for code in used)


def _on_ten(rows: Rows) -> Coded:
    """Whether each answer is a usable one on 1-10."""
    cells = rows.cells
    ten = np.array([*((scale.min, scale.max) == (1, 10) for scale in cells.scales), False])[cells.scale]
    return Coded(ten & (cells.state == State.OK), cells.codes, cells.state)


def _answers(frame: Frame, options: Mapping[str, Any]) -> Rows:
    return frame.rows(ANSWER.where(role=Role.CSAT))


def _not_three(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    found = _chosen(_answers(frame, options), str(options.get("questions", "")))
    return None if len(found) == len(PARTS) else ("missing_field", "question")


def _answer(response: str, *scores: object) -> tuple[Mapping[str, Any], ...]:
    questions = ("Overall?", "As expected?", "Near the ideal?")
    return tuple(
        {"response": response, "role": "csat", "question": question, "score": score, "scale": ONE_TO_TEN}
        for question, score in zip(questions, scores, strict=True)
    )


_ANSWERS = _answer("1", 10, 7, 4) + _answer("2", 8, 7, "")


@metric(
    id="csat_index_acsi",
    title=N_("Satisfaction index of three questions (ACSI-style)"),
    short_title=N_("ACSI-style index"),
    idea="csat",
    family=Family.SATISFACTION,
    question=N_("How satisfied are customers by three questions?"),
    explain=N_(
        "Three questions on 1-10: satisfied overall, against what was expected, against the ideal. Of each the mean "
        "less 1, divided by 9, in percent; then their weighted mean."
    ),
    good_for=N_("A steadier figure than one question gives."),
    beware=N_(
        "ACSI-style: the official index weighs by a model that is not published, so the figures are not comparable "
        "with it. All three questions must have been asked."
    ),
    unit=Unit.INDEX,
    better=Better.UP,
    reads=View("three questions", (ANSWER.name,), _answers, unlike=_not_three),
    at="submitted_at",
    options=(QUESTIONS, *WEIGHTS, EVERY_ANSWER, *READING),
    measures={
        "index": Measure(N_("ACSI-style index")),
        "overall": Measure(N_("Satisfied overall")),
        "expectations": Measure(N_("Against what was expected")),
        "ideal": Measure(N_("Against the ideal")),
    },
    companions=("csat_pomp", "response_rate"),
    drill=tuple(f"{name}:counted" for name in PARTS),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(rows={"answer": _ANSWERS}, gives=(800 / 9 + 600 / 9 + 300 / 9) / 3, note=N_("Means of 9, 7 and 4.")),
        Example(
            rows={"answer": _ANSWERS},
            gives=800 / 9,
            options={"expectations": 0, "ideal": 0},
        ),
        Example(rows={"answer": _ANSWERS[:2]}, gives=None, note=N_("Two questions are not three.")),
    ),
)
def csat_index_acsi(answers: Rows, questions: str, **weights: float) -> Mapping[str, Formula | Mean]:
    ten = _on_ten(answers)
    pomp = answers.pomp()
    graded = pomp.where(np.where(~ten.values & (pomp.state == State.OK), State.OTHER_SCALE, pomp.state))
    scores, asked = align(graded, answers.labelled("question"))
    means = {
        name: Mean(answers, scores.within(asked.values == question), Policy.POOL)
        for name, question in zip(PARTS, _chosen(answers, questions), strict=True)
    }
    return {
        "index": Composite({name: Input(mean) for name, mean in means.items()}, weights, at_least=len(PARTS)),
        **means,
    }
