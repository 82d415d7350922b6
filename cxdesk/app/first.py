"""What is seen before anything is loaded: the desk's surfaces, and the cards as they were seen last.

The picture lies in the workspace (see `glimpse`), is kept whenever the workspace is put away, and is shown until the
live board is there. This module loads almost nothing, not even Qt's own constants, because the first window may take
but a third longer than an empty one.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QBrush, QPalette, QPixmap

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

KEY = "glimpse"
MOST_BYTES, MOST_SIDE = 8_000_000, 8192


def show_on(window: QMainWindow, kept: dict[str, Any]) -> None:
    """Make what a workspace kept of its desk the ground of the window; nothing when the window has another size.

    A ground costs less than any widget: no font is loaded, no Python is called while painting.
    """
    picture = picture_of(kept)
    if picture is None or picture.deviceIndependentSize() != window.size().toSizeF():
        return
    ground = QBrush(picture)
    if kept["ratio"] != 1:
        from PySide6.QtGui import QTransform

        ground.setTransform(QTransform.fromScale(1 / kept["ratio"], 1 / kept["ratio"]))
        picture.setDevicePixelRatio(1)
        ground.setTexture(picture)
    palette = window.palette()
    palette.setBrush(QPalette.ColorRole.Window, ground)
    window.setPalette(palette)


def take_off(window: QMainWindow) -> None:
    """The live desk is there: the window has its own ground again."""
    window.setPalette(QPalette())


def read(workspace: str) -> dict[str, Any] | None:
    """What a workspace kept of its desk; None when there is nothing, or nothing that fits."""
    from cxdesk.store import snapshot

    found = snapshot.read(workspace, KEY)
    value = found["value"] if found else None
    return value if isinstance(value, dict) and _sound(value) else None


def picture_of(kept: dict[str, Any]) -> QPixmap | None:
    """The picture; None when it was altered."""
    try:
        png = base64.b64decode(kept["png"], validate=True)
    except (binascii.Error, ValueError):
        return None
    picture = QPixmap()
    if not picture.loadFromData(png, "PNG") or max(picture.width(), picture.height()) > MOST_SIDE:
        return None
    picture.setDevicePixelRatio(kept["ratio"])
    return picture


def _sound(kept: dict[str, Any]) -> bool:
    """Whether every part is what it should be; a file may hold anything."""
    ratio, png = kept.get("ratio"), kept.get("png")
    fits = isinstance(ratio, float | int) and 0.5 <= ratio <= 8
    return fits and isinstance(png, str) and len(png) <= MOST_BYTES
