"""A theme for tests that look at what is painted; everything is put back afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from cxdesk.app import theme
from cxdesk.app.theme import Theme

Themed = Callable[..., Theme]


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[Themed]:
    """Apply a theme: `themed("dark", zoom=2.0, family="DejaVu Sans", pixels=13)`."""
    kept, palette, font = theme.watcher(), qapp.palette(), QFont(qapp.font())
    before = kept.theme, kept.base, kept.asked

    def apply(
        name: str = theme.LIGHT, zoom: float = 1.0, family: str = "", pixels: int = 13, contrast: bool = False
    ) -> Theme:
        if family and family not in QFontDatabase.families():
            pytest.skip(f"{family} is not installed")
        base = QFont(family or font.family())
        base.setPixelSize(pixels)
        kept.base = base
        return theme.apply_theme(qapp, name, zoom, contrast)

    yield apply
    kept.theme, kept.base, kept.asked = before
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)
