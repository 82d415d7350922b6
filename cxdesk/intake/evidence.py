"""What a column could be, as counts over its cells, with the cells that speak against. Decides nothing.

Evidence is plain and small, so that it travels with the view of a table and every later answer of the person can be
weighed again without the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MANY_VALUES = 60  # so many different texts are listed
EXAMPLES = 3


@dataclass(frozen=True)
class Seen:
    """A text that occurs in the column: how often, and on which line first."""

    text: str
    count: int
    line: int = 0


@dataclass(frozen=True)
class LayoutCount:
    """How far a date layout goes: cells it reads, cells that only it reads and not its twin, cells that fail.

    `first` and `last` are ISO days; `offsets` counts cells with an offset of their own, `times` those with a time.
    Where the twin reads as many: `example` is a text that the two read as different days, `example_day` the ISO day it
    is in this layout, and `in_order` says whether the rows follow one another in time.
    """

    layout: str
    cells: int
    proven: int = 0
    failing: tuple[Seen, ...] = ()
    first: str = ""
    last: str = ""
    offsets: int = 0
    times: int = 0
    example: str = ""
    example_day: str = ""
    in_order: bool = False


@dataclass(frozen=True)
class NumberCount:
    """How numbers are written. `decimal` and `group` are the marks that cells prove ("" when none does).

    `unsure` cells such as 1.234 could be either; `against` cells contradict the marks found; `whole` are whole
    numbers.
    """

    cells: int = 0
    whole: int = 0
    decimal: str = ""
    group: str = ""
    proven: int = 0
    unsure: int = 0
    unsure_mark: str = ""
    against: tuple[Seen, ...] = ()
    failing: tuple[Seen, ...] = ()
    currency: str = ""
    percent: int = 0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Guess:
    """Counts of one column. `filled` cells hold something that is no word for nothing; all other counts are parts of
    it.

    `values` are the commonest texts (all of them when `distinct` is small), `points` the numbers of a rating and how
    often each occurs, `labels` the family of rating words that most cells belong to. `unique`: no text comes twice.
    `counter`: the cells are 1, 2, 3 … in the order of the rows.
    """

    index: int
    heading: str
    cells: int = 0
    filled: int = 0
    missing: tuple[Seen, ...] = ()
    errors: int = 0
    distinct: int = 0
    unique: bool = False
    counter: bool = False
    padded: int = 0  # whole numbers with leading zeros
    values: tuple[Seen, ...] = ()
    numbers: NumberCount = field(default_factory=NumberCount)
    layouts: tuple[LayoutCount, ...] = ()
    months: tuple[LayoutCount, ...] = ()  # layouts of whole months, where no other reads the column
    points: tuple[tuple[float, int], ...] = ()
    pointed: int = 0  # cells that give a point
    out_of: int = 0  # the second number of "4/5", where cells are written so
    labels: str = ""
    labelled: int = 0
    booleans: int = 0
    emails: int = 0
    durations: int = 0
    clocks: int = 0  # cells that are times of day
    typed: Mapping[str, int] = field(default_factory=dict)  # spreadsheet cells by type
    length: float = 0.0  # mean characters of a filled cell
    words: float = 0.0  # mean words
    examples: tuple[Seen, ...] = ()
