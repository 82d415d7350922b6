"""Headings as people write them, held against the names that fields and questions are known by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from cxdesk.domain.kinds import Field, Kind, Role
from cxdesk.domain.text import fold

OWN_NAME = 0.05
EXACT, NEAR, LOOSE = 3.0, 2.5, 2.0  # as named; without what stands in brackets; without little words

_BRACKETS = re.compile(r"\s*[\(\[].*?[\)\]]")
_MARKS = re.compile(r"[_\-./\\:;,?!*\"'’«»„”“]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LITTLE = frozenset(
    {
        *("the", "a", "an", "of", "your", "our", "for", "to", "at", "on", "in"),
        *("de", "du", "des", "d", "la", "le", "les", "l", "un", "une", "votre", "vos", "notre", "nos"),
        *("lui", "al", "ale", "cu", "pe", "din", "ai", "sau"),
    }
)
_SAME = dict.fromkeys(("n°", "no", "num", "numero", "numar", "number"), "nr") | {
    "identifiant": "id",
    "identificator": "id",
    "denumire": "nume",
    "#": "nr",
    "reference": "ref",
    "referinta": "ref",
}
_NUMBERING = frozenset({"nr", "id", "ref"})  # may stand before or behind what they number
# Headings of a column that only counts the rows.
COUNTERS = frozenset(
    {
        *("", "#", "no", "nr", "n°", "row", "line", "ligne", "rand", "index", "nr crt", "row number"),
        *("s no", "sr no", "summation column", "unnamed 0"),
    }
)

# What the wording of a question says it measures, folded, in English, French and Romanian. The first match decides.
_ROLE_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile("|".join(words)))
    for role, words in (
        (
            Role.ENPS,
            (
                *(r"\be ?nps\b", "employee net ?promot"),
                r"recommend.*(?:place to work|employer|work (?:here|at|for))",
                r"recommand.*(?:employeur|lieu de travail|travailler)",
                r"recomand.*(?:angajator|loc de munca|sa lucr)",
            ),
        ),
        (
            Role.NPS,
            (r"\bnps\b", r"net ?promot", r"^netpro\b", "recommend", "recommand", "recomand", r"likel\w+ to refer"),
        ),
        (
            Role.SAT_RESOLUTION,
            (
                r"satisf.*(?:resol|solv|solution|rezolv)",
                r"(?:resol|solv|solution|rezolv).*satisf",
                r"multumi.*rezolv",
            ),
        ),
        (
            Role.REPURCHASE,
            (
                *("repurchase", "re-?buy", "(?:buy|purchase|order) .*again", "rachet", "rachat"),
                *("acheter .*(?:nouveau|encore)", "(?:cumpara|comanda)\\w* .*(?:nou|iar)"),
            ),
        ),
        (
            Role.RETURN_INTENT,
            (
                *(r"\bcome back\b", r"\breturn(?:ing)?\b.*(?:visit|store|shop|us|intent|likely)", "visit .*again"),
                *("intent(?:ion)? to return", "return intent", "revenir", "reveni", "^intention$"),
            ),
        ),
        (Role.CXI_EMPATHY, ("empath", "empati")),
        (
            Role.CES,
            (
                *(
                    r"\bces\b",
                    "effort",
                    r"\befort",
                    r"\beas[ey]\b",
                    r"\beasi(?:ly|er)\b",
                    r"\bfacil(?!it(?:ati|ies|es)\b)",
                    "difficult",
                ),
                *("dificil", r"\busoa?ra?\b", r"\bsimple\b.*(?:to|de)\b"),
            ),
        ),
        (Role.CSAT, (r"\bcsat\b", "satisf", "multumi", r"\bcontente?s?\b.*(?:de|du|des)\b")),
    )
)
_ASKS_FOR_A_RATING = re.compile(
    r"\b(?:rate|rating|score|grade|stars?|mark|note[rz]?|evalu\w*|etoiles?|scor\w*|not[ae]|notati|stele|punctaj|apreci\w*"
    r"|smileys?|smiley\w*|emojis?|emoticon\w*)\b"
)
# What a program works out of a person or a message: nobody answered so.
_RATES_A_RECORD = re.compile(
    r"\b(?:member|lead|contact|subscriber|engagement|health|credit|risk|fraud|spam|domain)s? (?:rating|score|grade)s?\b"
    r"|\b(?:score|note) (?:d[eu'’ ]+)?(?:lead|contact|engagement|sante|risque|solvabilite|spam)\b"
    r"|\bscor(?:ul)? (?:de )?(?:lead|contact|implicare|sanatate|risc|credit|spam)\b"
)
_REASONS = (
    *(r"why\b", r"reasons?\b", r"pourquoi\b", r"raisons?\b", r"de ce\b", r"motiv", r"explain", r"explanation"),
    r"expli[cq]",
)
_REMARKS = (
    *(r"comment(?:s|aires?)?\b", r"comentari", r"verbatims?\b", r"tell us more\b", r"dites\b", r"spuneti\b"),
    *(r"feedback\b", r"remarks?\b", r"remarques?\b", r"observati", r"parer[ei]"),
    *(r"reviews?\b", r"avis\b", r"recenzi"),
    *(r"anything (?:else|to add)\b", r"autre chose\b", r"a ajouter\b", r"altceva\b", r"de adaugat\b"),
    *(r"(?:a few|any) words?\b", r"(?:un|quelques) mots?\b", r"(?:un cuvant|cateva cuvinte)\b"),
)
_BECAUSE = re.compile(r"\b(?:" + "|".join(_REASONS) + ")")
_WHY = re.compile(r"\b(?:" + "|".join((*_REASONS, *_REMARKS)) + ")")
_ASKING = (
    *("which", "what", "where", "who", "how", "quel", "quelle", "quels", "quelles", "que", "qu", "comment", "ou"),
    *("ce", "care", "cum", "unde"),
)
_OWN_QUESTION = re.compile(r"\?\s*$|^(?:" + "|".join(_ASKING) + r")\b")
_TEXT_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(r"\b(?:" + "|".join(words) + ")"))
    for role, words in (
        (
            Role.CONTINUE,
            (
                *("keep", "continue", "do well", "like (?:most|best)", "best part", "appreci", r"plu\b", "aimez"),
                *(r"points? forts?\b", "place", "placut", "pastr"),
            ),
        ),
        (Role.STOP, ("stop", "like least", "worst", "deplu", r"points? faibles?\b", "displac", "deranj")),
        (Role.START, ("start", "improv", "better", "missing", "amelior", "manque", "imbunatat", "lips")),
    )
)
_SCALE = re.compile(r"(?:^|[^\d])(-?\d{1,3})\s*(?:-|–|—|to|a|la|et|and|si)\s*(\d{1,3})(?![\d/.:])")
_OUT_OF = re.compile(r"(?:/|\bout of|\bsur|\bdin)\s*(5|7|10|100)\b")
_ZONE = re.compile(r"\b(utc|gmt)\b")


@lru_cache(maxsize=4096)
def forms(heading: str) -> tuple[tuple[str, float], ...]:
    """The heading in the forms in which it is looked up, each with how much a match of it is worth."""
    spaced = _CAMEL.sub(" ", heading)
    plain = [_clean(heading), _clean(spaced)]
    near = [_clean(_BRACKETS.sub("", heading)), _clean(_BRACKETS.sub("", spaced))]
    if "/" in heading:  # `Order lines/Product`, as some programs name what belongs to a part of a record
        near.append(_clean(heading.rpartition("/")[2]))
    loose = [_loose(form) for form in (plain[1], near[1])]
    found: dict[str, float] = {}
    for worth, group in ((EXACT, plain), (NEAR, near), (LOOSE, loose)):
        for form in group:
            found.setdefault(form, worth)
    return tuple((form, worth) for form, worth in found.items() if form)


def _loose(form: str) -> str:
    """Without little words, other words for a number as one, and that at the end: `N° de commande`, `Order #`."""
    words = [_SAME.get(word, word) for word in form.split() if word not in _LITTLE]
    return " ".join(sorted(words, key=lambda word: word in _NUMBERING) if len(words) > 1 else words)


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
    """How well a heading names a field: 0 not at all, up to 3 for a name as listed, less for later names in the
    list.
    """
    names = _names(kind.name, field.name)
    best = 0.0
    for form, worth in forms(heading):
        if form in names:
            best = max(best, worth + OWN_NAME * (form == _clean(field.name)) - 0.02 * min(names[form], 20))
    return best


def counts_rows(raw_heading: str) -> bool:
    """Whether a heading is one under which programs count rows (or no heading at all)."""
    return _clean(raw_heading) in COUNTERS or fold(raw_heading) in COUNTERS


def role_of(heading: str) -> Role | None:
    """What the wording of a question measures, if it says so."""
    text = fold(_CAMEL.sub(" ", heading).replace("_", " "))
    return next((role for role, words in _ROLE_WORDS if words.search(text)), None)


def asks_for_rating(heading: str) -> bool:
    """Whether the wording asks for a score without saying of what kind."""
    text = fold(heading.replace("_", " "))
    return bool(_ASKS_FOR_A_RATING.search(text)) and not _RATES_A_RECORD.search(text)


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


def asks_openly(heading: str) -> bool:
    """Whether a heading asks what to keep, to stop or to begin: in one's own words, or by ticking a choice."""
    asking = bool(_OWN_QUESTION.search(fold(heading)))
    return asking and text_role(heading) in (Role.CONTINUE, Role.STOP, Role.START)


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
    highest = _OUT_OF.search(text)
    return (1.0, float(highest[1])) if highest is not None and highest[1] in ("5", "7") else None


_KNOWN_ENDS = frozenset(
    [(0, high) for high in (1, 3, 4, 5, 6, 7, 10, 100)]
    + [(1, high) for high in (2, 3, 4, 5, 6, 7, 9, 10, 100)]
    + [(-high, high) for high in (2, 3, 5)]
)


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
