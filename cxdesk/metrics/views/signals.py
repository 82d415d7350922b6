"""What customers answered lately, as a signal of leaving (a rule of thumb that is checked against real losses)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.scales import Band, BandRule
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.frame import Frame
from cxdesk.metrics.views.standings import Counted, Crowd, Grid, Latest, Log

MEMORY = 365  # days that an answer counts
SIGNALS = ("low", "watch", "high", "none")
LOW, WATCH, HIGH, NONE = range(len(SIGNALS))
_WORST, _MIDDLE, _BEST, _UNKNOWN = range(4)  # of the latest answer
_PLACES = {Band.TOP: _BEST, Band.MIDDLE: _MIDDLE, Band.BOTTOM: _WORST}
_EFFORTS = 4  # nobody was asked about effort, nothing was hard, one contact was, several were


@dataclass(frozen=True, eq=False)
class Signals:
    """Answers to the three questions by people of a crowd, which depend on the data alone."""

    frame: Frame
    crowd: Crowd

    def _banded(self, role: Role, rule: BandRule) -> tuple[Log, np.ndarray]:
        """Valid answers of a question, and the band of each."""
        rows = self.frame.rows(ANSWER.where(role=role))
        banded = rows.band(rule)
        table = np.array([_PLACES.get(value, _MIDDLE) for value in banded.values.tolist()], np.uint8)
        valid = np.flatnonzero(banded.state[banded.codes] == State.OK)
        who = self.crowd.who(self.frame, ANSWER.name, rows.index[valid])
        log = Log.of(who, rows.days[valid], rows.index[valid], table[banded.codes[valid]])
        assert log.amount is not None
        return log, log.amount

    @cached_property
    def nps(self) -> tuple[Log, np.ndarray]:
        return self._banded(Role.NPS, BandRule.NPS)

    @cached_property
    def csat(self) -> tuple[Log, np.ndarray]:
        return self._banded(Role.CSAT, BandRule.TOP_BOX)

    @cached_property
    def effort(self) -> tuple[Log, np.ndarray]:
        return self._banded(Role.CES, BandRule.LOW_EFFORT)

    @cached_property
    def hard(self) -> Log:
        """Answers that say it was hard."""
        log, band = self.effort
        return log.at(np.flatnonzero(band == _WORST))

    def said(self, grid: Grid) -> np.ndarray:
        """[rows] what is remembered of each person, as a place in `_OUTCOMES`."""
        nps, csat = (Latest(grid, log, band, _UNKNOWN, MEMORY) for log, band in (self.nps, self.csat))
        effort, hard = Counted(grid, self.effort[0], MEMORY), Counted(grid, self.hard, MEMORY)

        def step(there: int) -> np.ndarray:
            level = (effort.step(there) > 0) + np.minimum(hard.step(there), 2).astype(np.uint8)
            return (nps.step(there) * np.uint8(4) + csat.step(there)) * np.uint8(_EFFORTS) + level

        return grid.fill(np.uint8, step)

    def behind(self, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
        """Row and answer: all within the memory."""
        found = [log.behind(grid, MEMORY) for log, _band in (self.nps, self.csat, self.effort)]
        row, source = (np.concatenate(column) for column in zip(*found, strict=True))
        return row, source


_OUTCOMES = [(nps, csat, effort) for nps in range(4) for csat in range(4) for effort in range(_EFFORTS)]


def _signal(nps: int, csat: int, effort: int) -> int:
    hard = max(effort - 1, 0)
    if _UNKNOWN in (nps, csat):
        return NONE
    if nps == csat == _BEST:
        return LOW if hard <= 1 else WATCH
    return HIGH if _WORST in (nps, csat) and hard else WATCH


def signal(said: np.ndarray) -> Coded:
    """The signal of each row, from what was said."""
    names = np.array([SIGNALS[_signal(*one)] for one in _OUTCOMES])
    return Coded(names, said, np.zeros(len(names), np.uint8))


def surveyed(said: np.ndarray) -> Coded:
    """Who answered any of the questions within the memory."""
    asked = [nps != _UNKNOWN or csat != _UNKNOWN or effort > 0 for nps, csat, effort in _OUTCOMES]
    return Coded(np.array(asked, np.uint8), said, np.zeros(len(asked), np.uint8))
