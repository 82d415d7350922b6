"""A chart leaves the window as picture, SVG or cells; nothing that leaves can be taken for a formula."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.charts import export
from cxdesk.domain.errors import CXDeskError


class Written(QGraphicsItem):
    """A text painted the way the axes paint theirs."""

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, 200, 40)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.drawText(QPointF(4, 20), "NPS <b>&amp; more</b>")


@pytest.fixture
def view(qtbot: QtBot) -> QGraphicsView:
    shown = QGraphicsView()
    scene = QGraphicsScene(0, 0, 200, 100, shown)
    scene.addItem(Written())
    shown.setScene(scene)
    shown.resize(220, 120)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_the_picture_is_twice_as_sharp_as_the_screen(view: QGraphicsView, tmp_path: Path) -> None:
    image = export.picture(view)
    assert (image.width(), image.height()) == (440, 240)
    export.write_picture(image, tmp_path / "trend.png")
    assert QImage(str(tmp_path / "trend.png")).width() == 440


def test_a_picture_that_cannot_be_written_is_an_error(view: QGraphicsView, tmp_path: Path) -> None:
    with pytest.raises(CXDeskError, match=r"trend\.png cannot be written"):
        export.write_picture(export.picture(view), tmp_path / "missing" / "trend.png")


def test_svg_is_sound_and_keeps_text_as_text(view: QGraphicsView) -> None:
    root = ElementTree.fromstring(export.svg(view, "Net <i>Promoter</i> Score"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [text.strip() for text in texts if text and text.strip()] == ["NPS <b>&amp; more</b>"]
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Net <i>Promoter</i> Score"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Starter", "Starter"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("−17.7", "−17.7"),
        ("+15", "+15"),
        ("+1,234.5", "+1,234.5"),
        ("+5 … +75", "from +5 to +75"),  # text, and as well read as on the screen
        ("−12 … +5", "from −12 to +5"),
        ("77.7 … 85.4", "from 77.7 to 85.4"),
        ("+5 … SUM(A1)", "'+5 … SUM(A1)"),
        ("-5:3", "'-5:3"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\t=1", " =1"),
    ],
)
def test_cells_are_never_formulas(text: str, cell: str) -> None:
    assert export.tab_separated([[text]]) == cell


def test_the_clipboard_holds_table_and_picture(view: QGraphicsView) -> None:
    data = export.clipboard_data([["Period", "NPS"], ["August 2026", "+17"]], export.picture(view))
    assert data.text() == "Period\tNPS\nAugust 2026\t+17"
    assert data.hasImage()


def test_what_is_pasted_with_its_borders_is_no_formula_either() -> None:
    made = export.as_html([["Customer"], ["=1+1"], ["+5 … +75"], ["<b>Ana</b>"]])
    assert """<td style="mso-number-format:'\\@'">=1+1</td>""" in made
    assert """<td style="mso-number-format:'\\@'">+5 … +75</td>""" in made
    assert "<td>&lt;b&gt;Ana&lt;/b&gt;</td>" in made
