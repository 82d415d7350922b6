"""What happened to a customer: a round icon on a thin line, what it was, and the day at the right."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cxdesk.app import icons, theme
from cxdesk.app.dates import day_text
from cxdesk.app.delegates.row import Index
from cxdesk.app.models.events import EVENT_ROLE, HERE_ROLE
from cxdesk.app.painting import draw, draw_elided, frame, middle_baseline, one_line
from cxdesk.app.theme import Theme
from cxdesk.domain.customers import Event
from cxdesk.system.i18n import _

ROUND, ICON, LEFT, TEXT = 19, 12, 12, 40
ONE, TWO = 27, 43
SIGNS = {
    "ticket": "headset",
    "resolved": "check",
    "call": "phone",
    "chat": "comment",
    "order": "cart",
    "money": "currency",
}
TONES = {"bottom": "bad", "top": "good"}


class EventDelegate(QStyledItemDelegate):
    """Rows of one line, or two where there is more to say. Texts are data: they are never read as markup."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        event, now = index.data(EVENT_ROLE), theme.current()
        two = isinstance(event, Event) and bool(event.detail)
        return QSize(now.px(200), now.px(TWO if two else ONE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        event = index.data(EVENT_ROLE)
        if not isinstance(event, Event):
            return
        now, place = theme.current(), QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, now.accentbg)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, now.raised)
        self._paint_sign(painter, place, event, index, now)
        self._paint_words(painter, place, event, bool(index.data(HERE_ROLE)), now)
        painter.restore()

    def _paint_sign(self, painter: QPainter, place: QRectF, event: Event, index: Index, now: Theme) -> None:
        side, x = now.pxf(ROUND), place.left() + now.pxf(LEFT)
        top = place.top() + now.pxf(4)
        middle = round(x + side / 2)
        last = index.model().rowCount() - 1
        start = place.top() if index.row() else top
        end = place.bottom() + 1 if index.row() < last else top
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(QRectF(middle, start, 1, end - start), now.line)
        spot = QRectF(x, top, side, side)
        frame(painter, spot, now.sunken, None if now.washes else now.line2, side / 2)
        tone = now.colour(TONES.get(event.band or "", "text2"))
        icons.paint(painter, SIGNS.get(event.sign, event.sign), spot, tone, ICON)

    def _paint_words(self, painter: QPainter, place: QRectF, event: Event, here: bool, now: Theme) -> None:
        left, right = place.left() + now.pxf(TEXT), place.right() - now.pxf(LEFT)
        line = QRectF(left, place.top() + now.pxf(4), right - left, now.pxf(19))
        day = day_text(event.day) if event.day else ""
        small = now.metrics("small")
        width = small.horizontalAdvance(day)
        draw(painter, right - width, middle_baseline(line, small), day, now.font("small"), now.text3)
        room = line.adjusted(0, 0, -width - now.pxf(8), 0)
        drawn = draw_elided(painter, room, one_line(event.title), "small", now.text, bold=event.sign == "comment")
        if here:
            rest = room.adjusted(drawn, 0, 0, 0)
            draw_elided(painter, rest, ", " + _("this comment"), "small", now.text)
        if event.detail:
            words = _("“{words}”", words=event.detail) if event.words else event.detail
            lower = QRectF(left, line.bottom() - now.pxf(1), right - left, now.pxf(16))
            draw_elided(painter, lower, one_line(words), "caption", now.text2)
