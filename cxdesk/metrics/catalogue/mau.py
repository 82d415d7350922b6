"""How many people use the product in a month."""

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
    usual = (Phrase(N_("distinct per calendar month")),) if options["window"] == "calendar" else ()
    return (*usual, *usage_text.how(options))


_EVENTS = (
    {"person": "a", "at": "2024-04-01"},
    {"person": "a", "at": "2024-05-01"},
    {"person": "b", "at": "2024-05-01"},
    {"person": "a", "at": "2024-05-05"},
)


@metric(
    id="mau",
    title=N_("Monthly active people"),
    short_title=N_("Monthly active"),
    idea="active_people",
    family=Family.PRODUCT,
    question=N_("How many people use it in a month?"),
    explain=N_(
        "Different people who did something in the product in a calendar month, however often; for longer periods the "
        "mean over the whole months in them. A period without a whole month, and a month that still runs, is counted "
        "as far as it goes. A rolling window counts the last 28 or 30 days of each period instead."
    ),
    good_for=N_("Knowing how large the group is that really uses what you offer."),
    beware=N_(
        "It grows with the length of the window: compare months with months. People that your files know under two "
        "names count twice until you merge them."
    ),
    unit=Unit.COUNT,
    better=Better.UP,
    reads=windows.BY_MONTH,
    any_kind=True,
    at="at",
    options=(windows.MONTHS_WINDOW, active_days.UNIT, active_days.EVENTS_OR_ORDERS, active_days.DAYS, PROCESS),
    companions=("dau", "stickiness"),
    drill=("counted",),
    label=_label,
    full_count=True,
    examples=(
        Example(
            rows={"usage_event": _EVENTS}, gives=1.0, note=N_("One in April; May is not over and does not count yet.")
        ),
        Example(rows={"usage_event": _EVENTS}, gives=2.0, options={"window": "28"}),
        Example(
            rows={
                "order": (
                    {"customer": "a", "placed_at": "2024-05-01", "net_amount": 100_000},
                    {"customer": "a", "placed_at": "2024-05-09", "net_amount": 100_000},
                    {"customer": "b", "placed_at": "2024-05-09", "net_amount": -100_000},
                )
            },
            gives=1.0,
            options={"events": "orders"},
            note=N_("a bought twice; b only gave something back."),
        ),
        Example(rows={"usage_event": ()}, gives=None, note=N_("No events at all: not 0, but unknown.")),
    ),
)
def mau(days: Rows) -> Count:
    return Count(windows.once_each(days), per_day=True, none_is_zero=True)
