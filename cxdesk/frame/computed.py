"""Attributes that no file holds: whether there is a comment, bands, weekday, hour, month, and what the row's customer
had done before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from cxdesk.domain.kinds import Condition as Fixed
from cxdesk.domain.kinds import Role, Source
from cxdesk.domain.scales import Band, BandRule
from cxdesk.frame import engaged
from cxdesk.frame.brought import REFERRAL, referred
from cxdesk.frame.codes import Codes, State
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.moments import key, moments
from cxdesk.frame.zone import DAY, HOUR
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.frame.axes import Periods
    from cxdesk.frame.rows import Rows

_Standing = Callable[[Any, Any], Codes | None]  # of rows and, where there are, periods
ANSWER = "answer"
RULES: Mapping[str, BandRule] = {
    Role.NPS: BandRule.NPS,
    Role.ENPS: BandRule.NPS,
    Role.CES: BandRule.MIDPOINT,
}  # any other role: top box
BANDS = (Band.BOTTOM.value, Band.MIDDLE.value, Band.TOP.value)
WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_LATEST: Mapping[str, tuple[Role, tuple[str, str, str]]] = {
    "nps_band": (Role.NPS, (N_("detractor"), N_("passive"), N_("promoter"))),
    "csat_band": (Role.CSAT, (N_("dissatisfied"), N_("neutral"), N_("satisfied"))),
    "ces_band": (Role.CES, (N_("difficult"), N_("neutral"), N_("easy"))),
}

ELSEWHERE: Mapping[str, frozenset[str]] = {  # attributes that read other kinds than the rows', besides customer, answer
    engaged.NAME: frozenset(engaged.SIGNS),
    "referred": frozenset({REFERRAL}),
}


def has_comment(rows: Rows) -> Codes | None:
    """yes where the response (for other kinds: the row) holds at least one letter of text."""
    found = letters(rows)
    return None if found is None else Codes((found > 0).astype(np.int32), ("no", "yes"))


def letters(rows: Rows) -> np.ndarray | None:
    """Letters of text per row; an answer has those of its whole response, wherever they were written."""
    fields = [field.name for field in rows.frame.declared(rows.kind).comments]
    if not fields:
        return None
    whole = rows.frame.once(("letters", rows.kind), (rows.kind,), lambda: _letters(rows, fields))
    return whole[rows.index]


def _letters(rows: Rows, fields: list[str]) -> np.ndarray:
    frame = rows.frame
    most = np.maximum.reduce([frame.column(rows.kind, f"{field}:letters") for field in fields])
    if rows.kind != ANSWER:
        return most
    response = frame.column(ANSWER, "response").codes
    known = response >= 0
    by_response = np.zeros(int(response.max(initial=-1)) + 2, most.dtype)
    np.maximum.at(by_response, response[known], most[known])
    return np.where(known, by_response[response], most)


def band(rows: Rows) -> Codes | None:
    """top, middle or bottom: the row's own answer on its own scale, by the rule of what the question asks."""
    if rows.kind != ANSWER:
        return None
    role = rows.col("role")
    found = np.full(rows.size, -1, np.int32)
    for code, name in enumerate(role.labels):
        here = np.flatnonzero(role.codes == code)
        if len(here):
            found[here] = _band_table(rows, name)[rows.cells.codes[here]]
    return Codes(found, BANDS)


def _band_table(rows: Rows, role: str) -> np.ndarray:
    coded = rows.band(RULES.get(role, BandRule.TOP_BOX), allow_proxy=True)
    places = {name: place for place, name in enumerate(BANDS)}
    table = np.array([places.get(str(value), -1) for value in coded.values], np.int32)
    return np.where(coded.state == State.OK, table, -1)


def latest_band(rows: Rows, periods: Periods | None, name: str) -> Codes | None:
    """The band of the customer's latest answer before the period that a row falls into began.

    Without periods: before the row's own day. An answer given in the period itself does not count: otherwise the
    outcome would explain itself.
    """
    role, labels = _LATEST[name]
    if not rows.frame.size(ANSWER) or not rows.has("customer"):
        return None
    answers = rows.frame.rows(Source(ANSWER, (Fixed("role", role),)))
    keys, bands = answers.once("standing", lambda: _history(answers))
    at = np.searchsorted(keys, key(rows.customer, moments(rows, periods))) - 1
    known = (at >= 0) & (rows.customer >= 0)
    known &= (keys[np.maximum(at, 0)] >> 32 == rows.customer) if len(keys) else False
    return Codes(np.where(known, bands[np.maximum(at, 0)] if len(keys) else -1, -1).astype(np.int32), labels)


def _history(answers: Rows) -> tuple[np.ndarray, np.ndarray]:
    own = band(answers)
    codes = own.codes if own is not None else np.full(answers.size, -1, np.int32)
    usable = np.flatnonzero((codes >= 0) & (answers.customer >= 0) & (answers.days != NO_DAY))
    keys = key(answers.customer[usable], answers.days[usable])
    order = np.argsort(keys, kind="stable")
    return keys[order], codes[usable][order]


def weekday(rows: Rows) -> Codes | None:
    """Monday to Sunday of the row's local day."""
    dated = rows.days != NO_DAY
    return Codes(np.where(dated, (rows.days.astype(np.int64) + 3) % 7, -1).astype(np.int32), WEEKDAYS)


def hour(rows: Rows) -> Codes | None:
    """00 to 23, local; none for rows of which only the day is known."""
    local = rows.local()
    if local is None:
        return None
    known = rows.days != NO_DAY
    floating = rows.floating()
    if floating is not None:
        known = known & ~(floating & (local % DAY == 0))
    return Codes(np.where(known, local % DAY // HOUR, -1).astype(np.int32), [f"{h:02d}" for h in range(24)])


def month(rows: Rows) -> Codes | None:
    """Year and month of the row's local day, such as 2024-03."""
    months = rows.days[: rows.dated].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    values, inverse = np.unique(months, return_inverse=True)
    codes = np.full(rows.size, -1, np.int32)
    codes[: rows.dated] = inverse
    return Codes(codes, [str(value) for value in values.astype("datetime64[M]")])


ATTRIBUTES: Mapping[str, Callable[[Rows], Codes | None]] = {
    "has_comment": has_comment,
    "band": band,
    "weekday": weekday,
    "hour": hour,
    "month": month,
    "referred": referred,
}
# What holds of a row's customer when the row's period begins.
STANDINGS: Mapping[str, _Standing] = {
    **{name: partial(latest_band, name=name) for name in _LATEST},
    engaged.NAME: engaged.engaged,
}


def applies(rows: Rows, name: str) -> bool:
    """Whether a computed attribute has anything to say about these rows."""
    if name == engaged.NAME:
        return engaged.applies(rows)
    if name in STANDINGS:
        return bool(rows.frame.size(ANSWER)) and rows.customers > 0
    if name == "hour":
        return rows.dated > 0 and rows.timed
    if name in ("weekday", "month"):
        return rows.dated > 0
    return ATTRIBUTES[name](rows) is not None
