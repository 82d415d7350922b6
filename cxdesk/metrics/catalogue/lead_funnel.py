"""How many leads become qualified, and how many customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Funnel, Share
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import leads
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    by = Phrase(N_("by the day the lead was created"))
    if not options["window"]:
        return (by,)
    return (by, plural("within {n} day", "within {n} days", options["window"]))


def _lead(number: int, day: int = 1, **more: Any) -> dict[str, Any]:
    return {"lead_id": f"l{number}", "created_at": f"2024-01-{day:02d}T12:00:00Z", **more}


_LEADS = (
    _lead(1, mql_at="2024-01-02T12:00:00Z", sql_at="2024-01-03T12:00:00Z", converted_at="2024-01-20T12:00:00Z"),
    _lead(2, mql_at="2024-01-02T12:00:00Z"),
    _lead(3, status="sql"),
    _lead(4),
    _lead(5, 28),
)


@metric(
    id="lead_funnel",
    title=N_("From lead to customer"),
    short_title=N_("Lead funnel"),
    idea="lead_funnel",
    family=Family.REVENUE,
    question=N_("Do leads become customers?"),
    explain=N_(
        "Of the leads created in the period, the share that became customers; and of those who reached each step "
        "(qualified by marketing, qualified by sales, customer) the share of those who had reached the one before. A "
        "later step stands for those before it. Steps count by their dates, and where there are none by the status."
    ),
    good_for=N_("Seeing where leads get stuck, and which source brings those who buy."),
    beware=N_("New leads have had little time: set a number of days to compare months fairly."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=leads.VIEW,
    options=(leads.WINDOW, CHANGE_INTERVAL),
    measures={
        "overall": Measure(N_("Lead to customer")),
        "mql": Measure(N_("Lead to qualified by marketing")),
        "sql": Measure(N_("Qualified by marketing to qualified by sales")),
        "customer": Measure(N_("Qualified by sales to customer")),
    },
    companions=("journey_funnel",),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(rows={"lead": _LEADS}, gives=20.0),
        Example(
            rows={"lead": _LEADS}, gives=200 / 3, measure="sql", note=N_("1, 2 and 3 were qualified; 1 and 3 twice.")
        ),
        Example(rows={"lead": _LEADS}, gives=0.0, options={"window": 10}),
        Example(rows={"lead": ()}, gives=None),
    ),
)
def lead_funnel(found: Rows) -> Mapping[str, Share]:
    reached = found.col("furthest").codes
    young = (found.col("young") == 1) & (reached < len(leads.STAGES) - 1)
    return dict(Funnel(found, reached, leads.STAGES, young))
