"""What rows can be split and filtered by: declared fields, unknown columns, the customer's, and computed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cxdesk.domain.kinds import Type
from cxdesk.domain.text import fold
from cxdesk.frame import computed, naming, theming
from cxdesk.frame.axes import Groups
from cxdesk.frame.codes import Codes, smallest
from cxdesk.frame.loader import NO_DAY, UNKNOWN_BOOL
from cxdesk.frame.zone import day_of

if TYPE_CHECKING:
    from cxdesk.frame.axes import Periods
    from cxdesk.frame.rows import Rows

CUSTOMER = "customer"
EXTRA = "extra:"
_UNASKED = frozenset({"internal", "archived"})  # they decide whether a row counts at all
YES_NO = ("no", "yes")
MOST_VALUES = 1000  # a number with more distinct values than this is nothing to split by


def codes(rows: Rows, name: str, periods: Periods | None = None) -> Codes | None:
    """See Rows.codes."""
    standing = computed.STANDINGS.get(name)
    if standing is not None:
        return standing(rows, periods)
    make = computed.ATTRIBUTES.get(name)
    if make is not None:
        return make(rows)
    path = name.removeprefix(CUSTOMER + ".")
    if path == name:
        own = column_name(rows, rows.kind, name)
        if own is not None and (has_values(rows, rows.kind, own) or not _of_customer(rows, name)):
            return as_codes(rows, rows.col(own), rows.kind, own)
    return _through_customer(rows, path)


def groups(rows: Rows, name: str, periods: Periods | None = None) -> Groups | None:
    """See Rows.groups."""
    found = rows.codes(name, periods)
    if found is None or (isinstance(found.labels, _Numbers) and len(found.labels) > MOST_VALUES):
        return None
    return tidy(found)


def tidy(found: Codes) -> Groups:
    """Codes as groups: only labels in use, in order of the folded text; None last and only where it occurs."""
    used = np.flatnonzero(np.bincount(found.codes[found.codes >= 0], minlength=0))
    labels = [str(found.labels[int(code)]) for code in used]
    numeric = isinstance(found.labels, _Numbers)
    order = list(range(len(used))) if numeric else sorted(range(len(used)), key=lambda i: fold(labels[i]))
    table = np.full(len(found.labels) + 1, len(used), np.int64)  # the last entry serves code -1
    table[used[order]] = np.arange(len(used))
    empty = bool((found.codes < 0).any())
    names: tuple[str | None, ...] = tuple(labels[i] for i in order)
    narrow = table.astype(smallest(len(used) + 1))
    return Groups(narrow[found.codes], (*names, None) if empty else names, numeric)


def available(rows: Rows) -> tuple[str, ...]:
    """Own segment fields that hold anything, own unknown columns, the customer's, then computed ones."""
    names = _of_kind(rows, rows.kind)
    if rows.has(CUSTOMER) and rows.kind != CUSTOMER and rows.frame.size(CUSTOMER):
        names += [name for name in _of_kind(rows, CUSTOMER) if name not in names]
    names += [name for name in (*computed.ATTRIBUTES, *computed.STANDINGS) if computed.applies(rows, name)]
    names += [name for name in theming.AXES if name not in names and theming.applies(rows, name)]
    names += [naming.NAME] if naming.applies(rows, naming.NAME) else []
    return tuple(names)


def _of_kind(rows: Rows, name: str) -> list[str]:
    fields = [
        field.name for field in rows.frame.declared(name).fields if field.is_segment and field.name not in _UNASKED
    ]
    named = [field for field in fields if has_values(rows, name, field)]
    return named + [heading for heading in rows.frame.headings(name) if heading not in named]


def column_name(rows: Rows, kind_name: str, name: str) -> str | None:
    """The kind's column for an attribute: a declared field, else an unknown column's heading, exact or folded."""
    if rows.frame.declared(kind_name).has(name):
        return name
    headings = rows.frame.headings(kind_name)
    if name in headings:
        return EXTRA + name
    folded = {fold(heading): heading for heading in headings}
    found = folded.get(fold(name))
    return None if found is None else EXTRA + found


def has_values(rows: Rows, kind_name: str, column: str) -> bool:
    """Whether any row of the kind has a value there."""
    frame = rows.frame
    if not frame.has(kind_name, column):
        return False
    return frame.once(("filled", kind_name, column), (kind_name,), lambda: _filled(frame.column(kind_name, column)))


def _filled(column: Any) -> bool:
    if isinstance(column, Codes):
        return bool((column.codes >= 0).any())
    if column.dtype == np.uint8:
        return bool((column != UNKNOWN_BOOL).any())
    if column.dtype.kind == "f":
        return bool((column == column).any())
    return bool(len(column))


def _of_customer(rows: Rows, name: str) -> bool:
    if rows.kind == CUSTOMER or not rows.has(CUSTOMER) or not rows.frame.size(CUSTOMER):
        return False
    column = column_name(rows, CUSTOMER, name)
    return column is not None and has_values(rows, CUSTOMER, column)


def _through_customer(rows: Rows, name: str) -> Codes | None:
    if rows.kind == CUSTOMER or not rows.has(CUSTOMER) or not rows.frame.size(CUSTOMER):
        return None
    column = column_name(rows, CUSTOMER, name)
    if column is None:
        return None
    theirs = as_codes(rows, rows.frame.column(CUSTOMER, column), CUSTOMER, column)
    if theirs is None:
        return None
    where = rows.frame.customer_rows(rows.col(CUSTOMER))
    return Codes(np.where(where >= 0, theirs.codes[where], -1).astype(np.int32), theirs.labels)


class _Numbers(list[str]):
    """Labels made from ascending numbers; they keep that order."""


def as_codes(rows: Rows, column: Any, kind_name: str, name: str) -> Codes | None:
    """Any stored column as few-valued codes."""
    if isinstance(column, Codes):
        return column
    if column.dtype == np.uint8:
        return Codes(np.where(column == UNKNOWN_BOOL, np.int32(-1), column).astype(np.int32), YES_NO)
    if column.dtype.kind == "f":
        values, inverse = np.unique(column[column == column], return_inverse=True)
        numbers = np.full(len(column), -1, np.int32)
        numbers[column == column] = inverse
        return Codes(numbers, _Numbers(f"{value:.15g}" for value in values))
    if column.dtype == np.int32 and rows.frame.declared(kind_name).field(name).type is Type.DATE:
        return _dates(column)
    return None


def _dates(days: np.ndarray) -> Codes:
    values, inverse = np.unique(days, return_inverse=True)
    labels = [day_of(value).isoformat() for value in values[values != NO_DAY]]
    return Codes(np.where(days == NO_DAY, -1, inverse).astype(np.int32), labels)
