"""Whether amounts of several kinds are in one currency, so that they may be added and divided."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cxdesk.domain.kinds import Source
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.views import rates


def mixed(frame: Frame, rows: Mapping[str, np.ndarray | None]) -> tuple[str, str] | None:
    """Why these rows (per kind their positions, None for all live ones) cannot be added: two currencies are named
    among them. Amounts without a currency are in that of the others.
    """
    names = {label for kind, at in rows.items() if frame.size(kind) for label in _named(frame, kind, at)}
    return ("mixed_currency", "currency") if len(names) > 1 else None


def _named(frame: Frame, kind: str, at: np.ndarray | None) -> set[str]:
    column: Codes = frame.column(kind, "currency")
    codes = column.codes[frame.rows(Source(kind)).index if at is None else at]
    names = {column.labels[code] for code in np.unique(codes[codes >= 0]).tolist()}
    return {rates.ends_in(frame, name) for name in names} if kind in rates.CONVERTED else names


def among(frame: Frame, kind: str, currency: str) -> np.ndarray:
    """[rows of the kind] whether a row is in `currency`; a row that names none is."""
    column: Codes = frame.column(kind, "currency")
    return np.array([*(label == currency for label in column.labels), True], bool)[column.codes]


def only(currency: str, size: int) -> Codes:
    """A column that says which currency the rows of a view were confined to; empty for none."""
    return Codes(np.zeros(size, np.int8), (currency,))


def of(rows: Rows) -> str:
    """The currency that the rows of a view were confined to; empty for none."""
    return str(rows.col("currency").labels[0])
