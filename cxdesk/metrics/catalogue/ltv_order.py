"""What a buyer is worth, from what orders say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Formula, Ratio, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import buyers, currencies, customers_text, margins, panel
from cxdesk.metrics.views.margins import MARGIN
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

FORM = Option(
    "form",
    "lifespan",
    N_("Form"),
    choices=(
        ("lifespan", N_("Order value × orders a year × margin × years")),
        ("literal", N_("Order value × orders a year × yearly retention, as articles print it")),
        ("per_buyer", N_("Order value × orders per buyer of the period")),
    ),
)
RETENTION = Option(
    "retention",
    None,
    N_("Yearly retention in percent"),
    N_("Empty: the share of the buyers of the year before who bought again in the last year."),
    of=float,
    low=0,
    high=100,
)
CAP = Option("cap", 5.0, N_("Years at most"), low=1, high=50)
_FORMS = {
    "lifespan": N_("order value × orders a year × years"),
    "literal": N_("order value × orders a year × retention (literal)"),
    "per_buyer": N_("order value × orders per buyer"),
}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    found: tuple[Phrase, ...] = (Phrase(_FORMS[options["form"]]),)
    if options["form"] == "lifespan":
        found += (margins.label(options["margin"]), Phrase(N_("{n} years at most"), (("n", f"{options['cap']:g}"),)))
    if options["retention"] is not None and options["form"] != "per_buyer":
        found += (Phrase(N_("retention taken as {r}%"), (("r", f"{options['retention']:g}"),)),)
    return (*found, *customers_text.how(options))


def _flagged(options: Mapping[str, Any]) -> tuple[str, ...]:
    return ("literal_definition",) if options["form"] == "literal" else ()


def _order(number: int, customer: str, day: str) -> Mapping[str, Any]:
    return {"order": str(number), "customer": customer, "placed_at": f"{day}T09:00:00Z", "net_amount": 500_000}


_DAYS = ("2023-03-01", "2023-06-01", "2023-09-01", "2023-12-31")
_ORDERS = (
    *(_order(number, f"c{number}", "2022-05-05") for number in range(5)),
    *(_order(100 + 10 * who + number, f"c{who}", day) for who in range(4) for number, day in enumerate(_DAYS)),
)


@metric(
    id="ltv_order",
    title=N_("Lifetime value from orders"),
    short_title=N_("LTV from orders"),
    idea="clv",
    family=Family.REVENUE,
    question=N_("What is a buyer worth?"),
    explain=N_(
        "The mean value of an order, times the orders a buyer places in a year, times the margin, times the years a "
        "buyer stays: 1 / (1 − r), where r is the share of the buyers of one year who buy again in the next. All is "
        "read from the year up to the period's end and the year before it. The years are capped."
    ),
    good_for=N_("A first idea of what a buyer is worth where nobody signs a contract."),
    beware=N_(
        "Articles multiply by the retention rate itself: that is less than one year of revenue, and is shown beside it "
        "under its own name. One retention rate for all is a rough guess; two full years of orders are needed."
    ),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=buyers.VIEW,
    options=(FORM, MARGIN, RETENTION, CAP, panel.CURRENCY),
    measures={
        "value": Measure(N_("Lifetime value")),
        "literal": Measure(N_("Retained value of one year (literal)")),
        "order_value": Measure(N_("Value of an order")),
        "frequency": Measure(N_("Orders per buyer and year"), Unit.RATIO),
        "retention": Measure(N_("Buyers who bought again"), Unit.PERCENT),
    },
    companions=("clv_predictive",),
    drill=("order_value:top_counted", "frequency:bottom_counted"),
    label=_label,
    flagged=_flagged,
    limits=(0, None),
    examples=(
        Example(
            rows={"order": _ORDERS},
            gives=1000.0,
            note=N_("50 an order, 4 a year, 4 of 5 came back: five years of 200."),
        ),
        Example(rows={"order": _ORDERS}, gives=600.0, options={"margin": 60}),
        Example(rows={"order": _ORDERS}, gives=160.0, options={"form": "literal"}),
        Example(rows={"order": _ORDERS[5:]}, gives=None, note=N_("No orders of the year before: r is unknown.")),
    ),
)
def ltv_order(
    customers: Rows, form: str, margin: float | None, retention: float | None, cap: float
) -> Mapping[str, Term | Ratio | Formula]:
    gain = margins.of_orders(customers.frame, margin, currencies.of(customers))
    inputs: dict[str, Any] = {
        "order_value": _order_value(customers, "year_"),
        "frequency": _frequency(customers, "year_"),
    }
    order_value, frequency, again = inputs["order_value"], inputs["frequency"], _again(customers)
    if retention is None:
        inputs["retention"] = again

    def stay(v: Mapping[str, np.ndarray]) -> np.ndarray:
        return v["retention"] / 100 if retention is None else np.full_like(v["order_value"], retention / 100)

    def years(v: Mapping[str, np.ndarray]) -> np.ndarray:
        leave = 1 - stay(v)
        return np.where(np.isnan(leave), np.nan, np.minimum(1 / np.where(leave > 0, leave, 1e-300), cap))

    capped = {"capped": lambda v: 1 - stay(v) < (1 - 1e-12) / cap}
    every = len(inputs)
    literal = Formula(
        inputs,
        lambda v: v["order_value"] * v["frequency"] * stay(v),
        least=every,
        positive=True,
        notes={"literal_definition": lambda v: v["order_value"] == v["order_value"]},
    )
    whole = Formula(
        inputs,
        lambda v: v["order_value"] * v["frequency"] * gain * years(v),
        least=every,
        positive=gain > 0,
        notes=capped,
    )
    spent = {"order_value": _order_value(customers, ""), "frequency": _frequency(customers, "")}
    each = Formula(spent, lambda v: v["order_value"] * v["frequency"], least=2, positive=True)
    return {
        "value": {"lifespan": whole, "literal": literal, "per_buyer": each}[form],
        "literal": literal,
        "order_value": order_value,
        "frequency": frequency,
        "retention": again,
    }


def _order_value(customers: Rows, of: str) -> Ratio:
    """Spent over orders, of those who ordered; `of` is "year_" for the year up to the period's end."""
    ordered = customers.col(f"{of}orders") > 0
    spent, orders = (customers.numbers(f"{of}{name}").within(ordered) for name in ("spent", "orders"))
    return Ratio(Sum(customers, spent, per=MONEY), Sum(customers, orders), positive=False)


def _frequency(customers: Rows, of: str) -> Ratio:
    """Orders over those who ordered."""
    orders = customers.numbers(f"{of}orders")
    orders = orders.within(orders.values > 0)
    return Ratio(Sum(customers, orders), Sum(customers, orders.map(np.ones_like)))


def _again(customers: Rows) -> Ratio:
    """Of the buyers of the year before, in percent those who bought in the last year."""
    before = customers.col("before") == 1
    again = before & (customers.col("year_orders") > 0)
    top = Count(customers, hit=Coded.of(again))
    return Ratio(top, Count(customers, hit=Coded.of(before)), per=100.0, undefined="insufficient_data")
