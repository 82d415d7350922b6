"""Everything that happened to one customer, over all kinds of records, the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from cxdesk.analysis.customers.telling import GATHERED, TELLERS, Row, gathered, records
from cxdesk.domain.customers import Event
from cxdesk.domain.kinds import Kind, Source, Type, all_kinds
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_of

TOLD_OF_OTHERS = {"referral": "new_customer"}  # kinds that tell of another customer as well
Read = Callable[[str, Sequence[int]], Sequence[Mapping[str, Any]]]  # kind, row ids → cells by field, in that order


@dataclass(frozen=True)
class Story:
    """Events, the newest first; `rows` counts those of each kind, `earlier` rows older than what is told."""

    events: tuple[Event, ...]
    rows: Mapping[str, int]
    earlier: int


def rows_of(frame: Frame, code: int) -> dict[str, np.ndarray]:
    """Kind → positions of the live rows that name the customer, in the order in which they happened."""
    found = {}
    for kind in all_kinds():
        if kind.subject != CUSTOMER or not frame.size(kind.name):
            continue
        rows = frame.rows(Source(kind.name))
        named = rows.customer == code
        other = TOLD_OF_OTHERS.get(kind.name)
        if other is not None:
            named = named | (rows.col(other).codes == code)
        if named.any():
            found[kind.name] = rows.index[named]
    return found


def story(frame: Frame, customer: str, code: int, read: Read, most: int, currency: str | None = None) -> Story:
    """At most `most` rows of each kind that is told one by one are read: the newest."""
    events: list[Event] = []
    rows, earlier = rows_of(frame, code), 0
    for kind, positions in rows.items():
        if kind in GATHERED:
            events += _by_day(frame, kind, positions)
        elif kind in TELLERS:
            newest = positions[max(len(positions) - max(most, 0), 0) :]
            earlier += len(positions) - len(newest)
            events += _one_by_one(frame, kind, newest, read, (customer, currency))
    counts = {kind: len(positions) for kind, positions in rows.items()}
    return Story(tuple(sorted(events, key=_newest_first)), counts, earlier)


def _newest_first(event: Event) -> tuple[int, bool, int]:
    """Undated ones last; within a day what was imported later comes first, and where all began last."""
    return (-event.day.toordinal() if event.day else 0, event.kind == CUSTOMER, -event.row)


def _one_by_one(
    frame: Frame, kind: str, positions: np.ndarray, read: Read, about: tuple[str, str | None]
) -> Iterator[Event]:
    declared = frame.declared(kind)
    dated = [field.name for field in declared.fields if field.type in (Type.INSTANT, Type.DATE)]
    days = {name: frame.days(kind, name)[positions] for name in dated if frame.has(kind, name)}
    bands = _bands(frame, declared, positions)
    for at, cells in records(kind, read(kind, frame.column(kind, "row_id")[positions].tolist())):
        row = Row(cells, {name: _day(int(column[at])) for name, column in days.items()}, *about)
        for told in TELLERS[kind](row):
            band = bands[at] if told.sign == "comment" else None
            yield Event(
                kind, int(cells["row_id"]), told.sign, row.day(told.at), told.title, told.detail, band, words=told.words
            )


def _day(number: int) -> date | None:
    return None if number == NO_DAY else day_of(number)


def _bands(frame: Frame, declared: Kind, positions: np.ndarray) -> list[str | None]:
    found = frame.rows(Source(declared.name)).codes("band") if declared.has("score") else None
    if found is None:
        return [None] * len(positions)
    rows = frame.rows(Source(declared.name))
    whole = np.full(frame.size(declared.name), -1, np.int64)
    whole[rows.index] = found.codes
    return [str(found.labels[code]) if code >= 0 else None for code in whole[positions].tolist()]


def _by_day(frame: Frame, kind: str, positions: np.ndarray) -> Iterator[Event]:
    """One event for all rows of a day."""
    at = frame.declared(kind).at or ""
    days, ids = frame.days(kind, at)[positions], frame.column(kind, "row_id")[positions]
    labels = _names(frame, kind, positions)
    for number in np.unique(days):
        mine = np.flatnonzero(days == number)
        often = Counter(labels[place] for place in mine.tolist() if labels[place])
        sign, title, detail = gathered(kind, often.most_common(), len(mine))
        yield Event(kind, int(ids[mine[0]]), sign, _day(int(number)), title, detail, count=len(mine))


def _names(frame: Frame, kind: str, positions: np.ndarray) -> list[str]:
    """What each row is called: by the first of the naming fields that it fills."""
    found = [""] * len(positions)
    for field in reversed(GATHERED[kind][2]):
        if not frame.has(kind, field):
            continue
        column = frame.column(kind, field)
        for place, code in enumerate(column.codes[positions].tolist()):
            if code >= 0:
                found[place] = str(column.labels[code])
    return found
