"""Files of every make, from a seed: texts of all dialects, encodings, line ends and habits, and some workbooks; and a
scanner that counts their records by itself, character by character, sharing nothing with the product.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from tests.intake import workbooks

HEADINGS = {
    "ticket": ("Ticket", "Created at", "Status", "Requester", "Comment"),
    "answer": ("Response ID", "Date", "How likely are you to recommend us?", "Shop", "Comment"),
    "order": ("Order", "Order date", "Customer", "Order total", "Note"),
    "customer": ("Customer id", "Name", "Country", "Created at", "Comment"),
}
WORDS = ("prompt", "tres bien", "l'accueil", "slow", "merci !", "ok", "strasse", "never again", "NA", "5 stars")
ACCENTS = {
    "cp1252": ("été", "Käse", "œuvre", "50 €"),
    "cp1250": ("łódź", "sîrbă", "Čapek"),
    "utf-8": ("été", "łódź", "ședință", "漢字", "🙂", "Ω", "\u202fx"),
}
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1250", "latin-1")
DELIMITERS = (",", ",", ";", ";", "\t", "|")
LINE_ENDS = ("\n", "\n", "\r\n", "\r\n", "\r", "\r\r\n", "mixed")
QUOTING = ("minimal", "all", "some", "none", "backslash")
PART = 65_536  # the product reads texts in parts of this size, so line ends right there are worth a try


@dataclass(frozen=True)
class Made:
    """One file, and what its maker says of it. `above`: filled records before and with the headings."""

    path: Path
    kind: str
    headings: tuple[str, ...]
    above: int
    scanned: list[list[str]] = field(repr=False)

    @property
    def rows(self) -> int:
        return len(self.scanned) - self.above

    @property
    def blank(self) -> int:
        return sum(not "".join(record).strip() for record in self.scanned)

    @property
    def filled(self) -> list[list[str]]:
        """The records below the headings in which something stands."""
        return [record for record in self.scanned if "".join(record).strip()][self.above :]


@dataclass(frozen=True)
class Habit:
    """How a text is written."""

    encoding: str
    delimiter: str
    quote: str
    quoting: str
    end: str

    @staticmethod
    def of(chance: Random) -> Habit:
        quoting = chance.choice(QUOTING)
        quote = "'" if quoting == "all" and chance.random() < 0.2 else '"'
        return Habit(chance.choice(ENCODINGS), chance.choice(DELIMITERS), quote, quoting, chance.choice(LINE_ENDS))

    def cell(self, value: str, chance: Random) -> str:
        if self.quoting == "none":
            return "".join(" " if sign in f"{self.delimiter}{self.quote}\r\n" else sign for sign in value)
        needed = any(sign in value for sign in f"{self.delimiter}{self.quote}\r\n")
        if self.quoting == "minimal" and not needed:
            return value
        if self.quoting == "some" and not needed and chance.random() < 0.7:
            return value
        inner = "\\" + self.quote if self.quoting == "backslash" else self.quote * 2
        return self.quote + value.replace(self.quote, inner) + self.quote

    def line(self, cells: Sequence[str], chance: Random) -> str:
        """One record with its line end."""
        end = chance.choice(("\n", "\r\n")) if self.end == "mixed" else self.end
        return self.delimiter.join(self.cell(cell, chance) for cell in cells) + end


def make(folder: Path, seed: int, rows: int) -> Made:
    """The file of a seed, with so many rows of records beside what else stands in it."""
    chance = Random(seed)
    kind = chance.choice(sorted(HEADINGS))
    sort = chance.random()
    if rows <= 2000 and sort < 0.12:
        return _workbook(folder / f"{seed}.xlsx", kind, _records(kind, rows, chance, ""), chance)
    if rows <= 2000 and sort < 0.2:
        return _open_document(folder / f"{seed}.ods", kind, _records(kind, rows, chance, ""), chance)
    return _text(folder / f"{seed}.csv", kind, rows, chance)


def sizes(seed: int, most: int) -> int:
    """A number of rows: powers of two and their neighbours up to 2**most in order, then small ones."""
    if seed < 3 * (most + 1):
        return 2 ** (seed // 3) + seed % 3 - 1
    return Random(seed).choice((2, 5, 9, 17, 40, 77, 150))


# Rows


def _records(kind: str, rows: int, chance: Random, encoding: str) -> list[list[str]]:
    """Rows of a kind: some keys come twice, some rows lack theirs, some have too few or too many cells."""
    plain = rows > 5000
    words = (*WORDS, *ACCENTS.get(encoding, ACCENTS["utf-8"] if encoding.startswith("utf") or not encoding else ("x",)))
    found = []
    for at in range(rows):
        key = f"{kind[0].upper()}{at + 1:05d}"
        if not plain and at > 3:
            key = chance.choice((key, key, key, key, key, key, key, key, f"{kind[0].upper()}00002"))
        found.append(_record(kind, key, at, chance.choice(words)))
    return found


def _record(kind: str, key: str, at: int, words: str) -> list[str]:
    day = f"2026-{at // 28 % 9 + 1:02d}-{at % 28 + 1:02d}"
    match kind:
        case "ticket":
            return [
                key,
                f"{day} {at % 24:02d}:{at % 60:02d}",
                ("open", "solved", "pending")[at % 3],
                f"P{at % 7}",
                words,
            ]
        case "answer":
            return [key, day, str(at % 11), ("Lyon", "Cluj", "Cork")[at % 3], words]
        case "order":
            return [key, day, f"P{at % 7}", f"{at % 90 + 10}.{at % 100:02d}", words]
        case _:
            return [key, f"Name {at}", ("FR", "RO", "IE")[at % 3], day, words]


def _strew(records: list[list[str]], kind: str, chance: Random, ragged: bool) -> list[list[str]]:
    """The rows with what people leave among them: blanks, headings again, a total, a remark, rows cut short."""
    rows = [list(record) for record in records]
    width = len(HEADINGS[kind])
    habit = chance.random()
    if habit < 0.5 and len(rows) > 4:
        for _turn in range(chance.randint(1, 3)):
            rows.insert(chance.randint(2, len(rows)), chance.choice(([""], [""] * width, [" "], ["", " "])))
    if habit < 0.2 and len(rows) > 6:
        rows.insert(chance.randint(4, len(rows) - 1), list(HEADINGS[kind]))
    if ragged and 0.1 < habit < 0.4 and len(rows) > 6:
        _tear(rows, chance, width)
    if 0.3 < habit < 0.45 and len(rows) > 6:
        rows.append(["Total", "", "", str(len(rows)), ""])
    if 0.4 < habit < 0.6:
        rows += [[""]] * chance.randint(1, 4)
    return rows


def _tear(rows: list[list[str]], chance: Random, width: int) -> None:
    for _turn in range(chance.randint(1, 4)):
        at = chance.randint(2, len(rows) - 1)
        if len(rows[at]) == width:
            rows[at] = rows[at][: chance.randint(2, width - 1)] if chance.random() < 0.5 else [*rows[at], "more"]
    lacking = chance.randint(2, len(rows) - 1)
    if len(rows[lacking]) == width:
        rows[lacking] = ["", *rows[lacking][1:]]


# Texts


def _text(path: Path, kind: str, rows: int, chance: Random) -> Made:
    habit = Habit.of(chance)
    records = _strew(_records(kind, rows, chance, habit.encoding), kind, chance, ragged=rows <= 5000)
    if rows <= 5000:
        _add_awkward_cells(records, habit, chance, len(HEADINGS[kind]))
    above = _above(habit, chance) if rows > 3 else []
    lines = [habit.line(record, chance) for record in (HEADINGS[kind], *records)]
    lines = [line + ("\n" if habit.end == "mixed" else habit.end) for line in above] + lines
    _reach_the_border(lines, len(above) + 1, habit, chance)
    text = "".join(lines)
    text = text if chance.random() < 0.8 else text.rstrip("\r\n")
    path.write_bytes(_encoded(text, habit.encoding))
    scanned = list(scan(text, habit.delimiter, habit.quote, "\\" if habit.quoting == "backslash" else ""))
    filled_above = sum(bool(line.strip()) for line in above)
    return Made(path, kind, HEADINGS[kind], filled_above + 1, scanned)


def _add_awkward_cells(records: list[list[str]], habit: Habit, chance: Random, width: int) -> None:
    """Delimiters, quotation marks and line ends within cells, as far as the habit can write them."""
    inside = ['5" nail', "a\x0bb", "a\x0cb\x1c", *(["a\x85b", "a\u2028b"] if habit.encoding.startswith("utf") else [])]
    inside += [
        f"a{habit.delimiter}b",
        f"he said {habit.quote}no{habit.quote} to it",
        "two\nlines",
        "two\r\nlines",
        " x ",
    ]
    for record in records:
        if len(record) == width and record[-1] and chance.random() < 0.2:
            record[-1] = chance.choice(inside)


def _above(habit: Habit, chance: Random) -> list[str]:
    """What stands above the headings: mostly nothing."""
    turn = chance.random()
    if turn < 0.08:
        return [f"sep={habit.delimiter}"]
    if turn < 0.14:
        return ["Monthly export", ""]
    return ["", ""] if turn < 0.18 else []


def _reach_the_border(lines: list[str], first: int, habit: Habit, chance: Random) -> None:
    """Lengthen the first row so that some line ends right before, at or behind the end of a part."""
    if habit.encoding not in ("cp1252", "cp1250", "latin-1") or len(lines) < first + 2 or chance.random() < 0.3:
        return
    border = PART + chance.randint(-2, 2)
    end = behind = 0
    for line in lines:
        end += len(line)
        if end > border:
            break
        behind = end
    if end > border and behind:
        begin = len(lines[first].rstrip(f"{habit.quote}\r\n"))
        lines[first] = lines[first][:begin] + "y" * (border - behind) + lines[first][begin:]


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, errors="replace")


def scan(text: str, delimiter: str, quote: str, escaped: str = "") -> Iterator[list[str]]:
    """The records of a text, one character after the other."""
    cells, cell, at, inside = [], "", 0, False
    begun = False
    while at < len(text):
        sign = text[at]
        at += 1
        if inside:
            if escaped and sign == escaped:
                cell, at = cell + text[at : at + 1], at + 1
            elif sign == quote and text[at : at + 1] == quote:
                cell, at = cell + quote, at + 1
            elif sign == quote:
                inside = False
            else:
                cell += sign
        elif sign == quote and not cell:
            inside = begun = True
        elif sign == delimiter:
            cells, cell, begun = [*cells, cell], "", True
        elif sign in "\r\n":
            at += sign == "\r" and text[at : at + 1] == "\n"
            yield [*cells, cell]
            cells, cell, begun = [], "", False
        else:
            cell, begun = cell + sign, True
    if begun:
        yield [*cells, cell]


# Workbooks


def _workbook(path: Path, kind: str, records: list[list[str]], chance: Random) -> Made:
    rows = [list(HEADINGS[kind]), *_strew(records, kind, chance, ragged=False)]
    written = []
    for line, cells in enumerate(rows, 1):
        filled = [(at, cell) for at, cell in enumerate(cells) if cell.strip()]
        if filled or chance.random() < 0.5:
            written.append(
                workbooks.row(line, *(workbooks.text(f"{'ABCDEF'[at]}{line}", escape(c)) for at, c in filled))
            )
    workbooks.xlsx(path, {"Export": workbooks.sheet(*written)})
    return Made(path, kind, HEADINGS[kind], 1, scan_workbook(path))


def scan_workbook(path: Path) -> list[list[str]]:
    """The rows of the first worksheet, the absent ones too, down to the last one in which something stands."""
    with zipfile.ZipFile(path) as book:
        tree = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    name = f"{{{workbooks.MAIN}}}"
    rows: dict[int, list[str]] = {}
    for row in tree.iter(f"{name}row"):
        rows[int(row.attrib["r"])] = ["".join(cell.itertext()) for cell in row.iter(f"{name}c")]
    last = max(line for line, cells in rows.items() if "".join(cells).strip())
    return [rows.get(line, []) for line in range(1, last + 1)]


def _open_document(path: Path, kind: str, records: list[list[str]], chance: Random) -> Made:
    rows = [list(HEADINGS[kind]), *_strew(records, kind, chance, ragged=False)]
    written = []
    for cells in rows:
        inside = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            if cell.strip()
            else "<table:table-cell/>"
            for cell in cells
        )
        times = ' table:number-rows-repeated="3"' if not "".join(cells).strip() and chance.random() < 0.5 else ""
        written.append(f"<table:table-row{times}>{inside}</table:table-row>")
    written.append('<table:table-row table:number-rows-repeated="900000"><table:table-cell/></table:table-row>')
    workbooks.ods(path, {"Export": "".join(written)})
    return Made(path, kind, HEADINGS[kind], 1, scan_open_document(path))


def scan_open_document(path: Path) -> list[list[str]]:
    """The rows of the first table, each as often as it is repeated, down to the last in which something stands."""
    with zipfile.ZipFile(path) as book:
        tree = ElementTree.fromstring(book.read("content.xml"))
    name = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    rows: list[list[str]] = []
    last = 0
    for row in tree.iter(f"{name}table-row"):
        cells = ["".join(cell.itertext()) for cell in row.iter(f"{name}table-cell")]
        times = int(row.attrib.get(f"{name}number-rows-repeated", "1"))
        filled = bool("".join(cells).strip())
        rows += [cells] * (times if filled or times < 1000 else 1)
        last = len(rows) if filled else last
    return rows[:last]
