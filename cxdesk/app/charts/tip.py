"""The one tooltip of a chart: what, how much, how sure, and what a click does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label


class Tip(QFrame):
    """Lies over its chart and never takes the mouse. The first line is bold, the last one quiet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._chart = parent
        self.setProperty("box", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.head, self.value = plain_label(role="small", tone="text"), plain_label(role="small")
        self.hint = plain_label(role="caption", tone="text3")
        layout = QVBoxLayout(self)
        now = theme.current()
        layout.setContentsMargins(now.px(10), now.px(6), now.px(10), now.px(6))
        layout.setSpacing(now.px(2))
        for label in (self.head, self.value, self.hint):
            layout.addWidget(label)
        self.hide()

    def show_at(self, place: QRectF, head: str, value: str, hint: str) -> None:
        """Show three lines above `place`, or below it where the chart ends."""
        self.head.setText(head)
        self.head.setFont(theme.current().font("small", True))
        self.value.setText(value)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.adjustSize()
        area = self._chart.rect()
        x = min(max(0, round(place.center().x() - self.width() / 2)), area.width() - self.width())
        y = round(place.top()) - self.height() - 6
        if y < 0:
            y = min(round(place.bottom()) + 6, area.height() - self.height())
        self.move(QPoint(x, y))
        self.raise_()
        self.show()
