"""Which share of full carts is left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Share, Sum, Term
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import carts
from cxdesk.metrics.views.carts import in_several_currencies
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

BASE = Option(
    "base",
    "filled",
    N_("In percent of"),
    choices=(("filled", N_("Carts with something in them")), ("checkout", N_("Carts taken to the checkout"))),
)
_BASES = {"filled": N_("of carts with something in them"), "checkout": N_("of carts taken to the checkout")}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    if options["unit"] == "session":
        events = (("cart", options["cart"]), ("ordered", options["ordered"]))
        return (Phrase(N_("of visits with {cart}, those without {ordered}"), events),)
    hours = plural("not ordered within {n} hour", "not ordered within {n} hours", options["window"])
    return (Phrase(_BASES[options["base"]]), hours)


def _cart(number: int, day: int, **more: Any) -> dict[str, Any]:
    return {"cart": f"c{number}", "created_at": f"2024-01-{day:02d}T12:00:00Z", "value": 500_000, **more}


_CARTS = (
    _cart(1, 1, ordered_at="2024-01-01T13:00:00Z", checkout_at="2024-01-01T12:30:00Z"),
    _cart(2, 1, ordered_at="2024-01-03T12:00:00Z", checkout_at="2024-01-01T12:30:00Z"),
    _cart(3, 1),
    _cart(4, 1, items=0),
    _cart(5, 9, state="ordered"),
    _cart(6, 9),
)


@metric(
    id="cart_abandonment",
    title=N_("Cart abandonment"),
    short_title=N_("Cart abandonment"),
    idea="cart_abandonment",
    family=Family.REVENUE,
    question=N_("Who leaves a full cart?"),
    explain=N_(
        "Carts with at least one item that were not ordered within a day, in percent of all such carts, by the day "
        "they were begun. Carts younger than that are pending. With a log of events instead of carts, count visits: "
        "those with an event that fills a cart, ordered where the visit has an event of an order."
    ),
    good_for=N_("Seeing what is lost just before the till, and how much it is worth."),
    beware=N_(
        "Some print abandoned carts in percent of completed ones: then it exceeds 100. Many use a cart as a list of "
        "wishes."
    ),
    unit=Unit.PERCENT,
    better=Better.DOWN,
    reads=carts.VIEW,
    any_kind=True,
    options=(BASE, carts.UNIT, carts.HOURS, carts.INTO, carts.BOUGHT, CHANGE_INTERVAL),
    measures={
        "share": Measure(N_("Cart abandonment")),
        "abandoned": Measure(N_("Carts abandoned"), Unit.COUNT),
        "value": Measure(N_("Worth of abandoned carts"), Unit.MONEY),
    },
    companions=("avg_transaction_value",),
    drill=("numerator", "rest"),
    label=_label,
    limits=(0, 100),
    start=14,
    benchmarks=(Benchmark(N_("Typical of shops"), N_("widely quoted (Baymard)"), value=70.0),),
    examples=(
        Example(
            rows={"cart": _CARTS},
            gives=50.0,
            note=N_("Of four filled carts one was ordered too late and one never; one is empty, one too recent."),
        ),
        Example(rows={"cart": _CARTS}, gives=100 / 3, options={"base": "checkout"}),
        Example(rows={"cart": _CARTS}, gives=100.0, measure="value"),
        Example(rows={"cart": ()}, gives=None),
    ),
)
def cart_abandonment(carts: Rows, base: str) -> Mapping[str, Term]:
    inside = carts.col("filled") == 1
    if base == "checkout":
        inside &= carts.col("checkout") == 1
    young = carts.col("young") == 1
    left = (carts.col("ordered") != 1) & inside & ~young
    value = carts.numbers("value")
    several = in_several_currencies(carts.frame)
    return {
        "share": Share(carts, Coded.of(carts.col("ordered") != 1), Coded.of(inside), "outside_base", Coded.of(young)),
        "abandoned": Count(carts, hit=Coded.of(left)),
        "value": Sum(carts, value.within(left), per=MONEY, silent="mixed_currency" if several else "no_values"),
    }
