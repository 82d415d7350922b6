"""A line to search in grows with the zoom, its signs too; a label that has a shorter text shows it before it is cut."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.app.widgets.search_field import SearchField
from tests.app.conftest import Themed


def test_the_signs_of_a_search_line_are_as_large_as_the_zoom_wants(qtbot: QtBot, themed: Themed) -> None:
    line = SearchField("Search customers")
    qtbot.addWidget(line)
    sizes = []
    for zoom in (1.0, 2.0):
        themed("light", zoom)
        line.resize(line.sizeHint())
        sizes.append((line.textMargins().left(), line.empties.iconSize().width()))
    assert sizes[1] == (2 * sizes[0][0], 2 * sizes[0][1])
    assert (line.accessibleName(), line.placeholderText()) == ("Search customers", "Search customers")


def test_what_was_typed_goes_with_one_click_and_the_keyboard_stays_in_the_line(qtbot: QtBot, themed: Themed) -> None:
    themed()
    line = SearchField("x")
    qtbot.addWidget(line)
    line.show()
    assert line.empties.isHidden()
    qtbot.keyClicks(line, "box")
    assert line.empties.isVisible()
    assert line.textMargins().right() >= line.empties.width(), "no letter stands under the button"
    qtbot.mouseClick(line.empties, Qt.MouseButton.LeftButton)
    assert line.text() == ""
    assert line.empties.isHidden()
    assert line.empties.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_shorter_text_comes_before_the_dots(qtbot: QtBot, themed: Themed) -> None:
    themed()
    label = ElidedLabel(role="caption")
    qtbot.addWidget(label)
    label.set_text("147 of 240 answers with a comment", "147 of 240")
    label.resize(label.sizeHint())
    label.grab()
    assert label.toolTip() == ""
    wide = label.grab().toImage()
    label.resize(label.width() // 2, label.height())
    narrow = label.grab().toImage()
    assert "147 of 240 answers with a comment" in label.toolTip()
    assert label.accessibleName() == "147 of 240 answers with a comment"
    label.set_text("147 of 240")
    assert label.grab().toImage() == narrow
    assert wide.width() > narrow.width()
