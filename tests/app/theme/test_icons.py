"""Icons are ours, of one stroke, in any colour, sharp on every screen, and follow the theme."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QColor, QIcon
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cxdesk.app import icons
from cxdesk.app.actions import ACTIONS
from cxdesk.system import resources
from tests.app.conftest import Themed
from tests.app.painted import colours, image, touched

LARGE = {"cxdesk", "spreadsheet-drop"}
PLAIN = {"chevron-down-gray", "check-white", "check-black"}  # for the style sheet, which cannot colour them
LINE = [name for name in icons.names() if name not in LARGE | PLAIN]


@pytest.mark.parametrize("name", LINE)
def test_an_icon_is_lines_in_the_current_colour_on_the_grid_of_16(name: str) -> None:
    root = ElementTree.fromstring(resources.path("icons", f"{name}.svg").read_text(encoding="utf-8"))
    assert root.get("viewBox") == "0 0 16 16"
    assert (root.get("stroke"), root.get("stroke-width")) == ("currentColor", "1.5")
    assert (root.get("stroke-linecap"), root.get("stroke-linejoin")) == ("round", "round")


@pytest.mark.parametrize("name", LINE)
@pytest.mark.parametrize("size", [12, 16, 20])
def test_an_icon_draws_in_one_colour_and_keeps_its_air(name: str, size: int, themed: Themed) -> None:
    themed()
    red = QColor("red")
    made = image(lambda painter: icons.paint(painter, name, QRectF(0, 0, size, size), red, size), size, size)
    box = touched(made)
    assert box is not None
    left, top, right, bottom = box
    assert right - left >= size / 4 or bottom - top >= size / 4
    air = size / 16 * 0.5
    assert left >= air - 1
    assert top >= air - 1
    assert right <= size - air
    assert bottom <= size - air
    assert all(QColor(one).green() == 0 for one in colours(made))


def test_two_icons_never_look_alike(themed: Themed) -> None:
    themed()
    same = {"minus": "minimise"}
    seen: dict[bytes, str] = {}
    for name in LINE:
        drawn = icons.pixmap(name, 16, QColor("black"), 2.0).toImage()
        key = bytes(drawn.constBits())
        assert seen.setdefault(key, name) in (name, same.get(name), "close", "minimise"), (name, seen[key])


def test_it_is_drawn_once_per_name_size_colour_and_screen(themed: Themed) -> None:
    themed()
    first = icons.pixmap("flag", 16, QColor("red"))
    assert icons.pixmap("flag", 16, QColor("red")).cacheKey() == first.cacheKey()
    others = [
        icons.pixmap("pin", 16, QColor("red")),
        icons.pixmap("flag", 14, QColor("red")),
        icons.pixmap("flag", 16, QColor("blue")),
        icons.pixmap("flag", 16, QColor("red"), 2.0),
    ]
    assert first.cacheKey() not in {other.cacheKey() for other in others}


def test_size_follows_zoom_and_screen(themed: Themed) -> None:
    themed(zoom=1.5)
    drawn = icons.pixmap("clock", 16, ratio=2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (48, 2.0)


def test_buttons_and_actions_get_new_icons_with_a_new_theme(themed: Themed, qtbot: QtBot) -> None:
    light = themed("light")
    button, action = QToolButton(), QAction()
    qtbot.addWidget(button)
    icons.put(button, "search", "text2", 16)
    icons.put(action, "search", "text2", 16)
    assert light.text2.name() in colours(button.icon().pixmap(16, 16).toImage())
    dark = themed("dark", zoom=2.0)
    for icon in (button.icon(), action.icon()):
        assert dark.text2.name() in colours(icon.pixmap(32, 32).toImage())
    assert button.iconSize().width() == 32


def test_a_button_that_is_gone_is_forgotten(qtbot: QtBot, themed: Themed) -> None:
    themed("light")
    button = QPushButton()
    icons.put(button, "import", "onaccent")
    with qtbot.waitSignal(button.destroyed):
        button.deleteLater()
    assert not isValid(button)
    with qtbot.captureExceptions() as faults:
        themed("dark")
    assert faults == []


def test_disabled_and_checked_have_their_own_colours(themed: Themed) -> None:
    now = themed()
    made = icons.icon("table")
    disabled = made.pixmap(16, 16, QIcon.Mode.Disabled, QIcon.State.Off)
    checked = made.pixmap(16, 16, QIcon.Mode.Normal, QIcon.State.On)
    assert now.text3.name() in colours(disabled.toImage())
    assert now.accent.name() in colours(checked.toImage())


def test_every_icon_that_an_action_names_exists() -> None:
    assert {action.icon for action in ACTIONS if action.icon} <= set(icons.names())


@pytest.mark.parametrize("name", sorted(LARGE))
def test_the_large_ones_have_a_second_colour_inside(name: str, themed: Themed) -> None:
    now = themed("light")
    drawn = colours(icons.pixmap(name, 96, now.accent).toImage())
    assert {now.accent.name(), now.onaccent.name()} <= drawn
