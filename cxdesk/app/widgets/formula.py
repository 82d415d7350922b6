"""A formula with its counts, in a quiet box; it breaks between its pieces where the line ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.analysis.receipt_wording import Piece
from cxdesk.app import theme
from cxdesk.app.painting import draw, frame
from cxdesk.app.theme import tokens

PAD, LINE, GAP = 14, 26, 6


class Formula(QWidget):
    """Pieces in their tones; a quiet remark at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces: tuple[Piece, ...] = ()
        self._remark = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pieces(self, pieces: Sequence[Piece], remark: str = "") -> None:
        self._pieces, self._remark = tuple(pieces), remark
        self.setAccessibleName(" ".join([*(piece.text for piece in pieces), remark]).strip())
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self._pieces)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        now = theme.current()
        places = self._places(width)
        lines = round(places[-1][1].y() / now.pxf(LINE)) + 1 if places else 1
        return round(lines * now.pxf(LINE) + 2 * now.pxf(PAD) - now.pxf(8))

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.current().px(200))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(160), self.heightForWidth(max(self.width(), theme.current().px(160))))

    def _places(self, width: float) -> list[tuple[Piece, QPointF, str]]:
        """Each piece with the left end of its line and its font role."""
        now, found, x, y = theme.current(), [], 0.0, 0.0
        room = width - 2 * now.pxf(PAD)
        remark = [(Piece(self._remark, "text2"), "small")] if self._remark else []
        for piece, role in [*((piece, "heading") for piece in self._pieces), *remark]:
            wide = now.metrics(role, piece.bold).horizontalAdvance(piece.text)
            if x and x + wide > room:
                x, y = 0.0, y + now.pxf(LINE)
            found.append((piece, QPointF(x, y), role))
            x += wide + now.pxf(GAP)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        frame(painter, QRectF(self.rect()), now.raised, now.line, now.pxf(tokens.RADIUS))
        base = now.pxf(PAD) + now.metrics("heading").ascent()
        for piece, at, role in self._places(self.width()):
            draw(
                painter, now.pxf(PAD) + at.x(), base + at.y(), piece.text, now.font(role, piece.bold),
                now.colour(piece.tone),
            )  # fmt: skip
