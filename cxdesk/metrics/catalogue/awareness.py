"""Whether people know the shop or what it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import ZERO_TO_ONE, Band, BandRule, Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics import labels
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, ONE_PER_CUSTOMER, READING
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("of those asked")), *labels.counting(options))


def _asked(*scores: object, role: Role = Role.AWARENESS_AIDED) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {"response": f"{role}{i}", "role": role, "score": score, "scale": ZERO_TO_ONE} for i, score in enumerate(scores)
    )


@metric(
    id="awareness",
    title=N_("Customer awareness"),
    short_title=N_("Awareness"),
    idea="awareness",
    family=Family.LISTENING,
    question=N_("Do they know us, or what we offer?"),
    explain=N_(
        "Who says yes to knowing the shop or an offer when it is named, in percent of those who answered; and who "
        "names it without being helped. On scales of more than two points the top boxes count as yes."
    ),
    good_for=N_("Seeing whether news reaches the people it is meant for."),
    beware=N_(
        "People say yes out of courtesy: named without help is far lower and harder to move. Whom you ask decides: "
        "customers know you, strangers do not."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(ANSWER.where(role=Role.AWARENESS_AIDED), ANSWER.where(role=Role.AWARENESS_UNAIDED)),
    at="submitted_at",
    options=(ONE_PER_CUSTOMER, CHANGE_INTERVAL, *READING),
    measures={
        "aided": Measure(N_("Know it when named")),
        "unaided": Measure(N_("Name it unprompted")),
    },
    companions=("response_rate",),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(rows={"answer": _asked(1, 1, 1, 0, None)}, gives=75.0, note=N_("Who said nothing was not asked.")),
        Example(
            rows={"answer": _asked(1, 0, 0, 0, role=Role.AWARENESS_UNAIDED) + _asked(1)}, gives=25.0, measure="unaided"
        ),
        Example(rows={"answer": _asked(None)}, gives=None),
    ),
)
def awareness(aided: Rows, unaided: Rows) -> Mapping[str, Share]:
    found = {"aided": _yes(aided), "unaided": _yes(unaided)}
    return found if aided.size or not unaided.size else dict(reversed(found.items()))


def _yes(answers: Rows) -> Share:
    return Share(answers, hit=answers.band(BandRule.TOP_BOX) == Band.TOP)
