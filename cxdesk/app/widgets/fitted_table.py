"""Tables within a page that scrolls: as high as their rows, never with a scroll bar of their own."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from cxdesk.app import theme
from cxdesk.app.delegates.row import RowDelegate


class FittedTable(QTableView):
    """Rows as high as the delegate says; the wheel belongs to the page around it."""

    def __init__(
        self, model: QAbstractTableModel, delegate: RowDelegate, head: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = delegate
        delegate.setParent(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setVisible(head)
        self.horizontalHeader().setHighlightSections(False)
        model.modelReset.connect(self.fit)
        theme.watcher().changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height of all rows."""
        self.verticalHeader().setDefaultSectionSize(self.rows.row_height())
        head = self.horizontalHeader()
        above = 0 if head.isHidden() else head.sizeHint().height()
        self.setFixedHeight(self.rows.row_height() * self.model().rowCount() + above)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
