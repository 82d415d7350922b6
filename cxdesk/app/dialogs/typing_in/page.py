"""One sheet: its buttons, its lines, what is wrong with the current one, and what stands beside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dialogs.typing_in.cells import LinesView
from cxdesk.app.dialogs.typing_in.model import LinesModel
from cxdesk.app.dialogs.typing_in.side import MonthsSide, NeedsSide
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import plain_label, set_plain_tooltip, set_tone
from cxdesk.system.i18n import _
from cxdesk.workspace.typed.sheets import Sheet

SIDE = 330


class Page(QWidget):
    """`edited` after each change of a line."""

    edited = Signal()

    def __init__(self, sheet: Sheet, side: MonthsSide | NeedsSide, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self.side = LinesModel(sheet, self), side
        self.view = LinesView(self.model)
        self.empty = EmptyState(icon)
        self.add, self.duplicate, self.remove = QPushButton(), QPushButton(), QPushButton()
        self.fault_sign, self.fault = plain_label(), plain_label(role="small", tone="text2", wrap=True)
        self._build()
        self._connect()
        self.retranslate()
        self._show()

    def _build(self) -> None:
        now = theme.current()
        tools = QHBoxLayout()
        tools.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(8))
        tools.setSpacing(now.px(6))
        for button, icon in ((self.add, "plus"), (self.duplicate, "copy"), (self.remove, "trash")):
            button.setProperty("small", True)
            button.setAutoDefault(False)
            icons.put(button, icon)
            tools.addWidget(button)
        tools.addStretch(1)
        told = QHBoxLayout()
        told.setContentsMargins(now.px(12), now.px(7), now.px(12), now.px(7))
        told.setSpacing(now.px(8))
        told.addWidget(self.fault_sign, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self.fault, 1)
        lines = QFrame()
        lines.setProperty("box", "panel")
        column = QVBoxLayout(lines)
        column.setContentsMargins(*[now.px(1)] * 4)
        column.setSpacing(0)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        column.addLayout(tools)
        column.addWidget(self.stack, 1)
        column.addLayout(told)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.px(8))
        row.addWidget(lines, 1)
        self.side.setFixedWidth(now.px(SIDE))
        row.addWidget(self.side)

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_line)
        self.empty.acted.connect(self.add_line)
        self.view.add_wanted.connect(self.add_line)
        for ask in (self.duplicate.clicked, self.view.duplicate_wanted):
            ask.connect(self.duplicate_lines)
        for ask in (self.remove.clicked, self.view.remove_wanted):
            ask.connect(self.remove_lines)
        self.model.edited.connect(self._show)
        self.model.edited.connect(self.edited)
        self.view.selectionModel().currentChanged.connect(lambda *_what: self._show())

    def retranslate(self) -> None:
        self.add.setText(_("Add line"))
        self.duplicate.setText(_("Duplicate"))
        self.remove.setText(_("Remove"))
        set_plain_tooltip(self.add, _("Add line (Ins)"))
        set_plain_tooltip(self.duplicate, _("Duplicate (Ctrl+D)"))
        set_plain_tooltip(self.remove, _("Remove (Ctrl+Del)"))
        self.view.setAccessibleName(_(self.model.sheet.kind.plural))
        self.view.horizontalHeader().viewport().update()
        self._show()

    # What the person does

    def add_line(self) -> None:
        """A new line below the current one, its first cell open."""
        here = self.view.currentIndex().row()
        self.view.go_to(self.model.add(here if here >= 0 else None), edit=True)

    def duplicate_lines(self) -> None:
        chosen = self.view.chosen
        if chosen:
            self.view.go_to(self.model.duplicate(chosen))

    def remove_lines(self) -> None:
        chosen = self.view.chosen
        if chosen:
            self.model.remove(chosen)
            if self.model.rows:
                self.view.setFocus()
            else:
                self.empty.button.setFocus()

    def seek_fault(self) -> None:
        """To the first cell that is not taken."""
        found = self.model.first_fault()
        if found is not None:
            self.view.go_to(found[0], found[1])

    # What is shown

    def _show(self) -> None:
        self.stack.setCurrentIndex(0 if self.model.rows else 1)
        for button in (self.duplicate, self.remove):
            button.setEnabled(bool(self.model.rows))
        self._say()
        here = self.view.currentIndex().row()
        if isinstance(self.side, MonthsSide):
            values = self.model.rows[here].values if 0 <= here < len(self.model.rows) else {}
            self.side.show_lines(self.model.values, str(values.get("category") or ""))
        else:
            self.side.show_lines(self.model.values)

    def _say(self) -> None:
        """What is wrong with the current cell or line, else how a cell of this column is filled."""
        here, now = self.view.currentIndex(), theme.current()
        row, column = here.row(), here.column()
        in_line = self.model.rows[row].faults if 0 <= row < len(self.model.rows) else ()
        fault = self.model.fault(row, column) or next(iter(in_line), None)
        if fault is not None:
            title = _(self.model.sheet.column(fault.column).title)
            text = _("{column}: {said}", column=title, said=fault.sentence)
        else:
            text = _(self.model.sheet.columns[column].help) if here.isValid() and self.model.rows else ""
            text = text and _("{column}: {said}", column=_(self.model.sheet.columns[column].title), said=text)
        self.fault.setText(text)
        set_tone(self.fault, "bad" if fault else "text2")
        sign, tone = ("warning", now.bad) if fault else ("info", now.text3)
        self.fault_sign.setPixmap(icons.pixmap(sign, 14, tone, self.devicePixelRatioF()))
        self.fault_sign.setVisible(bool(text))
