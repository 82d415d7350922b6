"""Scores of customers from 0 to 100 as bands: good, average, poor, and unknown where too little is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.results import Better, Phrase, Unit
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Mean
from cxdesk.metrics.metric import Measure
from cxdesk.metrics.options import Option
from cxdesk.system.i18n import N_

BANDS = ("good", "average", "poor", "unknown")
MEASURES = {
    "good": Measure(N_("Good"), Unit.PERCENT, Better.UP),
    "average": Measure(N_("Average"), Unit.PERCENT, Better.NONE),
    "poor": Measure(N_("Poor"), Unit.PERCENT, Better.DOWN),
    "unknown": Measure(N_("Too little known"), Unit.PERCENT, Better.DOWN),
}
GOOD = Option("good_from", 70.0, N_("Good from"), low=0, high=100)
AVERAGE = Option("average_from", 40.0, N_("Average from"), low=0, high=100)
ENOUGH = Option(
    "enough", 50.0, N_("Percent that must be known"), N_("With less, a customer has no score."), low=0, high=100
)
OPTIONS = (GOOD, AVERAGE, ENOUGH)


@dataclass(frozen=True, eq=False)
class Known(Mean):
    """Mean over the rows of which the value is known; the others are not in the base."""

    undefined: str = "insufficient_data"

    @staticmethod
    def of(rows: Rows, values: np.ndarray, base: np.ndarray, undefined: str = "insufficient_data") -> Known:
        """`values` [rows], NaN unknown; `undefined` says why there is no mean where none is known."""
        return Known(rows, rows.each(values).within(base & np.isfinite(values)), undefined=undefined)


def banded(score: np.ndarray, good: float, average: float, base: np.ndarray) -> Coded:
    """The band of each row, NaN being unknown; rows outside `base` are not asked about."""
    with np.errstate(invalid="ignore"):
        place = np.where(score >= good, 0, np.where(score >= average, 1, 2))
    place = np.where(np.isnan(score), 3, place)
    codes = np.where(base, place, 4).astype(np.uint8)
    state = np.array([State.OK] * 4 + [State.OUTSIDE], np.uint8)
    return Coded(np.array([*BANDS, "outside"]), codes, state)


def label(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """Where the bands begin."""
    parts = (("good", f"{options['good_from']:g}"), ("average", f"{options['average_from']:g}"))
    return (Phrase(N_("good from {good}, average from {average}"), parts),)
