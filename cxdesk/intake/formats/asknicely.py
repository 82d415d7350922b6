"""AskNicely and Retently: recommendations with the day of asking and of answering. Nobody has shown such a file: both
dates and a score from 0 to 10 must be there, and the tool is only supposed.
"""

from cxdesk.intake.formats import COMMENT, Also, Asks, CellSign, Format, Skip
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_ID = ("Response ID", "Survey response ID", "ID")
_SENT = ("Sent", "Sent at", "Date sent", "Sent date", "sent")
_ANSWERED = ("Responded", "Responded at", "Date responded", "Response date", "Responded date")
_SCORE = ("Score", "NPS score", "Rating")
_DAY = r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}"

ASKNICELY = Format(
    name="asknicely_retently",
    title=N_("AskNicely or Retently responses"),
    tool="AskNicely",
    verified=False,
    hints=("Email", "Name", "Comment", "Feedback", "Segment", "Company", "Tags", "Campaign", "Workflow", "Status"),
    cells=(
        CellSign(_SENT, like=_DAY),
        CellSign(_ANSWERED, like=_DAY),
        CellSign(_SCORE, words=tuple(str(n) for n in range(11))),
    ),
    uses={
        **dict.fromkeys(_ID, "response"),
        "Email": "customer",
        "Customer email": "customer",
        **dict.fromkeys(_ANSWERED, "submitted_at"),
        "Comment": COMMENT,
        "Feedback": COMMENT,
        "Campaign": "campaign",
        "Channel": "channel",
        **dict.fromkeys((*_SENT, "Name", "Segment", "Company", "Tags", "Workflow", "Status"), ATTRIBUTE),
    },
    asks=dict.fromkeys(_SCORE, Asks("nps", "0-10")),
    skips=tuple(Skip(heading, ("",), "not_rated") for heading in _SCORE),
    stands_in={"invitation": "response"},
    also=(
        Also(
            "invitation",
            uses={
                **dict.fromkeys(_ID, "invitation"),
                **dict.fromkeys(_SENT, "sent_at"),
                "Email": "customer",
                "Customer email": "customer",
                "Channel": "channel",
            },
            needs=("invitation", "sent_at"),
        ),
    ),
    how=N_("Responses, all columns, Export CSV."),
)
