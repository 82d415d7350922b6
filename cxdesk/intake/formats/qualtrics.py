"""Qualtrics: a row of codes, a row of wordings, a row of import codes that also says the time zone. Older exports
begin with V1 and have two rows. Previews and tests are no answers.
"""

from cxdesk.intake.formats import CellSign, Format, Signature, Skip
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import N_

_USES = {
    "ResponseId": "response",
    "_recordId": "response",
    "RecordedDate": "submitted_at",
    "EndDate": "submitted_at",
    "StartDate": "started_at",
    "Finished": "completion",
    "ExternalReference": "customer",
    "ExternalDataReference": "customer",
    "RecipientEmail": "customer",
    "EmailAddress": "customer",
    "UserLanguage": "language",
    "DistributionChannel": "channel",
    **dict.fromkeys(
        (
            *("Status", "Progress", "Duration (in seconds)", "RecipientFirstName", "RecipientLastName", "Name"),
            *("ResponseSet", r"^\S+_NPS_GROUP$"),
        ),
        ATTRIBUTE,
    ),
    **dict.fromkeys(("IPAddress", "LocationLatitude", "LocationLongitude"), IGNORE),
}
_STATUS = ("Survey Preview", "Survey Test", "Preview", "Test", "1", "2", "9")
_SKIPS = (Skip("Status", _STATUS, "preview", others=("Response Type",)),)

QUALTRICS = Format(
    name="qualtrics",
    title=N_("Qualtrics responses"),
    tool="Qualtrics",
    required=(("StartDate",), ("RecordedDate", "EndDate"), ("ResponseId", "_recordId"), ("Finished",)),
    optional=("Status", "IPAddress", "Progress", "Duration (in seconds)", "DistributionChannel", "UserLanguage"),
    without=("survey_id", "last_modified_date"),  # tables of the interface for programs, without any answer
    others=(Signature(cells=(CellSign(like=r'^\s*\{"ImportId"'),)),),
    wording_row=2,
    zones_below=True,
    uses=_USES,
    skips=_SKIPS,
    how=N_("Data & Analysis, Export & Import, Export data, CSV."),
)

QUALTRICS_LEGACY = Format(
    name="qualtrics_legacy",
    title=N_("Qualtrics responses, older export"),
    tool="Qualtrics",
    required=(("V1",), ("V2",), ("V8",), ("V9",)),
    cells=(CellSign(like="^Response ?ID$"), CellSign(like="^Response ?Set$")),
    header_rows=2,
    wording_row=2,
    uses=_USES,
    skips=_SKIPS,
    how=N_("Data & Analysis, Export & Import, the legacy exporter, CSV."),
)
