"""Where comments are searched: it says how far a large import can be searched yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cxdesk.app.desk import INDEXING
from cxdesk.app.jobs import Jobs
from cxdesk.app.widgets.search_field import SearchField
from cxdesk.system.i18n import _, number


class SearchLine(SearchField):
    """`reaches_further` when more comments can be found than before by what is typed."""

    reaches_further = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        jobs.progressed.connect(self._indexing)
        jobs.ended.connect(self._indexed)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_name(_("Search in comments"))

    def _indexing(self, key: str, done: float, of: float, _label: str) -> None:
        if key == INDEXING and of:
            share = number(100 * done / of)
            self.setPlaceholderText(_("Search in comments ({share}% can be searched)", share=share))

    def _indexed(self, key: str) -> None:
        if key == INDEXING:
            self.retranslate()
            if self.text().strip():
                self.reaches_further.emit()
