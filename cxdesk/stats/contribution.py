"""Why did it change: the exact part of every segment in a change, as rate and as mix (CATALOGUE 1.11).

Shares, means, net scores and ratios are all `total / base` summed over segments: hits over rows, sum of values over
rows, plus less minus over rows, top over bottom. A segment k has rate m = total/base and weight w = base / whole base:

    delta = sum over k of (w1 + w0)/2 (m1 - m0)  [rate]  +  (m1 + m0)/2 (w1 - w0)  [mix]

the symmetric form of Kitagawa's decomposition (1955), which leaves no remainder.
"""

from __future__ import annotations

from math import factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.special import Floats, floats, quiet


class Contribution(NamedTuple):
    """Per segment (last axis): the rate and the mix effect and their sum; per comparison: the whole change.

    All in the unit of total/base. `part` summed over the segments is `delta`, but for rounding.
    """

    rate: Floats
    mix: Floats
    part: Floats
    delta: Floats


@quiet
def contributions(
    total0: ArrayLike, base0: ArrayLike, total1: ArrayLike, base1: ArrayLike, centred: bool = False
) -> Contribution:
    """Split the change of sum(total)/sum(base) from 0 to 1 among the segments on the last axis.

    Arrays of shape (..., segments); leading axes are separate comparisons. A segment that is absent on one side
    (base 0) has no rate there: all it contributes is mix. NaN throughout where a whole base is 0.

    `centred` measures the mix effect from the overall level M = (M1 + M0)/2, (m1 + m0)/2 - M in place of
    (m1 + m0)/2: a growing segment then helps only if it is better than the rest. The sum is the same.
    """
    t0, b0, t1, b1 = np.broadcast_arrays(*(floats(v) for v in (total0, base0, total1, base1)))
    whole0, whole1 = _whole(b0), _whole(b1)
    level0, level1 = t0.sum(axis=-1, keepdims=True) / whole0, t1.sum(axis=-1, keepdims=True) / whole1
    w0, w1 = b0 / whole0, b1 / whole1
    part = t1 / whole1 - t0 / whole0
    both = (b0 != 0) & (b1 != 0)
    rate = np.where(both, (w1 + w0) / 2 * (t1 / b1 - t0 / b0), 0.0 * part + 0.0)
    if centred:
        part = part - (level1 + level0) / 2 * (w1 - w0)
    return Contribution(rate, part - rate, part, (level1 - level0)[..., 0])


class Turnover(NamedTuple):
    """Per group: its part of the change, and the weights (before, after) that its distance from the stayers has."""

    part: Floats
    before: Floats
    after: Floats


@quiet
def turnover(total0: ArrayLike, base0: ArrayLike, total1: ArrayLike, base1: ArrayLike, stayed: int) -> Turnover:
    """Split the change of sum(total)/sum(base) between those on both sides, who came, who left, and anybody else.

    With m = total/base and w = base/whole base of each group, and s the group `stayed`:

        delta = (m1s - m0s) + sum over the others of w1 (m1 - m1s) - w0 (m0 - m0s)

    the dynamic decomposition of Melitz and Polanec (2015), which leaves no remainder: who came counts by how far they
    are from those who stayed, who left by how far they had been. NaN throughout where nobody stayed.
    """
    t0, b0, t1, b1 = np.broadcast_arrays(*(floats(v) for v in (total0, base0, total1, base1)))
    sides = []
    for total, base in ((t0, b0), (t1, b1)):
        whole, level = _whole(base), total[stayed] / base[stayed]
        sides.append((base / whole, total / whole, level))  # a group may add to the total without a base of its own
    (w0, added0, s0), (w1, added1, s1) = sides
    part = (added1 - w1 * s1) - (added0 - w0 * s0)
    part[stayed] = s1 - s0
    return Turnover(part if np.isfinite(s0) and np.isfinite(s1) else np.full_like(part, np.nan), w0, w1)


@quiet
def shapley(values: ArrayLike) -> Floats:
    """Each input's part in value(all new) - value(all old), averaged over every order in which they may change.

    `values` [2^k]: what comes out when exactly the inputs whose bit is set are new. Shapley (1953); adds up exactly.
    """
    found = floats(values)
    size = len(found).bit_length() - 1
    sets = np.arange(len(found))
    members = np.array([bin(one).count("1") for one in sets])
    weights = np.array([factorial(m) * factorial(max(size - m - 1, 0)) / factorial(size) for m in members])
    parts = []
    for bit in range(size):
        without = sets[sets >> bit & 1 == 0]
        parts.append(float((weights[without] * (found[without | 1 << bit] - found[without])).sum()))
    return floats(parts)


def known_parts(values: ArrayLike) -> Floats:
    """Totals of segments as they stand in the whole: of a segment of which nothing is known nothing was added. NaN
    where that is so of all of them.
    """
    found = floats(values)
    return np.where(np.isnan(found).all(axis=-1, keepdims=True), np.nan, np.nan_to_num(found))


def _whole(base: Floats) -> Floats:
    whole = base.sum(axis=-1, keepdims=True)
    return np.where(whole == 0, np.nan, whole)
