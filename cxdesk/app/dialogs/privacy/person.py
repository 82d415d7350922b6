"""One person: what is held on them, written for them to read, or erased for good, from the backups too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from cxdesk.app import icons, theme
from cxdesk.app.dialogs import files
from cxdesk.app.dialogs.framing import boxed
from cxdesk.app.dialogs.privacy.page import Page, beside
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.domain.identifying import is_identifying
from cxdesk.domain.period_words import unit_text
from cxdesk.domain.periods import Grain
from cxdesk.domain.query import Query
from cxdesk.system.i18n import _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.app.dialogs.asking import AskingDialog
    from cxdesk.domain.changes import Changes
    from cxdesk.domain.erased import Person, Reach
    from cxdesk.domain.restatement import Moved
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.access import Held
    from cxdesk.workspace.erasing import ErasureReport, Holding
    from cxdesk.workspace.workspace import Workspace

MOST_MOVED = 200
LOOKING, WRITING = "privacy.looking", "privacy.writing"


class PersonPage(Page):
    """Look for a person first; nothing is offered before it was seen what that touches."""

    def __init__(self, dialog: AskingDialog) -> None:
        super().__init__(dialog)
        self.person: Person | None = None
        self.holding: list[Holding] = []
        self.line, self.look = QLineEdit(dialog.desk.customer), QPushButton(_("Look"))
        self.known, self.shown, self.empty = QListWidget(), QStackedWidget(), EmptyState("person")
        self.model = TextsModel(self)
        self.reach = TextTable(self.model, stretch=0)
        self.access, self.erase = QPushButton(_("Write all that is held…")), QPushButton(_("Erase for good…"))
        self.rewrite, self.delete = QPushButton(_("Take out of the backups")), QPushButton(_("Delete these backups…"))
        self._build()
        self._connect()
        self._show(None, None)
        if self.line.text():
            self.look_for()

    def _build(self) -> None:
        now = theme.current()
        self.line.setPlaceholderText(_("Id, e-mail or name; or any text that names them"))
        self.line.setAccessibleName(_("Whom to look for"))
        icons.put(self.access, "export")
        icons.put(self.erase, "trash", "bad")
        self.erase.setProperty("danger", True)
        self.known.setAccessibleName(_("Known by"))
        self.known.setFrameShape(QListWidget.Shape.NoFrame)
        self.known.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reach.setAccessibleName(_("What erasing would touch"))
        self.known.setViewportMargins(*[now.px(step) for step in (8, 6, 8, 6)])
        search, both = beside(self.line, self.look), QWidget()
        middle = QHBoxLayout(both)
        middle.setContentsMargins(0, 0, 0, 0)
        search.setStretch(0, 1)
        search.setStretch(2, 0)
        middle.setSpacing(now.px(10))
        self._known_box = boxed(self.known)
        middle.addWidget(self._known_box, 2)
        middle.addWidget(boxed(self.reach), 3)
        self.column.addLayout(search)
        for part in (both, boxed(self.empty)):
            self.shown.addWidget(part)
        self.column.addWidget(self.shown, 1)
        self.column.addWidget(self.note)
        self.column.addLayout(beside(self.access, self.erase, self.rewrite, self.delete))
        self.finish()

    def _connect(self) -> None:
        self.look.clicked.connect(self.look_for)
        self.line.returnPressed.connect(self.look_for)
        self.known.itemChanged.connect(lambda _item: self._count())
        self.access.clicked.connect(self._write_held)
        self.erase.clicked.connect(self._ask_erase)
        self.rewrite.clicked.connect(lambda: self._clear_backups(delete=False))
        self.delete.clicked.connect(self._ask_delete)

    # Looking

    def look_for(self) -> None:
        """Who is meant, and what erasing them would touch."""
        text = self.line.text().strip()
        if not text:
            return

        def work(workspace: Workspace, progress: Progress) -> tuple[Person, Reach]:
            person = workspace.person(text)
            return person, workspace.reach(person, progress)

        self.begin()
        self.ask(LOOKING, work, lambda found: self._found(*found))

    def _found(self, person: Person, reach: Reach) -> None:
        self.person, self.holding = person, []
        self.known.blockSignals(True)
        self.known.clear()
        for text in (*person.references, *person.texts):
            item = QListWidgetItem(text)
            if text in person.texts:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked)
            self.known.addItem(item)
        self.known.blockSignals(False)
        self._show(person, reach)
        self.say("")

    @property
    def wanted(self) -> Person | None:
        """The person, with the texts that are ticked."""
        if self.person is None:
            return None
        items = [self.known.item(at) for at in range(self.known.count())]
        off = {item.text() for item in items if _can_be_ticked(item) and item.checkState() is not Qt.CheckState.Checked}
        return replace(self.person, texts=tuple(text for text in self.person.texts if text not in off))

    def _count(self) -> None:
        """Other texts are ticked: what does that touch?"""
        person = self.wanted
        if person is not None:
            self.begin()
            self.ask(LOOKING, lambda workspace, progress: workspace.reach(person, progress), self._counted)

    def _counted(self, reach: Reach) -> None:
        self._show(self.wanted, reach)
        self.say("")

    def _show(self, person: Person | None, reach: Reach | None) -> None:
        from cxdesk.workspace.erasing_words import lines

        rows = lines(reach) if reach is not None else []
        self.model.numbers = ()
        self.model.show_table([_("What erasing would touch"), ""], [list(row) for row in rows])
        here = person is not None and reach is not None and reach.total > 0
        self.access.setEnabled(here)
        self.erase.setEnabled(here and self.writable)
        for button in (self.rewrite, self.delete):
            button.setVisible(bool(self.holding))
        self._known_box.setVisible(here)
        self.shown.setCurrentIndex(0 if here else 1)
        self.empty.show_text(*_nobody(person))
        self.tell(self._noted(person, reach))

    def _noted(self, person: Person | None, reach: Reach | None) -> str:
        if person is None or reach is None or not reach.total:
            return ""
        said = [_("The numbers shown will be others. There is no undo, and later imports leave the person out.")]
        said += [
            _("{text} is too short, or names others too: it is not looked for.", text=text) for text in person.shared
        ]
        return " ".join(said)

    # Writing what is held

    def _write_held(self) -> None:
        person = self.wanted
        path = files.held(self, "") if person is not None else None
        if person is not None and path is not None:
            self.write_held(person, path)

    def write_held(self, person: Person, path: Path) -> None:
        """Write everything that is held on the person."""

        def work(workspace: Workspace, progress: Progress) -> Held:
            from cxdesk.reports.tables_file import write_tables

            held = workspace.held_on(person, progress)
            write_tables(path, held.tables, held.told)
            return held

        def done(held: Held) -> None:
            rows = ngettext("{n} row", "{n} rows", held.total)
            self.say(_("{file}: {rows}.", file=path.name, rows=rows))

        self.begin()
        self.ask(WRITING, work, done)

    # Erasing

    def _ask_erase(self) -> None:
        person = self.wanted
        if person is not None:
            text = _("Erase {customer} for good? There is no undo.", customer=person.called)
            self.confirm(text, _("Erase for good"), self._erase)

    def _erase(self) -> None:
        person = self.wanted
        if person is None:
            return

        def work(workspace: Workspace, progress: Progress) -> tuple[tuple[ErasureReport, list[Holding]], Changes]:
            done, changes = workspace.erase(person, progress)
            return (done, [one for one in workspace.backups_naming(person, progress) if one.holds]), changes

        self.begin()
        self._forget()
        self.change(WRITING, work, lambda found: self._erased(*found))

    def _forget(self) -> None:
        """Whatever this window remembers of what was asked and done may name the person."""
        desk = self.desk
        desk.decided.clear()
        desk.history.clear()
        desk.customer = ""
        kept = tuple(one for one in desk.query.filters if not is_identifying(one.field))
        desk.ask(Query(desk.query.metrics, desk.query.range, desk.query.grain, kept))

    def _erased(self, done: ErasureReport, holding: list[Holding]) -> None:
        self.person, self.holding = None, holding
        self.line.clear()
        self.known.clear()
        self._show(None, None)
        self._show_moved(done.moved)
        self.say(_erased_words(done, len(holding)))
        self.ask(LOOKING, lambda workspace, _progress: workspace.finish_erasing(), lambda _clean: None)

    def _show_moved(self, moved: Sequence[Moved]) -> None:
        """What became of the numbers on the cards, the newest months first."""
        board = self.desk.board
        titles = {(card.metric, card.measure): card.title for card in board.cards} if board is not None else {}
        mine = [one for one in moved if (one.metric, one.measure) in titles]
        mine.sort(key=lambda one: one.month.start, reverse=True)
        rows = [[_(titles[one.metric, one.measure]), unit_text(one.month, Grain.MONTH), *_values(one)] for one in mine]
        seen = [row for row in rows if row[-2] != row[-1]]  # what rounding hides did not move for who looks
        self.model.numbers = (2, 3)
        self.model.show_table([_("Number"), _("Month"), _("Before"), _("Now")], seen[:MOST_MOVED])
        self.shown.setCurrentIndex(0 if seen else 1)

    # Backups

    def _ask_delete(self) -> None:
        text = ngettext("Delete {n} backup for good?", "Delete {n} backups for good?", len(self.holding))
        self.confirm(text, _("Delete"), lambda: self._clear_backups(delete=True))

    def _clear_backups(self, delete: bool) -> None:
        paths = [one.path for one in self.holding]

        def work(workspace: Workspace, progress: Progress) -> list[Holding]:
            workspace.clear_backups(paths, delete, progress)
            return [one for one in workspace.backups_naming(None, progress) if one.holds]

        def done(left: list[Holding]) -> None:
            self.holding = left
            self._show(None, None)
            self.say(
                ngettext(
                    "{n} backup no longer holds anybody who was erased.",
                    "{n} backups no longer hold anybody who was erased.",
                    len(paths) - len(left),
                )
            )

        self.begin()
        self.ask(WRITING, work, done)


def _nobody(person: Person | None) -> tuple[str, str]:
    """What stands where there is nobody to be shown."""
    if person is None:
        return _("Look for a person first"), _("Nothing is changed by looking.")
    return _("Nothing here names {customer}.", customer=person.called), _("Try another id, e-mail or spelling.")


def _values(one: Moved) -> list[str]:
    values = [figure.value if figure else None for figure in (one.before, one.after)]
    return ["–" if value is None else number(value, max(one.decimals, 1)) for value in values]


def _can_be_ticked(item: QListWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsUserCheckable)


def _erased_words(done: ErasureReport, backups: int) -> str:
    from cxdesk.workspace.erasing_words import logged

    said = [logged(done.erasure)]
    said.append(ngettext("{n} past value moved.", "{n} past values moved.", len(done.moved)))
    if backups:
        said.append(ngettext("{n} backup still holds the person.", "{n} backups still hold the person.", backups))
    said.append(_("Files that were exported, and copies that the system or a cloud made, are out of reach."))
    return " ".join(said)
