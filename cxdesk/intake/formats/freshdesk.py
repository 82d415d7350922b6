"""Freshdesk and Freshservice: tickets. Columns "in hrs" hold clock readings such as `26:10:05`, in workbooks fractions
of a day. The survey's result is a word of the desk's own scale.
"""

from cxdesk.intake.formats import Also, Asks, Format, Skip
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_SEVEN = ("Extremely unhappy", "Very unhappy", "Unhappy", "Neutral", "Happy", "Very happy", "Extremely happy")
_RATED = Asks(
    "csat",
    rivals=(
        Asks("csat", "1-3", (("Unhappy", 1.0), ("Neutral", 2.0), ("Happy", 3.0))),
        Asks("csat", "1-3", (("Not good", 1.0), ("Just okay", 2.0), ("Awesome", 3.0))),
        Asks(
            "csat",
            "1-5",
            tuple(
                zip(("Extremely unhappy", "Unhappy", "Neutral", "Happy", "Extremely happy"), range(1, 6), strict=True)
            ),
        ),
        Asks("csat", "1-5", tuple(zip((_SEVEN[1], *_SEVEN[2:6]), range(1, 6), strict=True))),
        Asks("csat", "1-7", tuple(zip(_SEVEN, range(1, 8), strict=True))),
        Asks("csat", "1-5"),
    ),
)
_COMMON = {
    "Ticket ID": "ticket",
    "Status": "status",
    "Priority": "priority",
    "Source": "channel",
    "Type": "category",
    "Subject": "subject",
    "Description": "comment",
    "Agent": "agent",
    "Group": "team",
    "Created time": "created_at",
    "Due by Time": "due_at",
    "Resolved time": "resolved_at",
    "Closed time": "closed_at",
    "Initial response time": "first_response_at",
    "First response time (in hrs)": "first_reply_seconds",
    "Resolution time (in hrs)": "resolution_seconds",
    "Time tracked": "handle_seconds",
    "Agent interactions": "reply_count",
    "Customer interactions": "customer_message_count",
    "Resolution status": "sla_met",
    **dict.fromkeys(
        (
            *(
                "Last update time",
                "Last updated time",
                "First response status",
                "Tags",
                "Association type",
                "Survey result",
            ),
            *("Survey results", "Title", "Impact", "Experience Score", "Sub-Category", "Item", "Department"),
        ),
        ATTRIBUTE,
    ),
}
_UNITS = dict.fromkeys(("First response time (in hrs)", "Resolution time (in hrs)", "Time tracked"), "days")


def _also(heading: str, customers: tuple[str, ...]) -> Also:
    return Also(
        "answer",
        uses={
            "Ticket ID": "response",
            "Resolved time": "submitted_at",
            "Closed time": "submitted_at",
            **dict.fromkeys(customers, "customer"),
            "Agent": "agent",
            "Source": "channel",
        },
        asks={heading: _RATED},
        stands_in={"ticket": "response"},
        skips=(Skip(heading, ("", "-"), "not_rated"),),
    )


FRESHDESK_TICKETS = Format(
    name="freshdesk_tickets",
    title=N_("Freshdesk tickets"),
    kind="ticket",
    tool="Freshdesk",
    required=(
        ("Agent interactions", "Customer interactions"),
        ("Resolution status", "First response status"),
        ("Initial response time", "First response time (in hrs)", "Resolution time (in hrs)"),
    ),
    optional=(
        *("Ticket ID", "Created time", "Resolved time", "Closed time", "Time tracked", "Survey results"),
        *("Association type", "Last update time", "Last updated time", "Due by Time", "Contact ID", "Full name"),
    ),
    without=("Impact", "Urgency", "Requester Name"),
    uses={
        "Contact ID": "customer",
        "Email": "customer",
        "Full name": "customer",
        "Product": "product",
        **_COMMON,
    },
    units=_UNITS,
    also=(_also("Survey results", ("Contact ID", "Email", "Full name")),),
    how=N_("Tickets, Export, all fields, CSV or Excel."),
)

FRESHSERVICE_TICKETS = Format(
    name="freshservice_tickets",
    title=N_("Freshservice tickets"),
    kind="ticket",
    tool="Freshservice",
    required=(
        ("Urgency",),
        ("Impact",),
        ("Initial Response Time", "First Response Time (in Hrs)", "Resolution Time (in Hrs)"),
    ),
    must=("Ticket Id",),
    optional=("Requester Name", "Requester Email", "Category", "Sub-Category", "Survey Result", "Experience Score"),
    uses={
        **{name: use for name, use in _COMMON.items() if name != "Type"},
        "Requester Email": "customer",
        "Requester Name": "customer",
        "Category": "category",
        "Type": ATTRIBUTE,
        "Urgency": ATTRIBUTE,
    },
    units=_UNITS,
    also=(_also("Survey Result", ("Requester Email", "Requester Name")),),
    how=N_("Tickets, Export, all fields, CSV or Excel."),
)
