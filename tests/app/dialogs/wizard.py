"""The import window as a person uses it: clicks, keys, and what can be read on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard.choice import ChoiceRow
from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog
from cxdesk.app.dialogs.import_wizard.session import Step

PATIENCE = 60_000  # milliseconds: a child on a busy machine
RESTING = (Step.ASKING, Step.READY, Step.FAILED)


class Wizard:
    """Drives one ImportDialog."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.reports: list[object] = []
        self.opened: list[ImportDialog] = []

    def open(self, *files: Path) -> ImportDialog:
        """The window on these files, as soon as they are understood and counted."""
        dialog = self.begin(*files)
        self.settle()
        return dialog

    def begin(self, *files: Path) -> ImportDialog:
        """The window on these files, still reading."""
        self.dialog = ImportDialog(self.desk, list(files))
        self.opened.append(self.dialog)
        self.dialog.imported.connect(self.reports.extend)
        self.dialog.show()
        return self.dialog

    def take(self, dialog: ImportDialog) -> None:
        """A window that something else opened."""
        self.dialog = dialog
        self.settle()

    def settle(self) -> None:
        """Until nothing is under way."""
        self.until(lambda: self.dialog.session.step in RESTING)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE)

    # What the person does

    def click_choice(self, doubt: str, choice: str) -> None:
        """A click far from the dot: the whole row is the target."""
        row = self.row(doubt, choice)
        place = QPoint(row.width() - 6, row.height() // 2)
        self.qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=place)
        self.settle()

    def activate(self) -> None:
        """The window is the one that hears the keyboard."""
        with self.qtbot.waitActive(self.dialog):
            self.dialog.activateWindow()

    def press(self, part: QWidget, key: Qt.Key) -> None:
        """One key, and what follows from it."""
        self.qtbot.keyClick(part, key)
        self.settle()

    def pick_use(self, heading: str, title: str) -> None:
        """Choose an entry of the list above a column, as the keyboard does."""
        box = self.dialog.page.preview.role_list(self.column(heading))
        at = box.findText(title)
        assert at >= 0, [box.itemText(i) for i in range(box.count())]
        box.setFocus()
        box.showPopup()
        view = box.view()
        view.setCurrentIndex(box.model().index(at, 0))
        self.qtbot.keyClick(view, Qt.Key.Key_Return)
        self.settle()

    def confirm(self) -> None:
        """Press the one button and wait until the rows are in the workspace."""
        assert self.dialog.session.step is Step.READY
        self.qtbot.mouseClick(self.dialog.footer.import_button, Qt.MouseButton.LeftButton)
        self.until(lambda: self.dialog.session.step is Step.DONE)

    def tick(self, place: int) -> None:
        """A click on the tick of a table in the list."""
        tables = self.dialog.tables.list
        row = tables.visualRect(tables.model().index(place, 0))
        at = QPoint(row.left() + 16, row.center().y())
        self.qtbot.mouseClick(tables.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()

    def turn_to(self, place: int) -> None:
        """Another table, as soon as its questions stand where they can be clicked."""
        self.dialog.tables.turn_to(place)
        cards = self.dialog.page.doubts.cards
        rows = [row for card in cards for row in card.rows.values() if not row.isHidden()]
        self.until(lambda: all(not row.visibleRegion().isEmpty() for row in rows[:2]))

    # What is on the screen

    def tables(self) -> list[str]:
        """The list of tables, as a screen reader reads it."""
        model = self.dialog.tables.list.model()
        return [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]

    def row(self, doubt: str, choice: str) -> ChoiceRow:
        return self.dialog.page.doubts.card(doubt).rows[choice]

    def column(self, heading: str) -> int:
        item = self.dialog.item
        assert item is not None
        assert item.view is not None
        return item.view.headings.index(heading)

    def open_doubts(self) -> list[str]:
        """The questions of the table in sight that wait for the person."""
        return [card.doubt.id for card in self.dialog.page.doubts.cards if card.doubt.open]

    def use_of(self, heading: str) -> str:
        """What the list above a column says."""
        box = self.dialog.page.preview.role_list(self.column(heading))
        return box.currentText() if box.currentIndex() >= 0 else box.placeholderText()

    def read(self, part: QWidget | None = None) -> str:
        """Every text in sight, one per line."""
        labels = (part or self.dialog).findChildren(QWidget)
        texts = [one.text() for one in labels if isinstance(one, QLabel) or hasattr(one, "set_text")]
        return "\n".join(text for text in texts if text)
