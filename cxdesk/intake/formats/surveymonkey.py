"""SurveyMonkey: two header rows, questions above, answer options below; eleven-digit respondent ids."""

from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import N_

SURVEYMONKEY = Format(
    name="surveymonkey",
    title=N_("SurveyMonkey export"),
    tool="SurveyMonkey",
    required=(("Respondent ID", "RespondentID"), ("Collector ID", "CollectorID")),
    optional=("Start Date", "End Date", "IP Address", "Email Address"),
    header_rows=2,
    blank_second=2,
    uses={
        "Respondent ID": "response",
        "Collector ID": "channel",
        "Start Date": ATTRIBUTE,
        "End Date": "submitted_at",
        "Date Modified": ATTRIBUTE,
        "Email Address": "customer",
        "IP Address": IGNORE,
        "First Name": ATTRIBUTE,
        "Last Name": ATTRIBUTE,
        r"^Custom ?Data": ATTRIBUTE,
    },
    order="mdy",
    how=N_("Analyze Results, Save As, Export file, All individual responses, CSV or XLS."),
)
