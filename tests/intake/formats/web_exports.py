"""Exports of web analytics, made in exactly the shape of the tools that write them. `synthetic_…`: the headings are
not checked against a real file.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.intake.looking import write

# channel, active users, sessions, engaged sessions, seconds engaged per session, key events, revenue
CHANNELS = (
    ("Organic Search", 400, 500, 300, 62.5, 25, 1250.0),
    ("Direct", 300, 350, 150, 40.0, 10, 400.0),
    ("Paid Search", 90, 100, 60, 55.2, 15, 900.5),
    ("Referral", 45, 50, 20, 30.0, 0, 0.0),
)
CHANNEL_SESSIONS, CHANNEL_USERS, CHANNEL_KEY_EVENTS = 1000, 835, 50
GA4 = (
    "Session primary channel group (Default Channel Group)", "Active users", "Sessions", "Engaged sessions",
    "Average engagement time per session", "Key events", "Total revenue",
)  # fmt: skip
OLDER_GA4 = (
    "Session default channel group", "Users", "Sessions", "Engaged sessions", "Average engagement time per session",
    "Conversions", "Total revenue",
)  # fmt: skip
GA4_FRENCH = (
    "Groupe de canaux principal de la session (groupe de canaux par défaut)", "Utilisateurs actifs", "Sessions",
    "Sessions avec engagement", "Durée d'engagement moyenne par session", "Événements clés", "Revenu total",
)  # fmt: skip
GA4_ROMANIAN = (
    "Grupul principal de canale al sesiunii (grup de canale prestabilit)", "Utilizatori activi", "Sesiuni",
    "Sesiuni cu implicare", "Durata medie de implicare pe sesiune", "Evenimente cheie", "Venituri totale",
)  # fmt: skip
ABOVE = {
    "en": ("Traffic acquisition", "Account: Shop", "Property: Shop - GA4", "All Users", "Start date: ", "End date: "),
    "fr": ("Acquisition de trafic", "Compte : Boutique", "Propriété : Boutique - GA4", "Tous les utilisateurs",
           "Date de début : ", "Date de fin : "),
    "ro": ("Achiziție de trafic", "Cont: Magazin", "Proprietate: Magazin - GA4", "Toți utilizatorii",
           "Data de începere: ", "Data de încheiere: "),
}  # fmt: skip


def lines(rows: Sequence[Sequence[object]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def above(language: str, first: str = "20260401", last: str = "20260430") -> str:
    title, account, site, everybody, start, end = ABOVE[language]
    rule = "# " + "-" * 40
    said = (rule, f"# {title}", f"# {account}", f"# {site}", rule, "# ", f"# {everybody}", f"# {start}{first}")
    return "\n".join((*said, f"# {end}{last}")) + "\n\n"


def ga4(folder: Path, headings: Sequence[str] = GA4, language: str = "en", total: bool = False) -> Path:
    """Visits by channel of one month, without a day; on demand with the row of totals above the others."""
    totals = [["", 835, 1000, 530, 50.74, 50, 2550.5]] if total else []
    path = folder / "download.csv"
    path.write_text(above(language) + lines([headings, *totals, *CHANNELS]), encoding="utf-8")
    return path


# day of the period, sessions, active users
DAYS = tuple((at, 20 + at % 7, 15 + at % 5) for at in range(30))


def ga4_by_day(folder: Path, remark: bool = True) -> Path:
    """A chart's numbers, then the table below the chart: both count the same visits."""
    chart = lines([("Nth day", "Sessions"), *((f"{day:04d}", sessions) for day, sessions, _users in DAYS)])
    again = "# All Users\n# Start date: 20260401\n# End date: 20260430\n" if remark else ""
    path = folder / "download (1).csv"
    path.write_text(above("en") + chart + "\n" + again + lines([GA4, *CHANNELS]), encoding="utf-8")
    return path


def ga4_days_only(folder: Path) -> Path:
    rows = [(f"{day:04d}", sessions, users, 1) for day, sessions, users in DAYS]
    path = folder / "download (2).csv"
    path.write_text(above("en") + lines([("Nth day", "Sessions", "Active users", "Key events"), *rows]))
    return path


def ga4_pages(folder: Path) -> Path:
    """A report that counts no visits."""
    rows = [(f"/page-{at}", 400 - at * 30, 200 - at * 10, 900 - at) for at in range(8)]
    heads = ("Page path and screen class", "Views", "Active users", "Event count")
    path = folder / "download (3).csv"
    path.write_text(above("en") + lines([heads, *rows]))
    return path


# Matomo

# day, unique visitors, visits, actions, converted, bounces, seconds
MATOMO_DAYS = tuple(
    (f"2026-03-{at:02d}", 80 + at, 100 + at, 300 + at, 4 + at % 3, 40, 12_000 + 60 * at) for at in range(1, 29)
)
MATOMO_VISITS = sum(row[2] for row in MATOMO_DAYS)
MATOMO_CONVERTED = sum(row[4] for row in MATOMO_DAYS)
MATOMO_SECONDS = sum(row[6] for row in MATOMO_DAYS)
MATOMO = (
    "date", "nb_uniq_visitors", "nb_users", "nb_visits", "nb_actions", "nb_visits_converted", "bounce_count",
    "sum_visit_length", "max_actions", "bounce_rate", "nb_actions_per_visit", "avg_time_on_site",
)  # fmt: skip
MATOMO_ENGLISH = (
    "Date", "Unique visitors", "Users", "Visits", "Actions", "Visits with Conversions", "Bounces",
    "Total time spent by visitors (in seconds)", "Maximum actions in one visit", "Bounce Rate", "Actions per Visit",
    "Avg. Visit Duration (in seconds)",
)  # fmt: skip
MATOMO_FRENCH = (
    "Date", "Visiteurs uniques", "Utilisateurs", "Visites", "Actions", "Visites avec conversions", "Rebonds",
    "Temps total passé par les visiteurs (en secondes)", "Actions maximum en une visite", "Taux de rebond",
    "Actions par visite", "Durée moy. des visites (en secondes)",
)  # fmt: skip
MATOMO_ROMANIAN = (
    "Data", "Vizitatori unici", "Utilizatori", "Vizite", "Acțiuni", "Vizite cu conversii", "Respingeri",
    "Timpul total petrecut de vizitatori (în secunde)", "Numărul maxim de acțiuni într-o vizită",
    "Rata de respingere", "Acțiuni pe vizită", "Durata medie a vizitei (în secunde)",
)  # fmt: skip
MATOMO_CHANNELS = (
    "label", "nb_uniq_visitors", "nb_visits", "nb_actions", "nb_users", "max_actions", "sum_visit_length",
    "bounce_count", "nb_visits_converted", "goals_idgoal=1_nb_conversions", "goals_idgoal=1_nb_visits_converted",
    "goals_idgoal=1_revenue", "nb_conversions", "revenue", "metadata_segment",
)  # fmt: skip


def wide(path: Path, text: str) -> Path:
    """As Matomo writes it: UTF-16 with a byte order mark, lines ended by LF."""
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    return path


def matomo_days(folder: Path, headings: Sequence[str] = MATOMO, encoded: bool = True) -> Path:
    rows = [
        (day, people, 0, visits, actions, converted, bounces, seconds, 14, f"{round(100 * bounces / visits)}%",
         f"{actions / visits:.1f}", round(seconds / visits))
        for day, people, visits, actions, converted, bounces, seconds in MATOMO_DAYS
    ]  # fmt: skip
    text = lines([headings, *rows])
    path = folder / "Export _ Main metrics _ 2026-03-01,2026-03-28.csv"
    if encoded:
        return wide(path, text)
    path.write_text(text, encoding="utf-8")
    return path


MATOMO_BY_CHANNEL = (
    ("Direct Entry", 220, 300, 700, 0, 12, 30_000, 120, 6, 7, 6, 70, 7, 70, "referrerType==direct"),
    ("Search Engines", 410, 500, 1500, 0, 22, 61_000, 180, 12, 12, 12, 120.5, 12, 120.5, "referrerType==search"),
    ("Websites", 90, 100, 210, 0, 9, 9_000, 50, 0, "", "", "", 0, 0, "referrerType==website"),
)


def matomo_channels(folder: Path, name: str = "Export _ Channel Type _ 2026-03.csv") -> Path:
    return wide(folder / name, lines([MATOMO_CHANNELS, *MATOMO_BY_CHANNEL]))


def matomo_nothing(folder: Path) -> Path:
    return wide(folder / "Export _ Goals _ 2026-03.csv", "No data available")


# Plausible

PLAUSIBLE_FILES = {
    "visitors.csv": (
        ("date", "visitors", "pageviews", "visits", "views_per_visit", "bounce_rate", "visit_duration"),
        *((f"2026-01-{at:02d}", 10 + at, 30 + at, 12 + at, 2.4, 40, 90 if at > 1 else "") for at in range(1, 21)),
    ),
    "pages.csv": (
        ("name", "visitors", "pageviews", "bounce_rate", "time_on_page", "scroll_depth"),
        *((f"/page-{at}", 40 - at, 90 - at, 50, 30, 80) for at in range(6)),
    ),
    "sources.csv": (
        ("name", "visitors", "bounce_rate", "visit_duration"),
        *((name, 30, 45, 80) for name in ("Google", "Direct / None", "Newsletter")),
    ),
    "browsers.csv": (("name", "visitors"), ("Firefox", 120), ("Safari", 80), ("Chrome", 210)),
    "conversions.csv": (("name", "unique_conversions", "total_conversions"), ("Signup", 12, 14), ("Order", 5, 5)),
}
PLAUSIBLE_VISITS = sum(12 + at for at in range(1, 21))


def plausible(folder: Path) -> Path:
    """The packed file of a dashboard: visits by day, and the same visitors by other things."""
    path = folder / "Plausible export shop.example 2026-01-01 to 2026-01-20.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, rows in PLAUSIBLE_FILES.items():
            packed.writestr(name, lines(rows))
    return path


# Mixpanel

MIXPANEL = (
    "Event", "Time", "Distinct ID", "$browser", "$city", "$os", "mp_country_code", "$insert_id", "$device_id",
    "$user_id", "plan",
)  # fmt: skip
MIXPANEL_PEOPLE, MIXPANEL_EVENTS = 6, 48


def synthetic_mixpanel(folder: Path, epoch: bool = True, headings: Sequence[str] = MIXPANEL) -> Path:
    names = ("$mp_web_page_view", "Report Created", "Report Shared", "$identify")
    rows = []
    for at in range(MIXPANEL_EVENTS):
        person = f"u-{at % MIXPANEL_PEOPLE:03d}"
        moment = 1_775_030_400 + at * 43_200
        values = {
            "Event": names[at % 4],
            "Time": moment if epoch else f"2026-04-{at // 2 + 1:02d}T{8 + at % 2 * 12:02d}:00:00",
            "Distinct ID": person,
            "$browser": "Firefox",
            "$city": "Lyon",
            "$os": ("Linux", "Windows", "iOS")[at % 3],
            "mp_country_code": "FR",
            "$insert_id": f"ins{at:05d}",
            "$device_id": f"$device:{at % 9}",
            "$user_id": person,
            "plan": "team",
        }
        rows.append([values.get(name, "") for name in headings])
    return write(folder / "mixpanel_events.csv", headings, rows)
