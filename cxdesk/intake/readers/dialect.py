"""Which delimiter and quotation mark a text file uses: the pair under which its first lines have the same width."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxdesk.intake.readers.records import CellTooLong, Dialect, parse

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 64 * 1024

_SPACED = re.compile(r' +"').match
_BACKSLASHED_WORD = re.compile(r"\\[\w\s]")  # as in C:\Exports: there a backslash is a letter like others
_SEP_LINE = re.compile(r"\A\ufeff?\"?sep=(.)\"?[^\S\r\n]*(?:\r\n?|\n|\Z)", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """A dialect, how well the lines keep its width, and what spoke for it (see TextLayout.delimiter_evidence)."""

    dialect: Dialect
    columns: int
    share: float
    rows: int
    broken: int
    first_fits: bool
    spaced: bool = False  # some cell begins with a space and a quotation mark

    @property
    def merit(self) -> tuple[float, bool, int]:
        """Lines of equal width; one column convinces nobody. Ties: the first line has it too, more columns."""
        return (0.0 if self.columns < 2 else self.share, self.first_fits, self.columns)

    def evidence(self) -> dict[str, object]:
        share = round(self.share, 3)
        return {"delimiter": self.dialect.delimiter, "columns": self.columns, "share": share, "rows": self.rows}


def after_remarks(text: str) -> str:
    """The text behind its leading remarks: a `sep=;` line, `#` lines, a YAML block between `---` lines."""
    lines = io.StringIO(text, newline="")
    start = 0
    block = False
    for number, raw in enumerate(lines):
        line = raw.strip()
        if block or (number == 0 and line == "---"):
            block = number == 0 or line != "---"
        elif line and not line.startswith("#") and not (number == 0 and declared(raw)):
            break
        start += len(raw)
    return text if block or start == len(text) else text[start:]


def declared(text: str) -> str | None:
    """The delimiter of a leading `sep=;` line, as spreadsheet programs write and obey it."""
    match = _SEP_LINE.match(text)
    return match[1] if match else None


def choose(text: str, complete: bool, delimiter: str | None = None, quote: str | None = None) -> list[Guess]:
    """The dialects that `text` may be in, one per delimiter, best first; `complete` says that the file ends there.

    `delimiter` and `quote`, where given, are not questioned.
    """
    sample = after_remarks(text[:LOOKED_AT])
    given = delimiter or declared(text)
    wanted = (given,) if given else DELIMITERS
    guesses = [_best_quoting(sample, mark, complete and len(text) <= LOOKED_AT, quote) for mark in wanted]
    return sorted(guesses, key=lambda guess: guess.merit, reverse=True)


def _best_quoting(sample: str, delimiter: str, complete: bool, quote: str | None) -> Guess:
    """The best way of quoting for one delimiter: double marks unless something else is plainly better."""
    best = _tried(sample, Dialect(delimiter, '"' if quote is None else quote), complete)
    for other in _other_quotings(sample, best, quote):
        guess = _tried(sample, other, complete)
        if _better(guess, best):
            best = guess
    return best


def _better(guess: Guess, than: Guess) -> bool:
    if guess.dialect.skip_spaces or guess.dialect.quote == "'":  # tried only where cells look so: equal is enough
        return guess.merit[0] >= than.merit[0] and guess.broken <= than.broken
    return (guess.merit[0], -guess.broken) > (than.merit[0], -than.broken)


def _other_quotings(sample: str, plain: Guess, quote: str | None) -> Iterable[Dialect]:
    delimiter = plain.dialect.delimiter
    if quote in (None, '"'):
        if '\\"' in sample or ("\\" + delimiter in sample and not _BACKSLASHED_WORD.search(sample)):
            yield Dialect(delimiter, '"', "\\")
        if plain.spaced:
            yield Dialect(delimiter, '"', "\\" if '\\"' in sample else "", skip_spaces=True)
    mark = re.escape(delimiter)
    if quote is None and not _opening(sample, mark, '"') and _wrapped(sample, mark):
        yield Dialect(delimiter, "'", "\\" if "\\'" in sample else "")


def _wrapped(sample: str, mark: str) -> bool:
    """Whether single quotation marks stand around cells: as many before delimiters as after, and at least one pair."""
    opening = _opening(sample, mark, "'")
    closing = len(re.findall(rf"'(?=$|{mark}|\r)", sample, re.MULTILINE))
    return opening > 0 and opening == closing


def _opening(sample: str, mark: str, quote: str) -> int:
    """How many cells begin with a quotation mark."""
    return len(re.findall(rf"(?:^|(?<={mark})|(?<=\r)){quote}", sample, re.MULTILINE))


def _tried(sample: str, dialect: Dialect, complete: bool) -> Guess:
    try:
        parsed = parse(sample, dialect, final=complete)
    except CellTooLong:
        return Guess(dialect, 1, 0.0, 1, 1, False)
    rows = parsed.rows if complete or len(parsed.rows) < 2 or parsed.rest else parsed.rows[:-1]
    widths = [len(row) for row in rows if row]
    columns = common_width(widths)
    share = widths.count(columns) / len(widths) if widths else 0.0
    spaced = any(_SPACED(str(cell)) for row in rows for cell in row[1:])
    return Guess(dialect, columns, share, len(widths), len(parsed.problems), widths[:1] == [columns], spaced)


def common_width(widths: Sequence[int]) -> int:
    """The commonest width; of equally common ones the greater."""
    if not widths:
        return 0
    counted = Counter(widths)
    return max(counted, key=lambda width: (counted[width], width))
