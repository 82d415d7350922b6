"""The different texts of a column: how often each comes, where it stands, and which look alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from cxdesk.intake.evidence import Seen

LONGEST_SHAPED = 75  # no date or number is longer, be its zone written out
MOST_SHAPES = 1000

_DIGITS = str.maketrans("023456789", "111111111")


class Texts:
    """Texts of one column without blanks and words for nothing. `counts` is in the order of first occurrence."""

    def __init__(self, cells: Sequence[str], lines: Sequence[int], counts: Counter[str]) -> None:
        self.counts = counts
        self.filled = sum(counts.values())
        self.cells = cells
        self._lines = lines

    def seen(self, text: str, count: int | None = None) -> Seen:
        """The text as an example, with the line where it stands first."""
        n = self.counts[text] if count is None else count
        return Seen(text[:200], n, self._lines[self.cells.index(text)])

    def only(self, counts: Counter[str]) -> Texts:
        """Some of the texts, of the same cells."""
        return Texts(self.cells, self._lines, counts)

    @cached_property
    def shapes(self) -> dict[str, list[str]]:
        """Texts with at least one digit by shape: digits alike, but a zero in front is told apart. Empty where too
        many.
        """
        found: dict[str, list[str]] = {}
        for text in self.counts:
            if len(text) > LONGEST_SHAPED:
                continue
            shape = text.translate(_DIGITS)
            if "1" not in shape and text.isascii():
                continue
            found.setdefault("0" + shape if text[0] == "0" and len(text) > 1 else shape, []).append(text)
            if len(found) > MOST_SHAPES:
                return {}
        return found

    def count(self, texts: Sequence[str]) -> int:
        """Cells that hold one of the texts."""
        return sum(map(self.counts.__getitem__, texts))
