"""What the words were about: every answer under its main theme, so that the parts add up.

An answer belongs to one theme or none, so the change is the sum over themes of what their answers add to the whole: a
theme that is named more often by unhappy people takes more, whether its answers became worse or more numerous.
"""

from __future__ import annotations

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.why.additive import NAMED, ends, is_counted, together
from cxdesk.analysis.why.segments import BEFORE, NOW, _counts, _known
from cxdesk.domain.why import Part, Role, Split, SplitKind
from cxdesk.frame import theming
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.estimators.linear import Linear
from cxdesk.metrics.metric import Metric
from cxdesk.stats.significance import holm
from cxdesk.stats.special import normal_two_sided


def split(inquiry: Inquiry, metric: Metric, measure: str, whole: Asked) -> Split:
    """One bar for each main theme; the answers without theme or comment have the last."""
    asked = inquiry.compared(metric, theming.MAIN)
    if not isinstance(asked, Asked) or measure not in asked.measures:
        return Split(SplitKind.THEMES, theming.MAIN, (), "no_words")
    estimate = asked.estimates[measure]
    found = estimate.contribution(BEFORE, NOW)
    if found is None or not np.isfinite(found.part).all():
        return Split(SplitKind.THEMES, theming.MAIN, (), "undefined")
    errors = _errors(estimate, whole.estimate(measure))
    parts = _parts(estimate, asked, found.part, errors)
    if not any(part.key is not None for part in parts):
        return Split(SplitKind.THEMES, theming.MAIN, (), "no_themes")
    named = sorted((part for part in parts if part.key is not None), key=lambda part: -abs(part.size))
    rest = named[NAMED:] if len(named) > NAMED + 1 else []
    shown = named[: len(named) - len(rest)]
    pooled = [together(rest)] if rest else []
    return Split(SplitKind.THEMES, theming.MAIN, (*shown, *pooled, *(part for part in parts if part.key is None)))


def _parts(estimate: Estimate, asked: Asked, sizes: np.ndarray, errors: np.ndarray) -> list[Part]:
    with np.errstate(all="ignore"):
        p = holm(normal_two_sided(np.where(errors > 0, sizes / errors, np.nan)))
    counted, parts = is_counted(estimate), []
    for at, key in enumerate(asked.segments):
        now, before = estimate.group(NOW, at), estimate.group(BEFORE, at)
        n0, n1 = int(estimate.n[before]), int(estimate.n[now])
        if not (n0 or n1):
            continue
        size = float(sizes[at])
        low, high = (None, None) if counted else ends(size, float(errors[at]), estimate.setup.level)
        clear = low is not None and bool(p[at] < 1 - estimate.setup.level)
        parts.append(
            Part(
                Role.GROUP if key is not None else Role.NONE,
                key,
                size,
                low,
                high,
                bool(size) if counted else clear,
                not counted,
                _known(estimate.value[before]),
                _known(estimate.value[now]),
                n0,
                n1,
                counts=_counts(estimate, now),
            )
        )
    return parts


def _errors(estimate: Estimate, whole: Estimate) -> np.ndarray:
    """[segments] the error of each part: of the mean over all rows of a score that is 0 outside the theme.

    Rows of one customer count as less than independent ones, by as much as they do in the whole.
    """
    segments = np.arange(len(estimate.segments or ()))
    if type(estimate) is not Estimate or not isinstance(estimate.term, Linear):
        return np.full(len(segments), np.nan)
    sums, variance = estimate.sums, np.zeros(len(segments))
    with np.errstate(all="ignore"):
        for period in (BEFORE, NOW):
            at, all_of_it = segments + estimate.group(period), whole.group(period)
            share = sums.denominator[at] / np.nansum(sums.denominator[at])
            mean, n = np.nan_to_num(sums.value[at]), sums.n[at]
            spread = np.nan_to_num(sums.sd[at]) ** 2 * np.maximum(n - 1, 0) / np.maximum(n, 1)
            of_score = share * (spread + mean**2) - (share * mean) ** 2
            variance += of_score / whole.sums.n_eff[all_of_it]
    return np.sqrt(variance)
