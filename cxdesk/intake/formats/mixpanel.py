"""Mixpanel: a row for each event, its properties with a dollar sign; times as seconds since 1970 or written out."""

from cxdesk.intake.formats import CellSign, Format
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import N_

MIXPANEL = Format(
    name="mixpanel_events",
    title=N_("Mixpanel events"),
    kind="usage_event",
    tool="Mixpanel",
    verified=False,
    hints=(
        *("Event", "Time", "Distinct ID", "$insert_id", "$browser", "$os", "$city", "mp_country_code", "$device_id"),
        *("$user_id", "$current_url", "$region"),
    ),
    cells=(CellSign(("Time",), like=r"^\d{10}(?:\d{3}|\.\d+)?$|^\d{4}-\d\d-\d\d[T ]\d\d:\d\d"),),
    uses={
        "Event": "name",
        "Event Name": "name",
        "Time": "at",
        "$user_id": "person",
        "Distinct ID": "person",
        "$insert_id": "event_id",
        "$device_id": "visitor",
        "$os": "platform",
        "mp_country_code": "country",
        "$browser": ATTRIBUTE,
        "$city": ATTRIBUTE,
        "$region": ATTRIBUTE,
        "$current_url": ATTRIBUTE,
        "$lib_version": IGNORE,
        "mp_lib": IGNORE,
    },
    how=N_("Events, Export, CSV."),
)
