"""A report: what a person chooses of it, and what it then says, as plain values without language or paper.

`Recipe` is the choice; it can be kept under a name and asked again next month. `Facts` are the answer: everything that
any form of the report shows, so that a page, a spreadsheet and a frozen pack cannot say different things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from cxdesk.domain.distribution import Distribution
from cxdesk.domain.explained import Explained
from cxdesk.domain.periods import Period, Preset
from cxdesk.domain.plain import NotPlain, from_plain, to_plain
from cxdesk.domain.query import Query
from cxdesk.domain.results import Breakdown, Card, Change, CommentRow, Trend, Unit, Verdict
from cxdesk.domain.why import Why
from cxdesk.system.i18n import N_


class Section(StrEnum):
    """The parts of a report, in the order in which they stand."""

    SUMMARY = "summary"
    CARDS = "cards"
    TRENDS = "trends"
    CHANGES = "changes"
    BREAKDOWNS = "breakdowns"
    DISTRIBUTION = "distribution"
    COMMENTS = "comments"
    DEFINITIONS = "definitions"
    RECEIPTS = "receipts"


SECTION_TITLES: Mapping[Section, str] = {
    Section.SUMMARY: N_("In short"),
    Section.CARDS: N_("The numbers"),
    Section.TRENDS: N_("Over time"),
    Section.CHANGES: N_("What changed, and where"),
    Section.BREAKDOWNS: N_("By segment"),
    Section.DISTRIBUTION: N_("How the answers are spread"),
    Section.COMMENTS: N_("In their words"),
    Section.DEFINITIONS: N_("What the numbers mean"),
    Section.RECEIPTS: N_("How the numbers were counted"),
}


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


PAPER_TITLES: Mapping[Paper, str] = {Paper.A4: N_("A4"), Paper.LETTER: N_("US Letter")}
PAPER_SIZES: Mapping[Paper, tuple[float, float]] = {Paper.A4: (595.0, 842.0), Paper.LETTER: (612.0, 792.0)}  # points
MOST_COMMENTS = 60


@dataclass(frozen=True)
class Recipe:
    """What a report shall hold. `preset` names a period seen from the data's last day and goes before the query's own,
    so that the same recipe serves every month. Without `personal` nobody can be recognised by name, e-mail or number.
    """

    name: str = ""
    title: str = ""
    query: Query = field(default_factory=Query)
    preset: Preset | None = None
    sections: tuple[Section, ...] = tuple(Section)
    language: str = ""
    paper: Paper = Paper.A4
    personal: bool = False
    comments: int = 12

    def to_json(self) -> dict[str, Any]:
        kept = to_plain(self)
        assert isinstance(kept, dict)
        del kept["name"]
        return kept

    @staticmethod
    def of(name: str, kept: Any) -> Recipe | None:
        """From what was kept; None where it cannot be read."""
        try:
            return replace(from_plain(Recipe, kept), name=name)
        except (NotPlain, TypeError):
            return None


@dataclass(frozen=True)
class Topic:
    """One number with all that the report tells of it. `hidden` segments had too few answers to be shown, of
    `hidden_n` in all.
    """

    card: Card
    trend: Trend | None = None
    breakdown: Breakdown | None = None
    why: Why | None = None
    distribution: Distribution | None = None
    told: Explained | None = None
    hidden: int = 0
    hidden_n: int = 0


@dataclass(frozen=True)
class Origin:
    """One import that the numbers may rest on."""

    file: str
    sheet: str
    kind: str
    rows: int


@dataclass(frozen=True)
class Facts:
    """Everything that a report says. `content` is the hash of all live rows of the workspace when it was asked."""

    workspace: str
    recipe: Recipe
    topics: tuple[Topic, ...]
    range: Period | None = None
    base: Period | None = None
    data_range: Period | None = None
    as_of: date | None = None
    partial: bool = False
    zone: str = ""
    least: int = 5
    comments: tuple[CommentRow, ...] = ()
    comments_behind: int = 0
    comments_of: str = ""  # the metric whose answers they come with
    origins: tuple[Origin, ...] = ()
    content: str = ""
    version: str = ""  # of the program that asked

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(topic.card for topic in self.topics)

    @property
    def leading(self) -> tuple[Topic, ...]:
        """The numbers with a value, those that clearly changed first."""
        some = [topic for topic in self.topics if topic.card.figure.value is not None]
        return tuple(sorted(some, key=lambda topic: not changed(topic.card)))

    def has(self, section: Section) -> bool:
        return section in self.recipe.sections

    def in_language(self, language: str) -> Facts:
        """The same report for other readers."""
        return replace(self, recipe=replace(self.recipe, language=language))


def changed(card: Card) -> bool:
    """Whether a test proved the change, or everything was counted and it is not the same as it is written."""
    change = card.change
    if change is None or card.figure.value is None:
        return False
    if change.verdict in (Verdict.UP, Verdict.DOWN):
        return True
    return change.why == "full_count" and change.base_value is not None and _visible(card, change)


def _visible(card: Card, change: Change) -> bool:
    """Whether a difference is more than nothing in the decimals in which it is told; of amounts as a percentage."""
    delta = change.delta or 0.0
    if card.unit == Unit.MONEY and change.base_value:
        return round(100 * delta / change.base_value, 1) != 0
    return round(delta, card.decimals) != 0
