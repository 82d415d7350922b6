"""Several tables side by side in one sheet: stretches of columns with their own headings, a blank column between them.

One table may have a blank column, too, so something must say that they are two: a heading that comes again, a title
of its own above each, or columns that end on different rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cxdesk.intake.blocks import Cell, RawBlock, Records, filled, is_blank
from cxdesk.intake.readers.header import TYPED, Record, kind_of, preamble_length

LEAST_COLUMNS = 2  # of each table
LEAST_ROWS = 3  # under the headings of each
FURTHER = 3  # rows by which one must go on


@dataclass(frozen=True)
class Stretch:
    """Columns from `start` to before `end`; `title` stands above them."""

    start: int
    end: int
    title: str = ""


def stretches(first: Sequence[Record], width: int, complete: bool) -> list[Stretch]:
    """The tables that stand beside each other in the first records; one for all columns where they are one table.

    `complete`: there are no further records, so that it is known where columns end.
    """
    lead = preamble_length([cells for _line, cells in first]) or _titles(first, width)
    body = [cells for _line, cells in first[lead:] if filled(cells)]
    if len(body) <= LEAST_ROWS:
        return [Stretch(0, width)]
    above = [cells for _line, cells in first[:lead]]
    parts = [Stretch(start, end, _title(above, start, end)) for start, end in _parts(body, width)]
    parts = [part for part in parts if part.end - part.start >= LEAST_COLUMNS]
    whole = all(_is_table(body, part) for part in parts)
    if (
        len(parts) < 2
        or not whole
        or not (_comes_again(body[0], parts) or _titled(parts) or _end_apart(body, parts, complete))
    ):
        return [Stretch(0, width)]
    return parts


def _titles(first: Sequence[Record], width: int) -> int:
    """1 where the first row has nothing but one title above each of several stretches of columns, else 0."""
    rows = [cells for _line, cells in first]
    parts = list(_parts(rows, width))
    return int(len(parts) > 1 and all(sum(not is_blank(cell) for cell in rows[0][a:b]) == 1 < b - a for a, b in parts))


def _parts(body: Sequence[Sequence[Cell]], width: int) -> Iterator[tuple[int, int]]:
    """Stretches of columns between columns that are blank from the headings down."""
    used = [any(at < len(row) and not is_blank(row[at]) for row in body) for at in range(width)]
    start = None
    for at in range(width + 1):
        if at < width and used[at]:
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None


def _is_table(body: Sequence[Sequence[Cell]], part: Stretch) -> bool:
    """Whether every column of a stretch has a heading in words, and rows stand under it."""
    head = _cut(body[0], part)
    named = all(not is_blank(cell) and kind_of(cell) not in TYPED for cell in head)
    return named and sum(any(not is_blank(cell) for cell in _cut(row, part)) for row in body[1:]) >= LEAST_ROWS


def _cut(row: Sequence[Cell], part: Stretch) -> list[Cell]:
    cells = list(row[part.start : part.end])
    return cells + [""] * (part.end - part.start - len(cells))


def _title(above: Sequence[Sequence[Cell]], start: int, end: int) -> str:
    """The only text above the first column of a stretch."""
    texts = [str(cell) for row in above for cell in row[start:end] if not is_blank(cell)]
    return texts[0].strip() if len(texts) == 1 else ""


def _titled(parts: Sequence[Stretch]) -> bool:
    titles = [part.title for part in parts]
    return all(titles) and len(set(titles)) == len(titles)


def _comes_again(head: Sequence[Cell], parts: Sequence[Stretch]) -> bool:
    sets = [{str(cell).strip().casefold() for cell in _cut(head, part)} for part in parts]
    return any(one & other for at, one in enumerate(sets) for other in sets[at + 1 :])


def _end_apart(body: Sequence[Sequence[Cell]], parts: Sequence[Stretch], complete: bool) -> bool:
    """Whether the rows of one go on well below those of another, which have no gaps themselves."""
    if not complete:
        return False
    ends = []
    for part in parts:
        places = [at for at, row in enumerate(body) if any(not is_blank(cell) for cell in _cut(row, part))]
        if len(places) <= places[-1] - places[0]:
            return False
        ends.append(places[-1])
    return max(ends) - min(ends) >= FURTHER


def cut(records: Sequence[Record], part: Stretch) -> list[Record]:
    """Those cells of records that stand in a stretch."""
    return [(line, _cut(cells, part)) for line, cells in records]


class CutRecords:
    """The records of one stretch. See blocks.Records."""

    def __init__(self, records: Records, part: Stretch) -> None:
        self.has_errors = records.has_errors
        self._records = records
        self._part = part

    @property
    def cleaned(self) -> dict[str, int]:
        return self._records.cleaned

    def __iter__(self) -> Iterator[RawBlock]:
        for block in self._records:
            rows = [_cut(row, self._part) for row in block.rows]
            yield RawBlock(block.lines, rows, block.seen, block.problems)
