"""Hashes of rows: 64 bits of blake2b over canonical texts, as signed integers; the same on every machine and in every
year.

A canonical row is its values as texts with NUL between them; no text holds a NUL, so two rows never look the same.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

BETWEEN = "\0"


def hashes(texts: Iterable[str], begin: str = "") -> array[int]:
    """One signed 64-bit hash per text; `begin` and NUL stand before each."""
    common = blake2b((begin + BETWEEN).encode("utf-8", "replace") if begin else b"", digest_size=8)
    digests = []
    for text in texts:
        made = common.copy()  # cheaper than making one with its parameters
        made.update(text.encode("utf-8", "replace"))
        digests.append(made.digest())
    found = array("q")
    found.frombytes(b"".join(digests))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def rows_of(parts: Sequence[Sequence[Any] | str], n: int) -> list[str]:
    """Canonical rows of n rows: a list is a column without None (see `filled`), a text is the same in every row."""
    template = BETWEEN.join(part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts)
    columns = [part for part in parts if not isinstance(part, str)]
    return list(map(template.__mod__, zip(*columns, strict=True))) if columns else [template % ()] * n


def filled(values: Sequence[Any]) -> Sequence[Any]:
    """Values with "" instead of None: a field that is given as empty counts as one that is not given."""
    return ["" if value is None else value for value in values] if None in values else values


class Occurrences:
    """Which hashes of a file have come before. Eight bytes each: sorted arrays that are merged like the digits of a
    counter.
    """

    def __init__(self) -> None:
        self._sorted: list[np.ndarray] = []
        self._again: Counter[int] = Counter()

    def count(self, found: Sequence[int]) -> list[int]:
        """For each hash the number of times it has come so far, this one included."""
        import numpy as np

        if not len(found):
            return []
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
