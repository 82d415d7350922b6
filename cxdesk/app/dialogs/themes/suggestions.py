"""Words that the unhappy write and the happy do not, how sure that is, and a theme made of them with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QStackedWidget, QWidget

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.kinds import ROLE_TITLES, Role
from cxdesk.domain.themes import ANY, LANGUAGES, Axis, Rules, Theme
from cxdesk.system.i18n import _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.theming import Suggested, Suggestions
    from cxdesk.workspace.workspace import Workspace

SIZE = QSize(820, 600)
ASKING = "suggested words"
LEAST_P = 0.001


class SuggestionsDialog(AskingDialog):
    """The most telling word first. `shown` when the answer is there."""

    shown = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setWindowTitle(_("Words that set the unhappy apart"))
        self.found: Suggestions | None = None
        self.model = TextsModel(self, (2, 3, 4, 5))
        self.table, self.empty, self.stack = TextTable(self.model, stretch=6), EmptyState("compare"), QStackedWidget()
        self.about = plain_label("", "small", "text2", wrap=True)
        self.note = plain_label("", "caption", "text3", wrap=True)
        self.make, self.close_button = QPushButton(_("Make a theme of it…")), QPushButton(_("Close"))
        self._build()
        self.resize(framing.fitting(SIZE, parent))
        self.ask()

    def _build(self) -> None:
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setAccessibleName(self.windowTitle())
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._able())
        self.table.doubleClicked.connect(lambda _index: self.make_theme())
        self.make.setProperty("primary", True)
        self.make.clicked.connect(self.make_theme)
        self.close_button.clicked.connect(self.reject)
        self.empty.show_text(_("Reading comments…"))
        self.stack.addWidget(framing.boxed(self.table))
        self.stack.addWidget(self.empty)
        self.stack.setCurrentWidget(self.empty)
        self.make.setEnabled(False)
        words = [plain_label(self.windowTitle(), "title"), self.about]
        foot = framing.foot(self, self.note, (self.close_button, self.make))
        framing.frame(self, words, (self.stack,), foot)

    def ask(self) -> None:
        """Compare the comments of the unhappy and the happy whom the desk's filters leave."""
        query = self.desk.query

        def work(workspace: Workspace, progress: Progress) -> Suggestions:
            return workspace.suggest_words(query, progress)

        self.question(ASKING, work, self._show, self._fail)

    def _fail(self, error: CXDeskError) -> None:
        self.empty.show_text(error.message, error.remedy or "")
        self.shown.emit()

    def _show(self, found: Suggestions) -> None:
        self.found = found
        one = ngettext("{n} comment", "{n} comments", found.unhappy)
        other = ngettext("{n} comment", "{n} comments", found.happy)
        role = _(ROLE_TITLES[Role(found.role)]) if found.role in list(Role) else found.role
        self.about.setText(
            _("{one} of the unhappy against {other} of the happy: {role}", one=one, other=other, role=role)
        )
        self.note.setText(
            _("p is the probability of so large a difference by chance alone, adjusted for all words looked at (Holm).")
        )
        head = [_("Word"), _("Language"), _("Unhappy"), _("Happy"), _("Times as often"), "p", _("Theme")]
        self.model.show_table(head, [_cells(word) for word in found.words])
        if not found.words:
            self.empty.show_text(_("No word stands out"), _("The unhappy and the happy use the same words."))
        self.stack.setCurrentIndex(0 if found.words else 1)
        if found.words:
            self.table.selectRow(0)
            self.table.setFocus()
        self._able()
        self.shown.emit()

    def _able(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        writable = self.desk.info is not None and not self.desk.info.read_only
        self.make.setEnabled(bool(rows) and writable)

    def theme(self) -> Theme:
        """A theme of the words chosen, named after the first."""
        assert self.found is not None
        chosen = [self.found.words[index.row()].key for index in self.table.selectionModel().selectedRows()]
        words: dict[str, list[str]] = {}
        for key in chosen:
            words.setdefault(key.language if key.language in LANGUAGES else ANY, []).append(key.word)
        return Theme(Axis.THEME, chosen[0].word.capitalize(), Rules.of_json({"words": words}))

    def make_theme(self) -> None:
        """Go on in the window of themes, where its words are seen with what they find."""
        if not self.make.isEnabled():
            return
        from cxdesk.app.dialogs.themes.dialog import ThemesDialog

        made = self.theme()
        self.accept()
        ThemesDialog(self.desk, self.parentWidget(), made).open()


def _cells(one: Suggested) -> list[str]:
    key = one.key
    p = number(key.p, 3) if key.p >= LEAST_P else f"< {number(LEAST_P, 3)}"
    often = number(2**key.ratio, 1)
    held = one.theme.shown if one.theme else ""
    return [key.word, key.language.upper(), number(key.here), number(key.there), f"{often}×", p, held]
