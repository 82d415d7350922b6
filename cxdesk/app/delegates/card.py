"""Cards: always the same five lines in the same place, whatever the state.

Name · definition · value with unit and sparkline · interval and n, target · verdict. The value stays in ink whatever
the verdict; only verdict and target have colour. Where room is scarce the sparkline goes first, then the definition is
cut, then the unit goes; value, interval, n and verdict are never cut.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from cxdesk.analysis import remedies, wording
from cxdesk.analysis.wording import Measured
from cxdesk.app import icons, theme
from cxdesk.app.models.cards import ADD_ROLE, CARD_ROLE, SECTION_ROLE
from cxdesk.app.painting import draw, draw_elided, draw_fitted, focus_ring, ground
from cxdesk.app.theme import Theme, tokens
from cxdesk.app.widgets.plain import tooltip
from cxdesk.app.widgets.sparkline import paint_spark
from cxdesk.domain.results import Card
from cxdesk.domain.settings import setting
from cxdesk.system.i18n import _

AROUND = 4  # half the gap between cards; room for the focus ring
SECTION = 24
PAD = 11  # from the card's edge to its text
SPARK_LEAST, SPARK_MOST, SPARK_HEIGHT = 44, 72, 28
ICON, ICON_ROOM, SIGN = 12, 17, 11
DASH = (3.0, 3.0)

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag


@dataclass(frozen=True)
class Lines:
    """Baselines from the card's top at 100 %."""

    height: float
    name: float
    label: float
    value: float
    few: float  # "Too few answers" instead of a value
    reason: float  # right below a value that is not there
    evidence: float
    verdict: float


NORMAL = Lines(tokens.CARD, 21, 36, 65, 60, 84, 89, 110)
COMPACT = Lines(tokens.CARD_COMPACT, 18, 31, 57, 52, 72, 78, 94)


class CardDelegate(QStyledItemDelegate):
    """Paints the cards and group names of a CardsModel.

    `card_width` and `section_width` are set by the view; `compact` for low windows; `computing` while newer values
    are on their way; `least` = answers from which a number is shown.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.card_width = 220.0  # logical pixels
        self.section_width = 240.0
        self.compact = False
        self.computing = False
        self.least = int(setting("min_show").default)

    @property
    def lines(self) -> Lines:
        return COMPACT if self.compact else NORMAL

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        now = theme.current()
        if index.data(SECTION_ROLE) is not None:
            return QSize(int(self.section_width), now.px(SECTION))
        return QSize(int(self.card_width) + 2 * now.px(AROUND), now.px(self.lines.height) + 2 * now.px(AROUND))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = theme.current()
        item = QRectF(option.rect)
        state = option.state
        section = index.data(SECTION_ROLE)
        if section is not None:
            self._paint_section(painter, item, str(section), now)
            return
        gap = now.px(AROUND)
        place = item.adjusted(gap, gap, -gap, -gap)
        card = index.data(CARD_ROLE)
        if isinstance(card, Card):
            paint_card(painter, place, card, now, self._look(state))
        else:
            _paint_add(painter, place, str(index.data(ADD_ROLE) or ""), now, self._look(state))

    def _look(self, state: State) -> Look:
        return Look(
            selected=bool(state & State.State_Selected),
            hovered=bool(state & State.State_MouseOver),
            focused=bool(state & State.State_HasFocus) and bool(state & State.State_KeyboardFocusChange),
            lines=self.lines,
            computing=self.computing,
            least=self.least,
        )

    def _paint_section(self, painter: QPainter, item: QRectF, family: str, now: Theme) -> None:
        place = item.adjusted(now.px(AROUND), now.px(4), -now.px(AROUND), -now.px(1))
        draw_elided(painter, place, wording.family_title(family), "caption", now.text2, bold=True)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole name and definition where they are cut, and the whole verdict."""
        card = index.data(CARD_ROLE)
        if not isinstance(card, Card):
            return False
        QToolTip.showText(event.globalPos(), tooltip(told(wording.withheld(card, self.least))), view)
        return True


@dataclass(frozen=True)
class Look:
    """The state in which a card is painted."""

    selected: bool = False
    hovered: bool = False
    focused: bool = False
    lines: Lines = NORMAL
    computing: bool = False
    least: int = 5


def label_text(card: Card) -> str:
    """The definition's short label."""
    return " · ".join(phrase.say() for phrase in card.label)


def told(card: Card) -> str:
    """All that a card says, line by line, for its tooltip."""
    how, figure = Measured.of(card), card.figure
    lines = [_(card.title), label_text(card)]
    if figure.value is not None:
        lines.append(f"{wording.value_text(figure.value, how)}  {wording.evidence_text(figure, how)}")
    elif figure.reason is not None:
        lines.append(remedies.why(figure.reason))
        lines += [wording.answers_text(figure.n)] if figure.reason == "too_few" else []
    if card.target is not None:
        lines.append(_("Target {target}", target=wording.target_text(card.target, card.better, how)))
    lines.append(wording.card_said(card).text)
    if card.companions:
        beside = ", ".join(_(title) for _name, title in card.companions)
        lines.append(_("Read with: {numbers}", numbers=beside))
    return "\n".join(line for line in lines if line)


def halves(text: str) -> list[str]:
    """`text` in two lines of about the same length, broken at a space."""
    spaces = [at for at, sign in enumerate(text) if sign == " "]
    if not spaces:
        return [text]
    at = min(spaces, key=lambda place: abs(place - len(text) / 2))
    return [text[:at], text[at + 1 :]]


def paint_card(painter: QPainter, place: QRectF, card: Card, now: Theme, look: Look) -> None:
    """Paint one card into `place`, which has the height of `look.lines` at this zoom."""
    painter.save()
    _Painter(painter, place, card, now, look).paint()
    painter.restore()


class _Painter:
    """One card being painted; x and y grow from the card's own corner."""

    def __init__(self, painter: QPainter, place: QRectF, card: Card, now: Theme, look: Look) -> None:
        self.painter, self.place, self.now, self.look = painter, place, now, look
        self.card = wording.withheld(card, look.least)
        self.how = Measured.of(card)
        self.left, self.right = place.left() + now.pxf(PAD), place.right() - now.pxf(PAD)

    def paint(self) -> None:
        self._frame()
        self._head()
        figure = self.card.figure
        if figure.value is not None:
            self._value(figure.value)
            self._evidence()
        elif figure.reason == "too_few":
            self._too_few()
        elif self.card.needs is None:
            self._not_available()
        else:
            self._wrapped(self.look.lines.reason - 8, remedies.why(figure.reason or ""))
        self._verdict()

    def y(self, baseline: float) -> float:
        return self.place.top() + round(baseline * self.now.scale)

    @property
    def room(self) -> float:
        return self.right - self.left

    def _frame(self) -> None:
        now, look, radius = self.now, self.look, self.now.pxf(tokens.RADIUS)
        missing = self.card.figure.value is None and self.card.needs is not None
        if look.selected:
            ground(self.painter, self.place, now.panel, now.accent, radius, now.pxf(2))
        elif missing:
            ground(self.painter, self.place, now.panel, now.axis, radius, dash=DASH)
        else:
            ground(self.painter, self.place, now.panel, now.line2 if look.hovered else now.line, radius)
        if look.focused:
            focus_ring(self.painter, self.place.adjusted(1, 1, -1, -1), radius, now)

    def _head(self) -> None:
        lines, now = self.look.lines, self.now
        self._line("small", lines.name, _(self.card.short_title), "text", bold=True)
        label = label_text(self.card)
        if label:
            metrics = now.metrics("caption")
            cut = metrics.elidedText(label, Qt.TextElideMode.ElideRight, self.room)
            draw(self.painter, self.left, self.y(lines.label), cut, now.font("caption"), now.text3)

    def _line(self, role: str, baseline: float, text: str, tone: str = "text2", bold: bool | None = None) -> None:
        cut = self.now.metrics(role, bold).elidedText(text, Qt.TextElideMode.ElideRight, self.room)
        draw(self.painter, self.left, self.y(baseline), cut, self.now.font(role, bold), self.now.colour(tone))

    def _value(self, value: float) -> None:
        """Sparkline and unit give way to the number."""
        now, pieces = self.now, wording.written(value, self.how)
        ink = now.text3 if self.look.computing else now.text
        number = pieces.before + pieces.number
        gap = now.pxf(4)
        unit_width = now.metrics("small").horizontalAdvance(pieces.after) + gap if pieces.after else 0.0
        width = now.metrics("number").horizontalAdvance(number)
        after = pieces.after if width + unit_width <= self.room else ""
        baseline = self.y(self.look.lines.value)
        drawn = draw_fitted(self.painter, self.left, baseline, self.room, number, now.font("number"), ink)
        if after:
            unit_ink = now.text3 if self.look.computing else now.text2
            draw(self.painter, self.left + drawn + gap, baseline, after, now.font("small"), unit_ink)
        used = drawn + (unit_width if after else 0.0)
        self._spark(self.room - used - now.pxf(12))

    def _spark(self, room: float) -> None:
        now, card, figure = self.now, self.card, self.card.figure
        if room < now.pxf(SPARK_LEAST) or not any(value is not None for value in card.spark):
            return
        width, height = min(room, now.pxf(SPARK_MOST)), now.pxf(SPARK_HEIGHT)
        middle = self.y(self.look.lines.value) - now.pxf(8)
        place = QRectF(self.right - width, middle - height / 2, width, height)
        interval = figure.high - figure.low if figure.low is not None and figure.high is not None else 0.0
        colour = now.cmp if self.look.computing else now.accent
        paint_spark(
            self.painter, place, card.spark, now, least_span=2 * interval, partial=card.spark_partial, colour=colour
        )

    def _evidence(self) -> None:
        now, baseline = self.now, self.y(self.look.lines.evidence)
        text = wording.evidence_text(self.card.figure, self.how)
        font, metrics = now.font("caption"), now.metrics("caption")
        ink = now.text3 if self.look.computing else now.text2
        if metrics.horizontalAdvance(text) > self.room - now.pxf(SIGN):
            text = wording.evidence_brief(self.card.figure, self.how)
        wanted = metrics.horizontalAdvance(text)
        used = self._target(self.room - wanted - now.pxf(8), baseline)
        draw_fitted(self.painter, self.left, baseline, self.room - used, text, font, ink)

    def _target(self, room: float, baseline: float) -> float:
        """Mark and target at the right if there is room for them, else the mark alone; returns the width used."""
        target, now = self.card.target, self.now
        if target is None:
            return 0.0
        colour = now.colour(wording.TARGET_TONES[target.state])
        text = wording.target_text(target, self.card.better, self.how)
        side, gap = now.pxf(SIGN), now.pxf(4)
        width = now.metrics("caption").horizontalAdvance(text)
        if room < side + gap + width:
            text, width, gap = "", 0.0, 0.0
        x = self.right - width - gap - side
        middle = baseline - now.metrics("caption").capHeight() / 2
        icons.paint(
            self.painter, wording.MARK_NAMES[target.state], QRectF(x, middle - side / 2, side, side), colour, SIGN
        )
        draw(self.painter, self.right - width, baseline, text, now.font("caption"), colour)
        return side + gap + width + now.pxf(8)

    def _too_few(self) -> None:
        lines, font = self.look.lines, self.now.font("body")
        draw_fitted(self.painter, self.left, self.y(lines.few), self.room, _("Too few answers"), font, self.now.text2)
        self._wrapped(lines.few + 18, wording.shown_from(self.card.figure.n, self.look.least))

    def _not_available(self) -> None:
        lines, now = self.look.lines, self.now
        draw(self.painter, self.left, self.y(lines.value), wording.not_available(), now.font("number"), now.text3)
        self._wrapped(lines.reason, remedies.why(self.card.figure.reason or ""))

    def _wrapped(self, baseline: float, text: str) -> None:
        """Small text on one line, or on two where there is room for them above the verdict."""
        now, metrics = self.now, self.now.metrics("caption")
        y, step = self.y(baseline), self.now.line_height("caption")
        parts = [text]
        if metrics.horizontalAdvance(text) > self.room and y + step < self.y(self.look.lines.verdict) - step:
            parts = halves(text)
        for part in parts:
            draw_fitted(self.painter, self.left, y, self.room, part, now.font("caption"), now.text2)
            y += step

    def _verdict(self) -> None:
        said, now = wording.card_said(self.card), self.now
        if not said.text:
            return
        baseline = self.y(self.look.lines.verdict)
        ink = now.text3 if self.look.computing else now.colour(said.tone)
        x, font, metrics = self.left, now.font("small"), now.metrics("small")
        if said.sign:
            side = now.pxf(ICON)
            middle = baseline - metrics.capHeight() / 2
            icons.paint(self.painter, said.sign, QRectF(x, middle - side / 2, side, side), ink, ICON)
            x += now.pxf(ICON_ROOM)
        room = self.right - x
        text = said.text if metrics.horizontalAdvance(said.text) <= room else said.shortest
        draw_fitted(self.painter, x, baseline, room, text, font, ink)


def _paint_add(painter: QPainter, place: QRectF, text: str, now: Theme, look: Look) -> None:
    """A dashed place that adds a card."""
    painter.save()
    ground(painter, place, now.raised if look.hovered else now.panel, now.axis, now.pxf(tokens.RADIUS), dash=DASH)
    side, centre = now.pxf(16), place.center()
    icons.paint(painter, "plus", QRectF(centre.x() - side / 2, centre.y() - now.pxf(18), side, side), now.text2, 16)
    line = QRectF(place.left(), centre.y() + now.pxf(2), place.width(), now.pxf(18))
    draw_elided(painter, line, text, "small", now.text2, align=Qt.AlignmentFlag.AlignHCenter)
    if look.focused:
        focus_ring(painter, place, now.pxf(tokens.RADIUS), now)
    painter.restore()
