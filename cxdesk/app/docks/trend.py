"""The course of the number in focus: the plot or its table, the grain, and what a click or a drag means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cxdesk.analysis.remedies import why
from cxdesk.analysis.wording import Measured, withheld_course
from cxdesk.app import steps, theme
from cxdesk.app.charts import export
from cxdesk.app.charts import trend_words as words
from cxdesk.app.charts.legend import Entry, Legend, Sign
from cxdesk.app.charts.tip import Tip
from cxdesk.app.charts.trend_plot import TrendPlot
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import files
from cxdesk.app.docks.panel import Panel, Tool, chart_tools
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.docks.trend_extras import TrendExtras
from cxdesk.app.docks.trend_head import TrendHead
from cxdesk.app.models.cards import GROUPS
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.app.widgets.tab_order import in_order
from cxdesk.domain.list_files import write_bytes
from cxdesk.domain.periods import GRAIN_TITLES, Grain
from cxdesk.domain.results import Board, Target, Trend
from cxdesk.system.i18n import N_, _, language, ngettext, number_locale

GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)


class TrendPanel(Panel):
    """Knows which trend is shown and hands every gesture to the desk."""

    waits_for = ("board",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._board: Board | None = None
        self._trend: Trend | None = None  # as it is shown
        self._made_of: tuple[Trend | None, int] | None = None  # what it was made of
        self._told_of: Trend | None = None  # the course that the head leads through
        self._told: tuple[object, ...] = ()  # what legend and table say
        self.grains = Segmented([(grain.value, GRAIN_TITLES[grain]) for grain in GRAINS])
        self.head = TrendHead(desk, self.grains)
        self.plot, self.legend = TrendPlot(), Legend()
        self.extras = TrendExtras(desk, self.plot, self)
        self.tip = Tip(self.plot)
        self.texts = TextsModel(self, range(1, 9))
        self.table = TextTable(self.texts)
        self.empty = EmptyState("chart")
        self._build()
        self._connect()
        in_order(self, (self.head.step, self.head.why, self.grains, self.plot, self.table, self.empty))

    def _build(self) -> None:
        now = theme.current()
        chart = QWidget()
        column = QVBoxLayout(chart)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plot, 1)
        column.addWidget(self.legend)
        self.stack = QStackedWidget()
        for page in (chart, self.table, self.empty):
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(now.px(12), now.px(10), now.px(12), now.px(8))
        layout.addWidget(self.head)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.empty.acted.connect(lambda: self.desk.wanted.emit("import"))
        self.head.step_wanted.connect(self.extras.brush_step)
        self.grains.chosen.connect(lambda value: self.desk.ask(steps.grain(self.desk.query, Grain(value))))
        self.plot.brushed.connect(self.desk.brush)
        self.plot.chosen.connect(self._choose)
        self.plot.pointed.connect(self._point)

    def tools(self) -> tuple[Tool, ...]:
        return (
            Tool("compare", N_("Draw several together (S)"), self.extras.open_menu),
            Tool("flag", N_("Notes on days (N)"), self.extras.open_notes),
            *chart_tools(self),
        )

    def show_board(self, board: Board) -> None:
        """Show the board's trend, with the period as brush and the clicked point marked."""
        self._board = board
        trend = self._shown_of(board)
        self.grains.choose(board.query.grain.value)
        known = trend is not None and any(point.figure.value is not None for point in trend.points)
        self.plot.setAccessibleName(_(trend.title) if trend else _("Trend"))
        card, label = self.desk.card, trend.label if trend else ()
        change = card.change if card is not None and known else None
        if trend != self._told_of:
            self._told_of = trend
            self.head.forget_step()
        self.head.show_number(_(trend.title) if trend else "", " · ".join(phrase.say() for phrase in label), change)
        if trend is None or not known:
            self.extras.show_step(None)
            self._show_empty(trend)
            return
        selection = board.query.selection
        self.plot.show_trend(trend, board.range, selection.period if selection else None, self._target())
        self._tell(trend)
        self.extras.show_board(board)
        if self.stack.currentWidget() is self.empty:
            self.stack.setCurrentIndex(0)

    def _shown_of(self, board: Board) -> Trend | None:
        """The course with gaps where too few answered; the same object as before for the same course."""
        of = (board.trend, self.desk.least)
        if self._made_of is None or self._made_of[0] is not of[0] or self._made_of[1] != of[1]:
            self._made_of, self._trend = of, withheld_course(board.trend, self.desk.least) if board.trend else None
        return self._trend

    def _tell(self, trend: Trend) -> None:
        """Legend and table of a trend, unless they are there: a click changes neither."""
        told = (trend, self._short_title(), language(), number_locale())
        if told != self._told:
            self._told = told
            self.legend.show_entries(words.legend(trend, self._short_title(), self._of_answers()))
            self.texts.show_table(*words.table(trend, self._short_title(), Measured.of(trend)))

    def draw_again(self, also: tuple[float, ...]) -> None:
        """Further lines came or went: the axis, the legend and the table have them in sight."""
        board = self._board
        trend = self._trend
        if board is None or trend is None:
            return
        self.plot.also = also
        selection = board.query.selection
        self.plot.show_trend(trend, board.range, selection.period if selection else None, self._target())
        own, more = words.legend(trend, self._short_title(), self._of_answers()), self.extras.legend()
        if more:  # what every line is comes before what its points mean
            own = [Entry(Sign.SERIES, self._short_title())]
        self.legend.show_entries([*own, *more])
        others = [(self.extras.name(one), one) for one in self.extras.lines.courses]
        self.texts.show_table(*words.table(trend, self._short_title(), Measured.of(trend), others))

    def retranslate(self) -> None:
        self.head.retranslate([_(GRAIN_TITLES[grain]) for grain in GRAINS])
        if self._board is not None:
            self.show_board(self._board)

    # The twin, and leaving the window

    def show_table(self) -> None:
        """The table in place of the plot, or back."""
        if self.stack.currentWidget() is not self.empty:
            self.stack.setCurrentIndex(1 - self.stack.currentIndex())

    def copy(self) -> None:
        QGuiApplication.clipboard().setMimeData(export.clipboard_data(self.texts.table, export.picture(self.plot)))

    def save_picture(self) -> None:
        path = files.save_as(self, "", self.head.title.text(), "png")
        if path is not None:
            image = export.picture(self.plot)
            self.desk.jobs.write("export", lambda _progress: export.write_picture(image, path))

    def save_svg(self) -> None:
        path = files.save_as(self, "", self.head.title.text(), "svg")
        if path is not None:
            content = export.svg(self.plot, self.head.title.text())
            self.desk.jobs.write("export", lambda _progress: write_bytes(path, content))

    # What the person does

    def keyPressEvent(self, event: object) -> None:
        key = event.key() if not event.modifiers() else None  # type: ignore[attr-defined]
        if key == Qt.Key.Key_T:
            self.show_table()
        elif key == Qt.Key.Key_S:
            self.extras.open_menu()
        elif key == Qt.Key.Key_N:
            self.extras.open_notes()
        else:
            event.ignore()  # type: ignore[attr-defined]

    def _choose(self, at: int) -> None:
        focus, trend = self.desk.focus, self._trend
        if focus is not None and trend is not None:
            self.desk.ask(steps.point(self.desk.query, focus, trend.points[at].period))

    def _point(self, at: int) -> None:
        trend = self._trend
        if trend is None or not 0 <= at < len(trend.points) or trend.points[at].figure.value is None:
            self.tip.hide()
            return
        said = words.tip(trend, trend.points[at], self._short_title(), Measured.of(trend), self._target())
        self.tip.show_at(self.plot.place_of(at), *said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tip.hide()

    # What is shown

    def _show_empty(self, trend: Trend | None) -> None:
        reasons = [point.figure.reason for point in trend.points if point.figure.reason] if trend else []
        reason = "too_few" if "too_few" in reasons else next(iter(reasons), None)
        card, board, info = self.desk.card, self.desk.board, self.desk.info
        reason = reason or (card.figure.reason if card else None) or "no_rows"
        text = why(reason)
        if info is not None and not info.files:
            self.empty.show_unimported()
        elif board is not None and board.data_range is None and board.rows_behind:
            self.empty.show_text(_("No course to show"), _("The rows behind this number have no dates."))
        elif reason == "too_few" and trend is not None and trend.grain != Grain.YEAR:
            few = ngettext("Fewer than {n} answer at a time.", "Fewer than {n} answers at a time.", self.desk.least)
            self.empty.show_text(_("No course to show"), " ".join((few, _("A longer unit may hold enough."))))
        else:
            self.empty.show_text(_("No course to show"), text[:1].upper() + text[1:])
        self.stack.setCurrentWidget(self.empty)

    def _short_title(self) -> str:
        card = self.desk.card
        return _(card.short_title) if card else ""

    def _of_answers(self) -> bool:
        """Whether what the number counts are answers of surveys."""
        card = self.desk.card
        return card is None or GROUPS.get(card.family) == GROUPS["loyalty"]

    def _target(self) -> Target | None:
        card = self.desk.card
        return card.target if card else None
