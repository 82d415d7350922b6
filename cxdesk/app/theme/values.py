"""One theme as painters use it: colours, fonts and sizes at the present zoom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QGuiApplication, QPen

from cxdesk.app.theme import tokens


@dataclass(frozen=True, eq=False)
class Theme:
    """All tokens, resolved. Colours are shared: copy one before changing it.

    `scale` is the zoom times what the person's own font asks for; `washes` False (high contrast) turns pale
    surfaces into outlines.
    """

    name: str
    dark: bool
    contrast: bool
    zoom: float
    scale: float
    base: QFont
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    good: QColor
    bad: QColor
    warn: QColor
    flat: QColor
    cmp: QColor
    line2: QColor
    line: QColor
    grid: QColor
    axis: QColor
    sunken: QColor
    window: QColor
    raised: QColor
    panel: QColor
    onaccent: QColor
    accentbg: QColor
    accentline: QColor
    goodbg: QColor
    badbg: QColor
    warnbg: QColor
    marktext: QColor
    mark: QColor
    categories: tuple[QColor, ...]
    diverging: tuple[QColor, ...]
    _fonts: dict[tuple[str, bool | None], QFont] = field(default_factory=dict, repr=False)
    _metrics: dict[tuple[str, bool | None], QFontMetricsF] = field(default_factory=dict, repr=False)

    # Sizes

    @property
    def washes(self) -> bool:
        return not self.contrast

    def px(self, at_100: float) -> int:
        """A size in whole logical pixels at this zoom; never less than 1 where there is something."""
        scaled = round(at_100 * self.scale)
        return max(1, scaled) if at_100 > 0 else scaled

    def pxf(self, at_100: float) -> float:
        return at_100 * self.scale

    # Type

    def font(self, role: str = "body", bold: bool | None = None) -> QFont:
        """The font of a role (`tokens.FONTS`); `bold` overrides the role's own weight. Do not change it."""
        key = (role, bold)
        if key not in self._fonts:
            factor, _line, strong = tokens.FONTS[role]
            made = QFont(self.base)
            made.setPixelSize(max(7, round(_pixels(self.base) * factor * self.zoom)))
            made.setWeight(QFont.Weight.DemiBold if (strong if bold is None else bold) else QFont.Weight.Normal)
            made.setFeature(QFont.Tag("tnum"), 1)
            if role == "number":
                made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98)
            self._fonts[key] = made
        return self._fonts[key]

    def metrics(self, role: str = "body", bold: bool | None = None) -> QFontMetricsF:
        key = (role, bold)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(role, bold))
        return self._metrics[key]

    def line_height(self, role: str = "body") -> float:
        """Height of one line of a role; never less than its font needs."""
        return max(self.pxf(tokens.FONTS[role][1]), self.metrics(role).height())

    # Colour

    def colour(self, token: str) -> QColor:
        """The colour of a token by its name, for what is data: tones, roles, tables."""
        found = getattr(self, token)
        if not isinstance(found, QColor):
            raise KeyError(token)
        return found

    @property
    def mid(self) -> QColor:
        """The middle of the diverging scale: totals, and what is neither good nor bad."""
        return self.diverging[len(self.diverging) // 2]

    def wash(self, colour: QColor, percent: float) -> QColor:
        """`colour` at `percent` over whatever is below."""
        made = QColor(colour)
        made.setAlphaF(percent / 100)
        return made

    def sequential(self, step: int) -> QColor:
        """Heat of counts: step 0 … 5 of `accent` over `panel`, opaque."""
        return mixed(self.accent, self.panel, tokens.SEQUENTIAL[step] / 100)

    def on(self, surface: QColor) -> QColor:
        """`onaccent` where it can be read on that surface, else `text`."""
        return self.onaccent if contrast_ratio(self.onaccent, surface) >= 4.5 else self.text

    def category(self, number: int) -> QColor:
        """The colour of the series with that number, from 0; from the seventh on `cmp`."""
        return self.categories[number] if number < len(self.categories) else self.cmp

    def category_pen(self, number: int, width: float = 2.0) -> QPen:
        """The pen of a series: its colour with its dash, in logical pixels at this zoom."""
        made = self.pen(self.category(number), width)
        dash = tokens.DASHES[number] if number < len(tokens.DASHES) else ()
        if dash:
            made.setDashPattern([part / width for part in dash])
        return made

    def pen(self, colour: QColor, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """A cosmetic pen; `width` in pixels at 100 %, except that a line of 1 stays 1 up to 150 %."""
        thin = width <= 1.0 and self.scale < 1.5
        made = QPen(colour, width if thin else self.pxf(width), style, Qt.PenCapStyle.FlatCap)
        made.setCosmetic(True)
        return made


def make(name: str, dark: bool, contrast: bool, zoom: float, base: QFont) -> Theme:
    """The theme of that palette at `zoom` (1.0 = 100 %), with the person's own font as base."""
    side = 1 if dark else 0
    chosen = {token: pair[side] for token, pair in tokens.COLOURS.items()}
    if contrast:
        chosen |= {token: chosen[stronger] for token, stronger in tokens.CONTRAST.items()}
    colours: dict[str, Any] = {token: QColor(value) for token, value in chosen.items()}
    return Theme(
        name=name,
        dark=dark,
        contrast=contrast,
        zoom=zoom,
        scale=zoom * max(1.0, _pixels(base) / tokens.BODY),
        base=base,
        categories=tuple(QColor(one) for one in tokens.CATEGORIES[side]),
        diverging=tuple(QColor(one) for one in tokens.DIVERGING[side]),
        **colours,
    )


def mixed(upper: QColor, lower: QColor, part: float) -> QColor:
    """`part` of one colour over another, opaque."""
    return QColor.fromRgbF(
        upper.redF() * part + lower.redF() * (1 - part),
        upper.greenF() * part + lower.greenF() * (1 - part),
        upper.blueF() * part + lower.blueF() * (1 - part),
    )


def contrast_ratio(one: QColor, other: QColor) -> float:
    """Contrast of two opaque colours as WCAG 2 defines it, 1 … 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _pixels(font: QFont) -> float:
    """The size of a font in logical pixels, whichever way it was given."""
    if font.pixelSize() > 0:
        return float(font.pixelSize())
    return QFontInfo(font).pixelSize() if font.pointSizeF() <= 0 else font.pointSizeF() * _dots() / 72


def _dots() -> float:
    """Logical dots per inch of the first screen; offscreen too there is one."""
    return QGuiApplication.primaryScreen().logicalDotsPerInch()
