"""Which customers a question is about, and in which order they are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxdesk.analysis.customers.standing import Standing
from cxdesk.domain.customers import Sort
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Role, Source
from cxdesk.domain.query import Query
from cxdesk.domain.text import fold_search
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame

HIGHER_IS_NEARER = (Sort.MRR, Sort.VALUE, Sort.AT_RISK, Sort.LAST_CONTACT)  # first where nobody says which way


@dataclass(frozen=True, eq=False)
class Chosen:
    """Customers by code, and the conditions that none of the data could be asked."""

    codes: np.ndarray
    unasked: tuple[Condition, ...] = ()
    behind: bool = False  # only those behind the number that was clicked


def chosen(query: Query, frame: Frame, stands: Standing) -> Chosen:
    """The customers that the query's filters leave; behind a click, only those whom its rows name."""
    there = stands.there.copy()
    unasked = []
    for condition in query.filters:
        mask = _meeting(condition, frame, stands)
        if mask is None:
            unasked.append(condition)
        else:
            there &= mask
    behind = _behind(query, frame, stands.size)
    if behind is not None:
        there &= behind
    return Chosen(np.flatnonzero(there), tuple(unasked), behind is not None)


def _meeting(condition: Condition, frame: Frame, stands: Standing) -> np.ndarray | None:
    """Customers whose own record meets a condition; where records cannot be asked, those with any row that does."""
    kinds = [CUSTOMER, *(kind for kind in stands.kinds if kind != CUSTOMER)]
    found: np.ndarray | None = None
    for kind in kinds:
        rows = frame.rows(Source(kind)) if frame.size(kind) else None
        mask = rows.mask(condition) if rows is not None and rows.size else None
        if rows is None or mask is None:
            continue
        met = np.zeros(stands.size + 1, bool)
        met[rows.customer[mask]] = True
        if kind == CUSTOMER:
            return met[:-1]
        found = met[:-1] if found is None else found | met[:-1]
    return found


def _behind(query: Query, frame: Frame, size: int) -> np.ndarray | None:
    """Customers behind the point, segment or part that was clicked; None where only a number is in focus."""
    clicked = query.selection
    if clicked is None or (clicked.period is None and clicked.segment is None and clicked.part is None):
        return None
    from cxdesk.analysis.drilldown import drill

    found = drill(query, clicked, frame)
    named = np.zeros(size + 1, bool)
    for kind, ids in (found.sources or {found.kind: found.row_ids}).items():
        if frame.has(kind, CUSTOMER):
            at = np.searchsorted(frame.column(kind, "row_id"), ids)
            named[frame.column(kind, CUSTOMER).codes[at]] = True
    return named[:-1]


def matching(codes: np.ndarray, stands: Standing, search: str) -> np.ndarray:
    """Those whose name or reference holds every word of what was typed, whatever case and accents."""
    words = fold_search(search).split()
    if not words:
        return codes
    references, names = stands.labels[:], stands.names
    folded: dict[int, str] = {}

    def holds(code: int) -> bool:
        at = int(names.codes[code])
        if at >= 0 and at not in folded:
            folded[at] = fold_search(str(names.labels[at]))
        text = f"{folded.get(at, '')}\n{fold_search(references[code])}"
        return all(word in text for word in words)

    return np.array([code for code in codes.tolist() if holds(code)], np.int64)


def ordered(codes: np.ndarray, stands: Standing, sort: str, descending: bool) -> np.ndarray:
    """Customers by one column; those without a value last, whichever way; the rest by reference."""
    keys = _keys(codes, stands, sort)
    unknown = np.isnan(keys)
    order = np.lexsort((codes, -keys if descending else keys, unknown))
    return codes[order]


def _keys(codes: np.ndarray, stands: Standing, sort: str) -> np.ndarray:
    if sort == Sort.NAME:
        return _by_name(codes, stands)
    if sort == Sort.PLAN:
        return _known(stands.plan[0][codes], -1)
    if sort in (Sort.NPS, Sort.CSAT):
        return stands.latest(Role.NPS if sort == Sort.NPS else Role.CSAT).score[codes]
    if sort == Sort.RISK:
        return _known(3.0 - stands.risk[codes], 0)  # the higher the risk, the larger
    if sort == Sort.LAST_CONTACT:
        return np.where(stands.last_contact[codes] < 0, np.nan, stands.last_contact[codes])
    columns = {Sort.MRR: "mrr", Sort.VALUE: "value", Sort.HEALTH: "health", Sort.AT_RISK: "at_risk"}
    values: np.ndarray = getattr(stands, columns[Sort(sort)])[codes]
    return values


def _by_name(codes: np.ndarray, stands: Standing) -> np.ndarray:
    references: Sequence[str] = stands.labels[:]
    shown = [stands.name(code) or references[code] for code in codes.tolist()]
    order = sorted(range(len(shown)), key=lambda at: fold_search(shown[at]))
    rank = np.empty(len(shown))
    rank[order] = np.arange(len(shown))
    return rank


def _known(values: np.ndarray, unknown: float) -> np.ndarray:
    return np.where(values == unknown, np.nan, values.astype(np.float64))
