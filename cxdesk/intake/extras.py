"""Columns that are no field, kept as one JSON text per row: heading → text, in the order of the headings, without
blanks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cxdesk.intake.blocks import Cell, CellError
from cxdesk.intake.cells import Memo, tidy
from cxdesk.intake.guess import cell_text
from cxdesk.intake.mapping import ColumnUse

FEW_COLUMNS = 8
TRIAL_ROWS = 8192
WORTH_REMEMBERING = 0.5


class Extras:
    """Joins unknown columns. Whole rows are remembered as long as that saves work: few columns, few different
    values.
    """

    def __init__(self, uses: Sequence[ColumnUse]) -> None:
        ordered = sorted((use for use in uses if use.of is None), key=lambda use: use.heading)
        self._columns = [(use.index, Memo(_Piece(use))) for use in ordered]
        self._joined = {use.index: [one.index for one in uses if one.of == use.index or one is use] for use in ordered}
        self._joined = {first: parts for first, parts in self._joined.items() if len(parts) > 1}
        self._rows = Memo(_joined)
        self._tried = 0
        self._remember = len(ordered) <= FEW_COLUMNS

    def values(self, columns: Sequence[Sequence[Cell]], n: int) -> list[str | None]:
        """One JSON text per row; None where nothing is filled."""
        if not self._columns:
            return [None] * n
        pieces = [list(map(memo.__getitem__, self._cells(at, columns))) for at, memo in self._columns]
        rows = zip(*pieces, strict=True)
        if not self._remember:
            return list(map(_joined, rows))
        found = list(map(self._rows.__getitem__, rows))
        self._tried += n
        if self._tried <= TRIAL_ROWS + n:
            self._remember = len(self._rows) < WORTH_REMEMBERING * max(self._tried, TRIAL_ROWS)
        return found

    def _cells(self, at: int, columns: Sequence[Sequence[Cell]]) -> Sequence[Cell]:
        """The cells of a column; of several that are one, what stands in any of them."""
        parts = self._joined.get(at)
        if parts is None:
            return columns[at]
        rows = zip(*(columns[part] for part in parts), strict=True)
        return [", ".join(dict.fromkeys(filter(None, (tidy(cell_text(cell)) for cell in row)))) for row in rows]


class _Piece:
    """`"heading": "text"` of one cell; empty for a blank."""

    def __init__(self, use: ColumnUse) -> None:
        self._name = json.dumps(use.heading, ensure_ascii=False)
        self._missing = frozenset(use.missing)

    def __call__(self, cell: Cell) -> str:
        text = cell.kind if isinstance(cell, CellError) else tidy(cell_text(cell))
        if not text or text in self._missing:
            return ""
        return f"{self._name}: {json.dumps(text, ensure_ascii=False)}"


def _joined(pieces: tuple[str, ...]) -> str | None:
    kept = ", ".join(filter(None, pieces))
    return f"{{{kept}}}" if kept else None
