"""How much smaller the base became, new customers included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio, Sum
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.panel import BACK, CHANGES, LOST, NEW, STAYED
from cxdesk.system.i18n import N_

_LESS = {LOST: 1.0, NEW: -1.0, BACK: -1.0}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("start less end, in percent of the start")), *customers_text.how(options))


@metric(
    id="churn_net",
    title=N_("Net decrease of customers"),
    short_title=N_("Net decrease"),
    idea="churn",
    family=Family.CUSTOMERS,
    question=N_("Is the base shrinking?"),
    explain=N_(
        "Customers when the period began less customers when it ended, in percent of those when it began. Negative "
        "when the base grows."
    ),
    good_for=N_("Comparing with sources that call this churn."),
    beware=N_("New customers hide losses: it equals churn only where nobody joined."),
    unit=Unit.PERCENT,
    better=Better.DOWN,
    reads=panel.ANY,
    options=(*panel.ANYHOW, panel.UNIT, panel.READ_AT, panel.GRACE, PROCESS),
    measures={
        "rate": Measure(N_("Net decrease of customers")),
        "start": Measure(N_("Customers at the start"), Unit.COUNT, Better.UP),
        "end": Measure(N_("Customers at the end"), Unit.COUNT, Better.UP),
    },
    any_kind=True,
    companions=("churn_lost", "retention"),
    drill=("top_lost", "top_new", "top_back"),
    label=_label,
    full_count=True,
    examples=(
        Example(
            rows={
                "subscription": (
                    {"customer": "a", "started_on": "2024-01-01"},
                    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-20"},
                    {"customer": "c", "started_on": "2024-01-10"},
                    {"customer": "d", "started_on": "2024-01-11"},
                )
            },
            gives=-50.0,
            note=N_("From two to three: one left, two came."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def churn_net(customers: Rows) -> Mapping[str, Ratio | Count]:
    change = customers.labelled("change")
    there = (change == STAYED) | (change == LOST)
    at_end = (change == STAYED) | (change == NEW) | (change == BACK)
    less = change.map(lambda labels: np.array([_LESS.get(str(label), 0.0) for label in labels]))
    parts = np.array([CHANGES.index(label) if label in CHANGES else 0 for label in change.values.tolist()])
    return {
        "rate": Ratio(
            Sum(customers, less, labels=CHANGES, label=parts), Count(customers, hit=there), per=100.0, positive=False
        ),
        "start": Count(customers, hit=there),
        "end": Count(customers, hit=at_end),
    }
