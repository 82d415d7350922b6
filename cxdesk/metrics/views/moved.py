"""What customers pay at the edges of a period, and what of the difference exchange rates made: with customers who stay,
what they paid at the start is worth something else by the rates of the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxdesk.metrics.views.rates import rate_on

if TYPE_CHECKING:
    from cxdesk.metrics.views.panel import Panel


def worth(panel: Panel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """[rows] monthly revenue at the start, at the end, and what exchange rates made of it; whole stored units, so that
    the start, what customers moved and what rates moved add up to the end. NaN where an amount is older than all rates.
    """
    amounts = panel.lines.mrr.astype(np.float64)
    for rows, _course in panel.lines.courses:
        amounts = np.where(np.isin(np.arange(len(amounts)), rows), 0.0, amounts)
    start, end = _edges(panel, panel.held(amounts))
    again = start
    for rows, course in panel.lines.courses:
        theirs = np.zeros(len(amounts))
        theirs[rows] = panel.lines.mrr[rows]
        before, after = _edges(panel, panel.held(theirs))
        opening, closing = (rate_on(course, panel.edges[:, side])[panel.period] for side in (0, 1))
        start, end = start + _turned(before, opening), end + _turned(after, closing)
        again = again + _turned(before, closing)
    start = np.where(np.isnan(end), np.nan, start)
    stayed = (start > 0) & (end > 0)
    return start, end, np.where(np.isnan(start), np.nan, np.where(stayed, again - start, 0.0))


def seats(panel: Panel) -> tuple[np.ndarray, np.ndarray]:
    """[rows] for how many users there are subscriptions at both edges; one each where that is not known."""
    first, last = _edges(panel, panel.held(panel.lines.seats))
    return first.astype(float), last.astype(float)


def _edges(panel: Panel, held: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    first, last = panel.at
    return held[first].ravel()[panel.cells], held[last].ravel()[panel.cells]


def _turned(money: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Nothing is nothing by any rate, also by one that nobody knows."""
    return np.where(money == 0, 0.0, np.rint(money * rate))
