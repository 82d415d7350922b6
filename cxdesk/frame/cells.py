"""Scored answers as one small code per row: its point on its scale, missing, or invalid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cxdesk.domain.scales import BandRule, Refused, Scale
from cxdesk.frame.codes import Coded, State, smallest
from cxdesk.frame.loader import Status

NOTES = ("no_zero_point", "not_an_nps")  # what Cuts can flag, by bit
_NPS_SPANS = ((0.0, 10.0), (1.0, 10.0))  # best first; anything else comes after


@dataclass(frozen=True, eq=False)
class Cells:
    """`codes` [rows] into tables over the codes: `scale` (-1: none), `raw` as answered (NaN: none), `state`.

    Every survey metric of one question is a table over these few dozen codes, so one count of codes by group
    serves them all.
    """

    codes: np.ndarray
    scales: tuple[Scale, ...]
    scale: np.ndarray
    raw: np.ndarray
    state: np.ndarray
    way_out: str = ""  # what a person can do where a scale was refused

    @staticmethod
    def build(score: np.ndarray, status: np.ndarray, scale: np.ndarray, known: Sequence[Scale]) -> Cells:
        """From an answer's columns. A score that its scale does not have counts as invalid."""
        used = np.flatnonzero(np.bincount(scale[(status == Status.OK) & (scale >= 0)], minlength=0))
        scales = tuple(known[int(index)] for index in used)
        sizes = [one.points for one in scales]
        missing = sum(sizes)
        codes = np.full(len(score), missing + 1, smallest(missing + 2))
        codes[status == Status.MISSING] = missing
        start = 0
        for index, one in zip(used, scales, strict=True):
            rows = (status == Status.OK) & (scale == index)
            codes[rows] = _places(score[rows], one, start, missing + 1)
            start += one.points
        raw = [one.min + np.arange(one.points) * one.step for one in scales]
        return Cells(
            codes,
            scales,
            np.concatenate([np.repeat(np.arange(len(scales)), sizes), [-1, -1]]).astype(np.int64),
            np.concatenate([*raw, [np.nan, np.nan]]),
            np.array([State.OK] * missing + [State.MISSING, State.INVALID], np.uint8),
        )

    def read_as(self, scale: Scale | None, na: Iterable[str]) -> Cells:
        """The same answers held against another scale, or with more codes for "no answer"; only tables change."""
        codes = {float(text) for text in na}
        missing = np.isin(self.raw, list(codes)) & (self.state == State.OK)
        state = np.where(missing, State.MISSING, self.state).astype(np.uint8)
        if scale is None:
            return replace(self, state=state)
        fits = np.array([value == value and scale.place(value) is not None for value in self.raw])
        state[(state == State.OK) & ~fits] = State.INVALID
        usable = state == State.OK
        return Cells(self.codes, (scale,), np.where(usable, 0, -1), np.where(usable, self.raw, np.nan), state)

    def graded(self, way_out: str) -> Cells:
        """The same answers without those of yes-no questions, which cannot say how much; they are State.OTHER_SCALE."""
        plain = np.array([*(scale.points <= 2 for scale in self.scales), False])[self.scale]
        if not plain.any():
            return self
        state = np.where(plain & (self.state == State.OK), State.OTHER_SCALE, self.state).astype(np.uint8)
        return replace(self, state=state, way_out=way_out)

    def oriented(self) -> Coded:
        """The answers with high = good, whatever direction the question had."""
        values = self.raw.copy()
        for index, scale in enumerate(self.scales):
            mine = self.scale == index
            values[mine] = scale.min + scale.max - values[mine] if scale.reversed else values[mine]
        return self._coded(values)

    def pomp(self) -> Coded:
        """Percent of maximum possible, 0 to 100."""
        oriented = self.oriented().values
        values = np.full(len(oriented), np.nan)
        for index, scale in enumerate(self.scales):
            mine = self.scale == index
            values[mine] = 100 * (oriented[mine] - scale.min) / (scale.max - scale.min)
        return self._coded(values)

    def of_maximum(self) -> Coded:
        """Percent of the scale's highest point: 100 v / max."""
        oriented = self.oriented().values
        values = np.full(len(oriented), np.nan)
        for index, scale in enumerate(self.scales):
            mine = self.scale == index
            values[mine] = 100 * oriented[mine] / scale.max if scale.max > 0 else np.nan
        return self._coded(values)

    def bands(self, rule: BandRule, threshold: float | None = None, allow_proxy: bool = False) -> Coded:
        """Each answer's Band on its own scale; scales that the rule refuses are State.OTHER_SCALE."""
        oriented = self.oriented().values
        values = np.full(len(oriented), "", "<U6")
        state, notes = self.state.copy(), np.zeros(len(oriented), np.uint8)
        for index, scale in enumerate(self.scales):
            cuts = scale.cuts(rule, threshold, allow_proxy)
            mine = np.flatnonzero(self.scale == index)
            if isinstance(cuts, Refused):
                state[mine] = np.where(state[mine] == State.OK, State.OTHER_SCALE, state[mine])
                continue
            values[mine] = [cuts.band(value).value for value in oriented[mine]]
            notes[mine] = sum(1 << NOTES.index(flag) for flag in cuts.flags)
        rank = self._ranks() if rule is BandRule.NPS else None
        refused = self.refused(rule, allow_proxy)
        return Coded(values, self.codes, state, self.span, rank, notes, refused.way_out if refused else self.way_out)

    def refused(self, rule: BandRule, allow_proxy: bool = False) -> Refused | None:
        """Why the rule cannot use one of the scales, and the way out; None when it can use them all."""
        for scale in self.scales:
            cuts = scale.cuts(rule, allow_proxy=allow_proxy)
            if isinstance(cuts, Refused):
                return cuts
        return None

    @cached_property
    def span(self) -> np.ndarray:
        """Per code which range its scale has: twins that differ in direction only share one."""
        ends = [(scale.min, scale.max) for scale in self.scales]
        order = list(dict.fromkeys(ends))
        by_scale = np.array([*(order.index(end) for end in ends), -1])
        return by_scale[self.scale]

    def _ranks(self) -> np.ndarray:
        ends = [(scale.min, scale.max) for scale in self.scales]
        ranks = [_NPS_SPANS.index(end) if end in _NPS_SPANS else 2 + end_index for end_index, end in enumerate(ends)]
        return np.array([*ranks, 99])[self.scale]

    def _coded(self, values: np.ndarray) -> Coded:
        known = np.where(self.state == State.OK, values, np.nan)
        return Coded(known, self.codes, self.state, self.span, way_out=self.way_out)


def _places(score: np.ndarray, scale: Scale, start: int, invalid: int) -> np.ndarray:
    where = (score - scale.min) / scale.step
    nearest = np.rint(where)
    with np.errstate(invalid="ignore"):
        fits = (np.abs(where - nearest) < 1e-6) & (nearest >= 0) & (nearest < scale.points)
    return np.where(fits, np.where(fits, nearest, 0) + start, invalid)
