"""The bar above the docks: where one is in the questions, what restricts the numbers, and the import."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from cxdesk.app import icons, steps, theme
from cxdesk.app.desk import Desk
from cxdesk.app.filters import chips
from cxdesk.app.filters.filter_popup import FilterPopup
from cxdesk.app.filters.period_popup import ComparePopup, PeriodPopup
from cxdesk.app.filters.row import ChipRow
from cxdesk.app.filters.views_popup import ViewsPopup
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.chips import Chip, ChipText
from cxdesk.app.widgets.plain import set_plain_tooltip
from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Calendar
from cxdesk.domain.query import Compare, CompareTo
from cxdesk.domain.results import Board
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.domain.facets import Facet
    from cxdesk.domain.kept import View
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

COMPACT_HEIGHT = 40
WITH_WORDS = 1400  # from this width on the report has words beside its icon


class FilterBar(QToolBar):
    """Shows the desk's Query as chips and edits it. `import_wanted` is the one primary button. `moves` go back and
    forward; `search` is an icon beside the import, and `report` becomes one where there is little room.
    """

    import_wanted = Signal()
    view_chosen = Signal(object)  # View

    def __init__(self, desk: Desk, moves: Sequence[QAction], search: QAction, report: QAction) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("filters")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._moves = [self._move_button(action) for action in moves]
        self.search, self.report = _ActionButton(search, worded=False), _ActionButton(report)
        self.period = Chip(icon="calendar", removable=True)
        self.whole = Chip(icon="calendar")
        self.compare, self.uncompared = Chip(icon="compare", removable=True), Chip(icon="compare")
        self.add = Chip(icon="plus", dashed=True)
        self.filters: list[Chip] = []
        self._filtered: list[tuple[Condition, str]] = []  # what these chips say
        self.row = ChipRow([self.period, self.whole, self.compare, self.uncompared, self.add])
        self.views = Chip(icon="eye", opens=True)
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        icons.put(self.button, "import", "onaccent")
        self._build()
        self._connect()
        self.retranslate()
        self.retheme()

    def _build(self) -> None:
        self.row.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for chip in (self.views, self.views.body):  # it is the row that gives way
            chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for part in (_gap(4), *self._moves, self.row, self.views, _gap(8)):
            self.addWidget(part)
        for part in (self.search, self.report, self.button, _gap(8)):
            self.addWidget(part)

    def _connect(self) -> None:
        self.button.clicked.connect(self.import_wanted)
        for chip in (self.period, self.whole):
            chip.clicked.connect(partial(self._open_period, chip))
        for chip in (self.compare, self.uncompared):
            chip.clicked.connect(partial(self._open_compare, chip))
        self.period.removed.connect(lambda: self.desk.brush(None))
        self.compare.removed.connect(lambda: self._compare_with(Compare(CompareTo.NONE)))
        self.add.clicked.connect(self.open_filter)
        self.views.clicked.connect(self.open_views)
        self.desk.query_changed.connect(lambda _query: self.show_query())
        self.desk.board_changed.connect(self.show_board)
        theme.watcher().changed.connect(self.retheme)

    @property
    def calendar(self) -> Calendar:
        """How weeks and years begin in the open workspace."""
        return self.desk.info.calendar if self.desk.info is not None else Calendar()

    def show_board(self, _board: Board) -> None:
        """Dates that only the answer knows: how far the data reach, what was compared."""
        self.show_query()

    def show_query(self) -> None:
        """Every chip as the present question wants it."""
        query, board = self.desk.query, self.desk.board
        said = chips.period(query, board, self.desk.brushed, self.calendar)
        for chip, here in ((self.period, said.active), (self.whole, not said.active)):
            _say(chip, said, here)
        held = chips.compare(query, board, self.calendar)
        for chip, here in ((self.compare, held.removable), (self.uncompared, not held.removable)):
            _say(chip, held, here and query.range is not None)
        self._show_filters(query.filters)

    def open_filter(self, current: Condition | None = None) -> None:
        """Choose what to filter by; with `current`, change that filter."""
        popup = FilterPopup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.chosen.connect(lambda asked: self.desk.ask(steps.filtered(self.desk.query, asked)))
        popup.wanted.connect(partial(self._ask_values, popup))

        def attributes(workspace: Workspace, _progress: Progress) -> tuple[str, ...]:
            return workspace.attributes()

        def show(names: tuple[str, ...]) -> None:
            popup.show_attributes(names, current)
            popup.show_below(self.add)

        self.desk.question("attributes", attributes, show)

    def open_views(self) -> None:
        """The views that were saved, to be shown again."""

        def views(workspace: Workspace, _progress: Progress) -> tuple[View, ...]:
            return workspace.views()

        def show(found: tuple[View, ...]) -> None:
            present = next((view.name for view in found if view.query == self.desk.query), "")
            popup = ViewsPopup(found, present, self)
            popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            popup.chosen.connect(self.view_chosen)
            popup.managed.connect(lambda: self.desk.wanted.emit("views"))
            popup.show_below(self.views)

        self.desk.question("views.known", views, show)

    def retranslate(self) -> None:
        self.views.set_said(_("Views"))
        self.button.setText(_("Import…"))
        self.add.set_said(_("Add filter"))
        for button in self._moves:
            set_plain_tooltip(button, button.defaultAction().text().replace("&", ""))
        self.show_query()

    def retheme(self) -> None:
        now = theme.current()
        self.setFixedHeight(now.px(tokens.FILTER_BAR))
        icon = QSize(now.px(16), now.px(16))
        self.setIconSize(icon)
        for button in (self.search, self.report):
            button.setIconSize(icon)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.report.set_worded(self.width() >= theme.current().px(WITH_WORDS))

    def set_compact(self, compact: bool) -> None:
        self.setFixedHeight(theme.current().px(COMPACT_HEIGHT if compact else tokens.FILTER_BAR))

    def _show_filters(self, conditions: tuple[Condition, ...]) -> None:
        said = [(asked, chips.condition(asked).text) for asked in conditions]
        if said != self._filtered:
            self._filtered = said
            for chip in self.filters:
                chip.deleteLater()
            self.filters = [self._filter_chip(asked, text) for asked, text in said]
        self.row.show_chips([self.period, self.whole, self.compare, self.uncompared, *self.filters, self.add])

    def _filter_chip(self, asked: Condition, text: str) -> Chip:
        chip = Chip(text, icon="filter", removable=True)
        chip.clicked.connect(partial(self.open_filter, asked))
        chip.removed.connect(partial(self._remove, asked))
        return chip

    def _remove(self, asked: Condition) -> None:
        self.desk.ask(steps.unfiltered(self.desk.query, asked))

    def _compare_with(self, compare: Compare) -> None:
        self.desk.ask(steps.compare(self.desk.query, compare))

    def _open_period(self, chip: Chip) -> None:
        board = self.desk.board
        if board is None or board.as_of is None:
            return
        popup = PeriodPopup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.chosen.connect(lambda period: self.desk.ask(steps.period(self.desk.query, period)))
        popup.show_choices(board.as_of, self.calendar, self.desk.query.range, board.data_range)
        popup.show_below(chip)

    def _open_compare(self, chip: Chip) -> None:
        popup = ComparePopup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.chosen.connect(self._compare_with)
        popup.show_choices(self.calendar, self.desk.query.range, self.desk.query.compare)
        popup.show_below(chip)

    def _ask_values(self, popup: FilterPopup, attribute: str) -> None:
        query, focus = self.desk.query, self.desk.focus

        def work(workspace: Workspace, _progress: Progress) -> Facet:
            return workspace.facet(attribute, query, focus)

        self.desk.question("values", work, popup.show_values)

    def _move_button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return button


class _ActionButton(QPushButton):
    """An action of the menu as a button: possible when that is, with its words or its icon alone."""

    def __init__(self, action: QAction, worded: bool = True) -> None:
        super().__init__()
        self._action = action
        self._worded = worded
        self.clicked.connect(action.trigger)
        action.changed.connect(self.follow)
        self.follow()

    def set_worded(self, worded: bool) -> None:
        """Whether the words stand beside the icon."""
        if worded != self._worded:
            self._worded = worded
            self.follow()

    def follow(self) -> None:
        """Say what the action says now."""
        words = self._action.text().replace("&", "")
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setIcon(self._action.icon())
        self.setText(words if self._worded else "")
        self.setEnabled(self._action.isEnabled())
        self.setAccessibleName(words)
        set_plain_tooltip(self, f"{words} ({keys})" if keys else words)


def _say(chip: Chip, said: chips.Said, here: bool) -> None:
    chip.set_said(ChipText(said.text, said.note))
    chip.set_active(said.active)
    chip.setProperty("here", here)


def _gap(width: int) -> QWidget:
    made = QWidget()
    made.setFixedWidth(width)
    return made
