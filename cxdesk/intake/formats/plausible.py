"""Plausible: visits by day, alone or in a packed file beside lists by page, source and country, which count the same
visitors again and no visits; those are left out.
"""

from cxdesk.intake.formats import Format
from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.system.i18n import N_

PLAUSIBLE_VISITS = Format(
    name="plausible_visits",
    title=N_("Plausible visits by day"),
    kind="web_session",
    tool="Plausible",
    required=(("visitors",), ("visits",), ("views_per_visit", "visit_duration")),
    optional=("date", "pageviews", "bounce_rate"),
    uses={
        "date": "started_at",
        "visitors": "visitors",
        "visits": "sessions",
        "pageviews": "pageviews",
        "views_per_visit": ATTRIBUTE,
        "bounce_rate": "bounce_rate",
        "visit_duration": "duration",
    },
    units={"visit_duration": "seconds"},
    once=True,
    how=N_("The icon for downloads above the chart; the packed file may be imported as it is."),
)

PLAUSIBLE_OTHERS = Format(
    name="plausible_others",
    title=N_("Plausible list without visits"),
    kind="web_session",
    tool="Plausible",
    verified=False,
    required=(("name",), ("visitors",), ("bounce_rate", "scroll_depth"), ("visit_duration", "time_on_page")),
    without=("visits",),
    leave_out=N_("This list counts visitors by page, source or country, and no visits. Import “visitors.csv” instead."),
)
