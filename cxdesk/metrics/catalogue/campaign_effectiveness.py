"""Whether a campaign worked: whom it reached, what they did, what it brought and what it cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Band, BandRule, Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Formula, Input, Ratio, Share, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import campaigns, customers_text, panel
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

MARGIN = Option(
    "margin",
    100.0,
    N_("Gross margin in percent"),
    N_("What is left of revenue when the goods are paid; 100 counts revenue."),
    low=-1000,
    high=100,
)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (
        plural(
            "bought within {n} day of the first touch, attributed",
            "bought within {n} days of the first touch, attributed",
            options["window"],
        ),
        Phrase(N_("at {margin}% margin"), (("margin", f"{options['margin']:g}"),)),
        *customers_text.how(options),
    )


def _touch(person: str, kind: str | None = "sent", arm: str | None = None, day: int = 5) -> dict[str, Any]:
    key = {"touch_id": f"{person}{kind}", "campaign": "spring", "customer": person, "kind": kind, "arm": arm}
    return {**key, "at": f"2024-01-{day:02d}T12:00:00Z"}


def _order(number: int, person: str, day: str, net: int) -> dict[str, Any]:
    return {"order": str(number), "customer": person, "placed_at": f"{day}T12:00:00Z", "net_amount": net * 10_000}


_ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "campaign_touch": (
        *(_touch(person) for person in "abcd"),
        _touch("a", "click", day=6),
        _touch("f", "bounce"),
        *(_touch(person, None, "control") for person in "xyzw"),
    ),
    "order": (
        _order(1, "a", "2024-01-10", 60),
        _order(2, "b", "2024-01-20", 40),
        _order(3, "c", "2024-03-20", 500),
        _order(4, "x", "2024-01-20", 10),
    ),
    "cost": ({"cost_id": "1", "from": "2024-01-05", "to": "2024-01-11", "amount": 250_000, "campaign": "spring"},),
}


@metric(
    id="campaign_effectiveness",
    title=N_("Campaign effectiveness"),
    short_title=N_("Campaigns"),
    idea="campaign_effectiveness",
    family=Family.REVENUE,
    question=N_("Did the campaign work?"),
    explain=N_(
        "Of the people a campaign reached, the share that bought within the window after the first touch; beside it "
        "how many were reached, how many responded, what they spent, revenue over cost and gain over cost (of costs "
        "that name a campaign). With people kept out to compare: the difference of the shares in points and in "
        "percent, and how many purchases that is. People only bounced were not reached; those whose window is not "
        "over are pending."
    ),
    good_for=N_("Comparing campaigns: split it by campaign, channel or message."),
    beware=N_(
        "Without a control group purchases are attributed, not caused: some would have bought anyway. A purchase after "
        "two campaigns counts for both."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=(campaigns.REACHED, campaigns.COSTS, campaigns.ASKED),
    options=(campaigns.WINDOW, MARGIN, panel.CURRENCY, CHANGE_INTERVAL),
    measures={
        "conversion": Measure(N_("Bought, of those reached")),
        "reach": Measure(N_("People reached"), Unit.COUNT),
        "response": Measure(N_("Responded, of those reached")),
        "control": Measure(N_("Bought, of those kept out"), better=Better.NONE),
        "lift": Measure(N_("More than those kept out, points")),
        "lift_relative": Measure(N_("More than those kept out, percent")),
        "incremental": Measure(N_("Purchases it made"), Unit.COUNT),
        "revenue": Measure(N_("Revenue attributed"), Unit.MONEY),
        "cost": Measure(N_("Cost"), Unit.MONEY, Better.DOWN),
        "roas": Measure(N_("Revenue over cost"), Unit.RATIO),
        "roi": Measure(N_("Gain over cost, percent")),
        "csat": Measure(N_("Satisfied, of those reached")),
    },
    companions=("conversion_rate", "csat_top"),
    drill=("rest", "numerator"),
    label=_label,
    examples=(
        Example(rows=_ROWS, gives=50.0, note=N_("Of a, b, c and d two bought within 30 days; f's message bounced.")),
        Example(rows=_ROWS, gives=25.0, measure="lift", note=N_("50% less the 25% of x, y, z and w.")),
        Example(rows=_ROWS, gives=4.0, measure="roas"),
        Example(rows=_ROWS, gives=100.0, measure="roi", options={"margin": 50}),
        Example(rows={"campaign_touch": ()}, gives=None),
    ),
)
def campaign_effectiveness(people: Rows, costs: Rows, answers: Rows, margin: float) -> Mapping[str, Any]:
    treated = people.col("arm").codes == 0
    young = people.col("young") == 1
    bought = Coded.of(people.col("bought") == 1)
    arms = {name: _share(people, bought, treated == side, young) for name, side in (("in", True), ("out", False))}
    counted = treated & ~young
    revenue = Sum(people, people.numbers("revenue").within(counted), per=MONEY)
    cost = Sum(costs, costs.numbers("amount").within(_named(costs)), per=MONEY)
    shares = {"in": Input(arms["in"]), "out": Input(arms["out"])}
    money = {"revenue": Input(revenue), "cost": Input(cost)}
    number = Input(Count(people, hit=Coded.of(counted)))
    found: dict[str, Term | Ratio | Formula] = {
        "conversion": arms["in"],
        "reach": Count(people, hit=Coded.of(treated)),
        "response": Share(people, Coded.of(people.col("responded") == 1), Coded.of(treated)),
        "control": arms["out"],
        "lift": Formula(shares, lambda v: v["in"] - v["out"], least=2, linear=True),
        "lift_relative": Formula(shares, lambda v: 100 * (v["in"] / v["out"] - 1), least=2),
        "incremental": Formula({**shares, "n": number}, lambda v: (v["in"] - v["out"]) / 100 * v["n"], least=3),
        "revenue": revenue,
        "cost": cost,
        "roas": Formula(money, lambda v: v["revenue"] / v["cost"], least=2),
        "roi": Formula(money, lambda v: 100 * (v["revenue"] * margin / 100 - v["cost"]) / v["cost"], least=2),
        "csat": _satisfied(answers),
    }
    return found


def _share(people: Rows, bought: Coded, arm: np.ndarray, young: np.ndarray) -> Share:
    return Share(people, bought, Coded.of(arm), "outside_base", Coded.of(young))


def _named(costs: Rows) -> np.ndarray:
    """Costs that name a campaign."""
    if not costs.has("campaign"):
        return np.zeros(costs.size, bool)
    return costs.col("campaign").codes >= 0


def _satisfied(answers: Rows) -> Share:
    after = Coded.of(answers.col("after_campaign"))
    return Share(answers, answers.band(BandRule.TOP_BOX) == Band.TOP, after)
