"""The list of pain points, as high as its rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFrame, QHeaderView, QTableView, QWidget

from cxdesk.app import stage_words as words
from cxdesk.app import theme
from cxdesk.app.delegates.pains import PainBarDelegate
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.models.pains import Column, PainsModel
from cxdesk.domain.journey import Journey
from cxdesk.system.i18n import _

NARROW = 520  # pixels below which the bars of the scores give way
WIDTHS = {Column.STAGE: (150, 108), Column.BAR: (140, 1), Column.SCORE: (34, 34), Column.COMMENTS: (116, 96)}
WINDOWS = (7.0, 14.0, 30.0, 60.0, 90.0, 180.0, 365.0)  # days to choose from


class PainsList(QTableView):
    """`opened(PainPoint)` when one is clicked, or Enter pressed on it."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pains = PainsModel(self)
        self.rows, self.bars = RowDelegate(self), PainBarDelegate(self)
        self.setModel(self.pains)
        self.setItemDelegate(self.rows)
        self.setItemDelegateForColumn(Column.BAR, self.bars)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(lambda index: self._open(index.row()))
        theme.watcher().changed.connect(self.fit)

    def show_journey(self, found: Journey) -> None:
        self.pains.show_journey(found)
        self.setAccessibleName(_("Pain points"))
        self.setVisible(bool(found.pains))
        self.fit()

    def set_compact(self, compact: bool) -> None:
        self.rows.compact = self.bars.compact = compact
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Widths of the columns; as high as the rows."""
        now, head = theme.current(), self.horizontalHeader()
        narrow = self.width() < now.px(NARROW)
        self.setColumnHidden(Column.BAR, narrow)
        for column, widths in WIDTHS.items():
            wanted = self.sizeHintForColumn(column) if column is Column.COMMENTS else 0  # a link is never cut
            head.resizeSection(column, max(now.px(widths[narrow]), wanted))
        height = self.rows.row_height()
        self.verticalHeader().setDefaultSectionSize(height)
        self.setFixedHeight(head.sizeHint().height() + height * self.pains.rowCount() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        point = self.pains.point(row)
        if point is not None:
            self.opened.emit(point)


class DaysChoice(QComboBox):
    """Within how many days the whole way must be gone. `chosen(days)`."""

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda at: self.chosen.emit(float(self.itemData(at))))

    def show_days(self, days: float) -> None:
        self.clear()
        for one in sorted({*WINDOWS, days}):
            self.addItem(_("Within {days}", days=words.days_said(one)), one)
        self.setCurrentIndex(self.findData(days))
        self.setAccessibleName(_("Days for the whole way"))
