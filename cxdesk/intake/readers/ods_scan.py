"""A light scan of an OpenDocument spreadsheet: per sheet values, errors, extent with its repetitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cxdesk.intake.readers.archive import strict_parser
from cxdesk.intake.readers.cellscan import SheetScan

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
EXTENSION = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
MOST_ERRORS = 1_000_000


@dataclass
class _Cell:
    kind: str
    repeated: int
    error: bool
    value: str | None
    text: list[str] = field(default_factory=list)


def scan(chunks: Iterable[bytes]) -> dict[str, SheetScan]:
    """Scans by sheet name. Raises expat.ExpatError, archive.Doctype."""
    found = _Scan()
    parser = strict_parser(" ")
    parser.buffer_text = True
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.characters
    for chunk in chunks:
        parser.Parse(chunk)
    parser.Parse(b"", True)
    return found.sheets


class _Scan:
    def __init__(self) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self._sheet = SheetScan()
        self._row = self._column = 0
        self._rows_repeated = 1
        self._cell: _Cell | None = None
        self._note = self._paragraph = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit(" ", 1)[-1]
        if name == f"{TABLE} table":
            self._sheet = self.sheets.setdefault(attributes.get(f"{TABLE} name", ""), SheetScan())
            self._row = 0
        elif name == f"{TABLE} table-row":
            self._row += 1
            self._column = 0
            self._rows_repeated = _count(attributes.get(f"{TABLE} number-rows-repeated"))
        elif name in (f"{TABLE} table-cell", f"{TABLE} covered-table-cell"):
            self._cell = _opened(attributes)
        elif local == "annotation":
            self._note += 1
        elif local == "p":
            self._paragraph += 1

    def characters(self, text: str) -> None:
        if self._cell is not None and self._paragraph and not self._note:
            self._cell.text.append(text)

    def end(self, name: str) -> None:
        local = name.rsplit(" ", 1)[-1]
        if name == f"{TABLE} table-row":
            self._row += self._rows_repeated - 1
        elif name in (f"{TABLE} table-cell", f"{TABLE} covered-table-cell") and self._cell is not None:
            self._close(self._cell)
            self._cell = None
        elif local == "annotation":
            self._note -= 1
        elif local == "p":
            self._paragraph -= 1

    def _close(self, cell: _Cell) -> None:
        first, self._column = self._column + 1, self._column + cell.repeated
        text = "".join(cell.text)
        if not cell.kind or (cell.kind == "string" and not (text or cell.value)):
            return
        if cell.error:
            self._error(first, text or "#ERROR")
        else:
            self._sheet.values += cell.repeated * self._rows_repeated
        self._sheet.reach(self._row, self._column)
        self._sheet.reach(self._row + self._rows_repeated - 1, self._column)

    def _error(self, first: int, kind: str) -> None:
        """Every repetition of an error cell is one; absurd numbers of them are cut, the extent refuses them anyway."""
        places = 0
        for row in range(self._row, self._row + self._rows_repeated):
            for column in range(first, self._column + 1):
                self._sheet.flaw(row, column, kind)
                places += 1
                if places >= MOST_ERRORS:
                    return


def _opened(attributes: dict[str, str]) -> _Cell:
    kind = attributes.get(f"{OFFICE} value-type", "")
    return _Cell(
        kind,
        _count(attributes.get(f"{TABLE} number-columns-repeated")),
        attributes.get(f"{EXTENSION} value-type") == "error",
        attributes.get(f"{OFFICE} string-value"),
    )


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 1
