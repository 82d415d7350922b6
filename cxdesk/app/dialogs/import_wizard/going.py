"""Getting about in the import window by keyboard: the next question, the next cell that fits not, the next table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from cxdesk.app.dialogs.import_wizard.items import Item

if TYPE_CHECKING:
    from cxdesk.app.dialogs.import_wizard.page import Page
    from cxdesk.app.dialogs.import_wizard.session import ImportSession
    from cxdesk.app.dialogs.import_wizard.tables import TableList


class Going:
    """Turns the list of tables and moves the keyboard on the page."""

    def __init__(self, session: ImportSession, tables: TableList, page: Page, area: QScrollArea) -> None:
        self._session, self._tables, self._page, self._area = session, tables, page, area

    def bind(self, window: QWidget) -> None:
        """The keys, wherever the keyboard is in `window`."""
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("F7", self.to_question),
            ("F8", lambda: self.to_problem(1)),
            ("Shift+F8", lambda: self.to_problem(-1)),
            ("Ctrl+PgDown", lambda: self.turn(1)),
            ("Ctrl+PgUp", lambda: self.turn(-1)),
        )
        for key, does in keys:
            QShortcut(QKeySequence(key), window).activated.connect(does)

    def turn(self, step: int) -> None:
        """The next table, or the one before."""
        if self._session.items:
            self._tables.turn_to((self._tables.current + step) % len(self._session.items))

    def to_question(self) -> None:
        """The next question that waits, of whichever table, with the keyboard on it."""
        card, shown = self._page.doubts.next_open(), self._tables.current
        waiting = [at for at, item in enumerate(self._session.items) if item.open_doubts and at != shown]
        if card is None and waiting:
            self._tables.turn_to(next((at for at in waiting if at > shown), waiting[0]))
        card = card or self._page.doubts.first_open()
        if card is not None:
            self._area.ensureWidgetVisible(card)
            card.take_focus()

    def to_problem(self, step: int) -> None:
        """The next cell that cannot be read, or the one before: of this table, then of the others, then anew."""
        preview, items, shown = self._page.preview, self._session.items, self._tables.current
        if shown >= len(items):
            return
        if not (_has_problems(items[shown]) and preview.to_problem(step)):
            around = [(shown + step * n) % len(items) for n in range(1, len(items) + 1)]
            there = next((at for at in around if _has_problems(items[at])), None)
            if there is None:
                return
            self._tables.turn_to(there)
            preview.to_problem(step, afresh=True)
        self._area.ensureWidgetVisible(preview)

    def to_cell(self, problem: dict[str, Any]) -> None:
        """A cell of the list of problems among the rows, where it is one of those shown."""
        titles = [item.title for item in self._session.items]
        if problem.get("table") in titles:
            self._tables.turn_to(titles.index(problem["table"]))
            self._page.preview.show_line(problem.get("line"), problem.get("column"))
            self._area.ensureWidgetVisible(self._page.preview)


def _has_problems(item: Item) -> bool:
    return item.view is not None and bool(item.view.problems)
