"""Long texts, many at a time: how many letters each has, and which need a folded copy for the search index.

Both are read off the texts' UTF-8 bytes in one pass, because asking Python sign by sign would cost more than all the
rest of an import.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from cxdesk.store.folding import folded_copy, is_plain

MOST_LETTERS = 255
EXACT_BELOW = 64
_AT_ONCE = 2048
# 1 for ASCII letters and bytes that begin a sign beyond ASCII, else 0.
_COUNTED = bytes(byte >= 0xC0 or (byte < 0x80 and chr(byte).isalpha()) for byte in range(256))


def scan(texts: Sequence[str | None]) -> tuple[np.ndarray, dict[int, str]]:
    """(letters of each text, position → folded copy where one is needed).

    Letters are counted up to 255; from 64 on, other signs beyond ASCII may count too. No text has no letters.
    """
    letters = [np.empty(0, np.int32)]
    copies: dict[int, str] = {}
    for start in range(0, len(texts), _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        data = "\0".join([text or "" for text in part]).encode("utf-8", "replace") + b"\0"
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == 0)
        if len(ends) != len(part):
            raise ValueError("a text holds NUL")
        counted = _letters(data, ends)
        if not data.isascii():
            signs = _Signs(data, ends)
            _recount(counted, part, signs.not_letters())
            copies.update(_copies(part, start, signs.doubtful().tolist()))
        letters.append(np.minimum(counted, MOST_LETTERS))
    return np.concatenate(letters), copies


def letters_of(text: str | None) -> int:
    """The same count for a single text."""
    return int(scan([text])[0][0])


def _letters(data: bytes, ends: np.ndarray) -> np.ndarray:
    """ASCII letters and all signs beyond ASCII of each text; each ends with a NUL, at one of the `ends`."""
    starts = np.concatenate(([0], ends[:-1] + 1))
    return np.add.reduceat(np.frombuffer(data.translate(_COUNTED), np.uint8), starts, dtype=np.int32)


def _recount(counted: np.ndarray, texts: Sequence[str | None], doubtful: np.ndarray) -> None:
    """Count the letters of short texts with signs that may be none, one by one."""
    for at in doubtful.tolist():
        if 0 < counted[at] < EXACT_BELOW:
            counted[at] = sum(map(str.isalpha, texts[at] or ""))


class _Signs:
    """The signs beyond ASCII in texts that are separated by NUL: few sorts of them need a closer look."""

    def __init__(self, data: bytes, ends: np.ndarray) -> None:
        self._data = np.frombuffer(data, np.uint8)
        self._ends = ends
        self._begins = np.flatnonzero(self._data >= 0xC0)
        first, second = self._data[self._begins], self._data[self._begins + 1]
        self._pairs = (first & 0x1F).astype(np.uint16) << 6 | (second & 0x3F)
        self._longer = first >= 0xE0
        self._typographic = (first == 0xE2) & (second == 0x80)  # quotation marks, dashes, thin spaces

    def not_letters(self) -> np.ndarray:
        """Which texts hold signs beyond ASCII that may be no letters."""
        return self._holding(self._longer | ~_letter_pairs()[self._pairs])

    def doubtful(self) -> np.ndarray:
        """Which texts may need a folded copy."""
        return self._holding((self._longer | _doubtful_pairs()[self._pairs]) & ~self._typographic)

    def _holding(self, wanted: np.ndarray) -> np.ndarray:
        if not bool(wanted.any()):
            return np.empty(0, np.int64)
        return np.unique(np.searchsorted(self._ends, self._begins[wanted]))


def _copies(texts: Sequence[str | None], start: int, doubtful: Sequence[int]) -> Iterator[tuple[int, str]]:
    for at in doubtful:
        copy = folded_copy(texts[at] or "")
        if copy is not None:
            yield start + at, copy


@cache
def _letter_pairs() -> np.ndarray:
    """For each sign of two bytes in UTF-8, by number: whether it is a letter."""
    return np.array([chr(point).isalpha() for point in range(0x800)])


@cache
def _doubtful_pairs() -> np.ndarray:
    """For each sign of two bytes in UTF-8, by number: whether a text with it needs a copy."""
    return np.array([not is_plain(chr(point)) for point in range(0x800)])
