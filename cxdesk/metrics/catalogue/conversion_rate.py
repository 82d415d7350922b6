"""Which share does what the site is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators.ever import Ever
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import web
from cxdesk.system.i18n import N_

_BASES = {"visitor": N_("of visitors"), "session": N_("of visits"), "lead": N_("of leads")}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    base = Phrase(_BASES[options["unit"]])
    if options["unit"] == "lead":
        return (base,)
    if options["converted"]:
        return (base, Phrase(N_("with the event {name}"), (("name", options["converted"]),)))
    return (base, Phrase(N_("without bots")))


_VISITS = (
    {"visitor": "a", "started_at": "2024-05-01", "converted": False},
    {"visitor": "a", "started_at": "2024-05-02", "converted": True},
    {"visitor": "b", "started_at": "2024-05-02", "converted": False},
    {"visitor": "c", "started_at": "2024-05-02", "converted": True, "bot": True},
)
_TOTALS = ({"started_at": "2024-05-01", "sessions": 50, "visitors": 40, "conversions": 4},)


@metric(
    id="conversion_rate",
    title=N_("Conversion rate"),
    short_title=N_("Conversion"),
    idea="conversion",
    family=Family.PRODUCT,
    question=N_("Which share acts?"),
    explain=N_(
        "Different visitors who reached the goal at least once in the period, in percent of all different visitors; as "
        "an option visits in percent of visits, or leads that became customers in percent of leads. A visit reached "
        "the goal if the file says so or an order names it. Rows of totals count with all their visits and people."
    ),
    good_for=N_("Comparing sources, campaigns and pages by what they lead to, not by how many they bring."),
    beware=N_(
        "Of visits and of visitors are two different numbers; the first is the smaller one where people come several "
        "times before they act. Visits without a visitor's id count as people of their own."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=web.GOALS,
    any_kind=True,
    at="started_at",
    options=(web.UNIT, web.CONVERTED, CHANGE_INTERVAL),
    companions=("time_on_site", "direct_traffic"),
    compare_by=("engaged", "referred"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    start=11,
    examples=(
        Example(rows={"web_session": _VISITS}, gives=50.0, note=N_("a did in the end, b did not; c is a bot.")),
        Example(rows={"web_session": _VISITS}, gives=100 / 3, options={"unit": "session"}),
        Example(rows={"web_session": _TOTALS}, gives=10.0, note=N_("4 of 40 people, from one row of totals.")),
        Example(
            rows={"lead": ({"created_at": "2024-05-01", "converted_at": "2024-05-03"}, {"created_at": "2024-05-01"})},
            gives=50.0,
            options={"unit": "lead"},
        ),
        Example(
            rows={
                "usage_event": (
                    {"session": "1", "at": "2024-05-01", "name": "look"},
                    {"session": "1", "at": "2024-05-01", "name": "purchase"},
                    {"session": "2", "at": "2024-05-01", "name": "look"},
                )
            },
            gives=50.0,
            options={"unit": "session", "converted": "purchase"},
            note=N_("One of two visits, from a log of events."),
        ),
        Example(rows={"web_session": ()}, gives=None),
    ),
)
def conversion_rate(visits: Rows) -> Ever:
    return Ever(visits.counted_once("who", "first", "repeat"), hit=web.yes(visits, "converted"))
