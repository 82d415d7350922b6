"""Values of our own vocabularies as they are told of a customer; words of files have no entry and stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from cxdesk.domain.stages import TITLES as STAGES
from cxdesk.system.i18n import N_, _

WORDS: Mapping[str, Mapping[str, str]] = {
    "contact": {
        "phone": N_("Call"),
        "chat": N_("Chat"),
        "email": N_("E-mail"),
        "social": N_("Message on a social network"),
        "self_service": N_("Self-service"),
        "in_person": N_("Visit in person"),
    },
    "ticket_event": {
        "customer_message": N_("message of the customer"),
        "agent_public": N_("reply to the customer"),
        "agent_private": N_("internal note"),
        "status": N_("change of status"),
        "reopen": N_("opened again"),
        "transfer": N_("handed over"),
    },
    "deal": {
        "new": N_("new business"),
        "upsell": N_("upsell"),
        "cross_sell": N_("cross-sell"),
        "renewal": N_("renewal of a contract"),
        "downsell": N_("downsell"),
        "expansion": N_("more than before"),
        "contraction": N_("less than before"),
        "churn": N_("loss of a customer"),
        "reactivation": N_("customer won back"),
        "price_change": N_("change of price"),
        "won": N_("deal won"),
        "lost": N_("deal lost"),
        "open": N_("still open"),
    },
    "journey_event": {
        **STAGES,
        "enter": N_("stage entered"),
        "exit": N_("stage left"),
        "touch": N_("point of contact"),
        "complaint": N_("complaint made"),
    },
    "community_event": {
        "join": N_("joined"),
        "login": N_("signed in"),
        "question": N_("question asked"),
        "post": N_("contribution written"),
        "reply": N_("reply written"),
        "reaction": N_("reaction given"),
        "answer_accepted": N_("answer accepted"),
    },
    "business_review": {
        "missed": N_("review missed"),
        "cancelled": N_("review cancelled"),
        "rescheduled": N_("review put off"),
    },
    "referral": {
        "pending": N_("nothing decided yet"),
        "converted": N_("has become a customer"),
        "rejected": N_("recommendation declined"),
    },
}


def word(kind: str, value: str) -> str:
    """A value in the language of the person where it is ours, else as it is written."""
    title = WORDS.get(kind, {}).get(value)
    return _(title) if title else value
