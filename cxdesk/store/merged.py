"""Merged customers in the columns of a frame: references lead to one customer, and several records speak as one.

The newest record has the last word: the one that an import gave or changed last. What it leaves empty comes from the
others. A customer is one since the earliest day that any of them names. Nothing of this touches a row, and none of it
runs where nothing was merged.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxdesk.frame.codes import Codes
from cxdesk.frame.loader import NO_DAY, NO_INSTANT, UNKNOWN_BOOL
from cxdesk.store.columns import Labels

CUSTOMER = "customer"
FLOATING = ":floating"
EARLIEST = frozenset({"created_at", "first_paid_at"})  # fields whose earliest value counts, not the newest
OF_ROW = frozenset(
    {CUSTOMER, "row_id", "batch", "line", "occurrence"}
)  # what a record says of itself, not of the customer


def canonical(labels: Labels, to: Mapping[str, str]) -> tuple[Labels, np.ndarray | None]:
    """The labels, with those that stand for others among them; and per label the code that stands for it (int32),
    None where no label has another.
    """
    known = to.keys() | set(to.values())
    codes = {text: code for code, text in enumerate(labels[:]) if text in known}
    changed = [text for text in codes if text in to]
    if not changed:
        return labels, None
    fresh = list(dict.fromkeys(to[text] for text in changed if to[text] not in codes))
    codes |= {text: len(labels) + at for at, text in enumerate(fresh)}
    table = np.arange(len(labels), dtype=np.int32)
    table[[codes[text] for text in changed]] = [codes[to[text]] for text in changed]
    if fresh:  # a customer whose own file was taken back still stands for the others
        labels = Labels(b"\0".join([labels.data, *(text.encode() for text in fresh)]), len(labels) + len(fresh))
    return labels, table


@dataclass(frozen=True, eq=False)
class Together:
    """Records of one customer: positions of all of them in the kind's rows, oldest first, and for each the position
    of the one that speaks for all (the first in row order).
    """

    rows: np.ndarray
    heads: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    def spoken(self, name: str, load: Callable[[str], np.ndarray | Codes]) -> np.ndarray | Codes:
        """A column in which each head holds what counts for its customer; `load` gives columns as they stand."""
        found = load(name)
        if name in OF_ROW:
            return found
        heads, rows = self._sources(name.removesuffix(FLOATING), load)
        if isinstance(found, Codes):
            return Codes(_moved(found.codes, heads, rows), found.labels)
        return _moved(found, heads, rows)

    def _sources(self, name: str, load: Callable[[str], np.ndarray | Codes]) -> tuple[np.ndarray, np.ndarray]:
        """(heads, the rows from which each takes the field); of several for one head the last one counts."""
        found = load(name)
        values = (found.codes if isinstance(found, Codes) else found)[self.rows]
        filled = _filled(values, isinstance(found, Codes))
        heads, rows = self.heads[filled], self.rows[filled]
        if name in EARLIEST:
            latest_first = np.argsort(values[filled], kind="stable")[::-1]
            heads, rows = heads[latest_first], rows[latest_first]
        return heads, rows


def _moved(values: np.ndarray, heads: np.ndarray, rows: np.ndarray) -> np.ndarray:
    moved = values.copy()
    moved[heads] = values[rows]
    return moved


def together(codes: np.ndarray, age: Callable[[np.ndarray], np.ndarray]) -> Together | None:
    """The records that share a customer, None when none do. `age` [rows] → a number that grows with newer records."""
    known = codes[codes >= 0]
    often = np.bincount(known) if len(known) else np.zeros(1, np.int64)
    if not (often > 1).any():
        return None
    several = np.flatnonzero((codes >= 0) & (often[codes] > 1))
    first = np.full(len(often), -1, np.int64)
    first[codes[several[::-1]]] = several[::-1]
    order = np.argsort(age(several), kind="stable")
    rows = several[order]
    return Together(rows, first[codes[rows]])


def last_written(connection: sqlite3.Connection, kind: str, row_ids: Sequence[int]) -> dict[int, int]:
    """Row id → the newest import that gave or changed it, for those of the rows that several imports wrote."""
    rows = connection.execute(
        "SELECT row_id, max(batch) FROM version WHERE kind = ? AND row_id IN (SELECT value FROM json_each(?))"
        " GROUP BY row_id",
        (kind, json.dumps(list(row_ids))),
    )
    return {int(row_id): int(batch) for row_id, batch in rows}


def _filled(values: np.ndarray, coded: bool) -> np.ndarray:
    if coded:
        return values >= 0
    if values.dtype.kind == "f":
        return values == values
    if values.dtype == np.uint8:
        return values != UNKNOWN_BOOL
    if values.dtype == np.int64:
        return values != NO_INSTANT
    return values != NO_DAY
