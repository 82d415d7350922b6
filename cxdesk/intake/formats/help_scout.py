"""Help Scout: happiness ratings in three words. Help Scout's own score is the share of great less that of not good,
which is the net satisfaction of this scale.
"""

from cxdesk.intake.formats import COMMENT, Asks, CellSign, Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_RATING = ("Rating", "Happiness rating", "Happiness")
_WORDS = (("Not Good", 1.0), ("Okay", 2.0), ("Great", 3.0))

HELP_SCOUT = Format(
    name="help_scout",
    title=N_("Help Scout happiness ratings"),
    tool="Help Scout",
    verified=False,
    hints=("Number", "Conversation Number", "Customer", "User", "Comments", "Date", "Mailbox", "Conversation"),
    cells=(CellSign(_RATING, words=tuple(word for word, _value in _WORDS)),),
    uses={
        "Conversation Number": "ticket",
        "Number": "ticket",
        "Conversation #": "ticket",
        "Conversation": "ticket",
        "Customer Email": "customer",
        "Email": "customer",
        "Customer": "customer",
        "User": "agent",
        "Rating date": "submitted_at",
        "Date": "submitted_at",
        "Created at": "submitted_at",
        "Comments": COMMENT,
        "Comment": COMMENT,
        "Mailbox": ATTRIBUTE,
    },
    asks=dict.fromkeys(_RATING, Asks("csat", "1-3", _WORDS)),
    how=N_("Reports, Happiness, the list of ratings, Export."),
)
