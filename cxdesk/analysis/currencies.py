"""The currency in which a metric's amounts are: told beside them where the data say it, never assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Source
from cxdesk.domain.results import Unit
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.views import rates

FIELD = "currency"


def currency_of(frame: Frame, metric: Metric, measure: str, options: Mapping[str, Any]) -> str | None:
    """ISO code of the amounts of one measure; None for what is no amount, and where rows name none or several.

    An option that confines the metric to one currency goes before what the rows name.
    """
    if metric.unit_of(measure) != Unit.MONEY:
        return None
    chosen = options.get(FIELD)
    if chosen:
        return str(chosen)
    kinds = tuple(kind for kind in metric.kinds if frame.size(kind) and frame.declared(kind).has(FIELD))
    named = frame.once(("currencies named", kinds), (*kinds, *rates.READ), lambda: _named(frame, kinds))
    return next(iter(named)) if len(named) == 1 else None


def _named(frame: Frame, kinds: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for kind in kinds:
        column = frame.column(kind, FIELD)
        assert isinstance(column, Codes)
        codes = column.codes[frame.rows(Source(kind)).index]
        names = {column.labels[code] for code in np.unique(codes[codes >= 0]).tolist()}
        found |= {rates.ends_in(frame, name) for name in names}
    return frozenset(found)
