"""How the rows behind the number in focus are spread, and which of them are looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cxdesk.analysis.remedies import why
from cxdesk.app import steps, theme
from cxdesk.app.charts.box import Ways
from cxdesk.app.charts.spread import SpreadChart
from cxdesk.app.dates import short
from cxdesk.app.desk import Desk
from cxdesk.app.docks.panel import AskingPanel, Tool, chart_tools
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.distribution import Bar, Distribution
from cxdesk.domain.query import Selection
from cxdesk.domain.results import Board
from cxdesk.system.i18n import _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

ASKED = "distribution"


class DistributionPanel(AskingPanel):
    """Asks when it can be seen; a click on a bar looks at its rows, and comments follow."""

    waits_for = (ASKED,)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.found = Distribution("", "", "", "")
        self.chart = SpreadChart()
        self.ways = Ways(self.chart, desk.jobs)
        self.about, self.empty = plain_label(role="caption", tone="text2", wrap=True), EmptyState("bars")
        self.stack = QStackedWidget()
        shown = QWidget()
        now = theme.current()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, now.px(4), 0, now.px(6))
        column.setSpacing(0)
        column.addWidget(self.ways.stack, 1)
        self.about.setContentsMargins(now.px(14), 0, now.px(14), 0)
        column.addWidget(self.about)
        for page in (shown, self.empty):
            self.stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.chart.chosen.connect(self._look_at)
        self.empty.acted.connect(lambda: self.desk.wanted.emit("import"))

    def tools(self) -> tuple[Tool, ...]:
        return chart_tools(self.ways)

    def ask(self, board: Board) -> None:
        focus = self.desk.focus
        if focus is None:
            self.show_distribution(Distribution("", "", "", "", why="no_rows"))
            return
        of = replace(focus, part=None, low=None, high=None)
        query = board.query.with_(selection=None)
        if self._asked == (query, of, board.state):
            self._mark()
            return
        self._asked = (query, of, board.state)

        def work(workspace: Workspace, _progress: Progress) -> Distribution:
            return workspace.distribution(query, of)

        self.desk.question(ASKED, work, self.show_distribution)

    def show_distribution(self, found: Distribution) -> None:
        """Paint what arrived."""
        self.found = found
        self._mark()
        self.ways.refresh()
        self.noted.emit(self._note())
        least = self.desk.least
        reason = found.why or ("too_few" if found.n < least else None)
        if reason is not None:
            text, info = why(reason), self.desk.info
            self.empty.show_text(_("Nothing to spread out"), text[:1].upper() + text[1:])
            if info is not None and not info.files:
                self.empty.show_unimported()
            self.stack.setCurrentWidget(self.empty)
            return
        self.about.setText(self._about())
        self.about.setVisible(bool(self.about.text()))
        self.stack.setCurrentIndex(0)

    def _mark(self) -> None:
        chosen = self._board.query.selection if self._board else None
        picked = None
        if chosen is not None:
            wanted = (chosen.low, chosen.high, chosen.part)
            bars = self.found.bars
            picked = next((bar for bar in bars if (bar.low, bar.high, _part_of(bar)) == wanted), None)
        self.chart.show_distribution(self.found, picked if _is_choice(chosen) else None)

    def _note(self) -> str:
        card, period = self.desk.card, self.found.period
        name = _(card.short_title) if card else _(self.found.short_title) if self.found.short_title else ""
        return ", ".join(filter(None, (name, short(period) if period else "")))

    def _about(self) -> str:
        """How many, on which scale, and who is not shown."""
        found = self.found
        parts = [ngettext("{n} row", "{n} rows", found.n)]
        if found.scale:
            parts.append(_("scale {scale}", scale=found.scale))
        if found.mean is not None and found.bars and found.bars[0].low is not None:
            mean = number(found.mean * found.factor, 2) if not found.scale else number(found.mean, 2)
            parts.append(_("mean {value}", value=mean))
        if found.missing:
            parts.append(_("{n} without an answer", n=number(found.missing)))
        if found.elsewhere:
            parts.append(_("{n} on another scale", n=number(found.elsewhere)))
        return " · ".join(parts)

    def retranslate(self) -> None:
        if self._asked is not None:
            self.show_distribution(self.found)

    def copy(self) -> None:
        self.ways.copy()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.ways.show_table()
        else:
            super().keyPressEvent(event)

    def _look_at(self, bar: Bar) -> None:
        """Those rows alone; the same bar again lets go."""
        focus = self.desk.focus
        if focus is not None:
            self.desk.ask(steps.worth(self.desk.query, focus, bar.low, bar.high, _part_of(bar)))


def _part_of(bar: Bar) -> str | None:
    """The part that a bar without values stands for."""
    return bar.part if bar.low is None else None


def _is_choice(chosen: Selection | None) -> bool:
    return chosen is not None and (chosen.low is not None or chosen.part is not None)
