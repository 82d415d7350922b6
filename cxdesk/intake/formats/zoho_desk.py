"""Zoho Desk: tickets with a happiness rating in three words. Nobody has shown such a file: the tool is supposed."""

from cxdesk.intake.formats import Also, Asks, CellSign, Format, Skip
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_RATING = ("Happiness Rating", "Happiness rating")
_WORDS = (("Bad", 1.0), ("Okay", 2.0), ("Good", 3.0))
_CUSTOMER = ("Contact ID", "Email", "Contact Email", "Contact Name", "Account Name")

ZOHO_DESK = Format(
    name="zoho_desk_tickets",
    title=N_("Zoho Desk tickets"),
    kind="ticket",
    tool="Zoho Desk",
    verified=False,
    hints=(
        *("Ticket Id", "Subject", "Status", "Created Time", "Ticket Owner", "Department", "Contact Name", "Channel"),
        *("Closed Time", "Account Name"),
    ),
    cells=(CellSign(_RATING, words=tuple(word for word, _value in _WORDS)),),
    uses={
        "Ticket Id": "ticket",
        "Ticket Reference Id": "ticket",
        "Ticket Owner": "agent",
        "Department": "team",
        "Created Time": "created_at",
        "First Response Time": "first_response_at",
        "Ticket Closed Time": "resolved_at",
        "Closed Time": "resolved_at",
        "Status": "status",
        "Subject": "subject",
        "Channel": "channel",
        "Priority": "priority",
        **dict.fromkeys(_CUSTOMER, "customer"),
        **dict.fromkeys((*_RATING, "Modified Time", "Tags"), ATTRIBUTE),
    },
    also=(
        Also(
            "answer",
            uses={
                "Ticket Id": "response",
                "Closed Time": "submitted_at",
                "Ticket Closed Time": "submitted_at",
                **dict.fromkeys(_CUSTOMER, "customer"),
                "Ticket Owner": "agent",
                "Channel": "channel",
            },
            asks={_RATING[0]: Asks("csat", "1-3", _WORDS)},
            stands_in={"ticket": "response"},
            skips=(Skip(_RATING[0], ("", "-"), "not_rated"),),
        ),
    ),
    how=N_("Setup, Data Administration, Export, Tickets."),
)
