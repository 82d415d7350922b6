"""Share of responses in which somebody wrote something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame import computed
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.system.i18n import N_


def _each_response_once(rows: Rows) -> Rows:
    return rows.counted_once("response", "first", "same_response")


MIN_LETTERS = Option(
    "min_letters",
    1,
    N_("Letters a comment must have"),
    N_("1 counts any text, 3 leaves out ok and !!."),
    low=1,
    high=1000,
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    least = options["min_letters"]
    letters = (Phrase(N_("at least {n} letters"), (("n", str(least)),)),) if least > 1 else ()
    return (Phrase(N_("of responses")), *letters)


@metric(
    id="comment_rate",
    title=N_("Share with a comment"),
    short_title=N_("Comment rate"),
    idea="comments",
    family=Family.LISTENING,
    question=N_("Who explains their score?"),
    explain=N_(
        "Responses in which at least one text was written, in percent of all responses, also those without a score. "
        "However many questions a response answers, it counts once."
    ),
    good_for=N_("Knowing how far the comments speak for everybody who answered."),
    beware=N_("People with strong feelings write more often: comments are not a sample of all answers."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=ANSWER.all(),
    at="submitted_at",
    options=(MIN_LETTERS, CHANGE_INTERVAL),
    start=19,
    companions=("response_rate",),
    drill=("numerator", "rest"),
    label=_label,
    counted=_each_response_once,
    limits=(0, 100),
    examples=(
        Example(
            rows={
                "answer": (
                    {"response": "1", "role": "nps", "score": 9, "comment": "Très bien"},
                    {"response": "1", "role": "csat", "score": 5},
                    {"response": "2", "role": "nps", "score": 3},
                    {"response": "3", "role": "open", "comment": "ok"},
                    {"response": "4", "role": "nps", "score": 7, "comment": "  "},
                )
            },
            gives=50.0,
            note=N_("Four responses, two of them with words."),
        ),
        Example(
            rows={"answer": ({"response": "1", "comment": "ok"}, {"response": "2", "comment": "Trop cher"})},
            gives=50.0,
            options={"min_letters": 3},
        ),
        Example(rows={"answer": ()}, gives=None),
    ),
)
def comment_rate(answers: Rows, min_letters: int) -> Share:
    letters = computed.letters(answers)
    assert letters is not None
    return Share(answers, hit=Coded.of(letters >= min_letters))
