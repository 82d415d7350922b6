"""Tables of texts, all alike: small type, rules between rows, whole texts as tooltips where they are cut."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from cxdesk.app import theme
from cxdesk.app.charts.export import clipboard_data
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.models.texts import TextsModel


class TextTable(QTableView):
    """A view on a TextsModel. All columns share the width evenly, or only `stretch` gives way."""

    def __init__(self, model: TextsModel, stretch: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretch = stretch
        self._rows = RowDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)  # never cut at its beginning
        if stretch is None:
            self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self._share)
        theme.watcher().changed.connect(self.retheme)
        self.retheme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying takes the lines that are chosen, else all of them, with their headings."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        model = self.model()
        assert isinstance(model, TextsModel)
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [model.rows[row] for row in chosen] if len(chosen) > 1 else model.rows
        QGuiApplication.clipboard().setMimeData(clipboard_data([model.head, *rows]))

    def set_stretch(self, column: int) -> None:
        """Another column takes the room that is left; the others are as wide as their texts."""
        self._stretch = column
        self._share()

    def retheme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._rows.row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Every column as wide as its texts, up to a quarter, of two up to a half; `stretch` takes the rest."""
        if self._stretch is None:
            return
        head = self.horizontalHeader()
        columns = self.model().columnCount()
        most = max(self.width() // (4 if columns > 2 else 2), theme.current().px(64))
        for column in range(columns):
            if column == self._stretch:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
                continue
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            wanted = max(self.sizeHintForColumn(column), head.sectionSizeHint(column))
            head.resizeSection(column, min(wanted, most))
