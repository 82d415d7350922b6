"""Column names out of header rows: unique, never blank, two rows joined where one stands above several columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cxdesk.intake.blocks import Cell

_SPACES = re.compile(r"[\s\u200b\ufeff]+")
JOIN = " — "
FURTHER = 3  # words more
LONGEST = 1000  # characters of a heading; the raw one is kept as it is


@dataclass(frozen=True)
class Named:
    """`headings` for use; `raw` and `sub` the first and second header row as written, `cells` all of them."""

    headings: tuple[str, ...]
    raw: tuple[str, ...]
    sub: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


def named(header: Sequence[Sequence[Cell]], width: int) -> Named:
    """Name `width` columns from their header rows (none, one, two or more; more than two: the first row names)."""
    cells = tuple(_padded(row, width) for row in header)
    blank = ("",) * width
    raw = cells[0] if cells else blank
    sub = cells[1] if len(cells) > 1 else blank
    labels = _joined(raw, sub) if len(cells) == 2 else list(raw)
    return Named(_unique([_clean(label) for label in labels]), raw, sub, cells)


def as_text(cell: Cell) -> str:
    """A cell as a person would write it in a heading."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _padded(row: Sequence[Cell], width: int) -> tuple[str, ...]:
    cells = [as_text(cell) for cell in row[:width]]
    return (*cells, *[""] * (width - len(cells)))


def _clean(label: str) -> str:
    label = _SPACES.sub(" ", label[: 2 * LONGEST]).strip()
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"


def _joined(raw: Sequence[str], sub: Sequence[str]) -> list[str]:
    """`question — option` for a block of columns under one heading; a heading of its own column stands alone."""
    often = Counter(raw)
    spanned = any(_goes_on(raw, sub, index) for index in range(len(raw)))
    labels = []
    above = ""
    for index, (first, second) in enumerate(zip(raw, sub, strict=True)):
        above = first if first.strip() else above
        alone = bool(first.strip()) and often[first] == 1 and not _goes_on(raw, sub, index)
        if not second.strip() or (alone and not (spanned and _says_more(first, second))):
            labels.append(first)
        else:
            labels.append(f"{above}{JOIN}{second}" if above.strip() else second)
    return labels


def _says_more(first: str, second: str) -> bool:
    """Whether a heading below is the question of which the one above is the title."""
    return len(second.split()) >= len(first.split()) + FURTHER


def _goes_on(raw: Sequence[str], sub: Sequence[str], index: int) -> bool:
    """Whether the heading at `index` also stands above the next column."""
    after = index + 1
    return after < len(raw) and not raw[after].strip() and bool(sub[after].strip())


def _unique(labels: Sequence[str]) -> tuple[str, ...]:
    """Blank ones become "Column 3" (never translated: mappings are remembered by headings), later twins "Score (2)"."""
    given = {label for label in labels if label}
    names: list[str] = []
    used: set[str] = set()
    for number, label in enumerate(labels, 1):
        name = label or f"Column {number}"
        count = 1
        while name in used or (name != label and name in given):
            count += 1
            name = f"{label or f'Column {number}'} ({count})"
        used.add(name)
        names.append(name)
    return tuple(names)
