"""The words people answer with, in English, French and Romanian, and the point of a scale each stands for.

Positions are relative, so that one list serves scales of any length: -1 is the lowest point, +1 the highest,
0 the middle; ±0.5 is the point next to the end (max − 1, min + 1) and ±0.25 the one next to the middle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from cxdesk.domain.scales import Scale
from cxdesk.domain.text import fold

# One family per question form; within it position → language → words.
FAMILIES: Mapping[str, Mapping[float, Mapping[str, tuple[str, ...]]]] = {
    "satisfaction": {
        1: {
            "en": (
                "very happy",
                "extremely happy",
                "very satisfied",
                "extremely satisfied",
                "completely satisfied",
                "totally satisfied",
                "fully satisfied",
            ),
            "fr": (
                "très content",
                "très contente",
                "ravi",
                "ravie",
                "très satisfait",
                "très satisfaite",
                "extrêmement satisfait",
                "extrêmement satisfaite",
                "entièrement satisfait",
                "tout à fait satisfait",
                "tout à fait satisfaite",
            ),
            "ro": (
                "foarte mulțumit",
                "foarte mulțumită",
                "extrem de mulțumit",
                "extrem de mulțumită",
                "complet mulțumit",
                "pe deplin mulțumit",
                "foarte satisfăcut",
            ),
        },
        0.5: {
            "en": ("happy", "quite satisfied", "satisfied", "mostly satisfied"),
            "fr": ("content", "contente", "satisfait", "satisfaite", "plutôt satisfait", "plutôt satisfaite"),
            "ro": ("mulțumit", "mulțumită", "destul de mulțumit", "destul de mulțumită", "satisfăcut"),
        },
        0.25: {
            "en": ("somewhat satisfied", "slightly satisfied"),
            "fr": ("assez satisfait", "assez satisfaite", "un peu satisfait"),
            "ro": ("oarecum mulțumit", "puțin mulțumit"),
        },
        0: {
            "en": ("neutral", "neither satisfied nor dissatisfied", "neither", "average", "ok", "okay"),
            "fr": (
                "neutre",
                "ni l'un ni l'autre",
                "ni satisfait ni insatisfait",
                "ni satisfait ni mécontent",
                "moyen",
                "moyennement satisfait",
            ),
            "ro": ("neutru", "nici mulțumit nici nemulțumit", "nici una nici alta", "mediu", "indiferent"),
        },
        -0.25: {
            "en": ("somewhat dissatisfied", "slightly dissatisfied"),
            "fr": ("un peu insatisfait", "assez insatisfait"),
            "ro": ("oarecum nemulțumit", "puțin nemulțumit"),
        },
        -0.5: {
            "en": ("unhappy", "dissatisfied", "unsatisfied", "not satisfied", "mostly dissatisfied"),
            "fr": (
                "insatisfait",
                "insatisfaite",
                "pas satisfait",
                "pas satisfaite",
                "plutôt insatisfait",
                "plutôt insatisfaite",
                "mécontent",
                "peu satisfait",
                "peu satisfaite",
                "plutôt pas satisfait",
            ),
            "ro": ("nemulțumit", "nemulțumită", "nesatisfăcut", "destul de nemulțumit", "puțin satisfăcut"),
        },
        -1: {
            "en": (
                "very unhappy",
                "extremely unhappy",
                "very dissatisfied",
                "extremely dissatisfied",
                "not at all satisfied",
                "completely dissatisfied",
                "very unsatisfied",
                "extremely unsatisfied",
            ),
            "fr": (
                "très insatisfait",
                "très insatisfaite",
                "pas du tout satisfait",
                "pas du tout satisfaite",
                "extrêmement insatisfait",
                "très mécontent",
            ),
            "ro": (
                "foarte nemulțumit",
                "foarte nemulțumită",
                "extrem de nemulțumit",
                "deloc mulțumit",
                "complet nemulțumit",
            ),
        },
    },
    "ease": {
        1: {
            "en": ("very easy", "extremely easy", "very low effort"),
            "fr": ("très facile", "extrêmement facile", "très simple"),
            "ro": ("foarte ușor", "foarte ușoară", "extrem de ușor", "foarte simplu"),
        },
        0.5: {"en": ("easy",), "fr": ("facile", "plutôt facile", "simple"), "ro": ("ușor", "destul de ușor", "simplu")},
        0.25: {
            "en": ("somewhat easy", "slightly easy", "fairly easy"),
            "fr": ("assez facile", "un peu facile"),
            "ro": ("oarecum ușor",),
        },
        0: {
            "en": (
                "neutral",
                "neither easy nor difficult",
            ),
            "fr": (
                "neutre",
                "ni facile ni difficile",
            ),
            "ro": ("neutru", "nici ușor nici dificil", "nici ușor nici greu"),
        },
        -0.25: {
            "en": ("somewhat difficult", "slightly difficult", "fairly difficult"),
            "fr": ("assez difficile", "un peu difficile"),
            "ro": ("oarecum dificil", "oarecum greu"),
        },
        -0.5: {
            "en": ("difficult", "hard", "not easy"),
            "fr": ("difficile", "plutôt difficile", "pas facile"),
            "ro": ("dificil", "greu", "destul de dificil", "destul de greu"),
        },
        -1: {
            "en": ("very difficult", "extremely difficult", "very hard", "very high effort", "not easy at all"),
            "fr": ("très difficile", "extrêmement difficile", "pas du tout facile"),
            "ro": ("foarte dificil", "foarte greu", "extrem de dificil", "extrem de greu", "deloc ușor"),
        },
    },
    "agreement": {
        1: {
            "en": ("strongly agree", "completely agree", "totally agree"),
            "fr": ("tout à fait d'accord", "entièrement d'accord", "totalement d'accord", "fortement d'accord"),
            "ro": ("acord total", "total de acord", "în totalitate de acord", "complet de acord", "foarte de acord"),
        },
        0.5: {
            "en": ("agree", "mostly agree"),
            "fr": ("d'accord", "plutôt d'accord"),
            "ro": ("de acord", "acord", "mai degrabă de acord"),
        },
        0.25: {
            "en": ("somewhat agree", "slightly agree"),
            "fr": ("un peu d'accord", "assez d'accord"),
            "ro": ("oarecum de acord", "parțial de acord"),
        },
        0: {
            "en": ("neutral", "neither agree nor disagree", "undecided"),
            "fr": ("neutre", "ni d'accord ni pas d'accord", "ni en accord ni en désaccord", "sans avis"),
            "ro": ("neutru", "nici acord nici dezacord", "nici de acord nici împotrivă", "indecis"),
        },
        -0.25: {
            "en": ("somewhat disagree", "slightly disagree"),
            "fr": ("un peu en désaccord",),
            "ro": ("oarecum dezacord", "parțial dezacord"),
        },
        -0.5: {
            "en": ("disagree", "mostly disagree"),
            "fr": ("pas d'accord", "plutôt pas d'accord", "en désaccord", "plutôt en désaccord"),
            "ro": ("dezacord", "nu sunt de acord", "mai degrabă dezacord"),
        },
        -1: {
            "en": ("strongly disagree", "completely disagree", "totally disagree"),
            "fr": (
                "pas du tout d'accord",
                "fortement en désaccord",
                "totalement en désaccord",
                "tout à fait en désaccord",
            ),
            "ro": ("dezacord total", "deloc de acord", "total împotrivă"),
        },
    },
    "quality": {
        1: {
            "en": ("excellent", "outstanding", "very good", "perfect"),
            "fr": ("excellent", "excellente", "très bien", "très bon", "très bonne", "parfait"),
            "ro": ("excelent", "excelentă", "foarte bine", "foarte bun", "foarte bună", "perfect"),
        },
        0.5: {"en": ("good",), "fr": ("bien", "bon", "bonne"), "ro": ("bine", "bun", "bună")},
        0: {
            "en": ("average", "neutral", "fair", "acceptable", "so so"),
            "fr": ("moyen", "moyenne", "neutre", "correct", "passable", "acceptable"),
            "ro": ("mediu", "medie", "neutru", "acceptabil", "satisfăcător", "așa și așa"),
        },
        -0.5: {
            "en": ("poor", "bad"),
            "fr": ("mauvais", "mauvaise", "mal"),
            "ro": ("slab", "slabă", "prost", "proastă", "rău"),
        },
        -1: {
            "en": ("very poor", "very bad", "terrible", "awful"),
            "fr": ("très mauvais", "très mauvaise", "très mal", "horrible", "exécrable"),
            "ro": ("foarte slab", "foarte slabă", "foarte prost", "foarte rău", "îngrozitor"),
        },
    },
    "likelihood": {
        1: {
            "en": ("very likely", "extremely likely", "definitely", "certainly"),
            "fr": (
                "très probable",
                "extrêmement probable",
                "certainement",
                "très probablement",
                "tout à fait probable",
            ),
            "ro": ("foarte probabil", "extrem de probabil", "cu siguranță", "sigur"),
        },
        0.5: {
            "en": ("likely", "probably"),
            "fr": ("probable", "probablement", "plutôt probable"),
            "ro": ("probabil", "destul de probabil"),
        },
        0.25: {"en": ("somewhat likely",), "fr": ("assez probable",), "ro": ("oarecum probabil",)},
        0: {
            "en": ("neutral", "neither likely nor unlikely", "maybe", "perhaps", "possibly"),
            "fr": ("neutre", "ni probable ni improbable", "peut-être"),
            "ro": ("neutru", "nici probabil nici improbabil", "poate"),
        },
        -0.25: {"en": ("somewhat unlikely",), "fr": ("assez improbable",), "ro": ("oarecum improbabil",)},
        -0.5: {
            "en": ("unlikely", "not likely", "probably not"),
            "fr": ("improbable", "peu probable", "probablement pas"),
            "ro": ("improbabil", "puțin probabil", "probabil nu"),
        },
        -1: {
            "en": ("very unlikely", "extremely unlikely", "not at all likely", "definitely not", "never"),
            "fr": ("très improbable", "pas du tout probable", "certainement pas", "jamais"),
            "ro": ("foarte improbabil", "deloc probabil", "sigur nu", "niciodată"),
        },
    },
    "yes_no": {
        1: {"en": ("yes", "true", "y"), "fr": ("oui", "vrai", "o"), "ro": ("da", "adevărat")},
        -1: {"en": ("no", "false", "n"), "fr": ("non", "faux"), "ro": ("nu", "fals")},
    },
    "thumbs": {
        1: {"en": ("good", "👍", "😍", "🤩", "😀", "😃", "😄"), "fr": (), "ro": ()},
        0.5: {"en": ("🙂", "😊"), "fr": (), "ro": ()},
        0: {"en": ("😐",), "fr": (), "ro": ()},
        -0.5: {"en": ("🙁", "😕"), "fr": (), "ro": ()},
        -1: {"en": ("bad", "👎", "😞", "😡", "😠", "😢"), "fr": (), "ro": ()},
    },
}

_NO_ANSWER = (
    "",
    "-",
    "--",
    "—",
    "–",
    "?",
    ".",
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "#n/a",
    "nan",
    "null",
    "none",
    "nil",
    "nsp",
    "ns",
    "n.s.p.",
    "ne sait pas",
    "ne sais pas",
    "je ne sais pas",
    "sans objet",
    "s/o",
    "so",
    "non applicable",
    "sans réponse",
    "pas de réponse",
    "non renseigné",
    "nu se aplică",
    "nu e cazul",
    "nu este cazul",
    "nu știu",
    "nu stiu",
    "fără răspuns",
    "nr",
    "n/r",
    "don't know",
    "dont know",
    "do not know",
    "dk",
    "not applicable",
    "no answer",
    "no response",
    "prefer not to say",
    "not answered",
    "skipped",
    "blank",
    "(blank)",
    "offered",
    "not offered",
    "unoffered",
    "don't know / no answer",
    "don't know/no answer",
    "dk/na",
    "ne sait pas",
    "ne se prononce pas",
    "nsp",
    "ns/nr",
    "ns / nr",
    "nu știu / nu răspund",
    "nu știu/nu răspund",
    "nu răspund",
    "no opinion",
    "sans opinion",
    "fără opinie",
)
_NEITHER = re.compile(r"^(neither .+|ni .+|nici .+?) (nor|ni|nici) ")  # people put a comma there, too
MISSING_WORDS: frozenset[str] = frozenset(fold(word) for word in _NO_ANSWER)


@cache
def words() -> Mapping[str, float]:
    """Folded words → relative position, over all families; the first family that knows a word decides."""
    found: dict[str, float] = {}
    for family in FAMILIES.values():
        found |= {word: position for word, position in _flat(family).items() if word not in found}
    return found


@cache
def family_words(name: str) -> Mapping[str, float]:
    """Folded words → relative position of one family."""
    return _flat(FAMILIES[name])


def _flat(family: Mapping[float, Mapping[str, tuple[str, ...]]]) -> dict[str, float]:
    found = {fold(word): position for position, langs in family.items() for texts in langs.values() for word in texts}
    return found | {_NEITHER.sub(r"\1, \2 ", word): position for word, position in found.items()}


def point(scale: Scale, position: float) -> float | None:
    """The scale's point (oriented: high = good) for a relative position; None when the scale has no such point."""
    if abs(position) == 1:
        return scale.max if position > 0 else scale.min
    middle = scale.min + (scale.points // 2) * scale.step if scale.points % 2 else None
    if position == 0:
        return middle
    if abs(position) == 0.5 or (scale.points == 4 and position):  # of four points no other is beside the ends
        if scale.points < 4:
            return scale.max if position > 0 else scale.min
        return scale.max - scale.step if position > 0 else scale.min + scale.step
    if middle is None or scale.points < 5:
        return None
    return middle + scale.step if position > 0 else middle - scale.step
