"""A table of figures whose grounds say how much, or on which side of the whole a cell surely is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from cxdesk.analysis.wording import Measured, bare, count_text, interval_text, value_text
from cxdesk.app import theme
from cxdesk.app.charts.axis import wrapped
from cxdesk.app.charts.painted import Mark, PaintedChart
from cxdesk.app.painting import draw, draw_elided, frame, middle_baseline
from cxdesk.app.theme import Theme, contrast_ratio, tokens
from cxdesk.domain.forms import Cell, Fill, Grid, Heading
from cxdesk.domain.results import Better
from cxdesk.system.i18n import _, number

CELL, WIDEST, ROW, HEAD, NAME, PAD = 64.0, 132.0, 40.0, 38.0, 96.0, 12.0
READABLE = 4.5  # contrast that a figure needs against its ground
STRONG = 0.6  # of the largest distance from the whole, from which a ground is of the strongest colour
MOST_NAME = 0.3  # of the width for the names of the rows

Say = Callable[[Heading], str]
How = Callable[[Heading], Measured]


class HeatGrid(PaintedChart):
    """`show_grid`; a click on a cell gives its Place. Arrow keys go along rows and columns."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = Grid((), (), ())
        self._say: Say = lambda heading: heading.title
        self._how: How = lambda _heading: Measured("", 0)
        self._corner = ""
        self.chosen_place: object = None

    def show_grid(self, grid: Grid, say: Say, how: How, corner: str = "") -> None:
        """`say` names rows and columns, `how` how the figures of a column are written."""
        self.grid, self._say, self._how, self._corner = grid, say, how, corner
        self.changed()

    def choose(self, place: object) -> None:
        """Mark the cell that is looked at."""
        self.chosen_place = place
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        width = NAME + CELL * len(self.grid.columns) + 2 * PAD
        return QSize(now.px(width), now.px(HEAD + ROW * len(self.grid.rows) + PAD))

    def table(self) -> Sequence[Sequence[str]]:
        """Values with their n behind them, as many columns as the grid has, twice."""
        if not self.grid.rows:
            return []
        head = [self._corner]
        for column in self.grid.columns:
            head += [self._say(column), _("n")]
        lines = [head]
        for row, cells in zip(self.grid.rows, self.grid.cells, strict=True):
            line = [self._say(row)]
            for column, cell in zip(self.grid.columns, cells, strict=True):
                value = cell.figure.value if cell.figure else None
                line.append("" if value is None else bare(value, self._how(column)))
                line.append(number(cell.figure.n) if cell.figure else "")
            lines.append(line)
        return lines

    # Where things are

    def lay_out(self, place: QRectF, now: Theme) -> list[Mark]:
        marks = []
        for at, (row, cells) in enumerate(zip(self.grid.rows, self.grid.cells, strict=True)):
            for across, (column, cell) in enumerate(zip(self.grid.columns, cells, strict=True)):
                marks.append(self._mark(row, column, cell, self._box(at, across, now)))
        return marks

    def _mark(self, row: Heading, column: Heading, cell: Cell, box: QRectF) -> Mark:
        head = " · ".join((self._say(row), self._say(column)))
        figure, how = cell.figure, self._how(column)
        if figure is None:
            return Mark(box, head, _("nobody"))
        if figure.value is None:
            return Mark(box, head, count_text(figure.n), _("too few to show"), cell.place)
        value = "  ".join(
            filter(None, (value_text(figure.value, how), interval_text(figure, how), count_text(figure.n)))
        )
        return Mark(box, head, value, self._side(column, cell), cell.place)

    def _side(self, column: Heading, cell: Cell) -> str:
        if self.grid.fill is not Fill.DIVERGING:
            return ""
        if cell.low is None:
            return _("its interval holds the whole")
        return _("its interval lies below the whole") if cell.low else _("its interval lies above the whole")

    def next_mark(self, key: int, at: int) -> int:
        """Up and down keep the column."""
        wide = len(self.grid.columns)
        if at < 0 or key not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return super().next_mark(key, at)
        to = at + (wide if key == Qt.Key.Key_Down else -wide)
        return to if 0 <= to < len(self.marks) else at

    def _left(self, now: Theme) -> float:
        metrics = now.metrics("small")
        names = [metrics.horizontalAdvance(self._say(row)) for row in self.grid.rows]
        widest = max([*names, now.metrics("caption").horizontalAdvance(self._corner)])
        return now.pxf(PAD) + max(now.pxf(NAME / 2), min(widest + now.pxf(PAD), self.width() * MOST_NAME))

    def _box(self, row: int, column: int, now: Theme) -> QRectF:
        left, wide = self._left(now), max(len(self.grid.columns), 1)
        width = min((self.width() - left - now.pxf(PAD)) / wide, now.pxf(WIDEST))
        height = now.pxf(ROW)
        return QRectF(left + column * width, now.pxf(HEAD) + row * height, width, height).adjusted(1, 1, -1, -1)

    # Painting

    def paint(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        if not self.grid.rows:
            return
        left = self._left(now)
        self._paint_heads(painter, left, now)
        most = self._most()
        for at, (row, cells) in enumerate(zip(self.grid.rows, self.grid.cells, strict=True)):
            name = QRectF(now.pxf(PAD), self._box(at, 0, now).top(), left - now.pxf(PAD + 6), now.pxf(ROW) - 2)
            draw_elided(painter, name, self._say(row), "small", now.text)
            for across, (column, cell) in enumerate(zip(self.grid.columns, cells, strict=True)):
                self._paint_cell(painter, self._box(at, across, now), column, cell, most, now)

    def _paint_heads(self, painter: QPainter, left: float, now: Theme) -> None:
        metrics = now.metrics("caption")
        corner = QRectF(now.pxf(PAD), now.pxf(HEAD) - metrics.height() - 4, left - now.pxf(PAD + 6), metrics.height())
        draw_elided(painter, corner, self._corner, "caption", now.text3)
        for across, column in enumerate(self.grid.columns):
            box = self._box(0, across, now)
            lines = wrapped(self._say(column), metrics, box.width() - 4)
            top = now.pxf(HEAD) - 4 - len(lines) * metrics.height()
            for number_, line in enumerate(lines):
                x = box.center().x() - metrics.horizontalAdvance(line) / 2
                draw(
                    painter,
                    x,
                    top + metrics.ascent() + number_ * metrics.height(),
                    line,
                    now.font("caption"),
                    now.text3,
                )

    def _most(self) -> float:
        """The largest value, or the largest distance from the whole of a cell that is surely apart."""
        found = [0.0]
        for cells in self.grid.cells:
            for column, cell in zip(self.grid.columns, cells, strict=True):
                found.append(self._weight(column, cell))
        return max(found)

    def _weight(self, column: Heading, cell: Cell) -> float:
        if cell.figure is None or cell.figure.value is None:
            return 0.0
        if self.grid.fill is Fill.SEQUENTIAL:
            return abs(cell.figure.value)
        whole = column.whole if column.whole is not None and not column.attribute else self.grid.whole
        if cell.low is None or whole is None or whole.value is None:
            return 0.0
        away = abs(cell.figure.value - whole.value)
        return away / (abs(whole.value) or 1.0) if whole is column.whole else away

    def _ground(self, column: Heading, cell: Cell, most: float, now: Theme) -> QColor | None:
        if cell.figure is None or cell.figure.value is None or not most:
            return None
        weight = self._weight(column, cell) / most
        if self.grid.fill is Fill.SEQUENTIAL:
            steps = heats(now)
            return steps[round(min(weight, 1.0) * (len(steps) - 1))]
        better = column.better or self._how(column).better
        if self.grid.fill is Fill.NONE or cell.low is None:
            return None
        strong = weight > STRONG
        if better == Better.NONE:
            return heats(now)[-1 if strong else 1]
        bad = cell.low == (better == Better.UP)
        worse, better_side = (0, -1) if strong else (2, -3)
        return now.diverging[worse if bad else better_side]

    def _paint_cell(self, painter: QPainter, box: QRectF, column: Heading, cell: Cell, most: float, now: Theme) -> None:
        ground = self._ground(column, cell, most, now)
        chosen = self.chosen_place is not None and cell.place == self.chosen_place
        edge = now.accent if chosen else now.grid if ground is None else None
        frame(painter, box, ground, edge, now.pxf(tokens.RADIUS_BAR), 2.0 if chosen else 1.0)
        figure = cell.figure
        if figure is None:
            return
        ink = readable(ground, now)
        quiet = ink if ground is not None else now.text3
        upper = QRectF(box.left(), box.top() + 2, box.width(), box.height() * 0.55)
        lower = QRectF(box.left(), box.center().y() + 1, box.width(), box.height() * 0.42)
        if figure.value is None:
            _centred(painter, box, count_text(figure.n), "caption", now.text3, False, now)
            return
        bold = self.grid.fill is Fill.DIVERGING and cell.low is not None
        _centred(painter, upper, bare(figure.value, self._how(column)), "small", ink, bold, now)
        _centred(painter, lower, count_text(figure.n), "caption", quiet, False, now)


def heats(now: Theme) -> list[QColor]:
    """The steps of the sequential scale on which text can be read."""
    every = (now.sequential(step) for step in range(len(tokens.SEQUENTIAL)))
    return [ground for ground in every if contrast_ratio(readable(ground, now), ground) >= READABLE]


def readable(ground: QColor | None, now: Theme) -> QColor:
    """The ink that can be read best on a ground."""
    if ground is None:
        return now.text
    return max((now.text, now.onaccent), key=lambda ink: contrast_ratio(ink, ground))


def _centred(painter: QPainter, place: QRectF, text: str, role: str, ink: QColor, bold: bool, now: Theme) -> None:
    metrics = now.metrics(role, bold)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width() - 4)
    x = place.center().x() - metrics.horizontalAdvance(shown) / 2
    draw(painter, x, middle_baseline(place, metrics), shown, now.font(role, bold), ink)
