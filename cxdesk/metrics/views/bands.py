"""Scores of customers from 0 to 100 as bands: good, average, poor, and unknown where too little is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.results import Better, Phrase, Unit
from cxdesk.frame.codes import Coded, State, align
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators import Mean
from cxdesk.metrics.metric import Measure
from cxdesk.metrics.options import Option
from cxdesk.metrics.views.standings import tabled
from cxdesk.system.i18n import N_

BANDS = ("good", "average", "poor", "unknown")
OUTSIDE = "outside"  # of who is not asked about
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
    def of(rows: Rows, values: Coded, base: Coded, undefined: str = "insufficient_data") -> Known:
        """`values`, NaN unknown, of the rows in `base`; `undefined` says why there is no mean where none is known."""
        asked = within(rows, values, base)
        return Known(rows, asked.within(np.isfinite(asked.values)), undefined=undefined)


def banded(rows: Rows, score: Coded, good: float, average: float) -> Coded:
    """The band of each row, NaN being unknown."""
    with np.errstate(invalid="ignore"):
        place = np.where(score.values >= good, np.uint8(0), np.where(score.values >= average, np.uint8(1), np.uint8(2)))
    place[np.isnan(score.values)] = 3
    codes = place if rows.apart(score) else place[score.codes]
    return Coded(np.array(BANDS), codes, np.zeros(len(BANDS), np.uint8))


def within(rows: Rows, values: Coded, base: Coded) -> Coded:
    """The same values, of which only the rows in `base` are asked about."""
    if rows.apart(values):
        return values if base.values.all() else values.within(base.values.astype(bool)[base.codes])
    values, base = align(values, base)
    return values.within(base.values.astype(bool))


def asked(rows: Rows, band: Coded, base: Coded) -> Coded:
    """Bands of which only those of the rows in `base` are asked about; the others are OUTSIDE."""
    band, base = align(band, base)
    named = [BANDS.index(str(name)) for name in band.values]
    place = np.where(base.values.astype(bool), named, len(BANDS)).astype(np.uint8)
    state = np.array([State.OK] * len(BANDS) + [State.OUTSIDE], np.uint8)
    return Coded(np.array([*BANDS, OUTSIDE]), place[band.codes], state)


def beside(rows: Rows, values: Coded, band: Coded) -> tuple[Coded, Coded]:
    """Both by the same codes where the values are few."""
    if rows.apart(values):
        return values, band
    values, band = align(values, band)
    return values, band


def only(rows: Rows, values: Coded, hit: Coded, otherwise: float) -> Coded:
    """The same values of rows that are `hit`, of others `otherwise`; what is unknown stays so."""
    if rows.apart(values):
        kept = hit.values.astype(bool)[hit.codes] | np.isnan(values.values)
        return rows.each(np.where(kept, values.values, otherwise))
    values, hit = align(values, hit)
    return tabled(np.where(hit.values.astype(bool) | np.isnan(values.values), values.values, otherwise), values.codes)


def label(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """Where the bands begin."""
    parts = (("good", f"{options['good_from']:g}"), ("average", f"{options['average_from']:g}"))
    return (Phrase(N_("good from {good}, average from {average}"), parts),)
