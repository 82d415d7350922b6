"""The number in focus by one attribute: each segment's value, how sure it is, and its part in the change."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis.remedies import why
from cxdesk.app import steps, theme
from cxdesk.app.attributes import in_sentence, title_of
from cxdesk.app.charts import export
from cxdesk.app.charts.box import Ways, save_picture, save_svg
from cxdesk.app.dates import short
from cxdesk.app.desk import Desk
from cxdesk.app.docks.breakdown_forms import FORM, FormsView, with_form
from cxdesk.app.docks.panel import Panel, Tool, chart_tools
from cxdesk.app.docks.segment_table import SegmentTable
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.filters import NONE
from cxdesk.domain.forms import BOTH
from cxdesk.domain.query import PRESENCE
from cxdesk.domain.results import Board, Breakdown
from cxdesk.system.i18n import N_, _, language, number_locale

MOST_SEGMENTS = 6  # choices shown side by side; more become a list


class BreakdownPanel(Panel):
    """A click looks at a segment; a double click or Enter keeps only it."""

    waits_for = ("board", FORM)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._board: Board | None = None
        self._compact = self._twice = False
        self._rows: tuple[object, ...] = ()  # what the list's rows show
        self._by = ""  # the attribute whose groups are the rows, where it is not the one asked
        self.choices, self.list = Segmented(), QComboBox()
        self.sorted = ElidedLabel(role="caption", tone="text3")
        self.table = SegmentTable(desk)
        self.model = self.table.segments
        self.empty = EmptyState("bars")
        self.forms = FormsView(desk)
        self._build()
        self._connect()

    def _build(self) -> None:
        now = theme.current()
        top = QHBoxLayout()
        top.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(4))
        top.setSpacing(now.px(8))
        top.addWidget(self.choices)
        top.addWidget(self.list)
        top.addWidget(self.forms.across)
        top.addWidget(self.forms.switch)
        top.addStretch(1)
        top.addWidget(self.sorted)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.forms)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        self._fit()

    def _connect(self) -> None:
        self.empty.acted.connect(lambda: self.desk.wanted.emit("import"))
        self.choices.chosen.connect(self._split)
        self.list.activated.connect(lambda at: self._split(self.list.itemData(at)))
        self.table.clicked.connect(self._look_at)
        self.table.doubleClicked.connect(self._clicked_twice)
        self.forms.turned.connect(self.retranslate)
        self.forms.rows_by.connect(self._show_rows_by)
        theme.watcher().changed.connect(self._fit)

    def tools(self) -> tuple[Tool, ...]:
        return (
            Tool("filter", N_("Keep only this group"), self.filter),
            *chart_tools(self, checkable=False),
        )

    def show_board(self, board: Board) -> None:
        """Show the board's breakdown with the segment that was clicked selected."""
        self._board = board
        found = board.breakdown
        self.table.setAccessibleName(_("Breakdown"))
        self.list.setAccessibleName(_("Split by"))
        self._show_choices(found)
        card, said_in = self.desk.card, (language(), number_locale())
        rows = (found, board.compare_range, self.desk.least, card.short_title if card else "", said_in)
        same, self._rows = rows == self._rows, ()  # after a click the rows are as they were
        if not same:
            self.model.least = self.desk.least
            self.model.show_breakdown(found)
        if self.forms.shows(board) and found is not None:
            self.sorted.set_text("")
            self.noted.emit(self._about(found))
            self.stack.setCurrentWidget(self.forms)
            self._fit()
            return
        if found is None or not found.rows:
            self._show_empty(found)
            return
        selection = board.query.selection
        if not same:
            self.table.show_breakdown(found, board.compare_range)
        self._rows = rows
        self.table.select_segment(selection.segment if selection else None, NONE)
        self.sorted.set_text(_("sorted by contribution") if self.model.has_contributions else _("sorted by answers"))
        self.noted.emit(self._about(found))
        self.stack.setCurrentWidget(self.table)

    def retranslate(self) -> None:
        self.forms.retranslate()
        if self._board is not None:
            self.show_board(self._board)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._fit()

    def filter(self) -> None:
        """Keep only the segment that is selected."""
        self._keep_only(self.table.currentIndex())

    @property
    def way(self) -> Ways | None:
        """The ways out of the chart that is shown; the list is a table already."""
        return self.forms.current if self.stack.currentWidget() is self.forms else None

    def show_table(self) -> None:
        """The table in place of the chart, or back."""
        if self.way is not None:
            self.way.show_table()

    def save_picture(self) -> None:
        if self.way is not None:
            self.way.save_picture()
        else:
            save_picture(self.table, self._title(), self.desk.jobs)

    def save_svg(self) -> None:
        if self.way is not None:
            self.way.save_svg()
        else:
            save_svg(self.table, self._title(), self.desk.jobs)

    def copy(self) -> None:
        if self.way is not None:
            self.way.copy()
            return
        QGuiApplication.clipboard().setMimeData(export.clipboard_data(self.table.texts()))

    # What the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep_only(self.table.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self._look_at(self.table.currentIndex())
        elif event.key() == Qt.Key.Key_T and not event.modifiers():
            self.show_table()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _split(self, attribute: str) -> None:
        self.desk.ask(steps.split(self.desk.query, attribute))

    def _clicked_twice(self, index: QModelIndex) -> None:
        self._twice = True
        self._keep_only(index)

    def _look_at(self, index: QModelIndex) -> None:
        if self._twice:  # the release that ends a double click counts as a click too
            self._twice = False
            return
        row, focus, found = self.model.row(index.row()), self.desk.focus, self.model.breakdown
        if row is None or focus is None or found is None or row.hidden:
            return
        if self.model.is_total(index.row()):
            self.desk.ask(steps.split(self.desk.query, found.attribute))
        else:
            self.desk.ask(steps.segment(self.desk.query, focus, found.attribute, row.key))

    def _keep_only(self, index: QModelIndex) -> None:
        row, found = self.model.row(index.row()), self.model.breakdown
        if found is not None and (found.attribute == PRESENCE or BOTH in found.attribute):
            self._look_at(index)  # these groups are no attribute that rows could be filtered by
            return
        if row is not None and found is not None and not row.hidden and not self.model.is_total(index.row()):
            self.desk.ask(steps.keep_only(self.desk.query, found.attribute, row.key))

    # What is shown

    def _show_choices(self, found: Breakdown | None) -> None:
        self._by = ""
        choices = [(attribute, title_of(attribute)) for attribute, _title in found.choices] if found else []
        if choices != [(self.list.itemData(at), self.list.itemText(at)) for at in range(self.list.count())]:
            self.choices.set_choices(choices[:MOST_SEGMENTS])
            self.list.clear()
            for attribute, title in choices:
                self.list.addItem(title, attribute)
        if found is not None:
            self.choices.choose(found.attribute)
            self.list.setCurrentIndex(self.list.findData(found.attribute))
        self._fit()

    def _show_rows_by(self, attribute: str) -> None:
        """A table is by another attribute than the list was."""
        self._by = attribute
        if self._board is not None and self._board.breakdown is not None:
            self.noted.emit(self._about(self._board.breakdown))
        self.choices.choose(attribute)
        self.list.setCurrentIndex(self.list.findData(attribute))

    def _title(self) -> str:
        return self._about(self.model.breakdown) if self.model.breakdown else ""

    def _show_empty(self, found: Breakdown | None) -> None:
        reason, info = found.why_none if found else None, self.desk.info
        bare = info is not None and not info.files
        if reason == "no_attribute":
            text = _("These rows have no column to group by.")
        else:
            text = why(reason or "no_rows")
            text = text[:1].upper() + text[1:]
        if bare:
            self.empty.show_unimported()
        else:
            self.empty.show_text(_("Nothing to break down"), text)
        self.noted.emit("")
        self.sorted.set_text("")
        self.stack.setCurrentWidget(self.empty)

    def _about(self, found: Breakdown) -> str:
        """NPS by plan, Aug – Oct 2026."""
        card, period = self.desk.card, self.desk.query.range
        metric = _(card.short_title) if card else ""
        text = _("{metric} by {attribute}", metric=metric, attribute=in_sentence(self._by or found.attribute))
        if not self.forms.grouped:
            text, period = with_form(metric, self.forms.shown), None if self.forms.all_dates else period
        return f"{text}, {short(period)}" if period else text

    def _fit(self) -> None:
        """Widths, heights, and choices side by side or as a list."""
        now = theme.current()
        self.table.fit(self._compact, self.width())
        many = (
            self.list.count() > MOST_SEGMENTS
            or self.choices.sizeHint().width() + self.forms.switch.sizeHint().width() > self.width() - now.px(150)
        )
        there = self.list.count() > 0 and self.forms.grouped
        self.choices.setVisible(there and not many and not self._compact)
        self.list.setVisible(there and (many or self._compact))
