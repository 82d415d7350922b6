"""Table: what a file holds, as found by looking inside: where it came from, how its text is written, its headings.

`sniff` makes tables; `Table.open()` gives their rows. Everything found is kept with its evidence as small plain
values, so that a person can be shown why, and may decide otherwise (`Choices`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from cxdesk.domain.results import Phrase
from cxdesk.intake.blocks import (
    FOOTER,
    NO_VALUE,
    REPEATED_HEADER,
    STRAY_QUOTE,
    TOO_LONG,
    TOTAL,
    UNCLOSED_QUOTE,
    Block,
    Cell,
    CellError,
    RawBlock,
    Records,
    Row,
    RowProblem,
)
from cxdesk.intake.headings import named
from cxdesk.intake.stream import LineRanges, RowCounts, RowStream
from cxdesk.system.progress import Progress

__all__ = [
    "FOOTER",
    "NO_VALUE",
    "REPEATED_HEADER",
    "STRAY_QUOTE",
    "TOO_LONG",
    "TOTAL",
    "UNCLOSED_QUOTE",
    "Block",
    "Cell",
    "CellError",
    "Choices",
    "Container",
    "HeaderCandidate",
    "LineRanges",
    "Note",
    "RawBlock",
    "Records",
    "Row",
    "RowCounts",
    "RowProblem",
    "RowStream",
    "SourceFile",
    "Table",
    "TextLayout",
]

Container = Literal["csv", "csv.gz", "zip-of-csv", "xlsx", "xlsm", "xlsb", "xls", "ods", "html"]


@dataclass(frozen=True)
class SourceFile:
    """A file as it lies on disk. `container` is what its bytes say, never its suffix; `sha256` is of all bytes."""

    path: Path
    name: str
    size: int
    sha256: str
    container: Container


@dataclass(frozen=True)
class Choices:
    """What a person decided about a file instead of what was found. None: as found."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None  # "" for a file without quotation marks
    header_rows: int | None = None


@dataclass(frozen=True)
class TextLayout:
    """How a text file is written.

    `encoding` is a Python codec name; `bom` the length of the byte order mark. `escape` is the character before a
    quotation mark inside quotation marks, "" where they are doubled. `newline` is the commonest line end.
    `encoding_evidence`: `bom`, `non_ascii` bytes, `stray` bytes that are not of this encoding, `letters` per 8-bit
    candidate, `examples` of words; `sure` says whether a person need not be asked. `delimiter_evidence`: one entry per
    candidate with its `columns`, the `share` of lines that have so many, and `rows` looked at, best first.
    """

    encoding: str
    delimiter: str
    quote: str = '"'
    escape: str = ""
    skip_spaces: bool = False
    newline: str = "\n"
    bom: int = 0
    preamble_rows: int = 0
    preamble: tuple[str, ...] = ()
    repairs: Mapping[int, str] = field(default_factory=dict)
    encoding_evidence: Mapping[str, Any] = field(default_factory=dict)
    delimiter_evidence: tuple[Mapping[str, Any], ...] = ()
    newline_evidence: Mapping[str, int] = field(default_factory=dict)

    @property
    def sure_of_encoding(self) -> bool:
        return bool(self.encoding_evidence.get("sure", True))


@dataclass(frozen=True)
class HeaderCandidate:
    """So many header rows would be possible. `score` compares within one table; `evidence` counts columns."""

    rows: int
    score: float
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Something worth knowing about a table. `code` is stable, `phrase` is for people."""

    code: str
    phrase: Phrase
    count: int = 0
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of a file.

    `headings` are unique and never blank; `raw_headings` is the first header row as written, `sub_headings` the second
    (blank where there is none), `header_cells` all header rows. `header_line` is the line of the first header row (of
    the first data row where there is none), `first_line` the line of the first data row. `head` holds the first
    records from the header on, with their lines, for previews and guesses. `hidden` sheets are hidden in the file.
    """

    source: SourceFile
    sheet: str | None
    header_rows: int
    headings: tuple[str, ...]
    raw_headings: tuple[str, ...]
    sub_headings: tuple[str, ...]
    header_line: int
    first_line: int
    layout: TextLayout | None
    head: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    header_cells: tuple[tuple[str, ...], ...] = ()
    header_candidates: tuple[HeaderCandidate, ...] = ()
    notes: tuple[Note, ...] = ()
    hidden: bool = False
    rows_estimate: int | None = None
    records: Callable[[Table, Progress | None], Records] | None = field(default=None, repr=False, compare=False)

    def open(self, progress: Progress | None = None) -> RowStream:
        """The table's rows from the first; every call starts anew."""
        if self.records is None:
            raise TypeError("this table was made without a reader")
        return RowStream(self, self.records(self, progress))

    def with_header_rows(self, rows: int) -> Table:
        """The same table, read with so many header rows instead (0: none)."""
        records = [(line, cells) for line, cells in self.head if any(cell not in ("", None) for cell in cells)]
        if not 0 <= rows <= len(records):
            raise ValueError(f"{rows} header rows")
        header = [cells for _, cells in records[:rows]]
        names = named(header, len(self.headings))
        last = records[rows - 1][0] if rows else 0
        first = records[rows][0] if rows < len(records) else last + 1
        return replace(
            self,
            header_rows=rows,
            headings=names.headings,
            raw_headings=names.raw,
            sub_headings=names.sub,
            header_cells=names.cells,
            first_line=first,
            header_line=self.header_line if rows else first,
        )

    def with_names_of(self, row: int) -> Table:
        """The same table, its columns named by that header row (from 1), and by the first where that one is blank."""
        words = [
            own if own.strip() else first
            for own, first in zip(self.header_cells[row - 1], self.raw_headings, strict=True)
        ]
        return replace(self, headings=named([words], len(self.headings)).headings)

    def described(self) -> dict[str, Any]:
        """What was found, as plain values for JSON."""
        return {
            "sheet": self.sheet,
            "hidden": self.hidden,
            "header_rows": self.header_rows,
            "headings": list(self.headings),
            "raw_headings": list(self.raw_headings),
            "sub_headings": list(self.sub_headings),
            "first_line": self.first_line,
            "layout": None if self.layout is None else _plain(self.layout),
            "header_candidates": [
                {"rows": c.rows, "score": c.score, "evidence": dict(c.evidence)} for c in self.header_candidates
            ],
            "notes": [{"code": n.code, "text": n.phrase.say(), "count": n.count} for n in self.notes],
        }


def _plain(layout: TextLayout) -> dict[str, Any]:
    return {
        "encoding": layout.encoding,
        "encoding_evidence": dict(layout.encoding_evidence),
        "delimiter": layout.delimiter,
        "delimiter_evidence": [dict(found) for found in layout.delimiter_evidence],
        "quote": layout.quote,
        "escape": layout.escape,
        "newline": layout.newline,
        "newline_evidence": dict(layout.newline_evidence),
        "preamble_rows": layout.preamble_rows,
        "preamble": list(layout.preamble),
    }
