"""How fast customers leave, for the time that they were there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import PerExposure, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import customers_text, panel
from cxdesk.system.i18n import N_

_DAYS = 30.0


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("leavings per 30 days of one customer")), *customers_text.how(options))


_SUBSCRIPTIONS = (
    {"customer": "a", "started_on": "2024-01-01", "ended_on": "2024-01-31"},
    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-11"},
    {"customer": "b", "started_on": "2024-01-21"},
    {"customer": "c", "started_on": "2024-01-22"},
    {"customer": "c", "started_on": "2024-01-31"},
)


@metric(
    id="churn_exposure",
    title=N_("Churn per 30 customer-days"),
    short_title=N_("Churn per exposure"),
    idea="churn",
    family=Family.CUSTOMERS,
    question=N_("How fast do customers leave, however fast the base grows?"),
    explain=N_(
        "How often a customer left in the period, times 30, divided by the days on which customers were there, each "
        "counted for itself. New customers count for the days since they came, so losses among them count as well."
    ),
    good_for=N_("A base that grows fast, where those who are new dilute or swell a share of the start."),
    beware=N_("Who leaves, comes back and leaves again counts twice. It is a speed, not a share of customers."),
    unit=Unit.RATIO,
    better=Better.DOWN,
    reads=panel.CUSTOMERS,
    options=(panel.TRIALS, panel.UNIT, panel.GRACE),
    measures={
        "rate": Measure(N_("Churn per 30 customer-days")),
        "times": Measure(N_("Times somebody left"), Unit.COUNT),
        "days": Measure(N_("Customer-days"), Unit.COUNT, Better.NONE),
    },
    companions=("churn_lost", "retention"),
    drill=("event", "rest"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(
            rows={"subscription": _SUBSCRIPTIONS},
            gives=30 * 2 / (30 + 10 + 11 + 10),
            note=N_("a was there 30 days, b 10 and 11, c 10; a left, and b once."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def churn_exposure(customers: Rows) -> Mapping[str, Term]:
    left, days = customers.numbers("ended"), customers.numbers("active_days")
    return {
        "rate": PerExposure(customers, left, days, per=_DAYS),
        "times": Sum(customers, left.within(left.values > 0)),
        "days": Sum(customers, days.within(days.values > 0)),
    }
