"""One number for the whole experience, made of four questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Composite, Formula, Input, Mean
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import ONE_PER_CUSTOMER, READING, Option
from cxdesk.metrics.tally import Policy
from cxdesk.system.i18n import N_

PARTS = {
    "effort": Role.CXI_EFFORT,
    "empathy": Role.CXI_EMPATHY,
    "understanding": Role.CXI_UNDERSTANDING,
    "effectiveness": Role.CXI_EFFECTIVENESS,
}
LEAST = 3  # of the four that must be known


def _weight(name: str, title: str) -> Option:
    return Option(name, 0.25, title, N_("How much this part counts, in proportion to the others."), low=0.0, high=100.0)


WEIGHTS = (
    _weight("effort", N_("Weight of effort")),
    _weight("empathy", N_("Weight of empathy")),
    _weight("understanding", N_("Weight of understanding")),
    _weight("effectiveness", N_("Weight of effectiveness")),
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    weights = [options[name] for name in PARTS]
    if len(set(weights)) == 1:
        told = Phrase(N_("effort, empathy, understanding and effectiveness, equal weights"))
    else:
        told = Phrase(
            N_("effort {a}, empathy {b}, understanding {c}, effectiveness {d}"),
            tuple(zip("abcd", (f"{weight:g}" for weight in weights), strict=True)),
        )
    return (told, *labels.counting(options))


def _answer(response: str, role: Role, score: object, scale: Scale = ONE_TO_FIVE) -> Mapping[str, Any]:
    return {"response": response, "role": role, "score": score, "scale": scale, "customer": response}


_ANSWERS = (
    _answer("1", Role.CXI_EFFORT, 7, ONE_TO_SEVEN),
    _answer("1", Role.CXI_EMPATHY, 4),
    _answer("1", Role.CXI_UNDERSTANDING, 3),
    _answer("2", Role.CXI_UNDERSTANDING, 4),
    _answer("2", Role.CXI_EFFECTIVENESS, 2),
)


@metric(
    id="cxi",
    title=N_("Customer Experience Index"),
    short_title=N_("CX index"),
    idea="cxi",
    family=Family.COMPOSITE,
    question=N_("How good is the whole experience?"),
    explain=N_(
        "Four questions, each as the mean of its answers on 0 to 100 (percent of what its scale allows), then their "
        "weighted mean: how easy it was, empathy, understanding, and whether it worked. At least three of the four "
        "must have been asked; the weights of the others then fill in."
    ),
    good_for=N_("One line to follow, with four parts that say where to begin."),
    beware=N_(
        "It is this program's recipe: published indexes of similar names have other questions and weights and are not "
        "comparable. Effort must be read so that high means easy."
    ),
    unit=Unit.INDEX,
    better=Better.UP,
    reads=tuple(ANSWER.where(role=role) for role in PARTS.values()),
    at="submitted_at",
    options=(*WEIGHTS, ONE_PER_CUSTOMER, *READING),
    measures={
        "index": Measure(N_("CX index")),
        "effort": Measure(N_("Ease")),
        "empathy": Measure(N_("Empathy")),
        "understanding": Measure(N_("Understanding")),
        "effectiveness": Measure(N_("Effectiveness")),
    },
    companions=("nps", "ces_mean"),
    drill=tuple(f"{name}:counted" for name in PARTS),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(rows={"answer": _ANSWERS}, gives=65.625, note=N_("100, 75, 62.5 and 25 on 0 to 100.")),
        Example(rows={"answer": _ANSWERS}, gives=100.0, measure="effort"),
        Example(rows={"answer": _ANSWERS}, gives=50.0, options={"effort": 0, "understanding": 0}),
        Example(rows={"answer": _ANSWERS[:4]}, gives=475 / 6, note=N_("Three parts fill in for the fourth.")),
        Example(rows={"answer": _ANSWERS[:2]}, gives=None, note=N_("Two parts are too few.")),
    ),
)
def cxi(*parts: Rows, **weights: float) -> Mapping[str, Formula | Mean]:
    means = {name: Mean(rows, rows.pomp(), Policy.POOL) for name, rows in zip(PARTS, parts, strict=True)}
    inputs = {name: Input(mean) for name, mean in means.items()}
    return {"index": Composite(inputs, weights, LEAST), **means}
