"""How far people come along the five stages, and what hurts them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis.journey import comments_of
from cxdesk.analysis.remedies import why
from cxdesk.app import icons, theme
from cxdesk.app import stage_words as words
from cxdesk.app.charts import export
from cxdesk.app.charts.stages import StagesChart, paint_part
from cxdesk.app.dates import short
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import files, named
from cxdesk.app.docks.pains_list import NARROW, DaysChoice, PainsList
from cxdesk.app.docks.panel import AskingPanel, Tool, chart_tools
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.painting import draw_elided
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.journey import CONVERSION, DROPPED, PAIN, STAY, WAITING, WENT_ON, Journey, PainPoint, Reached
from cxdesk.domain.list_files import write_bytes
from cxdesk.domain.results import Board
from cxdesk.system.i18n import _, number, percent_gap

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

ASKED = "journey"


class JourneyPanel(AskingPanel):
    """Asks for the journey of the present question when it can be seen, and hands every click to the desk."""

    waits_for = (ASKED,)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.journey = Journey()
        self.days, self.edit = DaysChoice(), QPushButton()
        self.chart, self.legend = StagesChart(), StageLegend()
        self.nobody = plain_label(role="caption", tone="text2", wrap=True)
        self.pains_title = plain_label(_("Pain points"))
        self.pains_title.setProperty("strong", True)
        self.list = PainsList()
        self.texts = TextsModel(self, range(1, 9))
        self.table, self.empty = TextTable(self.texts), EmptyState("journey")
        self.stack = QStackedWidget()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        now = theme.current()
        self.edit.setProperty("small", True)
        icons.put(self.edit, "journey")
        head = QHBoxLayout()
        head.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(6))
        head.addWidget(self.days)
        head.addStretch(1)
        head.addWidget(self.edit)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chart)
        column.addWidget(self.legend)
        quiet = QVBoxLayout()
        quiet.setContentsMargins(now.px(14), now.px(2), now.px(14), now.px(6))
        quiet.addWidget(self.nobody)
        quiet.addSpacing(now.px(14))
        quiet.addWidget(self.pains_title)
        column.addLayout(quiet)
        column.addWidget(self.list)
        column.addStretch(1)
        self.pages = QScrollArea()
        self.pages.setWidget(inside)
        self.pages.setWidgetResizable(True)
        self.pages.setFrameShape(QFrame.Shape.NoFrame)
        for ground in (self.pages.viewport(), inside):
            ground.setAutoFillBackground(False)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in (self.pages, self.table, self.empty):
            self.stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.days.chosen.connect(self._within)
        self.edit.clicked.connect(self.open_editor)
        self.empty.acted.connect(self._end_emptiness)
        self.chart.chosen.connect(lambda key: self._look_at(*key))
        self.list.opened.connect(self._open_comments)

    def tools(self) -> tuple[Tool, ...]:
        return chart_tools(self)

    # Asking

    def ask(self, board: Board) -> None:
        query = board.query.with_(selection=None, split=None)
        if self._asked == (query, board.state):
            self._mark()
            return
        self._asked = (query, board.state)

        def work(workspace: Workspace, _progress: Progress) -> Journey:
            return workspace.journey(query)

        self.desk.question(ASKED, work, self.show_journey)

    # Showing

    def show_journey(self, found: Journey) -> None:
        """Paint what arrived."""
        self.journey = found
        self.list.show_journey(found)
        self.texts.show_table(*words.table(found))
        self.legend.show_days(found.days)
        self.days.show_days(found.days)
        self._mark()
        self._say_nobody()
        self.pains_title.setVisible(bool(found.pains))
        self.noted.emit(self._about())
        if found.why is not None or not found.people:
            self._show_empty()
        elif self.stack.currentWidget() is self.empty:
            self.stack.setCurrentIndex(0)

    def _mark(self) -> None:
        """Mark the stage that is looked at, and the pain point."""
        chosen, found = self._board.query.selection if self._board else None, self.journey
        stage = next((one.stage.key for one in self.journey.stages if chosen and chosen.measure == one.measure), "")
        marked = stage if chosen is not None and chosen.metric == CONVERSION else ""
        row = next((at for at, one in enumerate(found.pains) if chosen and one.words == chosen), -1)
        if row >= 0:
            marked = found.pains[row].stage
            self.list.selectRow(row)
        else:
            self.list.clearSelection()
        self.chart.show_journey(self.journey, marked)

    def _say_nobody(self) -> None:
        parts = [_("Each bar is everybody who reached the stage.")]
        if self.journey.nobody:
            share = f"{number(self.journey.nobody, 1)}{percent_gap()}%"
            parts.append(_("{share} of the journey events could not be tied to a person.", share=share))
        self.nobody.setText(" ".join(parts))

    def _about(self) -> str:
        found = self.journey
        if not found.stages:
            return ""
        within = _("within {days} of the first stage", days=words.days_said(found.days))
        return ", ".join(filter(None, (short(found.period) if found.period else "", within)))

    @property
    def _bare(self) -> bool:
        """Whether there is no file at all."""
        return self.desk.info is not None and not self.desk.info.files

    def _end_emptiness(self) -> None:
        if self._bare:
            self.desk.wanted.emit("import")
        else:
            self.open_editor()

    def _show_empty(self) -> None:
        info, reason = self.desk.info, self.journey.why or "no_rows"
        text = why(reason)
        writable = info is not None and not info.read_only
        said = _("Nobody began in this period") if self.journey.why is None else _("No journey yet")
        button = _("Say which events mean a stage…") if writable else ""
        if self.journey.why == "missing_kind":
            text = _(
                "No file names events of a journey, such as visits, sign-ups or orders with a customer and a day. "
                "Rows that you have may stand for its stages."
            )
        self.empty.show_text(said, text[:1].upper() + text[1:], button)
        if self._bare:
            self.empty.show_unimported()
        self.stack.setCurrentWidget(self.empty)

    def retranslate(self) -> None:
        self.edit.setText(_("Edit stages…"))
        self.pains_title.setText(_("Pain points"))
        if self._asked is not None:
            self.show_journey(self.journey)

    def set_compact(self, compact: bool) -> None:
        self.list.set_compact(compact)

    # What the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.show_table()
        else:
            super().keyPressEvent(event)

    def _look_at(self, one: Reached, part: str) -> None:
        self.desk.ask(self.desk.query.with_(selection=one.behind(part)))

    def _open_comments(self, point: PainPoint) -> None:
        self.desk.ask(comments_of(self.desk.query, point))
        self.desk.wanted.emit("show_comments")

    def _within(self, days: float) -> None:
        query = self.desk.query
        options = dict(query.options)
        for metric in (CONVERSION, STAY, PAIN):
            options[metric] = {**options.get(metric, {}), "window": days}
        self.desk.ask(query.with_(options=options))

    def open_editor(self) -> None:
        """Say which events mean a stage."""
        named.dialog("stages")(self.desk, self.window()).open()

    # The twin, and leaving the window

    def show_table(self) -> None:
        """The table in place of the picture, or back."""
        if self.stack.currentWidget() is not self.empty:
            self.stack.setCurrentIndex(1 - self.stack.currentIndex())

    def copy(self) -> None:
        table = [*self.texts.table, *([[], *self.list.pains.table] if self.journey.pains else [])]
        QGuiApplication.clipboard().setMimeData(export.clipboard_data(table, self.chart.picture()))

    def save_picture(self) -> None:
        path = files.save_as(self, "", _("Journey"), "png")
        if path is not None:
            image = self.chart.picture()
            self.desk.jobs.write("export", lambda _progress: export.write_picture(image, path))

    def save_svg(self) -> None:
        path = files.save_as(self, "", _("Journey"), "svg")
        if path is not None:
            content = self.chart.svg()
            self.desk.jobs.write("export", lambda _progress: write_bytes(path, content))


class StageLegend(QWidget):
    """What the three kinds of parts mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days = 90.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: float) -> None:
        self._days = days
        self.setAccessibleName(", ".join(said for _part, said in self._entries()))
        self.updateGeometry()
        self.update()

    def _entries(self) -> list[tuple[str, str]]:
        inside = _("still inside the {days}, not counted either way", days=words.days_said(self._days))
        narrow = self.width() < theme.current().px(NARROW)
        waiting = words.part_said(WAITING) if narrow else inside
        return [(WENT_ON, words.part_said(WENT_ON)), (WAITING, waiting), (DROPPED, words.part_said(DROPPED))]

    def sizeHint(self) -> QSize:
        return QSize(100, theme.current().px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        x, side, metrics = now.pxf(14), now.pxf(12), now.metrics("caption")
        for part, said in self._entries():
            box = QRectF(round(x), round((self.height() - side) / 2), round(side), round(side))
            paint_part(painter, box, part, now)
            x += side + now.pxf(6)
            place = QRectF(x, 0, max(self.width() - x - now.pxf(4), 0), self.height())
            draw_elided(painter, place, said, "caption", now.text2)
            x += metrics.horizontalAdvance(said) + now.pxf(14)
