"""Typeform: an id, the questions in their own words, then times in UTC; unfinished responses were never sent."""

from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

TYPEFORM = Format(
    name="typeform",
    title=N_("Typeform responses"),
    tool="Typeform",
    required=(("#",), ("Submit Date (UTC)",), ("Network ID",)),
    optional=("Start Date (UTC)", "Response Type", "Stage Date (UTC)", "Tags", "Ending"),
    uses={
        "#": "response",
        "Submit Date (UTC)": "submitted_at",
        "Start Date (UTC)": "started_at",
        "Response Type": "completion",
        **dict.fromkeys(("Stage Date (UTC)", "Network ID", "Tags", "Ending"), ATTRIBUTE),
    },
    zone="UTC",
    how=N_("The form, Results, Responses, Download, CSV or Excel."),
)
