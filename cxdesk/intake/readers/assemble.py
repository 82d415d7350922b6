"""A Table out of what was found: the first records, the header among them, the names of the columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cxdesk.intake.blocks import Cell, Records, filled
from cxdesk.intake.guard import LIMITS, Limits, too_many_columns
from cxdesk.intake.headings import named
from cxdesk.intake.readers.dialect import common_width
from cxdesk.intake.readers.header import Record, find_head
from cxdesk.intake.table import Choices, Note, SourceFile, Table, TextLayout
from cxdesk.system.progress import Progress

HEAD = 200  # records kept for previews

Opener = Callable[[Table, Progress | None], Records]


def assemble(
    source: SourceFile,
    sheet: str | None,
    first: Sequence[Record],
    width: int | None,
    open_records: Opener,
    *,
    layout: TextLayout | None = None,
    notes: tuple[Note, ...] = (),
    hidden: bool = False,
    rows_estimate: int | None = None,
    choices: Choices | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """Find the header among the first records and name the columns. `width` None: what the records show.

    Raises FileRefused for too many columns.
    """
    found = find_head(first)
    records = [record for record in first[found.preamble :] if filled(record[1])]
    rows = min(found.candidates[0].rows, len(records))
    width = max([_usual_width(records) if width is None else width, *(_used(cells) for _line, cells in records[:rows])])
    if width > limits.columns:
        raise too_many_columns(width, source.name, sheet, limits, records[0][0] if records else None)
    names = named([cells for _line, cells in records[:rows]], width)
    header_line = records[0][0] if records else 1
    table = Table(
        source=source,
        sheet=sheet,
        header_rows=rows,
        headings=names.headings,
        raw_headings=names.raw,
        sub_headings=names.sub,
        header_cells=names.cells,
        header_line=header_line,
        first_line=_line_after(records, rows, first),
        layout=layout,
        head=tuple((line, tuple(cells)) for line, cells in first[found.preamble :][:HEAD]),
        header_candidates=found.candidates,
        notes=notes,
        hidden=hidden,
        rows_estimate=rows_estimate,
        records=open_records,
    )
    wanted = choices.header_rows if choices else None
    return table if wanted is None or wanted == rows else table.with_header_rows(min(wanted, len(records)))


def _usual_width(records: Sequence[Record]) -> int:
    """The first row's width, unless most rows fill more cells than that."""
    if not records:
        return 0
    first = len(records[0][1])
    used = [_used(cells) for _line, cells in records]
    longer = [length for length in used if length > first]
    return common_width(longer) if 2 * len(longer) > len(used) else first


def _used(cells: Sequence[Cell]) -> int:
    """How many cells up to the last filled one."""
    for length in range(len(cells), 0, -1):
        if cells[length - 1] not in ("", None):
            return length
    return 0


def _line_after(records: Sequence[Record], rows: int, first: Sequence[Record]) -> int:
    """The line of the first data row; where there is none, the line behind everything seen."""
    if rows < len(records):
        return records[rows][0]
    return (first[-1][0] + 1) if first else 1
