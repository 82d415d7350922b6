"""Accounts with two columns of money, one for what went out and one for what came in, of which each row fills one: rows
of the other column are no records of this kind.

Option of a mapping: `two_ways`, the column whose blank cells say that the money went the other way.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any

from cxdesk.domain.kinds import Type
from cxdesk.intake.blocks import Cell, is_blank
from cxdesk.intake.evidence import Guess
from cxdesk.intake.mapping import ColumnUse

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

TWO_WAYS, OTHER_WAY = "two_ways", "other_way"
RELATION = "either"


def find_two_ways(guesses: Sequence[Guess], columns: Sequence[Sequence[Cell]]) -> dict[str, tuple[int, int]]:
    """`either:3:4` → (rows that fill one of columns 3 and 4 but not both, rows), where those are all rows."""
    sums = [guess for guess in guesses if guess.filled < guess.cells and guess.numbers.cells == guess.filled > 0]
    pairs = [(one, other) for one, other in permutations(sums, 2) if one.filled + other.filled == one.cells]
    return {
        f"{RELATION}:{one.index}:{other.index}": (one.cells, one.cells)
        for one, other in pairs
        if all(is_blank(a) != is_blank(b) for a, b in zip(columns[one.index], columns[other.index], strict=True))
    }


def settle_two_ways(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, Any]:
    """The option of a mapping, where the only sum of a record is one side of an account."""
    money = [use.index for use in columns if draft.kind.has(use.field) and _is_money(draft, use)]
    if len(money) != 1 or draft.format is not None:
        return {}
    sides = [name for name in draft.basis.relations if name.startswith(f"{RELATION}:{money[0]}:")]
    return {TWO_WAYS: money[0]} if sides else {}


def _is_money(draft: Draft, use: ColumnUse) -> bool:
    return draft.kind.field(use.field).type is Type.MONEY
