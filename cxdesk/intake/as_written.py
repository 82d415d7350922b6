"""Instants as the file has them, beside what was made of them: their form where all are written alike, else their
texts.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from typing import Any

from cxdesk.intake.batch import Written
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Reader
from cxdesk.intake.cells_of_dates import InstantReader
from cxdesk.intake.mapping import Mapping

WRITTEN_OUT = "written_out"  # option: texts in any case, for what is made of the rows need not hold the instant itself
MOST = 100  # characters of a date


class AsWritten:
    """The columns of one table that hold instants."""

    def __init__(self, mapping: Mapping, readers: Map[int, Reader]) -> None:
        self._in_form = WRITTEN_OUT not in mapping.options
        self._columns = [
            (use.index, use.heading, reader)
            for use in mapping.columns
            if isinstance(reader := readers.get(use.index), InstantReader)
        ]

    def cells(
        self, lines: Sequence[int], columns: Sequence[Sequence[Cell]], values: Map[int, Sequence[Any]]
    ) -> list[Written]:
        """Those of one block that has just been read. Cells of spreadsheets that are dates themselves have no text."""
        found = []
        for at, heading, reader in self._columns:
            if reader.form and self._in_form:
                found.append(Written(heading, reader.form, (lines[0], lines[-1])))
                continue
            kept = [
                (line, cell)
                for line, cell, value in zip(lines, columns[at], values[at], strict=True)
                if value is not None and type(cell) is str and len(cell) <= MOST
            ]
            if kept:
                found.append(Written(heading, "", *zip(*kept, strict=True)))
        return found
