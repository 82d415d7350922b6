"""Puts a theme on the application, and follows the computer when the person wants that."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from cxdesk.app.theme.sheet import sheet
from cxdesk.app.theme.values import Theme, make

SYSTEM, LIGHT, DARK = "system", "light", "dark"

_ROLES = {
    "window": (QPalette.ColorRole.Window,),
    "text": (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.ToolTipText,
    ),
    "panel": (QPalette.ColorRole.Base, QPalette.ColorRole.Button, QPalette.ColorRole.ToolTipBase),
    "raised": (QPalette.ColorRole.AlternateBase, QPalette.ColorRole.Light),
    "line": (QPalette.ColorRole.Midlight,),
    "accent": (
        QPalette.ColorRole.Highlight,
        QPalette.ColorRole.Accent,
        QPalette.ColorRole.Link,
        QPalette.ColorRole.LinkVisited,
    ),
    "onaccent": (QPalette.ColorRole.HighlightedText,),
    "text3": (QPalette.ColorRole.PlaceholderText,),
    "line2": (QPalette.ColorRole.Mid, QPalette.ColorRole.Dark, QPalette.ColorRole.Shadow),
    "bad": (QPalette.ColorRole.BrightText,),
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


class ThemeWatcher(QObject):
    """Tells when colours, fonts or sizes are others than before."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.base: QFont | None = None  # the person's own font, before any zoom
        self.asked = (LIGHT, 1.0, False)
        self._follows = False

    def follow_computer(self, app: QApplication) -> None:
        """Change over when the computer turns dark or light, once this was asked for."""
        if not self._follows:
            self._follows = True
            app.styleHints().colorSchemeChanged.connect(self._computer_changed)

    def _computer_changed(self) -> None:
        app = QApplication.instance()
        name, zoom, contrast = self.asked
        if name == SYSTEM and isinstance(app, QApplication):
            apply_theme(app, name, zoom, contrast)


_watchers: list[ThemeWatcher] = []


def watcher() -> ThemeWatcher:
    """The one that tells of changes; connect to its `changed`."""
    if not _watchers:
        _watchers.append(ThemeWatcher())
    return _watchers[0]


def current() -> Theme:
    """The theme in force; light at 100 % before any was applied."""
    kept = watcher()
    if kept.theme is None:
        kept.theme = make(LIGHT, False, False, 1.0, QFont(QGuiApplication.font()))
    return kept.theme


def apply_theme(app: QApplication, name: str, zoom: float = 1.0, contrast: bool | None = None) -> Theme:
    """Set style, palette, font and style sheet for `name` (light, dark, system) at `zoom` (1.0 = 100 %).

    `contrast` None asks the computer whether it is set to high contrast.
    """
    kept = watcher()
    if kept.base is None:
        kept.base = QFont(app.font())
        if app.style().name().lower() != "fusion":
            app.setStyle(QStyleFactory.create("Fusion"))
        QTimer.singleShot(0, app, lambda: _ring(app))  # after the first paint; nobody tabs before it
    strong = _computer_wants_contrast(app) if contrast is None else contrast
    kept.asked = (name, zoom, strong)
    with nothing_collected():
        _tell_computer(app, name)
        if name == SYSTEM:
            kept.follow_computer(app)
        dark = name == DARK or (name == SYSTEM and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
        kept.theme = theme = make(DARK if dark else LIGHT, dark, strong, zoom, kept.base)
        app.setPalette(palette(theme))
        app.setFont(theme.font("body"))
        app.setStyleSheet(sheet(theme))
    kept.changed.emit()
    return theme


@contextmanager
def nothing_collected() -> Iterator[None]:
    """For colour, font and sheet Qt walks along all widgets and calls ours on the way: none may be deleted meanwhile.

    What Python would collect waits until the walk is over.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def palette(theme: Theme) -> QPalette:
    """The palette of a theme."""
    made = QPalette()
    for token, roles in _ROLES.items():
        for role in roles:
            made.setColor(role, theme.colour(token))
    for role in _DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.text3)
    return made


def _ring(app: QApplication) -> None:
    """The ring around what has the keyboard; imported here because it paints with a theme."""
    from cxdesk.app.widgets.focus_ring import install

    install(app)


def _tell_computer(app: QApplication, name: str) -> None:
    """Window frames drawn by the computer follow our choice where it can be told."""
    hints = app.styleHints()
    if name == SYSTEM:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if name == DARK else Qt.ColorScheme.Light)


def _computer_wants_contrast(app: QApplication) -> bool:
    """Whether the computer is set to high contrast; no where Qt is too old to say."""
    accessibility = getattr(app.styleHints(), "accessibility", None)
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)
