"""Icons by name, in any colour: our own SVG files, drawn once per name, size, colour and screen.

Sizes are in pixels at 100 %; the theme's scale is applied here. From 20 on the stroke is thinner.
"""

from __future__ import annotations

import weakref
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QPushButton

from cxdesk.app import theme
from cxdesk.app.theme import tokens
from cxdesk.system import resources

STROKE, THIN, THIN_FROM = 'stroke-width="1.5"', 'stroke-width="1.25"', 20
RATIOS = (1.0, 2.0)
OWN_SIZES = (16, 32, 64, 128)  # pixels
BEFORE_TEXT = 3  # between an icon and the text of a button, beyond what the style leaves

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


def icon(name: str, tone: str = "text2", size: float = 16, after: float = 0) -> QIcon:
    """An icon for buttons and menus in today's colours: `text3` when disabled, `accent` when checked.

    `after` is empty room at its right. It does not follow a change of theme: `put` does.
    """
    now = theme.current()
    made = QIcon()
    for ratio in RATIOS:
        checked = now.onaccent if tone == "onaccent" else now.accent
        plain, pale, on = (
            _spaced(pixmap(name, size, colour, ratio), after) for colour in (now.colour(tone), now.text3, checked)
        )
        made.addPixmap(plain)
        made.addPixmap(pale, QIcon.Mode.Disabled)
        made.addPixmap(on, QIcon.Mode.Normal, QIcon.State.On)
    return made


def put(bearer: Bearer, name: str, tone: str = "text2", size: float = 16) -> None:
    """Give a button or an action its icon, in every later theme and zoom as well."""
    if not _following:
        theme.watcher().changed.connect(_renew)
        _following.append(True)
    _borne[bearer] = (name, tone, size)
    _dress(bearer, name, tone, size)


def programs_own() -> QIcon:
    """The program's icon in the sizes that title bars and task bars ask for; the same in every theme."""
    accent, white = QColor(tokens.COLOURS["accent"][0]), QColor(Qt.GlobalColor.white)
    made = QIcon()
    for side in OWN_SIZES:
        made.addPixmap(_drawn("cxdesk", side, accent.rgba(), white.rgba(), 100, False))
    return made


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
    after = BEFORE_TEXT if isinstance(bearer, QPushButton) else 0
    bearer.setIcon(icon(name, tone, size, after))
    if isinstance(bearer, QAbstractButton):
        now = theme.current()
        bearer.setIconSize(QSize(now.px(size) + now.px(after), now.px(size)))


def _spaced(drawn: QPixmap, after: float) -> QPixmap:
    """The same picture with empty room at its right."""
    if not after:
        return drawn
    ratio = drawn.devicePixelRatio()
    wide = QPixmap(drawn.width() + round(theme.current().px(after) * ratio), drawn.height())
    wide.fill(Qt.GlobalColor.transparent)
    wide.setDevicePixelRatio(ratio)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wide


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
