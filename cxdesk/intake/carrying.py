"""Lines of a record whose file says what they have in common on the first of them only: who ordered, when, in which
currency. What is blank below is taken from the line above, as long as the lines belong to one record.

Option of a mapping: `carried` = {"key": column of the record's id, "columns": [...], "nameless": whether a line that
lacks even the id, and everything else of the record, belongs to the record above}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxdesk.domain.kinds import Kind, Type
from cxdesk.intake import wordings_of_shapes as wordings
from cxdesk.intake.blocks import Cell, is_blank
from cxdesk.intake.mapping import ColumnUse

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

CARRIED = "carried"
OF_A_LINE = frozenset({"line_id", "product", "category", "type", "count"})
IN_COMMON = (Type.INSTANT, Type.DATE, Type.REF, Type.LABEL, Type.TEXT, Type.BOOL)
SUMS = ("line_amount", "unit_price", "quantity", "product", "line_id")


def settle_carried(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, Any]:
    """The option of a mapping, and the question whether nameless lines belong to the record above them."""
    kind = draft.kind
    key = next((use for use in columns if use.field in kind.key[:1]), None)
    if not kind.lines or key is None:
        return {}
    shared = [use.index for use in columns if _in_common(kind, use.field) and use is not key]
    guess = draft.guesses[key.index]
    blank = guess.cells - guess.filled
    nameless = bool(blank) and bool(shared) and any(use.field in SUMS for use in columns)
    nameless = nameless and all(draft.guesses[at].cells - draft.guesses[at].filled >= blank for at in shared)
    if nameless:
        draft.ask(wordings.carried_doubt(key, blank))
        nameless = draft.said(CARRIED) != wordings.OWN_RECORD
    partly = [at for at in shared if 0 < draft.guesses[at].filled < draft.guesses[at].cells]
    if not nameless and (guess.distinct >= guess.filled or not partly):
        return {}
    return {CARRIED: {"key": key.index, "columns": shared, "nameless": nameless}}


def _in_common(kind: Kind, field: str) -> bool:
    return kind.has(field) and field not in OF_A_LINE and kind.field(field).type in IN_COMMON


class Carrying:
    """Fills columns block by block; remembers the last line of the block before."""

    def __init__(self, option: Mapping[str, Any]) -> None:
        self._key = int(option["key"])
        self._columns = [int(at) for at in option["columns"]]
        self._nameless = bool(option["nameless"])
        self._last: dict[int, Cell] = {}

    def filled(self, columns: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
        """The same columns, with what lines of one record have in common on each of them."""
        made = list(columns)
        keys = list(made[self._key])
        shared = {at: list(made[at]) for at in self._columns}
        for row in range(len(keys)):
            if self._nameless and is_blank(keys[row]) and all(is_blank(cells[row]) for cells in shared.values()):
                keys[row] = self._last.get(self._key, keys[row])
            goes_on = not is_blank(keys[row]) and keys[row] == self._last.get(self._key)
            for at, cells in shared.items():
                if goes_on and is_blank(cells[row]):
                    cells[row] = self._last[at]
                self._last[at] = cells[row]
            self._last[self._key] = keys[row]
        made[self._key] = tuple(keys)
        for at, cells in shared.items():
            made[at] = tuple(cells)
        return made
