"""Names that stand for names: the same for the same person throughout a workspace, and of no use without its key.

What is written freely is masked: e-mail addresses, links, telephone numbers, and names that stand in the columns of
customers and staff. Masking is no guarantee; whoever knows the business may recognise people by what they tell.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence

from cxdesk.domain.erased import words_of
from cxdesk.domain.identifying import MASK, masked
from cxdesk.domain.text import fold_search

SHORTEST = 3  # letters of a single word of a name that is masked where it begins with a capital
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset(  # words of company names that are everybody's
    (
        *("the", "and", "les", "des", "und", "der", "srl", "sarl", "inc", "ltd", "gmbh", "llc", "corp", "company"),
        *("group", "shop", "store", "service", "services", "customer", "client", "clients", "team", "support"),
        *("hotel", "market"),
    )
)
_LETTERS = {"customer": "c", "staff": "s", "ticket": "t", "order": "o"}


class Pseudonyms:
    """Makes pseudonyms under a key, and masks texts. `names`: of people, as columns hold them."""

    def __init__(self, key: bytes, names: Iterable[str] = ()) -> None:
        self._key = key
        self._wholes: dict[str, set[tuple[str, ...]]] = {}
        self._words: set[str] = set()
        for name in names:
            words = tuple(words_of(name))
            if not words:
                continue
            self._wholes.setdefault(words[0], set()).add(words)
            if len(words) in (2, 3):
                self._wholes.setdefault(words[-1], set()).add((words[-1], *words[:-1]))
            self._words.update(w for w in words if len(w) >= SHORTEST and not w.isdecimal() and w not in _COMMON)

    def of(self, kind: str, text: str) -> str:
        """What stands for a reference to a record of a kind; c-… for customers."""
        made = hmac.new(self._key, f"{kind}\0{text}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:16]
        return f"{_LETTERS.get(kind, 'x')}-{made}"

    def number(self, hash_: int) -> int:
        """What stands for a signed 64-bit hash: others cannot find the text behind it by trying."""
        made = hmac.new(self._key, hash_.to_bytes(8, signed=True), "sha256").digest()
        return int.from_bytes(made[:8], signed=True)

    def masked(self, text: str) -> str:
        """A text without what is known to name people."""
        return self._without_names(masked(text))

    def masked_label(self, text: str) -> str:
        """A short text as a whole: nothing of it is left where it is somebody's name."""
        clean = masked(text)
        words = [fold_search(word) for word in _WORD.findall(clean)]
        return MASK if words and self._length(words, 0) == len(words) else clean

    def _without_names(self, text: str) -> str:
        found = list(_WORD.finditer(text))
        folded = [fold_search(word.group()) for word in found]
        out, end, at = [], 0, 0
        while at < len(found):
            length = self._length(folded, at) or int(self._is_name(found[at].group(), folded[at]))
            if length:
                out += [text[end : found[at].start()], MASK]
                end = found[at + length - 1].end()
            at += length or 1
        return "".join([*out, text[end:]]) if out else text

    def _length(self, words: Sequence[str], at: int) -> int:
        """How many words from here on are a whole name; 0 where none begins."""
        fitting = [len(one) for one in self._wholes.get(words[at], ()) if tuple(words[at : at + len(one)]) == one]
        return max(fitting, default=0)

    def _is_name(self, word: str, folded: str) -> bool:
        """A word of a name, written as a name is: "Rose", not "rose"."""
        return word[:1].isupper() and folded in self._words


def key_of(secret: bytes) -> bytes:
    """The key of pseudonyms, from the secret of the workspace."""
    return hmac.new(secret, b"pseudonyms", "sha256").digest()
