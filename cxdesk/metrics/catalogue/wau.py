"""How many people use the product in a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count
from cxdesk.metrics.metric import Better, Example, Family, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import active_days, usage_text, windows
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    usual = (Phrase(N_("distinct per calendar week")),) if options["window"] == "calendar" else ()
    return (*usual, *usage_text.how(options))


_EVENTS = (
    {"person": "a", "at": "2024-04-22"},
    {"person": "a", "at": "2024-05-01"},
    {"person": "b", "at": "2024-05-01"},
    {"person": "a", "at": "2024-05-05"},
)


@metric(
    id="wau",
    title=N_("Weekly active people"),
    short_title=N_("Weekly active"),
    idea="active_people",
    family=Family.PRODUCT,
    question=N_("How many people use it in a week?"),
    explain=N_(
        "Different people who did something in the product in a calendar week, however often; for longer periods the "
        "mean over the whole weeks in them. A period without a whole week is counted as far as it goes. The first day "
        "of the week is a setting, and it changes the number. A rolling window counts the last 7 days of each period "
        "instead."
    ),
    good_for=N_("Following use that has a weekly rhythm, without the ups and downs of weekends."),
    beware=N_(
        "It grows with the length of the window: compare weeks with weeks. People that your files know under two "
        "names count twice until you merge them."
    ),
    unit=Unit.COUNT,
    better=Better.UP,
    reads=windows.BY_WEEK,
    any_kind=True,
    at="at",
    options=(windows.WEEKS_WINDOW, active_days.UNIT, active_days.EVENTS_OR_ORDERS, active_days.DAYS, PROCESS),
    companions=("dau", "mau"),
    drill=("counted",),
    label=_label,
    full_count=True,
    examples=(
        Example(rows={"usage_event": _EVENTS}, gives=1.5, note=N_("One in the first week, two in the second.")),
        Example(rows={"usage_event": _EVENTS}, gives=2.0, options={"window": "7"}),
        Example(rows={"usage_event": ()}, gives=None, note=N_("No events at all: not 0, but unknown.")),
    ),
)
def wau(days: Rows) -> Count:
    return Count(windows.once_each(days), per_day=True, none_is_zero=True)
