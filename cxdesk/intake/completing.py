"""What a row gets besides its own cells: constants of the mapping, the person in place of a customer that nobody
names, the currency written beside an amount, and ends of time as the first day no longer covered.

Options of a mapping that are read here: `ends` = "last_day" where the file's end dates are the last day covered
(default "first_free": the first day not covered); `repeat` = "lines" or "last" where the person says what several
rows of one key are.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from typing import Any

from cxdesk.domain.currencies import USUAL_PARTS, may_be_one, parts_of
from cxdesk.domain.kinds import Kind, Type
from cxdesk.domain.text import fold
from cxdesk.intake.batch import OTHER_CURRENCY
from cxdesk.intake.billed import BILLED, INTERVAL, PLAN
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Reader
from cxdesk.intake.cells_of_durations import LEFT
from cxdesk.intake.cells_of_money import MoneyReader
from cxdesk.intake.dates import MONTH_PATTERNS
from cxdesk.intake.hashing import Occurrences, filled, hashes, rows_of
from cxdesk.intake.mapping import Mapping

ENDS, LAST_DAY, FIRST_FREE = "ends", "last_day", "first_free"
REPEAT, LINES, LAST = "repeat", "lines", "last"
CURRENCY, RESOLVED = "currency", "resolved_at"
STANDS_IN = "stands_in"  # option: field → the field whose value it takes, of a column that says both


class Completing:
    """The same for every block of a table. Which fields are given never changes from block to block."""

    def __init__(self, kind: Kind, mapping: Mapping, readers: Map[int, Reader]) -> None:
        own = {use.field: use.index for use in mapping.columns if kind.has(use.field)}
        by_answer = kind.has("role")  # answers take the constants of their questions themselves
        self._constants = {} if by_answer else {n: value for n, value in mapping.constants.items() if kind.has(n)}
        self._standing_in = [
            (field.name, field.otherwise)
            for field in kind.fields
            if field.otherwise and field.otherwise in own and field.name not in self._constants
        ]
        also = mapping.options.get(STANDS_IN, {})
        self._standing_in += [(name, other) for name, other in also.items() if name not in own and other in own]
        self._later = [f.name for f in kind.fields if f.ends and f.name in own and f.type is Type.DATE]
        self._later = [name for name in self._later if mapping.use(own[name]).layout not in MONTH_PATTERNS]
        self._later = self._later if mapping.options.get(ENDS) == LAST_DAY else []
        self._left = [
            name for name, at in own.items() if kind.field(name).type is Type.BOOL and mapping.use(at).layout == LEFT
        ]
        self._billed = mapping.options.get(BILLED, {}) if INTERVAL not in own else {}
        self._money = [
            (name, at, reader)
            for name, at in own.items()
            if isinstance(reader := readers.get(at), MoneyReader) and kind.has(CURRENCY)
        ]
        self._in_parts = [name for name, at, _reader in self._money if mapping.use(at).parts != 1]
        self._signs = bool(self._money) and any(mapping.use(at).labels for _name, at, _reader in self._money)

    def fields(
        self, fields: Map[str, list[Any]], columns: Sequence[Sequence[Cell]], n: int
    ) -> tuple[dict[str, list[Any]], list[tuple[int, int, str]]]:
        """(the fields of n rows, refused cells as (column, row, reason))."""
        made = dict(fields)
        for name, value in self._constants.items():
            made[name] = [value if own is None else own for own in made.get(name) or [None] * n]
        for name, other in self._standing_in:
            made[name] = _first(made.get(name), fields[other])
        for name in self._later:
            made[name] = [None if day is None else day + 1 for day in made[name]]
        if self._billed:
            made[INTERVAL] = [self._billed.get(fold(name)) if name else None for name in made[PLAN]]
        for name in self._left:  # of what is not over yet, nobody knows whether it will be in time
            over = made.get(RESOLVED) or [None] * n
            made[name] = [None if kept and end is None else kept for kept, end in zip(made[name], over, strict=True)]
        return made, self._with_currency(made, columns, n)

    def _with_currency(
        self, made: dict[str, list[Any]], columns: Sequence[Sequence[Cell]], n: int
    ) -> list[tuple[int, int, str]]:
        """Fill the currency of rows that name none, take away amounts in another than their row's."""
        refused: list[tuple[int, int, str]] = []
        given = made.get(CURRENCY)
        if given is None and not self._signs:
            return refused
        currency = list(given) if given is not None else [None] * n
        for name, at, reader in self._money:
            found = reader.currencies(columns[at])
            if found is None:
                continue
            others = set(_others(found, made[name], currency))
            if others:
                refused += [(at, row, OTHER_CURRENCY) for row in sorted(others)]
                made[name] = [None if row in others else value for row, value in enumerate(made[name])]
        made[CURRENCY] = currency
        for name in self._in_parts:
            made[name] = _by_currency(made[name], currency)
        return refused


def _by_currency(amounts: Sequence[int | None], currency: Sequence[str | None]) -> list[int | None]:
    """Sums read as hundredths, by what parts the currency of each row has: a yen has none, a dinar a thousand."""
    if all(parts_of(name) == USUAL_PARTS for name in set(currency)):
        return list(amounts)
    return [
        amount if amount is None else round(amount * USUAL_PARTS / parts_of(name))
        for amount, name in zip(amounts, currency, strict=True)
    ]


def _others(written: Sequence[str | None], amounts: Sequence[Any], currency: list[str | None]) -> list[int]:
    """Rows whose amount is written in another currency than theirs; rows that name none get that of the amount."""
    found = []
    for row, sign in enumerate(written):
        if sign is None or amounts[row] is None:
            continue
        own = currency[row]
        if own is None:
            currency[row] = sign
        elif own != sign and not may_be_one(own, sign):
            found.append(row)
    return found


def _first(own: list[Any] | None, other: list[Any]) -> list[Any]:
    return other if own is None else [b if a is None else a for a, b in zip(own, other, strict=True)]


class Keys:
    """Hashes of what identifies the rows of one table. The first part of a key must be there, later ones may lack.

    Rows of one key are later states of one record, or its lines: then the first, second, third of a key are told
    apart, so that the same file again meets the same lines. The first has the same hash either way, because where no
    key comes twice nobody says which of both holds, and another file of the same records may.
    """

    def __init__(self, kind: Kind, mapping: Mapping, whole: bool = True) -> None:
        self._kind = kind
        lines = mapping.options.get(REPEAT, LINES if kind.lines else LAST) == LINES
        self._seen = Occurrences(whole) if lines else None

    def hashes(self, fields: Map[str, list[Any]], row_hash: Sequence[int]) -> Sequence[int]:
        """One per row; where nothing identifies a row, its content does."""
        first = fields.get(self._kind.key[0]) if self._kind.key else None
        if first is None:
            return row_hash
        n = len(row_hash)
        parts = [filled(fields[name]) if name in fields else "" for name in self._kind.key]
        parts += [filled(fields[name]) for name in self._kind.key_too if name in fields]
        made: Sequence[int] = self._numbered(hashes(rows_of(parts, n), begin=self._kind.name))
        if None not in first:
            return made
        return [row if key is None else own for key, own, row in zip(first, made, row_hash, strict=True)]

    def _numbered(self, made: Sequence[int]) -> Sequence[int]:
        """The same for the first of each; the first of a kind that has lines is numbered like those that follow."""
        times = [1] * len(made) if self._seen is None else self._seen.count(made)
        if not self._kind.lines and times.count(1) == len(times):
            return made
        again = hashes(rows_of([made, times], len(made)), begin=self._kind.name)
        if self._kind.lines:
            return again
        return [own if time == 1 else other for own, other, time in zip(made, again, times, strict=True)]
