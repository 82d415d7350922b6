"""The score of a pain point as a bar from nothing to 100."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter

from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.models.pains import SCORE_ROLE
from cxdesk.app.painting import frame
from cxdesk.app.theme import Theme

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 10.0
WORST = 50.0  # from here on the bar has the strongest tone


class PainBarDelegate(RowDelegate):
    """A track, and on it as much of a bar as the score says."""

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        score = index.data(SCORE_ROLE)
        if score is None:
            return
        height = now.pxf(HEIGHT)
        track = QRectF(place.left() + now.pxf(8), place.center().y() - height / 2, place.width() - now.pxf(16), height)
        frame(painter, track, now.sunken, None if now.washes else now.line2, now.pxf(2))
        width = track.width() * min(max(float(score), 0.0), 100.0) / 100
        colour = now.diverging[0 if score >= WORST else 1]
        frame(painter, QRectF(track.left(), track.top(), width, height), colour, None, now.pxf(2))
