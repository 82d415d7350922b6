"""What the importer sees in a file before anything is written: tables, columns, evidence, doubts, proposed mapping.

Plain values: made in the import child, sent as JSON, shown by the wizard and by `cxdesk inspect`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.intake.evidence import Guess
from cxdesk.intake.mapping import LEFT_OUT, Mapping, Question

NOTHING = Phrase("")


@dataclass(frozen=True)
class Fact:
    """One thing understood about the file, with its evidence: encoding, delimiter, header, numbers, dates, footer."""

    name: str  # encoding, delimiter, header, decimal, dates, footer, preamble …
    title: Phrase
    value: Phrase
    evidence: Phrase


@dataclass(frozen=True)
class ColumnView:
    """One column as understood. `type` is a domain Type's value; `cells` of `filled` cells agree with it."""

    index: int
    name: str
    type: str
    filled: int
    cells: int
    distinct: int
    evidence: Phrase
    field: str  # the proposed use, as in ColumnUse.field
    role: str | None = None  # for questions
    scale: str | None = None
    doubt: str | None = None  # id of the doubt that concerns this column
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    id: str
    title: Phrase
    note: Phrase = NOTHING


@dataclass(frozen=True)
class Doubt:
    """One question to the person. `proposed` None = no evidence: nothing is preselected and the import waits.

    A doubt with a proposal is settled by it unless the person says otherwise; one without is open.
    """

    id: str  # stable, e.g. "dates:2", "question:1", "kind"; what --answer names
    question: Phrase
    choices: tuple[Choice, ...]
    proposed: str | None = None
    evidence: Phrase = NOTHING
    column: int | None = None
    examples: tuple[str, ...] = ()
    takes_day: bool = False  # any day may be said instead of a choice, as 2026-03-31

    @property
    def open(self) -> bool:
        return self.proposed is None


@dataclass(frozen=True)
class PreviewCell:
    row: int  # index into TableView.preview
    column: int
    problem: Phrase


@dataclass(frozen=True)
class Pair:
    """Two rating columns that disagree: where `column` is lowest, `other` is `at_low` on average, where highest
    `at_high`.
    """

    column: int
    other: int
    n: int
    r: float
    low: float
    high: float
    at_low: float
    at_high: float


@dataclass(frozen=True)
class Decisions:
    """What the person (or a remembered mapping) said about a table: everything else follows from the evidence.

    `answers`: doubt → choice; `uses`: column → as in doubts.set_use; `questions`: column → the question said in full.
    """

    kind: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    uses: dict[int, str] = field(default_factory=dict)
    questions: dict[int, Question] = field(default_factory=dict)


@dataclass(frozen=True)
class Likeness:
    """A remembered table whose headings are nearly these: what is new, gone or elsewhere, and what was decided then."""

    name: str
    decisions: Decisions
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beside:
    """How a list of subscriptions stands beside another of an other `day`: of `seen` customers looked at, so many are
    `shared`; a few that are `new`.
    """

    day: str
    seen: int
    shared: int
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class SameDays:
    """Another report of totals has the days from `first` to `last` (ISO) too, `split` otherwise or, of costs, with
    other amounts, of which there are `examples`. `sha256` is the digest of its file.
    """

    file: str
    first: str
    last: str
    split: bool = True
    examples: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class Stretch:
    """What a report of costs tells of days [first, after), where nothing else is said of one day or month: the words
    of `newer_costs.WORDS` and stored money.
    """

    words: tuple[str, ...]
    first: int
    after: int | None
    amount: int


@dataclass(frozen=True)
class Basis:
    """What is known of a table whatever the person says; from it and Decisions the view is derived again and again.

    `raw_headings` as written in the first header row.
    """

    raw_headings: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
    pairs: tuple[Pair, ...] = ()
    format: str | None = None
    delimiter: str = ""
    options: dict[str, Any] = field(default_factory=dict)  # for Mapping.options
    relations: dict[str, tuple[int, int]] = field(default_factory=dict)  # see relations.find_relations
    day: str = ""  # ISO day that the name of the file or sheet says, if any
    zones: dict[int, str] = field(default_factory=dict)  # column → the zone that its header rows say
    stated: str = ""  # ISO first day of the period that stands above the table or in the name of its file
    leave_out: str = ""  # why nothing of the table should be taken, if so
    like: Likeness | None = None  # of a table that was never seen
    who: tuple[str, ...] = ()  # some of the customers of a list of subscriptions as of a day
    beside: Beside | None = None  # and how they stand beside another list
    same_days: SameDays | None = None  # of a report of totals
    stretches: tuple[Stretch, ...] = ()  # of a report of costs


@dataclass(frozen=True)
class TableView:
    """One table of a file. `preview`: the first rows as written; `preview_lines`: their line numbers in the file."""

    sheet: str | None
    header_rows: int
    format: str | None
    format_title: str | None
    headings: tuple[str, ...]
    columns: tuple[ColumnView, ...]
    facts: tuple[Fact, ...]
    doubts: tuple[Doubt, ...]
    mapping: Mapping
    preview: tuple[tuple[str, ...], ...] = ()
    preview_lines: tuple[int, ...] = ()
    problems: tuple[PreviewCell, ...] = ()
    rows: int = 0  # data rows seen (all of them for files up to the sampling limit)
    rows_exact: bool = True
    hidden: bool = False
    notes: tuple[Phrase, ...] = ()
    format_sure: bool = True  # False: nobody has seen a file of this tool, so it is only supposed
    basis: Basis = field(default_factory=Basis)
    decisions: Decisions = field(default_factory=Decisions)
    token: str = ""  # of corrected rows that come back: which import they are from
    instead: TableView | None = None  # the same table with its columns as rows, or as columns again

    @property
    def left_out(self) -> bool:
        """Whether the person wants nothing of the table."""
        return bool(self.mapping.options.get(LEFT_OUT))

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        return tuple(d for d in self.doubts if d.open)


@dataclass(frozen=True)
class Inspection:
    """One file. `error` is a CXDeskError's JSON when the file cannot be opened."""

    file: str
    path: str
    size: int
    sha256: str
    container: str
    tables: tuple[TableView, ...] = ()
    error: dict[str, Any] | None = field(default=None)
    looked: dict[str, Any] | None = None  # for whoever converts it, see looked.py; of no use to people
