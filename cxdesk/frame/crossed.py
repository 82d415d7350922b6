"""Two attributes asked together: one group for each pair of their values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxdesk.domain.filters import NONE
from cxdesk.domain.forms import BOTH
from cxdesk.frame.axes import Groups
from cxdesk.frame.codes import smallest
from cxdesk.frame.rows import Rows


@dataclass(frozen=True, eq=False)
class Crossed:
    """Labels are both values with BOTH between; rows without a value have NONE there."""

    name: str
    memo: dict[int, tuple[Groups | None, Any]] = field(default_factory=dict)

    def groups(self, rows: Rows) -> Groups | None:
        """The pair that each row is in; None where these rows cannot be asked for either."""
        if id(rows.cache) not in self.memo:
            self.memo[id(rows.cache)] = (_pairs(rows, self.name), rows.cache)
        return self.memo[id(rows.cache)][0]


def is_crossed(attribute: str | None) -> bool:
    """Whether a split names two attributes."""
    return attribute is not None and BOTH in attribute


def _pairs(rows: Rows, name: str) -> Groups | None:
    one, other = (rows.groups(part) for part in name.split(BOTH, 1))
    if one is None or other is None:
        return None
    kind = smallest(one.size * other.size)
    codes = one.codes.astype(kind) * kind(other.size) + other.codes.astype(kind)
    used = np.flatnonzero(np.bincount(codes, minlength=one.size * other.size))
    table = np.zeros(one.size * other.size, smallest(len(used)))
    table[used] = np.arange(len(used))
    labels = tuple(
        BOTH.join(
            NONE if part is None else part for part in (one.labels[at // other.size], other.labels[at % other.size])
        )
        for at in used.tolist()
    )
    return Groups(table[codes], labels)
