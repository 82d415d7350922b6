"""What a measure is called before people, also where the data name it: of themes their title, never their code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.frame import theming
from cxdesk.frame.frame import Frame
from cxdesk.metrics.metric import Metric
from cxdesk.system.i18n import _


def shown(frame: Frame, metric: Metric, measure: str, options: Mapping[str, Any]) -> str:
    """In the language of the interface: the measure's title; "Price · Impact on the mean score" for a theme's."""
    if not metric.endings or measure in metric.measures:
        return _(metric.title_of(measure))
    titles = {code: theme.shown for theme, code in theming.codes(frame, str(options.get("axis") or ""))}
    if measure in titles:
        return titles[measure]
    for ending, one in metric.endings.items():
        code = measure.removesuffix(ending)
        if code != measure and code in titles:
            return f"{titles[code]} · {_(one.title)}"
    return _(metric.title_of(measure))


def named(frame: Frame, metric: Metric, measure: str) -> str:
    """The same where nothing says by which axis the themes are: of whichever has one with that code."""
    found = (shown(frame, metric, measure, {"axis": axis}) for axis in theming.AXES)
    plain = _(metric.title_of(measure))
    return next((said for said in found if said != plain), plain)
