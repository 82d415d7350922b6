"""HubSpot: feedback submissions of several sorts in one list. Satisfaction is 0, 1 or 2 there, effort 1 to 7."""

from cxdesk.intake.formats import COMMENT, Asks, CellSign, Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_TYPE = ("Survey type", "Survey Type")
_NPS, _CSAT, _CES = Asks("nps", "0-10"), Asks("csat", "0-2"), Asks("ces", "1-7")
_SORTS = {
    "NPS": _NPS, "Customer loyalty": _NPS, "Customer loyalty (NPS)": _NPS, "Loyalty": _NPS,
    "CSAT": _CSAT, "Customer satisfaction": _CSAT, "Customer satisfaction (CSAT)": _CSAT,
    "CES": _CES, "Customer support": _CES, "Customer support (CES)": _CES, "Customer effort": _CES,
}  # fmt: skip
_ASKS = Asks("nps", "0-10", by=_TYPE, cases=_SORTS)

HUBSPOT_FEEDBACK = Format(
    name="hubspot_feedback",
    title=N_("HubSpot feedback submissions"),
    tool="HubSpot",
    verified=False,
    hints=(
        "Survey name",
        "Rating",
        "Response",
        "Submission date",
        "Date",
        "Contact",
        "Email",
        "Follow-up",
        "Record ID",
    ),
    cells=(CellSign(_TYPE, words=tuple(_SORTS)), CellSign(("Sentiment",), words=("Promoter", "Passive", "Detractor"))),
    uses={
        "Record ID": "response",
        "Submission ID": "response",
        "Survey name": "survey",
        "Submission date": "submitted_at",
        "Date": "submitted_at",
        "Contact ID": "customer",
        "Email": "customer",
        "Contact": "customer",
        "Channel": "channel",
        "Source": "channel",
        "Follow-up": COMMENT,
        "Follow-up response": COMMENT,
        "Response text": COMMENT,
        **dict.fromkeys((*_TYPE, "Sentiment"), ATTRIBUTE),
    },
    asks={"Rating": _ASKS, "Response": _ASKS, "Score": _ASKS, "Value": _ASKS},
    order="mdy",
    how=N_("Service, Feedback Surveys, a survey, Analyze, the table of responses, Export."),
)
