"""What a number made of other numbers owes to each of them."""

from __future__ import annotations

import numpy as np

from cxdesk.analysis.why.additive import is_counted
from cxdesk.analysis.why.segments import BEFORE, NOW, _known
from cxdesk.domain.results import Verdict
from cxdesk.domain.why import Part, Role, Split, SplitKind
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.stats.contribution import shapley

MOST = 10  # inputs that can be told apart: their orders grow fast


def split(estimate: FormulaEstimate) -> Split | None:
    """A bar for each input: what it does when all change from before to now, whichever changes first. None where there
    is one input only, too many, or one of them is unknown on either side.
    """
    formula, inputs = estimate.formula, estimate.inputs or {}
    names = list(estimate.read)
    if formula is None or not 2 <= len(names) <= MOST or set(inputs) != set(names):
        return None
    before, now = estimate.group(BEFORE), estimate.group(NOW)
    old, new = (np.array([estimate.read[name][group] for name in names]) for group in (before, now))
    if not (np.isfinite(old).all() and np.isfinite(new).all()):
        return None
    bits = np.arange(1 << len(names))
    mixed = {name: np.where(bits >> at & 1, new[at], old[at]) for at, name in enumerate(names)}
    with np.errstate(all="ignore"):
        sizes = shapley(np.asarray(formula.value(mixed), np.float64))
    if not np.isfinite(sizes).all():
        return None
    parts = [
        _part(_named(name, inputs[name], estimate), inputs[name], float(size))
        for name, size in zip(names, sizes, strict=True)
    ]
    return Split(SplitKind.INPUTS, "", tuple(sorted(parts, key=lambda part: -abs(part.size))))


def _part(name: str, one: Estimate, size: float) -> Part:
    """Clear where the input itself clearly changed."""
    before, now = one.group(BEFORE), one.group(NOW)
    counted = is_counted(one)
    changed = not counted and one.change(before, now).verdict in (Verdict.UP, Verdict.DOWN)
    return Part(
        Role.INPUT,
        name,
        size,
        proven=bool(size) if counted else changed,
        tested=not counted,
        before=_known(one.value[before]),
        after=_known(one.value[now]),
        n0=int(one.n[before]),
        n1=int(one.n[now]),
    )


def _named(name: str, one: Estimate, made: Estimate) -> str:
    """The English title of an input: the metric's that it is, else its own name in words."""
    if one.metric.id == made.metric.id:
        return name.replace("_", " ")
    return one.metric.title_of(one.measure) if one.measure in one.metric.measures else one.metric.title
