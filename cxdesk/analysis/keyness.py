"""Words that set two groups of texts apart: which words the unhappy write and the happy do not, and how sure that is.

A text counts once per word, so that one long complaint is one complaint. For each word the log-likelihood ratio G² of
its two by two table (Dunning 1993; Rayson and Garside 2000) gives p from the chi-square distribution with one degree of
freedom; as many words are looked at, Holm's adjustment follows. How large the difference is says the log ratio
(Hardie 2014): 1 means twice as often, with half a text added to each side so that a word that one side never uses has
one too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from cxdesk.domain.stop_words import EVERY, likely_language
from cxdesk.domain.text import fold_search
from cxdesk.stats.distributions import chi2_sf
from cxdesk.stats.significance import holm

LEAST = 3  # texts in which a word must occur to be looked at
LETTERS = 3  # shorter words say little
_WORD = re.compile(r"[^\W\d_]+")

Stem = Callable[[str, str], str]


@dataclass(frozen=True)
class Key:
    """One word: in how many texts of either side it occurs, and how telling that is.

    `p` is adjusted for all words looked at; `ratio` is log2 of the shares' quotient, above 0 for a word of the first
    side. `forms` are the words as written that it stands for, the commonest first.
    """

    word: str
    language: str
    here: int
    there: int
    g2: float
    p: float
    ratio: float
    forms: tuple[str, ...]


@dataclass
class Side:
    """The words of one group of texts, gathered text by text."""

    stem: Stem
    texts: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    forms: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """One more text."""
        self.texts += 1
        written = _WORD.findall(unicodedata.normalize("NFC", text).lower())  # a letter with its accent is one letter
        folded = [fold_search(word) for word in written]
        language = likely_language(folded)
        seen: dict[tuple[str, str], str] = {}
        for word, plain in zip(written, folded, strict=True):
            if len(plain) >= LETTERS and plain not in EVERY:
                seen.setdefault((language, self.stem(plain, language) if language else plain), word)
        self.counts.update(seen.keys())
        for key, word in seen.items():
            self.forms.setdefault(key, Counter())[word] += 1

    @staticmethod
    def of(texts: Iterable[str], stem: Stem) -> Side:
        side = Side(stem)
        for text in texts:
            side.add(text)
        return side


def keyness(here: Side, there: Side, alpha: float = 0.05, most: int = 50) -> list[Key]:
    """Words of the first side that the second uses clearly less, the most telling first; none with an empty side."""
    keys = [key for key in here.counts if here.counts[key] + there.counts[key] >= LEAST]
    if not keys or not here.texts or not there.texts:
        return []
    a, b = (np.array([side.counts[key] for key in keys], np.float64) for side in (here, there))
    g2 = log_likelihood(a, here.texts, b, there.texts)
    p = holm(chi2_sf(g2, 1))
    ratio = np.log2((a + 0.5) / (here.texts + 1)) - np.log2((b + 0.5) / (there.texts + 1))
    chosen = [at for at in np.argsort(-g2, kind="stable") if p[at] < alpha and ratio[at] > 0][:most]
    return [
        _key(keys[at], here, int(a[at]), int(b[at]), float(g2[at]), float(p[at]), float(ratio[at])) for at in chosen
    ]


def _key(key: tuple[str, str], here: Side, a: float, b: float, g2: float, p: float, ratio: float) -> Key:
    forms = tuple(word for word, _times in sorted(here.forms[key].items(), key=lambda one: (-one[1], one[0])))
    return Key(forms[0], key[0], int(a), int(b), g2, p, ratio, forms)


def log_likelihood(a: np.ndarray, of_a: int, b: np.ndarray, of_b: int) -> np.ndarray:
    """G² of tables (a, of_a - a; b, of_b - b); 0 where both sides use a word equally often."""
    total = of_a + of_b
    with_, without = a + b, total - (a + b)
    g2 = np.zeros(len(a))
    for seen, margin, size in (
        (a, with_, of_a),
        (b, with_, of_b),
        (of_a - a, without, of_a),
        (of_b - b, without, of_b),
    ):
        expected = margin * size / total
        with np.errstate(divide="ignore", invalid="ignore"):
            g2 += np.where(seen > 0, seen * np.log(seen / expected), 0.0)
    return np.maximum(2 * g2, 0.0)
