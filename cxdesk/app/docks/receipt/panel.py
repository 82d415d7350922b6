"""How is this computed? The receipt of the number in focus; every step opens its rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis import receipt_wording, wording
from cxdesk.analysis.wording import Measured
from cxdesk.app import icons, steps, theme
from cxdesk.app.attributes import title_of, value_title
from cxdesk.app.dates import short
from cxdesk.app.deciding import Deed, decide
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import files
from cxdesk.app.docks.panel import Panel, Tool
from cxdesk.app.docks.receipt.definition import DefinitionSection, period_text
from cxdesk.app.docks.receipt.history import FilesSection, HistorySection
from cxdesk.app.docks.receipt.ladder import LadderSection
from cxdesk.app.docks.receipt.rows import RowsPage
from cxdesk.app.docks.receipt.ways import WaysSection
from cxdesk.app.jobs import LATER
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError, NotFound
from cxdesk.domain.explained import Explained, Way, Ways
from cxdesk.domain.filters import NONE
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Board, Phrase
from cxdesk.system.i18n import N_, _

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

TELLING, WAYS, MOVED, WRITING, PINNING = "receipt", "receipt ways", "receipt moved", "receipt file", "pin"
BROAD = 860  # pixels at 100 % from which both columns stand side by side
MEANING, LADDER, OTHERS, PAST = "meaning", "ladder", "others", "past"
PAGES = ((MEANING, N_("Definition")), (LADDER, N_("Rows")), (OTHERS, N_("Other ways")), (PAST, N_("History")))


class ReceiptPanel(Panel):
    """In two columns where there is room, else one part at a time. Asked for only while it is seen."""

    waits_for = (TELLING, WAYS, MOVED, WRITING)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.told: Explained | None = None
        self.found: Ways | None = None
        self._asked: tuple[Query, Selection, int] | None = None  # what `told` answers, and the state it was asked in
        self._ways_due = False  # the other ways are of the number before; they are asked for when they are seen
        self.value, self.title = ElidedLabel("", "title", "accent"), ElidedLabel("", "title")
        self.evidence = ElidedLabel("", "small", "text2")
        self.copy_button, self.export_button = QPushButton(), QPushButton()
        self.choice = Segmented(PAGES)
        self.definition, self.ladder, self.ways = DefinitionSection(), LadderSection(), WaysSection()
        self.history, self.files = HistorySection(), FilesSection()
        self.rows, self.empty = RowsPage(desk), EmptyState("question")
        self.area, self.stack = QScrollArea(), QStackedWidget()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._build()
        self._connect()
        self.choice.choose(MEANING)
        self.retranslate()

    # How it is made

    def _build(self) -> None:
        now = theme.current()
        self._head = QFrame()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(*[now.px(step) for step in (14, 8, 12, 8)])
        row.setSpacing(now.px(10))
        for part in (self.title, self.value):
            row.addWidget(part)
        row.addWidget(self.evidence, 1)
        row.addStretch(1)
        row.addWidget(self.choice)
        for button, icon, tone in ((self.copy_button, "copy", "text2"), (self.export_button, "export", "onaccent")):
            button.setAutoDefault(False)
            icons.put(button, icon, tone, 14)
            row.addWidget(button)
        self.export_button.setProperty("primary", True)
        page = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._columns.setContentsMargins(*[now.px(step) for step in (8, 2, 8, 8)])
        self._columns.setSpacing(now.px(8))
        for parts in ((self.definition, self.ways, self.history), (self.ladder, self.files)):
            column = QVBoxLayout()
            column.setSpacing(now.px(8))
            for section in parts:
                column.addWidget(section)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        told = QWidget()
        inside = QVBoxLayout(told)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._head)
        inside.addWidget(self.area, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for one in (told, self.rows, self.empty):
            self.stack.addWidget(one)
        self._page = told
        whole.addWidget(self.stack)
        self.stack.setCurrentWidget(self.empty)

    def _connect(self) -> None:
        self._late.timeout.connect(self._ask)
        self.choice.chosen.connect(lambda _value: self._fit())
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self.export)
        self.ladder.opened.connect(self.open_rows)
        self.rows.left.connect(self._back)
        self.ways.wanted.connect(self.pin)
        self.history.asked.connect(self.look_back)
        theme.watcher().changed.connect(self._fit)

    def tools(self) -> tuple[Tool, ...]:
        return (
            Tool("copy", N_("Copy as text"), self.copy),
            Tool("export", N_("Export as XLSX with live formulas"), self.export),
        )

    def retranslate(self) -> None:
        self.choice.rename([_(title) for _value, title in PAGES])
        self.area.setAccessibleName(_("Receipt"))
        self.copy_button.setText(_("Copy as text"))
        self.export_button.setText(_("Export as XLSX with live formulas…"))
        self.rows.retranslate()
        self._show()

    # What is asked

    def show_board(self, board: Board) -> None:
        """Another question or another number: its receipt, once it is seen."""
        self.desk.jobs.cancel(MOVED)
        self._late.start()

    def on_changed(self, changes: Changes) -> None:
        self._asked = None

    def forget(self) -> None:
        self._asked = self.told = self.found = self.rows.found = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._late.start()

    def _ask(self) -> None:
        focus = self.desk.focus
        if not self.isVisible() or focus is None:
            if focus is None:
                self._show_empty(_("No number is looked at"), _("Choose a card."))
            return
        query = self.desk.query.with_(selection=None)
        wanted = (query, Selection(focus.metric, focus.measure, focus.period, focus.segment), self.desk.state)
        if wanted == self._asked:
            self._ask_ways()
            return
        if self.rows.query != wanted[:2]:
            self.rows.found = None  # rows of another number
        self._asked = wanted
        query, selection, _state = wanted

        def refused(error: CXDeskError) -> None:
            self._show_empty(error.message, error.remedy)

        self.desk.question(
            TELLING, lambda workspace, _progress: workspace.explain(query, selection), self._tell, refused
        )

    def _tell(self, told: Explained) -> None:
        before, self.told = self.told, receipt_wording.withheld(told, self.desk.least)
        if before is None or before.receipt.metric != told.receipt.metric or not self.ways.isVisible():
            self.found = None  # else the old ways stay until the new ones are there
        self._ways_due = True
        self._show()

    def _ask_ways(self) -> None:
        if not self._ways_due or self._asked is None or not self.ways.isVisible():
            return
        self._ways_due = False
        query, selection, _state = self._asked
        self.desk.question(
            WAYS, lambda workspace, _progress: workspace.ways(query, selection), self._show_ways, priority=LATER
        )

    # What is shown

    def _show_empty(self, title: str, why: str = "") -> None:
        self.told = self.found = None
        self.empty.show_text(title, why)
        self.noted.emit("")
        self.stack.setCurrentWidget(self.empty)

    def _show(self) -> None:
        told = self.told
        if told is None:
            return
        value = told.receipt.figure.value
        self.value.set_tone("text3" if value is None else "accent")
        self.value.set_text(wording.value_text(value, Measured.of(told.card)))
        self.definition.least = self.desk.least
        self.evidence.set_text(_evidence(told, self.desk.query.split), receipt_wording.evidence(told))
        self.ways.writable = self.desk.info is not None and not self.desk.info.read_only
        self.definition.segment = _segment(told, self.desk.query.split)
        for section in (self.definition, self.ladder, self.history, self.files):
            section.show_told(told)
        self._show_ways(self.found)
        self.noted.emit(_(told.card.short_title))
        if self.stack.currentWidget() is not self.rows or self.rows.found is None:
            self.stack.setCurrentWidget(self._page)
        self._fit()

    def _show_ways(self, found: Ways | None) -> None:
        self.found = receipt_wording.withheld_ways(found, self.desk.least) if found else None
        if self.told is not None:
            self.ways.show_ways(self.told, self.found)

    def _fit(self) -> None:
        """Side by side, or one part at a time."""
        broad, page = self.width() >= theme.current().px(BROAD), self.choice.value
        self.choice.setVisible(not broad)
        self.copy_button.setVisible(broad)
        self.export_button.setVisible(broad)
        on = {
            MEANING: (self.definition,),
            LADDER: (self.ladder, self.files),
            OTHERS: (self.ways,),
            PAST: (self.history,),
        }
        for name, sections in on.items():
            for section in sections:
                fed = section is not self.files or bool(self.told and self.told.fed)
                section.setVisible(fed and (broad or name == page))
        for at, names in enumerate(((MEANING, OTHERS, PAST), (LADDER,))):
            self._columns.setStretch(at, int(broad or page in names))
        self.evidence.setVisible(broad)
        if self.told is not None:
            self.title.set_text(_(self.told.card.title if broad else self.told.card.short_title))
        self.value.setMinimumWidth(self.value.sizeHint().width())  # a number is never cut
        self._ask_ways()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def set_compact(self, compact: bool) -> None:
        for table in (self.ladder.table, self.history.table, self.files.table):
            table.rows.compact = compact
            table.fit()

    # What the person does

    def open_rows(self, title: str, names: Sequence[str]) -> None:
        """The rows behind one step."""
        if self._asked is not None:
            query, selection, _state = self._asked
            self.stack.setCurrentWidget(self.rows)
            self.rows.ask(title[:1].upper() + title[1:], query, selection, names)

    def _back(self) -> None:
        self.rows.found = None
        self.stack.setCurrentWidget(self._page)
        self.ladder.table.setFocus()

    def look_back(self) -> None:
        """Which past values of the number moved with the last change; computed only when it is asked for."""
        told = self.told
        if told is None:
            return
        self.history.show_computing()
        metric = told.receipt.metric

        def failed(error: CXDeskError) -> None:
            self.history.moved.setText(f"{error.message} {error.remedy}")

        self.desk.question(
            MOVED, lambda workspace, progress: workspace.moved(metric, progress), self.history.show_moved, failed, LATER
        )

    def pin(self, way: Way) -> None:
        """Another way stands for the idea from now on; Ctrl+Z takes it back."""

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            stood = workspace.stand(way.metric, dict(way.options))
            return (lambda later: later.unstand(stood)), stood.changes

        def look() -> None:
            self.desk.ask(steps.metric(self.desk.query, way.metric))

        decide(self.desk, Phrase(N_("definition of a number")), PINNING, deed, look)

    def copy(self) -> None:
        """The receipt as text; in the list of rows these."""
        if self.stack.currentWidget() is self.rows:
            self.rows.copy()
        elif self.told is not None:
            QGuiApplication.clipboard().setText(receipt_wording.as_text(self.told, period_text(self.told)))

    def export(self) -> None:
        """As a spreadsheet whose formulas compute the number again."""
        if self.told is None:
            return
        folder = str(self.desk.info.path.parent) if self.desk.info else ""
        path = files.save_as(self, folder, _(self.told.card.short_title), "xlsx")
        if path is not None:
            self.write_to(path)

    def write_to(self, path: Path) -> None:
        """Write the spreadsheet; the window says what went wrong."""
        if self._asked is None:
            return
        query, selection, _state = self._asked
        workspace = self.desk.workspace
        if workspace is None:
            return

        def work(_progress: Progress) -> Path:
            from cxdesk.reports.receipt_workbook import write_receipt

            receipt, workings = workspace.receipt(query, selection), workspace.workings(query, selection)
            try:
                write_receipt(path, receipt, workings)
            except OSError:
                raise NotFound(
                    _("{file} cannot be written.", file=path.name), _("Choose another folder or name."), file=path.name
                ) from None
            return path

        def done(written: Path) -> None:
            self.noted.emit(_("Written: {file}", file=written.name))

        # On the thread that writes: a long list of rows must not keep the next question waiting.
        self.desk.jobs.write(WRITING, work, done, self.desk.failed.emit)


def _evidence(told: Explained, split: str | None) -> str:
    period = short(told.period) if told.period else _("All dates")
    return " · ".join(filter(None, (receipt_wording.evidence(told), period, _segment(told, split))))


def _segment(told: Explained, split: str | None) -> str:
    """Plan: Starter, where a segment was clicked."""
    segment = told.receipt.segment
    if segment is None or not split:
        return ""
    value = value_title(split, None if segment == NONE else segment)
    return _("{title}: {text}", title=title_of(split), text=value)
