"""Which share of those who could buy more did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Share, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL
from cxdesk.metrics.views import upsells
from cxdesk.system.i18n import N_

_COULD = {
    "auto": N_("of those who could buy more"),
    "offered": N_("of those to whom more was on offer"),
    "paying": N_("of those who pay and are not on the top plan"),
}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    both = (Phrase(N_("cross-sell counts")),) if options["sold"] == "both" else ()
    return (Phrase(_COULD[options["eligible"]]), *both)


def _possible(customer: str, outcome: str | None = None, **more: Any) -> dict[str, Any]:
    span = {"eligible_from": "2024-03-01", "eligible_to": "2024-04-01"}
    return {"customer": customer, "kind": "upsell", "outcome": outcome, **span, **more}


_DEALS = (
    _possible("a", "won", closed_on="2024-03-08"),
    _possible("a", "won", closed_on="2024-03-31"),
    _possible("b", "lost", closed_on="2024-03-09"),
    _possible("c"),
    _possible("d"),
)
_LINES = (
    *({"customer": f"b{i}", "plan": "Basic", "started_on": "2024-01-01", "amount": 100_0000} for i in range(4)),
    {"customer": "t", "plan": "Top", "started_on": "2024-01-01", "amount": 900_0000},
)
_SOLD = ({"customer": "b0", "kind": "upsell", "closed_on": "2024-03-08", "amount": 50_0000},)


@metric(
    id="upsell_rate",
    title=N_("Upsell rate"),
    short_title=N_("Upsell rate"),
    idea="upsell_rate",
    family=Family.REVENUE,
    question=N_("Which share of those who could buy more did?"),
    explain=N_(
        "Customers with an upsell won in the period, in percent of those who could have bought one. Who could: as "
        "the list of deals says from when to when, else who paid in the period and was not on the top plan all along. "
        "Every customer counts once, however much they bought."
    ),
    good_for=N_("Seeing whether there is more in the customers you have, and with whom nobody has spoken yet."),
    beware=N_("Who counts as able decides the figure. Price rises and cross-sell are something else."),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=upsells.VIEW,
    options=(*upsells.OPTIONS, CHANGE_INTERVAL),
    measures={"rate": Measure(N_("Upsell rate")), "bought": Measure(N_("Customers who bought more"), Unit.COUNT)},
    companions=("upsell_bookings", "nrr"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(rows={"deal": _DEALS}, gives=25.0, note=N_("Four could; one did, twice.")),
        Example(
            rows={"deal": _SOLD, "subscription": _LINES},
            gives=25.0,
            note=N_("Four pay for the smaller plan; one of them bought more."),
        ),
        Example(rows={"deal": ()}, gives=None),
    ),
)
def upsell_rate(customers: Rows) -> Mapping[str, Term]:
    bought = Coded.of(customers.col("bought") == 1)
    return {"rate": Share(customers, hit=bought), "bought": Count(customers, hit=bought)}
