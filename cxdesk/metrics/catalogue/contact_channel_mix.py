"""By which channels customers get in touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Formula, Input, Shares, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import contacts
from cxdesk.metrics.views.contacts import CHANNELS, OTHER, UNKNOWN
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    bots = N_("without bots") if options["bots"] == "left_out" else N_("bots included")
    return (Phrase(N_("of times customers got in touch")), Phrase(bots))


_CALLS = (
    {"call_id": "1", "offered_at": "2024-03-01", "channel": "phone", "count": 6},
    {"call_id": "2", "offered_at": "2024-03-01", "channel": "email", "count": 3},
    {"call_id": "3", "offered_at": "2024-03-01", "channel": "pigeon"},
    {"call_id": "4", "offered_at": "2024-03-01", "channel": "phone", "direction": "outbound", "count": 50},
)


@metric(
    id="contact_channel_mix",
    title=N_("Contact channel mix"),
    short_title=N_("Channel mix"),
    idea="channel_mix",
    family=Family.SUPPORT,
    question=N_("How do they reach us?"),
    explain=N_(
        "Each channel's share of the times that customers got in touch: calls and chats, or tickets where no calls "
        "were imported. What names no channel is a share of its own. A row of totals counts as many times as it says."
    ),
    good_for=N_("Deciding where people are needed, and seeing whether help pages take work off the phone."),
    beware=N_("More of one channel is neither good nor bad: look at effort and waits by channel beside it."),
    unit=Unit.PERCENT,
    better=Better.NONE,
    reads=contacts.ASKING,
    options=(contacts.BOTS, CHANGE_INTERVAL),
    measures={
        "phone": Measure(N_("Phone")),
        "email": Measure(N_("E-mail")),
        "chat": Measure(N_("Chat")),
        "social": Measure(N_("Social media")),
        "self_service": Measure(N_("Self-service")),
        "in_person": Measure(N_("In person")),
        OTHER: Measure(N_("Another channel")),
        UNKNOWN: Measure(N_("Channel not known")),
        "hhi": Measure(N_("Concentration (1 = one channel)"), Unit.RATIO),
    },
    companions=("contact_rate", "wait_time"),
    drill=(*CHANNELS, OTHER, UNKNOWN),
    label=_label,
    limits=(0, 100),
    any_kind=True,
    examples=(
        Example(rows={"contact": _CALLS}, gives=60.0, note=N_("Six of ten; calls made by the shop do not count.")),
        Example(rows={"contact": _CALLS}, gives=10.0, measure="other"),
        Example(rows={"contact": _CALLS}, gives=0.46, measure="hhi", note=N_("0.36 + 0.09 + 0.01")),
        Example(rows={"ticket": ({"ticket": "1", "created_at": "2024-03-01"},)}, gives=100.0, measure="unknown"),
        Example(rows={"contact": ()}, gives=None),
    ),
)
def contact_channel_mix(asked: Rows, bots: str) -> Mapping[str, Term | Formula]:
    names = (*CHANNELS, OTHER, UNKNOWN)
    named = contacts.only(contacts.channel(asked), contacts.inbound(asked, bots))
    shares = Shares(asked, named, dict(zip(names, names, strict=True)), together=True)
    return {**shares, "hhi": Formula({name: Input(share) for name, share in shares.items()}, _squares)}


def _squares(shares: Mapping[str, np.ndarray]) -> np.ndarray:
    """Herfindahl's index: the sum of squared shares."""
    return np.asarray(sum((share / 100) ** 2 for share in shares.values()))
