"""Google Forms: a timestamp in the form's language, then the questions in their own words; no id."""

from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_OTHERS = (
    *("Zeitstempel", "Marca temporal", "Informazioni cronologiche", "Carimbo de data/hora", "Tijdstempel"),
    "Sygnatura czasowa",
)

GOOGLE_FORMS = Format(
    name="google_forms",
    title=N_("Google Forms responses"),
    tool="Google Forms",
    first=("Timestamp", "Horodateur", "Marcaj de timp", "Marcaj temporal", "Marcă temporală", *_OTHERS),
    uses={
        "Timestamp": "submitted_at",
        "Horodateur": "submitted_at",
        "Marcaj de timp": "submitted_at",
        "Marcaj temporal": "submitted_at",
        "Marcă temporală": "submitted_at",
        **dict.fromkeys(_OTHERS, "submitted_at"),
        "Email Address": "customer",
        "Username": "customer",
        "Adresse e-mail": "customer",
        "Adresă de e-mail": "customer",
        "Nom d'utilisateur": "customer",
        "Nume de utilizator": "customer",
        "Score": ATTRIBUTE,
        "Scor": ATTRIBUTE,
    },
    how=N_("The form, Responses, Download responses (.csv); or the linked sheet, File, Download."),
)
