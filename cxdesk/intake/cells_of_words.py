"""Cells that are words of a closed vocabulary, or yes and no, in any of the three languages."""

from __future__ import annotations

from collections.abc import Sequence

from cxdesk.domain.kinds import Field, fold_word
from cxdesk.domain.labels import MISSING_WORDS
from cxdesk.domain.text import fold
from cxdesk.intake.batch import NOT_YES_NO
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Reader, TextReader
from cxdesk.intake.count_ratings import NO, YES
from cxdesk.intake.mapping import ColumnUse


class WordReader(TextReader):
    """Our value for each known word; others stay as written and are counted. Words for nothing are nothing."""

    def __init__(self, use: ColumnUse, field: Field) -> None:
        super().__init__(use)
        self._repeating = True
        self._words = field.folded_words()
        self._unknown: set[Cell] = set()

    def read(self, cell: Cell) -> str | None:
        text = self.text(cell)
        if text in self.use.labels:
            return self.use.labels[text] or None
        if not text or fold(text) in MISSING_WORDS:
            return None
        known = self._words.get(fold_word(text))
        if known is None:
            self._unknown.add(cell)
        return known or text

    def unknown(self, cells: Sequence[Cell]) -> int:
        """How many of the cells just read hold words that are none of the known ones."""
        return sum(cell in self._unknown for cell in cells) if self._unknown else 0


class BoolReader(Reader):
    """1 for yes, 0 for no. `words` of the field and `labels` of the mapping add to the usual ones."""

    def __init__(self, use: ColumnUse, field: Field | None = None) -> None:
        super().__init__(use)
        self._words = field.folded_words() if field is not None else {}

    def read(self, cell: Cell) -> int | None:
        if isinstance(cell, bool):
            return int(cell)
        said = self.use.labels.get(self.text(cell), self.text(cell))
        text = fold(said)
        if text in MISSING_WORDS:
            return None
        text = self._words.get(fold_word(said), text)
        if text not in YES and text not in NO:
            self.refuse(cell, NOT_YES_NO)
            return None
        return int(text in YES)
