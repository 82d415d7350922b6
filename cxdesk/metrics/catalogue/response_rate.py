"""How many of those who were asked answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import invited
from cxdesk.system.i18n import N_

DENOMINATOR = Option(
    "denominator",
    "delivered",
    N_("In percent of"),
    choices=(
        ("delivered", N_("Delivered invitations")),
        ("sent", N_("Sent invitations")),
        ("opened", N_("Opened invitations")),
    ),
)
PARTIALS = Option("partials", False, N_("Count partial responses"), N_("A response that was begun but not completed."))
STILL_OPEN = Option(
    "still_open",
    "counted",
    N_("Invitations that may still be answered"),
    choices=(("counted", N_("Count as not answered")), ("left_out", N_("Leave out until they expire"))),
)
_BASES = {
    "delivered": N_("of delivered invitations"),
    "sent": N_("of sent invitations"),
    "opened": N_("of opened invitations"),
}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    partials = (Phrase(N_("partial responses count")),) if options["partials"] else ()
    return (Phrase(_BASES[options["denominator"]]), *partials)


_INVITATIONS = (
    {"invitation": "i1", "customer": "a"},
    {"invitation": "i2", "customer": "b"},
    {"invitation": "i3", "customer": "c"},
    {"invitation": "i4", "customer": "d", "bounced": True},
)
_ANSWERS = (
    {"response": "1", "invitation": "i1", "role": "csat", "score": 5},
    {"response": "2", "invitation": "i1", "role": "csat", "score": 4},
    {"response": "3", "role": "csat", "score": 3},
    {"response": "4", "invitation": "i3", "role": "csat", "score": 4},
)


@metric(
    id="response_rate",
    title=N_("Survey response rate"),
    short_title=N_("Response rate"),
    idea="response_rate",
    family=Family.LISTENING,
    question=N_("Who answers?"),
    explain=N_(
        "Invitations that led to a complete response, in percent of those delivered (sent less bounced), by the date "
        "they were sent: the answer may come later, until the invitation expires. Further responses to one invitation "
        "count once; responses that name no invitation are listed as unlinked and are not counted."
    ),
    good_for=N_("Knowing whom the other numbers speak for, and which customers never answer."),
    beware=N_(
        "A low rate is a bias that no interval covers: those who stay silent may think otherwise. The newest period is "
        "still filling."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=invited.VIEW,
    at="sent_at",
    options=(DENOMINATOR, PARTIALS, STILL_OPEN, CHANGE_INTERVAL),
    companions=("comment_rate",),
    compare_by=("engaged",),
    drill=("rest", "numerator"),
    label=_label,
    start=13,
    nothing="no_invitations",
    limits=(0, 100),
    examples=(
        Example(
            rows={"invitation": _INVITATIONS, "answer": _ANSWERS},
            gives=200 / 3,
            note=N_("Three delivered, two answered; one answered twice, one response names no invitation."),
        ),
        Example(rows={"invitation": _INVITATIONS, "answer": _ANSWERS}, gives=50.0, options={"denominator": "sent"}),
        Example(rows={"invitation": (), "answer": ()}, gives=None, note=N_("Nobody invited: not 0, but unknown.")),
    ),
)
def response_rate(invitations: Rows, denominator: str, partials: bool, still_open: str) -> Share:
    answered = invitations.col("answered") >= (invited.PARTIAL if partials else invited.COMPLETE)
    delivered = invitations.col("bounced") != 1
    base = {"delivered": delivered, "sent": delivered | True, "opened": delivered & invitations.col("opened")}
    return Share(
        invitations,
        hit=Coded.of(answered),
        within=Coded.of(base[denominator]),
        outside="not_opened" if denominator == "opened" else "bounced",
        immature=Coded.of(invitations.col("open")) if still_open == "left_out" else None,
    )
