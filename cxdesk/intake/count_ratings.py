"""Which cells of a column are answers on a scale: numbers, "4/5", stars, or words of a known family."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from cxdesk.domain.labels import FAMILIES, family_words
from cxdesk.domain.text import fold
from cxdesk.intake.evidence import MANY_VALUES
from cxdesk.intake.texts import Texts

MANY_POINTS = 101  # from 0 to 10 in tenths
TRIED = 200

_POINT = re.compile(
    r"^([+-]?\d{1,4}(?:[.,]\d)?)\s*(?:$|[-–—:.)(=]\s*[^\d\s].*|\s[^\d\s/%.,:+-][^\d]*|(?:★|☆|⭐|\*))$", re.DOTALL
)
_OUT_OF = re.compile(r"^([+-]?\d{1,4}(?:[.,]\d)?)\s*(?:/|out of|sur|din|of)\s*(\d{1,4})$", re.IGNORECASE)
_STARS = re.compile(r"^(?:★|⭐|\*)+☆*$")
YES = frozenset({"yes", "y", "true", "oui", "vrai", "da", "adevarat", "o", "1", "x", "t", "✓", "✔", "☑", "✅", "on"})
NO = frozenset({"no", "n", "false", "non", "faux", "nu", "fals", "0", "f", "✗", "✘", "☐", "❌", "off"})


@dataclass(frozen=True)
class Ratings:
    """`points` in order with their counts, `pointed` cells that give one, `out_of` as in 4/5; words of a family; yes
    or no.
    """

    points: tuple[tuple[float, int], ...] = ()
    pointed: int = 0
    out_of: int = 0
    labels: str = ""
    labelled: int = 0
    booleans: int = 0


def point_of(text: str) -> tuple[float, int] | None:
    """(point, out of how many or 0) of a written rating: `4`, `4/5`, `10 - Extremely likely`, `★★★★☆`."""
    found = _POINT.match(text)
    if found:
        return float(found[1].replace(",", ".")), 0
    found = _OUT_OF.match(text)
    if found:
        return float(found[1].replace(",", ".")), int(found[2])
    if _STARS.match(text):
        return float(sum(c != "☆" for c in text)), len(text) if "☆" in text else 0
    return None


def count_ratings(texts: Texts) -> Ratings:
    points, pointed, out_of = _points(texts)
    family, labelled = _family(texts)
    return Ratings(points, pointed, out_of, family, labelled, _booleans(texts))


def _points(texts: Texts) -> tuple[tuple[tuple[float, int], ...], int, int]:
    first = list(texts.counts)[:TRIED]
    if sum(1 for text in first if point_of(text)) < len(first) / 2:
        return (), 0, 0
    found: Counter[float] = Counter()
    over: Counter[int] = Counter()
    for text, n in texts.counts.items():
        point = point_of(text)
        if point is None:
            continue
        found[point[0]] += n
        over[point[1]] += n
        if len(found) > MANY_POINTS:
            return (), 0, 0
    return tuple(sorted(found.items())), sum(found.values()), max(over, key=lambda of: over[of])


def _family(texts: Texts) -> tuple[str, int]:
    """The family of rating words that most cells belong to, and how many."""
    if len(texts.counts) > MANY_VALUES:
        return "", 0
    folded: Counter[str] = Counter()
    for text, n in texts.counts.items():
        folded[fold(text)] += n
    best, most = "", 0
    for family in FAMILIES:
        known = family_words(family)
        hits = sum(n for text, n in folded.items() if text in known)
        if hits > most:
            best, most = family, hits
    return best, most


def _booleans(texts: Texts) -> int:
    """Cells of a yes-or-no column; 0 where any other text occurs."""
    if len(texts.counts) > 8 or not texts.counts:
        return 0
    return texts.filled if all(fold(text) in YES or fold(text) in NO for text in texts.counts) else 0
