"""Type on paper. Places are in points; Qt is told tenths of them, so that fonts have the sizes they should have."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from cxdesk.reports.pictures.drawing import colour

UNIT = 10  # of what Qt is told in a point
FAMILIES = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "DejaVu Sans", "Arial")

# Role: (size, line height, bold) in points.
ROLES: dict[str, tuple[float, float, bool]] = {
    "title": (19, 25, True),
    "heading": (13, 18, True),
    "subheading": (9.5, 13, True),
    "lead": (10.2, 15, False),
    "body": (8.8, 12.6, False),
    "number": (17, 21, True),
    "card": (8.5, 11.5, True),
    "small": (8, 11.2, False),
    "caption": (7.2, 9.8, False),
}


@lru_cache(maxsize=256)
def sized(size: float, bold: bool = False) -> QFont:
    """The font in that size. It is shared: do not change it."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(round(size * UNIT))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setFeature(QFont.Tag("liga"), 0)  # what is copied or searched is letters, not ligatures
    return made


@lru_cache(maxsize=256)
def _metrics(size: float, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(sized(size, bold))


def font(role: str, bold: bool | None = None) -> QFont:
    size, _line, strong = ROLES[role]
    return sized(size, strong if bold is None else bold)


def line(role: str) -> float:
    """Height of a line in points."""
    return ROLES[role][1]


def width(text: str, role: str, bold: bool | None = None) -> float:
    """How wide a text is, in points."""
    size, _line, strong = ROLES[role]
    return _metrics(size, strong if bold is None else bold).horizontalAdvance(text) / UNIT


def elided(text: str, role: str, room: float, bold: bool | None = None) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    from PySide6.QtCore import Qt

    size, _line, strong = ROLES[role]
    metrics = _metrics(size, strong if bold is None else bold)
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room * UNIT)


@lru_cache(maxsize=64)
def ink(token: str) -> QColor:
    return QColor(colour(token))
