"""Which rows of earlier reports an import would put out of count, before anything is written.

What a newer report says again is met row by row, and listed as changed. What only the older one has is not named by the
new file at all; it stands in the workspace and counts no more, or for fewer days: see `metrics.views.newer_totals` for
visits and `newer_costs` for costs, which are asked here with the staged report as one more.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from cxdesk.domain.kinds_of.cost import COST
from cxdesk.domain.kinds_of.web_session import WEB_SESSION
from cxdesk.frame.loader import NO_DAY
from cxdesk.intake.batch import OUT_OF_COUNT
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.same_totals import AGAIN, COUNTED, INSTEAD, SAME_TOTALS
from cxdesk.metrics.views import newer_costs, newer_totals
from cxdesk.store import batches, differences
from cxdesk.store.numbers import stretches

if TYPE_CHECKING:
    from cxdesk.store.staging import Staged
    from cxdesk.workspace.workspace import Workspace


@dataclass(frozen=True)
class Displaced:
    """Rows of the workspace by id, ascending; `left`: the days [first, after) of those that still count for some."""

    ids: tuple[int, ...] = ()
    left: Map[int, newer_costs.Stretches] = field(default_factory=dict)


def displaced(workspace: Workspace, mapping: Mapping, staged: Staged, verdicts: differences.Verdicts) -> Displaced:
    """What a staged report of totals or costs would put out of count; nothing of any other table."""
    if SAME_TOTALS not in mapping.options or not workspace.frame().size(mapping.kind):
        return Displaced()
    rows = (verdicts.found.row_id.part(*part) for part in stretches(len(verdicts.found)))
    met = np.concatenate([np.empty(0, np.int64), *rows])
    met = np.unique(met[met > 0])
    if mapping.kind == WEB_SESSION.name:
        return _visits(workspace, mapping, staged, met)
    return _costs(workspace, mapping, staged, met) if mapping.kind == COST.name else Displaced()


def put_out(workspace: Workspace, mapping: Mapping, batch: int | None) -> dict[str, int]:
    """For the account of an import that is made: how many rows it put out of count."""
    if SAME_TOTALS not in mapping.options or batch is None:
        return {}
    asked = {WEB_SESSION.name: newer_totals.put_out, COST.name: newer_costs.put_out}.get(mapping.kind)
    count = asked(workspace.frame(), batch) if asked is not None else 0
    return {OUT_OF_COUNT: count} if count else {}


def _visits(workspace: Workspace, mapping: Mapping, staged: Staged, met: np.ndarray) -> Displaced:
    frame = workspace.frame()
    given = [values["started_at"] for values in differences.given_rows(staged, ("started_at",))]
    instants = np.array([one for one in given if one is not None], np.int64)
    use = mapping.column_of("started_at")
    floating = np.full(len(instants), use is not None and use.zone == "floating")
    again = mapping.options.get(COUNTED) == AGAIN
    ids = newer_totals.would_replace(frame, met, frame.zone.days(instants, floating).astype(np.int64), again)
    return Displaced(tuple(ids.tolist()))


def _costs(workspace: Workspace, mapping: Mapping, staged: Staged, met: np.ndarray) -> Displaced:
    frame = workspace.frame()
    words: set[newer_costs.Words] = set()
    first, after = [], []
    for values in differences.given_rows(staged, ("from", "to", *newer_costs.WORDS)):
        words.add(tuple(str(values[name] or "") for name in newer_costs.WORDS))
        first.append(NO_DAY if values["from"] is None else values["from"])
        after.append(NO_DAY if values["to"] is None else values["to"])
    start, end = newer_costs.covered(np.array(first, np.int64), np.array(after, np.int64))
    dated = (start != NO_DAY) & (end > start)
    if not dated.any():
        return Displaced()
    span = int(start[dated].min()), int(end[dated].max())
    newest = max((batch.id for batch in frame.batches), default=0) + 1
    replaces = _imports_of(workspace, str(mapping.options.get(INSTEAD) or ""))
    left = newer_costs.would_replace(frame, met, newer_costs.Report(newest, frozenset(words), *span, replaces))
    return Displaced(tuple(left), {row_id: days for row_id, days in left.items() if days})


def _imports_of(workspace: Workspace, sha256: str) -> tuple[int, ...]:
    """The live imports of a file."""
    rows = batches.listing(workspace.database) if sha256 else []
    return tuple(row.id for row in rows if row.sha256 == sha256 and row.state == "live")
