"""A large text file in pieces, so that several processes read it at once, and it reads as if one had.

A piece begins where the reader of the whole file begins a part of its text: behind the last line end before a multiple
of the reader's chunk, mostly with an even number of quotation marks before it. That a record begins there is not
believed: the piece before must end there with a complete record and the expected line, and what depends on rows of
other pieces is not done at all. Else `NotInPieces` is raised, and the file is read by one process from the first byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import IO

import numpy as np

from cxdesk.intake.batch import Batch
from cxdesk.intake.blocks import NotInPieces
from cxdesk.intake.companions import ONLY
from cxdesk.intake.completing import ENDS, REPEAT, STANDS_IN
from cxdesk.intake.convert import Converter, as_mapped, batches
from cxdesk.intake.mapping import PART_OF, Mapping
from cxdesk.intake.readers.csv import CHUNK, STEPS_BACK, CsvRecords, TextParts
from cxdesk.intake.readers.encoding import EIGHT_BIT
from cxdesk.intake.readers.records import Parsed
from cxdesk.intake.records import SAID
from cxdesk.intake.snapshots import AS_OF
from cxdesk.intake.stated import STATED
from cxdesk.intake.stream import RowStream
from cxdesk.intake.table import Table, TextLayout
from cxdesk.intake.totals import LINES as TOTAL_LINES
from cxdesk.system.progress import Progress

LEAST = 32 * 1024 * 1024  # below this a second process would not have started before the first is done
SHARES = (5, 5, 5, 5, 4, 4, 2, 2)  # sizes of the pieces: short ones last, so that whoever takes them in ends soon after
_BY_BYTE = frozenset({"utf-8", "ascii", "latin-1", *EIGHT_BIT})  # a line end is that byte and no part of another sign
# Options of a mapping under which a row depends on no other, and the reader gives rows as they stand.
_BY_ROW = frozenset(
    {"header_rows", "skip", "group", ONLY, STATED, ENDS, REPEAT, STANDS_IN, AS_OF, PART_OF, TOTAL_LINES, SAID}
)
_SCANNED = 1 << 20
_NEWLINE, _RETURN = b"\n\r"


@dataclass(frozen=True)
class Piece:
    """Bytes from `start` to before `end`; `bound` is the multiple of a chunk behind `start`, `line` its first line."""

    number: int
    start: int
    bound: int
    end: int
    line: int
    last: bool


def bounds(size: int) -> list[int]:
    """Up to where each piece reaches at most; the last is the file's end."""
    ends = [size * so_far // sum(SHARES) // CHUNK * CHUNK for so_far in accumulate(SHARES[:-1])]
    return [*dict.fromkeys(end for end in ends if end), size]


def suits(mapping: Mapping, container: str, size: int, tables: int) -> bool:
    """Whether it is worth while to try, by what is known before anybody opens the file again."""
    return container == "csv" and size >= LEAST and tables == 1 and set(mapping.options) <= _BY_ROW


def pieces(path: Path, layout: TextLayout) -> Iterator[Piece]:
    """All pieces of a file, each looked for when it is asked for. NotInPieces."""
    if layout.encoding not in _BY_BYTE or layout.escape:
        raise NotInPieces
    start = bound = 0
    line = 1
    with path.open("rb") as file:
        ends = bounds(file.seek(0, 2))
        for number, until in enumerate(ends):
            last = number == len(ends) - 1
            end, lines = (until, 0) if last else _cut(file, start, until, layout.quote)
            yield Piece(number, start, bound, end, line, last)
            start, bound, line = end, until, line + lines


def _cut(file: IO[bytes], start: int, until: int, quote: str) -> tuple[int, int]:
    """(where the last record ends that ends before `until`, how many lines there are from `start` on)."""
    mark = quote.encode()
    marks = lines = 0
    at = start
    file.seek(start)
    while at < until:
        data = file.read(min(_SCANNED, until - at))
        signs = np.frombuffer(data, np.uint8)  # counted so, every sign takes a tenth of what bytes.count takes
        ends = signs == _NEWLINE
        if not data or bool(((signs[:-1] == _RETURN) & ~ends[1:]).any()):
            raise NotInPieces  # cut short meanwhile, or line ends of several sorts
        at += len(data)
        lines += int(np.count_nonzero(ends))
        marks += _count(data, signs, mark)
    end = data.rfind(b"\n") + 1
    marks -= data.count(mark, end) if mark else 0
    if not end:
        raise NotInPieces
    best, back = end, 0
    while marks % 2 and end and back < STEPS_BACK:
        before = data.rfind(b"\n", 0, end - 1) + 1
        marks -= data.count(mark, before, end)
        end, back = before, back + 1
    if marks % 2 or not end:
        end, back = best, 0  # marks that stand in pairs nowhere: more likely signs than around cells
    return at - len(data) + end, lines - back


def _count(data: bytes, signs: np.ndarray, mark: bytes) -> int:
    return int(np.count_nonzero(signs == mark[0])) if len(mark) == 1 else data.count(mark) if mark else 0


class PieceRecords(CsvRecords):
    """The records of one piece. After the last one `line` is the line behind it."""

    def __init__(self, table: Table, piece: Piece, progress: Progress | None) -> None:
        assert table.layout is not None
        layout = table.layout if piece.start == 0 else replace(table.layout, bom=0)
        super().__init__(_bytes(table.source.path, piece, progress), layout, table.source.name, table.sheet)
        self.line = piece.line
        self._open = not piece.last

    def _parsed(self, parts: TextParts, line: int) -> Parsed:
        parsed = super()._parsed(parts, line)
        if self._open and parts.ended and parsed.lines:
            raise NotInPieces  # the last record goes on behind the piece
        return parsed


def _bytes(path: Path, piece: Piece, progress: Progress | None) -> Iterator[bytes]:
    """The bytes of a piece, in the chunks of the whole file; the first also has what lies before its bound."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(piece.start)
        at, until = piece.start, piece.bound + CHUNK
        while data := file.read(min(until, piece.end) - at):
            yield data
            at, until = at + len(data), until + CHUNK
            if progress is not None:
                progress.report(at, size)


@dataclass(frozen=True)
class Converted:
    """One piece as batches."""

    piece: Piece
    batches: Iterator[Batch]
    records: PieceRecords

    @property
    def next_line(self) -> int:
        """The line behind the piece; known after the last batch."""
        return self.records.line


def convert_share(
    table: Table, mapping: Mapping, zone: str, share: tuple[int, int], progress: Progress | None = None
) -> Iterator[Converted]:
    """Every n-th piece of a table, from the i-th on, `share` being (i, n). NotInPieces, and whatever `convert` raises.

    Together, in the order of the pieces, the batches of all shares hold the same rows as those of `convert`.
    """
    if not set(mapping.options) <= _BY_ROW or table.layout is None:
        raise NotInPieces
    at, helpers = share
    mapped = as_mapped(table, mapping)
    converter = Converter(mapped, mapping, zone, helpers)
    for piece in pieces(table.source.path, table.layout):
        if piece.number % helpers == at:
            records = PieceRecords(mapped, piece, progress)
            yield Converted(piece, batches(converter, RowStream(mapped, records, whole=piece.last)), records)
            converter.refusals.check()
