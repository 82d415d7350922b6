"""Whether amounts of several kinds are in one currency, so that they may be added and divided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from cxdesk.domain.kinds import Source
from cxdesk.domain.results import Phrase
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import Lacking
from cxdesk.metrics.views import rates
from cxdesk.system.i18n import N_


def mixed(frame: Frame, rows: Mapping[str, np.ndarray | None]) -> Lacking | None:
    """Why these rows (per kind their positions, None for all live ones) cannot be added: they are in two currencies
    between which there is no rate. Amounts without a currency are in that of the others.
    """
    return lacking(frame, {label for kind, at in rows.items() if frame.size(kind) for label in _named(frame, kind, at)})


def lacking(frame: Frame, names: Iterable[str]) -> Lacking | None:
    """Why amounts in these currencies, once all are converted that can be, cannot be added; None where they can."""
    left = sorted({rates.ends_in(frame, name) for name in names})
    if len(left) < 2:
        return None
    own = rates.own(frame)
    goal = own or left[0]
    without = ", ".join(name for name in left if name != goal)
    text = N_(
        "No exchange rate leads from {currencies} to {goal}. Type it in under Data → Costs and exchange rates, or with "
        "cxdesk rates add."
    )
    return "mixed_currency", None, Phrase(text, (("currencies", without), ("goal", goal)))


def _named(frame: Frame, kind: str, at: np.ndarray | None) -> set[str]:
    column: Codes = frame.column(kind, "currency")
    codes = column.codes[frame.rows(Source(kind)).index if at is None else at]
    return {column.labels[code] for code in np.unique(codes[codes >= 0]).tolist()}


def only(currency: str, size: int) -> Codes:
    """A column that says which currency the rows of a view were confined to; empty for none."""
    return Codes(np.zeros(size, np.int8), (currency,))


def of(rows: Rows) -> str:
    """The currency that the rows of a view were confined to; empty for none."""
    return str(rows.col("currency").labels[0])
