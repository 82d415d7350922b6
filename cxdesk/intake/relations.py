"""What columns say of each other: whether ends are days covered, whether an amount belongs to a line or to the whole.

Counted once while a file is looked at, kept beside the guesses; decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, permutations

from cxdesk.domain.kinds import Kind, Type, registry
from cxdesk.intake import fields
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells_of_dates import DateReader
from cxdesk.intake.evidence import Guess
from cxdesk.intake.guess import cell_text
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.numbers import reader
from cxdesk.intake.two_ways import find_two_ways
from cxdesk.intake.written import table_decimal

MOST_ROWS = 5000
MOST_NUMERIC = 8  # columns among which those with and without tax are looked for
FIRST_ROWS, TAXED_ROWS = 50, 1000  # so many rows that agree make the others worth a look, and prove it
CENT = 0.011  # what rounding moves
_EPOCH = date(1970, 1, 1)
_END_OF_DAY = "23:59"


def find_relations(
    headings: Sequence[str], guesses: Sequence[Guess], columns: Sequence[Sequence[Cell]]
) -> dict[str, tuple[int, int]]:
    """`end:4` → (rows whose end in column 4 is the first day free, rows where it is the last day covered);
    `same:0:5` → (ids of column 0 on several rows that all have one amount in column 5, such ids in all);
    `taxed:4:6` → (rows whose amount in column 4 with their tax is that in column 6, rows that have all three).
    """
    found: dict[str, tuple[int, int]] = find_two_ways(guesses, columns)
    for kind in registry().values():
        if kind.lines or (kind.span and any(field.ends for field in kind.fields)):
            at = {name: place for place, name in fields.assign(kind, headings, guesses, None, ()).items()}
            found |= _ends(kind, at, guesses, columns) if kind.span else {}
            found |= _amounts(kind, at, columns) if kind.lines else {}
            found |= _taxed(at, guesses, columns) if kind.lines else {}
    return found


def _amounts(kind: Kind, at: Mapping[str, int], columns: Sequence[Sequence[Cell]]) -> dict[str, tuple[int, int]]:
    key = at.get(kind.key[0])
    if key is None:
        return {}
    ids = [cell_text(cell) for cell in columns[key][:MOST_ROWS]]
    found = {}
    for field in kind.fields:
        place = at.get(field.name)
        if field.type is not Type.MONEY or place is None:
            continue
        seen: dict[str, list[str]] = defaultdict(list)
        for id_, cell in zip(ids, columns[place], strict=False):
            if id_:
                seen[id_].append(cell_text(cell))
        several = [amounts for amounts in seen.values() if len(amounts) > 1]
        found[f"same:{key}:{place}"] = (sum(len(set(amounts)) == 1 for amounts in several), len(several))
    return found


def _taxed(
    at: Mapping[str, int], guesses: Sequence[Guess], columns: Sequence[Sequence[Cell]]
) -> dict[str, tuple[int, int]]:
    """Pairs of columns of which one is the other with tax."""
    tax = at.get("tax")
    numeric = [place for place, guess in enumerate(guesses) if guess.filled and guess.numbers.cells == guess.filled]
    if tax is None or tax not in numeric or len(numeric) > MOST_NUMERIC:
        return {}
    decimal = table_decimal(guesses) or "."
    read = reader(decimal, "," if decimal == "." else ".")
    values = {place: [read(cell_text(cell)) for cell in columns[place][:TAXED_ROWS]] for place in numeric}
    found = {}
    for net, gross in permutations([place for place in numeric if place != tax], 2):
        columns_of = (values[net], values[tax], values[gross])
        n = _agreeing([column[:FIRST_ROWS] for column in columns_of]) and _agreeing(columns_of)
        if n:
            found[f"taxed:{net}:{gross}"] = (n, n)
    return found


def _agreeing(columns: Sequence[Sequence[float | None]]) -> int:
    """How many rows have all three, and a tax, where the first and the second make the third in every one; else 0."""
    rows = [row for row in zip(*columns, strict=True) if None not in row and row[1]]
    return len(rows) if all(abs(a + b - c) < CENT for a, b, c in rows) else 0


def _ends(
    kind: Kind, at: Mapping[str, int], guesses: Sequence[Guess], columns: Sequence[Sequence[Cell]]
) -> dict[str, tuple[int, int]]:
    start = at.get(kind.span[0]) if kind.span else None
    key = at.get(kind.key[0]) if kind.key else None
    found = {}
    for field in kind.fields:
        end = at.get(field.name)
        if not field.ends or end is None or not guesses[end].layouts:
            continue
        until = _days(guesses[end], columns[end])
        since = _days(guesses[start], columns[start]) if start is not None else [None] * len(until)
        ids = [cell_text(c) for c in columns[key][:MOST_ROWS]] if key is not None else [""] * len(until)
        late = [_END_OF_DAY in cell_text(cell) for cell in columns[end][:MOST_ROWS]]
        follows = _following(ids, since)
        votes = [_vote(*row) for row in zip(since, until, late, follows, strict=True)]
        found[f"end:{end}"] = (votes.count(1), votes.count(-1))
    return found


def _days(guess: Guess, cells: Sequence[Cell]) -> list[int | None]:
    layout = guess.layouts[0].layout if guess.layouts else ""
    if not layout:
        return [None] * min(len(cells), MOST_ROWS)
    return DateReader(ColumnUse(guess.index, guess.heading, "", layout=layout)).values(cells[:MOST_ROWS])


def _following(ids: Sequence[str], since: Sequence[int | None]) -> list[int | None]:
    """For each row the start of the next row of the same id, if it has one."""
    rows = sorted((id_, day, at) for at, (id_, day) in enumerate(zip(ids, since, strict=True)) if id_ and day)
    found: list[int | None] = [None] * len(ids)
    for (id_, _day, at), (other, day, _at) in pairwise(rows):
        if id_ == other:
            found[at] = day
    return found


def _vote(start: int | None, end: int | None, late: bool, follows: int | None) -> int:
    """1: the end is the first day free; -1: it is the last day covered; 0: the row does not tell."""
    if end is None:
        return 0
    if late:
        return -1
    if follows is not None and follows - end in (0, 1):
        return 1 if follows == end else -1
    day, after = _EPOCH + timedelta(end), _EPOCH + timedelta(end + 1)
    first = (_EPOCH + timedelta(start)).day if start is not None and start < end else 1
    if day.day == first:
        return 1
    return -1 if after.day == first else 0
