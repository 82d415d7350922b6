"""Delimited text, streamed: bytes → text → records, in parts of 64 KiB, with line numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cxdesk.domain.errors import CXDeskError, FileRefused
from cxdesk.intake.blocks import RawBlock, RowProblem
from cxdesk.intake.guard import LIMITS, Limits
from cxdesk.intake.readers.encoding import Decoder
from cxdesk.intake.readers.records import CellTooLong, Dialect, Parsed, parse, parse_bytes
from cxdesk.intake.table import Table, TextLayout
from cxdesk.system.i18n import _, number
from cxdesk.system.progress import Progress

CHUNK = 1 << 16  # text and rows of one chunk fit the processor's own cache; larger chunks were slower
STEPS_BACK = 200

Chunks = Callable[[Progress | None], Iterator[bytes]]


class TextParts:
    """The text of a file in parts that end at a line end, mostly at a record's end. Give back what was not used."""

    def __init__(self, chunks: Iterator[bytes], decoder: Decoder, layout: TextLayout, limits: Limits) -> None:
        self._chunks = chunks
        self._decoder = decoder
        self._quote = layout.quote
        self._limit = limits.line_chars
        self._pending = ""
        self._left = b""  # behind the last part that was taken as bytes
        self._skip = layout.bom
        self._least = 0
        self.ended = False
        self.multiline = False  # whether records take several lines: then the cut is chosen with more care

    def next_bytes(self) -> bytes | None:
        """The next part as it stands in the file; None where only `next` has it. `text` makes a text of it."""
        if self._pending or self.multiline or not self._decoder.plain:
            return None
        data = next(self._chunks, None)
        if data is None:
            return None
        data = self._without_mark(data)
        whole = self._left + data if self._left else data
        cut = whole.rfind(b"\n") + 1
        self._left = whole[cut:]
        return whole[:cut] if cut else None

    def text(self, data: bytes) -> str:
        """The text of a part that was taken as bytes."""
        return self._decoder.decode(data)

    def next(self) -> str:
        """The next part, at least as long as what was given back and more; the last one when `ended`."""
        pieces = [self._pending, self.text(self._left)]
        size = sum(map(len, pieces))
        self._pending, self._left = "", b""
        while not self.ended:
            data = next(self._chunks, None)
            self.ended = data is None
            piece = self._decoder.decode(self._without_mark(data or b""), final=self.ended)
            pieces.append(piece)
            size += len(piece)
            if size <= self._least and not self.ended:
                continue
            text = "".join(pieces)
            cut = len(text) if self.ended else self._cut(text)
            if cut:
                self._pending, self._least = text[cut:], 0
                return text[:cut]
            self._least, pieces = 2 * size, [text]
            if size > self._limit:
                raise LineTooLong
        return ""

    def give_back(self, text: str) -> None:
        """The begin of a record that goes on in the next part, which then is twice as long."""
        self._pending = text + self._pending
        self._least = 2 * len(self._pending)

    def _without_mark(self, data: bytes) -> bytes:
        skipped, self._skip = data[self._skip :], max(0, self._skip - len(data))
        return skipped

    def _cut(self, text: str) -> int:
        """Behind the last line end, which has an even number of quotation marks before it where that matters."""
        end = cut = last_line_end(text, len(text))
        if not self._quote or not cut or not self.multiline:
            return end
        marks = text.count(self._quote, 0, cut)
        for _step in range(STEPS_BACK):
            if marks % 2 == 0 or not cut:
                break
            before = last_line_end(text, cut - 1)
            marks -= text.count(self._quote, before, cut)
            cut = before
        return cut if cut and marks % 2 == 0 else end


class LineTooLong(Exception):
    """No line end within the limit."""


def last_line_end(text: str, end: int) -> int:
    """The place behind the last line end that is complete before `end`; 0 for none.

    A carriage return counts only where no newline can follow it.
    """
    newline = text.rfind("\n", 0, end) + 1
    if newline:
        return newline
    return text.rfind("\r", 0, max(0, end - 1)) + 1


class CsvRecords:
    """The records of one delimited text. See blocks.Records.

    `first` and `last` limit it to a range of lines, for files that hold several tables one below the other.
    """

    has_errors = False

    def __init__(
        self,
        chunks: Iterator[bytes],
        layout: TextLayout,
        name: str,
        sheet: str | None = None,
        lines: tuple[int, int | None] = (1, None),
        limits: Limits = LIMITS,
    ) -> None:
        self._chunks = chunks
        self._layout = layout
        self._name = name
        self._sheet = sheet
        self._first, self._last = lines
        self._limits = limits
        self._decoder = Decoder(layout.encoding, layout.repairs)
        self._dialect = dialect_of(layout)
        self.line = 1  # of the next record

    @property
    def cleaned(self) -> dict[str, int]:
        return self._decoder.cleaned

    def __iter__(self) -> Iterator[RawBlock]:
        parts = TextParts(self._chunks, self._decoder, self._layout, self._limits)
        while not parts.ended:
            parsed = self._parsed(parts, self.line)
            parts.multiline = bool(parsed.rest) or parsed.lines != len(parsed.rows)
            if parsed.rest:
                parts.give_back(parsed.rest)
            if parsed.rows:
                yield from self._wanted(_raw(parsed, self.line))
            self.line += parsed.lines
            if self._last is not None and self.line > self._last:
                return

    def _parsed(self, parts: TextParts, line: int) -> Parsed:
        """The records of the next part."""
        longest = self._limits.cell_chars
        try:
            data = parts.next_bytes()
            quickly = parse_bytes(data, self._dialect, longest) if data is not None else None
            if quickly is not None:
                return quickly
            text = parts.next() if data is None else parts.text(data)
            return parse(text, self._dialect, final=parts.ended, longest=longest)
        except LineTooLong:
            raise self._too_long(line) from None
        except CellTooLong as error:
            raise self._too_long(line + error.line) from None

    def _too_long(self, line: int) -> CXDeskError:
        return line_too_long(self._limits, self._name, self._sheet, line)

    def _wanted(self, block: RawBlock) -> Iterator[RawBlock]:
        """The block, cut to the range of lines where there is one."""
        last = self._last or block.lines[-1]
        if block.lines[0] >= self._first and block.lines[-1] <= last:
            yield block
            return
        kept = [place for place, line in enumerate(block.lines) if self._first <= line <= last]
        if kept:
            seen = block.seen - (len(block.rows) - len(kept))
            lines = [block.lines[place] for place in kept]
            problems = [problem for problem in block.problems if self._first <= problem.line <= last]
            yield RawBlock(lines, [block.rows[place] for place in kept], seen, problems)


def dialect_of(layout: TextLayout) -> Dialect:
    return Dialect(layout.delimiter, layout.quote, layout.escape, layout.skip_spaces)


def _raw(parsed: Parsed, line: int) -> RawBlock:
    lines = (
        range(line, line + len(parsed.rows)) if isinstance(parsed.starts, range) else [line + s for s in parsed.starts]
    )
    problems = [RowProblem(line + problem.line, problem.code, problem.cells) for problem in parsed.problems]
    return RawBlock(lines, parsed.rows, parsed.seen, problems)


def line_too_long(limits: Limits, name: str, sheet: str | None, line: int | None) -> CXDeskError:
    """The refusal of a cell or line beyond the limit, which it names."""
    return FileRefused(
        _(
            "A cell or line is too long; the limit is {cell} million characters per cell and {line} million per line.",
            cell=number(limits.cell_chars / 1e6),
            line=number(limits.line_chars / 1e6),
        ),
        _("Check that the file is a table with one record per line, and that its quotation marks are closed."),
        code="file_refused.line_length",
        file=name,
        sheet=sheet,
        row=line,
    )


def records_of(
    chunks: Chunks, lines: tuple[int, int | None] = (1, None), limits: Limits = LIMITS
) -> Callable[[Table, Progress | None], CsvRecords]:
    """What Table.records wants: the records of these bytes, read as the table's layout says."""

    def records(table: Table, progress: Progress | None) -> CsvRecords:
        assert table.layout is not None
        return CsvRecords(chunks(progress), table.layout, table.source.name, table.sheet, lines, limits)

    return records
