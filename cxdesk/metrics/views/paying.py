"""Who has a subscription on a day, and what it brings a month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import UNKNOWN_BOOL
from cxdesk.metrics.views import currencies, recurring
from cxdesk.metrics.views.standings import Counted, Crowd, Grid, Latest, Log, Step, Summed, tabled


@dataclass(frozen=True, eq=False)
class Paying:
    """Subscriptions of people of a crowd, asked as of the days of a grid."""

    frame: Frame
    crowd: Crowd

    @cached_property
    def lines(self) -> recurring.Lines:
        return recurring.lines(self.frame)

    @cached_property
    def _who(self) -> np.ndarray:
        return self.crowd.who(self.frame, recurring.KIND, self.lines.source)

    @cached_property
    def begun(self) -> Log:
        return Log.of(self._who, self.lines.start, self.lines.source, self.lines.worth)

    @cached_property
    def over(self) -> Log:
        return Log.of(self._who, self.lines.end, self.lines.source, self.lines.worth)

    @cached_property
    def overdue(self) -> Log:
        """Subscriptions of which something is overdue, by their beginning: a status has no date."""
        status: Codes = self.frame.column(recurring.KIND, "status")
        late = np.array([*(label == "past_due" for label in status.labels), False])
        return self.begun.at(np.flatnonzero(late[status.codes[self.begun.source]]))

    @property
    def priced(self) -> bool:
        """Whether there is money to add; that of several currencies between which no rate leads cannot be."""
        return self.lines.priced and currencies.lacking(self.frame, self.lines.currencies) is None

    def held(self, grid: Grid) -> Step:
        """How many subscriptions hold."""
        begun, over = Counted(grid, self.begun), Counted(grid, self.over)
        return lambda there: begun.step(there) - over.step(there)

    def revenue(self, grid: Grid) -> Step:
        """Stored money a month."""
        begun, over = Summed(grid, self.begun), Summed(grid, self.over)
        return lambda there: begun.step(there) - over.step(there)

    def left(self, grid: Grid) -> Coded:
        """Whether who had a subscription has none any more."""
        ever, held = Counted(grid, self.begun), self.held(grid)
        codes = grid.fill(np.uint8, lambda there: (ever.step(there) > 0) & (held(there) <= 0))
        return tabled([0, 1], codes)

    def left_since(self, grid: Grid, days: int) -> Coded:
        """Whether who had a subscription so many days before has none now; unknown of who had none."""
        before, now = self.held(grid.back(days)), self.held(grid)
        codes = grid.fill(np.uint8, lambda there: np.where(before(there) > 0, now(there) <= 0, np.uint8(2)))
        return tabled([0, 1, UNKNOWN_BOOL], codes)

    def plan(self, grid: Grid) -> tuple[Codes, Step]:
        """The plan of the latest subscription begun, and the places of its labels, the last for none."""
        column: Codes = self.frame.column(recurring.KIND, "plan")
        none = len(column.labels)
        codes = column.codes[self.begun.source]
        return column, Latest(grid, self.begun, np.where(codes < 0, none, codes).astype(np.int32), none).step
