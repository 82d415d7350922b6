"""The import window: head, facts, questions, the person's rows, the account, and one button that says how many."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QTabBar, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard.account import AccountBar
from cxdesk.app.dialogs.import_wizard.facts import FactStrip
from cxdesk.app.dialogs.import_wizard.head import Head
from cxdesk.app.dialogs.import_wizard.preview import PreviewTable
from cxdesk.app.dialogs.import_wizard.questions import DoubtGrid
from cxdesk.app.dialogs.import_wizard.session import ImportSession, Item, Step
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.errors import CXDeskError
from cxdesk.intake.batch import problem_sentence
from cxdesk.system.i18n import _, ngettext
from cxdesk.workspace.importing import ImportReport

SIZE = (1280, 860)


class ImportDialog(QDialog):
    """Looks at `files` as soon as it is shown. `imported(reports)` when the rows are in the workspace."""

    imported = Signal(object)

    def __init__(self, desk: Desk, files: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.session = ImportSession(desk, self)
        self._shown = 0
        self.setWindowTitle(_("Import {file}", file=files[0].name if len(files) == 1 else _("files")))
        self.resize(look.px(SIZE[0]), look.px(SIZE[1]))
        self._build()
        self.session.changed.connect(self._show)
        self.session.progressed.connect(self._progressed)
        self.session.finished.connect(self._finished)
        self.session.start(files)

    def _build(self) -> None:
        look = theme.current()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(12))
        column.setSpacing(look.px(12))
        self.head = Head(body)
        self.tabs = QTabBar(body)
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._turn_to)
        self.error = ErrorStrip(body)
        self.facts = FactStrip(body)
        self.doubts_title = plain_label("", "body", "text")
        self.doubts_title.setProperty("strong", True)
        self.doubts = DoubtGrid()
        self.doubts_area = _scrolling(self.doubts)
        self.rows_title = self._rows_title()
        self.preview = PreviewTable(body)
        for part in (
            self.head,
            self.tabs,
            self.error,
            self.facts,
            self.doubts_title,
            self.doubts_area,
            self.rows_title,
        ):
            column.addWidget(part)
        column.addWidget(self.preview, 1)
        column.addWidget(self._account())
        whole.addWidget(body, 1)
        whole.addWidget(self._footer())
        self.doubts.answered.connect(lambda doubt, choice: self.session.answer(self._shown, doubt, choice))
        self.preview.used.connect(lambda at, use: self.session.set_use(self._shown, at, use))

    def _rows_title(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        title = plain_label(_("Your rows, as CXDesk reads them"), "body", "text")
        title.setProperty("strong", True)
        row.addWidget(title)
        hint = _("the type was found in the values; change what a column is with its list")
        row.addWidget(plain_label(hint, "small", "text3"))
        row.addStretch(1)
        return box

    def _account(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(24))
        self.account = AccountBar(box)
        row.addWidget(self.account, 1)
        self.problems = plain_label("", "small", "bad")
        self.problems.setWordWrap(True)
        self.problems.setMinimumWidth(theme.current().px(300))
        row.addWidget(self.problems)
        return box

    def _footer(self) -> QWidget:
        look = theme.current()
        foot = QFrame()
        foot.setProperty("foot", True)
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        row.setSpacing(look.px(10))
        self.note = plain_label(_("Nothing is stored yet. An import can be undone at any time."), "small", "text2")
        row.addWidget(self.note)
        row.addStretch(1)
        self.waiting = plain_label("", "small", "warn")
        row.addWidget(self.waiting)
        self.cancel_button = QPushButton(_("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        row.addWidget(self.cancel_button)
        self.import_button = QPushButton(_("Import"))
        self.import_button.setProperty("primary", True)
        self.import_button.setDefault(True)
        self.import_button.clicked.connect(self.session.confirm)
        row.addWidget(self.import_button)
        return foot

    # What is shown

    def _show(self) -> None:
        self._fill_tabs()
        item = self._item()
        self.head.show_item(item, self.session.step)
        error = self.session.error or self._file_error(item)
        if error is None:
            self.error.clear()
        else:
            self.error.show_error(error)
        view = item.view if item else None
        for part in (self.facts, self.preview, self.rows_title):
            part.setVisible(view is not None)
        has_doubts = view is not None and bool(view.doubts)
        self.doubts_title.setVisible(has_doubts)
        self.doubts_area.setVisible(has_doubts)
        if view is not None:
            self.facts.show_view(view)
            self.doubts.show_doubts(view.doubts)
            self.doubts_title.setText(self._doubts_words(len(view.doubts), len(view.open_doubts)))
            self.preview.show_view(view)
        self._show_account()
        self._show_buttons()

    def _doubts_words(self, all_of_them: int, still_open: int) -> str:
        if still_open:
            return ngettext("{n} question for you", "{n} questions for you", still_open)
        return ngettext("{n} answer proposed, please look", "{n} answers proposed, please look", all_of_them)

    def _show_account(self) -> None:
        rows = self.session.rows
        self.account.setVisible(self.session.step in (Step.COUNTING, Step.READY, Step.WRITING))
        self.account.show_rows(rows)
        problems = self.session.problems
        self.problems.setVisible(bool(problems))
        if problems:
            first = problems[0]
            place = _("line {line}, column {column}", line=first["line"], column=first["column"] or "")
            sentence = f"{place}: {problem_sentence(first['code'])}"
            count = ngettext("{n} cell could not be used", "{n} cells could not be used", len(problems))
            self.problems.setText(f"{count}\n{sentence}")

    def _show_buttons(self) -> None:
        step, rows = self.session.step, self.session.rows
        waiting = self.session.open_doubts
        self.waiting.setText("? " + ngettext("{n} question left", "{n} questions left", waiting) if waiting else "")
        self.import_button.setEnabled(step is Step.READY)
        if rows is not None:
            kept = rows.new + rows.updated
            words = ngettext("Import {n} row", "Import {n} rows", kept) if kept else _("Import")
            self.import_button.setText(words)
            if not kept and step is Step.READY:
                self.waiting.setText(_("Everything in this file is in the workspace already."))
        self.cancel_button.setEnabled(step is not Step.WRITING)

    def _fill_tabs(self) -> None:
        titles = [item.title for item in self.session.items]
        shown = [self.tabs.tabText(at) for at in range(self.tabs.count())]
        if titles != shown:
            self.tabs.blockSignals(True)
            while self.tabs.count():
                self.tabs.removeTab(0)
            for title in titles:
                self.tabs.addTab(title.replace("&", "&&"))
            self.tabs.blockSignals(False)
        self.tabs.setVisible(len(titles) > 1)

    def _turn_to(self, at: int) -> None:
        self._shown = max(0, at)
        self._show()

    def _item(self) -> Item | None:
        items = self.session.items
        return items[self._shown] if self._shown < len(items) else None

    def _file_error(self, item: Item | None) -> CXDeskError | None:
        said = item.inspection.error if item else None
        return CXDeskError.from_json(said) if said else None

    def _progressed(self, done: float, of: float, label: str) -> None:
        self.head.show_progress(done, of, label)

    def _finished(self, reports: list[ImportReport]) -> None:
        self.imported.emit(reports)
        self.accept()

    def reject(self) -> None:
        self.session.cancel()
        super().reject()


def _scrolling(inner: QWidget) -> QScrollArea:
    """Many questions scroll; two rows of them are seen at once."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMaximumHeight(theme.current().px(230))
    return area
