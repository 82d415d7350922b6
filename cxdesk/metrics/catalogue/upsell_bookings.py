"""Upsell bookings: what was signed with customers one has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import bookings, customers_text
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    value = N_("value over the whole term") if options["value"] == "tcv" else N_("yearly value")
    return (Phrase(value), Phrase(N_("by the day of signature")), *customers_text.how(options))


_DEALS = (
    {"customer": "a", "kind": "renewal", "closed_on": "2024-03-05", "acv_before": 1200_0000, "acv_after": 1500_0000},
    {"customer": "b", "kind": "upsell", "closed_on": "2024-03-08", "acv_before": 600_0000, "acv_after": 900_0000},
    {"customer": "c", "kind": "renewal", "closed_on": "2024-03-09", "acv_before": 2400_0000, "acv_after": 2000_0000},
    {"customer": "d", "kind": "new", "closed_on": "2024-03-20", "acv_before": 0, "acv_after": 700_0000},
    {"customer": "e", "kind": "upsell", "outcome": "lost", "closed_on": "2024-03-21", "amount": 800_0000},
)
_CONTRACTS = ({"customer": "a", "due_on": "2024-03-31", "renewed_on": "2024-03-05", "acv": 1200_0000},)


@metric(
    id="upsell_bookings",
    title=N_("Upsell bookings"),
    short_title=N_("Upsell bookings"),
    idea="upsell_bookings",
    family=Family.REVENUE,
    question=N_("How much more was signed?"),
    explain=N_(
        "What customers one has signed in the period beyond what they had, per year: the value after an upsell less "
        "the value before, and of renewals what they are worth more than before. New business, cross-sell and price "
        "rises do not count."
    ),
    good_for=N_("Seeing what customer success and account managers bring beyond keeping."),
    beware=N_(
        "Signed, not yet paid, and by the day of signature: a large deal in a quiet month says little about the trend."
    ),
    unit=Unit.MONEY,
    better=Better.UP,
    reads=bookings.VIEW,
    options=(*bookings.OPTIONS, PROCESS),
    measures={
        "total": Measure(N_("Upsell bookings")),
        "deals": Measure(N_("Deals"), Unit.COUNT),
        "downsell": Measure(N_("Downsell"), better=Better.DOWN),
    },
    companions=("renewal_bookings", "upsell_rate"),
    drill=("counted",),
    label=_label,
    any_kind=True,
    full_count=True,
    examples=(
        Example(
            rows={"deal": _DEALS, "contract": _CONTRACTS},
            gives=600.0,
            note=N_("300 from the upsell, 300 from the renewal that grew."),
        ),
        Example(rows={"deal": _DEALS}, gives=400.0, measure="downsell"),
        Example(rows={"deal": (), "contract": ()}, gives=None),
    ),
)
def upsell_bookings(signed: Rows) -> Mapping[str, Term]:
    found = signed.numbers("upsell")
    mine = found.within(~(found.values == 0))
    less = signed.numbers("downsell")
    return {
        "total": Sum(signed, mine, per=MONEY),
        "deals": Count(signed, hit=mine.map(lambda values: values > 0)),
        "downsell": Sum(signed, less.within(less.values > 0), per=MONEY),
    }
