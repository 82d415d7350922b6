"""The list of a breakdown: one row for each segment, with its dots and bars, and the whole below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from cxdesk.analysis.wording import Measured, bare, currency_sign
from cxdesk.app import theme
from cxdesk.app.attributes import title_of, value_title
from cxdesk.app.charts import scale
from cxdesk.app.dates import short
from cxdesk.app.delegates.dots import BarDelegate, DotDelegate
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.desk import Desk
from cxdesk.app.docks.breakdown_head import BreakdownHead
from cxdesk.app.docks.why_link import WhyHolder
from cxdesk.app.models.breakdown import BreakdownModel, Column
from cxdesk.domain.periods import Period
from cxdesk.domain.results import Breakdown, Unit
from cxdesk.system.i18n import _

WIDTHS = {Column.N: 56, Column.VALUE: 60, Column.BAR: 110, Column.PART: 66}
NARROW_WIDTHS = {Column.N: 48, Column.VALUE: 54, Column.BAR: 72, Column.PART: 58}
NARROW = 560
LIMITS: dict[str, tuple[float | None, float | None]] = {  # what values of a unit can be at all
    Unit.PERCENT: (0.0, 100.0),
    Unit.INDEX: (0.0, 100.0),
    Unit.SCORE: (-100.0, 100.0),
}


class SegmentTable(QTableView):
    """Shows a Breakdown; what a click means is the panel's business."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.segments = BreakdownModel(self)
        self.dots, self.bars = DotDelegate(self), BarDelegate(self)
        self.rows = RowDelegate(self)
        self.head = BreakdownHead(self.dots, self)
        self.setModel(self.segments)
        self.setHorizontalHeader(self.head)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(self.rows)
        self.setItemDelegateForColumn(Column.DOT, self.dots)
        self.setItemDelegateForColumn(Column.BAR, self.bars)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.head.setSectionResizeMode(Column.DOT, QHeaderView.ResizeMode.Stretch)

    def show_breakdown(self, found: Breakdown, compared: Period | None) -> None:
        """Rows, axes and heads of a breakdown that the model has; `compared` is the other period."""
        self._show_axes(found, compared)
        self._span_hidden()
        self._offer_why(found)

    def select_segment(self, segment: str | None, none: str) -> None:
        """Select the row of a segment; `none` is what rows without a value are called, None selects nothing."""
        number = None if segment is None else self.segments.number_of(None if segment == none else segment)
        if number is None:
            self.clearSelection()
        else:
            self.selectRow(number)

    def texts(self) -> list[list[str]]:
        """What is written, for the clipboard."""
        shown = [column for column in Column if column not in (Column.DOT, Column.BAR)]
        count = self.segments.rowCount()
        rows = [[str(self.segments.index(row, c).data() or "") for c in shown] for row in range(count)]
        return [[self.head.texts.get(c, "") for c in shown], *rows]

    def fit(self, compact: bool, width: int) -> None:
        """Widths of the columns and heights of the rows in a panel of that width."""
        now = theme.current()
        self.rows.compact = self.dots.compact = self.bars.compact = compact
        self.verticalHeader().setDefaultSectionSize(self.rows.row_height())
        narrow = width < now.px(NARROW)
        for column, wide in (NARROW_WIDTHS if narrow else WIDTHS).items():
            self.head.resizeSection(column, now.px(wide))
        self.head.resizeSection(Column.NAME, self._name_width(now.px(90), round(width * 0.3)))

    def _show_axes(self, found: Breakdown, compared: Period | None) -> None:
        model = self.segments
        low, high = scale.ends(*model.reach(), LIMITS.get(found.unit, (None, None)))
        how = Measured.of(found)
        total = model.breakdown.total if model.breakdown else None
        whole = total.figure.value if total else None
        self.dots.set_axis(low, high, whole)
        self.bars.set_axis(*model.contributions(), found.better)
        self.head.say = lambda value: bare(value, how, decimals=0 if high - low >= 4 else None)
        self.head.whole = _("all {value}", value=bare(whole, how)) if whole is not None else ""
        card = self._desk.card
        self.head.texts = {
            Column.NAME: title_of(found.attribute),
            Column.N: _("n"),
            Column.VALUE: ", ".join(filter(None, (_(card.short_title) if card else "", currency_sign(found.currency)))),
            Column.PART: _contribution_title(found),
        }
        self.head.viewport().update()
        self.dots.legend = short(compared) if compared and model.is_compared else ""
        for column in (Column.BAR, Column.PART):
            self.setColumnHidden(column, not model.has_contributions)

    def _span_hidden(self) -> None:
        """The sentence of a hidden group has the room of value, dots and bars."""
        self.clearSpans()
        for number in range(self.segments.rowCount()):
            row = self.segments.row(number)
            if row is not None and row.hidden:
                self.setSpan(number, Column.VALUE, 1, len(Column) - Column.VALUE)

    def _offer_why(self, found: Breakdown) -> None:
        """In the row of the whole a way to its explanation, where it changed."""
        total = self.segments.breakdown.total if self.segments.breakdown else None
        change = total.change if total else None
        at = self.segments.index(self.segments.rowCount() - 1, Column.DOT)
        old = self.indexWidget(at)
        there = change is not None and bool(change.delta) and found.total is not None
        if there:
            self.setSpan(at.row(), Column.DOT, 1, Column.BAR - Column.DOT + 1)  # the whole has no bar
        if isinstance(old, WhyHolder):
            old.link.show_change(change if there else None)
        elif change is not None and there:
            self.setIndexWidget(at, WhyHolder(change, self._desk))

    def _name_width(self, least: int, most: int) -> int:
        now, found = theme.current(), self.segments.breakdown
        names = [value_title(found.attribute, row.key) for row in found.rows] if found else []
        widest = max((now.metrics("small").horizontalAdvance(name) for name in names), default=0.0)
        return max(least, min(round(widest) + now.px(28), most))


def _contribution_title(found: Breakdown) -> str:
    if found.unit in ("score", "percent", "index"):
        return _("contribution, points")
    return ", ".join(filter(None, (_("contribution"), currency_sign(found.currency))))
