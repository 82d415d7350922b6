"""On how many days people use the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Mean, Quantile, Shares, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.views import active_days, active_people, usage_text
from cxdesk.system.i18n import N_

FROM = (1, 2, 4, 8, 15)  # days from which each group begins
GROUPS = ("one", "two_to_3", "four_to_7", "eight_to_14", "fifteen_up")
_UNITS = {"day": N_("days per active person"), "week": N_("calendar weeks per active person")}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(_UNITS[options["interval"]]), *usage_text.how(options))


_EVENTS: tuple[Mapping[str, Any], ...] = (
    *({"person": "a", "at": f"2024-04-{day:02d}"} for day in (1, 2, 3, 10)),
    *({"person": "b", "at": f"2024-04-{day:02d}"} for day in (1, 8)),
    {"person": "b", "at": "2024-04-08T10:00"},
)


@metric(
    id="usage_frequency",
    title=N_("How often people come"),
    short_title=N_("Frequency of use"),
    idea="stickiness",
    family=Family.PRODUCT,
    question=N_("On how many days do people use it?"),
    explain=N_(
        "The days of the period on which each active person did something in the product: mean and median, and the "
        "shares of people who came on one day, on 2 or 3, on 4 to 7, on 8 to 14, on 15 or more. As an option calendar "
        "weeks are counted instead."
    ),
    good_for=N_("Seeing behind stickiness: many who come once, or a few who live in it."),
    beware=N_("It depends on the length of the period, and on which day the week begins if weeks are counted."),
    unit=Unit.RATIO,
    better=Better.UP,
    reads=active_people.PEOPLE,
    at="at",
    options=(active_people.INTERVAL, active_days.UNIT, active_days.EVENTS, active_days.DAYS),
    measures={
        "mean": Measure(N_("Mean per person")),
        "median": Measure(N_("Median per person")),
        "one": Measure(N_("Once"), Unit.PERCENT, Better.NONE),
        "two_to_3": Measure(N_("2 or 3"), Unit.PERCENT, Better.NONE),
        "four_to_7": Measure(N_("4 to 7"), Unit.PERCENT, Better.NONE),
        "eight_to_14": Measure(N_("8 to 14"), Unit.PERCENT, Better.NONE),
        "fifteen_up": Measure(N_("15 or more"), Unit.PERCENT, Better.NONE),
    },
    companions=("stickiness",),
    drill=("one", "fifteen_up"),
    label=_label,
    limits=(0, None),
    examples=(
        Example(rows={"usage_event": _EVENTS}, gives=3.0, note=N_("a on four days, b on two.")),
        Example(rows={"usage_event": _EVENTS}, gives=2.0, options={"interval": "week"}),
        Example(rows={"usage_event": _EVENTS}, gives=50.0, measure="two_to_3"),
        Example(rows={"usage_event": ()}, gives=None),
    ),
)
def usage_frequency(people: Rows) -> Mapping[str, Term]:
    active = Coded.of(people.col("active"))
    group = active.map(lambda days: np.searchsorted(FROM, days, side="right") - 1)
    shares = Shares(people, group, dict(enumerate(GROUPS)), together=True)
    return {"mean": Mean(people, active), "median": Quantile(people, active), **shares}
