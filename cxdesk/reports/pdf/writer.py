"""Pages as the bytes of a PDF, with text as text and charts as vectors."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from cxdesk.reports.document import Document
from cxdesk.reports.pdf.fonts import UNIT
from cxdesk.reports.pdf.pages import Pages
from cxdesk.system.progress import Progress

DOTS = 72 * UNIT  # per inch: a tenth of a point each


def pdf(document: Document, progress: Progress | None = None) -> bytes:
    """The document as PDF. Where no window is open, fonts are loaded as for one that nobody sees."""
    application = ensure_application()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pages = Pages(document, progress.check if progress else lambda: None)
    with _same_order():
        _paint(_writer(buffer, document, pages.size), pages, progress or Progress())
    buffer.close()
    del application
    return bytes(content.data())


def _paint(writer: QPdfWriter, pages: Pages, progress: Progress) -> None:
    painter = QPainter(writer)
    try:
        for at in range(pages.count):
            progress.check()
            if at:
                writer.newPage()
            pages.paint(painter, at)
    finally:
        painter.end()


@contextmanager
def _same_order() -> Iterator[None]:
    """Qt writes the fonts of a file in the order of a table that is shuffled for every run; within the block it is not,
    so that the same report is the same bytes.
    """
    QHashSeed.setDeterministicGlobalSeed()
    try:
        yield
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _writer(buffer: QBuffer, document: Document, size: tuple[float, float]) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(QSizeF(*size), QPageSize.Unit.Point, document.paper.value.upper()))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    writer.setTitle(document.name)
    writer.setCreator("CXDesk")
    writer.setAuthor(document.author)
    return writer


def ensure_application() -> object:
    """What Qt needs before it knows fonts; the one there is, else one without any screen."""
    known = QGuiApplication.instance()
    if known is not None:
        return known
    if sys.platform.startswith("linux") or "QT_QPA_PLATFORM" in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["cxdesk"])
