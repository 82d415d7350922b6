"""Which numbers have parts that add up, and how sure a part is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cxdesk.domain.why import Part, Role
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.estimators.term import Term
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.stats.intervals import normal_interval

NAMED = 5  # groups that have a bar of their own; the rest share one


def is_additive(estimate: Estimate) -> bool:
    """Whether a change of this number is the sum of its groups' parts: not so of medians, survival, quotients of
    other numbers.
    """
    if isinstance(estimate, FormulaEstimate):
        assert estimate.formula is not None
        return estimate.formula.linear and all(is_additive(one) for one in (estimate.inputs or {}).values())
    return isinstance(estimate, RatioEstimate) or type(estimate.term).contribution is not Term.contribution


def is_counted(estimate: Estimate) -> bool:
    """Whether everything was counted, so that no part could be chance."""
    return bool(estimate.whole and not estimate.setup.options.get("process"))


def ends(size: float, se: float, level: float) -> tuple[float | None, float | None]:
    """The interval of a part; nothing where its error is unknown."""
    if not np.isfinite(se) or se <= 0:
        return None, None
    low, high = normal_interval(size, se, level)
    return float(low), float(high)


def ranked(parts: Sequence[Part], small: Sequence[bool]) -> list[Part]:
    """The largest parts first, those of `small` groups and what is beyond NAMED taken together as one.

    One that would stand alone among the others keeps its name, unless it is small.
    """
    order = sorted(zip(parts, small, strict=True), key=lambda one: (one[1], -abs(one[0].size)))
    shown = [part for part, few in order[:NAMED] if not few]
    rest = [part for part, _few in order[len(shown) :]]
    if len(rest) == 1 and not order[-1][1]:
        return [*shown, *rest]
    return [*shown, together(rest)] if rest else shown


def together(parts: Sequence[Part]) -> Part:
    """Several groups as one bar; its interval as if they were independent."""
    size = sum(part.size for part in parts)
    halves = [_half(part) for part in parts]
    half = float(np.sqrt(sum(one**2 for one in halves if one is not None)))
    sure = [half is not None or not part.size for half, part in zip(halves, parts, strict=True)]
    known = any(halves) and all(sure)
    low, high = (size - half, size + half) if known else (None, None)
    counted = all(not part.tested and (part.proven or part.size == 0) for part in parts)
    made = Part(Role.OTHERS, None, size, low, high, counted and size != 0, known or not counted)
    return replace(
        made, tested=not counted, n0=sum(p.n0 for p in parts), n1=sum(p.n1 for p in parts), members=len(parts)
    )


def _half(part: Part) -> float | None:
    return None if part.low is None or part.high is None else (part.high - part.low) / 2
