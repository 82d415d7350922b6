"""Hashes of rows: 64 bits of blake2b over canonical texts, as signed integers; the same on every machine and in every year.

A canonical row is its values as texts with NUL between them; no text holds a NUL, so two rows never look the same.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

BETWEEN = "\0"


def hashes(texts: Iterable[str]) -> array[int]:
    """One signed 64-bit hash per text."""
    found = array("q")
    found.frombytes(b"".join([blake2b(text.encode("utf-8", "replace"), digest_size=8).digest() for text in texts]))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def joined(columns: Sequence[Sequence[str]], n: int) -> list[str]:
    """Canonical rows of canonical columns; n rows, also without columns."""
    return list(map(BETWEEN.join, zip(*columns, strict=True))) if columns else [""] * n


def canonical(values: Sequence[Any], n: int) -> Sequence[str]:
    """Values as texts; None is empty. Numbers that are whole are written without a point."""
    if not values:
        return [""] * n
    return [
        value if type(value) is str else "" if value is None else _number(value)  # the common case first
        for value in values
    ]


def _number(value: float | int) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def constant(text: str, n: int) -> Sequence[str]:
    return list(repeat(text, n))


class Occurrences:
    """Which hashes of a file have come before. Eight bytes each: sorted arrays that are merged like the digits of a counter."""

    def __init__(self) -> None:
        self._sorted: list[np.ndarray] = []
        self._again: Counter[int] = Counter()

    def count(self, found: Sequence[int]) -> list[int]:
        """For each hash the number of times it has come so far, this one included."""
        import numpy as np

        block = np.array(found, np.int64)
        known = np.zeros(len(block), bool)
        for earlier in self._sorted:
            at = np.searchsorted(earlier, block)
            at[at == len(earlier)] = 0
            known |= earlier[at] == block
        unique, first = np.unique(block, return_index=True)
        fresh = np.zeros(len(block), bool)
        fresh[first] = True
        self._keep(unique)
        if not known.any() and len(unique) == len(block):
            return [1] * len(block)
        return [
            1 if is_first and not was_known else self._next(value)
            for value, is_first, was_known in zip(block.tolist(), fresh.tolist(), known.tolist(), strict=True)
        ]

    def _next(self, value: int) -> int:
        self._again[value] += 1
        return self._again[value] + 1

    def _keep(self, block: np.ndarray) -> None:
        import numpy as np

        self._sorted.append(block)
        while len(self._sorted) > 1 and len(self._sorted[-2]) <= 2 * len(self._sorted[-1]):
            last = self._sorted.pop()
            self._sorted[-1] = np.union1d(self._sorted[-1], last)
