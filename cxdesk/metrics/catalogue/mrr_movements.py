"""Why monthly recurring revenue moved: the bridge from the start to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.forms import Form, FormKind
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Sum
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.panel import CHURN, CONTRACTION, EXPANSION, NEW_MRR, REACTIVATION
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

_KINDS = (NEW_MRR, EXPANSION, REACTIVATION, CONTRACTION, CHURN)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("per customer, start to end")), *customers_text.how(options))


@metric(
    id="mrr_movements",
    title=N_("MRR bridge"),
    short_title=N_("MRR bridge"),
    idea="mrr_movements",
    family=Family.REVENUE,
    question=N_("Why did recurring revenue move?"),
    explain=N_(
        "What each customer pays per month when the period ends less what they paid when it began, by movement: new "
        "(the first time they pay), expansion, reactivation, contraction and churn. What exchange rates made of what "
        "customers in other currencies go on paying is a line of its own. The headline is their sum: the start plus "
        "all movements is the end, to the cent."
    ),
    good_for=N_("Seeing whether growth comes from new customers or from those you have."),
    beware=N_(
        "Giving up one of several subscriptions is contraction, not churn. Over longer periods moves cancel out."
    ),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=panel.MONEY,
    options=(panel.READ_AT, panel.CURRENCY, PROCESS),
    measures={
        "net": Measure(N_("Net movement")),
        NEW_MRR: Measure(N_("New")),
        EXPANSION: Measure(N_("Expansion")),
        REACTIVATION: Measure(N_("Reactivation")),
        CONTRACTION: Measure(N_("Contraction")),
        CHURN: Measure(N_("Churn")),
        "fx": Measure(N_("Exchange rates")),
        "start": Measure(N_("MRR when the period began")),
        "end": Measure(N_("MRR when the period ended")),
    },
    companions=("mrr", "nrr"),
    drill=(CHURN, CONTRACTION, EXPANSION, NEW_MRR, REACTIVATION),
    label=_label,
    full_count=True,
    forms=(Form(FormKind.BRIDGE, ("start", *_KINDS, "fx", "end")),),
    examples=(
        Example(
            rows={
                "subscription": (
                    {"customer": "a", "started_on": "2024-01-01", "ended_on": "2024-01-15", "amount": 1_000_000},
                    {"customer": "a", "started_on": "2024-01-15", "amount": 1_500_000},
                    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-20", "amount": 800_000},
                    {"customer": "c", "started_on": "2024-01-31", "amount": 200_000},
                )
            },
            gives=-10.0,
            note=N_("50 more from a, 80 lost with b, 20 new with c."),
        ),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def mrr_movements(customers: Rows) -> Mapping[str, Sum]:
    moved = customers.each(customers.col("end_mrr") - customers.col("start_mrr"))
    kind = customers.col("movement")
    labels = tuple(kind.labels)
    unknown = kind.codes < 0  # nobody knows what was before the first list
    found = {"net": Sum(customers, moved, per=MONEY, labels=labels, label=kind.codes)}
    by_rates = customers.col("fx")
    own = customers.each(customers.col("end_mrr") - customers.col("start_mrr") - by_rates)
    for name in _KINDS:
        mine = (kind.codes == labels.index(name)) | unknown
        found[name] = Sum(customers, own.within(mine), per=MONEY, labels=(name,))
    found["fx"] = Sum(customers, customers.each(by_rates).within((by_rates != 0) | unknown), per=MONEY, labels=("fx",))
    for edge in ("start", "end"):
        found[edge] = Sum(customers, customers.numbers(f"{edge}_mrr"), per=MONEY)
    return found
