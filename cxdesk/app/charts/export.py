"""A chart leaves the window: as a picture, as SVG, as a table on the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView, QWidget

SHARPER = 2.0  # pictures have twice the screen's logical pixels
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Table = Sequence[Sequence[str]]


def picture(widget: QWidget) -> QImage:
    """The widget as it is seen, at twice its size."""
    image = QImage(widget.size() * SHARPER, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SHARPER)
    image.fill(widget.palette().base().color())
    QWidget.render(widget, image, QPoint())  # a graphics view has another `render` of its own
    return image


def svg(view: QGraphicsView, title: str) -> bytes:
    """The scene of a plot as SVG, with text as text."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = view.viewport().size()
    generator.setSize(QSize(size.width(), size.height()))
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), view.palette().base())
    view.render(painter)
    painter.end()
    buffer.close()
    return bytes(content.data())


def write_picture(image: QImage, path: Path) -> None:
    """Save as the suffix says; raises OSError when the disk refuses."""
    if not image.save(str(path)):
        raise OSError(f"{path.name} could not be written")


OURS = "cxdesk"  # by this name the app knows its own data on the clipboard when it ends


def clipboard_data(table: Table, image: QImage | None = None) -> QMimeData:
    """A table for spreadsheet programs, with the picture for everything else."""
    data = QMimeData()
    data.setObjectName(OURS)
    data.setText(tab_separated(table))
    if image is not None:
        data.setImageData(image)
    return data


def tab_separated(table: Table) -> str:
    """Rows as text that pastes into cells; a customer's text is never taken for a formula."""
    return "\n".join("\t".join(_cell(text) for text in row) for row in table)


def _cell(text: str) -> str:
    plain = text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
    harmless = not plain.startswith(FORMULA_SIGNS) or _is_number(plain)
    return plain if harmless else f"'{plain}"


def _is_number(text: str) -> bool:
    digits = text[1:].replace(" ", "").replace("\u202f", "").replace("\u00a0", "").replace(",", "").replace(".", "")
    return digits.rstrip("%").isdigit()
