"""Other ways to compute the same idea, on one axis; one of them stands for it, and another can be pinned."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QPushButton, QWidget

from cxdesk.analysis.wording import Measured, bare
from cxdesk.app import icons, theme
from cxdesk.app.charts import scale
from cxdesk.app.dates import day_text
from cxdesk.app.delegates.receipt import WaysDelegate
from cxdesk.app.models.receipt import WayColumn, WaysModel, axis_of, way_title
from cxdesk.app.painting import draw, middle_baseline
from cxdesk.app.widgets.fitted_table import FittedTable
from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.app.widgets.section import Section
from cxdesk.domain.explained import Explained, Way, Ways
from cxdesk.domain.results import Unit
from cxdesk.system.i18n import _

VALUE, HEIGHT = 84, 24
LIMITS: dict[str, tuple[float | None, float | None]] = {
    Unit.PERCENT: (0.0, 100.0),
    Unit.INDEX: (0.0, 100.0),
    Unit.SCORE: (-100.0, 100.0),
}


class WaysHead(QHeaderView):
    """Captions, and the ends of the axis above the dots."""

    def __init__(self, dots: WaysDelegate, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._dots = dots
        self.ends: tuple[tuple[float, str], ...] = ()
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        return QSize(100, theme.current().px(HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        now, place = theme.current(), QRectF(rect)
        font, metrics = now.font("caption"), now.metrics("caption")
        painter.save()
        painter.fillRect(rect, now.panel)
        painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), now.grid)
        base = middle_baseline(place, metrics)
        if section == WayColumn.NAME:
            draw(painter, place.left() + now.pxf(36), base, _("same rows, other rules"), font, now.text3)
        elif section == WayColumn.VALUE:
            text = _("value")
            draw(painter, place.right() - now.pxf(8) - metrics.horizontalAdvance(text), base, text, font, now.text3)
        else:
            along = self._dots.scale(place, now)
            for value, text in self.ends:
                x = along.x(value) - metrics.horizontalAdvance(text) / 2
                draw(painter, max(x, place.left()), base, text, font, now.text3)
        painter.restore()


class WaysTable(FittedTable):
    """`pinned(row)`: the person wants this one to stand for the idea."""

    pinned = Signal(int)

    def __init__(self, model: WaysModel) -> None:
        self.dots = WaysDelegate()
        super().__init__(model, self.dots, head=True)
        self.head = WaysHead(self.dots, self)
        self.setHorizontalHeader(self.head)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_P):
            self.pinned.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        self.share()

    def share(self) -> None:
        now, width = theme.current(), self.width()
        name = round((width - now.px(VALUE)) * 0.56)
        self.setColumnWidth(WayColumn.NAME, name)
        self.setColumnWidth(WayColumn.VALUE, now.px(VALUE))
        self.setColumnWidth(WayColumn.AXIS, max(width - name - now.px(VALUE), 0))


class WaysSection(Section):
    """`wanted(way)` when another definition shall stand for the idea."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = WaysModel()
        self.table = WaysTable(self.model)
        self.since, self.pin = ElidedLabel("", "small", "text2"), QPushButton()
        self.writable = True
        self.pin.setProperty("link", True)
        self.pin.setAutoDefault(False)
        icons.put(self.pin, "pin", "accent", 14)
        foot, now = QFrame(), theme.current()
        row = QHBoxLayout(foot)
        row.setContentsMargins(*[now.px(step) for step in (12, 4, 8, 4)])
        row.addWidget(self.since, 1)
        row.addWidget(self.pin)
        self.inside.addWidget(self.table)
        self.inside.addWidget(foot)
        self.table.selectionModel().currentChanged.connect(lambda *_index: self._settle())
        self.table.pinned.connect(self._pin)
        self.table.doubleClicked.connect(lambda index: self._pin(index.row()))
        self.pin.clicked.connect(lambda: self._pin(self.table.currentIndex().row()))

    @property
    def chosen(self) -> Way | None:
        index: QModelIndex = self.table.currentIndex()
        return self.model.way(index.row()) if index.isValid() else None

    def show_ways(self, told: Explained, found: Ways | None) -> None:
        """All ways; None while they are on their way."""
        self.name(_("Other ways to compute it"))
        self.table.setAccessibleName(_("Other ways to compute it"))
        ways = found.ways if found else ()
        alike = axis_of(told, ways)
        self._set_axis(told, alike, ways)
        self.model.show_ways(found)
        self.table.share()
        self.since.set_text(_since(found) if found else _("Computing…"))
        self._settle()

    def _set_axis(self, told: Explained, alike: list[Way], ways: tuple[Way, ...]) -> None:
        figures = [way.card.figure for way in alike]
        ends = [end for one in figures for end in (one.value, one.low, one.high) if end is not None]
        low, high = min(ends, default=0.0), max(ends, default=1.0)
        if told.card.unit == Unit.SCORE:
            low, high = min(low, 0.0), max(high, 0.0)
        low, high = scale.ends(low, high, LIMITS.get(told.card.unit, (None, None)))
        pinned = next((way.card.figure.value for way in alike if way.pinned), None)
        rows = frozenset(at for at, way in enumerate(ways) if way in alike)
        self.table.dots.set_axis(low, high, pinned, rows)
        how = Measured.of(told.card)
        places = 0 if high - low >= 4 else None
        self.table.head.ends = tuple((end, bare(end, how, decimals=places)) for end in (low, high)) if rows else ()

    def _settle(self) -> None:
        way = self.chosen
        other = way is not None and not way.pinned
        self.pin.setText(
            _("Let “{way}” stand for it", way=way_title(way)) if way and other else _("Choose one to pin it")
        )
        self.pin.setEnabled(other and self.writable)

    def _pin(self, row: int) -> None:
        way = self.model.way(row)
        if way is not None and not way.pinned and self.writable:
            self.wanted.emit(way)


def _since(found: Ways) -> str:
    """Pinned since 1 Apr 2025; or that nobody decided."""
    if not any(way.pinned for way in found.ways):
        return _("None of them stands for the idea yet")
    if found.since is None:
        return _("As CXDesk declares it; nobody pinned another")
    return _("Pinned since {day}", day=day_text(found.since.astimezone().date()))
