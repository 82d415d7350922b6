"""Zendesk: tickets as an account or a view exports them, and satisfaction ratings.

A ticket's satisfaction is a word: `offered` is asked and not answered, `unoffered` was never asked. Times are minutes,
each also within business hours; the two are kept apart.
"""

from cxdesk.intake.formats import COMMENT, Also, Asks, Format, Signature, Skip
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import N_

_GOOD, _BAD = ("good", "good_with_comment", "good_without_comment"), ("bad", "bad_with_comment", "bad_without_comment")
_UNASKED = ("unoffered", "not offered")
_RATED = Asks(
    "csat",
    rivals=(
        Asks("csat", "0-1", tuple((word, 1.0) for word in _GOOD) + tuple((word, 0.0) for word in _BAD)),
        Asks("csat", "1-5"),
    ),
    missing=("offered", *_UNASKED),
)
_OWN = (
    *("Full resolution time in minutes", "First reply time in minutes", "Group stations", "Assignee stations"),
    *("First resolution time in minutes", "Requester wait time in minutes", "Agent wait time in minutes"),
)

ZENDESK_TICKETS = Format(
    name="zendesk_tickets",
    title=N_("Zendesk tickets"),
    kind="ticket",
    tool="Zendesk",
    required=(_OWN,),
    optional=(
        *("Requester", "Requester id", "Requester email", "Requester domain", "Submitter", "Assignee", "Group"),
        *("Via", "Ticket type", "Created at", "Updated at", "Assigned at", "Initially assigned at", "Solved at"),
        *("Satisfaction Score", "Reopens", "Replies", "Organization", "Due date"),
    ),
    others=(Signature((_OWN,), ("Requester", "Assignee", "Group", "Created at", "Subject", "Satisfaction Score")),),
    uses={
        "Summation column": IGNORE,
        "Id": "ticket",
        "Requester id": "customer",
        "Requester email": "customer",
        "Requester": "customer",
        "Assignee": "agent",
        "Group": "team",
        "Subject": "subject",
        "Status": "status",
        "Priority": "priority",
        "Via": "channel",
        "Ticket type": "category",
        "Created at": "created_at",
        "Solved at": "resolved_at",
        "Due date": "due_at",
        "Reopens": "reopen_count",
        "Replies": "reply_count",
        "Assignee stations": "reassignment_count",
        "First reply time in minutes": "first_reply_seconds",
        "Full resolution time in minutes": "resolution_seconds",
        "Requester wait time in minutes": "wait_seconds",
        "On hold time in minutes": "waiting_on_customer_seconds",
        **dict.fromkeys(
            (
                *("Requester external id", "Requester domain", "Submitter", "Tags", "Updated at", "Assigned at"),
                *("Initially assigned at", "Organization", "Resolution time", "Satisfaction Score", "Group stations"),
                *("First resolution time in minutes", "Agent wait time in minutes"),
                *(r"^.* within business hours$", r"^.* \[(?:list|flag|txt|int)\]$"),
            ),
            ATTRIBUTE,
        ),
    },
    also=(
        Also(
            "answer",
            uses={
                "Id": "response",
                "Solved at": "submitted_at",
                "Updated at": "submitted_at",
                "Requester id": "customer",
                "Requester email": "customer",
                "Requester": "customer",
                "Assignee": "agent",
                "Via": "channel",
                "Satisfaction Comment": COMMENT,
            },
            asks={"Satisfaction Score": _RATED},
            stands_in={"ticket": "response"},
            skips=(Skip("Satisfaction Score", ("", "-", *_UNASKED), "not_asked"),),
        ),
    ),
    how=N_("Admin Center, Account, Tools, Reports, Export: CSV; or a view, Actions, Export view as CSV."),
)

ZENDESK_RATINGS = Format(
    name="zendesk_ratings",
    title=N_("Zendesk satisfaction ratings"),
    tool="Zendesk",
    required=(("ticket_id",), ("score",), ("requester_id",), ("assignee_id",)),
    must=("ticket_id", "score"),
    optional=("id", "group_id", "reason", "reason_code", "comment", "created_at", "updated_at", "url"),
    uses={
        "id": "response",
        "ticket_id": "ticket",
        "requester_id": "customer",
        "assignee_id": "agent",
        "created_at": "submitted_at",
        "comment": COMMENT,
        **dict.fromkeys(("group_id", "reason", "reason_code", "reason_id", "updated_at", "url"), ATTRIBUTE),
    },
    asks={"score": _RATED},
    zone="UTC",
    skips=(Skip("score", _UNASKED, "not_asked"),),
    how=N_("From the interface for programs, Satisfaction Ratings, saved as CSV."),
)
