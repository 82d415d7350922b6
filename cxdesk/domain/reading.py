"""Reading one written answer on a scale: number, label or nothing (CATALOGUE's order of rules)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from cxdesk.domain import labels
from cxdesk.domain.scales import Scale, ScaleKind
from cxdesk.domain.text import fold


class Status(StrEnum):
    OK = "ok"
    MISSING = "missing"
    INVALID = "invalid"


@dataclass(frozen=True)
class Reading:
    """`raw` is the number as answered (before reversal); None unless `status` is ok."""

    status: Status
    raw: float | None = None


MISSING = Reading(Status.MISSING)
INVALID = Reading(Status.INVALID)

_NUMBER = re.compile(r"^([+-]?\d+(?:[.,]\d+)?)(.*)$", re.DOTALL)
_OUT_OF = re.compile(r"^\s*(?:/|out of|sur|din|of)\s*(\d+(?:[.,]\d+)?)\s*$")
_WORDS_AFTER = re.compile(
    r"^\s*[-–—:.()=\[\s]\s*[^\d\s/].*$|^\s+$|^\s*(?:★|☆|⭐|\*|stars?|etoiles?|stele|pts?|points?|puncte)\s*$", re.DOTALL
)
_ANOTHER_NUMBER = re.compile(r"^\s*(?:or|ou|sau|to|a|et|and|si)\s*\d")  # "3 or 4" is no answer
_STARS = re.compile(r"^(?:★|⭐|\*)+(?:☆)*$")
_FILLERS = frozenset(
    fold(word)
    for word in (
        "i am",
        "i'm",
        "i",
        "we are",
        "it was",
        "je suis",
        "j'étais",
        "c'était",
        "sunt",
        "a fost",
        "am fost",
        "with it",
        "!",
        ".",
        "de",
    )
)


def read_answer(cell: object, scale: Scale) -> Reading:
    """What `cell` answers on `scale`; never clipped, never rounded. Unknown words and off-scale numbers are invalid."""
    if cell is None:
        return MISSING
    if isinstance(cell, bool):
        return _placed(1.0 if cell else 0.0, scale)
    if isinstance(cell, int | float):
        return _read_number(float(cell), scale)
    text = fold(str(cell))
    if text in labels.MISSING_WORDS or text in scale_codes(scale):
        return MISSING
    number = _leading_number(text, scale)
    if number is not None:
        return number
    return _read_words(text, scale)


def scale_codes(scale: Scale) -> frozenset[str]:
    """The scale's own codes for "no answer", folded."""
    return frozenset(fold(code) for code in scale.na_codes)


def _read_number(value: float, scale: Scale) -> Reading:
    if value != value:
        return MISSING
    text = str(int(value)) if value.is_integer() else repr(value)
    return MISSING if text in scale_codes(scale) else _placed(value, scale)


def _leading_number(text: str, scale: Scale) -> Reading | None:
    found = _NUMBER.match(text)
    if not found:
        return None
    value, rest = float(found[1].replace(",", ".")), found[2]
    if not rest:
        return _read_number(value, scale)
    out_of = _OUT_OF.match(rest)
    if out_of:
        return _placed(value, scale) if float(out_of[1].replace(",", ".")) == scale.max else INVALID
    if rest.strip() == "%":
        return _placed(value, scale) if scale.kind is ScaleKind.PERCENT else INVALID
    answered = _WORDS_AFTER.match(rest) and not _ANOTHER_NUMBER.match(rest)
    return _read_number(value, scale) if answered else INVALID


def _placed(value: float, scale: Scale) -> Reading:
    place = scale.place(value)
    return INVALID if place is None else Reading(Status.OK, scale.raw_at(place))


def _read_words(text: str, scale: Scale) -> Reading:
    for label in scale.labels:
        if fold(label.text) == text:
            return _placed(label.value, scale)
    if _STARS.match(text):
        return _placed(float(sum(c != "☆" for c in text)), scale)
    oriented = _known_words(text, scale)
    return INVALID if oriented is None else _placed(scale.oriented(oriented), scale)


def _known_words(text: str, scale: Scale) -> float | None:
    position = labels.words().get(text)
    if position is None:
        position = labels.words().get(_without_fillers(text))
    return None if position is None else labels.point(scale, position)


def _without_fillers(text: str) -> str:
    """`i am very satisfied!` → `very satisfied`; anything else around known words keeps them from matching."""
    text = text.strip(" .!\"'()")
    for filler in sorted(_FILLERS, key=len, reverse=True):
        if text.startswith(filler + " "):
            return text[len(filler) + 1 :].strip(" .!\"'()")
    return text
