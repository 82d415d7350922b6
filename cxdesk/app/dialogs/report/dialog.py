"""The report window: what it shall hold at the left, its pages at the right, and the ways out at the foot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cxdesk.analysis.pack_words import pack_text
from cxdesk.app import icons, theme
from cxdesk.app.deciding import Deed
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import files, framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.report.form import ReportForm
from cxdesk.app.dialogs.report.pages_view import PagesView
from cxdesk.app.widgets.busy_bar import BusyBar
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.domain.changes import PACKS, REPORTS, Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.kept import LONGEST
from cxdesk.domain.pack import STILL_RUNNING, SUFFIX, Pack
from cxdesk.domain.period_words import in_full, unit_text
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.report import Facts, Recipe
from cxdesk.domain.results import Phrase
from cxdesk.reports.composing import compose
from cxdesk.reports.pdf.pages import Pages
from cxdesk.reports.pdf.writer import pdf
from cxdesk.reports.writing import checked_suffix, contents, put
from cxdesk.system import i18n
from cxdesk.system.i18n import N_, _, number

if TYPE_CHECKING:
    from cxdesk.app.window import Window
    from cxdesk.reports.document import Document
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

SIZE, FORM = QSize(1180, 720), 320
KNOWN, PAGES, WRITING, KEEPING, SINCE = "reports.known", "reports.pages", "reports.file", "reports", "reports.since"
PAUSE = 150  # milliseconds after the last choice before the pages are made anew
SCREEN, KEPT, CLOSED = "screen", "kept", "closed"
Known = tuple[tuple[Recipe, ...], tuple[Pack, ...]]
Made = tuple[Facts, "Document"]


class ReportDialog(AskingDialog):
    """`shown` when the pages are those of what is chosen, `listed` when it is known what is kept, `written(path)` when
    a file is whole.
    """

    shown = Signal()
    listed = Signal()
    written = Signal(object)

    def __init__(self, desk: Desk, window: Window) -> None:
        super().__init__(desk, window)
        self._window = window
        self.facts: Facts | None = None
        self.document: Document | None = None
        self.recipes: tuple[Recipe, ...] = ()
        self.packs: tuple[Pack, ...] = ()
        self._file: Path | None = None
        self._running = False  # whether the error in sight is that a period is not over
        self.setWindowTitle(_("Report"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.start, self.name = QComboBox(), QLineEdit()
        self.keep, self.drop = QPushButton(), QPushButton()
        self.form = ReportForm(i18n.language())
        self.view, self.busy = PagesView(), BusyBar()
        self.error, self.note = ErrorStrip(self), ElidedLabel(role="small", tone="text2")
        self.page = ElidedLabel(role="small", tone="text2")
        self.folder, self.close_period = QPushButton(_("Open the folder")), QPushButton(_("Keep as a closed period"))
        self.leave, self.export = QPushButton(_("Close")), QPushButton(_("Export…"))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._build()
        self._connect()
        self.resize(framing.fitting(SIZE, window))
        self.form.show_recipe(self._on_screen())
        self._show_splits()
        self._list(SCREEN, "")
        self.ask()

    # How it is made

    def _build(self) -> None:
        now = theme.current()
        words = framing.heading(
            _("Report"),
            _("PDF, spreadsheet or web page for people who do not have CXDesk. Nothing leaves this computer."),
        )
        self.start.setAccessibleName(_("Start from"))
        self.start.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.start.setMinimumContentsLength(14)
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(_("Name, to keep it for next time"))
        self.name.setAccessibleName(_("Name of the report"))
        for button, icon, text in ((self.keep, "plus", _("Keep")), (self.drop, "trash", _("Take away"))):
            icons.put(button, icon, size=14)
            button.setAccessibleName(text)
            set_plain_tooltip(button, text)
            button.setAutoDefault(False)
        kept = QHBoxLayout()
        kept.setSpacing(now.px(6))
        kept.addWidget(self.name, 1)
        kept.addWidget(self.keep)
        kept.addWidget(self.drop)
        inside = QWidget()
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        chosen = framing.boxed(framing.scrolled(inside))
        left = QVBoxLayout()
        left.setSpacing(now.px(8))
        left.addWidget(self.start)
        left.addLayout(kept)
        left.addWidget(chosen, 1)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, self.busy.sizeHint().height(), 0, 0)  # on one line with the pages
        side.setFixedWidth(now.px(FORM))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.busy)
        right.addWidget(framing.boxed(self.view), 1)
        both = QHBoxLayout()
        both.setSpacing(now.px(10))
        both.addWidget(side)
        both.addLayout(right, 1)
        self.folder.hide()
        self.folder.setProperty("link", True)
        self.export.setProperty("primary", True)
        icons.put(self.export, "export", "onaccent", 14)
        icons.put(self.close_period, "lock", size=14)
        told, row = QWidget(), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.px(12))
        row.addWidget(self.note)
        row.addWidget(self.folder)
        row.addStretch(1)
        row.addWidget(self.page)
        told.setLayout(row)
        foot = framing.foot(self, told, (self.close_period, self.leave, self.export))
        framing.frame(self, words, (self.error, both), foot)

    def _connect(self) -> None:
        self.form.changed.connect(self._pause.start)
        self._pause.timeout.connect(self.ask)
        self.start.activated.connect(lambda _at: self._begin())
        self.keep.clicked.connect(self.keep_recipe)
        self.drop.clicked.connect(self.remove)
        self.name.returnPressed.connect(self.keep_recipe)
        self.name.textChanged.connect(lambda _text: self._settle())
        self.close_period.clicked.connect(lambda _on: self.close_now())
        self.leave.clicked.connect(self.reject)
        self.export.clicked.connect(self.choose_file)
        self.folder.clicked.connect(lambda _on: files.show_folder(self._file))
        self.error.acted.connect(self._answer_error)
        self.view.turned.connect(self._turned)
        QShortcut(QKeySequence("Ctrl+S"), self, self.choose_file)

    # What is kept

    def _list(self, kind: str, name: str) -> None:
        """Ask what is kept, then turn to one of it."""

        def work(workspace: Workspace, _progress: Progress) -> Known:
            return workspace.recipes(), workspace.packs()

        def show(known: Known) -> None:
            self.recipes, self.packs = known
            self._fill_start(kind, name)
            self.listed.emit()

        self.question(KNOWN, work, show)

    def _fill_start(self, kind: str, name: str) -> None:
        self.start.clear()
        self.start.addItem(_("What is on screen"), (SCREEN, ""))
        for recipe in self.recipes:
            self.start.addItem(icons.icon("report"), recipe.name, (KEPT, recipe.name))
        for pack in self.packs:
            self.start.addItem(
                icons.icon("lock"),
                _("{name}, closed", name=called_by_dates(pack.name, pack.facts.range)),
                (CLOSED, pack.name),
            )
        found = [at for at in range(self.start.count()) if tuple(self.start.itemData(at)) == (kind, name)]
        self.start.setCurrentIndex(found[0] if found else 0)
        if self.pack is not None:
            self._show_closed(self.pack)
        elif self.form.closed:  # it was taken away
            self._begin()
        self._settle()

    @property
    def begun(self) -> tuple[str, str]:
        """From what the report starts: its kind and its name."""
        data = self.start.currentData()
        return (str(data[0]), str(data[1])) if data else (SCREEN, "")

    @property
    def pack(self) -> Pack | None:
        """The closed period that is looked at."""
        kind, name = self.begun
        return next((one for one in self.packs if kind == CLOSED and one.name == name), None)

    def _on_screen(self) -> Recipe:
        board, query = self.desk.board, self.desk.query
        if not query.metrics and board is not None and board.chosen:
            query = query.with_(metrics=board.on_cards)
        return Recipe(query=query.with_(selection=None, together=()), language=i18n.language())

    def _begin(self) -> None:
        kind, name = self.begun
        pack, recipe = self.pack, next((one for one in self.recipes if one.name == name), None)
        if pack is not None:
            self._show_closed(pack)
        elif kind == KEPT and recipe is not None:
            self.form.show_recipe(recipe)
        else:
            self.form.show_recipe(self._on_screen())
        self.name.setText(name)
        self._show_splits()
        self.ask()

    def _show_closed(self, pack: Pack) -> None:
        """What was closed is what it is: only what is shown of it can be chosen."""
        language = str(self.form.language.currentData())
        self.form.show_recipe(replace(pack.facts.recipe, language=language), closed=True)

    def _show_splits(self) -> None:
        board = self.desk.board
        split = board.breakdown if board else None
        self.form.show_splits([name for name, _title in split.choices] if split else [], self.form.query.split)

    def _settle(self) -> None:
        """Which buttons can be used."""
        kind = self.begun[0]
        writable = self.desk.info is not None and not self.desk.info.read_only
        self.keep.setEnabled(writable and bool(self.name.text().strip()) and kind != CLOSED)
        self.drop.setEnabled(writable and kind != SCREEN)
        self.name.setEnabled(kind != CLOSED)
        period = self.facts.range if self.facts is not None else None
        known = {pack.name for pack in self.packs}
        closed = kind == CLOSED or (period is not None and period_name(period) in known)
        self.close_period.setEnabled(writable and period is not None and not closed)
        set_plain_tooltip(self.close_period, _about_closing(period, closed=closed))
        self.export.setEnabled(self.document is not None)

    # The pages

    def ask(self) -> None:
        """Make the pages of what is chosen; an older wish is stopped."""
        self._pause.stop()
        self._running = False
        self.error.clear()
        self.busy.start()
        recipe, pack = self.form.recipe, self.pack
        if pack is not None:
            recipe = self.form.formed(pack.facts.recipe)

        def work(workspace: Workspace, progress: Progress) -> Made:
            facts = workspace.report(recipe, progress) if pack is None else replace(pack.facts, recipe=recipe)
            progress.check()
            return facts, compose(facts)

        self.question(PAGES, work, self._show, self._failed)

    def _show(self, made: Made) -> None:
        self.facts, self.document = made
        self.busy.stop()
        self.view.show_pages(Pages(self.document))
        self._settle()
        self.note.set_text("")
        pack = self.pack
        if pack is not None:  # would the data say otherwise now?
            told = lambda since: self.note.set_text(pack_text(pack, since))  # noqa: E731
            self.question(SINCE, lambda workspace, progress: workspace.since(pack, progress), told)
        self.shown.emit()

    def _turned(self, at: int, count: int) -> None:
        self.page.set_text(_("Page {n} of {count}", n=number(at + 1), count=number(count)))

    def _failed(self, error: CXDeskError) -> None:
        self.busy.stop()
        self.document = None
        self._settle()
        self.error.show_error(error, _("Close"))

    # What the person does

    def keep_recipe(self) -> None:
        """Keep what is chosen under the name."""
        name = self.name.text().strip()
        if not name or not self.keep.isEnabled():
            return
        recipe = replace(self.form.recipe, name=name)

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            done = workspace.keep_recipe(recipe)
            return (lambda other: other.put_back(done)), done.changes

        what = Phrase(N_("report {name}"), (("name", name),))
        self.decision(what, KEEPING, deed, lambda: self._kept(KEPT, name, _("Kept: {name}", name=name)), self._not_kept)

    def close_now(self, anyway: bool = False) -> None:
        """Close the period that is looked at: its report stays as it is, whatever is imported later."""
        if self.facts is None or self.facts.range is None:
            return
        name, recipe = period_name(self.facts.range), self.form.recipe

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            _pack, done = workspace.close_period(name, recipe, anyway)
            return (lambda other: other.put_back(done)), done.changes

        called = called_by_dates(name, self.facts.range)
        what = Phrase(N_("closing of {name}"), (("name", called),))
        then = lambda: self._kept(CLOSED, name, _("Closed: {name}", name=called))  # noqa: E731
        self.decision(what, KEEPING, deed, then, self._not_kept)

    def remove(self) -> None:
        """Take the kept report or the closed period away."""
        kind, name = self.begun
        if kind == SCREEN or not self.drop.isEnabled():
            return
        type_ = PACKS if kind == CLOSED else REPORTS

        def deed(workspace: Workspace) -> tuple[Deed, Changes]:
            done = workspace.remove_named(type_, name)
            return (lambda other: other.put_back(done)), done.changes

        called = called_by_dates(name, self.pack.facts.range if self.pack is not None else None)
        what = Phrase(N_("removal of {name}"), (("name", called),))
        self.decision(what, KEEPING, deed, lambda: self._kept(SCREEN, "", _("Taken away: {name}", name=called)),
                      self._not_kept)  # fmt: skip

    def _kept(self, kind: str, name: str, told: str) -> None:
        self.note.set_text(told)
        self._list(kind, name)

    def _not_kept(self, error: CXDeskError) -> None:
        self._running = error.code == STILL_RUNNING
        self.error.show_error(error, _("Close it anyway") if self._running else _("Close"))

    def _answer_error(self) -> None:
        running, self._running = self._running, False
        self.error.clear()
        if running:
            self.close_now(anyway=True)

    def choose_file(self) -> None:
        """Ask where to write the report, and write it."""
        if self.facts is None or self.document is None:
            return
        path = files.report(self, self._window.profile.folder, self.document.name, self.pack is not None)
        if path is not None:
            self._window.profile.folder = str(path.parent)
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the report; what had the name is replaced once the new file is whole."""
        facts, document, pack = self.facts, self.document, self.pack
        if facts is None or document is None:
            return
        whole = pdf(document) if path.suffix.lower() == ".pdf" else None  # painted where Qt's objects live

        def work(_progress: Progress) -> Path:
            if path.suffix == SUFFIX and pack is not None:
                put(path, pack.text.encode())
            else:
                put(path, whole if whole is not None else contents(checked_suffix(path), facts))
            return path

        self.desk.jobs.write(WRITING, work, self.while_open(self._written), self.told(self._not_kept))

    def _written(self, path: Path) -> None:
        self._file = path
        self.note.set_text(_("Written: {file}", file=path.name))
        self.folder.show()
        self.written.emit(path)


def _about_closing(period: Period | None, *, closed: bool) -> str:
    """What keeping a period does, or why it cannot be done now."""
    if closed:
        return _("This period is closed already.")
    if period is None:
        return _("Choose a period first: all dates have no end that could be kept.")
    return _("Its numbers and comments stay as they are now, whatever is imported later.")


def called_by_dates(name: str, period: Period | None) -> str:
    """What a person reads for a name: that of a period in words, one that somebody gave as it is."""
    if period is None or name != period_name(period):
        return name
    unit = period.grain()
    return unit_text(period, unit) if unit is not None else in_full(period)


def period_name(period: Period) -> str:
    """What a closed period is called: 2026-10, 2026-Q3, 2026, or both days."""
    unit, first = period.grain(), period.start
    if unit is Grain.MONTH:
        return f"{first:%Y-%m}"
    if unit is Grain.QUARTER:
        return f"{first.year}-Q{(first.month + 2) // 3}"
    if unit is Grain.YEAR:
        return str(first.year)
    return f"{first.isoformat()}..{period.last.isoformat()}"
