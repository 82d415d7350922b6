"""Cells that could not be read: kept with their place, counted per column, and weighed.

A few are slips of whoever typed them; very many say that the column is not written as the mapping believes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxdesk.domain.errors import OpenDoubt
from cxdesk.intake.batch import NOT_A_DATE, NOT_A_NUMBER, Problem
from cxdesk.intake.blocks import Cell, NotInPieces, Row
from cxdesk.intake.cells import Reader
from cxdesk.intake.cells_of_dates import DateReader
from cxdesk.intake.cells_of_numbers import NumberReader
from cxdesk.intake.guess import cell_text
from cxdesk.intake.table import Table
from cxdesk.system.i18n import _, number

PROBLEMS_KEPT = 10_000  # per column and file; all are counted
CONTRADICTED = 0.2  # so large a share of refused cells means that the layout is wrong, not the cells
CONTRADICTED_LEAST = 5
ENOUGH_SEEN = 10_000
LONGEST_VALUE = 1000


@dataclass
class Tally:
    """How many cells of a column were filled and how many were refused, and the first refused one."""

    filled: int = 0
    refused: int = 0
    line: int = 0
    value: str = ""


class Refusals:
    """The refused cells of one table, over all its blocks.

    Where so many `helpers` read pieces of it, each knows a part of them only. Then nothing is decided here: NotInPieces
    is raised as soon as all together might refuse the column or list more cells than are kept.
    """

    def __init__(self, table: Table, readers: Mapping[int, Reader], helpers: int = 1) -> None:
        self._table = table
        self._helpers = helpers
        self._readers = readers
        self._tallies: dict[int, Tally] = {}
        self._listed: Counter[str] = Counter()

    def add(
        self,
        at: int,
        cells: Sequence[Cell],
        values: Sequence[Any],
        found: Sequence[tuple[int, str]],
        lines: Sequence[int],
        rows: Sequence[Row],
    ) -> list[Problem]:
        """Take note of the refused cells `found` (position, reason) in a block of column `at`; those to be listed.

        Raises OpenDoubt as soon as the column as a whole contradicts the mapping.
        """
        if isinstance(self._readers[at], DateReader | NumberReader):
            self._weigh(at, cells, values, found, lines)
        if not found:
            return []
        heading = self._table.headings[at]
        room = max(0, PROBLEMS_KEPT - self._listed[heading])
        self._listed[heading] += len(found)
        if self._helpers > 1 and self._listed[heading] > PROBLEMS_KEPT // self._helpers:
            raise NotInPieces
        return [
            Problem(lines[place], heading, _shown(cells[place]), code, raw_text(rows[place]))
            for place, code in found[:room]
        ]

    def _weigh(
        self,
        at: int,
        cells: Sequence[Cell],
        values: Sequence[Any],
        found: Sequence[tuple[int, str]],
        lines: Sequence[int],
    ) -> None:
        tally = self._tallies.setdefault(at, Tally())
        places = [place for place, code in found if code in (NOT_A_DATE, NOT_A_NUMBER)]
        tally.filled += len(values) - values.count(None) + len(places)
        if places and not tally.refused:
            tally.line, tally.value = lines[places[0]], _shown(cells[places[0]])[:100]
        tally.refused += len(places)
        if tally.filled >= ENOUGH_SEEN:
            self._check_column(at)

    def check(self) -> None:
        """Raise OpenDoubt when a column as a whole contradicts how it is said to be written."""
        for at in self._tallies:
            self._check_column(at)

    def _check_column(self, at: int) -> None:
        tally = self._tallies[at]
        if self._helpers > 1:
            most = CONTRADICTED * ENOUGH_SEEN / self._helpers
            if tally.refused > min(most, CONTRADICTED * tally.filled):
                raise NotInPieces
            return
        if tally.refused < CONTRADICTED_LEAST or tally.refused <= CONTRADICTED * tally.filled:
            return
        dates = isinstance(self._readers[at], DateReader)
        counts = {"n": number(tally.refused), "all": number(tally.filled), "value": tally.value}
        said = _("{n} of {all} cells are no dates as the column is said to be written, for example {value}.", **counts)
        if not dates:
            said = _(
                "{n} of {all} cells are no numbers as the column is said to be written, for example {value}.", **counts
            )
        raise OpenDoubt(
            said,
            _("Say how this column is written, or keep it as a plain column."),
            code="open_doubt.dates" if dates else "open_doubt.decimal",
            file=self._table.source.name,
            sheet=self._table.sheet,
            row=tally.line,
            column=self._table.headings[at],
        )


def _shown(cell: Cell) -> str:
    return cell_text(cell)[:LONGEST_VALUE] or str(cell)


def raw_text(row: Sequence[Cell]) -> str:
    """A row as written, as a JSON list of texts."""
    return json.dumps([cell_text(cell) or str(cell or "") for cell in row], ensure_ascii=False)
