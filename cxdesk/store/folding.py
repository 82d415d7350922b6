"""Which comments need a folded copy beside them in the search index.

FTS5's tokenizer folds case and diacritics itself, in C, but not œ, ß, ligatures and the like. For texts made only of
signs where both agree, the comment itself is indexed; for the others our `fold_search` makes the copy that is.
"""

from __future__ import annotations

import re

from cxdesk.domain.text import fold_search

# Ranges where FTS5's tokenizer and fold_search agree sign by sign (held to that by a test): ASCII, typographic marks,
# Latin letters of our languages with their diacritics, Greek, Cyrillic, pictograms.
_AGREED = (
    r"\x01-\xa9\xab-\xb1\xb4-\xb8\xbb\xbf-\xc5\xc7-\xd7\xd9-\xde\xe0-\xe5\xe7-\xf7\xf9-\xff"
    r"\u0100-\u010f\u0112-\u0130\u0134-\u013e\u0143-\u0148\u014a-\u0151\u0154-\u017e\u0218-\u021b"
    r"\u0300-\u0304\u0306-\u030c\u0323-\u0328\u0391-\u03a9\u03b1-\u03c9"
    r"\u2000-\u206f\u20ac\u2190-\u2426\u2500-\u2bff\ufe0f\U0001f300-\U0001faff"
)
_PLAIN = re.compile(f"[{_AGREED}]*")


def is_plain(text: str) -> bool:
    """Whether FTS5's tokenizer makes the same words of `text` as of its folded form."""
    return text.isascii() or _PLAIN.fullmatch(text) is not None


def folded_copy(text: str) -> str | None:
    """The text to index in place of the comment; None when the comment itself will do."""
    return None if is_plain(text) else fold_search(text)
