"""The colours, sizes and dashes of everything that is drawn, as plain values. No other file of the app holds a colour;
those that reports share stand in `domain.colours`.
"""

from __future__ import annotations

from typing import Final

from cxdesk.domain.colours import CATEGORIES, COLOURS, DASHES, DIVERGING, SEQUENTIAL

__all__ = ["CATEGORIES", "COLOURS", "DASHES", "DIVERGING", "SEQUENTIAL"]

# What high contrast puts in the place of what: faint lines and washes give way to strong lines.
CONTRAST: Final[dict[str, str]] = {
    "line": "line2",
    "grid": "line2",
    "text3": "text2",
    "accentline": "accent",
    "accentbg": "panel",
    "goodbg": "panel",
    "badbg": "panel",
    "warnbg": "panel",
}

# Size as a factor of the application's font, height of a line in pixels at 100 %, and whether it is bold.
FONTS: Final[dict[str, tuple[float, float, bool]]] = {
    "number": (1.85, 30, True),  # the value on a card
    "reading": (1.54, 31, False),  # a comment that is being read
    "title": (1.54, 28, True),  # head of a dialog or panel
    "heading": (1.15, 20, True),  # chart title
    "body": (1.0, 18, False),
    "small": (0.92, 16, False),  # chips, tables, dock titles, verdicts
    "caption": (0.85, 14, False),  # definitions, intervals, axis labels; the smallest there is
}
BODY: Final = 13.0  # pixels of the application's font at which every size below holds as it is

GAP: Final[tuple[int, ...]] = (4, 8, 12, 16, 24, 32)
ROW, ROW_COMPACT = 32, 28
CONTROL, CHIP, CHIP_SMALL = 28, 26, 22
DOCK_TITLE, FILTER_BAR, STATUS_BAR = 30, 44, 26
CARD, CARD_COMPACT = 123, 104
CARD_LEAST, CARD_MOST = 180, 260
RADIUS, RADIUS_CONTROL, RADIUS_TAG, RADIUS_BAR = 6, 4, 8, 2
ZOOMS: Final[tuple[int, ...]] = (80, 90, 100, 110, 125, 150, 175, 200)
