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
_AT_ONCE = 16_384


def scan(texts: Sequence[str | None]) -> tuple[np.ndarray, dict[int, str]]:
    """(letters of each text, position → folded copy where one is needed).

    Letters are counted up to 255; from 64 on, other signs beyond ASCII may count too. No text has no letters.
    """
    letters = [np.empty(0, np.int32)]
    copies: dict[int, str] = {}
    for start in range(0, len(texts), _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        data = np.frombuffer("\0".join([text or "" for text in part]).encode("utf-8", "replace") + b"\0", np.uint8)
        ends = np.flatnonzero(data == 0)
        if len(ends) != len(part):
            raise ValueError("a text holds NUL")
        letters.append(_letters(part, data, ends))
        copies.update((start + at, copy) for at, copy in _copies(part, data, ends))
    return np.concatenate(letters), copies


def letters_of(text: str | None) -> int:
    """The same count for a single text."""
    return int(scan([text])[0][0])


def _letters(texts: Sequence[str | None], data: np.ndarray, ends: np.ndarray) -> np.ndarray:
    starts = np.concatenate(([0], ends[:-1] + 1))
    rough = np.add.reduceat(_is_letter()[data], starts, dtype=np.int32)
    for at in np.flatnonzero((rough > 0) & (rough < EXACT_BELOW)).tolist():
        text = texts[at] or ""
        if not text.isascii():
            rough[at] = sum(map(str.isalpha, text))
    return np.minimum(rough, MOST_LETTERS)


@cache
def _is_letter() -> np.ndarray:
    """1 for ASCII letters and for bytes that begin a sign beyond ASCII."""
    return np.array([byte >= 0xC0 or (byte < 0x80 and chr(byte).isalpha()) for byte in range(256)], np.uint8)


def _copies(texts: Sequence[str | None], data: np.ndarray, ends: np.ndarray) -> Iterator[tuple[int, str]]:
    begins = np.flatnonzero(data >= 0xC0)
    first, second = data[begins], data[begins + 1]
    short = first < 0xE0
    doubtful = np.where(short, _doubtful_pairs()[(first & 0x1F).astype(np.uint16) << 6 | (second & 0x3F)], True)
    doubtful &= ~((first == 0xE2) & (second == 0x80))  # quotation marks, dashes, thin spaces
    for at in np.unique(np.searchsorted(ends, begins[doubtful])).tolist():
        text = texts[at]
        copy = folded_copy(text) if text is not None else None
        if copy is not None:
            yield at, copy


@cache
def _doubtful_pairs() -> np.ndarray:
    """For each sign of two bytes in UTF-8, by number: whether a text with it needs a copy."""
    return np.array([not is_plain(chr(point)) for point in range(0x800)])
