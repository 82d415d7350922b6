"""What a light scan of a sheet finds beside the reader: how many values, which cells are errors, how far it goes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class SheetScan:
    """`values` counts cells that a reader must give something for; errors and uncalculated formulas are not among them.

    `flaws` are those, by row and column from 1: row → {column: kind}. `rows` and `columns` are the last used ones,
    `first_row` the first. `twice` is the first cell that is there twice. `nul`: some text holds an escaped NUL.
    """

    values: int = 0
    flaws: dict[int, dict[int, str]] = field(default_factory=dict)
    first_row: int = 0
    rows: int = 0
    columns: int = 0
    nul: bool = False
    twice: tuple[int, int] | None = None

    @property
    def places(self) -> int:
        """Cells of the rectangle that a dense reader would hold."""
        return max(0, self.rows - max(1, self.first_row) + 1) * self.columns

    def flaw(self, row: int, column: int, kind: str) -> None:
        self.flaws.setdefault(row, {})[column] = kind

    def reach(self, row: int, column: int) -> None:
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)
        self.first_row = min(self.first_row or row, row)


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
