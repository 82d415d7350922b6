"""How many people use the product on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Ratio
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import active_days, usage_text, windows
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    return (Phrase(N_("distinct per local day, mean of the days")), *usage_text.how(options))


_EVENTS = (
    {"person": "a", "at": "2024-05-01T08:00", "name": "login"},
    {"person": "a", "at": "2024-05-01T09:00", "name": "purchase"},
    {"person": "b", "at": "2024-05-01T10:00", "name": "login"},
    {"person": "a", "at": "2024-05-03T08:00", "name": "login"},
)


@metric(
    id="dau",
    title=N_("Daily active people"),
    short_title=N_("Daily active"),
    idea="active_people",
    family=Family.PRODUCT,
    question=N_("How many people use it on a day?"),
    explain=N_(
        "Different people who did something in the product, by local day; for longer periods the mean over all days, "
        "days without anybody included, as far as the data reach. Whoever comes ten times a day counts once."
    ),
    good_for=N_("Seeing whether people come, day by day, whatever they do."),
    beware=N_(
        "Adding days up says nothing about how many people there are: the same person counts again each day. What is "
        "no sign of use, such as an automatic login, had better not count: name the events that do."
    ),
    unit=Unit.COUNT,
    better=Better.UP,
    reads=windows.BY_DAY,
    any_kind=True,
    at="at",
    options=(active_days.UNIT, active_days.EVENTS_OR_ORDERS, active_days.DAYS, PROCESS),
    measures={
        "per_day": Measure(N_("Daily active people")),
        "mean_over_active_days": Measure(N_("Mean of the days with anybody")),
    },
    companions=("mau", "stickiness"),
    drill=("counted",),
    label=_label,
    start=15,
    full_count=True,
    examples=(
        Example(rows={"usage_event": _EVENTS}, gives=1.0, note=N_("2 people, nobody, 1 person: 3 in 3 days.")),
        Example(rows={"usage_event": _EVENTS}, gives=1.5, measure="mean_over_active_days"),
        Example(rows={"usage_event": _EVENTS}, gives=1 / 3, options={"events": "purchase"}),
        Example(rows={"usage_event": ()}, gives=None, note=N_("No events at all: not 0, but unknown.")),
    ),
)
def dau(days: Rows) -> Mapping[str, Count | Ratio]:
    anybody = Count(days.counted_once("date", "first", "repeat", within=True))
    return {
        "per_day": Count(days, per_day=True, none_is_zero=True),
        "mean_over_active_days": Ratio(Count(days), anybody),
    }
