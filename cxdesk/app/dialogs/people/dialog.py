"""The window in which a person decides which customers are one: pairs with their evidence, both records side by side,
one key per decision, and the way back.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from cxdesk.app import icons, theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.people.beside import Beside
from cxdesk.app.dialogs.people.entries import EntriesModel, Entry, EntryDelegate, ends, named
from cxdesk.app.dialogs.people.session import Session, Step
from cxdesk.app.widgets.busy_bar import BusyBar
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import ElidedLabel, plain_label, set_plain_tooltip
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.identity import Apart, Merge, Suggestion
from cxdesk.domain.settings import SAME_EMAIL, setting
from cxdesk.system import i18n
from cxdesk.system.i18n import _, ngettext, number

SIZE = QSize(1120, 660)
LIST = 380
OPEN, DONE = "open", "done"


class PeopleDialog(AskingDialog):
    """Nothing is merged by itself: every decision is the person's, one at a time or all that is sure together."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.session = Session(self)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.title = plain_label(role="title")
        self.about = plain_label(role="small", tone="text2", wrap=True)
        self.choice = Segmented(((OPEN, ""), (DONE, "")), self)
        self.busy = BusyBar(self)
        self.model, self.list = EntriesModel(self), QListView()
        self.beside = Beside(self)
        self.empty = EmptyState("people")
        self.always = QCheckBox(self)
        self.stack = QStackedWidget()
        self.error = ErrorStrip(self)
        self.note = ElidedLabel(role="small", tone="text2")
        self.take_back, self.all_sure = QPushButton(), QPushButton()
        self.leave, self.skip, self.differ, self.same = (QPushButton() for _each in range(4))
        self._swapped = False
        self._build()
        self._connect()
        self.choice.choose(OPEN)
        self.retranslate()
        self.resize(framing.fitting(SIZE, parent))
        self.busy.start()
        self.session.look()

    # How it is made

    def _build(self) -> None:
        now = theme.current()
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        listed = framing.boxed(self.list)
        listed.setMaximumWidth(now.px(LIST))
        both, row = QWidget(), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.px(8))
        row.addWidget(listed, 3)
        row.addWidget(self.beside, 4)
        both.setLayout(row)
        self.stack.addWidget(both)
        self.stack.addWidget(framing.boxed(self.empty))
        buttons = (self.take_back, self.all_sure, self.leave, self.skip, self.differ, self.same)
        foot = framing.foot(self, self.note, buttons)
        framing.frame(
            self, (self.title, self.about), (self.busy, self.error, self.always, self.stack), foot, self.choice
        )
        self.take_back.setProperty("link", True)
        self.all_sure.setProperty("link", True)
        self.same.setProperty("primary", True)
        icons.put(self.take_back, "undo", "accent", 14)

    def _connect(self) -> None:
        self.session.listed.connect(self._show)
        self.session.failed.connect(self._failed)
        self.session.read.connect(self.beside.show_records)
        self.choice.chosen.connect(lambda _value: self._turn())
        self.list.selectionModel().currentChanged.connect(lambda *_what: self._choose())
        self.beside.swapped.connect(self.swap)
        self.always.clicked.connect(self.rule)
        for button, act, keys in (
            (self.same, self.say_same, ("M",)),
            (self.differ, self.say_different, ("N",)),
            (self.skip, self.say_later, ("S",)),
            (self.take_back, self.undo, ("Ctrl+Z",)),
        ):
            button.clicked.connect(act)
            for key in keys:
                QShortcut(QKeySequence(key), self, act)
        for key in ("Return", "Enter"):  # in the list only: elsewhere they belong to what has the keyboard
            QShortcut(QKeySequence(key), self.list, self.say_same, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence("X"), self, self.swap)
        QShortcut(QKeySequence("Ctrl+Tab"), self, self._other)
        self.all_sure.clicked.connect(self.merge_sure)
        self.leave.clicked.connect(self.reject)
        deaf = i18n.on_change(self.retranslate)
        for over in (self.finished, self.destroyed):
            over.connect(lambda *_what: deaf())

    def retranslate(self) -> None:
        """Every text in the language in force."""
        self.setWindowTitle(_("Customers who may be one"))
        self.title.setText(_("Customers who may be one"))
        self.about.setText(
            _("Files know one customer by an id, an e-mail or a name. A merge touches no row and can be taken back.")
        )
        self.list.setAccessibleName(_("Customers who may be one"))
        self.take_back.setText(_("Take it back"))
        set_plain_tooltip(self.take_back, _("Take the last decision back (Ctrl+Z)"))
        self.leave.setText(_("Close"))
        self.skip.setText(_("Later"))
        set_plain_tooltip(self.skip, _("Decide later (S)"))
        same = setting(SAME_EMAIL)
        self.always.setText(_(same.title))
        set_plain_tooltip(self.always, _(same.help))
        self._show()

    # What is shown

    @property
    def deciding(self) -> bool:
        """Whether the pairs to decide about are listed, rather than the decisions."""
        return self.choice.value != DONE

    @property
    def entry(self) -> Entry | None:
        """The pair in hand, the person's choice of who stays included."""
        row = self.list.currentIndex().row()
        chosen = self.model.entries[row] if 0 <= row < len(self.model.entries) else None
        return chosen.swapped() if self._swapped and isinstance(chosen, Suggestion) else chosen

    def _listed(self) -> Sequence[Entry]:
        if self.deciding:
            return self.session.waiting
        done: list[Merge | Apart] = [*self.session.merges, *self.session.apart]
        return sorted(done, key=lambda one: (one.at, isinstance(one, Merge), one.id), reverse=True)

    def _show(self) -> None:
        """The list as it is now; whoever was in the middle of it stays there."""
        row = max(0, self.list.currentIndex().row())
        if self.session.looked:
            self.busy.stop()
            self.busy.hide()
        entries = self._listed()
        waiting, done = len(self.session.waiting), len(self.session.merges) + len(self.session.apart)
        self.choice.rename(
            [_("To decide {n}", n=number(waiting + self.session.more)), _("Decided {n}", n=number(done))]
        )
        if entries != self.model.entries:
            self.model.show_entries(entries)
            self._go(min(row, len(entries) - 1))
        self._settle()

    def _go(self, row: int) -> None:
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
        self._choose()

    def _turn(self) -> None:
        self._swapped = False
        self.model.show_entries(())
        self._show()
        self._go(0 if self.model.entries else -1)
        self.list.setFocus()

    def _other(self) -> None:
        self.choice.choose(DONE if self.deciding else OPEN)
        self._turn()

    def _choose(self) -> None:
        """Another pair is in hand."""
        self._swapped = False
        self._show_pair()

    def _show_pair(self) -> None:
        entry = self.entry
        self.beside.show_entry(entry)
        if entry is not None:
            self.session.show_records(ends(entry)[:1] if isinstance(entry, Merge) else ends(entry))
        self._settle()

    def _settle(self) -> None:
        """The foot, and what stands where nothing is listed."""
        entry, session = self.entry, self.session
        info = self.desk.info
        free = info is not None and not info.read_only
        self.stack.setCurrentIndex(0 if self.model.entries else 1)
        decided = bool(session.merges or session.apart)
        self.empty.show_text(*_nothing(session.looked, self.deciding, decided))
        sure = session.sure if self.deciding else ()
        self.always.setChecked(session.always)
        self.always.setEnabled(session.looked and free)
        self.take_back.setVisible(bool(session.steps) and free)
        self.all_sure.setVisible(len(sure) > 1 and free)
        self.all_sure.setText(ngettext("Merge {n} that is sure", "Merge {n} that are sure", len(sure)))
        self.same.setVisible(entry is not None)
        for button in (self.skip, self.differ):
            button.setVisible(self.deciding and entry is not None)
        self.differ.setText(_("Not the same"))
        set_plain_tooltip(self.differ, _("They are two; do not ask again (N)"))
        self.same.setText(_verb(entry, self.deciding))
        set_plain_tooltip(self.same, _("They are one (M)") if self.deciding else "")
        for button in (self.same, self.differ, self.skip):
            button.setEnabled(entry is not None and free)
        self.skip.setEnabled(len(session.waiting) > 1)

    # What the person decides

    def say_same(self) -> None:
        """The two are one; in the list of decisions: take this one back."""
        entry = self.entry
        if not self.same.isEnabled() or entry is None:
            return
        if isinstance(entry, Suggestion):
            self._say(_("{other} is {one} now.", one=named(entry)[0], other=named(entry)[1]))
            self.session.merge([entry])
        elif isinstance(entry, Merge):
            self._say(_("{other} and {one} are two again.", one=entry.canonical, other=entry.alias))
            self.session.take_apart(entry)
        else:
            self._say(_("{one} and {other} may be suggested again.", one=entry.one, other=entry.other))
            self.session.ask_again(entry)

    def say_different(self) -> None:
        """The two are two; nobody is asked again."""
        entry = self.entry
        if isinstance(entry, Suggestion) and self.differ.isEnabled():
            self._say(_("{one} and {other} are not the same.", one=named(entry)[0], other=named(entry)[1]))
            self.session.keep_apart(entry)

    def say_later(self) -> None:
        """The next one first."""
        entry = self.entry
        if isinstance(entry, Suggestion) and self.skip.isEnabled():
            self.session.skip(entry)

    def merge_sure(self) -> None:
        """All that is sure, as one decision."""
        sure = self.session.sure
        self._say(ngettext("{n} pair merged.", "{n} pairs merged.", len(sure)))
        self.session.merge(sure)

    def rule(self, always: bool) -> None:
        """The same e-mail is merged without being asked, now and after every import; or not any more."""
        self.session.always = always
        self._say(
            _("Whoever shares an e-mail is one, now and after every import.")
            if always
            else _("What was merged by the same e-mail alone is apart again.")
        )
        self.session.rule(always)

    def swap(self) -> None:
        """The other one of the two stays."""
        if isinstance(self.entry, Suggestion):
            self._swapped = not self._swapped
            self._show_pair()

    def undo(self) -> None:
        """The last decision of this sitting."""
        step: Step | None = self.session.undo()
        if step is not None:
            self._say(_("Taken back."))
            self.choice.choose(OPEN)
            self._show()
            self._go(_place(self.model.entries, step.about[0]))

    def _say(self, text: str) -> None:
        self.error.clear()
        self.note.set_text(text)

    def _failed(self, error: CXDeskError) -> None:
        self.busy.stop()
        self.note.set_text("")
        self.error.show_error(error)
        self._settle()


def _place(entries: Sequence[Entry], wanted: Suggestion) -> int:
    return next((row for row, one in enumerate(entries) if set(ends(one)) == set(ends(wanted))), 0)


def _verb(entry: Entry | None, deciding: bool) -> str:
    if deciding:
        return _("Merge")
    return _("Ask again") if isinstance(entry, Apart) else _("Take apart")


def _nothing(looked: bool, deciding: bool, decided: bool) -> tuple[str, str]:
    """What stands where nothing is listed: what, and why."""
    if not looked:
        return _("Looking for customers who may be one…"), ""
    if deciding and decided:
        return _("Nothing left to decide"), _("Every pair that was found is decided.")
    if deciding:
        why = _("No two customers share an e-mail, a telephone number, a name or nearly the same id.")
        return _("Nothing to decide"), why
    return _("Nothing decided yet"), _("What you merge or keep apart is listed here.")
