"""What customers answered lately, as a signal of leaving (a rule of thumb that is checked against real losses)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.scales import Band, BandRule
from cxdesk.frame.codes import State
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.views.histories import History, Moments, People, spread

MEMORY = 365  # days that an answer counts
SIGNALS = ("low", "watch", "high", "none")
LOW, WATCH, HIGH, NONE = range(len(SIGNALS))
_WORST, _MIDDLE, _BEST = -1, 0, 1
_PLACES = {Band.TOP: _BEST, Band.MIDDLE: _MIDDLE, Band.BOTTOM: _WORST}


@dataclass(frozen=True, eq=False)
class Signals:
    """Answers to the three questions. Places of `who` are those of `people`."""

    frame: Frame
    people: People

    def _answers(self, role: Role) -> Rows:
        return self.frame.rows(ANSWER.where(role=role))

    def _banded(self, role: Role, rule: BandRule) -> History:
        """Valid answers of a question, each with its band (-1, 0, 1)."""
        rows = self._answers(role)
        banded = rows.band(rule)
        table = np.array([_PLACES.get(value, 0) for value in banded.values.tolist()], np.int8)
        valid = np.flatnonzero(banded.state[banded.codes] == State.OK)
        who = self.people.of(self.frame, ANSWER.name)[rows.index]
        return History.of(who[valid], rows.days[valid], rows.index[valid], table[banded.codes[valid]].astype(float))

    @cached_property
    def nps(self) -> History:
        return self._banded(Role.NPS, BandRule.NPS)

    @cached_property
    def csat(self) -> History:
        return self._banded(Role.CSAT, BandRule.TOP_BOX)

    @cached_property
    def effort(self) -> History:
        return self._banded(Role.CES, BandRule.LOW_EFFORT)

    @cached_property
    def hard(self) -> History:
        """Answers that say it was hard."""
        every = self.effort
        assert every.amount is not None
        low = np.flatnonzero(every.amount == _WORST)
        return History(every.who[low], every.day[low], every.source[low], np.ones(len(low)))

    def surveyed(self, who: np.ndarray, moment: Moments) -> np.ndarray:
        """Who answered any of the questions within the memory."""
        every = (self.nps, self.csat, self.effort)
        return np.logical_or.reduce([one.number(who, moment, MEMORY) > 0 for one in every])

    def _latest(self, history: History, who: np.ndarray, moment: Moments) -> np.ndarray:
        """Band of the latest answer, NaN without one."""
        at = history.latest(who, moment, MEMORY)
        amount = history.amount
        assert amount is not None
        return np.where(at >= 0, np.append(amount, np.nan)[at], np.nan)

    def signal(self, who: np.ndarray, moment: Moments) -> np.ndarray:
        """Place in SIGNALS of each person at the end of the day `moment`."""
        nps, csat = self._latest(self.nps, who, moment), self._latest(self.csat, who, moment)
        hard = self.hard.total(who, moment, MEMORY)
        happy = (nps == _BEST) & (csat == _BEST)
        unhappy = (nps == _WORST) | (csat == _WORST)
        found = np.where(happy & (hard <= 1), LOW, np.where(~happy & unhappy & (hard >= 1), HIGH, WATCH))
        return np.where(np.isnan(nps) | np.isnan(csat), NONE, found).astype(np.int8)

    def behind(self, who: np.ndarray, moment: Moments) -> tuple[np.ndarray, np.ndarray]:
        """Row and answer: all within the memory."""
        found = []
        for one in (self.nps, self.csat, self.effort):
            row, place = spread(*one.range(who, moment, MEMORY))
            found.append((row, one.source[place]))
        row, source = (np.concatenate(column) for column in zip(*found, strict=True))
        return row, source
