"""Where it happened: the rate of each group, and what changed in who answered (Kitagawa's split)."""

from __future__ import annotations

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.why.additive import ends, is_counted, ranked
from cxdesk.domain.results import Change, Verdict
from cxdesk.domain.why import Part, Role, Split, SplitKind
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.metric import Metric
from cxdesk.stats.contribution import Contribution
from cxdesk.stats.special import normal_two_sided

NOW, BEFORE = 0, 1  # places of the periods
_NOTHING = 1e-9  # of the largest part: less is rounding


def split(inquiry: Inquiry, metric: Metric, measure: str, attribute: str) -> Split:
    """One bar for the rate of each group, one for the mix of all."""
    asked = inquiry.compared(metric, attribute)
    if not isinstance(asked, Asked) or measure not in asked.measures:
        return Split(SplitKind.SEGMENTS, attribute, (), getattr(asked, "reason", "filter_not_applicable"))
    estimate = asked.estimate(measure)
    found = estimate.contribution(BEFORE, NOW)
    if found is None or not np.isfinite(found.part).all():
        return Split(SplitKind.SEGMENTS, attribute, (), "undefined")
    changes = asked.segment_changes(measure)
    parts, small = [], []
    for at, key in enumerate(asked.segments):
        part = _part(estimate, found, at, key, changes[at])
        if part.n0 or part.n1 or part.size:
            parts.append(part)
            small.append(min(part.n0, part.n1) < estimate.setup.min_show and not is_counted(estimate))
    mix = _mix(estimate, found)
    shown = [part for part in ranked(parts, small) if part.size or part.role is not Role.OTHERS]
    largest = max((abs(part.size) for part in (*shown, mix)), default=0.0)
    kept = [mix] if abs(mix.size) > _NOTHING * largest else []
    return Split(SplitKind.SEGMENTS, attribute, (*shown, *kept))


def _part(estimate: Estimate, found: Contribution, at: int, key: str | None, change: Change | None) -> Part:
    """The rate effect of one group: its own change times the weight it has, with the interval of that change."""
    now, before = estimate.group(NOW, at), estimate.group(BEFORE, at)
    size = float(found.rate[at])
    own = float(estimate.sums.value[now] - estimate.sums.value[before])
    weight = size / own if own and np.isfinite(own) else np.nan
    low, high, counted = None, None, is_counted(estimate)
    if change is not None and change.low is not None and change.high is not None and np.isfinite(weight):
        low, high = sorted((weight * change.low, weight * change.high))
    return Part(
        Role.GROUP,
        key,
        size,
        low,
        high,
        proven=bool(size) if counted else change is not None and change.verdict in (Verdict.UP, Verdict.DOWN),
        tested=not counted,
        before=_known(estimate.value[before]),
        after=_known(estimate.value[now]),
        n0=int(estimate.n[before]),
        n1=int(estimate.n[now]),
        counts=_counts(estimate, now),
    )


def _mix(estimate: Estimate, found: Contribution) -> Part:
    """What the change in the groups' shares does by itself. Its error: shares of a sample, levels of samples."""
    size = float(found.mix.sum())
    se = _mix_error(estimate)
    low, high = ends(size, se, estimate.setup.level)
    counted = is_counted(estimate)
    clear = low is not None and float(normal_two_sided(size / se)) < 1 - estimate.setup.level
    return Part(Role.MIX, None, size, low, high, bool(size) if counted else clear, not counted)


def _mix_error(estimate: Estimate) -> float:
    """By the delta method: the weighted levels m = (m0 + m1)/2 vary between rows, and are themselves estimated."""
    sums, segments = estimate.sums, np.arange(len(estimate.segments or ()))
    sides = [segments + estimate.group(period) for period in (BEFORE, NOW)]
    with np.errstate(all="ignore"):
        weights = [np.nan_to_num(sums.denominator[side]) for side in sides]
        weights = [weight / weight.sum() for weight in weights]
        levels = np.stack([sums.value[side] for side in sides])
        known = np.isfinite(levels)
        level = np.where(known, levels, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        variance = 0.0
        for side, weight in zip(sides, weights, strict=True):
            spread = (weight * level**2).sum() - (weight * level).sum() ** 2
            variance += spread / np.nansum(sums.n_eff[side])
            variance += (((weights[1] - weights[0]) / 2 * np.nan_to_num(sums.se[side])) ** 2).sum()
    return float(np.sqrt(variance)) if np.isfinite(variance) else np.nan


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _counts(estimate: Estimate, group: int) -> tuple[tuple[str, int], ...]:
    return tuple((name, int(n)) for name, n in zip(estimate.parts, estimate.counts[group], strict=True) if n)
