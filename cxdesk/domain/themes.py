"""Themes: what comments speak of. Each is a list of words that anybody can read and change, and tags set by hand."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.text import fold, fold_search
from cxdesk.system.i18n import N_, _

ANY = ""  # words that belong to no language in particular
LANGUAGES = ("en", "fr", "ro")
MOST_WORDS = 12  # in one phrase
_WORD = re.compile(r"[^\W_]+")
_SLUG = re.compile(r"[^a-z0-9]+")


class Axis(StrEnum):
    """What a theme is about; a comment may be in any number of themes of each."""

    THEME = "theme"
    PAIN = "pain"
    CSS = "css"
    SENTIMENT = "sentiment"
    STAGE = "stage"


AXIS_TITLES: Mapping[str, str] = {
    Axis.THEME: N_("Theme"),
    Axis.PAIN: N_("Pain point"),
    Axis.CSS: N_("Continue, start, stop"),
    Axis.SENTIMENT: N_("Sentiment"),
    Axis.STAGE: N_("Stage"),
}


class How(StrEnum):
    """Which written words a word of a rule stands for."""

    FORMS = "forms"  # itself and its inflections
    START = "start"  # every word that begins so
    EXACT = "exact"


@dataclass(frozen=True)
class Word:
    """One folded word of a rule."""

    text: str
    how: How


Phrase = tuple[Word, ...]


def phrase(text: str) -> Phrase:
    """`late delivery`: these words in any form, one after the other; `deliver*`: all that begins so; `="Air"`, or the
    word in quotes: just so. BadQuestion where there is no word.
    """
    clean = text.strip()
    exact = clean.startswith("=") or (len(clean) > 2 and clean[0] == clean[-1] == '"')
    words = _WORD.findall(fold_search(clean))
    if not words or len(words) > MOST_WORDS:
        raise BadQuestion(_("{text} holds no word to look for.", text=text), _("Write one to twelve words."))
    how = How.EXACT if exact else How.FORMS
    last = How.START if clean.endswith("*") and not exact else how
    return (*(Word(word, how) for word in words[:-1]), Word(words[-1], last))


Lists = Mapping[str, tuple[str, ...]]  # language (ANY: whatever the language) → words and phrases as written


@dataclass(frozen=True)
class Rules:
    """A comment is in the theme where one of `words` occurs and none of `excluded`."""

    words: Lists = field(default_factory=dict)
    excluded: Lists = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not any(self.words.values())

    @cached_property
    def version(self) -> str:
        """Changes with the words: what was found by other rules is not believed."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()[:16]

    def with_words(self, language: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Rules:
        """With words more and less; BadQuestion for one that holds no word."""
        return Rules(_changed(self.words, language, add, remove), self.excluded)

    def without(self, language: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Rules:
        """The same for the words that exclude a comment."""
        return Rules(self.words, _changed(self.excluded, language, add, remove))

    def to_json(self) -> dict[str, dict[str, list[str]]]:
        return {
            name: {language: list(words) for language, words in lists.items() if words}
            for name, lists in (("words", self.words), ("excluded", self.excluded))
        }

    @staticmethod
    def of_json(found: object) -> Rules:
        """What `to_json` wrote, or a person. BadQuestion for anything else, or a word that is none."""
        if not isinstance(found, Mapping) or not {*found} <= {"words", "excluded"}:
            raise BadQuestion(_("These are no rules."), _("Write words and excluded, each a list per language."))
        return Rules(_lists(found.get("words", {})), _lists(found.get("excluded", {})))


def _lists(found: object) -> Lists:
    if not isinstance(found, Mapping):
        raise BadQuestion(_("The words of a theme are lists by language."))
    made: dict[str, tuple[str, ...]] = {}
    for language, words in found.items():
        if not isinstance(words, list | tuple):
            raise BadQuestion(_("The words of a theme are lists by language."))
        if language not in (ANY, *LANGUAGES):
            known = ", ".join(LANGUAGES)
            raise BadQuestion(
                _("{language} is no language of themes.", language=str(language)),
                _("Choose one of: {known}.", known=known),
            )
        for word in words:
            phrase(str(word))
        made[language] = tuple(dict.fromkeys(str(word).strip() for word in words))
    return made


def _changed(lists: Lists, language: str, add: Iterable[str], remove: Iterable[str]) -> Lists:
    gone = {fold(word) for word in remove}
    kept = [word for word in lists.get(language, ()) if fold(word) not in gone]
    known = {fold(word): word for word in kept}
    for word in add:
        known.setdefault(fold(word), word)
    return _lists({**lists, language: list(known.values())})


@dataclass(frozen=True)
class Theme:
    """One theme as the workspace holds it. `key` names those that CXDesk delivers; `id` 0 is one not kept yet."""

    axis: str
    title: str
    rules: Rules = field(default_factory=Rules)
    key: str = ""
    position: int = 0
    id: int = 0

    @property
    def shown(self) -> str:
        """Its title in the language of the interface."""
        return _(self.title)

    @property
    def code(self) -> str:
        """What it is called where signs are few: in measures and files."""
        return self.key or _SLUG.sub("_", fold(self.title)).strip("_") or f"theme_{self.id}"

    def is_called(self, name: str) -> bool:
        """Whether a person may mean it by that name: its title in any language of ours, its code, its number."""
        folded = fold(name)
        return folded in {fold(self.title), fold(self.shown), self.code, str(self.id)}

    def to_json(self) -> dict[str, object]:
        own = {"key": self.key} if self.key else {}
        return {"axis": self.axis, "title": self.title, **own, **self.rules.to_json()}


@dataclass(frozen=True)
class Tag:
    """What somebody decided about one row and one theme: 1 it speaks of it, -1 it does not, 0 as the rules say."""

    row: int
    theme: int
    sign: int


def theme_of(found: object) -> Theme:
    """A theme from what `Theme.to_json` wrote; BadQuestion names what does not fit."""
    if not isinstance(found, Mapping) or not str(found.get("title") or "").strip():
        raise BadQuestion(_("A theme needs a title."))
    axis = str(found.get("axis") or Axis.THEME)
    if axis not in list(Axis):
        known = ", ".join(Axis)
        raise BadQuestion(_("{axis} is no axis.", axis=axis), _("Choose one of: {known}.", known=known))
    rules = Rules.of_json({name: found[name] for name in ("words", "excluded") if name in found})
    return Theme(axis, " ".join(str(found["title"]).split()), rules, str(found.get("key") or ""))
