"""Why did it change: the exact part of every segment in a change, as rate and as mix (CATALOGUE 1.11).

Shares, means, net scores and ratios are all `total / base` summed over segments: hits over rows, sum of values over
rows, plus less minus over rows, top over bottom. A segment k has rate m = total/base and weight w = base / whole base:

    delta = sum over k of (w1 + w0)/2 (m1 - m0)  [rate]  +  (m1 + m0)/2 (w1 - w0)  [mix]

the symmetric form of Kitagawa's decomposition (1955), which leaves no remainder.
"""

from __future__ import annotations

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


def known_parts(values: ArrayLike) -> Floats:
    """Totals of segments as they stand in the whole: of a segment of which nothing is known nothing was added. NaN
    where that is so of all of them.
    """
    found = floats(values)
    return np.where(np.isnan(found).all(axis=-1, keepdims=True), np.nan, np.nan_to_num(found))


def _whole(base: Floats) -> Floats:
    whole = base.sum(axis=-1, keepdims=True)
    return np.where(whole == 0, np.nan, whole)
