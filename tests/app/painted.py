"""What a painter drew, as texts with their places: the same painter writes an SVG, and its texts are read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Drawn:
    """A text with its left end and baseline, size in pixels and colour."""

    text: str
    x: float
    y: float
    size: float
    colour: str
    bold: bool


def texts(paint: Callable[[QPainter], None], width: int = 400, height: int = 200) -> list[Drawn]:
    """Every text that `paint` draws, in the order of drawing."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    device = QSvgGenerator()
    device.setOutputDevice(buffer)
    device.setSize(QSize(width, height))
    device.setViewBox(QRectF(0, 0, width, height))
    device.setResolution(96)
    painter = QPainter(device)
    try:
        paint(painter)
    finally:
        painter.end()
    root = ElementTree.fromstring(bytes(data.data()))
    return _joined([_drawn(group, text) for group in root.iter(f"{SVG}g") for text in group.findall(f"{SVG}text")])


def words(paint: Callable[[QPainter], None]) -> list[str]:
    """The texts alone."""
    return [drawn.text for drawn in texts(paint)]


def texts_of(widget: QWidget) -> list[Drawn]:
    """Every text that a widget and its children draw."""
    widget.ensurePolished()
    return texts(lambda painter: widget.render(painter, QPoint()), widget.width(), widget.height())


def image(paint: Callable[[QPainter], None], width: int = 400, height: int = 200, ratio: float = 1.0) -> QImage:
    """A picture on magenta, so that untouched pixels are known."""
    made = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor("magenta"))
    painter = QPainter(made)
    try:
        paint(painter)
    finally:
        painter.end()
    return made


def touched(made: QImage) -> tuple[int, int, int, int] | None:
    """The box around everything that was painted: left, top, right, bottom in device pixels, both ends included.

    Pixels so near magenta that only rounding can tell do not count.
    """
    width, lines = made.width(), [_row(made, y) for y in range(made.height())]
    used = [(y, [x for x in range(width) if _is_paint(line, x)]) for y, line in enumerate(lines) if _has_paint(line)]
    if not used:
        return None
    return min(xs[0] for _y, xs in used), used[0][0], max(xs[-1] for _y, xs in used), used[-1][0]


def _row(made: QImage, y: int) -> bytes:
    return bytes(made.constScanLine(y))[: 4 * made.width()]


def _has_paint(line: bytes) -> bool:
    """Bytes are blue, green, red, alpha."""
    return max(line[1::4]) >= 8 or min(line[0::4]) < 248 or min(line[2::4]) < 248


def _is_paint(line: bytes, x: int) -> bool:
    blue, green, red = line[4 * x : 4 * x + 3]
    return green >= 8 or blue < 248 or red < 248


def colours(made: QImage) -> set[str]:
    """Every colour that occurs, as painted."""
    whole = made.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = {pixel for y in range(whole.height()) for pixel in memoryview(_row(whole, y)).cast("I")}
    return {QColor.fromRgba(pixel).name() for pixel in pixels}


def _joined(pieces: list[Drawn]) -> list[Drawn]:
    """Signs that the font lacks come from another one and in pieces; put the pieces together again."""
    whole: list[Drawn] = []
    for piece in pieces:
        last = whole[-1] if whole else None
        if last is not None and _goes_on(last, piece):
            whole[-1] = replace(last, text=last.text + piece.text)
        else:
            whole.append(piece)
    return whole


def _goes_on(last: Drawn, piece: Drawn) -> bool:
    """Whether `piece` begins right where `last` ends, in the same ink."""
    if (last.y, last.size, last.colour, last.bold) != (piece.y, piece.size, piece.colour, piece.bold):
        return False
    font = QFont(QApplication.font().family())
    font.setPixelSize(max(round(last.size), 1))
    font.setBold(last.bold)
    return abs(last.x + QFontMetricsF(font).horizontalAdvance(last.text) - piece.x) < 3


def _drawn(group: ElementTree.Element, element: ElementTree.Element) -> Drawn:
    size = element.get("font-size") or group.get("font-size") or "0"
    weight = element.get("font-weight") or group.get("font-weight") or "400"
    return Drawn(
        "".join(element.itertext()),
        float(element.get("x", "0")),
        float(element.get("y", "0")),
        float(size.removesuffix("px")),
        (element.get("fill") or group.get("fill") or "").lower(),
        int(weight) >= 600,
    )
