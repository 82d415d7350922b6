"""The strip of what was understood about the file, each with its evidence."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.intake.inspection import Fact, TableView

MOST_FACTS = 8
WIDEST = 260


class FactStrip(QFrame):
    """Encoding, separator, heading lines, numbers, dates, footer: name, finding, evidence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "panel")
        now = theme.current()
        self._flow = FlowLayout(self, gap=4)
        self._flow.setContentsMargins(*(now.px(step) for step in (16, 9, 4, 9)))
        self._facts: tuple[Fact, ...] = ()
        self._boxes: list[QWidget] = []

    def show_view(self, view: TableView) -> None:
        """Put the facts of a table in place of the former ones."""
        facts = view.facts[:MOST_FACTS]
        if facts == self._facts:
            return
        self._facts = facts
        for shown in self._boxes:
            self._flow.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self._boxes = []
        for fact in facts:
            shown = FactBox(fact)
            self._flow.addWidget(shown)
            shown.show()
            self._boxes.append(shown)


class FactBox(QWidget):
    """One fact in three lines."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, now.px(24), 0)
        column.setSpacing(0)
        parts = (
            ElidedLabel(fact.title.say(), "caption", "text3"),
            ElidedLabel(fact.value.say(), "body", "text", bold=True),
            ElidedLabel(fact.evidence.say(), "caption", "text2"),
        )
        for part in parts:
            column.addWidget(part)
        self.setMaximumWidth(now.px(WIDEST))
        said = f"{fact.title.say()}: {fact.value.say()}. {fact.evidence.say()}"
        self.setAccessibleName(said)
        set_plain_tooltip(self, said)
