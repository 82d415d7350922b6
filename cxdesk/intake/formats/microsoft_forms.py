"""Microsoft Forms: a workbook with an id, two times and who answered, in the language of the owner; "anonymous" is
nobody.
"""

from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_START = (
    "Start time",
    "Heure de début",
    "Ora de începere",
    "Ora începerii",
    "Ora de început",
    "Startzeit",
    "Hora de inicio",
)
_END = (
    "Completion time",
    "Heure de fin",
    "Ora de finalizare",
    "Ora finalizării",
    "Fertigstellungszeit",
    "Hora de finalización",
)
_EMAIL = ("Email", "Adresse de messagerie", "E-mail", "Adresă de e-mail")
_NAME = ("Name", "Nom", "Nume")

MICROSOFT_FORMS = Format(
    name="microsoft_forms",
    title=N_("Microsoft Forms responses"),
    tool="Microsoft Forms",
    required=(("ID",), _START, _END),
    optional=("Email", "Adresse de messagerie", "E-mail", "Name", "Nom", "Nume"),
    uses={
        "ID": "response",
        **dict.fromkeys(_END, "submitted_at"),
        **dict.fromkeys(_START, "started_at"),
        **dict.fromkeys(_EMAIL, "customer"),
        **dict.fromkeys(
            (
                *_NAME,
                *("Last modified time", "Heure de la dernière modification", "Ora ultimei modificări"),
                *("Total points", "Quiz feedback", "Total des points", "Commentaires du quiz"),
                *(r"^Points\s[-–]\s", r"^Feedback\s[-–]\s", r"^Commentaires\s[-–]\s"),
            ),
            ATTRIBUTE,
        ),
    },
    missing=dict.fromkeys(_EMAIL, ("anonymous", "anonyme", "anonim")),
    how=N_("The form, Responses, Open in Excel."),
)
