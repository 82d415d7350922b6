"""A delimited text → tables: encoding, dialect, preamble, header, several tables below or beside each other."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cxdesk.domain.errors import BadQuestion, FileUnknown
from cxdesk.domain.results import Phrase
from cxdesk.intake.blocks import Cell, Records, filled
from cxdesk.intake.guard import Limits
from cxdesk.intake.readers.assemble import assemble
from cxdesk.intake.readers.beside import CutRecords, Stretch, cut, stretches
from cxdesk.intake.readers.csv import Chunks, line_too_long, records_of
from cxdesk.intake.readers.dialect import choose, common_width, declared
from cxdesk.intake.readers.encoding import Decoder, Encoding, Survey
from cxdesk.intake.readers.header import Record
from cxdesk.intake.readers.records import CellTooLong, Dialect, parse
from cxdesk.intake.readers.wrapped import MOST_BYTES, is_wrapped, unwrapped
from cxdesk.intake.table import Choices, Note, SourceFile, Table, TextLayout
from cxdesk.system.i18n import N_, _
from cxdesk.system.progress import Progress

SAMPLES = (64 * 1024, 1024 * 1024, 16 * 1024 * 1024)  # read further only where a few rows fill the sample
FEW = 12
CONTROL = bytes(range(1, 9)) + bytes(range(14, 27)) + bytes(range(28, 32))
MOST_CONTROL = 0.02
SAVED_TWICE = N_("Each line is one cell in quotation marks, as when a file is saved twice; what is inside was read.")
_WIDE = ("utf-16", "utf-32", "utf_16", "utf_32")


@dataclass(frozen=True)
class Sample:
    """The begin of a text, whether that is all of it, and what is known of the whole file."""

    text: str
    complete: bool
    encoding: Encoding
    size: int


def survey(chunks: Iterator[bytes], name: str, sheet: str | None, limits: Limits) -> tuple[Encoding, int]:
    """Look at every byte once: encoding and size. Raises FileRefused for endless lines, FileUnknown for binaries."""
    found = Survey()
    size = line = 0
    lines = 1
    for chunk in chunks:
        if not size:
            refuse_binary(chunk, name, sheet)
        found.feed(chunk)
        size += len(chunk)
        if b"\n" in chunk or b"\r" in chunk:
            line = 0
            lines += 1
        line += len(chunk)
        if line > limits.line_chars + len(chunk):
            raise line_too_long(limits, name, sheet, lines if lines == 1 else None)
    return found.found(), size


def refuse_binary(head: bytes, name: str, sheet: str | None) -> None:
    """Raise FileUnknown when the first bytes are no text in any encoding."""
    sample = head[:8192]
    nuls = sample.count(0)
    wide = nuls > len(sample) // 5  # UTF-16 or UTF-32; their control characters are NULs
    control = len(sample) - len(sample.translate(None, CONTROL))
    if sample and not wide and control + nuls > max(2, MOST_CONTROL * len(sample)):
        raise FileUnknown(
            _("The file is neither a table of text nor a workbook."),
            _("Choose a CSV, Excel or OpenDocument file."),
            file=name,
            sheet=sheet,
        )


def text_tables(
    source: SourceFile, chunks: Chunks, sheet: str | None, choices: Choices, progress: Progress | None, limits: Limits
) -> list[Table]:
    """The tables of one text; an empty list for an empty one. Raises CXDeskError."""
    _check(choices, source.name)
    encoding, size = survey(chunks(progress), source.name, sheet, limits)
    if choices.encoding:
        encoding = Encoding(choices.encoding, encoding.bom, {**encoding.evidence, "chosen": True})
    twice = size < MOST_BYTES and not encoding.name.startswith(_WIDE)
    twice = twice and is_wrapped(_sample(chunks, encoding, size, SAMPLES[0]).text)
    if twice:
        chunks = unwrapped(chunks, encoding.bom)
        size = sum(len(chunk) for chunk in chunks(None))
    for length in SAMPLES:
        sample = _sample(chunks, encoding, size, length)
        try:
            layout, first = _understood(sample, choices)
        except CellTooLong as error:
            raise line_too_long(limits, source.name, sheet, 1 + error.line) from None
        if sample.complete or sum(1 for _line, cells in first if filled(cells)) > FEW:
            break
    tables = _tables(source, chunks, sheet, sample, layout, first, choices, limits)
    notes = (Note("saved_twice", Phrase(SAVED_TWICE)),) if twice else ()
    return [replace(table, notes=(*table.notes, *notes)) for table in tables if table.headings]


def _check(choices: Choices, file: str) -> None:
    """Raise BadQuestion for choices that nobody can follow."""
    try:
        codecs.lookup(choices.encoding or "utf-8")
    except LookupError:
        raise BadQuestion(
            _("No encoding is called {name}.", name=choices.encoding),
            _("Write it as utf-8, cp1252 or iso8859-2, or leave it out."),
            file=file,
        ) from None
    for mark in (choices.delimiter, choices.quote):
        if mark and (len(mark) != 1 or mark in "\r\n"):
            raise BadQuestion(
                _("{mark} is not one character.", mark=repr(mark)),
                _("Give one character, such as a comma or a semicolon, or leave it out."),
                file=file,
            )


def _sample(chunks: Chunks, encoding: Encoding, size: int, length: int) -> Sample:
    """The first `length` bytes as text, up to the last complete line."""
    pieces, got = [], 0
    for chunk in chunks(None):
        pieces.append(chunk)
        got += len(chunk)
        if got >= length:
            break
    data = b"".join(pieces)[: max(length, 4)]
    complete = len(data) >= size
    text = Decoder(encoding.name, encoding.repairs).decode(data[encoding.bom :], final=complete)
    if not complete:
        end = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
        text = text[:end] if end else text
    return Sample(text, complete, encoding, size)


def _understood(sample: Sample, choices: Choices) -> tuple[TextLayout, list[Record]]:
    """Layout of the text, and its first records with their lines."""
    guesses = choose(sample.text, sample.complete, choices.delimiter, choices.quote)
    best = guesses[0]
    newlines = newline_counts(sample.text)
    layout = TextLayout(
        encoding=sample.encoding.name,
        delimiter=best.dialect.delimiter,
        quote=best.dialect.quote,
        escape=best.dialect.escape,
        skip_spaces=best.dialect.skip_spaces,
        newline=max(newlines, key=lambda end: newlines[end]),
        bom=sample.encoding.bom,
        repairs=sample.encoding.repairs,
        encoding_evidence=sample.encoding.evidence,
        delimiter_evidence=tuple(guess.evidence() for guess in guesses),
        newline_evidence=newlines,
    )
    return layout, _records(sample, best.dialect)


def newline_counts(text: str) -> dict[str, int]:
    """How often each line end occurs."""
    pairs = text.count("\r\n")
    return {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}


def _records(sample: Sample, dialect: Dialect) -> list[Record]:
    """The first records; remarks, which would pass for headings, are one cell each."""
    parsed = parse(sample.text, dialect, final=sample.complete)
    records: list[Record] = [(1 + start, row) for start, row in zip(parsed.starts, parsed.rows, strict=True)]
    remarks = remark_lines(sample.text, records, dialect)
    return [(line, _remark(row, remarks.get(line))) for line, row in records]


class Remark(str):
    """A line that is no row of the table."""

    __slots__ = ()


def _remark(row: Sequence[Cell], remark: str | None) -> Sequence[Cell]:
    """The row itself, or one cell if it is a leading remark, or one that begins like those of the other tables."""
    if remark is None and len(row) == 1 and str(row[0]).startswith("# "):
        remark = str(row[0])
    return row if remark is None else [Remark(remark)]


def remark_lines(text: str, records: list[Record], dialect: Dialect) -> dict[int, str]:
    """Leading lines that are no rows, by number: `sep=;`, `#` remarks, a YAML block between `---` lines."""
    width = common_width([len(row) for _line, row in records if row])
    found: dict[int, str] = {}
    block = False
    for number, raw in enumerate(io.StringIO(text[: 1 << 16], newline=""), 1):
        line = raw.strip("\r\n\ufeff")
        if block or (number == 1 and line.rstrip() == "---"):
            block = number == 1 or line.rstrip() != "---"
        elif not (number == 1 and declared(line)) and not _is_remark(line, width, dialect) and line.strip():
            return found
        if line.strip():
            found[number] = line
    return {} if block else found


def _is_remark(line: str, width: int, dialect: Dialect) -> bool:
    """A `#` line that has not the table's width: "#" alone is a heading that some tools use."""
    return line.startswith("#") and (line.count(dialect.delimiter) + 1 != width or (width == 1 and line[1:2] in " -#"))


def _tables(
    source: SourceFile,
    chunks: Chunks,
    sheet: str | None,
    sample: Sample,
    layout: TextLayout,
    first: list[Record],
    choices: Choices,
    limits: Limits,
) -> list[Table]:
    """One table, the several that a file with `#` remarks may hold one below the other, or those beside each other in
    a file that was seen to its end.
    """
    sections = _sections(first) if sample.complete and first and _starts_with_remark(first) else []
    tables = []
    if len(sections) < 2:
        rows = _below_remarks(first)
        width = max((len(cells) for _line, cells in rows), default=0)
        parts = stretches(rows, width, True) if sample.complete else []
        if len(parts) < 2:
            return [_one(source, chunks, sheet, layout, first, (1, None), choices, limits, sample.complete)]
        for number, part in enumerate(parts, 1):
            name = part.title or _("Table {number}", number=number)
            name = f"{sheet} · {name}" if sheet else name
            own = cut(rows, part)
            tables.append(_one(source, chunks, name, layout, own, (1, None), choices, limits, True, part))
        return tables
    for number, records in enumerate(sections, 1):
        last = sections[number][0][0] - 1 if number < len(sections) else None
        lines = (1 if number == 1 else records[0][0], last)
        name = sheet or _("Table {number}", number=number)
        tables.append(_one(source, chunks, name, layout, records, lines, choices, limits, True))
    return tables


def _starts_with_remark(records: list[Record]) -> bool:
    return any(isinstance(cell, Remark) and cell.startswith("#") for _line, cells in records[:1] for cell in cells)


def _sections(records: list[Record]) -> list[list[Record]]:
    """Records cut before each remark, or blank line and new width, that follows a table."""
    sections: list[list[Record]] = [[]]
    width = 0
    gap = False
    for line, cells in records:
        remark = any(isinstance(cell, Remark) for cell in cells)
        if width and (remark or (gap and filled(cells) and len(cells) != width)):
            sections.append([])
            width = 0
        gap = not filled(cells)
        if not gap and not remark:
            width = width or len(cells)
        sections[-1].append((line, cells))
    return [section for section in sections if any(len(cells) > 1 and filled(cells) for _line, cells in section)]


def _one(
    source: SourceFile,
    chunks: Chunks,
    sheet: str | None,
    layout: TextLayout,
    first: list[Record],
    lines: tuple[int, int | None],
    choices: Choices,
    limits: Limits,
    complete: bool,
    part: Stretch | None = None,
) -> Table:
    rows, whole = _below_remarks(first), records_of(chunks, lines, limits)
    width = None if part is None else part.end - part.start

    def records(table: Table, progress: Progress | None) -> Records:
        return whole(table, progress) if part is None else CutRecords(whole(table, progress), part)

    table = assemble(
        source, sheet, rows, width, records, layout=layout, choices=choices, limits=limits,
        notes=tuple(_notes(layout)), rows_estimate=len(first) if complete else None,
    )  # fmt: skip
    above = [cells for line, cells in first if line < table.header_line and filled(cells)]
    preamble = tuple(layout.delimiter.join(map(str, cells)) for cells in above)
    return replace(table, layout=replace(layout, preamble_rows=len(above), preamble=preamble))


def _below_remarks(records: list[Record]) -> list[Record]:
    """The records behind the leading remarks, which are of the type Remark."""
    place = 0
    for number, (_line, cells) in enumerate(records, 1):
        if len(cells) == 1 and isinstance(cells[0], Remark):
            place = number
        elif filled(cells):
            break
    return records[place:]


def _notes(layout: TextLayout) -> Iterator[Note]:
    stray = int(layout.encoding_evidence.get("stray", 0))
    if layout.encoding_evidence.get("truncated"):
        yield Note("truncated", Phrase(N_("The file ends in the middle of a character; it may be cut off.")), stray)
    elif stray:
        text = N_("{count} bytes are not in the file's encoding; they were read as Western European.")
        yield Note("stray_bytes", Phrase(text, (("count", str(stray)),)), stray)
    if layout.repairs:
        yield Note(
            "mixed_encoding", Phrase(N_("Some letters were written in an old DOS encoding; they were put right."))
        )
    if not layout.sure_of_encoding:
        yield Note("unsure_encoding", Phrase(N_("The encoding is uncertain; check that accented letters look right.")))
