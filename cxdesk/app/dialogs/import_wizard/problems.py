"""Cells and rows that could not be used: the first beside the account, all of them on demand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import theme
from cxdesk.app.painting import one_line
from cxdesk.app.widgets.plain import ElidedLabel, plain_label, tooltip
from cxdesk.intake.batch import adjusted_words, problem_sentence
from cxdesk.system.i18n import _, ngettext
from cxdesk.workspace.accounts import Account

SIZE = (820, 460)
BAR = 2
WIDEST = 460


class ProblemNote(QWidget):
    """How many, the first with its place, and the way to the others. `wanted(problem)` to see its cell."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self._problems: list[dict[str, Any]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(now.px(12), 0, 0, 0)
        row.setSpacing(now.px(16))
        column = QVBoxLayout()
        column.setSpacing(0)
        self.count = ElidedLabel("", "small", "bad", bold=True)
        self.first = ElidedLabel("", "small", "text2")
        column.addWidget(self.count)
        column.addWidget(self.first)
        self.remarks = ElidedLabel("", "small", "text2")
        column.addWidget(self.remarks)
        row.addLayout(column, 1)
        self.all = QPushButton(_("Show all"), self)
        self.all.setProperty("link", True)
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._show_all)
        row.addWidget(self.all)
        self.setMaximumWidth(now.px(WIDEST))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_problems(
        self,
        problems: list[dict[str, Any]],
        account: Account | None,
        adjusted: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """Hidden while there is nothing to say. `adjusted`: cells taken with a change or a remark, by what it was."""
        self._problems = problems
        self.setVisible(bool(problems or adjusted))
        self.all.setVisible(len(problems) > 1)
        self.remarks.set_text("; ".join(adjusted_words(code, n) for code, n in adjusted.items()))
        for label, said in ((self.count, problems), (self.first, problems), (self.remarks, adjusted)):
            label.setVisible(bool(said))
        self.update()
        if not problems:
            return
        rejected = account.rejected if account else 0
        if rejected:
            words = ngettext(
                "{n} row rejected, kept to be corrected", "{n} rows rejected, kept to be corrected", rejected
            )
        else:
            words = ngettext("{n} cell could not be used", "{n} cells could not be used", len(problems))
        self.count.set_text(words)
        first = problems[0]
        self.first.set_text(_("{place}: {sentence}", place=place_words(first), sentence=_sentence(first)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        colour = now.bad if self._problems else now.warn
        QPainter(self).fillRect(QRectF(0, 0, now.pxf(BAR), self.height()), colour)

    def _show_all(self) -> None:
        shown = ProblemList(self._problems, self.window())
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.wanted.connect(self.wanted)
        shown.open()


class ProblemList(QDialog):
    """One row per cell or row that could not be used, with what stands there. Enter or a double click: `wanted`."""

    wanted = Signal(object)

    def __init__(self, problems: list[dict[str, Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setWindowTitle(_("What could not be used"))
        self.resize(now.px(SIZE[0]), now.px(SIZE[1]))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[now.px(16)] * 4)
        column.setSpacing(now.px(12))
        note = _("Everything else is imported. Rows kept to be corrected are not lost.")
        column.addWidget(plain_label(note, tone="text2"))
        self.list = QTreeView()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setProperty("box", "panel")
        self.list.setModel(_model(problems, self))
        self.list.activated.connect(self._go_there)
        self._problems = problems
        for at in range(self.list.model().columnCount() - 1):
            self.list.resizeColumnToContents(at)
        column.addWidget(self.list, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(_("Close"))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _go_there(self, index: QModelIndex) -> None:
        self.wanted.emit(self._problems[index.row()])
        self.accept()


def _model(problems: list[dict[str, Any]], parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(0, 5, parent)
    model.setHorizontalHeaderLabels([_("Line"), _("Column"), _("What stands there"), _("Why"), _("Table")])
    for problem in problems:
        raw = problem["value"] if problem["value"] is not None else problem.get("raw") or ""
        line = "" if problem["line"] is None else str(problem["line"])
        texts = (line, problem["column"] or "", raw, _sentence(problem), problem.get("table", ""))
        items = [QStandardItem(one_line(text)[:200]) for text in texts]
        for item, text in zip(items, texts, strict=True):
            item.setToolTip(tooltip(text))
        model.appendRow(items)
    return model


def place_words(problem: dict[str, Any]) -> str:
    """Line and column as the person finds them in the file."""
    line, column = problem["line"], problem["column"]
    if line is None:
        return _("column {column}", column=column) if column else _("somewhere in the file")
    return _("line {line}, column {column}", line=line, column=column) if column else _("line {line}", line=line)


def _sentence(problem: dict[str, Any]) -> str:
    return problem_sentence(str(problem["code"]))
