"""What a file can hold: each kind of record with its fields, keys and the names people give them.

A `Kind` is declared once, in a file of `cxdesk/domain/kinds_of/`; the SQLite table, the mapping choices of the wizard,
conversion, the columns of the Frame and the manual are read from it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property

from cxdesk.domain.errors import NotFound
from cxdesk.domain.text import fold
from cxdesk.system.i18n import N_, _


class Type(StrEnum):
    """What a field's cells mean; conversion, storage and Frame columns follow from it."""

    TEXT = "text"  # free short text or an id: stored as written
    LABEL = "label"  # few distinct values; a segment
    NUMBER = "number"
    MONEY = "money"  # stored as integer of 1/10,000 of the unit
    SCORE = "score"  # an answer on a Scale; stored as read, before reversal
    BOOL = "bool"
    INSTANT = "instant"  # µs UTC, or floating wall time (see the batch column's mapping)
    DATE = "date"  # a calendar day that never shifts
    DURATION = "duration"  # seconds
    REF = "ref"  # points at another kind's record by the id the file gives
    COMMENT = "comment"  # free text, searchable


class Role(StrEnum):
    """What a survey question asks; an answer carries it."""

    NPS = "nps"
    ENPS = "enps"
    CSAT = "csat"
    CES = "ces"
    SAT_RESOLUTION = "sat_resolution"
    RETURN_INTENT = "return_intent"
    REPURCHASE = "repurchase"
    AWARENESS_AIDED = "awareness_aided"
    AWARENESS_UNAIDED = "awareness_unaided"
    CXI_EFFORT = "cxi_effort"
    CXI_EMPATHY = "cxi_empathy"
    CXI_UNDERSTANDING = "cxi_understanding"
    CXI_EFFECTIVENESS = "cxi_effectiveness"
    WHY = "why"
    CONTINUE = "continue"
    START = "start"
    STOP = "stop"
    OPEN = "open"


TEXT_ROLES = frozenset({Role.WHY, Role.CONTINUE, Role.START, Role.STOP, Role.OPEN})

ROLE_TITLES: Mapping[Role, str] = {
    Role.NPS: N_("Recommendation (NPS)"),
    Role.ENPS: N_("Recommendation as an employer (eNPS)"),
    Role.CSAT: N_("Satisfaction (CSAT)"),
    Role.CES: N_("Ease or effort (CES)"),
    Role.SAT_RESOLUTION: N_("Satisfaction with the resolution"),
    Role.RETURN_INTENT: N_("Intention to return"),
    Role.REPURCHASE: N_("Intention to buy again"),
    Role.AWARENESS_AIDED: N_("Knows the brand when named"),
    Role.AWARENESS_UNAIDED: N_("Names the brand unprompted"),
    Role.CXI_EFFORT: N_("Experience index: effort"),
    Role.CXI_EMPATHY: N_("Experience index: empathy"),
    Role.CXI_UNDERSTANDING: N_("Experience index: understanding"),
    Role.CXI_EFFECTIVENESS: N_("Experience index: effectiveness"),
    Role.WHY: N_("Why (comment on the score)"),
    Role.CONTINUE: N_("What to keep doing"),
    Role.START: N_("What to start doing"),
    Role.STOP: N_("What to stop doing"),
    Role.OPEN: N_("Open comment"),
}


def named(en: str, fr: str, ro: str) -> Mapping[str, tuple[str, ...]]:
    """Headings or words per language, written as one text each, separated by bars."""
    return {
        language: tuple(word.strip() for word in texts.split("|"))
        for language, texts in (("en", en), ("fr", fr), ("ro", ro))
    }


def words(**values: str) -> Mapping[str, tuple[str, ...]]:
    """A closed vocabulary: our value → the words that mean it, whatever their language, separated by bars."""
    return {value: tuple(word.strip() for word in texts.split("|")) for value, texts in values.items()}


def fold_word(text: str) -> str:
    """A word of a vocabulary as it is compared: folded, hyphens and underscores as spaces."""
    return fold(text.replace("_", " ").replace("-", " "))


@dataclass(frozen=True)
class Field:
    """One field of a kind. `synonyms` are column headings people use, per language; matching folds them."""

    name: str
    type: Type
    title: str
    meaning: str = ""
    required: bool = False
    ref: str | None = None  # REF: the kind it points at
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # LABEL: our value → how files write it
    otherwise: str | None = None  # the field of the kind whose value stands in where the file gives none
    ends: bool = False  # DATE: the first day no longer covered; files may give the last one covered instead
    months: bool = False  # DATE: cells may name a whole month, such as 2024-03

    @property
    def is_segment(self) -> bool:
        """Whether people may split and filter by it."""
        return self.type in (Type.LABEL, Type.BOOL)

    def folded_words(self) -> Mapping[str, str]:
        """How files write the values of a closed vocabulary, in the form of `fold_word`, with our value for each."""
        return {fold_word(word): value for value, words in self.words.items() for word in (value, *words)}

    def folded_synonyms(self) -> frozenset[str]:
        """Every known heading of this field, folded: its name, its title in all languages we know, its synonyms."""
        words = {self.name, self.name.replace("_", " "), self.title, _(self.title)}
        for names in self.synonyms.values():
            words.update(names)
        return frozenset(fold(word) for word in words)


@dataclass(frozen=True)
class Condition:
    """A fixed field value that narrows a Source, such as role = nps."""

    field: str
    value: str


@dataclass(frozen=True)
class Source:
    """A kind, narrowed by fixed field values: what a metric reads."""

    kind: str
    fixed: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One sort of record a file can hold."""

    name: str
    title: str
    plural: str
    meaning: str
    fields: tuple[Field, ...]
    # What identifies a row on re-import; () = its whole content plus occurrence. Later parts may be absent.
    key: tuple[str, ...] = ()
    key_too: tuple[str, ...] = ()  # and these where a file gives them
    at: str | None = None  # the INSTANT/DATE field that dates a row by default
    said: tuple[str, ...] = ()  # the dates of its words where these are not those of the row, the first known counts
    span: tuple[str, str] | None = None  # [from, to) where rows hold for a while
    subject: str | None = "customer"  # whose row it is; None for costs and web totals
    position: int = 100  # order in menus
    lines: bool = False  # rows of one key in a file are the lines of one record, not its later states
    telling: tuple[tuple[str, ...], ...] = ()  # groups of fields of which a table of this kind has at least one each

    def field(self, name: str) -> Field:
        """The declared field; NotFound when the kind has none of that name."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise NotFound(_("{kind} has no field called {field}.", kind=_(self.title), field=name))

    def has(self, name: str) -> bool:
        return any(candidate.name == name for candidate in self.fields)

    def where(self, **fixed: str) -> Source:
        """This kind narrowed to rows whose fields hold the given values."""
        for name in fixed:
            self.field(name)
        return Source(self.name, tuple(Condition(name, str(value)) for name, value in fixed.items()))

    def all(self) -> Source:
        return Source(self.name)

    @cached_property
    def comments(self) -> tuple[Field, ...]:
        """The fields whose text is searchable."""
        return tuple(f for f in self.fields if f.type is Type.COMMENT)

    @cached_property
    def comments_at(self) -> tuple[Field, ...]:
        """The fields that date its texts, the first that is known counts."""
        return tuple(self.field(name) for name in self.said or ([self.at] if self.at else []))


@cache
def registry() -> Mapping[str, Kind]:
    """Every kind by name, in menu order. A new kind is one new file in `kinds_of/`."""
    from cxdesk.domain import kinds_of

    found: list[Kind] = []
    for module in pkgutil.iter_modules(kinds_of.__path__):
        loaded = importlib.import_module(f"{kinds_of.__name__}.{module.name}")
        found += [value for value in vars(loaded).values() if isinstance(value, Kind)]
    found.sort(key=lambda kind: (kind.position, kind.name))
    names = [kind.name for kind in found]
    if len(set(names)) != len(names):
        raise ValueError(f"two kinds of one name: {names}")
    return {kind.name: kind for kind in found}


def kind(name: str) -> Kind:
    """The kind of that name; NotFound says which there are."""
    found = registry().get(name)
    if found is None:
        known = ", ".join(registry())
        raise NotFound(
            _("There is no kind of record called {name}.", name=name), _("Choose one of: {known}.", known=known)
        )
    return found


def all_kinds() -> Iterable[Kind]:
    return registry().values()
