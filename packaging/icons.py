"""The program's icon in every format that systems want, drawn from resources/icons/cxdesk.svg.

    python packaging/icons.py            writes packaging/icons/cxdesk.{ico,icns} and one png per size

Needs Pillow, which knows both containers. Run it when the drawing changes and commit what it writes.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from cxdesk.domain.colours import COLOURS

ROOT = Path(__file__).resolve().parent.parent
OUT = Path(__file__).resolve().parent / "icons"
ACCENT = COLOURS["accent"][0]  # of the light theme
SIZES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
FOR_WINDOWS = tuple((size, size) for size in SIZES if size <= 256)
FOR_LINUX = (48, 128, 256, 512)


def drawn(size: int) -> bytes:
    """The icon as png, so many pixels wide and high."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawing = (ROOT / "resources" / "icons" / "cxdesk.svg").read_text(encoding="utf-8")
    QSvgRenderer(QByteArray(drawing.replace("currentColor", ACCENT).encode())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, b"PNG")
    return bytes(buffer.data().data())


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication([])
    OUT.mkdir(exist_ok=True)
    images = {size: Image.open(BytesIO(drawn(size))) for size in SIZES}
    for size in FOR_LINUX:
        images[size].save(OUT / f"cxdesk-{size}.png", optimize=True)
    small = [images[width] for width, _height in FOR_WINDOWS]
    images[256].save(OUT / "cxdesk.ico", sizes=list(FOR_WINDOWS), append_images=small)
    images[1024].save(OUT / "cxdesk.icns", append_images=[images[size] for size in SIZES if size not in (24, 48)])
    del app


if __name__ == "__main__":
    main()
