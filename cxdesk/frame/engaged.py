"""Whether a customer did anything of their own accord before the time that a row speaks of: the attribute `engaged`.

Engaged are those who in the days before (the setting `engaged_days`) used the product, visited the site, took part in
the community, recommended you or responded to a campaign. What they buy, cancel or answer is no sign: that is what the
engaged and the others are compared by. Nothing is said of a time that the records of such signs do not cover.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cxdesk.domain.kinds import Source
from cxdesk.domain.settings import setting
from cxdesk.frame.codes import Codes
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.moments import key, moments

if TYPE_CHECKING:
    from cxdesk.frame.axes import Periods
    from cxdesk.frame.frame import Frame
    from cxdesk.frame.rows import Rows

NAME = "engaged"
DAYS = setting("engaged_days")
YES_NO = ("no", "yes")
# Kinds whose rows are signs; where not all are, the column and the values that are, or, of a yes-no column, are not.
SIGNS: Mapping[str, tuple[str, tuple[str, ...]] | None] = {
    "usage_event": None,
    "web_session": ("bot", ()),
    "community_event": None,
    "referral": None,
    "campaign_touch": ("kind", ("click", "visit", "response", "conversion")),
}


class Signs(NamedTuple):
    """Who gave a sign on which day, as ascending keys; per kind the first and the last day that it covers."""

    keys: np.ndarray
    spans: tuple[tuple[int, int], ...]


def applies(rows: Rows) -> bool:
    """Whether any sign of anybody is recorded."""
    return rows.customers > 0 and any(_named(rows.frame, kind) for kind in SIGNS)


def engaged(rows: Rows, periods: Periods | None) -> Codes | None:
    """yes, no, or none where it cannot be known; of the days before the row's period (without periods: its day)."""
    if not applies(rows):
        return None
    frame = rows.frame
    signs = frame.once(("signs",), (*SIGNS, "customer"), lambda: _signs(frame))
    days = int(frame.settings.get(DAYS.key, DAYS.default))
    moment = moments(rows, periods).astype(np.int64)
    at = np.searchsorted(signs.keys, key(rows.customer, moment - days))
    ahead = np.append(signs.keys, np.iinfo(np.int64).max)
    did = ahead[at] < key(rows.customer, moment)
    asked = (rows.customer >= 0) & (moment != NO_DAY)
    found = np.where(did, np.int32(1), np.where(_covered(moment, days, signs), np.int32(0), np.int32(-1)))
    return Codes(np.where(asked, found, np.int32(-1)).astype(np.int32), YES_NO)


def _covered(moment: np.ndarray, days: int, signs: Signs) -> np.ndarray:
    """Where the records of some kind of sign reach over at least half of the days before."""
    found = np.zeros(len(moment), bool)
    for first, last in signs.spans:
        found |= 2 * (np.minimum(moment, last + 1) - np.maximum(moment - days, first)) >= days
    return found


def _signs(frame: Frame) -> Signs:
    keys, spans = [np.empty(0, np.int64)], []
    for kind in SIGNS:
        rows = frame.rows(Source(kind)) if _named(frame, kind) else None
        if rows is not None and rows.dated:
            counts = (rows.customer >= 0) & (rows.days != NO_DAY) & _is_sign(rows)
            keys.append(key(rows.customer[counts], rows.days[counts]))
            spans.append((int(rows.days[0]), max(frame.as_of(kind), int(rows.days[0]))))
    every = np.sort(np.concatenate(keys))
    return Signs(every[np.append(True, every[1:] != every[:-1])] if len(every) else every, tuple(spans))


def _is_sign(rows: Rows) -> np.ndarray:
    told = SIGNS[rows.kind]
    if told is None:
        return np.ones(rows.size, bool)
    column, values = told
    if not values:
        return np.asarray(rows.col(column) != 1)
    codes: Codes = rows.col(column)
    return np.isin(codes.codes, [at for at, label in enumerate(codes.labels) if label in values])


def _named(frame: Frame, kind: str) -> bool:
    """Whether rows of the kind name customers."""

    def look() -> bool:
        return bool(frame.size(kind)) and bool((frame.column(kind, "customer").codes >= 0).any())

    return frame.once(("names customers", kind), (kind,), look)
