"""Which share of the contracts that were due was renewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.loader import UNKNOWN_BOOL
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio, Share, Sum, Term
from cxdesk.metrics.metric import Benchmark, Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.sources import ROMANIAN_GUIDE
from cxdesk.metrics.views import panel, rates, terms
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

BASIS = Option(
    "basis",
    "count",
    N_("In percent of"),
    choices=(
        ("count", N_("Contracts due")),
        ("gross", N_("Their value, renewals at the old price")),
        ("net", N_("Their value, renewals at the new price")),
    ),
)
GRACE = Option(
    "grace",
    30,
    N_("Days of grace"),
    N_("Who renews later than so many days after the contract was due was won back, not renewed."),
    low=0,
    high=366,
)
AUTO = Option(
    "auto",
    "all",
    N_("Contracts counted"),
    choices=(
        ("all", N_("All that were due")),
        ("decided", N_("Those that somebody must renew")),
        ("automatic", N_("Those that renew by themselves")),
    ),
)
CURRENCY = replace(panel.CURRENCY, of_view=False)
_OF = {
    "count": N_("of contracts due"),
    "gross": N_("of the value due, at the old price"),
    "net": N_("of the value due, at the new price"),
}
_WHO = {"decided": N_("without automatic renewals"), "automatic": N_("automatic renewals only")}


@dataclass(frozen=True, eq=False)
class _Due(Share):
    """Contracts due, of which for some there is still time."""

    undefined = "immature"


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    who = (Phrase(_WHO[options["auto"]]),) if options["auto"] in _WHO else ()
    return (Phrase(_OF[options["basis"]]), plural("{n} day of grace", "{n} days of grace", options["grace"]), *who)


_CONTRACTS = (
    {"contract": "early", "due_on": "2024-03-05", "renewed_on": "2024-02-20", "acv": 1_000_000},
    {
        "contract": "soon",
        "due_on": "2024-03-15",
        "renewed_on": "2024-04-10",
        "acv": 1_000_000,
        "renewed_acv": 1_500_000,
    },
    {"contract": "never", "due_on": "2024-03-31", "acv": 2_000_000},
    {"contract": "late", "due_on": "2024-03-01", "renewed_on": "2024-05-15", "acv": 1_000_000},
    {"contract": "open", "due_on": "2024-05-10", "acv": 9_000_000},
)


@metric(
    id="renewal_rate",
    title=N_("Renewal rate"),
    short_title=N_("Renewal rate"),
    idea="renewal_rate",
    family=Family.REVENUE,
    question=N_("Which share of the contracts due was renewed?"),
    explain=N_(
        "Contracts that were due in the period and were renewed by then or within the days of grace, in percent of "
        "those that were due. A contract belongs to the period in which it was due, however early it was renewed. "
        "Those for which there is still time are left out until it is up."
    ),
    good_for=N_("Judging the moment of decision: only those who had to decide are asked."),
    beware=N_(
        "It is not retention: in the same month 80% of contracts due may be renewed and 97% of customers stay. By "
        "value at the new price it may exceed 100."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=terms.VIEW,
    at="due_on",
    options=(BASIS, GRACE, AUTO, CURRENCY, CHANGE_INTERVAL),
    measures={
        "rate": Measure(N_("Renewal rate")),
        "due": Measure(N_("Contracts due"), Unit.COUNT, Better.NONE),
        "late": Measure(N_("Won back after the grace"), Unit.COUNT, Better.NONE),
    },
    companions=("retention", "renewal_bookings"),
    drill=("rest", "numerator"),
    label=_label,
    nothing="nothing_due",
    limits=(0, None),
    start=8,
    benchmarks=(
        Benchmark(
            N_("Fairly good, and what to aim at"), ROMANIAN_GUIDE, 2022, good=80.0, excellent=100.0, measure="rate"
        ),
    ),
    examples=(
        Example(
            rows={"contract": _CONTRACTS}, gives=50.0, note=N_("Four were due and decided; one was won back too late.")
        ),
        Example(rows={"contract": _CONTRACTS}, gives=40.0, options={"basis": "gross"}, note=N_("200 of 500.")),
        Example(rows={"contract": _CONTRACTS}, gives=50.0, options={"basis": "net"}, note=N_("250 of 500.")),
        Example(rows={"contract": _CONTRACTS}, gives=1.0, measure="late"),
        Example(rows={"contract": ()}, gives=None, note=N_("Nothing was due: not 0, but unknown.")),
    ),
)
def renewal_rate(contracts: Rows, basis: str, grace: int, auto: str, currency: str) -> Mapping[str, Term | Ratio]:
    found, here = terms.terms(contracts.frame), contracts.index
    renewed = found.in_time(grace)[here]
    waiting = found.waiting(grace, terms.until(contracts.frame))[here]
    exchange = rates.into(contracts.frame, terms.KIND, currency, found.due)
    within = _asked(contracts, auto) & (exchange.known[here] | (basis == "count"))
    decided = within & ~waiting
    late = found.late(grace)[here] & decided
    if basis == "count":
        rate: Term | Ratio = _Due(contracts, hit=Coded.of(renewed), within=Coded.of(within), immature=Coded.of(waiting))
    else:
        before = exchange.turned(found.before)[here]
        again = np.where(renewed, before if basis == "gross" else exchange.turned(found.after)[here], 0.0)
        place = np.where(renewed, 0, np.where(late, 1, 2))
        labels = ("renewed", "late", "lost")
        top = Sum(contracts, contracts.each(again).within(decided), per=MONEY, labels=labels, label=place)
        due = Sum(contracts, contracts.each(before).within(decided), per=MONEY)
        rate = Ratio(top, due, per=100.0, undefined="nothing_due")
    return {
        "rate": rate,
        "due": Count(contracts, hit=Coded.of(decided)),
        "late": Count(contracts, hit=Coded.of(late)),
    }


def _asked(contracts: Rows, auto: str) -> np.ndarray:
    """Which contracts are asked about."""
    automatic = contracts.col("auto_renew")
    if auto == "all":
        return np.ones(contracts.size, bool)
    return (automatic == 1) if auto == "automatic" else (automatic == 0) | (automatic == UNKNOWN_BOOL)
