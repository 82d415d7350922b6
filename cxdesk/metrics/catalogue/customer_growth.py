"""How fast the base grows or shrinks."""

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

_MORE = {NEW: 1.0, BACK: 1.0, LOST: -1.0}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("new and back less lost, in percent of the start")), *customers_text.how(options))


_SUBSCRIPTIONS = (
    *({"customer": f"s{i}", "started_on": "2024-01-01"} for i in range(8)),
    *({"customer": f"l{i}", "started_on": "2024-01-01", "ended_on": "2024-01-20"} for i in range(2)),
    *({"customer": f"n{i}", "started_on": "2024-01-10"} for i in range(3)),
    {"customer": "passing", "started_on": "2024-01-10", "ended_on": "2024-01-31"},
)


@metric(
    id="customer_growth",
    title=N_("Customer growth"),
    short_title=N_("Growth"),
    idea="growth",
    family=Family.CUSTOMERS,
    question=N_("Is the base growing?"),
    explain=N_(
        "New customers and those who came back, less those who were lost, in percent of the customers there when the "
        "period began. Who came and left again within the period changes nothing."
    ),
    good_for=N_("Seeing at once whether what you win outweighs what you lose."),
    beware=N_("Growth can hide heavy losses: read it with churn. A young business grows fast because it began small."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=panel.ANY,
    options=(*panel.ANYHOW, panel.UNIT, panel.READ_AT, panel.GRACE, PROCESS),
    measures={
        "growth": Measure(N_("Customer growth")),
        "new": Measure(N_("New customers"), Unit.COUNT),
        "lost": Measure(N_("Customers lost"), Unit.COUNT, Better.DOWN),
        "back": Measure(N_("Customers who came back"), Unit.COUNT),
        "start": Measure(N_("Customers at the start"), Unit.COUNT),
    },
    any_kind=True,
    companions=("churn_lost", "acquisition_rate"),
    drill=("top_new", "top_lost", "top_back"),
    label=_label,
    full_count=True,
    examples=(
        Example(rows={"subscription": _SUBSCRIPTIONS}, gives=10.0, note=N_("Of ten two were lost, three are new.")),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def customer_growth(customers: Rows) -> Mapping[str, Ratio | Count]:
    change = customers.labelled("change")
    there = (change == STAYED) | (change == LOST)
    more = change.map(lambda labels: np.array([_MORE.get(str(label), 0.0) for label in labels]))
    part = np.array([CHANGES.index(label) if label in CHANGES else 0 for label in change.values.tolist()])
    top = Sum(customers, more, labels=CHANGES, label=part)
    return {
        "growth": Ratio(top, Count(customers, hit=there), per=100.0, positive=False),
        "new": Count(customers, hit=change == NEW),
        "lost": Count(customers, hit=change == LOST),
        "back": Count(customers, hit=change == BACK),
        "start": Count(customers, hit=there),
    }
