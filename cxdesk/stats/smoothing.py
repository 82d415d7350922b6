"""Moving averages that keep gaps: a missing month stays missing, and no value leaks across it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.special import Floats, floats, quiet


@quiet
def moving_average(values: ArrayLike, window: int, weights: ArrayLike | None = None) -> Floats:
    """Centred moving average along the last axis over an odd `window` (an even one counts as the next odd one).

    NaN in, NaN out at the same place. A neighbour takes part only together with its mirror image: near the ends and
    beside gaps the window narrows instead of leaning to one side, so a straight line stays the line it was.
    `weights` (same shape, >= 0, e.g. n per month) make it a weighted mean; a weight of 0 takes a value out.
    """
    values = floats(values)
    weight = np.ones_like(values) if weights is None else np.broadcast_to(np.asarray(weights, float), values.shape)
    present = ~np.isnan(values) & (weight > 0)
    weight = np.where(present, weight, 0.0)
    filled = np.where(present, values, 0.0) * weight
    total, mass = filled.copy(), weight.copy()
    length = values.shape[-1]
    for step in range(1, min(window // 2, (length - 1) // 2) + 1):
        left, centre, right = slice(None, -2 * step), slice(step, -step), slice(2 * step, None)
        both = present[..., left] & present[..., right]
        total[..., centre] += np.where(both, filled[..., left] + filled[..., right], 0.0)
        mass[..., centre] += np.where(both, weight[..., left] + weight[..., right], 0.0)
    return np.where(present, total / mass, np.nan)
