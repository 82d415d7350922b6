"""Formbricks: responses with what is known of the visit. Older exports say only the day, as `Sat Jun 15 2024`."""

from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import N_

FORMBRICKS = Format(
    name="formbricks",
    title=N_("Formbricks responses"),
    tool="Formbricks",
    required=(("Formbricks ID (internal)",), ("Response ID",), ("Survey ID",)),
    optional=("No.", "Timestamp", "Finished", "User ID", "Tags", "Notes", "url", "userAgent - browser"),
    uses={
        "No.": IGNORE,
        "Response ID": "response",
        "Timestamp": "submitted_at",
        "Finished": "completion",
        "Survey ID": "survey",
        "User ID": "customer",
        "Verified Email": "customer",
        "source": "channel",
        "language": "language",
        **dict.fromkeys(
            ("Formbricks ID (internal)", "Notes", "Tags", "url", "action", "country", r"^userAgent - "), ATTRIBUTE
        ),
    },
    how=N_("The survey, Responses, Download, all responses, CSV or Excel."),
)
