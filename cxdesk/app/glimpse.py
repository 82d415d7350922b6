"""The picture of the desk that a workspace keeps for the next start: its surfaces, empty but for the cards."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint
from PySide6.QtGui import QImage, QImageWriter, QPainter, QPixmap

from cxdesk.app import theme

if TYPE_CHECKING:
    from cxdesk.app.window import Window

COLOURS = 256  # a picture of so many colours is read four times as fast, and looks the same
EXACT = 64  # surfaces and inks keep their very colour
ALIKE = 0xFFF0F0F0  # colours that agree in these bits are alike


def taken(window: Window) -> QImage | None:
    """The picture as it is now; None when no cards are seen."""
    cards = window.docks["cards"]
    if window.desk.board is None or cards.panel is None or not cards.panel.isVisible():
        return None
    now, ratio = theme.current(), window.devicePixelRatioF()
    picture = QPixmap(window.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(now.window)
    painter = QPainter(picture)
    painter.fillRect(window.bar.geometry(), now.panel)
    for shell in window.docks.values():
        if shell.isVisible() and not shell.isFloating():
            painter.fillRect(shell.geometry(), now.line)
            painter.fillRect(shell.geometry().adjusted(1, 1, -1, -1), now.panel)
    painter.drawPixmap(cards.mapTo(window, QPoint(0, 0)), cards.grab())
    painter.end()
    return picture.toImage()


def packed(picture: QImage) -> dict[str, Any]:
    """The picture as plain data; meant for a thread that may take its time."""
    full = picture.convertToFormat(QImage.Format.Format_RGB32)
    few = full.convertToFormat(QImage.Format.Format_Indexed8, _common(full))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(few)
    return {"ratio": picture.devicePixelRatio(), "png": base64.b64encode(bytes(buffer.data().data())).decode()}


def _common(picture: QImage) -> list[int]:
    """The colours that stand for all: the most frequent ones as they are, then one for each group of alike ones."""
    colours, counts = np.unique(np.frombuffer(picture.constBits(), np.uint32), return_counts=True)
    order = np.argsort(-counts, kind="stable")
    colours, counts = colours[order], counts[order]
    groups, first, members = np.unique(colours & ALIKE, return_index=True, return_inverse=True)
    weights = np.bincount(members, weights=counts, minlength=len(groups))
    grouped = colours[first[np.argsort(-weights, kind="stable")]]
    chosen = dict.fromkeys([*colours[:EXACT].tolist(), *grouped.tolist()])
    return list(chosen)[:COLOURS]
