"""What is seen before anything is loaded: the desk's surfaces, and the cards as they were seen last.

This module loads almost nothing, not even Qt's own constants: the first window has 30 ms more than an empty one. The
picture of the cards lies in the workspace, is kept whenever it is put away, and is shown until the live board is there.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

KEY = "glimpse"
MOST_PIXELS = 16_000_000


class FirstView(QWidget):
    """Paints what a workspace kept of its desk; nothing without."""

    def __init__(self, kept: dict[str, Any] | None) -> None:
        super().__init__()
        self._inks = [QColor(ink) for ink in kept["inks"]] if kept else []
        self._boxes = [QRect(*box) for box in kept["boxes"]] if kept else []
        self._bar = QRect(*kept["bar"]) if kept else QRect()
        self._cards = image_of(kept) if kept else None
        self._at = kept["at"] if kept else (0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._inks:
            return
        window, panel, line = self._inks
        painter = QPainter(self)
        painter.fillRect(self.rect(), window)
        painter.translate(-self.mapTo(self.window(), QPoint(0, 0)))  # bars may have appeared above
        painter.fillRect(self._bar, panel)
        for box in self._boxes:
            painter.fillRect(box, line)
            painter.fillRect(box.adjusted(1, 1, -1, -1), panel)
        if self._cards is not None:
            painter.drawImage(*self._at, self._cards)


def read(workspace: str) -> dict[str, Any] | None:
    """What a workspace kept of its desk; None when there is nothing, or nothing that fits."""
    from cxdesk.store import snapshot

    found = snapshot.read(workspace, KEY)
    value = found["value"] if found else None
    return value if isinstance(value, dict) and _sound(value) else None


def kept_of(window: QMainWindow, cards: QWidget, boxes: list[QRect], bar: QRect, inks: list[str]) -> dict[str, Any]:
    """What to keep of a desk: where its parts stand, the cards' picture, and the colours of window, panel and line."""
    image = cards.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    place = cards.mapTo(window, cards.rect().topLeft())
    return {
        "window": [window.width(), window.height()],
        "at": [place.x(), place.y()],
        "size": [image.width(), image.height()],
        "ratio": image.devicePixelRatio(),
        "inks": inks,
        "bar": list(_box(bar)),
        "boxes": [list(_box(box)) for box in boxes],
        "pixels": base64.b64encode(zlib.compress(bytes(image.constBits()), 6)).decode(),
    }


def image_of(kept: dict[str, Any]) -> QImage | None:
    """The picture of the cards; None when it was altered."""
    width, height = kept["size"]
    try:
        pixels = zlib.decompressobj().decompress(base64.b64decode(kept["pixels"], validate=True), width * height * 4)
    except (zlib.error, binascii.Error, ValueError):
        return None
    if len(pixels) != width * height * 4:
        return None
    image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(kept["ratio"])
    return image


def _sound(kept: dict[str, Any]) -> bool:
    """Whether every part is what it should be; a file may hold anything."""
    try:
        width, height = kept["size"]
        numbers = [*kept["window"], *kept["at"], width, height, *kept["bar"], *(n for box in kept["boxes"] for n in box)]
        whole = all(type(number) is int and -100_000 < number < 100_000 for number in numbers)
        fours = len(kept["bar"]) == 4 and all(len(box) == 4 for box in kept["boxes"])
        sizes = width > 0 and height > 0 and width * height <= MOST_PIXELS and len(kept["at"]) == 2
        inks = len(kept["inks"]) == 3 and all(QColor(ink).isValid() for ink in kept["inks"])
        ratio = isinstance(kept["ratio"], float | int) and 0.5 <= kept["ratio"] <= 8
        return whole and fours and sizes and inks and ratio and isinstance(kept["pixels"], str)
    except (KeyError, TypeError, ValueError):
        return False


def _box(rect: QRect) -> tuple[int, int, int, int]:
    return rect.x(), rect.y(), rect.width(), rect.height()
