"""Which split tells most: the one whose groups changed most differently, more than chance makes them."""

from __future__ import annotations

import numpy as np

from cxdesk.analysis.inquiry import FIRST_SPLITS, Asked, Inquiry
from cxdesk.analysis.why.additive import is_counted
from cxdesk.analysis.why.segments import BEFORE, NOW
from cxdesk.domain.themes import Axis
from cxdesk.frame.computed import ATTRIBUTES, STANDINGS
from cxdesk.frame.derived import is_derived
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import Metric

MOST_GROUPS = 40  # an attribute with more is a list of names
MOST_TRIED = 12
CLEARLY = 1.64  # standard deviations beyond which groups differ by more than chance
OUTCOMES = frozenset({"band", "month", Axis.THEME.value, Axis.PAIN.value, Axis.SENTIMENT.value})
NOT_BY_ITSELF = frozenset({*ATTRIBUTES, *STANDINGS})  # may be chosen, but not by the program


def candidates(inquiry: Inquiry, metric: Metric) -> tuple[str, ...]:
    """What a change can be split by: not by the outcome itself, nor by time, nor by groups that overlap."""
    asked = inquiry.compared(metric)
    if not isinstance(asked, Asked):
        return ()
    rows = asked.first.tally.members.rows
    found = []
    for name, _title in inquiry.splits(metric):
        if name in OUTCOMES:
            continue
        groups = None if name in NOT_BY_ITSELF else rows.groups(name)
        if name in NOT_BY_ITSELF or (groups is not None and 2 <= groups.size <= MOST_GROUPS):
            found.append(name)
    first = [name for name in FIRST_SPLITS if name in found]
    return (*first, *(name for name in found if name not in first))


def best(inquiry: Inquiry, metric: Metric, measure: str, names: tuple[str, ...]) -> str:
    """The split that tells most; where none tells more than chance, the one that people look at first."""
    whole = inquiry.compared(metric)
    made = _made(whole.first.tally.members.rows) if isinstance(whole, Asked) else frozenset()
    own = [name for name in names if name not in NOT_BY_ITSELF and name not in made][:MOST_TRIED]
    told = {name: _telling(inquiry, metric, measure, name) for name in own}
    top = max(told, key=lambda name: told[name], default="")
    if top and told[top] > CLEARLY:
        return top
    return next(iter(own or names), "")


def _made(rows: Rows) -> frozenset[str]:
    """What a view says of its rows, such as who left and why: the outcome in other words."""
    if not is_derived(rows):
        return frozenset()
    return frozenset(field.name for field in rows.frame.declared(rows.kind).fields) - frozenset(FIRST_SPLITS)


def _telling(inquiry: Inquiry, metric: Metric, measure: str, attribute: str) -> float:
    """How many standard deviations the groups' changes differ beyond chance (Cochran's Q, normal by Wilson and
    Hilferty); of full counts how far one group outweighs the others.
    """
    asked = inquiry.compared(metric, attribute)
    if not isinstance(asked, Asked) or measure not in asked.measures:
        return -np.inf
    estimate = asked.estimates[measure]
    if is_counted(estimate):
        found = estimate.contribution(BEFORE, NOW)
        sizes = np.abs(found.part) if found is not None else np.zeros(1)
        whole = sizes.sum()
        return float(2 * CLEARLY * (sizes.max() / whole - 1 / len(sizes))) if np.isfinite(whole) and whole else -np.inf
    before, now = (np.arange(len(asked.segments)) + estimate.group(period) for period in (BEFORE, NOW))
    with np.errstate(all="ignore"):
        change = estimate.sums.value[now] - estimate.sums.value[before]
        weight = 1 / (estimate.sums.se[now] ** 2 + estimate.sums.se[before] ** 2)
        known = np.isfinite(change) & np.isfinite(weight)
        change, weight = change[known], weight[known]
        free = len(change) - 1
        if free < 1:
            return -np.inf
        q = (weight * (change - (weight * change).sum() / weight.sum()) ** 2).sum()
        spread = 2 / (9 * free)
        return float(((q / free) ** (1 / 3) - (1 - spread)) / np.sqrt(spread))
