"""Intercom: conversations with their ratings, one to five faces; who exports chooses the columns. Times are UTC."""

from cxdesk.intake.formats import COMMENT, Also, Asks, Format, Signature, Skip
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_RATING = ("Conversation rating", "conversation_rating", "conversation_rating_value")
_RATED = Asks("csat", "1-5")
_CUSTOMER = ("User ID", "user_id", "Contact ID", "User email", "user_email", "Contact email", "User name", "user_name")
_TIMES = ("Conversation rated at", "Rating date", "Conversation started at", "conversation_created_at")
_REMARK = ("Conversation remark", "Remark", "conversation_rating_remark")

INTERCOM_CONVERSATIONS = Format(
    name="intercom_conversations",
    title=N_("Intercom conversations"),
    kind="ticket",
    tool="Intercom",
    required=(("Conversation ID", "conversation_id"), _RATING),
    optional=("Conversation remark", "Remark", "Teammate", "Conversation started at"),
    others=(
        Signature(
            required=(
                ("conversation_id",),
                ("conversation_created_at",),
                ("conversation_state", "conversation_closed_at", "conversation_first_response_at", "conversation_tags"),
            ),
        ),
        Signature(required=(("Conversation ID",), ("Conversation started at",), ("Teammate", "Teammate assigned"))),
    ),
    uses={
        "Conversation ID": "ticket",
        "conversation_id": "ticket",
        "Conversation started at": "created_at",
        "conversation_created_at": "created_at",
        "First response at": "first_response_at",
        "conversation_first_response_at": "first_response_at",
        "Conversation closed at": "resolved_at",
        "conversation_closed_at": "resolved_at",
        "Teammate": "agent",
        "Teammate assigned": "agent",
        "teammate": "agent",
        "Team assigned": "team",
        "Channel": "channel",
        "Conversation state": "status",
        "conversation_state": "status",
        **dict.fromkeys(_CUSTOMER, "customer"),
        **dict.fromkeys((*_RATING, *_REMARK, "conversation_tags", "Conversation tags", *_TIMES[:2]), ATTRIBUTE),
    },
    zone="UTC",
    order="mdy",
    also=(
        *(
            Also(
                "answer",
                uses={
                    "Conversation ID": "response",
                    "conversation_id": "response",
                    **dict.fromkeys(_TIMES, "submitted_at"),
                    **dict.fromkeys(_CUSTOMER, "customer"),
                    "Teammate": "agent",
                    "Teammate assigned": "agent",
                    "Channel": "channel",
                    **dict.fromkeys(_REMARK, COMMENT),
                },
                asks={heading: _RATED},
                stands_in={"ticket": "response"},
                skips=(Skip(heading, ("", "-"), "not_rated"),),
            )
            for heading in _RATING
        ),
    ),
    how=N_("Reports, a conversations report, Export CSV, with the columns of times and ratings."),
)
