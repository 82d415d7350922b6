"""New, returning, resurrecting and dormant: whether more people come than go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.results import Phrase
from cxdesk.domain.scales import Scale
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Count, Sum, Term
from cxdesk.metrics.metric import Better, Example, Family, Measure, Unit, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import lifecycle, usage_text
from cxdesk.metrics.views.lifecycle import DORMANT, GROUPS, NEW, RESURRECTING, RETURNING
from cxdesk.system.i18n import N_


def _label(options: Mapping[str, Any], scales: Sequence[Scale]) -> tuple[Phrase, ...]:
    ever = options["dormancy"] == "ever"
    dormant = (
        N_("dormant: ever active before, not now") if ever else N_("dormant: active in the period before, not now")
    )
    return (Phrase(dormant), *usage_text.how(options))


_EVENTS = (
    {"person": "back", "at": "2024-01-05T09:00:00Z"},
    {"person": "again", "at": "2024-02-06T09:00:00Z"},
    {"person": "gone", "at": "2024-02-07T09:00:00Z"},
    {"person": "back", "at": "2024-03-01T09:00:00Z"},
    {"person": "again", "at": "2024-03-02T09:00:00Z"},
    {"person": "new", "at": "2024-03-03T09:00:00Z"},
)


@metric(
    id="user_lifecycle",
    title=N_("Activity groups"),
    short_title=N_("Activity groups"),
    idea="lifecycle",
    family=Family.PRODUCT,
    question=N_("Do more people come than go?"),
    explain=N_(
        "Everybody active in the period is new (never seen before), returning (active in the period before as well) "
        "or resurrecting (active earlier, but not in the period before). Dormant are those who were active in the "
        "period before and are not now. Active then is active before plus new plus resurrecting less dormant."
    ),
    good_for=N_("Telling growth from a leak: a steady number of active people can hide that all are new."),
    beware=N_(
        "New means new in the data: in the first period everybody is. Depends on the length of the period: who comes "
        "once a quarter is dormant by month."
    ),
    unit=Unit.COUNT,
    better=Better.NONE,
    reads=lifecycle.VIEW,
    options=(*lifecycle.OPTIONS, PROCESS),
    measures={
        "active": Measure(N_("Active people")),
        NEW: Measure(N_("New people"), better=Better.UP),
        RETURNING: Measure(N_("Returning"), better=Better.UP),
        RESURRECTING: Measure(N_("Resurrecting"), better=Better.UP),
        DORMANT: Measure(N_("Dormant"), better=Better.DOWN),
    },
    companions=("retention_matrix",),
    drill=(DORMANT, NEW, RESURRECTING, RETURNING),
    label=_label,
    full_count=True,
    examples=(
        Example(rows={"usage_event": _EVENTS}, gives=4.0, note=N_("All four, as one period: everybody is new.")),
        Example(rows={"usage_event": _EVENTS}, gives=0.0, measure="dormant"),
        Example(rows={"usage_event": ()}, gives=None),
    ),
)
def user_lifecycle(people: Rows) -> Mapping[str, Term]:
    stage = people.labelled("stage")
    active = stage.map(lambda labels: (labels != DORMANT).astype(np.float64))
    place = np.array([GROUPS.index(label) if label in GROUPS else 0 for label in stage.values.tolist()])
    return {
        "active": Sum(people, active, labels=GROUPS, label=place),
        **{name: Count(people, hit=stage == name) for name in GROUPS},
    }
