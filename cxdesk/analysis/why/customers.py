"""Who was there: those on both sides, those who are new, those who are gone."""

from __future__ import annotations

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.presence import LABELS, LOST, NEW, STAYED
from cxdesk.analysis.why.additive import ends, is_counted
from cxdesk.analysis.why.segments import BEFORE, NOW, _counts, _known
from cxdesk.domain.query import PRESENCE
from cxdesk.domain.results import Verdict
from cxdesk.domain.why import Part, Role, Split, SplitKind
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.estimators.total import Total
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.stats.contribution import turnover
from cxdesk.stats.significance import holm
from cxdesk.stats.special import normal_two_sided

ROLES = {STAYED: Role.STAYED, NEW: Role.NEW, LOST: Role.LOST, None: Role.NONE}
_STAYED = LABELS.index(STAYED)


def split(inquiry: Inquiry, metric: Metric, measure: str) -> Split:
    """A bar for each: by how much those who stayed moved, and how far who came and who left are from them."""
    asked = inquiry.compared(metric, PRESENCE)
    if not isinstance(asked, Asked) or measure not in asked.measures:
        return _none("no_customers")
    estimate = asked.estimate(measure)
    if not any(asked.figure(measure, period, at).n for period in (NOW, BEFORE) for at in range(len(LABELS) - 1)):
        return _none("no_customers")
    if isinstance(estimate, FormulaEstimate):
        return _none("not_of_formulas")
    if type(estimate) is Estimate and isinstance(estimate.term, Total):
        return _of_totals(estimate)
    if estimate.tally.members.rows.bounds is not None:
        return _none("outcome")  # rows made for each period: who is on both sides is known by what became of them
    return _of_rates(asked, estimate, measure)


def _of_totals(estimate: Estimate) -> Split:
    found = estimate.contribution(BEFORE, NOW)
    if found is None or not np.isfinite(found.part).all():
        return _none("undefined")
    return _split(estimate, found.part, np.full(len(LABELS), np.nan), {})


def _of_rates(asked: Asked, estimate: Estimate, measure: str) -> Split:
    before, now = (np.arange(len(LABELS)) + estimate.group(period) for period in (BEFORE, NOW))
    sums = estimate.sums
    if min(estimate.n[before[_STAYED]], estimate.n[now[_STAYED]]) < max(estimate.setup.min_show, 2):
        return _none("nobody_stayed")
    top, bottom = np.nan_to_num(sums.numerator), np.nan_to_num(sums.denominator)
    per = estimate.ratio.per if isinstance(estimate, RatioEstimate) and estimate.ratio else estimate.term.per  # type: ignore[attr-defined]
    found = turnover(per * top[before], bottom[before], per * top[now], bottom[now], _STAYED)
    if not np.isfinite(found.part).all():
        return _none("undefined")
    with np.errstate(all="ignore"):
        variance = np.zeros(len(LABELS))
        for side, weight in ((before, found.before), (now, found.after)):
            own, stayed = np.nan_to_num(sums.se[side]) ** 2, sums.se[side[_STAYED]] ** 2
            variance += np.where(bottom[side] > 0, weight**2 * (own + stayed), 0)
    change = asked.segment_changes(measure)[_STAYED]
    known = {}
    if change is not None and change.low is not None and change.high is not None:
        known = {_STAYED: (change.low, change.high, change.verdict in (Verdict.UP, Verdict.DOWN))}
    return _split(estimate, found.part, np.sqrt(variance), known)


def _split(
    estimate: Estimate, sizes: np.ndarray, errors: np.ndarray, known: dict[int, tuple[float, float, bool]]
) -> Split:
    """`known` are intervals that pair the same customers on both sides."""
    with np.errstate(all="ignore"):
        p = holm(normal_two_sided(np.where(errors > 0, sizes / errors, np.nan)))
    counted, parts = is_counted(estimate), []
    for at, label in enumerate(LABELS):
        now, before = estimate.group(NOW, at), estimate.group(BEFORE, at)
        n0, n1, size = int(estimate.n[before]), int(estimate.n[now]), float(sizes[at])
        if not (n0 or n1):
            continue
        low, high = (None, None) if counted else ends(size, float(errors[at]), estimate.setup.level)
        clear = low is not None and bool(p[at] < 1 - estimate.setup.level)
        if at in known and not counted:
            low, high, clear = known[at]
        values = _known(estimate.value[before]), _known(estimate.value[now])
        clear = bool(size) if counted else clear
        parts.append(
            Part(
                ROLES[label],
                label,
                size,
                low,
                high,
                clear,
                not counted,
                *values,
                n0,
                n1,
                counts=_counts(estimate, now),
            )
        )
    return Split(SplitKind.CUSTOMERS, PRESENCE, tuple(parts))


def _none(reason: str) -> Split:
    return Split(SplitKind.CUSTOMERS, PRESENCE, (), reason)
