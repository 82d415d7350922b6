"""Steps one below the other, each bar 100 % of those who reached it: went on, still in time, dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from cxdesk.analysis.wording import Measured, interval_text, value_text
from cxdesk.app import theme
from cxdesk.app.charts.painted import Mark, PaintedChart
from cxdesk.app.charts.stages import paint_part
from cxdesk.app.painting import draw_elided
from cxdesk.app.theme import Theme
from cxdesk.domain.forms import Step
from cxdesk.domain.results import Unit
from cxdesk.system.i18n import N_, _, number

ROW, BAR, PAD, NAME, RATE = 56.0, 18.0, 12.0, 190.0, 150.0
PARTS = (("numerator", N_("went on")), ("immature", N_("still in time")), ("rest", N_("dropped")))
HOW = Measured(Unit.PERCENT, 1)


class FunnelChart(PaintedChart):
    """`show_steps`; a click gives (measure, part)."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._looked_at: tuple[str, str | None] = ("", None)

    def show_steps(self, steps: Sequence[Step]) -> None:
        self._steps = tuple(steps)
        self.changed()

    def choose(self, measure: str, part: str | None) -> None:
        """Mark what is looked at."""
        self._looked_at = (measure, part)
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(380), now.px(ROW * max(len(self._steps), 1) + PAD))

    def table(self) -> Sequence[Sequence[str]]:
        head = [_("Step"), _("Reached"), *(_(title) for _part, title in PARTS), _("Rate"), _("Interval")]
        lines = []
        for step in self._steps:
            counts = [number(count(step, part)) for part, _title in PARTS]
            rate = value_text(step.rate.value, HOW)
            lines.append([step.shown, number(step.people), *counts, rate, interval_text(step.rate, HOW)])
        return [head, *lines]

    def lay_out(self, place: QRectF, now: Theme) -> list[Mark]:
        found = []
        for at, step in enumerate(self._steps):
            for part, box in self._boxes(at, step, now):
                title = next(_(said) for name, said in PARTS if name == part)
                n = count(step, part)
                share = value_text(100 * n / max(step.people, 1), HOW)
                head = _("{step}: {part}", step=step.shown, part=title)
                data = (step.measure, part) if part != "immature" else None
                hint = _("click for the people behind it") if data else ""
                found.append(Mark(box, head, f"{number(n)}  {share}", hint, data))
        return found

    def _boxes(self, at: int, step: Step, now: Theme) -> list[tuple[str, QRectF]]:
        bar = self._bar(at, now)
        left, found = bar.left(), []
        for part, _title in PARTS:
            n = count(step, part)
            if not n:
                continue
            width = max(bar.width() * n / max(step.people, 1), 1.0)
            found.append((part, QRectF(left, bar.top(), width, bar.height())))
            left += width
        return found

    def _bar(self, at: int, now: Theme) -> QRectF:
        wide = self.width() >= now.pxf(560)
        left = now.pxf(PAD + (NAME if wide else 0))
        right = self.width() - now.pxf(PAD + (RATE if wide else 0))
        top = now.pxf(ROW * at + (8 if wide else 22))
        return QRectF(left, top, max(right - left, 40), now.pxf(BAR))

    def paint(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        wide = self.width() >= now.pxf(560)
        for at, step in enumerate(self._steps):
            bar = self._bar(at, now)
            for part, box in self._boxes(at, step, now):
                paint_part(painter, box, part, now)
                if self._looked_at == (step.measure, part):
                    painter.fillRect(QRectF(box.left(), box.bottom() + 1, box.width(), now.pxf(3)), now.accent)
            counts = [f"{number(count(step, part))} {_(title)}" for part, title in PARTS if count(step, part)]
            said, caption = " · ".join(counts), now.metrics("caption")
            missing = caption.horizontalAdvance(said) + 1 - bar.width()
            if wide and missing > 0:  # the words begin further left, as far as those under the name leave room
                reached = caption.horizontalAdvance(_("{n} reached it", n=number(step.people)))
                missing = min(missing, bar.left() - now.pxf(PAD + 12) - reached)
            else:
                missing = 0.0
            below = QRectF(bar.left() - missing, bar.bottom() + now.pxf(3), bar.width() + missing, now.pxf(16))
            draw_elided(painter, below, said, "caption", now.text2)
            self._paint_words(painter, bar, step, wide, now)
            painter.fillRect(QRectF(0, round(now.pxf(ROW * (at + 1))) - 1, self.width(), 1), now.grid)

    def _paint_words(self, painter: QPainter, bar: QRectF, step: Step, wide: bool, now: Theme) -> None:
        rate, interval = value_text(step.rate.value, HOW), interval_text(step.rate, HOW)
        if wide:
            name = QRectF(now.pxf(PAD), bar.top(), now.pxf(NAME - 10), bar.height())
            draw_elided(painter, name, step.shown, "small", now.text)
            reached = QRectF(name.left(), bar.bottom() + now.pxf(3), name.width(), now.pxf(16))
            draw_elided(painter, reached, _("{n} reached it", n=number(step.people)), "caption", now.text3)
            side = QRectF(bar.right() + now.pxf(10), bar.top(), now.pxf(RATE - 10), bar.height())
            draw_elided(painter, side, rate, "small", now.text, bold=True)
            under = QRectF(side.left(), bar.bottom() + now.pxf(3), side.width(), now.pxf(16))
            draw_elided(painter, under, interval, "caption", now.text2)
            return
        head = QRectF(bar.left(), bar.top() - now.pxf(19), bar.width(), now.pxf(17))
        used = draw_elided(painter, head, rate, "small", now.text, bold=True, align=Qt.AlignmentFlag.AlignRight)
        draw_elided(painter, head.adjusted(0, 0, -used - 8, 0), step.shown, "small", now.text)


def count(step: Step, part: str) -> int:
    """People of a step by what became of them."""
    return {"numerator": step.went_on, "immature": step.waiting}.get(part, step.dropped)
