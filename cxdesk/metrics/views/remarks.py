"""Remarks: what customers wrote, wherever it came from, one row for each that somebody made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Role, Type, kind
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.periods import Period
from cxdesk.frame.attributes import EXTRA
from cxdesk.frame.codes import Codes, State
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.views import said
from cxdesk.system.i18n import N_

SPOKEN = (ANSWER.name, "ticket", "subscription", "journey_event", "community_event", "business_review")
_FIRST = (Role.NPS, Role.CSAT, Role.CES)  # whose score stands for a response that gave several
_LEFT = frozenset({"role", "internal", "archived"})


def _labels() -> tuple[Field, ...]:
    """The few-valued fields of any of the kinds, each once."""
    found: dict[str, Field] = {}
    for name in SPOKEN:
        for field in kind(name).fields:
            if field.type is Type.LABEL and field.name not in _LEFT:
                found.setdefault(field.name, field)
    return tuple(found.values())


KIND = Kind(
    name="remark",
    title=N_("Remark"),
    plural=N_("remarks"),
    meaning=N_("What a customer wrote on one occasion: in a response to a survey, a request, a review."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("Day")),
        Field("source", Type.LABEL, N_("Where it was written")),
        Field("score", Type.NUMBER, N_("Score, from 0 to 100")),
        *_labels(),
    ),
)


@dataclass(frozen=True, eq=False)
class Part:
    """The remarks of one kind: the imported row that describes each, and pairs (remark, row with its words)."""

    kind: str
    at: np.ndarray
    of: np.ndarray
    written: np.ndarray


def remarks(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per response with words, and per row with words of every other kind."""
    return derived(frame, ("remarks",), lambda: _remarks(frame))


def _remarks(frame: Frame) -> Table:
    parts = [part for name in SPOKEN if frame.size(name) and len((part := _part(frame, name)).at)]
    size = sum(len(part.at) for part in parts)
    columns: dict[str, Any] = {
        "day": _joined([frame.days(part.kind, kind(part.kind).at or "")[part.at] for part in parts], np.int32),
        "source": Codes(np.repeat(np.arange(len(parts)), [len(p.at) for p in parts]).astype(np.int32), _names(parts)),
        "score": lambda: _joined([_score(frame, part) for part in parts], np.float64),
        CUSTOMER: lambda: _together(frame, parts, CUSTOMER),
        **{field.name: _maker(frame, parts, field.name) for field in _labels()},
    }
    headings = tuple(dict.fromkeys(heading for part in parts for heading in frame.headings(part.kind)))
    columns |= {EXTRA + heading: _maker(frame, parts, EXTRA + heading) for heading in headings}
    behind: dict[str, Callable[[], Behind]] = {}
    start = 0
    for part in parts:
        behind[part.kind] = _finder(part, start)
        start += len(part.at)
    return Table.sorted_by_day(KIND, size, columns, behind, headings)


def _finder(part: Part, start: int) -> Callable[[], Behind]:
    return lambda: Behind(part.of + start, part.written, ("no_text",))


def _names(parts: list[Part]) -> tuple[str, ...]:
    return tuple(part.kind for part in parts)


def _joined(pieces: list[np.ndarray], of: type[np.generic]) -> np.ndarray:
    return np.concatenate([np.empty(0, of), *pieces]).astype(of)


def _part(frame: Frame, name: str) -> Part:
    if name == ANSWER.name:
        written, of, at = said.responses(frame)
        return Part(name, at, of, written)
    rows = frame.rows(kind(name).all())
    at = rows.index[frame.column(name, "comment:letters")[rows.index] > 0]
    return Part(name, at, np.arange(len(at)), at)


def _maker(frame: Frame, parts: list[Part], name: str) -> Callable[[], Codes]:
    return lambda: _together(frame, parts, name)


def _together(frame: Frame, parts: list[Part], name: str) -> Codes:
    """A column of texts over all kinds that have it, under one list of labels."""
    columns = [frame.column(part.kind, name) if frame.has(part.kind, name) else None for part in parts]
    known = [column.labels for column in columns if isinstance(column, Codes)]
    if known and all(labels is known[0] for labels in known):
        pieces = [_taken(column, part.at) for part, column in zip(parts, columns, strict=True)]
        return Codes(_joined(pieces, np.int32), known[0])
    places: dict[str, int] = {}
    pieces = []
    for part, column in zip(parts, columns, strict=True):
        own = column.labels if isinstance(column, Codes) else ()
        to = np.array([*(places.setdefault(str(label), len(places)) for label in own), -1], np.int32)
        pieces.append(to[_taken(column, part.at)])
    return Codes(_joined(pieces, np.int32), list(places))


def _taken(column: Any, at: np.ndarray) -> np.ndarray:
    return column.codes[at] if isinstance(column, Codes) else np.full(len(at), -1, np.int32)


def _score(frame: Frame, part: Part) -> np.ndarray:
    """What a response scored, as percent of the maximum possible so that scales can stand together; NaN elsewhere."""
    if part.kind != ANSWER.name:
        return np.full(len(part.at), np.nan)
    rows = frame.rows(ANSWER.all())
    pomp = rows.pomp()
    usable = np.flatnonzero((pomp.state == State.OK)[pomp.codes])
    at, values = rows.index[usable], pomp.values[pomp.codes[usable]]
    own = np.full(frame.size(ANSWER.name), np.nan)
    own[at] = values
    response: Codes = frame.column(ANSWER.name, "response")
    first = _first_scored(frame, at, response)
    theirs = np.append(np.full(len(response.labels), np.nan), np.nan)
    theirs[response.codes[first]] = own[first]
    named = response.codes[part.at]
    return np.where(named >= 0, theirs[named], own[part.at])


def _first_scored(frame: Frame, at: np.ndarray, response: Codes) -> np.ndarray:
    """Of each response's scored answers the one that stands for it, among the positions `at`."""
    role: Codes = frame.column(ANSWER.name, "role")
    order = {name.value: place for place, name in enumerate(_FIRST)}
    rank = np.array([*(order.get(str(label), len(order)) for label in role.labels), len(order)])[role.codes[at]]
    named = response.codes[at]
    known = np.flatnonzero(named >= 0)
    sorted_ = known[np.lexsort((at[known], rank[known], named[known]))]
    begins = np.ones(len(sorted_), bool)
    begins[1:] = np.diff(named[sorted_]) != 0
    return at[sorted_[begins]]


def _span(frame: Frame) -> Period | None:
    return frame.span(remarks(frame, {}), _until(frame))


def _until(frame: Frame) -> int:
    """The day up to which the newest of the kinds reaches: surveys end where reviews go on."""
    return max((frame.as_of(name) for name in SPOKEN if frame.size(name)), default=NO_DAY - 1)


VIEW = View("remarks", SPOKEN, remarks, span=_span, as_of=_until, any_kind=True)
