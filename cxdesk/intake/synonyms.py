"""Headings as people write them, held against the names that fields and questions are known by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from cxdesk.domain.kinds import Field, Kind, Role
from cxdesk.domain.text import fold

EXACT, NEAR, LOOSE = 3.0, 2.5, 2.0  # as named; without what stands in brackets; without little words

_BRACKETS = re.compile(r"\s*[\(\[].*?[\)\]]")
_MARKS = re.compile(r"[_\-./\\:;,?!*\"'«»„”“]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LITTLE = frozenset(
    ["the", "a", "an", "of", "your", "our", "for", "to", "at", "on", "in", "de", "du", "des", "d", "la", "le", "les", "l", "un", "une", "votre", "vos", "notre", "nos", "lui", "al", "ale", "cu", "pe", "din", "a", "ai", "sau", "the"]
)
_SAME = dict.fromkeys(("n°", "no", "num", "numero", "numar", "number"), "nr") | {
    "identifiant": "id",
    "identificator": "id",
}
# Headings of a column that only counts the rows.
COUNTERS = frozenset(
    {
        "",
        "#",
        "no",
        "nr",
        "n°",
        "row",
        "line",
        "ligne",
        "rand",
        "index",
        "nr crt",
        "summation column",
        "unnamed 0",
        "row number",
        "s no",
        "sr no",
    }
)

# What the wording of a question says it measures, in English, French and Romanian, folded. First match decides.
_ROLE_WORDS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.NPS, (r"\bnps\b", r"net ?promot", r"^netpro\b", r"recommend", r"recommand", r"recomand", r"likel(?:y|ihood) to refer")),
    (
        Role.SAT_RESOLUTION,
        (r"satisf.*(?:resol|solv|solution|rezolv|resolu)", r"(?:resol|solv|solution|rezolv|resolu).*satisf", r"multumit.*rezolv"),
    ),
    (
        Role.REPURCHASE,
        (r"repurchase", r"re-?buy", r"(?:buy|purchase|order) .*again", r"rachet", r"rachat", r"acheter .*(?:nouveau|encore)", r"(?:cumpara|comanda|cumparati) .*(?:nou|iar)"),
    ),
    (
        Role.RETURN_INTENT,
        (r"\bcome back\b", r"\breturn(?:ing)?\b.*(?:visit|store|shop|us|intent|likely)", r"intent(?:ion)? to return", r"visit .*again", r"revenir", r"reveni", r"^intention$", r"return intent"),
    ),
    (Role.CXI_EMPATHY, (r"empath", r"empati")),
    (
        Role.CES,
        (r"\bces\b", r"effort", r"\befort", r"\beas[ey]\b", r"\beasily\b", r"\beasier\b", r"\bfacil", r"\busor\b", r"\busoara\b", r"difficult", r"dificil", r"\bsimple\b.*(?:to|de)\b"),
    ),
    (Role.CSAT, (r"\bcsat\b", r"satisf", r"multumi[tr]", r"multumire", r"\bcontent(?:e|s)?\b.*(?:de|du|des)\b")),
)  # fmt: skip
_ASKS_FOR_A_RATING = re.compile(
    r"\b(?:rate|rating|score|grade|stars?|mark|note[rz]?|evalu\w*|etoiles?|scor\w*|not[ae]|notati|stele|punctaj|apreci\w*)\b"
)
_WHY = re.compile(
    r"\bwhy\b|\breasons?\b|\bpourquoi\b|\braisons?\b|\bde ce\b|\bmotiv\w*|\bexplain|\bexplanation|\bexpli[cq]\w*|\bcomment(?:s|aires?)?\b"
    r"|\bcomentari\w*|\bverbatims?\b|\btell us more\b|\bdites|\bspuneti|\bfeedback\b|\bremarks?\b|\bremarques?\b|\bobservati\w*|\bparer[ei]\w*"
)
_BECAUSE = re.compile(
    r"\bwhy\b|\breasons?\b|\bpourquoi\b|\braisons?\b|\bde ce\b|\bmotiv\w*|\bexplain|\bexplanation|\bexpli[cq]\w*"
)
_OWN_QUESTION = re.compile(
    r"\?\s*$|^(?:which|what|where|who|how|quel|quelle|quels|quelles|que|qu|comment|ou|ce|care|cum|unde)\b"
)
_TEXT_ROLES = (
    (Role.CONTINUE, re.compile(r"\b(?:keep|continue|do well|like (?:most|best)|best part|appreci|plu\b|points? forts?|aimez|place|placut|pastr)")),
    (Role.STOP, re.compile(r"\b(?:stop|like least|worst|deplu|points? faibles?|displac|deranj)")),
    (Role.START, re.compile(r"\b(?:start|improve|improvement|better|missing|amelior|manque|imbunatat|lips)")),
)  # fmt: skip
_SCALE = re.compile(
    r"(?:^|[^\d])(?:from\s|de\s|de la\s|entre\s|between\s)?(-?\d{1,3})\s*(?:-|–|—|to|a|la|et|and|si)\s*(\d{1,3})(?![\d/.:])",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"(?:/|\bout of|\bsur|\bdin)\s*(5|7|10|100)\b")
_ZONE = re.compile(r"\b(utc|gmt)\b")


@lru_cache(maxsize=4096)
def forms(heading: str) -> tuple[tuple[str, float], ...]:
    """The heading in the forms in which it is looked up, each with how much a match of it is worth."""
    spaced = _CAMEL.sub(" ", heading)
    plain = [_clean(heading), _clean(spaced)]
    near = [_clean(_BRACKETS.sub("", heading)), _clean(_BRACKETS.sub("", spaced))]
    loose = [
        " ".join(_SAME.get(word, word) for word in form.split() if word not in _LITTLE) for form in (plain[1], near[1])
    ]
    found: dict[str, float] = {}
    for worth, group in ((EXACT, plain), (NEAR, near), (LOOSE, loose)):
        for form in group:
            found.setdefault(form, worth)
    return tuple((form, worth) for form, worth in found.items() if form)


def _clean(text: str) -> str:
    return fold(_MARKS.sub(" ", text))


@cache
def _names(kind: str, field: str) -> dict[str, int]:
    """Every name of a field in the form of `forms`, with its place in the lists: earlier ones are the better ones."""
    from cxdesk.domain.kinds import kind as kind_named

    declared = kind_named(kind).field(field)
    names: dict[str, int] = {}
    for words in declared.synonyms.values():
        for place, word in enumerate(words):
            for form, _worth in forms(word):
                names[form] = min(place, names.get(form, place))
    for word in (declared.name, declared.title):
        names.setdefault(_clean(word), 0)
    for word in declared.folded_synonyms():
        names.setdefault(_clean(word), 9)
    return names


def match(heading: str, kind: Kind, field: Field) -> float:
    """How well a heading names a field: 0 not at all, up to 3 for a name as listed, less for later names in the list."""
    names = _names(kind.name, field.name)
    best = 0.0
    for form, worth in forms(heading):
        if form in names:
            best = max(best, worth - 0.02 * min(names[form], 20))
    return best


def counts_rows(raw_heading: str) -> bool:
    """Whether a heading is one under which programs count rows (or no heading at all)."""
    return _clean(raw_heading) in COUNTERS or fold(raw_heading) in COUNTERS


def role_of(heading: str) -> Role | None:
    """What the wording of a question measures, if it says so."""
    text = fold(_CAMEL.sub(" ", heading).replace("_", " "))
    return next((role for role, words in _ROLE_WORDS if any(re.search(word, text) for word in words)), None)


def asks_for_rating(heading: str) -> bool:
    """Whether the wording asks for a score without saying of what kind."""
    return bool(_ASKS_FOR_A_RATING.search(fold(heading.replace("_", " "))))


def asks_why(heading: str) -> bool:
    """Whether a text column's heading says that it explains or comments a score."""
    return bool(_WHY.search(fold(heading.replace("_", " "))))


def asks_reason(heading: str) -> bool:
    """Whether it asks for the reason of the score just given, and so belongs to that very score."""
    return bool(_BECAUSE.search(fold(heading.replace("_", " "))))


def is_own_question(heading: str) -> bool:
    """Whether a heading is a question in itself rather than a name for remarks."""
    text = fold(heading)
    return bool(_OWN_QUESTION.search(text)) and len(text.split()) >= 4


def text_role(heading: str) -> Role:
    """The role of a text column that stands for itself."""
    text = fold(heading)
    for role, words in _TEXT_ROLES:
        if words.search(text):
            return role
    return Role.WHY if asks_reason(heading) else Role.OPEN


def scale_in(heading: str) -> tuple[float, float] | None:
    """The ends of a scale that a heading names: (0-10), from 1 to 5, de 1 à 7, /10."""
    text = fold(heading)
    for found in _SCALE.finditer(text):
        low, high = int(found[1]), int(found[2])
        if (low, high) in _KNOWN_ENDS:
            return float(low), float(high)
    found = _OUT_OF.search(text)
    return (1.0, float(found[1])) if found and found[1] in ("5", "7") else None


_KNOWN_ENDS = frozenset(
    {(0, 10), (1, 10), (1, 5), (0, 5), (1, 7), (0, 7), (1, 4), (1, 6), (1, 3), (0, 4), (0, 3), (0, 6), (0, 1), (1, 2), (0, 100), (1, 100), (1, 9), (-5, 5), (-3, 3), (-2, 2)}
)  # fmt: skip


def zone_in(heading: str) -> str:
    """The time zone that a heading names, as IANA name; empty without one."""
    return "UTC" if _ZONE.search(_clean(heading)) else ""


def is_question(heading: str) -> bool:
    """Whether a heading reads like a question put to a person rather than the name of a field."""
    return "?" in heading or len(heading.split()) >= 4


def best_headings(headings: Iterable[str], kind: Kind, field: Field) -> list[tuple[float, int]]:
    """(worth, column) of every heading that names the field, best first."""
    found = [(match(heading, kind, field), at) for at, heading in enumerate(headings)]
    return sorted(((worth, at) for worth, at in found if worth > 0), key=lambda pair: (-pair[0], pair[1]))
