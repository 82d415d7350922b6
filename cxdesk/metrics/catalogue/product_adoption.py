"""Which share of the customers really uses what they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import access, active_days, adoption, usage_text
from cxdesk.system.i18n import N_

LEAST = Option("least", 3, N_("Events at least"), N_("How many events make a customer count."), low=1, high=1000)


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    what = plural("at least {n} event", "at least {n} events", options["least"])
    return (
        what,
        plural("within {n} day", "within {n} days", options["span"]),
        Phrase(access.BASES[options["access"]]),
        *usage_text.how(options),
    )


_RUNNING = tuple({"customer": name, "started_on": "2024-01-01"} for name in "abcd")
_EVENTS: tuple[Mapping[str, Any], ...] = (
    *({"customer": "a", "at": f"2024-05-{day:02d}"} for day in (3, 10, 28)),
    {"customer": "b", "at": "2024-05-20", "count": 5},
    *({"customer": "c", "at": f"2024-04-{day:02d}"} for day in (1, 2, 3)),
    {"customer": "d", "at": "2024-05-20"},
    *({"customer": "nobody's", "at": f"2024-05-{day:02d}"} for day in (3, 4, 5)),
)


@metric(
    id="product_adoption",
    title=N_("Product adoption"),
    short_title=N_("Adoption"),
    idea="adoption",
    family=Family.PRODUCT,
    question=N_("Who really uses it?"),
    explain=N_(
        "Customers who had access on the last day of the period and used the product at least three times in the 28 "
        "days before, in percent of all who had access. How often and in how many days are options, and so is which "
        "events count; else those count that the import was told are core actions, and without any all of them."
    ),
    good_for=N_("Finding customers who pay and do not use: they leave next."),
    beware=N_(
        "In percent of those who could, not of those who did: users without access do not count. What is a lot of use "
        "differs from product to product, so look for the number of events that customers who stay reach."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=adoption.ADOPTION,
    at="at",
    options=(LEAST, adoption.SPAN, active_days.EVENTS, access.ACCESS, CHANGE_INTERVAL),
    companions=("feature_adoption", "mau"),
    drill=("rest", "numerator"),
    label=_label,
    limits=(0, 100),
    examples=(
        Example(
            rows={"usage_event": _EVENTS, "subscription": _RUNNING},
            gives=50.0,
            note=N_("a came three times, b five times in one row; c in April only, d once."),
        ),
        Example(rows={"usage_event": _EVENTS, "subscription": _RUNNING}, gives=75.0, options={"least": 1, "span": 28}),
        Example(
            rows={
                "usage_event": tuple(
                    {"customer": who, "at": "2024-05-20", "name": name, "core": name == "report created"}
                    for who, name in (("a", "report created"), ("a", "login"), ("b", "login"))
                ),
                "subscription": _RUNNING,
            },
            gives=25.0,
            options={"least": 1},
            note=N_("Of four a made a report, which is what the product is there for; b only came."),
        ),
        Example(rows={"usage_event": _EVENTS}, gives=None, note=N_("Nobody is known to have access.")),
    ),
)
def product_adoption(customers: Rows, least: int) -> Share:
    return Share(customers, hit=Coded.of(customers.col("events") >= least))
