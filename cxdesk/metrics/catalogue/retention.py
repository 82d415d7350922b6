"""Which share of the customers stayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, PROCESS
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.panel import LOST, STAYED
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("of those there at the start")), *customers_text.how(options))


_SUBSCRIPTIONS = (
    *({"customer": f"s{i}", "started_on": "2024-01-01"} for i in range(17)),
    *({"customer": f"l{i}", "started_on": "2024-01-01", "ended_on": "2024-01-15"} for i in range(3)),
    *({"customer": f"n{i}", "started_on": "2024-01-09"} for i in range(5)),
    {"customer": "last", "started_on": "2024-01-31"},
)


@metric(
    id="retention",
    title=N_("Customer retention"),
    short_title=N_("Retention"),
    idea="retention",
    family=Family.CUSTOMERS,
    question=N_("Which share stayed?"),
    explain=N_(
        "Customers who were there both when the period began and when it ended, in percent of those who were there "
        "when it began. New customers do not count. On the same customers and period it is 100 less customer churn."
    ),
    good_for=N_("The same as churn, told as what was kept; comparing with sources that speak of retention."),
    beware=N_(
        "15% churn is 85% retention, not 75%. Renewal is something else: it asks only those whose contract was due."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=panel.ANY,
    options=(*panel.ANYHOW, panel.UNIT, panel.READ_AT, panel.GRACE, PROCESS, CHANGE_INTERVAL),
    any_kind=True,
    companions=("churn_lost", "nrr"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    full_count=True,
    examples=(
        Example(rows={"subscription": _SUBSCRIPTIONS}, gives=85.0, note=N_("Twenty were there, three left.")),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def retention(customers: Rows) -> Share:
    change = customers.labelled("change")
    return Share(customers, hit=change == STAYED, within=(change == STAYED) | (change == LOST))
