"""Whether what was spent on customer experience paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Formula, Ratio, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import costs, currencies, customers_text, margins, panel, programme
from cxdesk.metrics.views.margins import MARGIN
from cxdesk.metrics.views.programme import BENEFIT, CONTROL
from cxdesk.metrics.views.recurring import KIND, MONEY
from cxdesk.system.i18n import N_

MONTHS = Option("months", 12, N_("Months for which revenue kept is counted"), low=1, high=60)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    if options["benefit"] is not None:
        return (Phrase(N_("benefit as declared")), *customers_text.how(options))
    against = (
        Phrase(N_("revenue kept beyond {control}"), (("control", options["control"]),))
        if options["control"]
        else Phrase(N_("revenue kept beyond the period before"))
    )
    counted = plural("counted for {n} month", "counted for {n} months", options["months"])
    return (against, counted, margins.label(options["margin"]), *customers_text.how(options))


def _flagged(options: Mapping[str, Any]) -> tuple[str, ...]:
    """Only customers whom the programme did not reach can show that it did something."""
    return () if options["control"] and options["benefit"] is None else ("not_causal",)


def _runs(group: str, n: int, lost: int) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {
            "customer": f"{group}{i}",
            "started_on": "2024-01-01",
            "ended_on": "2024-01-31" if i < lost else None,
            "amount": 1_000_000,
        }
        for i in range(n)
    )


_COST = ({"from": "2024-01-01", "amount": 6_000_000, "category": "cx_programme"},)
_ROWS = {
    "cost": _COST,
    "subscription": (*_runs("t", 10, 1), *_runs("c", 10, 3)),
    "customer": tuple(
        {"customer": f"{group}{i}", "segment": "control" if group == "c" else "reached"}
        for group in "tc"
        for i in range(10)
    ),
}


@metric(
    id="cx_roi",
    title=N_("Return on customer experience spending"),
    short_title=N_("CX return"),
    idea="cx_roi",
    family=Family.REVENUE,
    question=N_("Did spending on customer experience pay?"),
    explain=N_(
        "Benefit less cost, in percent of the cost of the customer experience programme in the period. The benefit is "
        "the sum you declare; else the monthly revenue of those there at the start that was kept beyond the share kept "
        "in the period before (or, better, by customers whom the programme did not reach), times the margin, counted "
        "for twelve months."
    ),
    good_for=N_("Putting a figure with its assumptions beside the budget, and seeing how it hangs on them."),
    beware=N_(
        "Without customers whom the programme did not reach, nothing shows that it was the programme: seasons, prices "
        "and luck keep customers too. The number of months counted is your assumption."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(costs.of(costs.PROGRAMME, beside=(KIND,)), programme.VIEW),
    options=(BENEFIT, CONTROL, MONTHS, MARGIN, panel.READ_AT, panel.CURRENCY),
    measures={
        "roi": Measure(N_("Return on the spending")),
        "benefit": Measure(N_("Benefit"), Unit.MONEY),
        "cost": Measure(N_("Spent on the programme"), Unit.MONEY, Better.NONE),
    },
    companions=("retention", "grr"),
    drill=("cost:counted",),
    label=_label,
    flagged=_flagged,
    examples=(
        Example(rows={"cost": _COST}, options={"benefit": 1500}, gives=150.0, note=N_("1,500 for 600 spent.")),
        Example(
            rows=_ROWS,
            options={"control": "segment=control", "margin": 50},
            gives=100.0,
            note=N_("Kept 90 instead of 70 percent of 1,000 a month: 200, at half margin for a year 1,200, for 600."),
        ),
        Example(rows={"cost": _COST}, gives=None, note=N_("No benefit declared and no subscriptions to find one.")),
    ),
)
def cx_roi(
    spent: Rows, customers: Rows, benefit: float | None, months: int, margin: float | None
) -> Mapping[str, Term | Ratio | Formula]:
    cost = Sum(spent, spent.numbers("amount"), per=MONEY, known=True)
    if benefit is not None:
        declared = benefit
        return {
            "roi": Formula({"cost": cost}, lambda v: 100 * (declared - v["cost"]) / v["cost"]),
            "benefit": Formula({"cost": cost}, lambda v: np.full_like(v["cost"], declared)),
            "cost": cost,
        }
    times = months * margins.of_subscriptions(customers.frame, margin, currencies.of(customers))
    compared = customers.col("compared") == 1
    kept, other, base = _kept(customers, ~compared), _kept(customers, compared), _start(customers, ~compared)
    inputs = {"kept": kept, "other": other, "base": base}

    def gained(v: Mapping[str, np.ndarray]) -> np.ndarray:
        return times * v["base"] * (v["kept"] - v["other"])

    return {
        "roi": Formula({"cost": cost, **inputs}, lambda v: 100 * (gained(v) - v["cost"]) / v["cost"], least=4),
        "benefit": Formula(inputs, gained, least=3),
        "cost": cost,
    }


def _start(customers: Rows, which: np.ndarray) -> Sum:
    """What they paid a month at the start; a base that is counted, not sampled."""
    return Sum(customers, customers.numbers("start_mrr").within(which), per=MONEY, known=True)


def _kept(customers: Rows, which: np.ndarray) -> Ratio:
    """Share of it that they still pay at the end."""
    top = Sum(customers, customers.numbers("kept").within(which), per=MONEY)
    bottom = Sum(customers, customers.numbers("start_mrr").within(which), per=MONEY)
    return Ratio(top, bottom, undefined="insufficient_data")
