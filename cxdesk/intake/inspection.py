"""What the importer sees in a file before anything is written: tables, columns, evidence, doubts, proposed mapping.

Plain values: made in the import child, sent as JSON, shown by the wizard and by `cxdesk inspect`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cxdesk.domain.results import Phrase
from cxdesk.intake.mapping import Mapping

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

    @property
    def open(self) -> bool:
        return self.proposed is None


@dataclass(frozen=True)
class PreviewCell:
    row: int  # index into TableView.preview
    column: int
    problem: Phrase


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
