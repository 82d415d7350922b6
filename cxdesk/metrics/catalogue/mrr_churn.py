"""How much of the recurring revenue left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Ratio, Sum, Term
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS, Option
from cxdesk.metrics.sources import ROMANIAN_GUIDE
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.panel import CHURN, CONTRACTION, EXPANSION, NEW_MRR, NO_MRR, REACTIVATION, STEADY
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

VARIANT = Option(
    "variant",
    "gross",
    N_("Losses counted"),
    choices=(
        ("gross", N_("Customers lost and customers who pay less")),
        ("net", N_("The same less what those who stayed pay more")),
        ("cancelled", N_("Customers lost only")),
    ),
)
REACTIVATED = Option(
    "reactivated",
    False,
    N_("Take off what came back"),
    N_("Only for the net figure: what customers pay who had left and came back."),
)
_COUNTED = {
    "gross": (CHURN, CONTRACTION),
    "net": (CHURN, CONTRACTION, EXPANSION),
    "cancelled": (CHURN,),
}
_SAID = {
    "gross": N_("churn and contraction, of MRR at the start"),
    "net": N_("churn and contraction less expansion, of MRR at the start"),
    "cancelled": N_("cancelled only, of MRR at the start"),
}
_PARTS = (CHURN, CONTRACTION, EXPANSION, REACTIVATION, STEADY, NEW_MRR, NO_MRR)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    back = options["reactivated"] and options["variant"] == "net"
    pieces = (Phrase(N_("less reactivation")),) if back else ()
    return (Phrase(_SAID[options["variant"]]), *pieces, *customers_text.how(options))


_SUBSCRIPTIONS = (
    {"customer": "lost", "started_on": "2023-06-01", "ended_on": "2024-01-15", "amount": 600_0000},
    {"customer": "less", "started_on": "2023-06-01", "ended_on": "2024-01-15", "amount": 1000_0000},
    {"customer": "less", "started_on": "2024-01-15", "amount": 600_0000},
    {"customer": "more", "started_on": "2023-06-01", "ended_on": "2024-01-15", "amount": 1000_0000},
    {"customer": "more", "started_on": "2024-01-15", "amount": 1900_0000},
    {"customer": "same", "started_on": "2023-06-01", "amount": 7400_0000},
    {"customer": "new", "started_on": "2024-01-20", "amount": 5000_0000},
)
_JANUARY = {"subscription": _SUBSCRIPTIONS}


@metric(
    id="mrr_churn",
    title=N_("MRR churn"),
    short_title=N_("MRR churn"),
    idea="mrr_churn",
    family=Family.REVENUE,
    question=N_("How much recurring revenue left?"),
    explain=N_(
        "Of those who paid when the period began: what customers who were lost had paid per month, and by how much "
        "others pay less when it has ended, in percent of what all of them paid. Net takes off by how much others pay "
        "more. New customers do not count, even if they left again. Prices count per month, so a year at 1,200 is 100."
    ),
    good_for=N_("Seeing what losses cost: one large customer may weigh more than fifty small ones."),
    beware=N_(
        "Net can be negative and then hides losses. From months to a year it compounds; never take it times twelve."
    ),
    unit=Unit.PERCENT,
    better=Better.DOWN,
    reads=panel.MONEY,
    options=(VARIANT, REACTIVATED, panel.LISTED, panel.UNIT, panel.READ_AT, panel.CURRENCY, PROCESS),
    measures={"rate": Measure(N_("MRR churn")), "amount": Measure(N_("MRR lost"), Unit.MONEY)},
    companions=("churn_lost", "nrr", "grr"),
    drill=("top_churn", "top_contraction", "top_expansion", "top_reactivation"),
    label=_label,
    full_count=True,
    flagged=lambda options: ("literal_definition",) if options["variant"] == "cancelled" else (),
    benchmarks=(Benchmark(N_("What to aim at"), ROMANIAN_GUIDE, 2022, good=0.0),),
    examples=(
        Example(rows=_JANUARY, gives=10.0, note=N_("600 lost and 400 less, of 10,000.")),
        Example(rows=_JANUARY, gives=6.0, options={"variant": "cancelled"}),
        Example(rows=_JANUARY, gives=1.0, options={"variant": "net"}),
        Example(rows=_JANUARY, gives=1000.0, measure="amount"),
        Example(rows={"subscription": ()}, gives=None),
    ),
)
def mrr_churn(customers: Rows, variant: str, reactivated: bool) -> Mapping[str, Term | Ratio]:
    start, end = customers.col("start_mrr"), customers.col("end_mrr") - customers.col("fx")
    movement = customers.col("movement")
    place = np.array([_PARTS.index(label) for label in movement.labels])[movement.codes]
    counted = _COUNTED[variant] + ((REACTIVATION,) if reactivated and variant == "net" else ())
    chosen = np.isin(place, [_PARTS.index(name) for name in counted])
    chosen &= (start > 0) | (place == _PARTS.index(REACTIVATION))
    lost = customers.each(np.where(chosen, start - end, 0.0))
    paid = customers.each(start).within(start > 0)
    top = Sum(customers, lost, per=MONEY, labels=_PARTS, label=place)
    return {
        "rate": Ratio(top, Sum(customers, paid, per=MONEY), per=100.0, positive=False),
        "amount": Sum(customers, lost.within(chosen), per=MONEY, labels=_PARTS, label=place),
    }
