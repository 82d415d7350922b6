"""A hidden page that shows every part the windows are made of, in every state, light beside dark.

    python -m cxdesk.app.components PICTURE.png [--zoom 200] [--font "DejaVu Sans"] [--pixels 13] [--language fr]

The figures are invented.
"""

from __future__ import annotations

import argparse
import os
import sys
from math import sin
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPixmap, QPolygonF, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.models.cards import ADD_ROLE, CARD_ROLE
from cxdesk.app.painting import draw, frame, middle_baseline
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.badges import paint_key, paint_language, paint_score, paint_tag
from cxdesk.app.widgets.card_view import CardView
from cxdesk.app.widgets.chips import Chip
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.focus_ring import FocusRing
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.results import Better, Card, Change, Figure, Phrase, Target, Unit, Verdict
from cxdesk.system import i18n
from cxdesk.system.i18n import N_, _

WIDTH, SIDE = 720, 24
BUTTONS = (N_("Import…"), N_("Focused"), N_("Default"), N_("Pressed"), N_("Disabled"))
SIGNS = (
    ("check", "good", N_("reached")),
    ("cross", "bad", N_("missed")),
    ("target", "flat", N_("inside the interval")),
    ("clock", "warn", N_("partial")),
)
SURFACES = ("sunken", "window", "raised", "panel", "accent", "accentbg", "good", "bad", "warn", "flat")


def cards() -> tuple[Card, ...]:
    """One card of every state."""
    nps, csat = (Phrase("0–10"), Phrase("latest per customer")), (Phrase("share satisfied, 4–5 of 5"),)
    return (
        _card("NPS", nps, Unit.SCORE, Figure(17.4, 9.7, 24.9, 436), _change(35, -18, Verdict.DOWN),
              Target(30, "missed"), (30, 31, 29, 31, 31, 32, 33, 33, 32, 32, 24, 16, 18)),
        _card("CSAT", csat, Unit.PERCENT, Figure(88.4, 84.4, 91.5, 311), _change(84.3, 4.1, Verdict.UP),
              Target(80, "reached"), (85, 85.3, 85.1, 85.4, 85.9, 86.4, 87, 87.6, 88.4)),
        _card("CSAT", csat, Unit.PERCENT, Figure(81.9, 77.7, 85.4, 381), _change(84.6, -2.7), Target(80, "unsettled"),
              (84.6, 84.9, 84.6, 84.9, 84.1, 83.2, 82.3, 81.9)),
        _card("NPS, Partner plan", nps, Unit.SCORE, Figure(20, -30, 61, 10, flags=("small_sample",)), None, None,
              (21, 18, 16, 19, 22, 20, 20)),
        _card("Onboarding CSAT", csat, Unit.PERCENT, Figure(None, n=4, reason="too_few")),
        _card("LTV : CAC", (Phrase("margin, capped at 5 years"),), Unit.RATIO, Figure(None, reason="missing_kind")),
        _card("Renewal rate", (Phrase("contracts due, 30 days’ grace"),), Unit.PERCENT,
              Figure(81.3, 57, 93.4, 16, 13, 16, excluded={"immature": 3}), None, Target(85, "unsettled"),
              (84, 85, 82, 84, 86, 85, 83, 81, 76), partial=True),
        _card("Time on site", (Phrase("median per session"),), Unit.SECONDS, Figure(161, 153, 170, 5204),
              _change(149, 12, Verdict.UP), None, (148, 152, 151, 155, 158, 161), better=Better.NONE),
    )  # fmt: skip


def _card(
    title: str,
    label: tuple[Phrase, ...],
    unit: str,
    figure: Figure,
    change: Change | None = None,
    target: Target | None = None,
    spark: tuple[float, ...] = (),
    better: str = Better.UP,
    partial: bool = False,
) -> Card:
    decimals = 0 if unit == Unit.SCORE else 1
    return Card(
        "", "", title, title, "", label, unit, decimals, better, figure, change, spark, partial, partial, target=target
    )


def _change(base: float, delta: float, verdict: str = Verdict.NO_CLEAR_CHANGE) -> Change:
    return Change(base, 418, None, delta, verdict=verdict, p=0.01)


class Page(QWidget):
    """Every part once, in today's theme."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rings: list[FocusRing] = []
        now = theme.current()
        self.setFixedWidth(now.px(WIDTH))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(now.px(SIDE), now.px(12), now.px(SIDE), now.px(22))
        self._column.setSpacing(0)
        head = plain_label(name, "title")
        head.setFixedHeight(now.px(32))
        self._column.addWidget(head)
        self._section(_("Surfaces and text"), _Swatches(), 8, 9)
        self._section(_("Cards in every state"), self._cards(), 17, 8)
        self._section(_("Controls"), self._buttons(), 16, 5)
        self._add(self._chips(), 2)
        self._add(_Signs(), 3)
        self._section(
            _("Six categories, told apart by dash as well; diverging scale, worse to better"), _Series(), 16, 8
        )
        self._section(_("Empty and error states"), self._empty(), 14, 9)
        self._add(self._error(), 8)
        self._column.addStretch(1)

    def fit(self) -> None:
        """As high as its parts want to be."""
        self.resize(self.width(), self._column.heightForWidth(self.width()))

    def _section(self, title: str, content: QWidget, above: int, below: int) -> None:
        now = theme.current()
        label = plain_label(title, "caption", "text2")
        label.setProperty("strong", True)
        label.setFixedHeight(now.px(15))
        self._column.addSpacing(now.px(above))
        self._column.addWidget(label)
        self._add(content, below)

    def _add(self, content: QWidget, above: int) -> None:
        self._column.addSpacing(theme.current().px(above))
        self._column.addWidget(content)

    def _cards(self) -> QWidget:
        now = theme.current()
        model = QStandardItemModel(self)
        for card in cards():
            item = QStandardItem()
            item.setData(card, CARD_ROLE)
            model.appendRow(item)
        add = QStandardItem()
        add.setData(_("Add a card"), ADD_ROLE)
        model.appendRow(add)
        view = CardView(margin=4)
        view.setModel(model)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setCurrentIndex(model.index(0, 0))
        view.viewport().setAutoFillBackground(False)
        view.setFixedHeight(3 * now.px(tokens.CARD + 8) + 1)
        holder = QWidget()
        view.setParent(holder)
        view.setGeometry(-now.px(4), -now.px(4), now.px(WIDTH - 2 * SIDE + 8) + 1, view.height())
        holder.setFixedHeight(view.height() - now.px(8))
        return holder

    def _buttons(self) -> QWidget:
        buttons = [QPushButton(_(text)) for text in BUTTONS]
        for primary in buttons[:2]:
            primary.setProperty("primary", True)
        icons.put(buttons[0], "import", "onaccent", 14)
        buttons[3].setDown(True)
        buttons[4].setEnabled(False)
        grain = Segmented([("week", N_("Week")), ("month", N_("Month")), ("quarter", N_("Quarter"))])
        grain.choose("month")
        row = self._flow([*buttons, grain], 12)
        self._ring(buttons[1])
        return row

    def _chips(self) -> QWidget:
        period = Chip("1 Aug – 31 Oct 2026", "calendar", removable=True)
        period.set_active(True)
        country = Chip("Country: FR, RO", "filter", removable=True)
        focused = Chip(_("Focused"), removable=True)
        row = self._flow([period, country, focused, Chip(_("Add filter"), "plus", dashed=True)], 8)
        self._ring(focused)
        return row

    def _flow(self, widgets: list[QWidget], gap: int) -> QWidget:
        now, row = theme.current(), QWidget()
        line = FlowLayout(row, gap)
        line.setContentsMargins(0, now.px(4), 0, now.px(4))
        for widget in widgets:
            line.addWidget(widget)
        return row

    def _ring(self, target: QWidget) -> None:
        ring = FocusRing()
        ring.surround(target)
        self._rings.append(ring)

    def _empty(self) -> QWidget:
        comments, orders = EmptyState("comment"), EmptyState("cart")
        comments.show_text(
            _("No comments in this selection"),
            _("The {n} answers of this period carry none.", n=436),
            _("Show all periods"),
        )
        orders.show_text(_("No orders yet"), _("Cart and order metrics need an order file."), _("Import orders…"))
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(8))
        for state in (comments, orders):
            box = QFrame()
            box.setProperty("box", "panel")
            inner = QVBoxLayout(box)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(state)
            row.addWidget(box)
        width = theme.current().px(WIDTH - 2 * SIDE)
        both.setFixedHeight(max(theme.current().px(148), row.heightForWidth(width)))
        return both

    def _error(self) -> QWidget:
        strip = ErrorStrip()
        strip.show_text(
            _("{file} is open on another computer", file="brevio.cxdesk"),
            _("{who} has held it since {time}. Close it there first.", who="Ana’s laptop", time="09:02"),
            _("Open read-only"),
        )
        return strip

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().window)


class _Painted(QWidget):
    """A part of the page that is painted; `tall` is its height at 100 %."""

    tall = 24

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(WIDTH - 2 * SIDE), now.px(self.tall))


class _Swatches(_Painted):
    """Surfaces and inks with their names."""

    tall = 42

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        gap = now.pxf(8)
        width = (self.width() - gap * (len(SURFACES) - 1)) / len(SURFACES)
        for at, name in enumerate(SURFACES):
            x = at * (width + gap)
            frame(painter, QRectF(x, 0, width, now.pxf(26)), now.colour(name), now.line, now.pxf(4))
            draw(painter, x, now.pxf(39), name, now.font("caption"), now.text2)


class _Signs(_Painted):
    """Scores, tags, keys, and the marks of targets."""

    tall = 24

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        middle, x = self.height() / 2, 0.0
        for text, band in (("2", "bottom"), ("7", "middle"), ("9", "top")):
            side = now.pxf(24)
            paint_score(painter, QRectF(x, middle - now.pxf(10), side, now.pxf(20)), text, band, now)
            x += side + now.pxf(10)
        x += paint_tag(painter, x, middle, "Packaging", now) + now.pxf(10)
        x += now.pxf(23)
        paint_language(painter, x, middle, "ro", now)
        x += now.pxf(10)
        x += self._mark(painter, x, middle) + now.pxf(10)
        x += paint_key(painter, x, middle, "Ctrl", now) + now.pxf(12)
        for icon, tone, text in SIGNS:
            side = now.pxf(12)
            icons.paint(painter, icon, QRectF(x, middle - side / 2, side, side), now.colour(tone), 12)
            x += side + now.pxf(3)
            place = QRectF(x, 0, 500, self.height())
            words = _(text)
            metrics = now.metrics("small")
            draw(painter, x, middle_baseline(place, metrics), words, now.font("small"), now.colour(tone))
            x += metrics.horizontalAdvance(words) + now.pxf(10)

    def _mark(self, painter: QPainter, x: float, middle: float) -> float:
        now = theme.current()
        metrics = now.metrics("body")
        width = metrics.horizontalAdvance("match") + now.pxf(2)
        place = QRectF(x, middle - now.pxf(9), width, now.pxf(18))
        frame(painter, place, now.mark, None, now.pxf(2))
        draw(painter, x + now.pxf(1), middle_baseline(place, metrics), "match", now.font("body"), now.marktext)
        return width


class _Series(_Painted):
    """The categories with their dashes, the diverging scale, and a tooltip."""

    tall = 98

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, colour in enumerate(now.categories):
            frame(painter, QRectF(now.pxf(46 * at), 0, now.pxf(42), now.pxf(22)), colour, None, now.pxf(4))
            painter.setPen(now.category_pen(at))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(self._line(at))
        width = now.pxf(386) / len(now.diverging)
        for at, colour in enumerate(now.diverging):
            painter.fillRect(QRectF(now.pxf(286) + at * width, 0, width + 0.5, now.pxf(22)), colour)
        self._tooltip(painter)

    def _line(self, at: int) -> QPolygonF:
        now = theme.current()
        starts, ends = (36, 45, 54, 64, 72, 81), (33, 69, 53, 36, 71, 54)
        points = []
        for step in range(0, 271, 9):
            share = step / 270
            y = starts[at] + (ends[at] - starts[at]) * share + 3 * sin(3 * share + at)
            points.append(QPointF(now.pxf(step), now.pxf(y)))
        return QPolygonF(points)

    def _tooltip(self, painter: QPainter) -> None:
        now = theme.current()
        x, top = now.pxf(286), now.pxf(33)
        words = _("below target · click for the {n} answers", n=152)
        width = now.metrics("caption").horizontalAdvance(words) + now.pxf(22)
        frame(painter, QRectF(x, top, width, now.pxf(64)), now.panel, now.line2, now.pxf(4))
        left = x + now.pxf(11)
        draw(painter, left, top + now.pxf(20), "September 2026", now.font("small", True), now.text)
        for text, bold in (("NPS ", False), ("+15", True), ("  +2 … +28  n 152", False)):
            draw(painter, left, top + now.pxf(37), text, now.font("small", bold), now.text)
            left += now.metrics("small", bold).horizontalAdvance(text)
        draw(painter, x + now.pxf(11), top + now.pxf(52), words, now.font("caption"), now.text3)


def picture(app: QApplication, zoom: float = 1.0) -> QPixmap:
    """The page in light and dark, side by side."""
    sides = []
    for name, title in ((theme.LIGHT, _("Light")), (theme.DARK, _("Dark"))):
        theme.apply_theme(app, name, zoom, contrast=False)
        page = Page(title)
        page.fit()
        sides.append(page.grab())
        page.deleteLater()
    whole = QPixmap(sum(side.width() for side in sides), max(side.height() for side in sides))
    painter = QPainter(whole)
    for at, side in enumerate(sides):
        painter.drawPixmap(at * sides[0].width(), 0, side)
    painter.end()
    return whole


def main(arguments: list[str]) -> int:
    """Save the picture."""
    parser = argparse.ArgumentParser(prog="cxdesk.app.components")
    parser.add_argument("picture", type=Path)
    parser.add_argument("--zoom", type=int, default=100, choices=tokens.ZOOMS)
    parser.add_argument("--font", default="")
    parser.add_argument("--pixels", type=int, default=13)
    parser.add_argument("--language", default="en", choices=tuple(i18n.LANGUAGES))
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    font = QFont(asked.font or app.font().family())
    font.setPixelSize(asked.pixels)
    app.setFont(font)
    i18n.use(asked.language)
    return 0 if picture(app, asked.zoom / 100).save(str(asked.picture)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
