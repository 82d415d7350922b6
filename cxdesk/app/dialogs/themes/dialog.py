"""Themes and their words in each language, with the comments that they find while one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import icons, theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.docks import deciding
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.errors import BadQuestion, CXDeskError
from cxdesk.domain.themes import ANY, AXIS_TITLES, LANGUAGES, Axis, Rules, Theme
from cxdesk.system.i18n import LANGUAGES as LANGUAGE_NAMES
from cxdesk.system.i18n import _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.theming import Rethought, Trial
    from cxdesk.workspace.workspace import Workspace

SIZE, LIST = QSize(1040, 660), 260
LISTING, TRIAL = "themes of the editor", "trial of a theme"
TYPED = 250  # milliseconds without a key before the words are tried
AXES = (Axis.THEME, Axis.PAIN)
SPOKEN = (*LANGUAGES, ANY)


class ThemesDialog(AskingDialog):
    """The list at the left; words of the chosen theme and what they find at the right. `tried` after every trial."""

    tried = Signal()
    listed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None, first: Theme | None = None) -> None:
        super().__init__(desk, parent)
        self.setWindowTitle(_("Themes"))
        self.themes: list[Theme] = []
        self.chosen: Theme | None = None
        self._first, self._filling = first, False
        self.axis = Segmented([(axis.value, AXIS_TITLES[axis]) for axis in AXES])
        self.model, self.found = TextsModel(self), TextsModel(self)
        self.list, self.hits = TextTable(self.model, stretch=0), TextTable(self.found, stretch=1)
        self.title = QLineEdit()
        self.words = {language: QPlainTextEdit() for language in SPOKEN}
        self.excluded = QPlainTextEdit()
        self.counts = {language: plain_label(role="caption", tone="text3") for language in SPOKEN}
        self.count, self.error = plain_label(role="small"), ErrorStrip(self)
        self.new, self.remove = QPushButton(_("New theme")), QPushButton(_("Remove"))
        self.suggest = QPushButton(_("Suggest words…"))
        self.save, self.close_button = QPushButton(_("Save")), QPushButton(_("Close"))
        self._pause = QTimer(self)
        self._build()
        self._connect()
        self.resize(framing.fitting(SIZE, parent))
        self.axis.choose(first.axis if first is not None else Axis.THEME)
        self.ask()

    def _build(self) -> None:
        now = theme.current()
        for button, icon in ((self.new, "plus"), (self.remove, "trash"), (self.suggest, "compare")):
            icons.put(button, icon)
            button.setAutoDefault(False)
        self.save.setProperty("primary", True)
        self.count.setProperty("strong", True)
        for table in (self.list, self.hits):
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            table.horizontalHeader().hide()
        self.list.setAccessibleName(_("Themes"))
        self.hits.setAccessibleName(_("Comments that these words find"))
        self.title.setMaxLength(120)
        self.title.setAccessibleName(_("Name"))
        self.title.setPlaceholderText(_("Name of the theme"))
        both = QHBoxLayout()
        both.setSpacing(now.px(16))
        both.addWidget(self._listing())
        both.addWidget(self._editor(), 1)
        told = _(
            'One word or phrase per line; every form counts. deliver* is all that begins so, "Air" in quotes just so.'
        )
        self.error.hide()
        foot = framing.foot(self, self.count, (self.close_button, self.save))
        words = framing.heading(_("Themes and their words"), told)
        framing.frame(self, words, (self.error, both), foot, self.axis)

    def _listing(self) -> QWidget:
        now, made = theme.current(), QWidget()
        made.setMaximumWidth(now.px(LIST))
        made.setMinimumWidth(now.px(200))
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(framing.boxed(self.list), 1)
        buttons = QHBoxLayout()
        for button in (self.new, self.remove):
            buttons.addWidget(button)
        column.addLayout(buttons)
        column.addWidget(self.suggest)
        return made

    def _editor(self) -> QWidget:
        now, made = theme.current(), QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.px(8))
        column.addWidget(self.title)
        grid = QGridLayout()
        grid.setSpacing(now.px(6))
        for at, language in enumerate(SPOKEN):
            head = QHBoxLayout()
            head.addWidget(_head(LANGUAGE_NAMES.get(language) or _("Any language")), 1)
            head.addWidget(self.counts[language], 0, Qt.AlignmentFlag.AlignBottom)
            grid.addLayout(head, 0, at)
            self._dress(self.words[language], LANGUAGE_NAMES.get(language) or _("Any language"))
            grid.addWidget(self.words[language], 1, at)
        grid.addWidget(_head(_("Not where one of these occurs")), 0, len(SPOKEN))
        self._dress(self.excluded, _("Not where one of these occurs"))
        grid.addWidget(self.excluded, 1, len(SPOKEN))
        for at in range(len(SPOKEN) + 1):
            grid.setColumnStretch(at, 1)
        column.addLayout(grid, 2)
        column.addWidget(framing.boxed(self.hits), 3)
        return made

    def _dress(self, box: QPlainTextEdit, name: str) -> None:
        box.setTabChangesFocus(True)
        box.setAccessibleName(name)
        box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPED)
        self._pause.timeout.connect(self.try_words)
        for box in (*self.words.values(), self.excluded):
            box.textChanged.connect(self._typed)
        self.title.textChanged.connect(self._typed)
        self.list.selectionModel().currentChanged.connect(lambda index, _before: self._choose(index))
        self.axis.chosen.connect(lambda _axis: self.ask())
        self.new.clicked.connect(lambda: self.edit(Theme(self.axis.value or Axis.THEME, "")))
        self.remove.clicked.connect(self._remove)
        self.save.clicked.connect(self.keep)
        self.close_button.clicked.connect(self.reject)
        self.suggest.clicked.connect(self._suggest)
        self.error.acted.connect(self.error.hide)

    # Asking

    def ask(self, keep: int = 0) -> None:
        """The list of themes; `keep` is the id of the one that shall be chosen."""
        axis = self.axis.value or Axis.THEME

        def work(workspace: Workspace, _progress: Progress) -> tuple[Theme, ...]:
            return workspace.themes(axis)

        self.question(LISTING, work, lambda found: self._show(found, keep))

    def _show(self, found: Sequence[Theme], keep: int) -> None:
        self.themes = list(found)
        self._filling = True
        self.model.show_table([_("Theme")], [[one.shown] for one in self.themes])
        self._filling = False
        first, self._first = self._first, None
        at = next((at for at, one in enumerate(self.themes) if one.id == keep), 0)
        if first is not None:
            self.edit(first)
        elif self.themes:
            self.list.setCurrentIndex(self.model.index(at, 0))
            self.edit(self.themes[at])
        self.listed.emit()

    def _choose(self, index: QModelIndex) -> None:
        if not self._filling and 0 <= index.row() < len(self.themes):
            self.edit(self.themes[index.row()])

    def edit(self, chosen: Theme) -> None:
        """Show a theme's name and words."""
        self._filling = True
        self.chosen = chosen
        self.title.setText(chosen.shown if chosen.title else "")
        for language, box in self.words.items():
            box.setPlainText("\n".join(chosen.rules.words.get(language, ())))
        excluded = [word for words in chosen.rules.excluded.values() for word in words]
        self.excluded.setPlainText("\n".join(excluded))
        self._filling = False
        self.remove.setEnabled(bool(chosen.id) and self._writable)
        self.error.hide()
        if not chosen.title:
            self.list.clearSelection()
            self.title.setFocus()
        self.try_words()

    @property
    def _writable(self) -> bool:
        return self.desk.info is not None and not self.desk.info.read_only

    def _typed(self) -> None:
        if not self._filling:
            self._pause.start()

    def edited(self) -> Theme:
        """The theme as it stands in the window. BadQuestion for a line that holds no word."""
        base = self.chosen or Theme(self.axis.value or Axis.THEME, "")
        words = {language: _lines(box) for language, box in self.words.items()}
        known = {word: language for language, words in base.rules.excluded.items() for word in words}
        excluded: dict[str, list[str]] = {}
        for word in _lines(self.excluded):
            excluded.setdefault(known.get(word, ANY), []).append(word)
        rules = Rules.of_json({"words": words, "excluded": excluded})
        title = self.title.text().strip()
        return replace(base, title=base.title if title == base.shown and base.title else title, rules=rules)

    def try_words(self) -> None:
        """What the words find, while they are typed; nothing is kept."""
        self._pause.stop()
        try:
            rules = self.edited().rules
        except BadQuestion as error:
            self.count.setText(str(error))
            self.save.setEnabled(False)
            return
        self.save.setEnabled(bool(self.title.text().strip()) and self._writable)

        def work(workspace: Workspace, _progress: Progress) -> Trial:
            return workspace.try_rules(rules)

        self.question(TRIAL, work, self._show_trial)

    def _show_trial(self, found: Trial) -> None:
        said = ngettext("{n} comment holds these words", "{n} comments hold these words", found.count)
        self.count.setText(said if any(_lines(box) for box in self.words.values()) else _("No words yet"))
        for language, label in self.counts.items():
            label.setText(number(found.languages.get(language, 0)) if _lines(self.words[language]) else "")
        rows = []
        for row, spans in zip(found.rows, found.spans, strict=True):
            why = ", ".join(dict.fromkeys(row.text[start : start + length].lower() for start, length in spans))
            rows.append([why, " ".join(row.text.split())])
        self.found.show_table([_("Words"), _("Comment")], rows)
        self.tried.emit()

    # Keeping

    def keep(self) -> None:
        """Keep the theme with its words; one step that can be taken back."""

        def kept(done: Rethought) -> None:
            self.ask(done.themes[0].id)

        self.save.setEnabled(False)
        deciding.keep_themes(self.desk, [self.edited()], self.while_open(kept), self.told(self._fail))

    def _fail(self, error: CXDeskError) -> None:
        self.error.show_error(error, _("Close"))
        self.error.show()
        self.save.setEnabled(True)

    def _remove(self) -> None:
        if self.chosen is not None and self.chosen.id:
            gone = self.while_open(lambda _done: self.ask())
            deciding.remove_themes(self.desk, [self.chosen.id], gone, self.told(self._fail))

    def _suggest(self) -> None:
        """Words that set the unhappy apart, in a window of their own."""
        self.accept()
        self.desk.wanted.emit("suggest_words")


def _head(text: str) -> QLabel:
    """The head of a box: in two lines where one has no room, and down at the box."""
    made = plain_label(text, "small", "text2", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    return made


def _lines(box: QPlainTextEdit) -> list[str]:
    return [line.strip() for line in box.toPlainText().splitlines() if line.strip()]
