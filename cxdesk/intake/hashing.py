"""Hashes of rows: 64 bits of XXH3 over canonical texts in UTF-8, as signed integers; the same on every machine and in
every year.

A canonical row is its values as texts with NUL between them; no text holds a NUL, so two rows never look the same.
The hash tells rows apart, it proves nothing: XXH3 took a tenth of what a cryptographic hash of the same size took.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

from cxdesk.intake.blocks import NotInPieces

if TYPE_CHECKING:
    import numpy as np

BETWEEN = "\0"


def hashes(texts: Sequence[str], begin: str = "") -> array[int]:
    """One signed 64-bit hash per text. Hashes with another `begin` have nothing to do with each other."""
    from xxhash import xxh3_64_intdigest

    seed = xxh3_64_intdigest(begin.encode("utf-8", "replace")) if begin else 0
    found = array("Q", list(map(xxh3_64_intdigest, _encoded(texts), repeat(seed))))
    return array("q", found.tobytes())


def _encoded(texts: Sequence[str]) -> Iterable[bytes]:
    try:
        return list(map(str.encode, texts))
    except UnicodeEncodeError:  # half a character
        return [text.encode("utf-8", "replace") for text in texts]


def rows_of(parts: Sequence[Sequence[Any] | str], n: int) -> list[str]:
    """Canonical rows of n rows: a list is a column without None (see `filled`), a text is the same in every row."""
    columns: list[Sequence[str]] = []
    same: list[str] = []  # neighbours that are the same in every row go in as one
    for part in parts:
        if isinstance(part, str):
            same.append(part)
            continue
        if same:
            columns.append([BETWEEN.join(same)] * n)
            same = []
        columns.append(part if len(part) and type(part[0]) is str else list(map(str, part)))
    if same:
        columns.append([BETWEEN.join(same)] * n)
    try:
        return list(map(BETWEEN.join, zip(*columns, strict=True)))
    except TypeError:  # texts among others in one column, as workbooks have them
        texts = (map(str, column) for column in columns)
        return list(map(BETWEEN.join, zip(*texts, strict=True)))


def filled(values: Sequence[Any]) -> Sequence[Any]:
    """Values with "" instead of None: a field that is given as empty counts as one that is not given."""
    return ["" if value is None else value for value in values] if None in values else values


class Occurrences:
    """Which hashes of a file have come before. Eight bytes each: sorted arrays that are merged like the digits of a
    counter.

    Unless `whole`, hashes that came before are missing, so counting raises NotInPieces.
    """

    def __init__(self, whole: bool = True) -> None:
        self._whole = whole
        self._sorted: list[np.ndarray] = []
        self._again: Counter[int] = Counter()

    def count(self, found: Sequence[int]) -> list[int]:
        """For each hash the number of times it has come so far, this one included."""
        import numpy as np

        if not len(found):
            return []
        if not self._whole:
            raise NotInPieces
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
