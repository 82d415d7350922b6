"""The docks themselves: shells with a title that stand from the start and are filled after the first paint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QMenu, QToolButton, QWidget

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.docks.panel import Panel
from cxdesk.app.widgets.dock_title import DockTitle
from cxdesk.system.i18n import N_, _

WHOLE = N_("In the whole window, or back")
MOST_LEAST = (640, 300)  # pixels that a dock claims at most, however large the zoom


@dataclass(frozen=True)
class Spec:
    """A dock: its object name (layouts refer to it), its title, where its panel is, its least size at 100 %.

    `heavy` panels are loaded after the others. The default layouts put it into tabs with the dock `beside`, and leave
    it closed unless `shown`; docks without `beside` have places of their own in `layouts`.
    """

    name: str
    title: str
    module: str
    panel: str
    least: tuple[int, int]
    heavy: bool = False
    beside: str = ""
    shown: bool = True

    def load(self) -> type[Panel]:
        """The panel's class; its module is loaded only now."""
        found: type[Panel] = getattr(import_module(self.module), self.panel)
        return found


DOCKS: tuple[Spec, ...] = (
    Spec("cards", N_("Cards"), "cxdesk.app.docks.cards", "CardsPanel", (220, 160)),
    Spec("trend", N_("Trend"), "cxdesk.app.docks.trend", "TrendPanel", (420, 220), heavy=True),
    Spec("breakdown", N_("Breakdown"), "cxdesk.app.docks.breakdown", "BreakdownPanel", (420, 180)),
    Spec(
        "why",
        N_("Why"),
        "cxdesk.app.docks.why",
        "WhyPanel",
        (420, 240),
        heavy=True,
        beside="breakdown",
        shown=False,
    ),
    Spec("comments", N_("Comments"), "cxdesk.app.docks.comments", "CommentsPanel", (320, 240)),
    Spec(
        "journey",
        N_("Journey"),
        "cxdesk.app.docks.journey",
        "JourneyPanel",
        (320, 240),
        heavy=True,
        beside="comments",
        shown=False,
    ),
    Spec(
        "receipt",
        N_("Receipt"),
        "cxdesk.app.docks.receipt.panel",
        "ReceiptPanel",
        (320, 160),
        heavy=True,
        beside="breakdown",
        shown=False,
    ),
    Spec(
        "customers",
        N_("Customers"),
        "cxdesk.app.docks.customers",
        "CustomersPanel",
        (320, 240),
        beside="comments",
        shown=False,
    ),
    Spec(
        "distribution",
        N_("Distribution"),
        "cxdesk.app.docks.distribution",
        "DistributionPanel",
        (320, 200),
        heavy=True,
        beside="breakdown",
        shown=False,
    ),
    Spec("data", N_("Imports"), "cxdesk.app.docks.data", "DataPanel", (320, 240), beside="comments", shown=False),
)


class Inside(QFrame):
    """What a dock holds. It gives the panel all its room and asks the window for none: however the words of a panel
    change, the docks of the window are not laid out again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "dock")
        self._panel: QWidget | None = None

    def hold(self, panel: QWidget) -> None:
        self._panel = panel
        panel.setParent(self)
        self._fit()
        panel.show()

    def sizeHint(self) -> QSize:
        return self.minimumSize() if self._panel is None else self._panel.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._panel is not None:
            self._panel.setGeometry(self.contentsRect().adjusted(1, 0, -1, -1))


class Shell(QDockWidget):
    """One dock. Empty until `fill`, at the latest when it is first seen; then its title carries the panel's note and
    tools. A board that comes while nobody can see the dock is shown once it is there to be seen: a panel behind another
    neither asks nor paints.

    `alone_wanted` when it is to have the whole window, or to give it back.
    """

    alone_wanted = Signal()

    def __init__(self, spec: Spec, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.panel: Panel | None = None
        self._desk = desk
        self._tools: list[tuple[QToolButton, str]] = []
        self.setObjectName(spec.name)
        self.bar = DockTitle(parent=self)
        self.setTitleBarWidget(self.bar)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar.customContextMenuRequested.connect(self._offer_places)
        self._inside = Inside()
        self.setWidget(self._inside)
        self._compact = False
        self._in_front: bool | None = None  # as Qt told last: neither closed nor behind another tab
        self._due = False  # whether the panel has not been given the last board
        self.retheme()
        theme.watcher().changed.connect(self.retheme)
        self.visibilityChanged.connect(self._seen)
        self.retranslate()

    def fill(self) -> Panel:
        """Make the panel and connect it; it shows the board if there is one."""
        if self.panel is not None:
            return self.panel
        self.panel = panel = self.spec.load()(self._desk)
        self._inside.hold(panel)
        panel.set_compact(self._compact)
        panel.noted.connect(self.bar.set_note)
        for tool in panel.tools():
            self._add_tool(tool.icon, tool.title, tool.run, tool.checkable)
        self._add_tool("maximise", WHOLE, self._widen)
        self._add_tool("close", N_("Close"), self.close)
        self._desk.board_changed.connect(self._board_came)
        self._desk.changed.connect(panel.on_changed)
        self._desk.jobs.started.connect(self._began)
        self._desk.jobs.ended.connect(self._ended)
        self._board_came()
        return panel

    @property
    def seen(self) -> bool:
        """Whether it is there to be seen; before the window is shown there is nobody to wait for."""
        return not self.window().isVisible() if self._in_front is None else self._in_front

    def retranslate(self) -> None:
        self.setWindowTitle(_(self.spec.title))
        self.bar.set_title(_(self.spec.title))
        for button, title in self._tools:
            self.bar.name_tool(button, _(title))
        if self.panel is not None:
            self.panel.retranslate()

    def retheme(self) -> None:
        width, height = (theme.current().px(side) for side in self.spec.least)
        self._inside.setMinimumSize(min(width, MOST_LEAST[0]), min(height, MOST_LEAST[1]))

    def set_compact(self, compact: bool) -> None:
        """Lower rows for a low window, now or when there is a panel."""
        self._compact = compact
        if self.panel is not None:
            self.panel.set_compact(compact)

    def places(self) -> QMenu:
        """Where the dock may stand."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_(WHOLE), self._widen)
        menu.addAction(_("Back into the window") if self.isFloating() else _("Move out of the window"), self.move_out)
        menu.addAction(_("Close"), self.close)
        return menu

    def move_out(self) -> None:
        """Into a window of its own, or back; what was read stays in front."""
        self.setFloating(not self.isFloating())
        self.raise_()

    def _seen(self, visible: bool) -> None:
        """A dock that nobody looks at costs nothing: its panel is loaded and made in a turn of its own once it is
        there to be seen.
        """
        self._in_front = visible
        if visible and self.panel is None:
            QTimer.singleShot(0, self, self.fill)
        self._deliver()

    def _board_came(self) -> None:
        self._due = True
        self._deliver()

    def _deliver(self) -> None:
        board = self._desk.board
        if self._due and self.seen and self.panel is not None and board is not None:
            self._due = False
            self.panel.show_board(board)

    def _offer_places(self, place: QPoint) -> None:
        self.places().popup(self.bar.mapToGlobal(place))

    def _widen(self) -> None:
        if self.isFloating():
            self.move_out()
        else:
            self.alone_wanted.emit()

    def _add_tool(self, icon: str, title: str, run: Callable[[], object], checkable: bool = False) -> None:
        button = self.bar.add_tool(icon, _(title), lambda: run(), checkable)
        self._tools.append((button, title))

    def _began(self, key: str) -> None:
        if self.panel is not None and key in self.panel.waits_for:
            self.bar.busy.start()

    def _ended(self, key: str) -> None:
        if self.panel is None or key not in self.panel.waits_for:
            return
        if not any(self._desk.jobs.busy(other) for other in self.panel.waits_for):
            self.bar.busy.stop()
