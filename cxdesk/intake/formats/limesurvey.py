"""LimeSurvey: codes or full texts as headings, in the language of who exported; times per question are no scores."""

from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import N_

_SENT = ("submitdate", "Date submitted", "Date de soumission", "Data trimiterii", "Data depunerii")
_PAGE = ("lastpage", "Last page", "Dernière page", "Ultima pagină")
_LANGUAGE = ("startlanguage", "Start language", "Langue de départ", "Limba de start", "Limba de pornire")
_ID = ("id", "Response ID", "ID de la réponse", "ID răspuns")
_TIMES = (
    *("interviewtime", "Total time", "Durée totale", r"^groupTime\d+$", r"^\S+Time$"),
    *(r"^(?:Group|Question) time:", r"^(?:Temps|Durée) (?:du groupe|de la question)"),
)

LIMESURVEY = Format(
    name="limesurvey",
    title=N_("LimeSurvey responses"),
    tool="LimeSurvey",
    required=(_SENT, _PAGE, _LANGUAGE),
    optional=(
        *("id", "Response ID", "ID de la réponse", "seed", "startdate", "Date started", "datestamp", "ipaddr"),
        *("Date last action", "Seed", "token"),
    ),
    uses={
        **dict.fromkeys(_ID, "response"),
        **dict.fromkeys(_SENT, "submitted_at"),
        **dict.fromkeys(("startdate", "Date started", "Date de lancement", "Data începerii"), "started_at"),
        **dict.fromkeys(_LANGUAGE, "language"),
        **dict.fromkeys(("token", "Access code", "Token", "Code d'accès"), "invitation"),
        **dict.fromkeys((*_PAGE, "datestamp", "Date last action", "Date de la dernière action", "refurl"), ATTRIBUTE),
        **dict.fromkeys(("seed", "Seed", "ipaddr", "IP address", "Adresse IP", *_TIMES), IGNORE),
    },
    how=N_("Responses, Export, Export responses, CSV."),
)
