"""Up to which day the rows of a kind reach, where plans for the future stand among them."""

from __future__ import annotations

from datetime import date

import numpy as np

from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_number


def reached(frame: Frame, kind: str, *fields: str) -> int:
    """As said on import, else the newest day in `fields` that has come; NO_DAY - 1 where there is none."""
    if any(batch.as_of is not None and kind in batch.kinds for batch in frame.batches):
        return frame.as_of(kind)
    return frame.once(("reached", kind, fields), (kind,), lambda: _newest(frame, kind, fields))


def _newest(frame: Frame, kind: str, fields: tuple[str, ...]) -> int:
    if not frame.size(kind):
        return NO_DAY - 1
    days = np.concatenate([frame.days(kind, name) for name in fields])
    past = days[days <= day_number(date.today())]
    return int(past.max()) if len(past) else NO_DAY - 1
