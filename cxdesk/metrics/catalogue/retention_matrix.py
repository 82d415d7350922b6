"""Which share of a cohort was active again, interval by interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cxdesk.domain.forms import Form, FormKind
from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Share
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import CHANGE_INTERVAL, Option
from cxdesk.metrics.views import cohorts, usage_text
from cxdesk.system.i18n import N_

AFTER = Option(
    "after", 1, N_("The card shows the share after"), N_("So many intervals after the cohort's own."), low=0, high=60
)
_ACTIVE = {
    "events": N_("used the product again"),
    "paying": N_("paid again"),
    "orders": N_("ordered again"),
}
_INTERVALS = {
    "month": plural("after {n} month", "after {n} months", 0),
    "week": plural("after {n} week", "after {n} weeks", 0),
    "day": plural("after {n} day", "after {n} days", 0),
    "quarter": plural("after {n} quarter", "after {n} quarters", 0),
}


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    cohort = N_("of those active for the first time") if options["cohort"] == "first" else N_("of those active")
    after = replace(_INTERVALS[options["interval"]], values=(("n", str(options["after"])),))
    return (Phrase(_ACTIVE[options["activity"]]), after, Phrase(cohort), *usage_text.how(options))


_EVENTS = (
    {"person": "a", "at": "2024-01-05T09:00:00Z"},
    {"person": "a", "at": "2024-01-09T09:00:00Z"},
    {"person": "a", "at": "2024-02-05T09:00:00Z"},
    {"person": "b", "at": "2024-01-08T09:00:00Z"},
    {"person": "c", "at": "2024-02-20T09:00:00Z"},
    {"person": "c", "at": "2024-03-10T09:00:00Z"},
)


@metric(
    id="retention_matrix",
    title=N_("Cohort retention"),
    short_title=N_("Cohort table"),
    idea="cohorts",
    family=Family.PRODUCT,
    question=N_("Do cohorts come back?"),
    explain=N_(
        "Those who were active in an interval are a cohort; each cell is the share of them who were active again so "
        "many intervals later. Ask it by month, split by intervals later, and it is the table of cohorts. Intervals "
        "that are not over are left out until they are."
    ),
    good_for=N_("Seeing whether people come back after the first enthusiasm, and whether newer cohorts do better."),
    beware=N_(
        "Everybody active opens a cohort each time: take those who came for the first time to follow new people only. "
        "The newest cohorts have few cells."
    ),
    unit=Unit.PERCENT,
    better=Better.UP,
    reads=cohorts.VIEW,
    options=(*cohorts.OPTIONS, AFTER, CHANGE_INTERVAL),
    measures={"kept": Measure(N_("Active again")), "cells": Measure(N_("All cells of the table"))},
    companions=("retention",),
    drill=("rest", "numerator"),
    label=_label,
    any_kind=True,
    limits=(0, 100),
    forms=(Form(FormKind.COHORTS, ("cells",), "offset"),),
    examples=(
        Example(
            rows={"usage_event": _EVENTS},
            gives=50.0,
            note=N_("Of a and b in January, a came in February; March is not over, so February waits."),
        ),
        Example(rows={"usage_event": _EVENTS}, gives=500 / 6, measure="cells"),
        Example(rows={"usage_event": ()}, gives=None),
    ),
)
def retention_matrix(members: Rows, after: int) -> Mapping[str, Share]:
    active, waiting = (Coded.of(members.col(name) == 1) for name in ("active", "open"))
    mine = Coded.of(members.col("offset").codes == after)
    return {
        "kept": Share(members, hit=active, within=mine, immature=waiting),
        "cells": Share(members, hit=active, immature=waiting),
    }
