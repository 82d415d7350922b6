"""The pages of a report, one below the other, as wide as there is room: what is in sight is painted, by the same hand
that writes the PDF.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cxdesk.app import theme
from cxdesk.reports.pdf.fonts import UNIT
from cxdesk.reports.pdf.pages import Pages
from cxdesk.system.i18n import _, number

AIR, WIDEST = 16, 900  # pixels at 100 %
KEPT = 12  # painted pages that are remembered


class PagesView(QAbstractScrollArea):
    """`turned` with the page in sight, from 0, and how many there are."""

    turned = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: Pages | None = None
        self._painted: dict[int, QPixmap] = {}
        self._last = (-1, -1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.watcher().changed.connect(self._forget)

    def show_pages(self, pages: Pages) -> None:
        """Other pages; what was in sight stays there as far as there is such a place."""
        self.pages = pages
        self._forget()
        self._fit()
        self._tell()

    @property
    def at(self) -> int:
        """The page that takes most of the sight."""
        if self.pages is None:
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        return min(max(int(middle // self._step()), 0), self.pages.count - 1)

    def turn_to(self, page: int) -> None:
        """Bring a page to the top."""
        self.verticalScrollBar().setValue(round(page * self._step()))

    # Geometry, in logical pixels

    def _page(self) -> QRectF:
        """The first page's place before anything is scrolled."""
        now, pages = theme.current(), self.pages
        room = self.viewport().width() - 2 * now.px(AIR)
        wide = float(min(max(room, 100), now.px(WIDEST)))
        tall = wide * pages.size[1] / pages.size[0] if pages is not None else wide
        return QRectF((self.viewport().width() - wide) / 2, now.px(AIR), wide, tall)

    def _step(self) -> float:
        return self._page().height() + theme.current().px(AIR)

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        count = self.pages.count if self.pages is not None else 0
        whole = round(count * self._step() + theme.current().px(AIR))
        bar.setRange(0, max(0, whole - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme.current().px(48))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = self.at
        super().resizeEvent(event)
        self._painted.clear()
        self._fit()
        if event.oldSize().width() not in (-1, event.size().width()):
            self.turn_to(before)

    def _forget(self) -> None:
        self._painted.clear()
        self.viewport().update()

    def _scrolled(self) -> None:
        self.viewport().update()
        self._tell()

    def _tell(self) -> None:
        if self.pages is None:
            return
        place = self.at, self.pages.count
        self.setAccessibleName(_("Page {n} of {count}", n=number(place[0] + 1), count=number(place[1])))
        if place != self._last:
            self._last = place
            self.turned.emit(*place)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self.viewport())
        painter.fillRect(event.rect(), now.sunken)
        if self.pages is None:
            return
        first, step = self._page(), self._step()
        top = self.verticalScrollBar().value()
        for at in range(int(top // step), self.pages.count):
            place = first.translated(0, at * step - top)
            if place.top() > self.viewport().height():
                break
            painter.drawPixmap(QPointF(place.topLeft()), self._picture(at, place))
            painter.setPen(now.line2)
            painter.drawRect(place)

    def _picture(self, at: int, place: QRectF) -> QPixmap:
        """A page as it is seen, painted once."""
        if at not in self._painted:
            if len(self._painted) >= KEPT:
                self._painted.clear()
            self._painted[at] = self._paint(at, place)
        return self._painted[at]

    def _paint(self, at: int, place: QRectF) -> QPixmap:
        assert self.pages is not None
        sharp = self.devicePixelRatioF()
        size = QRect(0, 0, round(place.width() * sharp), round(place.height() * sharp)).size()
        picture = QPixmap(size)
        picture.setDevicePixelRatio(sharp)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        scale = place.width() / (self.pages.size[0] * UNIT)
        painter.scale(scale, scale)
        self.pages.paint(painter, at)
        painter.end()
        return picture

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = self.pages.count if self.pages is not None else 1
        turns = {Qt.Key.Key_PageDown: self.at + 1, Qt.Key.Key_PageUp: self.at - 1, Qt.Key.Key_Home: 0,
                 Qt.Key.Key_End: count - 1}  # fmt: skip
        if event.key() in turns:
            self.turn_to(min(max(turns[Qt.Key(event.key())], 0), count - 1))
        else:
            super().keyPressEvent(event)
