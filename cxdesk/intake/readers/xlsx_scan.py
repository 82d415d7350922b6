"""A light scan of a worksheet's XML: counts and extent by searching bytes, without building cells.

The fast scan knows the XML that programs write and raises `Unsure` for anything else; the exact scan parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cxdesk.intake.blocks import NO_VALUE
from cxdesk.intake.guard import LIMITS, MIB
from cxdesk.intake.readers.archive import strict_parser
from cxdesk.intake.readers.bytecounts import as_array, of_four, of_three, of_two, places_of_two
from cxdesk.intake.readers.cellscan import SheetScan, column_letters, column_number

LONGEST_ROW = 64 * MIB
LONGEST_ERROR = 64 * 1024  # bytes of a cell with an error
SOME_CELLS = 16 * 1024  # bytes of the first rows, for a first guess of the columns
NUL = b"_x0000_"

_DATA = re.compile(rb"<(\w+:)?sheetData[\s/>]")
_UNCOUNTED = re.compile(rb"<(?:\w+:)?[vt][\s>]")  # what may hold a value, however it is written
# None of these goes beyond the tag in which it begins, however long the row is.
_ROW = re.compile(rb'<row\b[^<>]*?\sr="(\d{1,9})"')
_REF = re.compile(rb'<c\b[^<>]*?\sr="([A-Z]{1,4})(\d{1,9})"')
_ERROR = re.compile(rb'<c\b([^<>]*\bt="e"[^<>]*)(?<!/)>')
_NO_VALUE = re.compile(rb"<c\b([^<>]*)>\s*<f\b[^<>]*?(?:/>|>[^<]*</f>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_PLACE = re.compile(rb'\br="([A-Z]{1,4})(\d{1,9})"')
_SPLIT = re.compile(r"^([A-Z]{1,4})(\d{1,9})$")


class Unsure(Exception):
    """The fast scan met something it does not know; ask the exact one."""


class RowTooLong(Exception):
    """One row of the sheet, or one text, is longer than any spreadsheet program can write."""


def fast_scan(chunks: Iterable[bytes]) -> SheetScan:
    """Count the cells of a worksheet part. Raises Unsure, RowTooLong."""
    scan = _FastScan()
    for region in _rows(iter(chunks)):
        scan.add(region)
    return scan.found


def _rows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces of <sheetData> that end behind a row. Reads to the end, so that the part's checksum is verified."""
    begun = _start_of_data(chunks)
    pending, searched = bytearray(begun or b""), 0  # so far there is no end of a row
    while begun is not None:
        cut = pending.rfind(b"</row>", searched) + 6
        cut = cut if cut > 5 else 0
        end = pending.find(b"</sheetData>", max(cut, searched))
        if end >= 0:
            yield bytes(pending[:end])
            break
        if cut:
            yield bytes(pending[:cut])
            del pending[:cut]
        searched = max(0, len(pending) - len(b"</sheetData>"))
        chunk = next(chunks, None)
        if chunk is None:
            raise Unsure
        pending += chunk
        if len(pending) > LONGEST_ROW:
            raise RowTooLong
    for _rest in chunks:
        pass


def _start_of_data(chunks: Iterator[bytes]) -> bytes | None:
    """What follows the opening tag; None where the sheet is empty."""
    head = b""
    for chunk in chunks:
        head += chunk
        match = _DATA.search(head)
        if match is not None:
            if match[1] or b"<!" in head[: match.start()]:  # a comment may hold anything, also an empty sheet
                raise Unsure
            return None if head[match.end() - 1 :].startswith(b"/>") else head[match.end() :]
        if len(head) > LONGEST_ROW:
            raise RowTooLong
    raise Unsure


class _FastScan:
    def __init__(self) -> None:
        self.found = SheetScan()
        self._columns_seen = 0

    def add(self, region: bytes) -> None:
        if of_two(region, b"<!") or of_two(region, b"<?"):
            raise Unsure
        self._extent(region)
        self._values(region)
        self.found.nul = self.found.nul or _holds_nul(region)

    def _values(self, region: bytes) -> None:
        values = of_three(region, b"<v>") + _texts_inside(region)
        if not values and _UNCOUNTED.search(region):
            raise Unsure  # nothing else would ask: a sheet without values is taken for empty
        self.found.values += values
        if of_four(region, b'="e"') and b't="e"' in region:
            self._errors(region)
        if of_two(region, b"<f"):
            self.found.values -= region.count(b"<v></v>")
            self._uncalculated(region)

    def _errors(self, region: bytes) -> None:
        for cell in _ERROR.finditer(region):
            end = region.find(b"</c>", cell.end(), cell.end() + LONGEST_ERROR)
            value = _VALUE.search(region, cell.end(), end)
            if end < 0:
                raise Unsure
            if value is not None:
                row, column = _placed(cell[1])
                self.found.flaw(row, column, value[1].decode("utf-8", "replace"))
                self.found.values -= bool(value[1])

    def _uncalculated(self, region: bytes) -> None:
        for attributes, value in _NO_VALUE.findall(region):
            if not (value and b't="str"' in attributes):  # a formula whose result is the empty text
                row, column = _placed(attributes)
                self.found.flaw(row, column, NO_VALUE)

    def _extent(self, region: bytes) -> None:
        """Last row and column; cheap where all references stay within rows and columns known already."""
        first, last = _ROW.search(region), _ROW.match(region, max(0, region.rfind(b"<row ")))
        if not self._columns_seen:
            self._columns_seen = _last_column(_REF.findall(region, 0, SOME_CELLS))
        if first is None or last is None or not self._columns_seen:
            self._extent_by_cell(region)
            return
        low, high = sorted((int(first[1]), int(last[1])))
        pattern, bound = _within(low, high, self._columns_seen)
        if pattern.search(region):
            self._extent_by_cell(region)
        else:
            self.found.reach(low, self._columns_seen)
            self.found.reach(bound, self._columns_seen)

    def _extent_by_cell(self, region: bytes) -> None:
        cells = _REF.findall(region)
        if len(cells) != region.count(b"<c"):
            raise Unsure
        if not cells:
            return
        rows = [int(number) for _letters, number in cells]
        columns = _last_column(cells)
        self.found.reach(min(rows), columns)
        self.found.reach(max(rows), columns)
        self._columns_seen = max(self._columns_seen, columns)


def _last_column(cells: list[tuple[bytes, bytes]]) -> int:
    return max((column_number(letters.decode()) for letters in {letters for letters, _row in cells}), default=0)


def _holds_nul(region: bytes) -> bool:
    return bool(of_two(region, NUL[:2])) and NUL in region


def _texts_inside(region: bytes) -> int:
    """How many cells hold their text themselves, empty texts left out."""
    array = as_array(region)
    begins = places_of_two(array, b"<i", before_end=8)
    texts = begins[(array[begins + 2] == ord("s")) & (array[begins + 3] == ord(">"))]
    found = len(texts)
    empty = (array[texts + 5] == ord("/")) | (array[texts + 6] == ord("/")) | (array[texts + 7] == ord("<"))
    if empty.any():
        found -= sum(map(region.count, (b"<is></is>", b"<is><t></t></is>", b"<is><t/></is>")))
    return found


def _placed(attributes: bytes) -> tuple[int, int]:
    match = _PLACE.search(attributes)
    if match is None:
        raise Unsure
    return int(match[2]), column_number(match[1].decode())


def _within(low: int, high: int, columns: int) -> tuple[re.Pattern[bytes], int]:
    """Finds the first cell outside the first `columns` and the rows `low` to, roughly, `high`; the true last row."""
    digits = 0
    while high // 10**digits - low // 10**digits > 10:
        digits += 1
    begins = range(low // 10**digits, high // 10**digits + 1)
    rows = "|".join(_begins(tens, begins, digits) for tens in range(begins[0] // 10, begins[-1] // 10 + 1))
    pattern = rf'<c(?! r="(?:{_up_to(column_letters(columns))})(?:{rows})")'
    return re.compile(pattern.encode()), (begins[-1] + 1) * 10**digits - 1


def _begins(tens: int, begins: range, digits: int) -> str:
    """An expression for the row numbers that begin with `tens` and a digit, and have so many more."""
    first, last = max(begins[0], 10 * tens) % 10, min(begins[-1], 10 * tens + 9) % 10
    if tens or first:
        return f"{tens or ''}[{first}-{last}][0-9]{{{digits}}}"
    return f"[0-9]{{1,{digits or 1}}}" + (f"|[1-{last}][0-9]{{{digits}}}" if last and digits else "")


def _up_to(letters: str) -> str:
    """An expression for all column names up to this one."""
    shorter = [f"[A-Z]{{{length}}}" for length in range(1, len(letters))]
    return "|".join([*shorter, _same_length(letters)])


def _same_length(letters: str) -> str:
    first, rest = letters[0], letters[1:]
    if not rest:
        return f"[A-{first}]"
    below = f"[A-{chr(ord(first) - 1)}][A-Z]{{{len(rest)}}}|" if first > "A" else ""
    return f"(?:{below}{first}(?:{_same_length(rest)}))"


class ExactScan:
    """Counts the cells of a worksheet part by parsing it; `blank_strings` are the empty shared strings.

    `row` is how far it got.
    """

    def __init__(self, blank_strings: frozenset[int]) -> None:
        self.found = SheetScan()
        self.row = 0
        self._column = 0
        self._blank = blank_strings
        self._kind = ""
        self._inside = ""
        self._value: list[str] = []
        self._formula = self._has_value = False
        self._seen: dict[int, int] = {}  # row → its columns as bits

    def read(self, chunks: Iterable[bytes]) -> SheetScan:
        """Raises expat.ExpatError where the XML is broken, archive.Doctype."""
        parser = strict_parser(" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)
        return self.found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rsplit(" ", 1)[-1]
        if name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdecimal() and len(given) < 10 else self.row + 1
            self._column = 0
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self._formula, self._inside = True, ""
        elif name in ("v", "t"):
            self._has_value, self._inside = True, name

    def _cell(self, attributes: dict[str, str]) -> None:
        match = _SPLIT.match(attributes.get("r", ""))
        if match is not None:
            self._column, self.row = column_number(match[1]), int(match[2])
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._value, self._formula, self._has_value = [], False, False

    def text(self, text: str) -> None:
        if self._inside:
            self._value.append(text)

    def end(self, name: str) -> None:
        name = name.rsplit(" ", 1)[-1]
        if name in ("v", "t", "rPh"):
            self._inside = ""
        elif name == "c":
            self._close()

    def _close(self) -> None:
        text = "".join(self._value)
        if self._kind == "e" and text:
            self.found.flaw(self.row, self._column, text)
        elif self._formula and not text and not (self._has_value and self._kind == "str"):
            self.found.flaw(self.row, self._column, NO_VALUE)
        elif text and not (self._kind == "s" and _index(text) in self._blank):
            self.found.values += 1
        else:
            return
        self.found.nul = self.found.nul or "_x0000_" in text
        self.found.reach(self.row, self._column)
        self._remember()

    def _remember(self) -> None:
        """Notice the first cell that is there twice."""
        bit = 1 << min(self._column, LIMITS.columns + 1)
        before = self._seen.get(self.row, 0)
        if before & bit and self.found.twice is None:
            self.found.twice = (self.row, self._column)
        self._seen[self.row] = before | bit


def _index(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return -1


class StringsScan:
    """The shared strings part: how many, and whether a text holds an escaped NUL. `memory` is what a reader needs."""

    def __init__(self) -> None:
        self.count = self.bytes = 0
        self.nul = False

    @property
    def memory(self) -> int:
        return self.bytes + 24 * self.count

    def scan(self, chunks: Iterable[bytes]) -> StringsScan:
        """Raises RowTooLong for one text longer than any cell can be."""
        since_end = 0
        prefixed = re.compile(rb"<\w+:si[\s/>]")
        for chunk in chunks:
            self.bytes += len(chunk)
            self.count += chunk.count(b"<si") or len(prefixed.findall(chunk))
            self.nul = self.nul or _holds_nul(chunk)
            end = chunk.rfind(b"si>")
            since_end = len(chunk) - end if end >= 0 else since_end + len(chunk)
            if since_end > LONGEST_ROW:
                raise RowTooLong
        return self


def blank_strings(chunks: Iterable[bytes]) -> frozenset[int]:
    """Which shared strings are empty. Raises expat.ExpatError."""
    scan = _BlankStrings()
    parser = strict_parser(" ")
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    for chunk in chunks:
        parser.Parse(chunk)
    return frozenset(scan.blank)


class _BlankStrings:
    def __init__(self) -> None:
        self.blank: set[int] = set()
        self._at = -1
        self._inside = self._filled = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        name = name.rsplit(" ", 1)[-1]
        if name == "si":
            self._at += 1
            self._filled = False
        self._inside = name == "t"

    def text(self, text: str) -> None:
        self._filled = self._filled or (self._inside and bool(text))

    def end(self, name: str) -> None:
        self._inside = False
        if name.rsplit(" ", 1)[-1] == "si" and not self._filled:
            self.blank.add(self._at)
