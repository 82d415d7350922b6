"""From a number to the rows that make it, each with its part and what it adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cxdesk.analysis.drilldown import NOT_COUNTED, leaf, settle
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.workings import Clusters, Method, Working
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.estimators.linear import Linear
from cxdesk.metrics.estimators.mean import Mean
from cxdesk.metrics.estimators.net import Net
from cxdesk.metrics.estimators.quantile import Quantile
from cxdesk.metrics.estimators.share import Proportion
from cxdesk.metrics.estimators.spread import Deviation, Polarisation
from cxdesk.metrics.estimators.term import Term
from cxdesk.metrics.estimators.total import Total
from cxdesk.metrics.ratio_estimate import SIDES, RatioEstimate

_METHODS: tuple[tuple[type[Term], Method], ...] = (
    (Proportion, Method.WILSON),
    (Net, Method.ADJUSTED_WALD),
    (Mean, Method.STUDENT),
    (Total, Method.SUM),
    (Quantile, Method.QUANTILE),
)
CLUSTERED = (Method.WILSON, Method.ADJUSTED_WALD, Method.STUDENT)  # whose intervals differ where customers repeat


@dataclass(frozen=True, eq=False)
class PartRows:
    """The rows of one part: positions in the columns of `rows`' kind, what each adds (NaN: does not count), weights."""

    part: str
    rows: Rows
    positions: np.ndarray
    adds: np.ndarray
    weights: np.ndarray


def workings(query: Query, selection: Selection, frame: Frame) -> tuple[Working, Clusters | None, list[PartRows]]:
    """How the number that `selection` means is made, what its interval knows of customers, the rows of its parts."""
    estimate, group = settle(Inquiry(query, frame), selection)
    working = working_of(estimate, group)
    return working, clusters_of(estimate, group) if working.clustered else None, list(_parts(estimate, group))


def clusters_of(estimate: Estimate, group: int) -> Clusters | None:
    """What the interval of one group knows of its customers; None where that makes no difference."""
    error = estimate.error
    if error is None or not (error.clusters[group] < error.rows[group] or estimate.tally.weights is not None):
        return None
    return Clusters(int(error.clusters[group]), float(estimate.n_eff[group]), float(estimate.sums.se[group]))


def working_of(estimate: Estimate, group: int) -> Working:
    """How one number is made."""
    figure, level = estimate.figure(group), estimate.setup.level
    interval = figure.low is not None
    if isinstance(estimate, RatioEstimate):
        return _ratio(estimate, level)
    if type(estimate) is not Estimate:
        return Working(Method.STATED, level, interval=interval)
    term, weighted = estimate.term, estimate.tally.weights is not None
    method = _method(term)
    if method is Method.SUM and isinstance(term, Total):
        days = float(term.exposure(estimate.tally)[group])
        return Working(method, level, exposure=days, interval=False)
    if isinstance(term, Quantile):
        return Working(method, level, q=term.q, interval=False)
    known = interval and method in CLUSTERED and clusters_of(estimate, group) is not None
    return Working(method, level, getattr(term, "per", 1.0), weighted=weighted, interval=interval, clustered=known)


def _ratio(estimate: RatioEstimate, level: float) -> Working:
    counted = [part for part in estimate.parts if not part.endswith(NOT_COUNTED)]
    tops, bottoms = (tuple(part for part in counted if part.startswith(side)) for side in SIDES)
    assert estimate.ratio is not None
    return Working(Method.RATIO, level, estimate.ratio.per, interval=False, tops=tops, bottoms=bottoms)


def _method(term: Term) -> Method:
    if isinstance(term, Deviation):
        return Method.DEVIATION
    if isinstance(term, Polarisation):
        return Method.STATED
    return next((method for kind, method in _METHODS if isinstance(term, kind)), Method.STATED)


def _parts(estimate: Estimate, group: int) -> Iterator[PartRows]:
    for part in estimate.parts:
        one, own = leaf(estimate, part)
        rows, positions = one.tally.members.rows, one.rows(group, own)
        adds, weights = np.full(len(positions), np.nan), np.full(len(positions), np.nan)
        if own not in NOT_COUNTED:
            adds = _added(one, group)[positions]
            weights = _weights(rows)[positions]
        yield PartRows(part, rows, positions, adds, weights)


def _added(estimate: Estimate, group: int) -> np.ndarray:
    """[rows of the kind] what each row of the group adds; NaN elsewhere."""
    tally, term = estimate.tally, estimate.term
    rows = tally.members.rows
    found = np.full(rows.frame.size(rows.kind), np.nan)
    if isinstance(term, Linear | Total):
        by_code = term.adds
    elif isinstance(term, Quantile):
        by_code = np.asarray(term.values.values, np.float64)
    else:
        return found
    at = tally.counter.of_group(group)
    found[rows.index[at]] = by_code[tally.counter.row_codes.take(at)]
    return found


def _weights(rows: Rows) -> np.ndarray:
    """[rows of the kind] how much each weighs."""
    size = rows.frame.size(rows.kind)
    if rows.weight is None:
        return np.ones(size)
    values = rows.frame.column(rows.kind, rows.weight)
    assert isinstance(values, np.ndarray)
    return np.where(np.isfinite(values) & (values > 0), values, 0.0)
