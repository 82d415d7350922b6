"""Chatwoot: satisfaction ratings. The agent's cell is a name with an address, the conversation a link, and a line below
the rows says of which period they are. Headings follow the language of who downloads, as far as it is translated.
"""

from cxdesk.intake.formats import BEFORE_BRACKET, COMMENT, LAST_SEGMENT, Asks, CellSign, Format, Signature
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_AGENT = ("Agent name", "Nom de l'agent", "Nume agent", "Numele agentului")
_RATING = ("Rating", "Note", "Evaluare", "Rating-ul")
_LINK = ("Link to the conversation", "Lien vers la conversation", "Link către conversație")
_WHEN = ("Recorded date", "Date d'enregistrement", "Data înregistrării")
_FEEDBACK = ("Feedback Comment", "Feedback", "Commentaire", "Comentariu de feedback")

CHATWOOT = Format(
    name="chatwoot_csat",
    title=N_("Chatwoot satisfaction ratings"),
    tool="Chatwoot",
    required=(_AGENT, _RATING, _LINK, _WHEN),
    optional=("Feedback Comment", "Contact Name", "Contact Email Address", "Contact Phone Number"),
    others=(
        Signature(
            cells=(
                CellSign(like=r"^[^@()]+ \([^@\s()]+@[^\s()]+\)$"),
                CellSign(like=r"^https?://\S+/app/accounts/\d+/conversations/\d+$"),
            )
        ),
    ),
    positions=(
        *("Agent name", "Rating", "Feedback Comment", "Contact Name", "Contact Email Address", "Contact Phone Number"),
        *("Link to the conversation", "Recorded date", "Review notes"),
    ),
    uses={
        **dict.fromkeys(_LINK, "response"),
        **dict.fromkeys(_AGENT, "agent"),
        **dict.fromkeys(_WHEN, "submitted_at"),
        **dict.fromkeys(("Contact Email Address", "Adresse e-mail du contact", "Contact Name"), "customer"),
        **dict.fromkeys(_FEEDBACK, COMMENT),
        **dict.fromkeys(("Contact Phone Number", "Review notes", "Numéro de téléphone du contact"), ATTRIBUTE),
    },
    asks=dict.fromkeys(_RATING, Asks("csat", "1-5")),
    stands_in={"ticket": "response"},
    takes={**dict.fromkeys(_AGENT, BEFORE_BRACKET), **dict.fromkeys(_LINK, LAST_SEGMENT)},
    zone="UTC",
    how=N_("Reports, CSAT, Download CSAT reports."),
)
