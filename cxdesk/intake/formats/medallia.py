"""Medallia Agent Connect, once Stella Connect: every request for a rating, answered or not, so that the response rate
is known.
"""

from cxdesk.intake.formats import COMMENT, Also, Asks, Format, Skip
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_CUSTOMER = ("customer_id", "customer_email", "customer_name")

MEDALLIA_AGENT_CONNECT = Format(
    name="medallia_agent_connect",
    title=N_("Medallia Agent Connect responses"),
    tool="Medallia Agent Connect",
    required=(("star_rating",), ("request_sent_at",)),
    optional=(
        *("request_id", "response_received_at", "request_delivery_status", "comments", "ext_interaction_id"),
        *("brand", "customer_name", "employee_email", "employee_first_name", "employee_last_name"),
    ),
    uses={
        "request_id": "invitation",
        "response_id": "response",
        "response_received_at": "submitted_at",
        "comments": COMMENT,
        "channel": "channel",
        "employee_email": "agent",
        "employee_custom_id": "agent",
        "ext_interaction_id": "ticket",
        **dict.fromkeys(_CUSTOMER, "customer"),
        **dict.fromkeys(
            (
                *("request_sent_at", "request_created_at", "request_delivery_status", "tags", "brand"),
                *("employee_first_name", "employee_last_name", "team_leader_name"),
            ),
            ATTRIBUTE,
        ),
    },
    stands_in={"response": "invitation"},
    asks={"star_rating": Asks("csat", "1-5")},
    skips=(Skip("response_received_at", ("",), "not_rated"),),
    also=(
        Also(
            "invitation",
            uses={
                "request_id": "invitation",
                "request_sent_at": "sent_at",
                "channel": "channel",
                "ext_interaction_id": "ticket",
                **dict.fromkeys(_CUSTOMER, "customer"),
            },
            needs=("invitation", "sent_at"),
        ),
    ),
    zone="UTC",
    how=N_("Export responses, all requests of the period, CSV."),
)
