"""What is painted in pixels over a whole plot, at places of the plot's own axes."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath


class Layer(pg.GraphicsObject):
    """Follows the view as it moves; clicks fall through to the plot. Kinds of layers paint."""

    def __init__(self, view: pg.ViewBox, height: int, parent: pg.PlotItem | None = None) -> None:
        super().__init__()
        self.view = view
        self.setZValue(height)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        if parent is not None:
            self.setParentItem(parent)
        view.sigTransformChanged.connect(self.moved)
        view.sigResized.connect(self.moved)

    def moved(self, *_args: object) -> None:
        """The plot shows another part, or there is something else to paint."""
        self.prepareGeometryChange()
        self.update()

    @property
    def area(self) -> QRectF:
        """Where the plot draws."""
        return QRectF(self.mapFromItem(self.view, self.view.rect()).boundingRect())

    def place(self, x: float, y: float) -> QPointF:
        """Where a place of the plot's axes is painted."""
        return QPointF(self.mapFromItem(self.view, self.view.mapFromView(QPointF(x, y))))

    def boundingRect(self) -> QRectF:
        return self.area.adjusted(-4, -4, 4, 4)

    def shape(self) -> QPainterPath:
        return QPainterPath()
