"""A painted chart with its title, its twin as a table, and the ways out of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.charts import export
from cxdesk.app.charts.painted import PaintedChart
from cxdesk.app.dialogs import files
from cxdesk.app.docks.panel import chart_tools
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.jobs import Jobs
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.painting import frame
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.domain.list_files import write_bytes
from cxdesk.system.i18n import _

BUTTON, ICON, HEAD = 22, 14, 30


class Ways:
    """How a chart is turned into its table and leaves the window: for boxes, and for docks with one chart."""

    def __init__(self, chart: PaintedChart, jobs: Jobs, stretch: int | None = None) -> None:
        self.chart, self._jobs = chart, jobs
        self.texts = TextsModel(chart, range(1, 12))
        self.table = TextTable(self.texts, stretch)
        self.stack = QStackedWidget()
        self.stack.addWidget(chart)
        self.stack.addWidget(self.table)
        key = QShortcut(QKeySequence(Qt.Key.Key_T), self.stack)  # a table would look for a row that begins with it
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.show_table)

    def refresh(self) -> None:
        """The chart shows something else."""
        head, *rows = self.chart.table() or [[]]
        self.texts.show_table(head, rows)

    def show_table(self) -> None:
        """The table in place of the chart, or back."""
        self.stack.setCurrentIndex(1 - self.stack.currentIndex())
        (self.table if self.stack.currentIndex() else self.chart).setFocus()

    def copy(self) -> None:
        data = export.clipboard_data(self.chart.table(), self.chart.picture())
        QGuiApplication.clipboard().setMimeData(data)

    def save_picture(self) -> None:
        save_picture(self.chart, self.chart.title, self._jobs)

    def save_svg(self) -> None:
        save_svg(self.chart, self.chart.title, self._jobs)


def save_picture(widget: QWidget, title: str, jobs: Jobs) -> None:
    """Ask for a name and write what the widget shows as a picture."""
    path = files.save_as(widget, "", title, "png")
    if path is not None:
        image = widget.picture() if isinstance(widget, PaintedChart) else export.picture(widget)
        jobs.write("export", lambda _progress: export.write_picture(image, path))


def save_svg(widget: QWidget, title: str, jobs: Jobs) -> None:
    """The same as SVG, with text as text."""
    path = files.save_as(widget, "", title, "svg")
    if path is not None:
        content = widget.svg() if isinstance(widget, PaintedChart) else export.widget_svg(widget, title)
        jobs.write("export", lambda _progress: write_bytes(path, content))


class ChartBox(QWidget):
    """A framed chart. Key T turns it into its table."""

    def __init__(self, chart: PaintedChart, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart, self.ways = chart, Ways(chart, jobs)
        self.title, self.note = ElidedLabel(role="small", bold=True), ElidedLabel(role="small", tone="text3")
        self.beside = QHBoxLayout()
        self._buttons: list[tuple[QToolButton, str]] = []
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addLayout(self.beside)
        self._head.addWidget(self.note, 1)
        for tool in chart_tools(self.ways):
            self._add_tool(tool.icon, tool.title, tool.run)
        self._column.addLayout(self._head)
        self._column.addWidget(self.ways.stack, 1)
        theme.watcher().changed.connect(self.retheme)
        self.retheme()

    def name(self, title: str, note: str = "") -> None:
        """What the chart shows."""
        self.title.set_text(title)
        self.note.set_text(note)
        self.chart.title = title
        self.chart.setAccessibleName(f"{title}, {note}" if note else title)
        self.ways.refresh()

    def retranslate(self) -> None:
        for button, title in self._buttons:
            button.setAccessibleName(_(title))
            set_plain_tooltip(button, _(title))

    def retheme(self) -> None:
        now = theme.current()
        self._column.setContentsMargins(1, 1, 1, 1)
        self._head.setContentsMargins(now.px(12), now.px(3), now.px(8), now.px(3))
        self._head.setSpacing(now.px(6))
        for button, _title in self._buttons:
            button.setFixedSize(now.px(BUTTON), now.px(BUTTON))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        frame(painter, place, now.panel, now.line, now.pxf(tokens.RADIUS))

    def _add_tool(self, icon: str, title: str, run: Callable[[], None]) -> None:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: run())
        icons.put(button, icon, size=ICON)
        button.setAccessibleName(_(title))
        set_plain_tooltip(button, _(title))
        self._buttons.append((button, title))
        self._head.addWidget(button)
