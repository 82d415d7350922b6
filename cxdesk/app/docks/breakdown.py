"""The number in focus by one attribute: each segment's value, how sure it is, and its part in the change."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis.remedies import why
from cxdesk.analysis.wording import Measured, bare, currency_sign
from cxdesk.app import steps, theme
from cxdesk.app.attributes import in_sentence, title_of, value_title
from cxdesk.app.charts import export, scale
from cxdesk.app.dates import short
from cxdesk.app.delegates.dots import BarDelegate, DotDelegate
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.desk import Desk
from cxdesk.app.docks.breakdown_head import BreakdownHead
from cxdesk.app.docks.panel import Panel, Tool
from cxdesk.app.models.breakdown import BreakdownModel, Column
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.filters import NONE
from cxdesk.domain.results import Board, Breakdown, Unit
from cxdesk.system.i18n import N_, _

MOST_SEGMENTS = 6  # choices shown side by side; more become a list
WIDTHS = {Column.N: 56, Column.VALUE: 60, Column.BAR: 110, Column.PART: 66}
NARROW_WIDTHS = {Column.N: 48, Column.VALUE: 54, Column.BAR: 72, Column.PART: 58}
NARROW = 560
LIMITS: dict[str, tuple[float | None, float | None]] = {  # what values of a unit can be at all
    Unit.PERCENT: (0.0, 100.0),
    Unit.INDEX: (0.0, 100.0),
    Unit.SCORE: (-100.0, 100.0),
}


class BreakdownPanel(Panel):
    """A click looks at a segment; a double click or Enter keeps only it."""

    waits_for = ("board",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._board: Board | None = None
        self._compact = self._twice = False
        self.choices, self.list = Segmented(), QComboBox()
        self.sorted = ElidedLabel(role="caption", tone="text3")
        self.model, self.table = BreakdownModel(self), QTableView()
        self.dots, self.bars = DotDelegate(self.table), BarDelegate(self.table)
        self.rows = RowDelegate(self.table)
        self.head = BreakdownHead(self.dots, self.table)
        self.empty = EmptyState("bars")
        self._build()
        self._connect()

    def _build(self) -> None:
        now = theme.current()
        top = QHBoxLayout()
        top.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(4))
        top.addWidget(self.choices)
        top.addWidget(self.list)
        top.addStretch(1)
        top.addWidget(self.sorted)
        self.table.setModel(self.model)
        self.table.setHorizontalHeader(self.head)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setMouseTracking(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setItemDelegate(self.rows)
        self.table.setItemDelegateForColumn(Column.DOT, self.dots)
        self.table.setItemDelegateForColumn(Column.BAR, self.bars)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.head.setSectionResizeMode(Column.DOT, QHeaderView.ResizeMode.Stretch)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        self._fit()

    def _connect(self) -> None:
        self.choices.chosen.connect(self._split)
        self.list.activated.connect(lambda at: self._split(self.list.itemData(at)))
        self.table.clicked.connect(self._look_at)
        self.table.doubleClicked.connect(self._clicked_twice)
        theme.watcher().changed.connect(self._fit)

    def tools(self) -> tuple[Tool, ...]:
        return (Tool("filter", N_("Keep only this group"), self.filter), Tool("copy", N_("Copy"), self.copy))

    def show_board(self, board: Board) -> None:
        """Show the board's breakdown with the segment that was clicked selected."""
        self._board = board
        found = board.breakdown
        self._show_choices(found)
        self.model.least = self.desk.least
        self.model.show_breakdown(found)
        if found is None or not found.rows:
            self._show_empty(found)
            return
        self._show_axes(found)
        self._span_hidden()
        self._select(board)
        self.sorted.set_text(_("sorted by contribution") if self.model.has_contributions else _("sorted by answers"))
        self.noted.emit(self._about(found))
        self.stack.setCurrentWidget(self.table)

    def retranslate(self) -> None:
        if self._board is not None:
            self.show_board(self._board)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._fit()

    def filter(self) -> None:
        """Keep only the segment that is selected."""
        self._keep_only(self.table.currentIndex())

    def copy(self) -> None:
        shown = [column for column in Column if column not in (Column.DOT, Column.BAR)]
        rows = [[str(self.model.index(row, c).data() or "") for c in shown] for row in range(self.model.rowCount())]
        QGuiApplication.clipboard().setMimeData(
            export.clipboard_data([[self.head.texts.get(c, "") for c in shown], *rows])
        )

    # What the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep_only(self.table.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self._look_at(self.table.currentIndex())
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
        if row is not None and found is not None and not row.hidden and not self.model.is_total(index.row()):
            self.desk.ask(steps.keep_only(self.desk.query, found.attribute, row.key))

    # What is shown

    def _show_choices(self, found: Breakdown | None) -> None:
        choices = [(attribute, title_of(attribute)) for attribute, _title in found.choices] if found else []
        self.choices.set_choices(choices[:MOST_SEGMENTS])
        self.list.clear()
        for attribute, title in choices:
            self.list.addItem(title, attribute)
        if found is not None:
            self.choices.choose(found.attribute)
            self.list.setCurrentIndex(self.list.findData(found.attribute))
        self._fit()

    def _show_axes(self, found: Breakdown) -> None:
        low, high = scale.ends(*self.model.reach(), LIMITS.get(found.unit, (None, None)))
        how = Measured.of(found)
        total = self.model.breakdown.total if self.model.breakdown else None
        whole = total.figure.value if total else None
        self.dots.set_axis(low, high, whole)
        self.bars.set_axis(*self.model.contributions(), found.better)
        self.head.say = lambda value: bare(value, how, decimals=0 if high - low >= 4 else None)
        self.head.whole = _("all {value}", value=bare(whole, how)) if whole is not None else ""
        card = self.desk.card
        self.head.texts = {
            Column.NAME: title_of(found.attribute),
            Column.N: _("n"),
            Column.VALUE: ", ".join(filter(None, (_(card.short_title) if card else "", currency_sign(found.currency)))),
            Column.PART: _contribution_title(found),
        }
        compared = self._board.compare_range if self._board else None
        self.dots.legend = short(compared) if compared and self.model.is_compared else ""
        for column in (Column.BAR, Column.PART):
            self.table.setColumnHidden(column, not self.model.has_contributions)

    def _span_hidden(self) -> None:
        """The sentence of a hidden group has the room of value, dots and bars."""
        self.table.clearSpans()
        for number in range(self.model.rowCount()):
            row = self.model.row(number)
            if row is not None and row.hidden:
                self.table.setSpan(number, Column.VALUE, 1, len(Column) - Column.VALUE)

    def _select(self, board: Board) -> None:
        chosen = board.query.selection
        segment = chosen.segment if chosen else None
        number = None if segment is None else self.model.number_of(None if segment == NONE else segment)
        if number is None:
            self.table.clearSelection()
        else:
            self.table.selectRow(number)

    def _show_empty(self, found: Breakdown | None) -> None:
        reason = found.why_none if found else None
        if reason == "no_attribute":
            text = _("These rows have no column to group by.")
        else:
            text = why(reason or "no_rows")
            text = text[:1].upper() + text[1:]
        self.empty.show_text(_("Nothing to break down"), text)
        self.noted.emit("")
        self.sorted.set_text("")
        self.stack.setCurrentWidget(self.empty)

    def _about(self, found: Breakdown) -> str:
        """NPS by plan, Aug – Oct 2026."""
        card, period = self.desk.card, self.desk.query.range
        metric = _(card.short_title) if card else ""
        text = _("{metric} by {attribute}", metric=metric, attribute=in_sentence(found.attribute))
        return f"{text}, {short(period)}" if period else text

    def _fit(self) -> None:
        """Widths, heights, and choices side by side or as a list."""
        now = theme.current()
        self.rows.compact = self.dots.compact = self.bars.compact = self._compact
        self.table.verticalHeader().setDefaultSectionSize(self.rows.row_height())
        narrow = self.width() < now.px(NARROW)
        for column, width in (NARROW_WIDTHS if narrow else WIDTHS).items():
            self.head.resizeSection(column, now.px(width))
        self.head.resizeSection(Column.NAME, self._name_width(now.px(90), round(self.width() * 0.3)))
        many = self.list.count() > MOST_SEGMENTS or self.choices.sizeHint().width() > self.width() - now.px(150)
        self.choices.setVisible(self.list.count() > 0 and not many and not self._compact)
        self.list.setVisible(self.list.count() > 0 and (many or self._compact))

    def _name_width(self, least: int, most: int) -> int:
        now, found = theme.current(), self.model.breakdown
        names = [value_title(found.attribute, row.key) for row in found.rows] if found else []
        widest = max((now.metrics("small").horizontalAdvance(name) for name in names), default=0.0)
        return max(least, min(round(widest) + now.px(28), most))


def _contribution_title(found: Breakdown) -> str:
    if found.unit in ("score", "percent", "index"):
        return _("contribution, points")
    return ", ".join(filter(None, (_("contribution"), currency_sign(found.currency))))
