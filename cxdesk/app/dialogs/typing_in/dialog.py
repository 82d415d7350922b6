"""The window in which costs and exchange rates are typed in: two sheets, one account, one button that says how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from cxdesk.app import icons
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.typing_in.page import Page
from cxdesk.app.dialogs.typing_in.side import MonthsSide, NeedsSide
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.system import i18n
from cxdesk.system.i18n import _, ngettext
from cxdesk.workspace.typed.keeping import Edit, Saved
from cxdesk.workspace.typed.sheets import COSTS, RATES, Sheet

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.typed.effects import Desk as Known
    from cxdesk.workspace.workspace import Workspace

SIZE = QSize(1240, 700)
LOOKING, SAVING = "typed lines", "typing"
COST, RATE = COSTS.kind.name, RATES.kind.name


class TypingDialog(AskingDialog):
    """Shows what was typed in before as soon as it is made. Nothing is kept before the person saves."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, shown: str = COST) -> None:
        super().__init__(desk, parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.title = plain_label(role="title")
        self.about = plain_label(role="small", tone="text2", wrap=True)
        self.choice = Segmented(((COST, ""), (RATE, "")), self)
        self.pages = {
            COST: Page(COSTS, MonthsSide(self), "number", self),
            RATE: Page(RATES, NeedsSide(self), "currency", self),
        }
        self.stack = QStackedWidget()
        self.error = ErrorStrip(self)
        self.note = ElidedLabel(role="small", tone="text2")
        self.take_back, self.waiting = QPushButton(), QPushButton()
        self.leave, self.save = QPushButton(), QPushButton()
        self._saved: list[int] = []  # the batches that the last save made
        self._saying = ""
        self._asked = False  # whether the person was told that lines are not saved
        self._build()
        self._connect()
        self.choice.choose(shown)
        self.retranslate()
        self._turn(shown)
        self.resize(framing.fitting(SIZE, parent))
        self.look()

    # How it is made

    def _build(self) -> None:
        for page in self.pages.values():
            self.stack.addWidget(page)
        buttons = (self.take_back, self.waiting, self.leave, self.save)
        foot = framing.foot(self, self.note, buttons)
        framing.frame(self, (self.title, self.about), (self.error, self.stack), foot, self.choice, gap=12)
        self.take_back.setProperty("link", True)
        self.waiting.setProperty("link", True)
        self.waiting.setProperty("warn", True)
        self.save.setProperty("primary", True)
        icons.put(self.take_back, "undo", "accent", 14)
        icons.put(self.waiting, "warning", "warn", 12)

    def _connect(self) -> None:
        self.choice.chosen.connect(self._turn)
        self.save.clicked.connect(self.keep)
        self.leave.clicked.connect(self.reject)
        self.waiting.clicked.connect(self.seek_fault)
        self.take_back.clicked.connect(self.undo)
        self.error.acted.connect(self._discard)
        QShortcut(QKeySequence.StandardKey.Save, self, self.keep)
        QShortcut(QKeySequence("Ctrl+Tab"), self, self._other)
        for page in self.pages.values():
            page.edited.connect(self._edited)
        deaf = i18n.on_change(self.retranslate)
        for over in (self.finished, self.destroyed):
            over.connect(lambda *_what: deaf())

    def retranslate(self) -> None:
        """Every text in the language in force; the lines stay as they are."""
        self.setWindowTitle(_("Costs and exchange rates"))
        self.choice.rename([_("Costs"), _("Exchange rates")])
        self.pages[COST].empty.show_text(
            _("No costs typed in yet"),
            _("What it costs to win, keep and serve customers turns their numbers into money."),
            _("Type in the first line"),
        )
        self.pages[RATE].empty.show_text(
            _("No exchange rates typed in yet"),
            _("With a rate, amounts in other currencies are converted and count."),
            _("Type in the first line"),
        )
        self.take_back.setText(_("Take it back"))
        for page in self.pages.values():
            page.retranslate()
        self._turn(self.choice.value or COST)

    # What there is

    def look(self) -> None:
        """Ask for what was typed in and for what stands beside it. Until it is there nothing can be typed: it would be
        replaced by what comes.
        """
        self.stack.setEnabled(False)

        def work(workspace: Workspace, _progress: Progress) -> Known:
            from cxdesk.workspace.typed.effects import desk_of

            return desk_of(workspace)

        self.question(LOOKING, work, self._show_known, self._failed)

    def _show_known(self, known: Known) -> None:
        costs, rates = self.pages[COST], self.pages[RATE]
        assert isinstance(costs.side, MonthsSide)
        assert isinstance(rates.side, NeedsSide)
        costs.model.currency = known.currency
        costs.side.files, costs.side.read_by = known.files, known.read_by
        rates.side.currency, rates.side.needs = known.currency, known.needs
        costs.model.show_lines(known.costs)
        rates.model.show_lines(known.rates)
        self._asked = False
        self.stack.setEnabled(True)
        self._settle()
        page = self.page
        (page.view if page.model.rows else page.empty.button).setFocus()

    @property
    def page(self) -> Page:
        return self.pages[self.choice.value or COST]

    @property
    def edits(self) -> dict[str, Edit]:
        """What saving would do, by kind; nothing for sheets without a change."""
        edits = {kind: page.model.edit for kind, page in self.pages.items()}
        return {kind: edit for kind, edit in edits.items() if edit.put or edit.removed}

    def seek_fault(self) -> None:
        """To the first cell that is not taken, on whichever sheet."""
        for kind, page in self.pages.items():
            if page.model.first_fault() is not None:
                self._turn(kind)
                page.seek_fault()
                return

    # Saving, and taking it back

    def keep(self) -> None:
        """Save both sheets, each as one batch."""
        self.page.view.finish()  # the keys of saving do not leave the cell
        edits = self.edits
        if not self.save.isEnabled() or not edits:
            return
        self.save.setEnabled(False)
        self.stack.setEnabled(False)

        def work(workspace: Workspace, progress: Progress) -> tuple[list[Saved], Changes]:
            from cxdesk.workspace.typed.keeping import save_all

            return save_all(workspace, edits, progress)

        self.change(SAVING, work, self._kept, self._failed)

    def _kept(self, saved: list[Saved]) -> None:
        self._saved = [one.batch for one in saved if one.batch is not None]
        self._saying = _("Saved: {what}", what=_counted([(one.added, one.changed, one.removed) for one in saved]))
        self.error.clear()
        self.look()

    def undo(self) -> None:
        """Take back what the last save did."""
        batches, self._saved, self._saying = self._saved, [], _("Taken back.")
        self.take_back.setEnabled(False)
        self.stack.setEnabled(False)

        def work(workspace: Workspace, progress: Progress) -> tuple[None, Changes]:
            changes = Changes.of(workspace.state)
            for batch in reversed(batches):
                done = workspace.undo(batch, progress)[1]
                changes = Changes(changes.touched | done.touched, done.state)
            return None, changes

        self.change(SAVING, work, lambda _nothing: self.look(), self._failed)

    def _failed(self, error: CXDeskError) -> None:
        self._asked = False
        self.stack.setEnabled(True)
        self.error.show_error(error)
        self._settle()

    def reject(self) -> None:
        """Close; where lines are not saved say so first, and close when asked again."""
        if self.edits and not self._asked:
            self._asked = True
            self.error.show_text(
                _("Lines are not saved yet."), _("Close again to leave without them."), _("Leave without saving")
            )
            self.leave.setFocus()
            return
        super().reject()

    def _discard(self) -> None:
        if self._asked:
            super().reject()

    # What is shown

    def _turn(self, kind: str) -> None:
        self.choice.choose(kind)
        self.stack.setCurrentWidget(self.pages[kind])
        self.title.setText(_(_sheet(kind).kind.plural))
        self.about.setText(
            _("What you spend on customers, month by month. Numbers such as CAC and the CX return read it.")
            if kind == COST
            else _("What one unit of a currency is worth in another, from a day on until the next rate.")
        )
        self._settle()

    def _other(self) -> None:
        self._turn(RATE if self.choice.value == COST else COST)
        self.page.view.setFocus()

    def _edited(self) -> None:
        if self._asked:
            self._asked = False
            self.error.clear()
        if self.edits:
            self._saying, self._saved = "", []
        self._settle()

    def _settle(self) -> None:
        """The foot: what would be saved, what is in the way, what can be taken back."""
        edits = self.edits
        pages = [self.pages[kind] for kind in edits]
        faults = sum(bool(row.faults) for page in self.pages.values() for row in page.model.rows)
        counts = [page.model.counts for page in pages]
        lines = sum(map(sum, counts))
        self.note.set_text(_counted(counts) if lines else self._saying or _("Nothing is changed."))
        self.take_back.setVisible(bool(self._saved) and not lines)
        self.take_back.setEnabled(True)
        self.waiting.setVisible(bool(faults))
        self.waiting.setText(ngettext("{n} line to correct", "{n} lines to correct", faults))
        self.save.setText(ngettext("Save {n} line", "Save {n} lines", lines) if lines else _("Save"))
        info = self.desk.info
        self.save.setEnabled(bool(lines) and not faults and info is not None and not info.read_only)
        self.leave.setText(_("Cancel") if lines else _("Close"))


def _counted(counts: list[tuple[int, int, int]]) -> str:
    """2 lines added · 1 changed …, of both sheets together."""
    added, changed, removed = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
    parts = (
        (added, ngettext("{n} line added", "{n} lines added", added)),
        (changed, ngettext("{n} line changed", "{n} lines changed", changed)),
        (removed, ngettext("{n} line removed", "{n} lines removed", removed)),
    )
    return " · ".join(text for n, text in parts if n)


def _sheet(kind: str) -> Sheet:
    return COSTS if kind == COST else RATES
