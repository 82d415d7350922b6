"""Where the header of a table is: rows above it, how many header rows, on the evidence of what the cells look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from statistics import median

from cxdesk.intake.blocks import Cell, filled, is_blank
from cxdesk.intake.table import HeaderCandidate

NUMBER, DATE, BOOL, ADDRESS, ERROR, TEXT, BLANK = "number", "date", "bool", "address", "error", "text", "blank"
TYPED = frozenset({NUMBER, DATE, BOOL, ADDRESS, ERROR})

MOST_PREAMBLE = 50
DATA_LOOKED_AT = 60
QUALTRICS = '{"ImportId"'

_NUMBER = re.compile(r"^[-+−(]?[€$£]?\s?[.,]?\d[\d\s.,'\u00a0\u202f]*(?:[eE][-+]?\d+)?\s?[)%€$£]?$")
_DATE = re.compile(r"^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?|\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?)$")
_ADDRESS = re.compile(r"^(?:[^@\s]+@[^@\s]+\.\w+|https?://\S+)$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_BOOLS = frozenset({"true", "false", "vrai", "faux"})

Record = tuple[int, Sequence[Cell]]  # line, cells


@dataclass(frozen=True)
class Head:
    """What stands on top: so many records of preamble, then the header as the best candidate says."""

    preamble: int
    candidates: tuple[HeaderCandidate, ...]


def kind_of(cell: Cell) -> str:
    """What one cell looks like, for telling headings from data; far coarser than a column's type."""
    if is_blank(cell):
        return BLANK
    if isinstance(cell, str):
        return _kind_of_text(cell.strip())
    if isinstance(cell, bool):
        return BOOL
    if isinstance(cell, (date, time, timedelta)):
        return DATE
    return NUMBER if isinstance(cell, (int, float)) else ERROR


def _kind_of_text(text: str) -> str:
    if len(text) > 200:
        return TEXT
    if text.isascii() and text.isalpha():
        return BOOL if text.lower() in _BOOLS else TEXT
    if _DATE.match(text):
        return DATE
    if _NUMBER.match(text):
        return NUMBER
    return ADDRESS if _ADDRESS.match(text) else TEXT


def find_head(records: Sequence[Record]) -> Head:
    """Where the table starts within its first records, and how many header rows it may have, best first."""
    start = preamble_length([cells for _, cells in records])
    rows = [cells for _, cells in records[start:] if filled(cells)]
    return Head(start, candidates(rows))


def preamble_length(rows: Sequence[Sequence[Cell]]) -> int:
    """How many records stand above the header: blank rows, titles, remarks of one or two cells over a wider table."""
    counts = [filled(row) for row in rows]
    usual = [count for count in counts if count][-DATA_LOOKED_AT:]
    typical = median(usual) if usual else 0
    for place in range(min(len(rows), MOST_PREAMBLE)):
        following = next((row for row in rows[place + 1 :] if filled(row)), None)
        titles = following is not None and _titles_of_groups(rows[place], following)
        if following is None or titles or not _above_table(counts[place], typical, following):
            return place if counts[place] else _first_filled(counts)
    return _first_filled(counts)


def _titles_of_groups(row: Sequence[Cell], following: Sequence[Cell]) -> bool:
    """Whether a row names groups of columns: under each of its cells the same headings begin anew."""
    starts = [at for at, cell in enumerate(row) if not is_blank(cell)]
    if len(starts) < 2:
        return False
    ends = [*starts[1:], len(following)]
    groups = [list(following[start:end]) for start, end in zip(starts, ends, strict=True)]
    return len(groups[0]) > 1 and not is_blank(groups[0][0]) and all(group == groups[0] for group in groups)


def _first_filled(counts: Sequence[int]) -> int:
    return next((place for place, count in enumerate(counts) if count), 0)


def _above_table(count: int, typical: float, following: Sequence[Cell]) -> bool:
    if count == 0:
        return True
    if count == 1 and typical >= 3:
        return True
    if count == 2 and typical >= 5:
        return True
    return count == 1 and typical >= 2 and filled(following) > 1 and not any(kind_of(c) in TYPED for c in following)


def candidates(rows: Sequence[Sequence[Cell]]) -> tuple[HeaderCandidate, ...]:
    """Nought to three header rows, each with a score and the columns that speak for and against, best first."""
    if not rows:
        return (HeaderCandidate(0, 0.0),)
    found = [_none_or_one(rows, header=False), _none_or_one(rows, header=True)]
    if len(rows) > 1:
        found.append(_two(rows, found[1].score))
    if len(rows) > 2:
        found.append(_three(rows))
    return tuple(sorted(found, key=lambda candidate: -candidate.score))


def _none_or_one(rows: Sequence[Sequence[Cell]], header: bool) -> HeaderCandidate:
    evidence = _first_row_against_rest(rows)
    supports, opposes, repeats = evidence["text_over_data"], evidence["data_like"], evidence["repeated_below"]
    blank, cells = evidence["blank"], max(1, evidence["cells"])
    if supports or opposes:
        score = 0.5 + 0.5 * (supports - opposes) / (supports + opposes)
    else:
        score = 0.75 - 0.5 * repeats / cells - 0.1 * blank / (cells + blank)
    return HeaderCandidate(int(header), round(score if header else 1 - score, 3), evidence)


def _first_row_against_rest(rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Columns whose first cell is a text above numbers, dates or the like; is such data itself; comes again below."""
    evidence = Counter(text_over_data=0, data_like=0, repeated_below=0, cells=0, blank=0)
    below = rows[1 : 1 + DATA_LOOKED_AT]
    for place, cell in enumerate(rows[0]):
        kind = kind_of(cell)
        if kind == BLANK:
            evidence["blank"] += 1
            continue
        evidence["cells"] += 1
        column = _column(below, place)
        usual = usual_kind(column)
        if kind in TYPED and not _year_as_heading(cell, column):
            evidence["data_like"] += 1
        elif usual in TYPED:
            evidence["text_over_data"] += 1
        evidence["repeated_below"] += cell in column
    return dict(evidence)


def _year_as_heading(cell: Cell, column: Sequence[Cell]) -> bool:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return bool(_YEAR.match(text)) and not any(_YEAR.match(str(below)) for below in column)


def usual_kind(column: Sequence[Cell]) -> str:
    """The kind of four fifths of the filled cells, else text; blank without any."""
    if not column:
        return BLANK
    kind, count = Counter(map(kind_of, column)).most_common(1)[0]
    return kind if count >= 0.8 * len(column) else TEXT


def _two(rows: Sequence[Sequence[Cell]], one: float) -> HeaderCandidate:
    """Two rows: the second names what the first leaves blank, or is blank under the columns that data always fill."""
    first, second, below = rows[0], rows[1], rows[2 : 2 + DATA_LOOKED_AT]
    width = max(len(first), len(second))
    kinds = [kind_of(second[i]) if i < len(second) else BLANK for i in range(width)]
    gaps = [i for i in range(width) if i >= len(first) or is_blank(first[i])]
    evidence = {
        "gaps_named": sum(kinds[i] != BLANK for i in gaps),
        "gaps": len(gaps),
        "blank_under_filled": _blank_under_filled(kinds, below),
        "data_like": sum(kind in TYPED for kind in kinds),
        "text_over_data": sum(kinds[i] == TEXT and usual_kind(_column(below, i)) in TYPED for i in gaps),
    }
    named_all = bool(gaps) and evidence["gaps_named"] >= 0.8 * len(gaps)
    proven = evidence["blank_under_filled"] + evidence["text_over_data"]
    likely = bool(below) and TEXT in kinds and not evidence["data_like"]
    likely = likely and ((named_all and proven >= 1) or evidence["blank_under_filled"] >= 2)
    return HeaderCandidate(2, round(one + 0.2, 3) if likely else 0.0, evidence)


def _column(rows: Sequence[Sequence[Cell]], place: int) -> list[Cell]:
    """The filled cells of one column."""
    return [row[place] for row in rows if place < len(row) and not is_blank(row[place])]


def _blank_under_filled(kinds: Sequence[str], below: Sequence[Sequence[Cell]]) -> int:
    """Leading columns that are blank in the second row although the data rows fill them."""
    leading = 0
    for place, kind in enumerate(kinds):
        held = sum(place < len(row) and not is_blank(row[place]) for row in below)
        if kind != BLANK or not below or held < 0.9 * len(below):
            break
        leading += 1
    return leading if any(kind != BLANK for kind in kinds) else 0


def _three(rows: Sequence[Sequence[Cell]]) -> HeaderCandidate:
    """Three rows: names, wordings, and a row of import codes in JSON."""
    codes = sum(isinstance(cell, str) and cell.lstrip().startswith(QUALTRICS) for cell in rows[2])
    return HeaderCandidate(3, 2.0 if codes else 0.0, {"import_codes": codes})
