"""The change between two groups: difference, test, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Change, Verdict
from cxdesk.frame.deduplication import repeated
from cxdesk.metrics.clustering import lines_by_comparison
from cxdesk.metrics.estimators.term import Difference
from cxdesk.metrics.tally import Tally
from cxdesk.stats.significance import change_from_error, holm, verdict

if TYPE_CHECKING:
    from cxdesk.metrics.estimate import Estimate


def repeats(tally: Tally) -> bool:
    """Whether any customer has more than one row at all."""
    return repeated(tally.members.rows, "customer")


def difference(estimate: Estimate, a: np.ndarray, b: np.ndarray) -> Difference:
    """Groups b less groups a. An estimate that knows its customers pairs those who are on both sides; a comparison
    in which that tells nothing (a side without a base, nobody who differs) stands as it is, whatever the others do.
    """
    counted = estimate.whole and not estimate.setup.options.get("process")
    paired = None if estimate.error is None or counted else _paired(estimate, a, b)
    better = None if paired is None else paired.se > 0
    if paired is not None and better is not None and better.all():
        return paired
    plain = estimate.term.difference(
        estimate.sums, estimate.tally, a, b, estimate.setup.level, **estimate.setup.options
    )
    return plain if paired is None or better is None else plain.where(better, paired)


def _paired(estimate: Estimate, a: np.ndarray, b: np.ndarray) -> Difference | None:
    """The difference from the influence of each customer on both sides; None where the sides share nobody."""
    pull, tally = estimate.pull, estimate.tally
    lines = lines_by_comparison(tally, estimate.term.counts_code, a, b)
    if pull is None or lines is None or not lines.both:
        return None
    delta = estimate.sums.value[b] - estimate.sums.value[a]
    found = change_from_error(delta, lines.error(pull), lines.clusters - 1, estimate.setup.level)
    return Difference(delta, found.se, found.t, found.p, found.low, found.high, "clustered")


def described(estimate: Estimate, a: Sequence[int], b: Sequence[int], adjust: bool = False) -> list[Change]:
    """Changes as plain values, each with its verdict or why there is none."""
    before, after = np.asarray(a), np.asarray(b)
    whys = [_untested(estimate, int(x), int(y)) for x, y in zip(before, after, strict=True)]
    found = estimate.difference(before, after)
    p = np.where([why is None for why in whys], found.p, np.nan)
    p = holm(p) if adjust and len(p) > 1 else p
    least = estimate.metric.minimum_change(estimate.term.width(), estimate.measure)
    minimum = np.fmax(least, estimate.metric.minimum_share(estimate.measure) * np.abs(estimate.value[before]))
    words = np.atleast_1d(verdict(p, found.delta, minimum, 1 - estimate.setup.level))
    return [
        _change(estimate, int(before[i]), found, i, float(p[i]), str(words[i]), whys[i]) for i in range(len(before))
    ]


def _change(estimate: Estimate, a: int, found: Difference, i: int, p: float, word: str, why: str | None) -> Change:
    tested = why is None and np.isfinite(p)
    hidden = why not in (None, "scale_change", "too_few") or not np.isfinite(found.delta[i])
    return Change(
        base_value=_number(estimate.value[a]),
        base_n=int(estimate.n[a]),
        base_period=_period(estimate, a),
        delta=None if hidden or not np.isfinite(estimate.value[a]) else float(found.delta[i]),
        low=_number(found.low[i]) if tested else None,
        high=_number(found.high[i]) if tested else None,
        p=p if tested else None,
        test=found.tested_by(i) if tested else "",
        verdict=word if tested else Verdict.NOT_TESTED,
        why=None if tested else why or ("full_count" if estimate.whole else "no_variation"),
    )


def _period(estimate: Estimate, group: int) -> Period | None:
    return estimate.periods[group // estimate.tally.segments]


def _untested(estimate: Estimate, a: int, b: int) -> str | None:
    """Why two groups are not tested against each other; None when they are."""
    for group in (a, b):
        reason = estimate.reason(group)
        if reason is not None:
            return reason
    if min(estimate.n[a], estimate.n[b]) < 2:
        return "too_few"
    crossing = not estimate.pooled and not estimate.setup.across_scales and scale_changed(estimate, a, b)
    return "scale_change" if crossing else None


def scale_changed(estimate: Estimate, a: int, b: int) -> bool:
    """Whether the commonest range of answers differs between the periods of two groups."""
    span = estimate.term.base.span
    if span is None or span.max(initial=-1) < 1:
        return False
    tally = estimate.tally
    counts = tally.by_span if tally.usable is None else _counted_by_span(tally, span)
    mains = np.argmax(counts, axis=1)
    return bool(mains[a // tally.segments] != mains[b // tally.segments])


def _counted_by_span(tally: Tally, span: np.ndarray) -> np.ndarray:
    assert tally.usable is not None
    return np.stack([(tally.usable & (span == s)).any(axis=1) for s in range(span.max() + 1)], axis=1)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
