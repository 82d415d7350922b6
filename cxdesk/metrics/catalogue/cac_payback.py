"""How long it takes until a new customer has paid back what winning them cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Formula, Input, Ratio
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import currencies, margins, months, panel, spending
from cxdesk.metrics.views.margins import MARGIN
from cxdesk.system.i18n import N_

LAG = replace(spending.LAG, of_view=False)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (
        Phrase(N_("acquisition cost over monthly gain per account")),
        margins.label(options["margin"]),
        *spending.how_won(options),
    )


_ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "subscription": tuple({"customer": f"c{i}", "started_on": "2024-01-01", "amount": 300_000} for i in range(100)),
    "cost": ({"from": "2024-01-01", "amount": 100_000_000, "category": "acquisition"},),
}


@metric(
    id="cac_payback",
    title=N_("Payback of the acquisition cost"),
    short_title=N_("CAC payback"),
    idea="cac_payback",
    family=Family.REVENUE,
    question=N_("After how many months is a customer's cost earned back?"),
    explain=N_(
        "What a new customer costs, divided by what an account brings per month after the cost of goods: the months "
        "until the money is back, if the customer stays that long."
    ),
    good_for=N_("Knowing for how long growth must be paid in advance."),
    beware=N_(
        "New customers often pay less than the mean account, and some leave before the money is back: it says nothing "
        "about how long they stay."
    ),
    unit=Unit.MONTHS,
    better=Better.DOWN,
    reads=(months.VIEW, "cac"),
    options=(MARGIN, LAG, panel.READ_AT, panel.CURRENCY),
    measures={
        "months": Measure(N_("Months until it is earned back")),
        "cac": Measure(N_("Cost per new customer"), Unit.MONEY),
        "gain": Measure(N_("Monthly gain per account"), Unit.MONEY, Better.UP),
    },
    companions=("cac", "arpa"),
    drill=("cac:top_counted", "cac:bottom_counted"),
    label=_label,
    examples=(
        Example(
            rows=_ROWS,
            options={"margin": 50},
            gives=100 / 15,
            note=N_("100 for each new customer, 15 a month from an account at half margin."),
        ),
        Example(rows={**_ROWS, "subscription": ()}, gives=None, note=N_("Nobody new, and nobody who pays.")),
    ),
)
def cac_payback(customers: Rows, margin: float | None, lag: int) -> Mapping[str, Formula | Ratio]:
    currency = currencies.of(customers)
    gain = margins.of_subscriptions(customers.frame, margin, currency)
    cost, account = Input("cac", options={"lag": lag, "currency": currency}), Input(months.arpa(customers), scale=gain)
    return {
        "months": Formula({"cac": cost, "gain": account}, lambda v: v["cac"] / v["gain"], least=2, positive=True),
        "cac": Formula({"cac": cost}, lambda v: v["cac"], positive=True),
        "gain": Formula({"gain": account}, lambda v: v["gain"], positive=True),
    }
