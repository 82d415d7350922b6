"""Views whose rows are rows of one kind: some of them, or some several times, with columns of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Source, Type
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, Through
from cxdesk.frame.rows import Rows
from cxdesk.system.i18n import N_

_NOT_ASKED = ("internal", "bot")


def kind_like(name: str, of: Kind, title: str, plural: str, meaning: str) -> Kind:
    """A kind of view rows with the segment fields of a kind of record."""
    fields = (
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("Day")),
        *(field for field in of.fields if field.is_segment and field.name not in _NOT_ASKED),
    )
    return Kind(name=name, title=title, plural=plural, meaning=meaning, at="day", fields=fields)


def taken(
    kind: Kind,
    rows: Rows,
    at: np.ndarray,
    own: Mapping[str, Any],
    reasons: tuple[str, ...],
    why: np.ndarray,
    days: np.ndarray | None = None,
) -> Table:
    """The rows at the places `at`, dated by `days` [at] where not as they are; `why` [rows] says of each row a place in
    `reasons`, the first for those that are taken.
    """
    days = rows.days[at] if days is None else days
    order = np.argsort(days, kind="stable")
    at, days = at[order], days[order]
    frame, name = rows.frame, rows.kind
    headings = tuple(frame.headings(name))
    names = (CUSTOMER, *(one.name for one in kind.fields[2:]), *(f"extra:{heading}" for heading in headings))
    columns: dict[str, Any] = {"day": days, **{field: _column(rows, field, at) for field in names}}
    for field, column in own.items():
        columns[field] = column.take(order) if isinstance(column, Codes) else column[order]
    whole = np.zeros(frame.size(name), np.uint8)
    whole[rows.index] = why
    behind = {name: lambda: Behind(np.arange(len(at)), rows.index[at], reasons, whole)}
    return Table(kind, len(at), columns, behind, headings=headings, through=Through(Source(name), at=at))


def _column(rows: Rows, name: str, at: np.ndarray) -> Callable[[], Any]:
    def take() -> Any:
        found = rows.col(name)
        return found.take(at) if isinstance(found, Codes) else found[at]

    return take
