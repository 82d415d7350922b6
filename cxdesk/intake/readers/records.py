"""Text → records, by the csv module in its strict mode, with a rule for broken quotation marks and a second counter.

The rule: a cell whose quotation mark is not closed properly (before a delimiter, a line end or the end of the file)
never reaches past its line. Its record is read for itself as well as can be and reported; the next line starts a new
one. So one stray mark cannot swallow the rows behind it.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import Any

import numpy as np

from cxdesk.intake.blocks import STRAY_QUOTE, UNCLOSED_QUOTE, Row, RowProblem
from cxdesk.intake.guard import LIMITS

_last_sign = itemgetter(-1)
_RETURN = ord("\r")
_CSV_END = "unexpected end of data"
_CSV_STRAY = "'"  # "',' expected after '"'"


@dataclass(frozen=True)
class Dialect:
    """How the cells of a line are told apart."""

    delimiter: str
    quote: str = '"'  # "" for none
    escape: str = ""
    skip_spaces: bool = False

    def options(self, strict: bool) -> dict[str, Any]:
        """Arguments for csv.reader."""
        if not self.quote:
            return {"delimiter": self.delimiter, "quoting": csv.QUOTE_NONE, "strict": strict}
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote,
            "escapechar": self.escape or None,
            "doublequote": True,
            "skipinitialspace": self.skip_spaces,
            "strict": strict,
        }


class CellTooLong(Exception):
    """A cell is longer than csv.field_size_limit; `line` counts within the parsed text from 0."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class Parsed:
    """Records of a text. `starts[i]` is the line of `rows[i]` within the text, from 0; `lines` how many lines they
    take together; `rest` the characters at the end that begin a record which is not complete yet. `seen` is how many
    records there are by another count than the csv module's.
    """

    rows: list[Row]
    starts: list[int] | range
    lines: int
    seen: int = 0
    rest: str = ""
    problems: list[RowProblem] = field(default_factory=list)


def parse(text: str, dialect: Dialect, final: bool = True, longest: int = LIMITS.cell_chars) -> Parsed:
    """All records of `text`, which must end at a line end unless `final`. Raises CellTooLong.

    A last record that may go on behind `text` is left in `rest`, unless it is longer than any cell may be: then its
    quotation mark is taken for a stray one.
    """
    csv.field_size_limit(longest)
    parsed = _one_line_each(text, dialect, longest)
    if parsed is None:
        parsed = _parsed(text, dialect, final, longest)
        used = text[: len(text) - len(parsed.rest)] if parsed.rest else text
        parsed.seen = count_records(used, dialect, len(parsed.rows))
    return parsed


def parse_bytes(data: bytes, dialect: Dialect, longest: int = LIMITS.cell_chars) -> Parsed | None:
    """The same of bytes in UTF-8 that end at a line end; None where they must be looked at more closely.

    Without quotation marks each line is a record. Line by line, signs take no more room than each line's own need:
    of a whole text that made splitting take twice as long.
    """
    if dialect.escape or dialect.skip_spaces or len(data) > longest or b"\0" in data:
        return None
    if dialect.quote and dialect.quote.encode() in data:
        return None
    lines = data.split(b"\n")
    del lines[-1]
    if b"\r" in data:
        returns = int(np.count_nonzero(np.frombuffer(data, np.uint8) == _RETURN))  # a sixth of what bytes.count takes
        if returns != len(lines) or b"" in lines or set(map(_last_sign, lines)) != {_RETURN}:
            return None
        lines = [line[:-1] for line in lines]
    if b"" in lines:
        return None
    try:
        rows: list[Row] = [line.split(dialect.delimiter) for line in map(bytes.decode, lines)]  # type: ignore[misc]
    except UnicodeDecodeError:
        return None
    return Parsed(rows, range(len(rows)), len(rows), len(lines))


def _parsed(text: str, dialect: Dialect, final: bool, longest: int) -> Parsed:
    reader = csv.reader(io.StringIO(text, newline=""), **dialect.options(strict=True))
    rows: list[Row] = []
    starts: list[int] = []
    start = 0
    try:
        for row in reader:
            rows.append(row)  # type: ignore[arg-type]
            starts.append(start)
            start = reader.line_num
    except csv.Error:
        return parse_broken(text, dialect, final, longest)
    return Parsed(rows, starts, start)


def _one_line_each(text: str, dialect: Dialect, longest: int) -> Parsed | None:
    """The records of a text where each takes one line, half again as fast; None if that is not so.

    No record takes less than a line. So where there are as many lines as records, each line is one: the second count.
    """
    lines = text.split("\n")
    last = lines.pop()
    if "\r" in text:
        if text.count("\r") != len(lines) or "" in lines or set(map(_last_sign, lines)) != {"\r"}:
            return None
        lines = [line[:-1] for line in lines]
    if last:
        lines.append(last)
    try:
        quoted = not dialect.quote or dialect.quote in text
        rows = _rows_of_lines(lines, dialect, len(text) <= longest and "" not in lines, quoted)
    except csv.Error:
        return None
    return Parsed(rows, range(len(rows)), len(rows), len(lines)) if len(rows) == len(lines) else None


def _rows_of_lines(lines: list[str], dialect: Dialect, simple: bool, any_quoted: bool) -> list[Row]:
    """The records of lines without line ends. Raises csv.Error. None of them where a record goes on in the next line.

    `simple`: no cell is too long and no line is empty; `any_quoted`: one may hold a quotation mark. Then the csv module
    need only see lines with quotation marks: the others are cut at each delimiter, which takes half its time.
    """
    mark, quote = dialect.delimiter, dialect.quote
    if not simple or dialect.escape or dialect.skip_spaces:
        return list(csv.reader(lines, **dialect.options(strict=True)))  # type: ignore[arg-type]
    quoted = [line for line in lines if quote in line] if quote and any_quoted else []
    if not quoted:
        return [line.split(mark) for line in lines]  # type: ignore[misc]
    read = list(csv.reader(quoted, **dialect.options(strict=True)))
    if len(read) != len(quoted):
        return []
    rows = iter(read)
    return [next(rows) if quote in line else line.split(mark) for line in lines]  # type: ignore[misc, arg-type]


class _Lines:
    """Lines of a text that can be gone back to. `begins[i]` is where line `i` begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = list(io.StringIO(text, newline=""))
        self.begins = [0, *accumulate(map(len, self.all))]
        self.at = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.all):
            raise StopIteration
        self.at += 1
        return self.all[self.at - 1]


def parse_broken(text: str, dialect: Dialect, final: bool, longest: int) -> Parsed:
    """Records of a text that the strict reader refuses: an incomplete last record, or broken quotation marks."""
    lines = _Lines(text)
    parsed = Parsed([], [], 0)
    assert isinstance(parsed.starts, list)
    while lines.at < len(lines.all):
        start = lines.at
        reader = csv.reader(lines, **dialect.options(strict=True))
        try:
            for row in reader:
                parsed.rows.append(row)  # type: ignore[arg-type]
                parsed.starts.append(start)
                start = lines.at
        except csv.Error as error:
            begin = lines.begins[start]
            if str(error) == _CSV_END and not final and len(text) - begin < 2 * longest:
                parsed.lines, parsed.rest = start, text[begin:]
                return parsed
            code = STRAY_QUOTE if str(error).startswith(_CSV_STRAY) else UNCLOSED_QUOTE
            _take_broken(parsed, lines, start, code, dialect)
            if lines.begins[lines.at] - begin > longest:
                raise CellTooLong(start) from None
    parsed.lines = lines.at
    return parsed


def _take_broken(parsed: Parsed, lines: _Lines, start: int, code: str, dialect: Dialect) -> None:
    """Read one broken record for itself and go on behind it."""
    assert isinstance(parsed.starts, list)
    match = _record(dialect).match(lines.text, lines.begins[start])
    end = match.end() if match else lines.begins[start + 1]
    record = lines.text[lines.begins[start] : end].rstrip("\r\n")
    parsed.rows.append(tolerant(record, dialect))
    parsed.starts.append(start)
    parsed.problems.append(RowProblem(start, code, (record,)))
    lines.at = bisect_left(lines.begins, end)


def tolerant(record: str, dialect: Dialect) -> Row:
    """The cells of one record where only a quotation mark before a delimiter, or at the end, closes a cell."""
    mark, quote = dialect.delimiter, dialect.quote
    cells: Row = []
    at = 0
    while at <= len(record):
        if record.startswith(quote, at):
            cell, at = _quoted(record, at + 1, quote, mark)
        else:
            end = record.find(mark, at)
            end = len(record) if end < 0 else end
            cell, at = record[at:end], end + 1
        cells.append(cell)
    return cells


def _quoted(record: str, at: int, quote: str, mark: str) -> tuple[str, int]:
    end = record.find(quote + mark, at)
    if end < 0:
        end = len(record) - 1 if record.endswith(quote) and len(record) > at else len(record)
        return record[at:end].replace(quote * 2, quote), len(record) + 1
    return record[at:end].replace(quote * 2, quote), end + 2


def count_records(text: str, dialect: Dialect, expected: int) -> int:
    """How many records `text` holds, counted without the csv module.

    First by parity: a line end after an even number of quotation marks ends a record. Where that is not what was
    `expected` (marks inside unquoted cells, broken marks) an exact expression counts.
    """
    count = _by_parity(text, dialect.quote)
    return count if count == expected else sum(1 for _ in _record(dialect).finditer(text))


def count_lines(text: str) -> int:
    """Lines of a text, the last one also without line end."""
    ends = text.count("\n")
    if "\r" in text:
        ends += text.count("\r") - text.count("\r\n")
    return ends + (bool(text) and not text.endswith(("\n", "\r")))


def _by_parity(text: str, quote: str) -> int:
    return count_lines(quote.join(text.split(quote)[::2]) if quote else text)


@lru_cache(maxsize=32)
def _record(dialect: Dialect) -> re.Pattern[str]:
    """One record: cells that are either quoted up to a delimiter, a line end or the end, or whatever stands there."""
    mark = re.escape(dialect.delimiter)
    plain = rf"[^{mark}\r\n]*+"
    cell = plain
    if dialect.quote:
        quote, spaces = re.escape(dialect.quote), " *+" if dialect.skip_spaces else ""
        if dialect.escape:
            escape = re.escape(dialect.escape)
            plain = rf"(?:{escape}(?:[\s\S]|\Z)|[^{mark}{escape}\r\n])*+"
            inside = rf"(?:[^{quote}{escape}]|{escape}[\s\S]|{quote}{quote})*+"
        else:
            inside = rf"(?:[^{quote}]|{quote}{quote})*+"
        cell = rf"(?>{spaces}{quote}{inside}{quote}(?=[{mark}\r\n]|\Z)|{plain})"
    return re.compile(rf"(?!\Z){cell}(?:{mark}{cell})*+(?:\r\n?|\n|\Z)")
