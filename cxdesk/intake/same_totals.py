"""Totals that come again. The export of a day or month that was not over holds other numbers a week later: a row is
the same total where its day and its words are the same, and the later numbers take the place of the earlier ones.

Options of a mapping: `same_totals` = {"columns": [the columns of words], "day": the field of the day, "until": that of
the day at which its days end, if any}; `counted` = "again" where the report is said to count what earlier ones of its
days count, split otherwise: then it takes their place; `instead` = the digest of the one file whose place it takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxdesk.domain.kinds import Type
from cxdesk.domain.text import fold
from cxdesk.intake import wordings_of_shapes as wordings
from cxdesk.intake.blocks import Cell
from cxdesk.intake.fields import MOST
from cxdesk.intake.guess import cell_text
from cxdesk.intake.hashing import Occurrences, filled, hashes, rows_of
from cxdesk.intake.mapping import ATTRIBUTE, ColumnUse
from cxdesk.intake.same_costs import AFTER, FIRST, identity, is_report
from cxdesk.intake.stated import STATED, TOTALS
from cxdesk.metrics.views.newer_costs import KIND

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

SAME_TOTALS, UNTIL, INSTEAD = "same_totals", "until", "instead"
COUNTED, AGAIN, OTHERS = "counted", "again", "others"  # the doubt and option, and what says that it counts the same
_WORDS = (Type.LABEL, Type.TEXT, Type.REF, Type.BOOL)


def settle_same(draft: Draft, columns: Sequence[ColumnUse], options: Mapping[str, Any]) -> dict[str, Any]:
    """The option of a mapping whose rows are totals of a known day."""
    if draft.kind.name == KIND:
        return _settle_costs(draft, columns)
    day, counted = TOTALS.get(draft.kind.name, ("", ()))
    given = {use.field for use in columns}
    dated = day in given or STATED in options
    if not day or not dated or not given & set(counted) or given & set(draft.kind.key):
        return {}
    words = [use.index for use in columns if _is_words(draft, use)]
    return {SAME_TOTALS: {"columns": words, "day": day}} | _counted(draft)


def _settle_costs(draft: Draft, columns: Sequence[ColumnUse]) -> dict[str, Any]:
    """The same of a report of costs. Those of another account are costs like any others: each row is one."""
    if not is_report(draft, columns):
        return {}
    other, said = draft.basis.same_days, draft.said(COUNTED)
    if other is not None or said == OTHERS:
        draft.ask(wordings.told_again_doubt(other))
    if said == OTHERS:
        return {}
    words = identity(draft, columns, [use.index for use in columns if _is_words(draft, use)])
    made = {SAME_TOTALS: {"columns": words, "day": FIRST, UNTIL: AFTER}} | ({COUNTED: AGAIN} if said == AGAIN else {})
    return made | ({INSTEAD: other.sha256} if said == AGAIN and other is not None and other.split else {})


def _counted(draft: Draft) -> dict[str, Any]:
    """Whether the report counts what another one of the same days counts; asked where there is one."""
    other, said = draft.basis.same_days, draft.said(COUNTED)
    if other is not None or said == AGAIN:
        draft.ask(wordings.counted_doubt(other))
    return {COUNTED: AGAIN} if said == AGAIN else {}


def _is_words(draft: Draft, use: ColumnUse) -> bool:
    guess = draft.guesses[use.index]
    if use.field == ATTRIBUTE:
        return bool(guess.filled) and guess.numbers.cells < MOST * guess.filled
    return draft.kind.has(use.field) and draft.kind.field(use.field).type in _WORDS


class SameTotals:
    """Hashes of what identifies totals. Rows of one file that no word tells apart are its first, second, third …"""

    def __init__(self, option: Mapping[str, Any], kind: str, headings: Sequence[str]) -> None:
        self._columns = sorted((int(at) for at in option["columns"]), key=lambda at: fold(headings[at]))
        self._days = [str(option[name]) for name in ("day", UNTIL) if name in option]
        self._begin = "\x1f".join((kind, *(fold(headings[at]) for at in self._columns)))
        self._seen = Occurrences()

    def texts(self, columns: Sequence[Sequence[Cell]], n: int) -> list[str]:
        """What the words of each row are."""
        words = [[fold(cell_text(cell)) for cell in columns[at]] for at in self._columns]
        return ["\x1f".join(row) for row in zip(*words, strict=True)] if words else [""] * n

    def hashes(self, texts: Sequence[str], fields: Mapping[str, Sequence[Any]]) -> Sequence[int]:
        """One per row, of its words and its day."""
        n = len(texts)
        days = [filled(fields[name]) for name in self._days if name in fields]
        made = hashes(rows_of([texts, *days], n), begin=self._begin)
        return hashes(rows_of([made, self._seen.count(made)], n), begin=self._begin)
