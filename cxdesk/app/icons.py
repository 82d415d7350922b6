"""Icons by name, in any colour: our own SVG files, drawn once per name, size, colour and screen.

Sizes are in pixels at 100 %; the theme's scale is applied here. From 20 on the stroke is thinner.
"""

from __future__ import annotations

import weakref
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton

from cxdesk.app import theme
from cxdesk.system import resources

STROKE, THIN, THIN_FROM = 'stroke-width="1.5"', 'stroke-width="1.25"', 20
RATIOS = (1.0, 2.0)

Bearer = QAction | QAbstractButton


def names() -> list[str]:
    """Every icon there is."""
    return sorted(file.stem for file in resources.path("icons").glob("*.svg"))


def pixmap(name: str, size: float = 16, colour: QColor | None = None, ratio: float = 1.0) -> QPixmap:
    """An icon `size` pixels wide at 100 %, in `colour` (default `text2`), for a screen of that pixel ratio."""
    now = theme.current()
    ink = colour or now.text2
    thin = size >= THIN_FROM
    return _drawn(name, now.px(size), ink.rgba(), now.onaccent.rgba(), round(ratio * 100), thin)


def icon(name: str, tone: str = "text2", size: float = 16) -> QIcon:
    """An icon for buttons and menus in today's colours: `text3` when disabled, `accent` when checked.

    It does not follow a change of theme: `put` does.
    """
    now = theme.current()
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(pixmap(name, size, now.colour(tone), ratio))
        made.addPixmap(pixmap(name, size, now.text3, ratio), QIcon.Mode.Disabled)
        checked = now.onaccent if tone == "onaccent" else now.accent
        made.addPixmap(pixmap(name, size, checked, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made


def put(bearer: Bearer, name: str, tone: str = "text2", size: float = 16) -> None:
    """Give a button or an action its icon, in every later theme and zoom as well."""
    if not _following:
        theme.watcher().changed.connect(_renew)
        _following.append(True)
    _borne[bearer] = (name, tone, size)
    _dress(bearer, name, tone, size)


def paint(painter: QPainter, name: str, place: QRectF, colour: QColor, size: float | None = None) -> None:
    """Draw an icon into the middle of `place` (logical pixels); `size` at 100 %, else as large as fits."""
    now = theme.current()
    wanted = size if size is not None else min(place.width(), place.height()) / now.scale
    drawn = pixmap(name, wanted, colour, painter.device().devicePixelRatio())
    side = drawn.width() / drawn.devicePixelRatio()
    corner = QPointF(round(place.center().x() - side / 2), round(place.center().y() - side / 2))
    painter.drawPixmap(corner, drawn)


_borne: weakref.WeakKeyDictionary[Bearer, tuple[str, str, float]] = weakref.WeakKeyDictionary()
_following: list[bool] = []


def _dress(bearer: Bearer, name: str, tone: str, size: float) -> None:
    bearer.setIcon(icon(name, tone, size))
    if isinstance(bearer, QAbstractButton):
        side = theme.current().px(size)
        bearer.setIconSize(QSize(side, side))


def _renew() -> None:
    from shiboken6 import isValid

    for bearer, (name, tone, size) in list(_borne.items()):
        if isValid(bearer):
            _dress(bearer, name, tone, size)


@lru_cache(maxsize=1024)
def _drawn(name: str, side: int, colour: int, on: int, percent: int, thin: bool) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    ratio = percent / 100
    text = _source(name).replace("currentColor", _css(colour)).replace('"white"', f'"{_css(on)}"')
    if thin:
        text = text.replace(STROKE, THIN)
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")


def _css(colour: int) -> str:
    return QColor.fromRgba(colour).name()
