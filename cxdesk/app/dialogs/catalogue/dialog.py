"""The window with all metrics: search, families, what each says now and means, and which stand on the cards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis import remedies
from cxdesk.app import icons, steps, theme
from cxdesk.app.card_choice import keep_cards
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.catalogue.entries import MetricDelegate, MetricsModel
from cxdesk.app.dialogs.catalogue.page import MeaningPage
from cxdesk.app.jobs import LATER
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import ElidedLabel, plain_label, set_plain_tooltip, set_variant
from cxdesk.app.widgets.search_field import SearchField
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.catalogue import Entry, MetricPage, Named
from cxdesk.domain.text import fold_search
from cxdesk.system import i18n
from cxdesk.system.i18n import _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.domain.results import Board

SIZE, LIST = QSize(1080, 700), 430
LISTING, VALUES, MEANING = "catalogue", "catalogue values", "catalogue meaning"
ALL, CARDS = "all", "cards"


class CatalogueDialog(AskingDialog):
    """`filled` once every metric's value is there; `meant` when the page of the chosen one is."""

    filled = Signal()
    meant = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.every: tuple[Named, ...] = ()
        self.entries: dict[str, Entry] = {}
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.title, self.about = plain_label(role="title"), plain_label(role="small", tone="text2", wrap=True)
        self.choice = Segmented(((ALL, ""), (CARDS, "")), self)
        self.search, self.family = SearchField(), QComboBox()
        self.model, self.list = MetricsModel(), QListView()
        self.page, self.empty = MeaningPage(), EmptyState("search")
        self.stack = QStackedWidget()
        self.note = ElidedLabel(role="small", tone="text2")
        self.balanced, self.put, self.computed = QPushButton(), QPushButton(), QPushButton()
        self.earlier, self.later = QPushButton(), QPushButton()
        self.leave, self.look = QPushButton(), QPushButton()
        self._build()
        self._connect()
        self.choice.choose(ALL)
        self.retranslate()
        self.resize(framing.fitting(SIZE, parent))
        self.search.setFocus()
        self.question(LISTING, lambda _workspace, _progress: _everything(), self._show_every)

    # How it is made

    def _build(self) -> None:
        now = theme.current()
        self.list.setModel(self.model)
        self.list.setItemDelegate(MetricDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        found = QHBoxLayout()
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(now.px(8))
        found.addWidget(self.search, 4)
        found.addWidget(self.family, 2)
        listed, left = framing.boxed(self.list), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.px(8))
        column.addLayout(found)
        column.addWidget(listed, 1)
        left.setMaximumWidth(now.px(LIST))
        self.stack.addWidget(self.page)
        self.stack.addWidget(self.empty)
        right = framing.boxed(self.stack)
        both = QHBoxLayout()
        both.setSpacing(now.px(8))
        both.addWidget(left, 5)
        both.addWidget(right, 6)
        for button, icon in ((self.earlier, "arrow-up"), (self.later, "arrow-down")):
            icons.put(button, icon, size=14)
        buttons = (self.balanced, self.earlier, self.later, self.put, self.computed, self.look, self.leave)
        foot = framing.foot(self, self.note, buttons)
        framing.frame(self, (self.title, self.about), (both,), foot, self.choice)
        self.balanced.setProperty("link", True)
        self.put.setProperty("primary", True)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._list())
        self.family.currentIndexChanged.connect(lambda _at: self._list())
        self.choice.chosen.connect(lambda _value: self._list())
        self.list.selectionModel().currentChanged.connect(lambda *_index: self._turn())
        self.list.doubleClicked.connect(lambda _index: self.look_at())
        self.model.reordered.connect(self._keep)
        self.page.chosen.connect(self.show_metric)
        self.put.clicked.connect(self.toggle)
        self.balanced.clicked.connect(lambda: self._keep(None))
        self.earlier.clicked.connect(partial(self.move_card, -1))
        self.later.clicked.connect(partial(self.move_card, 1))
        self.look.clicked.connect(self.look_at)
        self.computed.clicked.connect(lambda: self.look_at("show_receipt"))
        self.leave.clicked.connect(self.reject)
        for keys, act in (
            ("Ctrl+Up", partial(self.move_card, -1)),
            ("Ctrl+Down", partial(self.move_card, 1)),
            ("Ctrl+Return", self.toggle),
            ("Ctrl+F", self.search.setFocus),
            ("Ctrl+Tab", self._other),
        ):
            QShortcut(QKeySequence(keys), self, act)
        for keys in ("Return", "Enter"):
            QShortcut(QKeySequence(keys), self.list, self.look_at, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence("Down"), self.search, self.list.setFocus, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence("Del"), self.list, self._remove, context=Qt.ShortcutContext.WidgetShortcut)
        self.desk.board_changed.connect(self._board_changed)
        deaf = i18n.on_change(self.retranslate)
        for over in (self.finished, self.destroyed):
            over.connect(lambda *_what: deaf())

    def retranslate(self) -> None:
        """Every text in the language in force."""
        self.setWindowTitle(_("All metrics"))
        self.title.setText(_("All metrics"))
        self.search.set_name(_("Search in names and explanations"))
        self.list.setAccessibleName(_("Metrics"))
        self.family.setAccessibleName(_("Family"))
        self.balanced.setText(_("Balanced set again"))
        self.earlier.setText("")
        self.later.setText("")
        for button, text in ((self.earlier, _("Earlier (Ctrl+Up)")), (self.later, _("Later (Ctrl+Down)"))):
            button.setAccessibleName(text)
            set_plain_tooltip(button, text)
        self.computed.setText(_("How is this computed?"))
        self.look.setText(_("Look at it"))
        self.leave.setText(_("Close"))
        self._fill_families()
        self._list()

    # What is shown

    @property
    def shown(self) -> tuple[str, ...]:
        """What is on the cards now, in its order."""
        return self.desk.board.on_cards if self.desk.board else ()

    @property
    def chosen(self) -> Named | None:
        return self.model.named(self.list.currentIndex().row())

    def _show_every(self, every: tuple[Named, ...]) -> None:
        self.every = every
        self._fill_families()
        self._list()
        focus = self.desk.focus
        self.show_metric(focus.metric if focus else every[0].metric)
        self._next_family()

    def _fill_families(self) -> None:
        from cxdesk.analysis.wording import family_title

        before = self.family.currentData()
        self.family.blockSignals(True)
        self.family.clear()
        self.family.addItem(_("All families"), "")
        for name in dict.fromkeys(one.family for one in self.every):
            self.family.addItem(family_title(name), name)
        self.family.setCurrentIndex(max(self.family.findData(before), 0))
        self.family.blockSignals(False)

    def _next_family(self) -> None:
        """Values come family by family, so that a click in the window never waits long."""
        missing = [one for one in self.every if one.metric not in self.entries]
        if not missing:
            self._list()
            self.filled.emit()
            return
        names = [one.metric for one in missing if one.family == missing[0].family]
        query = self.desk.query.with_(selection=None)

        def fill(entries: Sequence[Entry]) -> None:
            self.entries.update({one.metric: one for one in entries})
            self._settle()
            self._next_family()

        self.question(
            VALUES, lambda workspace, _progress: workspace.catalogue_entries(query, names), fill, priority=LATER
        )

    def _list(self) -> None:
        """Those that the search, the family and the choice leave."""
        before = self.chosen
        on_cards = self.choice.value == CARDS
        families = list(dict.fromkeys(one.family for one in self.every))
        every = tuple(sorted(self.every, key=partial(_in_order, families=families)))
        if on_cards:
            by_id = {one.metric: one for one in self.every}
            every = tuple(by_id[name] for name in self.shown if name in by_id)
        family, text = self.family.currentData(), self.search.text()
        self.model.ordering = on_cards and not family and not text.strip() and self.writable
        listed = [one for one in every if family in ("", None, one.family) and _found(one, text)]
        self.model.show_named(listed)
        kept = self.model.row_of(before.metric) if before else None
        if listed:
            self.list.setCurrentIndex(self.model.index(kept or 0))
        self._settle()

    def _settle(self) -> None:
        """The foot, and what stands where nothing was found."""
        shown, one = self.shown, self.chosen
        self.model.show_entries(self.entries, frozenset(shown))
        known = sum(entry.available for entry in self.entries.values())
        self.about.setText(
            _(
                "{n} metrics; {known} of them have a value in this period.",
                n=number(len(self.every)),
                known=number(known),
            )
        )
        self.choice.rename([_("All {n}", n=number(len(self.every))), _("On the cards {n}", n=number(len(shown)))])
        self.stack.setCurrentIndex(0 if self.model.listed else 1)
        self.empty.show_text(_("No metric is called so"), _("Try another word; explanations are searched too."))
        there = one is not None and one.metric in shown
        set_variant(self.put, "primary", not there)
        self.put.setText(_("Remove from the cards") if there else _("Put on the cards"))
        self.put.setEnabled(one is not None and self.writable and not (there and len(shown) == 1))
        entry = self.entries.get(one.metric) if one else None
        self.computed.setEnabled(entry is not None and entry.available)
        self.look.setEnabled(entry is not None and (entry.available or bool(_instead(entry))))
        self.look.setText(_("Import…") if entry is not None and _instead(entry) else _("Look at it"))
        ordering = self.model.ordering and one is not None
        self.earlier.setVisible(self.choice.value == CARDS)
        self.later.setVisible(self.choice.value == CARDS)
        self.earlier.setEnabled(ordering and bool(shown) and one is not None and one.metric != shown[0])
        self.later.setEnabled(ordering and bool(shown) and one is not None and one.metric != shown[-1])
        chosen = self.desk.board is not None and self.desk.board.chosen
        self.balanced.setVisible(chosen and self.writable)
        self.note.set_text(ngettext("{n} metric listed", "{n} metrics listed", len(self.model.listed)))

    @property
    def writable(self) -> bool:
        return self.desk.info is not None and not self.desk.info.read_only

    def _turn(self) -> None:
        """Another metric is in hand."""
        one = self.chosen
        self._settle()
        if one is None:
            return
        query, metric = self.desk.query.with_(selection=None), one.metric

        def show(page: MetricPage) -> None:
            self.page.show_page(page)
            self.meant.emit()

        self.question(MEANING, lambda workspace, _progress: workspace.metric_page(query, metric), show)

    def _board_changed(self, _board: Board) -> None:
        self._list()

    # What the person does

    def show_metric(self, metric: str) -> None:
        """Turn to a metric, whatever was searched for."""
        if self.model.row_of(metric) is None:
            self.search.clear()
            self.family.setCurrentIndex(0)
            self.choice.choose(ALL)
            self._list()
        row = self.model.row_of(metric)
        if row is not None:
            self.list.setCurrentIndex(self.model.index(row))
            self.list.scrollTo(self.model.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def toggle(self) -> None:
        """Put the metric on the cards, last, or take it away from them."""
        one, shown = self.chosen, self.shown
        if one is None or not self.put.isEnabled():
            return
        there = one.metric in shown
        self._keep(tuple(name for name in shown if name != one.metric) if there else (*shown, one.metric))

    def _remove(self) -> None:
        if self.chosen is not None and self.chosen.metric in self.shown:
            self.toggle()

    def move_card(self, step: int) -> None:
        """The card one place earlier or later."""
        one, shown = self.chosen, list(self.shown)
        if one is None or one.metric not in shown or not self.model.ordering:
            return
        at = shown.index(one.metric)
        to = min(max(at + step, 0), len(shown) - 1)
        if to != at:
            shown.insert(to, shown.pop(at))
            self._keep(tuple(shown))

    def _keep(self, metrics: tuple[str, ...] | None) -> None:
        keep_cards(self.desk, metrics)

    def look_at(self, then: str = "") -> None:
        """Make it the number that everything speaks of, and close; `then` is an action of the window. Of a number
        without data, what would bring them.
        """
        one = self.chosen
        if one is None or not self.look.isEnabled():
            return
        instead = _instead(self.entries[one.metric])
        if not instead:
            self.desk.ask(steps.metric(self.desk.query, one.metric))
        self.accept()
        then = instead or then
        if then:
            self.desk.wanted.emit(then)

    def _other(self) -> None:
        self.choice.choose(ALL if self.choice.value == CARDS else CARDS)
        self._list()


def _instead(entry: Entry) -> str:
    """The action that would bring a number its data; empty where it has a value, or nothing of the kind would."""
    figure = entry.card.figure
    return "" if figure.value is not None else remedies.opens(figure.reason or "", entry.card.needs)


def _in_order(one: Named, families: Sequence[str]) -> tuple[int, str]:
    """By family, then by title in the language in force."""
    return families.index(one.family), fold_search(_(one.title))


def _everything() -> tuple[Named, ...]:
    from cxdesk.analysis.catalogue import everything

    return everything()


def _found(one: Named, text: str) -> bool:
    from cxdesk.analysis.catalogue import found

    return found(one, text)
