"""How CXDesk looks: `current()` has the colours, fonts and sizes; `apply_theme` sets them on the application.

Painters read `current()` each time they paint. Widgets that take sizes from it when they are built connect to
`watcher().changed` and take them again.
"""

from __future__ import annotations

from cxdesk.app.theme.apply import DARK, LIGHT, SYSTEM, ThemeWatcher, apply_theme, current, watcher
from cxdesk.app.theme.values import Theme, contrast_ratio, make, mixed

__all__ = [
    "DARK",
    "LIGHT",
    "SYSTEM",
    "Theme",
    "ThemeWatcher",
    "apply_theme",
    "contrast_ratio",
    "current",
    "make",
    "mixed",
    "watcher",
]
