"""The strip of what was understood about the file, each with its evidence."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label
from cxdesk.intake.inspection import Fact, TableView

MOST_FACTS = 7


class FactStrip(QFrame):
    """Encoding, separator, heading lines, numbers, dates, footer: name, finding, evidence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "panel")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*(theme.current().px(step) for step in (16, 8, 16, 8)))
        self._row.setSpacing(theme.current().px(28))
        self._shown: list[QWidget] = []

    def show_view(self, view: TableView) -> None:
        """Put the facts of a table in place of the former ones."""
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for fact in view.facts[:MOST_FACTS]:
            self._row.addWidget(_fact(fact))
        self._row.addStretch(1)


def _fact(fact: Fact) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(plain_label(fact.title.say(), "caption", "text3"))
    value = plain_label(fact.value.say(), "body", "text")
    value.setProperty("strong", True)
    column.addWidget(value)
    column.addWidget(plain_label(fact.evidence.say(), "caption", "text2"))
    return box
