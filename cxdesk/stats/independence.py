"""Whether two distributions over the same labels differ: Pearson's chi-square test."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.distributions import chi2_sf
from cxdesk.stats.special import Floats, floats, quiet


class ChiSquare(NamedTuple):
    """Per comparison: statistic, degrees of freedom, p; NaN where fewer than two labels occur or a side is empty."""

    statistic: Floats
    df: Floats
    p: Floats


@quiet
def chi2_change(counts0: ArrayLike, counts1: ArrayLike) -> ChiSquare:
    """Counts [comparisons, labels] on both sides; labels that occur on neither do not count."""
    sides = np.stack([np.atleast_2d(floats(counts0)), np.atleast_2d(floats(counts1))], axis=1)
    whole, by_label = sides.sum(axis=(1, 2)), sides.sum(axis=1)
    expected = sides.sum(axis=2)[:, :, None] * by_label[:, None, :] / whole[:, None, None]
    statistic = np.where(expected > 0, (sides - expected) ** 2 / expected, 0.0).sum(axis=(1, 2))
    df = (by_label > 0).sum(axis=1) - 1.0
    usable = (df > 0) & (sides.sum(axis=2) > 0).all(axis=1)
    p = chi2_sf(np.where(usable, statistic, 0.0), np.where(usable, df, 1.0))
    return ChiSquare(np.where(usable, statistic, np.nan), df, np.where(usable, p, np.nan))
