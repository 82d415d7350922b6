"""What opens below a chip: a framed panel that closes on Esc or a click elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDateEdit, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from cxdesk.domain.periods import Period
from cxdesk.system.i18n import number_locale

VALUE = int(Qt.ItemDataRole.UserRole)


class Popup(QFrame):
    """Shown right below its chip and kept on the screen."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("box", "popup")

    def show_below(self, chip: QWidget) -> None:
        """Open under `chip`; above it or further left where the screen ends."""
        self.adjustSize()
        place = chip.mapToGlobal(QPoint(0, chip.height() + 4))
        screen = chip.screen().availableGeometry()
        x = min(place.x(), screen.right() - self.width())
        y = place.y()
        if y + self.height() > screen.bottom():
            y = max(screen.top(), chip.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4)
        self.move(max(screen.left(), x), y)
        self.show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()


def choice_list(columns: int = 2) -> QTreeWidget:
    """A plain list of choices; the last column stands right, for dates or counts."""
    made = QTreeWidget()
    made.setColumnCount(columns)
    made.setHeaderHidden(True)
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setAllColumnsShowFocus(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.header().setStretchLastSection(False)
    made.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, columns):
        made.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return made


def choice(texts: list[str], value: object) -> QTreeWidgetItem:
    """One line of a choice list; `value` is what it stands for."""
    item = QTreeWidgetItem(texts)
    item.setData(0, VALUE, value)
    for column in range(1, len(texts)):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


class DateRange:
    """Two date fields that keep their order: the first day and the last day, both included."""

    def __init__(self) -> None:
        self.first, self.last = QDateEdit(), QDateEdit()
        for field in (self.first, self.last):
            field.setCalendarPopup(True)
            field.setLocale(QLocale("en_GB" if number_locale() == "en" else number_locale()))
            field.setDisplayFormat("d MMM yyyy")
        self.first.dateChanged.connect(self._keep_order)
        self.last.dateChanged.connect(self._keep_order_back)

    def show_period(self, period: Period) -> None:
        self.first.setDate(_qdate(period.start))
        self.last.setDate(_qdate(period.last))

    @property
    def period(self) -> Period:
        start, last = _date(self.first.date()), _date(self.last.date())
        return Period(start, last + timedelta(days=1))

    def _keep_order(self, day: QDate) -> None:
        if self.last.date() < day:
            self.last.setDate(day)

    def _keep_order_back(self, day: QDate) -> None:
        if self.first.date() > day:
            self.first.setDate(day)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
