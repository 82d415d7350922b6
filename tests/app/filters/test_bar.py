"""The bar above the docks: the report and the palette are one click away, and say so without room for words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.window import Window
from tests.app.conftest import own_looks


def opened(qtbot: QtBot, window: Window, button: QPushButton, kind: str) -> QWidget:
    """What a click on a button opens: the one widget of that class."""

    def there() -> list[QWidget]:
        return [one for one in window.findChildren(QWidget) if type(one).__name__ == kind and one.isVisible()]

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(there()) == 1, timeout=5000)
    return there()[0]


def test_the_report_and_the_palette_are_one_click_away(qtbot: QtBot, window: Window) -> None:
    for button, kind in ((window.bar.report, "ReportDialog"), (window.bar.search, "PaletteDialog")):
        dialog = opened(qtbot, window, button, kind)
        assert isinstance(dialog, QDialog)
        dialog.reject()


def test_without_a_workspace_there_is_nothing_to_report(bare: Window) -> None:
    assert not bare.bar.report.isEnabled()
    assert bare.bar.search.isEnabled()


def test_where_there_is_little_room_the_report_is_an_icon_that_says_what_it_is(qtbot: QtBot, window: Window) -> None:
    report = window.bar.report
    shown = theme.current().px
    for width, words in ((1280, ""), (1500, "Report…"), (1280, "")):
        window.resize(QSize(shown(width), shown(800)))
        qtbot.waitUntil(lambda words=words: report.text() == words, timeout=5000)  # type: ignore[misc]
        assert report.accessibleName() == "Report…"
        assert "Ctrl+P" in report.toolTip()
        assert not report.icon().isNull()


def test_the_icons_of_the_buttons_grow_with_the_zoom_and_the_views_keep_their_name(
    qtbot: QtBot, qapp: QApplication, window: Window
) -> None:
    views = window.bar.views
    with own_looks(qapp):
        theme.apply_theme(qapp, theme.LIGHT, 2.0)
        qtbot.waitUntil(lambda: views.body.width() == views.body.sizeHint().width() > 100, timeout=5000)
        assert window.bar.search.iconSize() == window.bar.report.iconSize() == QSize(32, 32)
