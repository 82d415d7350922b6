"""Who has a subscription on a day, and what it brings a month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.metrics.views import recurring
from cxdesk.metrics.views.histories import History, Moments, People


@dataclass(frozen=True, eq=False)
class Paying:
    """Subscriptions of persons `who` of `people`, asked on the days `moment` of each of them."""

    frame: Frame
    people: People
    who: np.ndarray

    @cached_property
    def lines(self) -> recurring.Lines:
        return recurring.lines(self.frame)

    @cached_property
    def _person(self) -> np.ndarray:
        return self.people.of(self.frame, recurring.KIND)[self.lines.source]

    @cached_property
    def begun(self) -> History:
        return History.of(self._person, self.lines.start, self.lines.source, self.lines.mrr)

    @cached_property
    def over(self) -> History:
        return History.of(self._person, self.lines.end, self.lines.source, self.lines.mrr)

    def held(self, moment: Moments) -> np.ndarray:
        """How many subscriptions hold."""
        return self.begun.number(self.who, moment) - self.over.number(self.who, moment)

    def ever(self, moment: Moments) -> np.ndarray:
        """Whether there has been a subscription."""
        return self.begun.number(self.who, moment) > 0

    def left(self, since: Moments, moment: Moments) -> np.ndarray:
        """1 who had one on the day `since` and has none on the day `moment`, 0 who still has, NaN who had none."""
        return np.where(self.held(since) > 0, (self.held(moment) <= 0).astype(float), np.nan)

    def mrr(self, moment: Moments) -> np.ndarray:
        """Stored money a month; NaN without prices, and in several currencies, which cannot be added."""
        if not self.lines.priced or self.lines.currencies > 1:
            return np.full(len(self.who), np.nan)
        return self.begun.total(self.who, moment) - self.over.total(self.who, moment)

    def plan(self, moment: Moments) -> Codes:
        """The plan of the latest subscription begun."""
        column: Codes = self.frame.column(recurring.KIND, "plan")
        place = self.begun.latest(self.who, moment)
        source = np.append(self.begun.source, -1)[place]
        return Codes(np.where(place >= 0, column.codes[source], -1).astype(np.int32), column.labels)
