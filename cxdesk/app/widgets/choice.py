"""A choice that one key makes: its sign and name, what it means or how often it is made, and the key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.painting import draw, draw_elided, frame, middle_baseline, one_line
from cxdesk.app.theme import Theme, tokens
from cxdesk.app.widgets.badges import paint_key
from cxdesk.app.widgets.plain import set_plain_tooltip

TALL, LOW, PAD, ICON = 54, 32, 10, 14


class Choice(QAbstractButton):
    """Checkable. With `tall`, sign and name above what it means; else one line: key, name, count or tick."""

    def __init__(self, key: str, icon: str = "", *, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self.icon_name, self.tall = key, icon, tall
        self.about = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("ring_radius", tokens.RADIUS_CONTROL)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.watcher().changed.connect(self.updateGeometry)

    def set_said(self, name: str, about: str = "") -> None:
        """Other words; they may be data."""
        self.setText(name)
        self.about = about
        self.setAccessibleName(one_line(f"{name} {about}"))
        self.setAccessibleDescription(self.key)
        set_plain_tooltip(self, f"{name}\n{about}" if self.tall and about else name)
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        width = now.metrics("small", True).horizontalAdvance(one_line(self.text())) + now.pxf(2 * PAD + 60)
        return QSize(round(width), now.px(TALL if self.tall else LOW))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(90), now.px(TALL if self.tall else LOW))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        on, hovered = self.isChecked(), self.underMouse() and self.isEnabled()
        edge = now.accent if on and self.tall else now.accentline if on else now.line2 if hovered else now.line
        fill = now.accentbg if on else now.raised if hovered else now.panel
        frame(painter, place, fill, edge, now.pxf(tokens.RADIUS_CONTROL))
        inner = place.adjusted(now.pxf(PAD), 0, -now.pxf(PAD), 0)
        (self._paint_tall if self.tall else self._paint_low)(painter, inner, now)

    def _ink(self, now: Theme) -> str:
        return "text" if self.isEnabled() else "text3"

    def _paint_tall(self, painter: QPainter, inner: QRectF, now: Theme) -> None:
        upper = QRectF(inner.left(), inner.top() + now.pxf(6), inner.width(), now.pxf(22))
        lower = QRectF(inner.left(), upper.bottom(), inner.width(), now.pxf(20))
        tone = now.accent if self.isChecked() else now.text
        icons.paint(
            painter, self.icon_name, QRectF(upper.left(), upper.top(), now.pxf(ICON), upper.height()), tone, ICON
        )
        room = self._paint_key(painter, upper, now)
        name = upper.adjusted(now.pxf(ICON + 8), 0, -room, 0)
        draw_elided(painter, name, one_line(self.text()), "body", now.colour(self._ink(now)), bold=True)
        draw_elided(painter, lower, one_line(self.about), "small", now.text2)

    def _paint_low(self, painter: QPainter, inner: QRectF, now: Theme) -> None:
        x = inner.left()
        if self.key:
            x += paint_key(painter, x, inner.center().y(), self.key, now) + now.pxf(8)
        right = inner.right()
        if self.isChecked():
            side = now.pxf(ICON)
            icons.paint(painter, "check", QRectF(right - side, inner.top(), side, inner.height()), now.accent, ICON)
            right -= side + now.pxf(6)
        elif self.about:
            metrics = now.metrics("small")
            width = metrics.horizontalAdvance(self.about)
            draw(painter, right - width, middle_baseline(inner, metrics), self.about, now.font("small"), now.text3)
            right -= width + now.pxf(6)
        name = QRectF(x, inner.top(), max(right - x, 0), inner.height())
        ink = now.colour(self._ink(now))
        draw_elided(painter, name, one_line(self.text()), "small", ink, bold=self.isChecked())

    def _paint_key(self, painter: QPainter, upper: QRectF, now: Theme) -> float:
        """The key at the right end; the room that it takes."""
        width = now.metrics("caption").horizontalAdvance(self.key) + now.pxf(10)
        paint_key(painter, upper.right() - width, upper.center().y(), self.key, now)
        return float(width + now.pxf(6))
