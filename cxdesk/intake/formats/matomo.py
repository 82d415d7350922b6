"""Matomo: totals by day, or by whatever the report is about; UTF-16 with commas. Headings are the names of its
interface, or with translation on those of its pages in English, French and Romanian.

Who reached a goal is counted by visits with conversions, not by conversions, of which a visit may have several. A
report without days belongs to the period in the name of its file.
"""

from cxdesk.intake.formats import CellSign, Format
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import N_

_VISITS = ("nb_visits", "Visits", "Visites", "Vizite")
_ACTIONS = ("nb_actions", "Actions", "Acțiuni")
_LENGTH = (
    *("sum_visit_length", "bounce_count", "avg_time_on_site", "nb_actions_per_visit", "max_actions"),
    *(
        "Total time spent by visitors (in seconds)",
        "Avg. Visit Duration (in seconds)",
        "Bounces",
        "Avg. Time on Website",
    ),
    *("Temps total passé par les visiteurs (en secondes)", "Durée moy. des visites (en secondes)", "Rebonds"),
    *("Timpul total petrecut de vizitatori (în secunde)", "Durata medie a vizitei (în secunde)", "Respingeri"),
    *("Maximum actions in one visit", "Actions maximum en une visite", "Actions per Visit", "Actions par visite"),
)
_USES = {
    "date": "started_at",
    "Data": "started_at",
    "nb_visits": "sessions",
    "Visits": "sessions",
    "Visites": "sessions",
    "Vizite": "sessions",
    "nb_uniq_visitors": "visitors",
    "nb_unique_visitors": "visitors",
    "sum_daily_nb_uniq_visitors": "visitors",
    "Unique visitors": "visitors",
    "Visiteurs uniques": "visitors",
    "Vizitatori unici": "visitors",
    "nb_users": ATTRIBUTE,
    "Users": ATTRIBUTE,
    "Utilisateurs": ATTRIBUTE,
    "Utilizatori": ATTRIBUTE,
    "nb_actions": "pageviews",
    "Actions": "pageviews",
    "Acțiuni": "pageviews",
    "nb_visits_converted": "conversions",
    "Visits with Conversions": "conversions",
    "Visites avec conversions": "conversions",
    "Vizite cu conversii": "conversions",
    "nb_conversions": "conversions",
    "Conversions": "conversions",
    "Conversii": "conversions",
    "bounce_count": "bounces",
    "Bounces": "bounces",
    "Rebonds": "bounces",
    "Respingeri": "bounces",
    "bounce_rate": "bounce_rate",
    "Bounce Rate": "bounce_rate",
    "Taux de rebond": "bounce_rate",
    "Rata de respingere": "bounce_rate",
    "sum_visit_length": "duration_total",
    "Total time spent by visitors (in seconds)": "duration_total",
    "Temps total passé par les visiteurs (en secondes)": "duration_total",
    "Timpul total petrecut de vizitatori (în secunde)": "duration_total",
    "avg_time_on_site": "duration",
    "Avg. Visit Duration (in seconds)": "duration",
    "Avg. Time on Website": "duration",
    "Durée moy. des visites (en secondes)": "duration",
    "Durata medie a vizitei (în secunde)": "duration",
    "revenue": "value",
    "Revenue": "value",
    "Revenu": "value",
    "max_actions": ATTRIBUTE,
    "nb_actions_per_visit": ATTRIBUTE,
    "conversion_rate": ATTRIBUTE,
    "metadata_segment": IGNORE,
    "metadata_url": IGNORE,
    "metadata_logo": IGNORE,
}
_UNITS = {name: "seconds" for name, use in _USES.items() if use in ("duration", "duration_total")}
_CHANNELS = (
    *("Direct Entry", "Search Engines", "Websites", "Social Networks", "Campaigns", "AI Assistants"),
    *("Entrées directes", "Entrée directe", "Moteurs de recherche", "Sites web", "Réseaux sociaux", "Campagnes"),
    *("Intrare directă", "Intrări directe", "Motoare de căutare", "Site-uri", "Rețele sociale", "Campanii"),
)
_LABEL = ("label", "Label", "Channel Type", "Type de canal", "Tip de canal", "Libellé", "Etichetă")

MATOMO = Format(
    name="matomo",
    title=N_("Matomo report"),
    kind="web_session",
    tool="Matomo",
    required=(_VISITS, _ACTIONS, _LENGTH),
    uses=_USES,
    units=_UNITS,
    once=True,
    how=N_("The icon for exports below a report, CSV."),
)

MATOMO_CHANNELS = Format(
    name="matomo_channels",
    title=N_("Matomo report of channels"),
    kind="web_session",
    tool="Matomo",
    required=(_VISITS, _ACTIONS, _LENGTH),
    cells=(CellSign(_LABEL, words=_CHANNELS),),
    uses=_USES | dict.fromkeys(_LABEL, "medium"),
    units=_UNITS,
    once=True,
)

MATOMO_NOTHING = Format(
    name="matomo_nothing",
    title=N_("Matomo report without data"),
    kind="web_session",
    tool="Matomo",
    required=(("No data available", "Aucune donnée disponible", "Nu există date disponibile"),),
    leave_out=N_("The report is empty: Matomo had no data for its period."),
)
