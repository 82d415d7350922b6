"""Which share of the customers left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.forms import Form, FormKind
from cxdesk.domain.periods import Grain
from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio, Share, Term
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, PROCESS, Option
from cxdesk.metrics.sources import FRENCH_GUIDE
from cxdesk.metrics.views import customers_text, panel
from cxdesk.metrics.views.panel import LOST, PASSING, STAYED
from cxdesk.metrics.views.presence import INVOLUNTARY, SORTS, VOLUNTARY
from cxdesk.system.i18n import N_

LOSSES = Option(
    "losses",
    "cohort",
    N_("Losses counted"),
    choices=(
        ("cohort", N_("Of those who were there when the period began")),
        ("all", N_("All, also of those who came and left within the period")),
    ),
)


RETURNED = Option(
    "returned",
    "kept",
    N_("Who left and came back within the period"),
    choices=(("kept", N_("Did not leave")), ("lost", N_("Counts as lost"))),
)
_EARLY = (30, 90)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    losses = Phrase(N_("all losses")) if options["losses"] == "all" else Phrase(N_("of those there at the start"))
    returned = (Phrase(N_("returns count as lost")),) if options["returned"] == "lost" else ()
    return (losses, *returned, *customers_text.how(options))


_SUBSCRIPTIONS = (
    {"customer": "a", "started_on": "2024-01-01"},
    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-20"},
    {"customer": "c", "started_on": "2024-01-01", "ended_on": "2024-01-05"},
    {"customer": "c", "started_on": "2024-01-01"},
    {"customer": "d", "started_on": "2024-01-01"},
    {"customer": "e", "started_on": "2024-01-10", "ended_on": "2024-01-31"},
)
_AND_BACK = (
    *({"customer": name, "started_on": "2024-01-01"} for name in "ad"),
    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-20"},
    {"customer": "back", "started_on": "2024-01-01", "ended_on": "2024-01-10"},
    {"customer": "back", "started_on": "2024-01-20"},
    {"customer": "last", "started_on": "2024-01-31"},
)
_ORDERS = tuple(
    {"order": f"{name}{day}", "customer": name, "placed_at": f"{day}T09:00:00Z"}
    for name, day in (
        *(("a", "2024-01-01"), ("a", "2024-01-25"), ("a", "2024-02-20")),
        *(("b", "2024-01-01"), ("c", "2024-02-01")),
    )
)


@metric(
    id="churn_lost",
    title=N_("Customer churn"),
    short_title=N_("Customer churn"),
    idea="churn",
    family=Family.CUSTOMERS,
    question=N_("Which share left?"),
    explain=N_(
        "Customers who were there when the period began and no longer when it ended, in percent of those who were "
        "there when it began. Who came back within the period did not leave; who gave up one of two subscriptions "
        "did not leave either. The first day not covered is the day of leaving. Trials do not count. Customers without "
        "a contract have left once they have not ordered for long enough, where that is chosen."
    ),
    good_for=N_("Seeing whether what you do keeps people, however many new ones arrive."),
    beware=N_(
        "A monthly rate is not a twelfth of a yearly one: convert it. A share of customers says nothing about their "
        "money: look at revenue retention beside it."
    ),
    unit=Unit.PERCENT,
    better=Better.DOWN,
    reads=panel.ANY,
    options=(LOSSES, RETURNED, *panel.ANYHOW, panel.UNIT, panel.READ_AT, panel.GRACE, PROCESS, CHANGE_INTERVAL),
    measures={
        "rate": Measure(N_("Customer churn")),
        "lost": Measure(N_("Customers lost"), Unit.COUNT),
        VOLUNTARY: Measure(N_("Left by choice")),
        INVOLUNTARY: Measure(N_("Lost through a failed payment")),
        "early_30": Measure(N_("Of those who left, within 30 days of the first payment")),
        "early_90": Measure(N_("Of those who left, within 90 days of the first payment")),
    },
    any_kind=True,
    companions=("retention", "nrr"),
    forms=(Form(FormKind.COHORTS, ("rate",), "since", upright=True, beside=True),),
    compare_by=("engaged",),
    drill=("numerator", "rest"),
    label=_label,
    limits=(0, None),
    full_count=True,
    start=6,
    benchmarks=(
        Benchmark(N_("Large software vendors"), FRENCH_GUIDE, 2021, low=5.0, good=7.0, grain=Grain.YEAR),
        Benchmark(N_("Small and medium customers"), FRENCH_GUIDE, 2021, good=5.0, grain=Grain.MONTH),
    ),
    examples=(
        Example(rows={"subscription": _SUBSCRIPTIONS}, gives=25.0, note=N_("Of a, b, c and d one left; c kept one.")),
        Example(rows={"subscription": _SUBSCRIPTIONS}, gives=50.0, options={"losses": "all"}),
        Example(rows={"subscription": _AND_BACK}, gives=25.0),
        Example(rows={"subscription": _AND_BACK}, gives=50.0, options={"returned": "lost"}),
        Example(
            rows={"order": _ORDERS},
            gives=50.0,
            options={"base": "orders", "inactivity_days": 30},
            note=N_("a orders every month; b was silent for more than thirty days; c began later."),
        ),
        Example(rows={"subscription": ()}, gives=None, note=N_("Nobody there: not 0, but unknown.")),
    ),
)
def churn_lost(customers: Rows, losses: str, returned: str) -> Mapping[str, Term | Ratio]:
    change = customers.labelled("change")
    there = (change == STAYED) | (change == LOST)
    gone = (change == LOST) | (change == PASSING)
    counted = change == LOST if losses == "cohort" else gone
    if returned == "lost":
        counted = counted | ((change == STAYED) & Coded.of(customers.col("ended") > 0))
    because, after = customers.labelled("because"), customers.col("left_after")
    known = because.where(np.zeros(because.size))
    known_since = Coded.of(~np.isnan(after))

    def rate(hit: Coded) -> Term | Ratio:
        if losses == "cohort":
            return Share(customers, hit=hit, within=there)
        return Ratio(Count(customers, hit=hit), Count(customers, hit=there), per=100.0)

    return {
        "rate": rate(counted),
        "lost": Count(customers, hit=counted),
        **{name: rate(counted & (known == name)) for name in SORTS},
        **{f"early_{days}": Share(customers, hit=_soon(after, days), within=gone & known_since) for days in _EARLY},
    }


def _soon(after: np.ndarray, days: int) -> Coded:
    """Whether somebody left so soon; who is there did not."""
    return Coded.of(np.nan_to_num(after, nan=np.inf) <= days)
