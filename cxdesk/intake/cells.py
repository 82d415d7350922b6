"""Reading the cells of one column: each different cell is read once, and remembered.

A reader gives values for a list of cells and remembers which cells were refused and why; positions of refused cells
are looked up only where there are any. Here are the readers of texts; those of numbers, dates and scores stand beside.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from operator import methodcaller
from typing import Any

from cxdesk.domain.labels import MISSING_WORDS
from cxdesk.domain.text import fold
from cxdesk.intake.batch import CELL_ERROR
from cxdesk.intake.blocks import NO_VALUE, Cell, CellError
from cxdesk.intake.guess import cell_text
from cxdesk.intake.mapping import ColumnUse

MEMORY = 1 << 17  # different cells remembered per column; a day has 86,400 seconds
_begins_with_mark = methodcaller("startswith", "'")
_FORMULA_GUARD = re.compile(r"^'(?=[=+\-@0-9\t\r＝＋－＠])")
# Which part of a text counts: the name of `Ann Lee (ann@example.org)`, her address, the last part of a link.
TAKES = {
    "before_bracket": re.compile(r"^(.*?\S)\s*\([^()]*\)$"),
    "in_bracket": re.compile(r"\(([^()]*)\)$"),
    "last_segment": re.compile(r"([^/?#]+)/?(?:[?#].*)?$"),
}


class Memo(dict[Any, Any]):
    """Remembers what a function gives; forgets all when it has grown too large."""

    def __init__(self, compute: Callable[[Any], Any]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: Any) -> Any:
        if len(self) >= MEMORY:
            self.clear()
        value = self[key] = self._compute(key)
        return value


class Reader(ABC):
    """Values of one column. `refused` maps a cell to its reason; refused cells have the value None (or are marked)."""

    def __init__(self, use: ColumnUse) -> None:
        self.use = use
        self.missing = frozenset(use.missing)
        self.refused: dict[Any, str] = {}
        self.memo = Memo(self._noted)

    def values(self, cells: Sequence[Cell]) -> list[Any]:
        """One value per cell."""
        return list(map(self.memo.__getitem__, cells))

    def code(self, cell: Cell) -> str | None:
        """Why a cell is refused; None when it is not."""
        self.values([cell])
        return self.refused.get(cell)

    def refusals(self, cells: Sequence[Cell]) -> Iterable[tuple[int, str]]:
        """(position, reason) of refused cells among those just read."""
        if not self.refused:
            return ()
        refused = self.refused
        return [(at, refused[cell]) for at, cell in enumerate(cells) if cell in refused]

    def _noted(self, cell: Cell) -> Any:
        if type(cell) is CellError:
            self.refused[cell] = NO_VALUE if cell.kind == NO_VALUE else CELL_ERROR
            return None
        return self.read(cell)

    @abstractmethod
    def read(self, cell: Cell) -> Any:
        """The value of one cell."""

    def refuse(self, cell: Cell, code: str) -> None:
        if len(self.refused) < MEMORY:
            self.refused[cell] = code

    def text(self, cell: Cell) -> str:
        """The cell as text; empty for blanks and the column's words for nothing."""
        text = tidy(cell_text(cell))
        return "" if text in self.missing else text

    def filled(self, cell: Cell) -> str:
        """The same, where all known words for nothing mean nothing: scores, numbers, dates."""
        text = self.text(cell)
        return "" if len(text) <= 24 and fold(text) in MISSING_WORDS else text


def tidy(text: str) -> str:
    """Without spaces around, with one sort of line end, without the mark that keeps spreadsheets from calculating."""
    text = text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORMULA_GUARD.sub("", text) if text[:1] == "'" else text


def all_texts(cells: Sequence[Cell]) -> bool:
    """Whether every cell is a text, as in every file that is no workbook."""
    return not set(map(type, cells)) - {str}


def plain_texts(cells: Sequence[str]) -> list[str]:
    """`tidy` of every cell; the cells that need more than stripping are rare."""
    texts = list(map(str.strip, cells))
    together = "".join(texts)  # looking for one sign takes next to nothing, for two it took longer than all the rest
    if "\r" in together or ("'" in together and any(map(_begins_with_mark, texts))):
        return list(map(tidy, texts))
    return texts


class TextReader(Reader):
    """Ids, names, labels: as written. `labels` of the mapping translate. Where the first cells repeat, each different
    cell is remembered, else that would cost more than it saves.
    """

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        self._take = TAKES.get(use.layout)
        self._repeating: bool | None = True if use.labels or self._take else None

    def values(self, cells: Sequence[Cell]) -> list[Any]:
        if self._repeating is None and cells:
            self._repeating = 4 * len(set(cells)) < len(cells)
        if self._repeating or not all_texts(cells):
            return super().values(cells)
        texts = plain_texts(cells)  # type: ignore[arg-type]
        if self.missing:
            return [None if text in self.missing else text or None for text in texts]
        return [text or None for text in texts] if "" in texts else texts

    def read(self, cell: Cell) -> str | None:
        text = self.text(cell)
        if self._take is not None:
            found = self._take.search(text)
            text = found[1].strip() if found else text
        return self.use.labels.get(text, text) or None


class CommentReader(TextReader):
    """Free text: hardly a cell comes twice, so nothing is remembered."""

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        self._repeating = False

    def values(self, cells: Sequence[Cell]) -> list[Any]:
        if not all_texts(cells):
            return [self._noted(cell) for cell in cells]
        return super().values(cells)
