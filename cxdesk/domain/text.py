"""Folding text for comparison: headings, labels, search and identity all use this one rule."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPELLED = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "`": "'",
    }
)
_SPACES = re.compile(r"\s+")


def fold_search(text: str) -> str:
    """`text` without case and diacritics, spaces kept: NFKC, case-folded, ş/ș and ţ/ț alike, œ→oe, ß→ss.

    Used for the search index and for queries, so that what is typed finds what was written.
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SPELLED)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`fold_search` with spaces trimmed and collapsed: the form in which headings, labels and names are compared."""
    return _SPACES.sub(" ", fold_search(text)).strip()
