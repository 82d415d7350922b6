"""A column of scores, each on the colour of its band."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from cxdesk.app.delegates.row import Index, RowDelegate
from cxdesk.app.theme import Theme
from cxdesk.app.widgets.badges import SCORE_HEIGHT, paint_score, score_width

BAND_ROLE = int(Qt.ItemDataRole.UserRole) + 80  # bottom, middle or top


class ScoreDelegate(RowDelegate):
    """The text of the cell as a score."""

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        text = index.data()
        if text:
            width, height = score_width(str(text), now), now.pxf(SCORE_HEIGHT)
            badge = QRectF(0, 0, width, height)
            badge.moveCenter(place.center())
            paint_score(painter, badge, str(text), index.data(BAND_ROLE), now)
