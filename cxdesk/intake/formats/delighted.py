"""Delighted: responses of every sort of survey in one list; `survey_type` says on which scale each row was answered.
Times may be seconds since 1970.
"""

from cxdesk.intake.formats import COMMENT, Asks, Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_TYPE = ("survey_type", "Survey Type")
_STAR = Asks("csat", "1-5")
_SORTS = {
    "nps": Asks("nps", "0-10"),
    "enps": Asks("enps", "0-10"),
    "csat": _STAR,
    "csat3": Asks("csat", "1-3"),
    "ces": Asks("ces", "1-5"),
    "ces7": Asks("ces", "1-7"),
    "smileys": _STAR,
    "stars": _STAR,
    "stars_five": _STAR,
    "thumbs": Asks("csat", "0-1"),
}

DELIGHTED = Format(
    name="delighted",
    title=N_("Delighted responses"),
    tool="Delighted",
    verified=False,
    required=(_TYPE, ("score",), ("permalink", "Permalink", "Response URL")),
    must=("score",),
    optional=("id", "person", "person_email", "comment", "created_at", "updated_at", "tags", "Email", "Name"),
    uses={
        "id": "response",
        "Response ID": "response",
        "person_email": "customer",
        "Email": "customer",
        "person": "customer",
        "person_id": "customer",
        "created_at": "submitted_at",
        "comment": COMMENT,
        "channel": "channel",
        **dict.fromkeys((*_TYPE, "permalink", "updated_at", "tags", "person_name", "Name"), ATTRIBUTE),
    },
    asks={"score": Asks("nps", "0-10", by=_TYPE, cases=_SORTS)},
    zone="UTC",
    how=N_("Dashboard, Export CSV, with survey type and permalink."),
)
