"""The journey as five bars, each of which is 100 % of those who reached its stage: side by side, or in narrow room one
below the other.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import icons, theme
from cxdesk.app import stage_words as words
from cxdesk.app.charts.painted import Mark, PaintedChart
from cxdesk.app.painting import draw, draw_elided
from cxdesk.app.theme import Theme
from cxdesk.domain.journey import DROPPED, WAITING, WENT_ON, Journey, Reached
from cxdesk.domain.stages import ICONS
from cxdesk.system.i18n import _, ngettext, number

COLUMN_LEAST = 178  # pixels at 100 % that a column needs; with less the stages stand one below the other
COLUMN_HEIGHT, ROW_HEIGHT = 366, 114
PAD, BAR = 14.0, 60.0
TOP, BOTTOM = 92.0, 76.0  # above and below the bar
LEAST = 1.0  # a part of which there is anybody is seen


class StagesChart(PaintedChart):
    """Paints a Journey. What a mark stands for is (stage, part)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Journey")
        self.journey = Journey()
        self.selected = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Stages of the journey"))

    def show_journey(self, found: Journey, selected: str = "") -> None:
        """Paint a journey; `selected` is the stage that is looked at."""
        self.journey, self.selected = found, selected
        self.setAccessibleName(", ".join([_("Stages of the journey"), *(self._aloud(one) for one in found.stages)]))
        self.changed()

    @property
    def in_rows(self) -> bool:
        """Whether there is too little room for columns."""
        return self.width() < 5 * theme.current().px(COLUMN_LEAST)

    def sizeHint(self) -> QSize:
        now = theme.current()
        height = now.px(ROW_HEIGHT) * max(len(self.journey.stages), 1) if self.in_rows else now.px(COLUMN_HEIGHT)
        return QSize(now.px(320), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(240), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    # Where things are

    def lay_out(self, place: QRectF, now: Theme) -> list[Mark]:
        found = []
        for at, one in enumerate(self.journey.stages):
            bar = self._bar(self._cell(at, place))
            found += [self._mark(one, part, box) for part, box in _stacked(one, bar, self.in_rows)]
        return found

    def _mark(self, one: Reached, part: str, box: QRectF) -> Mark:
        n = words.count(one, part)
        said = _("arrived") if one.last else words.part_said(part)
        head = _("{stage}: {part}", stage=one.stage.shown, part=said)
        value = f"{number(n)}  {words.share_of(n, one.people)}"
        return Mark(
            box, head, value, ngettext("click for this {n} person", "click for these {n} people", n), (one, part)
        )

    def next_mark(self, key: int, at: int) -> int:
        """Along the stages one way, among what became of people the other way."""
        across = (Qt.Key.Key_Left, Qt.Key.Key_Right) if not self.in_rows else (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if key not in across or at < 0:
            return super().next_mark(key, at)
        one, part = self.marks[at].data
        stages = [stage.stage.key for stage in self.journey.stages]
        wanted = stages.index(one.stage.key) + (1 if key == across[1] else -1)
        there = [number for number, mark in enumerate(self.marks) if stages.index(mark.data[0].stage.key) == wanted]
        same = [number for number in there if self.marks[number].data[1] == part]
        return next(iter(same or there), at)

    def table(self) -> list[list[str]]:
        head, rows = words.table(self.journey)
        return [head, *rows]

    def _cell(self, at: int, area: QRectF) -> QRectF:
        size = max(len(self.journey.stages), 1)
        if self.in_rows:
            height = theme.current().pxf(ROW_HEIGHT)
            return QRectF(area.left(), area.top() + at * height, area.width(), height)
        width = area.width() / size
        return QRectF(area.left() + at * width, area.top(), width, area.height())

    def _bar(self, cell: QRectF) -> QRectF:
        now = theme.current()
        if self.in_rows:
            return QRectF(
                cell.left() + now.pxf(PAD), cell.top() + now.pxf(34), cell.width() - 2 * now.pxf(PAD), now.pxf(16)
            )
        height = cell.height() - now.pxf(TOP + BOTTOM)
        return QRectF(cell.left() + now.pxf(PAD), cell.top() + now.pxf(TOP), now.pxf(BAR), height)

    # Painting

    def paint(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        for at, one in enumerate(self.journey.stages):
            cell = self._cell(at, place)
            bar = self._bar(cell)
            self._draw_edges(painter, cell, at, one, now)
            _draw_bar(painter, one, bar, self.in_rows, now)
            if self.in_rows:
                self._draw_row(painter, cell, at, one, now)
            else:
                self._draw_column(painter, cell, bar, at, one, now)

    def _draw_edges(self, painter: QPainter, cell: QRectF, at: int, one: Reached, now: Theme) -> None:
        """Lines between the stages, and the accent of the one that is looked at."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if at and self.in_rows:
            painter.fillRect(QRectF(cell.left(), round(cell.top()), cell.width(), 1), now.grid)
        elif at:
            painter.fillRect(QRectF(round(cell.left()), cell.top(), 1, cell.height()), now.line)
        if one.stage.key != self.selected:
            return
        thick = now.pxf(3)
        side = QRectF(cell.left(), cell.top(), thick, cell.height())
        painter.fillRect(side if self.in_rows else QRectF(cell.left(), cell.top(), cell.width(), thick), now.accent)

    def _draw_name(self, painter: QPainter, place: QRectF, at: int, one: Reached, now: Theme) -> None:
        side = now.pxf(16)
        icon = QRectF(place.left(), place.center().y() - side / 2, side, side)
        icons.paint(painter, ICONS[one.stage.key], icon, now.accent, 16)
        name = _("{n}. {stage}", n=at + 1, stage=one.stage.shown)
        draw_elided(painter, place.adjusted(side + now.pxf(8), 0, 0, 0), name, "heading", now.text)

    def _draw_column(self, painter: QPainter, cell: QRectF, bar: QRectF, at: int, one: Reached, now: Theme) -> None:
        left, room = cell.left() + now.pxf(PAD), cell.width() - now.pxf(PAD + 8)
        self._draw_name(painter, QRectF(left, cell.top() + now.pxf(12), room, now.pxf(22)), at, one, now)
        means = QRectF(left, cell.top() + now.pxf(33), room, now.pxf(16))
        draw_elided(painter, means, words.means(one.stage), "caption", now.text2)
        self._draw_people(painter, QPointF(left, cell.top() + now.pxf(78)), one, now)
        self._draw_sides(painter, cell, bar, at, one, now)
        line = bar.bottom() + now.pxf(10)
        painter.fillRect(QRectF(left, round(line), cell.width() - 2 * now.pxf(PAD), 1), now.line)
        self._draw_rate(painter, QRectF(left, line + now.pxf(4), room, now.pxf(24)), one, now)
        base = QRectF(left, line + now.pxf(28), room, now.pxf(16))
        draw_elided(painter, base, words.base_said(one, self.journey.people), "caption", now.text2)
        stay = base.translated(0, now.pxf(15))
        draw_elided(painter, stay, words.stay_said(one), "caption", now.text2)

    def _draw_people(self, painter: QPainter, place: QPointF, one: Reached, now: Theme) -> None:
        text = number(one.people)
        draw(painter, place.x(), place.y(), text, now.font("number"), now.text)
        x = place.x() + now.metrics("number").horizontalAdvance(text) + now.pxf(6)
        said = ngettext("person", "people", one.people)
        draw(painter, x, place.y(), said, now.font("small"), now.text2)

    def _draw_sides(self, painter: QPainter, cell: QRectF, bar: QRectF, at: int, one: Reached, now: Theme) -> None:
        """Counts beside the bar: dropped at its top, still in time in its middle, went on at its foot."""
        left = bar.right() + now.pxf(10)
        room, high = cell.right() - left - now.pxf(4), now.pxf(34)
        tops = {DROPPED: bar.top(), WAITING: bar.center().y() - high / 2, WENT_ON: bar.bottom() - high}
        for part, top in tops.items():
            n = words.count(one, part)
            if not n and (one.last or part == WAITING):
                continue
            tone = now.good if part == WENT_ON else now.text
            said = _("arrived") if one.last else words.part_said(part)
            self._draw_count(painter, QRectF(left, top, room, high / 2), n, said, tone, now)
            quiet = words.beside(one, part, self.journey.days, self._following(at))
            draw_elided(painter, QRectF(left, top + high / 2, room, high / 2), quiet, "caption", now.text2)

    def _draw_count(self, painter: QPainter, place: QRectF, n: int, said: str, tone: QColor, now: Theme) -> None:
        text = number(n)
        width = draw_elided(painter, place, text, "small", tone, bold=True)
        draw_elided(painter, place.adjusted(width + now.pxf(4), 0, 0, 0), said, "small", now.text2)

    def _draw_rate(self, painter: QPainter, place: QRectF, one: Reached, now: Theme) -> None:
        rate, interval = words.rate_said(one)
        known = one.rate.value is not None
        role, tone = ("heading", now.text) if known else ("small", now.text3)
        width = draw_elided(painter, place, rate, role, tone)
        draw_elided(
            painter, place.adjusted(width + now.pxf(8), now.pxf(2), 0, now.pxf(2)), interval, "caption", now.text2
        )

    def _draw_row(self, painter: QPainter, cell: QRectF, at: int, one: Reached, now: Theme) -> None:
        left, width = cell.left() + now.pxf(PAD), cell.width() - 2 * now.pxf(PAD)
        head = QRectF(left, cell.top() + now.pxf(7), width, now.pxf(22))
        said = _("{n} people", n=number(one.people))
        right = Qt.AlignmentFlag.AlignRight
        used = draw_elided(painter, head, said, "small", now.text, bold=True, align=right)
        self._draw_name(painter, head.adjusted(0, 0, -used - now.pxf(8), 0), at, one, now)
        counts = QRectF(left, cell.top() + now.pxf(53), width, now.pxf(18))
        draw_elided(painter, counts, self._counts(one), "small", now.text)
        rate, interval = words.rate_said(one)
        foot = QRectF(left, cell.top() + now.pxf(72), width, now.pxf(18))
        taken = draw_elided(painter, foot, rate, "small", now.text, bold=True) + now.pxf(8)
        quiet = "  ".join(filter(None, (interval, words.base_said(one, self.journey.people))))
        draw_elided(painter, foot.adjusted(taken, 0, 0, 0), quiet, "caption", now.text2)
        draw_elided(painter, foot.translated(0, now.pxf(17)), words.stay_said(one), "caption", now.text2)

    def _counts(self, one: Reached) -> str:
        if one.last:
            return _("{n} arrived", n=number(one.went_on))
        parts = [part for part in (WENT_ON, WAITING, DROPPED) if words.count(one, part) or part != WAITING]
        return " · ".join(f"{number(words.count(one, part))} {words.part_said(part)}" for part in parts)

    def _following(self, at: int) -> str:
        stages = self.journey.stages
        return stages[at + 1].stage.shown if at + 1 < len(stages) else ""

    def _aloud(self, one: Reached) -> str:
        return f"{one.stage.shown}: {number(one.people)}, {' '.join(words.rate_said(one))}"


def _stacked(one: Reached, bar: QRectF, in_rows: bool) -> list[tuple[str, QRectF]]:
    """The parts of a bar: from the top dropped, still in time, went on; in a row they begin with those who went on."""
    order = (WENT_ON, WAITING, DROPPED) if in_rows else (DROPPED, WAITING, WENT_ON)
    whole = max(one.people, 1)
    length = bar.width() if in_rows else bar.height()
    found, start = [], 0.0
    for part in order:
        n = words.count(one, part)
        if not n:
            continue
        size = max(length * n / whole, LEAST)
        box = (
            QRectF(bar.left() + start, bar.top(), size, bar.height())
            if in_rows
            else QRectF(bar.left(), bar.top() + start, bar.width(), size)
        )
        found.append((part, box))
        start += length * n / whole
    return found


def _draw_bar(painter: QPainter, one: Reached, bar: QRectF, in_rows: bool, now: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if not one.people:
        painter.setPen(QPen(now.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
    for part, box in _stacked(one, bar, in_rows):
        paint_part(painter, box, part, now)


def paint_part(painter: QPainter, box: QRectF, part: str, now: Theme) -> None:
    """Teal went on, hatched still in time, pale vermilion dropped."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if part == WENT_ON:
        painter.fillRect(box, now.diverging[5])
        return
    if part == DROPPED:
        painter.fillRect(box, now.diverging[2])
        painter.setPen(QPen(now.diverging[1], 1))
    else:
        painter.fillRect(box, now.panel)
        painter.fillRect(box, QBrush(now.cmp, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(now.cmp, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0, 0, -1, -1))
