"""What an import makes of the lines of its files. A line that is several kinds of record, such as a rated ticket and
its answer, was read once: it is counted once, and each further kind says for itself what it makes of the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from cxdesk.intake.batch import REJECTING
from cxdesk.intake.mapping import PART_OF
from cxdesk.workspace.importing import PreparedTable, RowCounts, sum_of

Place = tuple[str, int]  # a file and the number of a table in it


@dataclass(frozen=True)
class Account:
    """`rows`: the lines, as the first kind that each table is read as, `kind` where that is one and there are others;
    `also`: what the further kinds make of the same lines. `kept`: how many lines add or change anything, `rejected`:
    of how many lines something was refused.
    """

    rows: RowCounts = field(default_factory=RowCounts)
    kind: str = ""
    also: tuple[tuple[str, RowCounts], ...] = ()
    kept: int = 0
    rejected: int = 0


def account_of(tables: Sequence[PreparedTable]) -> Account:
    """The account of all tables of a dry run."""
    mains = [table for table in tables if not _goes_along(table)]
    beside = [table for table in tables if _goes_along(table)]
    kinds = list(dict.fromkeys(table.staged.kind for table in beside))
    also = tuple((kind, sum_of([one.rows for one in beside if one.staged.kind == kind])) for kind in kinds)
    first = {table.staged.kind for table in mains}
    together = _together(tables)
    return Account(
        sum_of([table.rows for table in mains]),
        first.pop() if also and len(first) == 1 else "",
        also,
        sum(map(_kept, together)),
        sum(map(_rejected, together)),
    )


def _goes_along(table: PreparedTable) -> bool:
    return PART_OF in table.choice.view.mapping.options


def _together(tables: Iterable[PreparedTable]) -> list[list[PreparedTable]]:
    """Those that are made of the same lines, side by side."""
    found: dict[Place, list[PreparedTable]] = {}
    for table in tables:
        found.setdefault((table.choice.inspection.path, table.choice.index), []).append(table)
    return list(found.values())


def _kept(same: Sequence[PreparedTable]) -> int:
    """How many lines are new or other in one of the tables that are made of them."""
    if len(same) == 1:
        return same[0].rows.new + same[0].rows.updated
    taken = [one.verdicts.line.at(one.verdicts.lines(sort)) for one in same for sort in ("new", "updated")]
    return len(np.unique(np.concatenate(taken)))


def _rejected(same: Sequence[PreparedTable]) -> int:
    """How many lines were refused; of very many, of which not all are listed, as many as of the most."""
    lines = {problem["line"] for one in same for problem in one.problems if problem["code"] in REJECTING}
    most = max(one.rows.rejected for one in same)
    return most if len(same) == 1 else max(most, len(lines))
