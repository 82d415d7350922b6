"""Google Analytics 4: remarks with the period above the table, often several tables one below the other that count the
same visits, in English, French and Romanian; explorations name the period in one line.

Of several tables the one that says most is taken; the others are left out, for visits would count twice. Reports
that do not count visits (pages, events, products, users alone) are left out too.
"""

from cxdesk.intake.formats import Format, Signature
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

_ABOVE = ("start date:", "date de début", "data de începere", "data de început", "# ----------")
_SESSIONS = ("Sessions", "Sesiuni")
_USES = {
    "Date": "started_at",
    "Data": "started_at",
    "Nth day": "started_at",
    "Nième jour": "started_at",
    "A n-a zi": "started_at",
    "Session primary channel group (Default Channel Group)": "medium",
    "Session primary channel group": "medium",
    "Session default channel group": "medium",
    "Default channel group": "medium",
    "Groupe de canaux principal de la session (groupe de canaux par défaut)": "medium",
    "Groupe de canaux principal de la session": "medium",
    "Groupe de canaux par défaut de la session": "medium",
    "Grupul principal de canale al sesiunii (grup de canale prestabilit)": "medium",
    "Grupul de canale prestabilit al sesiunii": "medium",
    "Session medium": "medium",
    "Session source / medium": "source",
    "Session source/medium": "source",
    "Session source": "source",
    "Source / support de la session": "source",
    "Source de la session": "source",
    "Sursa / mediul sesiunii": "source",
    "Session campaign": "campaign",
    "Campagne de la session": "campaign",
    "Campania sesiunii": "campaign",
    "Landing page + query string": "landing_page",
    "Landing page": "landing_page",
    "Page de destination": "landing_page",
    "Pagina de destinație": "landing_page",
    "Country": "country",
    "Pays": "country",
    "Țară": "country",
    "Device category": "platform",
    "Catégorie d'appareil": "platform",
    "Sessions": "sessions",
    "Sesiuni": "sessions",
    "Active users": "visitors",
    "Utilisateurs actifs": "visitors",
    "Utilizatori activi": "visitors",
    "Total users": "visitors",
    "Nombre total d'utilisateurs": "visitors",
    "Users": "visitors",
    "Utilisateurs": "visitors",
    "Utilizatori": "visitors",
    "New users": "new_visitors",
    "Nouveaux utilisateurs": "new_visitors",
    "Utilizatori noi": "new_visitors",
    "Views": "pageviews",
    "Vues": "pageviews",
    "Vizionări": "pageviews",
    "Average session duration": "duration",
    "Durée moyenne des sessions": "duration",
    "Average engagement time per session": "engaged",
    "Durée d'engagement moyenne par session": "engaged",
    "Durata medie de implicare pe sesiune": "engaged",
    "Average engagement time": ATTRIBUTE,
    "Engaged sessions": ATTRIBUTE,
    "Sessions avec engagement": ATTRIBUTE,
    "Sesiuni cu implicare": ATTRIBUTE,
    "Events per session": ATTRIBUTE,
    "Engagement rate": ATTRIBUTE,
    "Event count": ATTRIBUTE,
    "Session key event rate": ATTRIBUTE,
    "Key events": "conversions",
    "Conversions": "conversions",
    "Événements clés": "conversions",
    "Evenimente cheie": "conversions",
    "Conversii": "conversions",
    "Total revenue": "value",
    "Purchase revenue": "value",
    "Revenu total": "value",
    "Venituri totale": "value",
    "Bounce rate": "bounce_rate",
    "Taux de rebond": "bounce_rate",
    "Rata de respingere": "bounce_rate",
}
_SECONDS = tuple(name for name, use in _USES.items() if use in ("duration", "engaged"))

GA4_VISITS = Format(
    name="ga4_visits",
    title=N_("Google Analytics 4 report of visits"),
    kind="web_session",
    tool="Google Analytics 4",
    required=(_SESSIONS,),
    above=_ABOVE[:1],
    others=tuple(Signature(required=(_SESSIONS,), above=(words,)) for words in _ABOVE[1:]),
    uses=_USES,
    units=dict.fromkeys(_SECONDS, "seconds"),
    days=("Nth day", "Nième jour", "A n-a zi"),
    once=True,
    how=N_("Reports, Acquisition, Traffic acquisition, Share this report, Download file, CSV."),
)

GA4_OTHERS = Format(
    name="ga4_others",
    title=N_("Google Analytics 4 report without visits"),
    kind="web_session",
    tool="Google Analytics 4",
    above=_ABOVE[:1],
    without=_SESSIONS,
    others=tuple(Signature(above=(words,), without=_SESSIONS) for words in _ABOVE[1:4]),
    leave_out=N_(
        "This report of Google Analytics does not count visits (sessions), so no number can be made of it. Export"
        " “Traffic acquisition” instead."
    ),
)
