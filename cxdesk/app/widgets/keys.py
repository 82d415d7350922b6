"""A line of keys and what they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.painting import draw, middle_baseline
from cxdesk.app.widgets.badges import paint_key

Said = Sequence[tuple[tuple[str, ...], str]]  # (keys, what they do)


class Keys(QWidget):
    """Shows as many as fit, from the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: Said = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_said(self, said: Said) -> None:
        self._said = said
        self.setAccessibleName("; ".join(f"{' '.join(keys)}: {text}" for keys, text in said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(60), theme.current().px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        metrics, x = now.metrics("small"), 0.0
        for keys, text in self._said:
            width = sum(now.metrics("caption").horizontalAdvance(key) + now.pxf(14) for key in keys)
            width += metrics.horizontalAdvance(text) + now.pxf(4)
            if x + width > self.width():
                return
            for key in keys:
                x += paint_key(painter, x, self.height() / 2, key, now) + now.pxf(4)
            baseline = middle_baseline(self.rect().toRectF(), metrics)
            draw(painter, x + now.pxf(2), baseline, text, now.font("small"), now.text2)
            x += metrics.horizontalAdvance(text) + now.pxf(18)
