"""A chart leaves the window: as a picture, as SVG, as a table on the clipboard."""

from __future__ import annotations

import errno
import html
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView, QWidget

from cxdesk.domain.list_files import FORMULA_SIGNS, writing
from cxdesk.system.i18n import MINUS, _

SHARPER = 2.0  # pictures have twice the screen's logical pixels

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
    size = view.viewport().size()

    def paint(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), view.palette().base())
        view.render(painter)

    return painted_svg(QSize(size.width(), size.height()), paint, title)


def painted_svg(size: QSize, paint: Callable[[QPainter], None], title: str) -> bytes:
    """What `paint` puts on a painter, as SVG."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    paint(painter)
    painter.end()
    buffer.close()
    return bytes(content.data())


def widget_svg(widget: QWidget, title: str) -> bytes:
    """Any widget as SVG, with text as text."""
    return painted_svg(widget.size(), lambda painter: QWidget.render(widget, painter, QPoint()), title)


def write_picture(image: QImage, path: Path) -> None:
    """Save as the suffix says. CXDeskError when the disk refuses."""
    with writing(path):
        if not image.save(str(path)):
            path.open("ab").close()  # says why
            raise OSError(errno.EIO, os.strerror(errno.EIO))


OURS = "cxdesk"  # by this name the app knows its own data on the clipboard when it ends


def clipboard_data(table: Table, image: QImage | None = None) -> QMimeData:
    """A table for spreadsheet programs, with the picture for everything else."""
    data = QMimeData()
    data.setObjectName(OURS)
    data.setText(tab_separated(table))
    data.setHtml(as_html(table))
    if image is not None:
        data.setImageData(image)
    return data


def as_html(table: Table) -> str:
    """The same for programs that paste tables with their borders; every text escaped, and none taken for a formula."""
    head, *rows = table or [[]]
    lines = ["".join(f"<th{_as_text(text)}>{html.escape(text)}</th>" for text in head)]
    lines += ["".join(f"<td{_as_text(text)}>{html.escape(text)}</td>" for text in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def tab_separated(table: Table) -> str:
    """Rows as text that pastes into cells; a customer's text is never taken for a formula."""
    return "\n".join("\t".join(_cell(text) for text in row) for row in table)


def _cell(text: str) -> str:
    plain = text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
    low, between, high = plain.partition(" … ")
    if between and _is_number(low) and _is_number(high):  # an interval that begins with "+" would be a formula
        return _("from {low} to {high}", low=low, high=high)
    return plain if _harmless(plain) else f"'{plain}"


def _harmless(text: str) -> bool:
    return not text.startswith(FORMULA_SIGNS) or _is_number(text)


def _as_text(text: str) -> str:
    """Tells Excel to leave a cell as it is; LibreOffice calculates nothing that it pastes so."""
    return "" if _harmless(text) else " style=\"mso-number-format:'\\@'\""


def _is_number(text: str) -> bool:
    digits = text[1:] if text.startswith(("+", "-", MINUS)) else text
    for sign in (" ", "\u202f", "\u00a0", ",", "."):
        digits = digits.replace(sign, "")
    return digits.rstrip("%").isdigit()
