"""Weighted shares, means and quantiles of many groups, and how much a weighted sample still knows (CATALOGUE 1.9).

`values`, `weights` and `group` are one entry per row; `group` is a whole-number code in 0..groups-1, -1 for no group.
Rows whose value is NaN or whose weight is not above 0 are left out. Without `group` all rows are one group and the
answers have shape (1,).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxdesk.stats.special import Floats, floats, quiet


class Weighted(NamedTuple):
    """Per group: the estimate, how many rows, Kish's effective number of rows, and the standard error."""

    value: Floats
    n: Floats
    n_eff: Floats
    se: Floats


@quiet
def kish(total: ArrayLike, squares: ArrayLike) -> Floats:
    """Effective sample size (sum w)^2 / sum w^2, from the two sums: Kish 1965. Equal weights give n; NaN without rows.

    The same formula on cluster sizes gives the size left when each cluster speaks with one voice.
    """
    total, squares = floats(total), floats(squares)
    return np.where(squares > 0, total * total / squares, np.nan)


def weighted_share(hits: ArrayLike, weights: ArrayLike, group: ArrayLike | None = None, groups: int = 1) -> Weighted:
    """Share of weight on rows that are hits: sum w hit / sum w, in [0, 1]; `hits` is 0/1 or bool per row.

    For the interval give `wilson` the hits value * n, n and this n_eff.
    """
    result = weighted_mean(floats(hits), weights, group, groups)
    return result._replace(value=np.clip(result.value, 0.0, 1.0))


@quiet
def weighted_mean(values: ArrayLike, weights: ArrayLike, group: ArrayLike | None = None, groups: int = 1) -> Weighted:
    """Weighted mean sum w x / sum w, with the linearised error sqrt(n/(n-1) sum (w (x - mean))^2) / sum w.

    Equal weights give the ordinary mean and s/sqrt(n). The error is NaN below two rows.
    """
    x, w, code = _rows(values, weights, group)
    n = np.bincount(code, minlength=groups).astype(np.float64)
    mass = np.bincount(code, weights=w, minlength=groups)
    value = np.bincount(code, weights=w * x, minlength=groups) / mass
    pull = w * (x - value[code])
    spread = np.bincount(code, weights=pull * pull, minlength=groups)
    se = np.where(n >= 2, np.sqrt(spread * n / (n - 1)) / mass, np.nan)
    return Weighted(value, n, kish(mass, np.bincount(code, weights=w * w, minlength=groups)), se)


@quiet
def weighted_quantile(
    values: ArrayLike, weights: ArrayLike, q: float = 0.5, group: ArrayLike | None = None, groups: int = 1
) -> Floats:
    """The smallest value up to which at least `q` of a group's weight lies; NaN without rows.

    Where exactly half of the weight lies up to a value, the median is the mean of it and the next one, so that
    equal weights give the ordinary median.
    """
    x, w, code = _rows(values, weights, group)
    out = np.full(groups, np.nan)
    if not x.size:
        return out
    order = np.lexsort((x, code))
    x, w, code = x[order], w[order], code[order]
    present, starts, sizes = np.unique(code, return_index=True, return_counts=True)
    run = np.cumsum(w)
    before = run[starts] - w[starts]
    mass = run[starts + sizes - 1] - before
    place = np.arange(present.size).repeat(sizes)
    excess = run - before[place] - q * mass[place]
    reached = excess >= -1e-12 * mass[place]  # a hair below counts as reached
    first = starts + sizes - np.add.reduceat(reached, starts, dtype=np.intp)
    second = np.minimum(first + 1, starts + sizes - 1)
    tie = (q == 0.5) & (np.abs(excess[first]) <= 1e-12 * mass)
    out[present] = np.where(tie, x[first] / 2 + x[second] / 2, x[first])
    return out


def _rows(values: ArrayLike, weights: ArrayLike, group: ArrayLike | None) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """The rows that count, flat: value, weight, group code."""
    x, w = np.broadcast_arrays(floats(values), floats(weights))
    code = np.zeros(x.shape, dtype=np.intp) if group is None else np.broadcast_to(np.asarray(group, np.intp), x.shape)
    used = ~np.isnan(x) & (w > 0) & np.isfinite(w) & (code >= 0)
    return x[used], w[used], code[used]
