"""Who was erased and must not come back: known by keyed hashes alone, wherever rows name them or texts speak of them.

A workspace has one secret key. Of an erased person nothing is kept but hashes under that key: of the references by
which files name them, and of the words of their name, e-mail and the like. Texts are compared word by word, without
case and diacritics, so that "POPESCU,  Ana" and "ana_popescu.csv" are found where "Ana Popescu" was erased. A text that
is one of the program's own words means nobody, however people are called.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxdesk.domain.own_words import own_words
from cxdesk.domain.text import fold_search

MASK = "•••"  # what stands where an erased person was named
CUSTOMER = "customer"
LEFT_OUT = "erased"  # reason for which rows of an import are skipped
SHORTEST = 4  # letters from which an id or a name is looked for inside texts …
SHORTEST_NUMBER = 6  # … and digits, where it is a mere number
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]")
_MOST_KNOWN = 500_000  # words whose hash is remembered
_NAMING = frozenset({"customer", "person", "visitor"})
_KEY = re.compile(r"[a-z][a-z0-9_]*")
LABELS = "labels"  # of a column in a mapping: their words → ours


def words_of(text: str) -> list[str]:
    """The words by which texts are compared."""
    return _WORD.findall(fold_search(text))


def is_telling(text: str) -> bool:
    """Whether a text is long enough to be looked for inside others: "Al" and "42" would be found everywhere."""
    joined = "".join(words_of(text))
    return len(joined) >= (SHORTEST_NUMBER if joined.isdecimal() else SHORTEST)


@dataclass(frozen=True)
class Entry:
    """One thing by which a person is known. `words` is 0 for a reference, which counts only in the columns that name
    somebody; `lead` is the beginning of the hash of a text's first word, so that few places need a closer look.
    """

    hash: str
    words: int = 0
    lead: str = ""


@dataclass(frozen=True)
class Person:
    """Who is meant: the references by which files name them, and texts that identify them. `shared` are texts that
    somebody else is known by too, or that are too short: they are left where they stand.
    """

    references: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    called: str = ""


@dataclass(frozen=True)
class Reach:
    """What erasing removes or blanks. `rows` and `blanked`: kind → rows removed, rows of others in which the person is
    named; `lists`: names of filters, notes, mappings and the like in which they are.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    blanked: Mapping[str, int] = field(default_factory=dict)
    rejects: int = 0
    lists: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.rows.values()) + sum(self.blanked.values()) + self.rejects + sum(self.lists.values())

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": dict(self.rows),
            "blanked": dict(self.blanked),
            "rejects": self.rejects,
            "lists": dict(self.lists),
        }


@dataclass(frozen=True)
class Erasure:
    """One entry of the log: when, and how much; never who."""

    id: int
    at: str
    counts: Mapping[str, Any]
    by: str = "person"


class Erased:
    """Finds erased people by the hashes that were kept of them. `ours` are words that are never taken for a name where
    they stand alone; without them those that the domain knows.
    """

    def __init__(self, secret: bytes, entries: Iterable[Entry], ours: frozenset[str] | None = None) -> None:
        self._secret = secret
        self._ours = own_words() if ours is None else ours
        self.entries = frozenset(entries)
        self._references = frozenset(one.hash for one in self.entries if not one.words)
        self._texts = frozenset(one.hash for one in self.entries if one.words)
        self._lengths: dict[str, set[int]] = {}
        for one in self.entries:
            if one.words:
                self._lengths.setdefault(one.lead, set()).add(one.words)
        self._leads: dict[str, frozenset[int]] = {}
        self._begin: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self.entries)

    def with_references(self, named: Iterable[tuple[str, str]]) -> Erased:
        """The same, and these records too: (kind, reference)."""
        return Erased(
            self._secret, [*self.entries, *(reference(self._secret, ref, kind) for kind, ref in named)], self._ours
        )

    def is_named(self, text: str, kind: str = CUSTOMER) -> bool:
        """Whether a reference to a record of a kind means somebody erased, or something of theirs."""
        if keyed(self._secret, f"{kind}\0{text}") in self._references:
            return True
        return kind == CUSTOMER and self.is_whole(text)

    def is_whole(self, text: str) -> bool:
        """Whether a text is nothing but the name, the e-mail or the like of somebody erased."""
        words = words_of(text)
        return bool(words) and len(words) in self._lengths_from(words[0]) and self._hash(words) in self._texts

    def mentions(self, text: str) -> bool:
        """Whether a text speaks of somebody erased."""
        return self._may_mention(text) and next(self._places(words_of(text)), None) is not None

    def _may_mention(self, text: str) -> bool:
        """Whether any word may begin a name: asked of each word as it is written once, for there are many texts."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
            if _MARKS.search(text):
                return True
        for word in _WORD.findall(text):
            known = self._begin.get(word)
            if known is None:
                if len(self._begin) >= _MOST_KNOWN:
                    self._begin.clear()
                known = self._begin[word] = any(map(self._lengths_from, words_of(word)))
            if known:
                return True
        return False

    def masked(self, text: str) -> str:
        """A text with `MASK` wherever somebody erased was named."""
        if text in self._ours or not self.mentions(text):
            return text
        folded, places = _folded(text)
        words = list(_WORD.finditer(folded))
        out, end = [], 0
        for first, last in self._places([word.group() for word in words]):
            start = places[words[first].start()]
            if start < end:
                continue
            out += [text[end:start], MASK]
            end = places[words[last].end() - 1] + 1
        return "".join([*out, text[end:]])

    def masked_in(self, value: Any, ours: bool = False, under: str = "") -> Any:
        """The same inside lists and objects of JSON; a filter on customers loses even a reference that is short.
        `ours`: its keys are no words of files, but for those of labels (`under` is the key before).
        """
        if isinstance(value, str):
            return self.masked(value)
        if isinstance(value, list):
            return [self.masked_in(one, ours, under) for one in value]
        if isinstance(value, dict):
            naming = value.get("field") in _NAMING
            keeps = ours and under != LABELS
            return {
                name if keeps and _KEY.fullmatch(name) else self.masked(name): self._filtered(one)
                if naming and name == "values"
                else self.masked_in(one, ours, name)
                for name, one in value.items()
            }
        return value

    def _filtered(self, values: Any) -> Any:
        """The values of a filter on customers."""
        if not isinstance(values, list):
            return self.masked_in(values)
        return [MASK if isinstance(one, str) and self.is_named(one) else self.masked_in(one) for one in values]

    def _places(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(first, last) word of every mention, the longest from each place."""
        for at, word in enumerate(words):
            for length in sorted(self._lengths_from(word), reverse=True):
                if at + length <= len(words) and self._hash(words[at : at + length]) in self._texts:
                    yield at, at + length - 1
                    break

    def _lengths_from(self, word: str) -> frozenset[int]:
        """How many words the texts have that may begin with this one."""
        known = self._leads.get(word)
        if known is None:
            if len(self._leads) >= _MOST_KNOWN:
                self._leads.clear()
            known = self._leads[word] = frozenset(self._lengths.get(_lead(self._secret, word), ()))
        return known

    def _hash(self, words: Sequence[str]) -> str:
        return keyed(self._secret, " ".join(words))


def entries_of(secret: bytes, person: Person) -> list[Entry]:
    """Everything by which a person is known, as hashes; names also with the last word first."""
    found = [reference(secret, one) for one in person.references]
    for one in (*person.texts, *filter(is_telling, person.references)):
        words = words_of(one)
        if not words:
            continue
        found.append(_text(secret, words))
        if len(words) in (2, 3) and "@" not in one and not any(word.isdecimal() for word in words):
            found.append(_text(secret, [words[-1], *words[:-1]]))
    return list(dict.fromkeys(found))


def reference(secret: bytes, text: str, kind: str = CUSTOMER) -> Entry:
    """What is kept of a reference to a record of a kind."""
    return Entry(keyed(secret, f"{kind}\0{text}"))


def keyed(secret: bytes, text: str) -> str:
    """The keyed hash of a text, in hex; without the key nobody can find out whose it is by trying names."""
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256").hex()


def _text(secret: bytes, words: Sequence[str]) -> Entry:
    return Entry(keyed(secret, " ".join(words)), len(words), _lead(secret, words[0]))


def _lead(secret: bytes, word: str) -> str:
    return keyed(secret, "lead\0" + word)[:4]


def _folded(text: str) -> tuple[str, list[int]]:
    """A text as `fold_search` makes it, and for each sign of it the place in the text that it comes from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    signs: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        made = "" if unicodedata.combining(sign) else fold_search(sign)
        signs.append(made)
        places += [at] * len(made)
    return "".join(signs), places
