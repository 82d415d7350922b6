"""Cells that are answers on a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cxdesk.domain.reading import Status, read_answer
from cxdesk.domain.scales import Label, Scale
from cxdesk.intake import cells as remembering
from cxdesk.intake.batch import OFF_SCALE, UNKNOWN_ANSWER
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Memo, Reader
from cxdesk.intake.count_ratings import point_of
from cxdesk.intake.guess import cell_text
from cxdesk.intake.mapping import ColumnUse, Question
from cxdesk.intake.ratings import read_reading


class ScoreReader(Reader):
    """Scores as answered, and the status of each cell. A refused cell is an invalid answer."""

    def __init__(self, use: ColumnUse, question: Question) -> None:
        super().__init__(use)
        self.scale = scale_of(question)
        self._status: dict[Any, int] = {}
        self._marks = Memo(self._mark)

    def statuses(self, cells: Sequence[Cell]) -> list[int]:
        """0 answered, 1 missing, 2 invalid; after `values` of the same cells."""
        status = self._status
        try:
            return list(map(status.__getitem__, cells))
        except KeyError:  # forgotten meanwhile: very many different cells
            return [self._find(cell) for cell in cells]

    def marks(self, cells: Sequence[Cell]) -> list[str]:
        """Score and status of each cell as one text, for hashes."""
        return list(map(self._marks.__getitem__, cells))

    def _mark(self, cell: Cell) -> str:
        score = self.memo[cell]
        shown = "" if score is None else str(int(score)) if score.is_integer() else repr(score)
        return f"{shown} {self._find(cell)}"

    def _find(self, cell: Cell) -> int:
        if cell not in self._status:
            self._noted(cell)
        return self._status[cell]

    def _noted(self, cell: Cell) -> Any:
        if len(self._status) >= remembering.MEMORY:
            self._status.clear()
        self._status[cell] = 1
        return super()._noted(cell)

    def read(self, cell: Cell) -> float | None:
        written = cell if isinstance(cell, int | float) else self.text(cell)
        found = read_answer(written, self.scale)
        self._status[cell] = {Status.OK: 0, Status.MISSING: 1, Status.INVALID: 2}[found.status]
        if found.status is Status.INVALID:
            self.refuse(cell, OFF_SCALE if point_of(cell_text(cell).strip()) else UNKNOWN_ANSWER)
        return found.raw


def scale_of(question: Question) -> Scale:
    """The scale of a question with its codes and words."""
    scale, codes = read_reading(question.scale or "0-10")
    labels = tuple(Label(value, text) for text, value in question.labels)
    return replace(scale, na_codes=(*question.na_codes, *codes), labels=labels)
