"""Where the docks stand when nobody has moved them: by logical width, as the eye goes from number to words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

if TYPE_CHECKING:
    from cxdesk.app.docks.shell import Shell

EDGE, SEPARATOR = 6, 6  # pixels between docks and window, and between docks
VERSION = 1  # of the docks' names; another version is not restored
COMPACT_BELOW = 760.0  # logical pixels of height


class Layout(StrEnum):
    WIDE = "wide"  # cards two abreast, trend over breakdown, comments
    MEDIUM = "medium"  # cards one abreast
    NARROW = "narrow"  # cards, everything else in tabs
    SINGLE = "single"  # one dock at a time


FROM = ((Layout.WIDE, 1400.0), (Layout.MEDIUM, 1180.0), (Layout.NARROW, 900.0), (Layout.SINGLE, 0.0))
CARDS, COMMENTS = {Layout.WIDE: 404, Layout.MEDIUM: 244, Layout.NARROW: 244}, {Layout.WIDE: 404, Layout.MEDIUM: 376}
TREND_SHARE, TREND_SHARE_COMPACT = 0.585, 0.535  # of the height that trend and breakdown share


def layout_for(width: float) -> Layout:
    """The default layout of a window so many logical pixels wide (screen pixels ÷ zoom)."""
    return next(layout for layout, least in FROM if width >= least)


def arrange(window: QMainWindow, docks: Mapping[str, Shell], layout: Layout, zoom: float) -> None:
    """Put the docks where `layout` wants them."""
    for dock in docks.values():
        window.removeDockWidget(dock)
        dock.setFloating(False)
    cards, trend, comments, breakdown = (docks[name] for name in ("cards", "trend", "comments", "breakdown"))
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, cards)
    others = [dock for dock in docks.values() if dock.spec.beside]
    if layout is Layout.SINGLE:
        _tabs(window, [cards, trend, breakdown, comments, *others])
    else:
        window.splitDockWidget(cards, trend, Qt.Orientation.Horizontal)
        if layout is Layout.NARROW:
            _tabs(window, [trend, breakdown, comments, *others])
        else:
            window.splitDockWidget(trend, comments, Qt.Orientation.Horizontal)
            window.splitDockWidget(trend, breakdown, Qt.Orientation.Vertical)
            for name in ("trend", "breakdown", "comments", "cards"):
                _tabs(window, [docks[name], *(dock for dock in others if dock.spec.beside == name)])
    for dock in docks.values():
        dock.setVisible(dock.spec.shown)
    size(window, docks, layout, zoom)


def size(window: QMainWindow, docks: Mapping[str, Shell], layout: Layout, zoom: float) -> None:
    """Give the docks their widths and heights."""
    if layout is Layout.SINGLE:
        return
    cards, comments = CARDS[layout] * zoom, COMMENTS.get(layout, 0) * zoom
    rest = window.width() - 2 * EDGE - 2 * SEPARATOR * zoom - cards - comments
    if layout is Layout.NARROW:
        window.resizeDocks([docks["cards"], docks["trend"]], [round(cards), round(rest)], Qt.Orientation.Horizontal)
        return
    row = [docks["cards"], docks["trend"], docks["comments"]]
    window.resizeDocks(row, [round(cards), round(rest), round(comments)], Qt.Orientation.Horizontal)
    height = max(window.height() - 140 * zoom, 200)
    share = TREND_SHARE_COMPACT if window.height() / zoom < COMPACT_BELOW else TREND_SHARE
    column = [docks["trend"], docks["breakdown"]]
    window.resizeDocks(column, [round(height * share), round(height * (1 - share))], Qt.Orientation.Vertical)


def _tabs(window: QMainWindow, row: Sequence[QDockWidget]) -> None:
    first, *others = row
    for dock in others:
        window.tabifyDockWidget(first, dock)
    first.raise_()
