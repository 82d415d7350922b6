"""A report in words, before it has a page: blocks in the order in which they are read. Every text is plain; whoever
writes it into a format with markup escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cxdesk.domain.report import Paper
from cxdesk.reports.pictures.drawing import Drawing


@dataclass(frozen=True)
class Run:
    """A piece of a line in its tone, bold or not; `sign` names a small sign before it."""

    text: str
    tone: str = "text"
    bold: bool = False
    sign: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A title with a quieter note behind it; level 1 begins a section, 2 a number in it."""

    text: str
    note: str = ""
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    role: str = "body"  # body, small or caption


@dataclass(frozen=True)
class Lead:
    """What is to be read first, in a field of its own."""

    paragraphs: tuple[Runs, ...]


@dataclass(frozen=True)
class CardSaid:
    """One number on paper: `lines` stand below it, each with its sign."""

    title: str
    label: str
    before: str
    number: str
    after: str
    lines: Runs


@dataclass(frozen=True)
class Cards:
    cards: tuple[CardSaid, ...]


@dataclass(frozen=True)
class Picture:
    """A chart; `alt` says in words what it shows, `legend` explains its signs."""

    drawing: Drawing
    alt: str
    legend: tuple[tuple[Drawing, str], ...] = ()


@dataclass(frozen=True)
class Column:
    """`share` of the width of the table."""

    title: str
    share: float
    right: bool = False


@dataclass(frozen=True)
class Cell:
    """A text, a drawing, or both: the drawing then stands first."""

    text: str = ""
    tone: str = "text"
    bold: bool = False
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    total: bool = False  # a rule above it


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""  # for a screen reader


@dataclass(frozen=True)
class Quote:
    """What somebody wrote, with the score beside it; `note` says when and about what."""

    text: str
    note: str
    score: str = ""
    band: str = ""
    language: str = ""


@dataclass(frozen=True)
class Quotes:
    quotes: tuple[Quote, ...]


Block = Heading | Paragraph | Lead | Cards | Picture | Table | Quotes


@dataclass(frozen=True)
class Document:
    """The whole report. `beside` stands at the right of the title, `foot` at the left of every page's foot."""

    language: str
    paper: Paper
    kicker: str
    title: str
    beside: tuple[str, ...]
    foot: str
    blocks: tuple[Block, ...]
    author: str = "CXDesk"

    @property
    def name(self) -> str:
        """As a window or a file's properties call it."""
        return f"{self.kicker} · {self.title}"


def plain(*texts: str) -> Runs:
    """Texts as runs in the ordinary tone."""
    return tuple(Run(text) for text in texts)
