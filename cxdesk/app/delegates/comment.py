"""Comments in a list: score, name, date and language above; the words below, with what was searched for marked.

All rows of a list have one height, so that a million of them scroll. Texts are data: they are never read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QStyleOptionViewItem

from cxdesk.app import icons, theme
from cxdesk.app.dates import day_text
from cxdesk.app.delegates.row import PAD, Index, RowDelegate
from cxdesk.app.found import found_in
from cxdesk.app.models.comments import COMMENT_ROLE, THEMES_ROLE
from cxdesk.app.painting import draw, middle_baseline, one_line
from cxdesk.app.theme import Theme
from cxdesk.app.widgets.badges import SCORE_HEIGHT, paint_language, paint_score, paint_tag, score_width
from cxdesk.domain.follow_ups import DECISION_TITLES, STATUS_TITLES, Status
from cxdesk.domain.results import CommentRow
from cxdesk.system.i18n import _, number

TWO_LINES_BELOW = 560
TOP, BETWEEN, BOTTOM, THEMES = 9, 5, 10, 21
LONGEST = 1000  # signs that are laid out; two lines never show more
_OTHER_SPACE = re.compile(r"[^\S ]")  # whatever is space and no blank

Ranges = Sequence[tuple[int, int]]
Find = Callable[[str, str], Ranges]


class CommentDelegate(RowDelegate):
    """`set_search` marks hits, `themes` keeps a row for tags; ask `row_height(width)` for the height of all rows."""

    def __init__(self, parent: QObject | None = None, find: Find = found_in) -> None:
        super().__init__(parent)
        self.themes = False
        self.short = False  # one line, without themes
        self._search, self._find = "", find
        self._width = 0

    def set_search(self, text: str) -> None:
        self._search = text

    def lines(self, width: int) -> int:
        """Lines of text in a list of that width: two in a narrow one."""
        return 2 if not self.short and width < theme.current().px(TWO_LINES_BELOW) else 1

    def row_height(self, width: int | None = None) -> int:
        """The height of every row in a list of that width."""
        now = theme.current()
        if width is not None:
            self._width = width
        text = self.lines(self._width) * now.line_height("body")
        themes = now.pxf(THEMES) if self.themes and not self.short else 0.0
        return round(now.pxf(TOP + SCORE_HEIGHT + BETWEEN + BOTTOM) + text + themes) + 1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().px(240), self.row_height(option.rect.width() or None))

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        comment = index.data(COMMENT_ROLE)
        if not isinstance(comment, CommentRow):
            return
        inner = place.adjusted(now.pxf(PAD), now.pxf(TOP), -now.pxf(PAD), 0)
        self._paint_head(painter, inner, comment, now)
        top = inner.top() + now.pxf(SCORE_HEIGHT + BETWEEN)
        lines = self.lines(int(place.width()))
        self._paint_text(painter, QRectF(inner.left(), top, inner.width(), 0), comment.text, lines, now)
        if self.themes and not self.short:
            middle = place.bottom() - now.pxf(BOTTOM) - now.pxf(8)
            _paint_themes(painter, inner, middle, index.data(THEMES_ROLE) or (), now)

    def _paint_head(self, painter: QPainter, inner: QRectF, comment: CommentRow, now: Theme) -> None:
        height = now.pxf(SCORE_HEIGHT)
        line = QRectF(inner.left(), inner.top(), inner.width(), height)
        x = line.left()
        if comment.score is not None:
            text = score_text(comment.score)
            width = score_width(text, now)
            paint_score(painter, QRectF(x, line.top(), width, height), text, comment.band, now)
            x += width + now.pxf(8)
        right = line.right()
        if comment.lang:
            right -= paint_language(painter, right, line.center().y(), comment.lang, now) + now.pxf(8)
        right -= _paint_decided(painter, x, right, line, comment, now)
        day = day_text(comment.day) if comment.day else ""
        metrics = now.metrics("small")
        wanted = metrics.horizontalAdvance(day) if day else 0.0
        bold = now.metrics("small", True)
        name = bold.elidedText(one_line(comment.customer), Qt.TextElideMode.ElideRight, right - x - wanted - now.pxf(8))
        baseline = middle_baseline(line, metrics)
        if name:
            draw(painter, x, baseline, name, now.font("small", True), now.text)
            x += bold.horizontalAdvance(name) + now.pxf(8)
        if x + wanted <= right:
            draw(painter, x, baseline, day, now.font("small"), now.text3)

    def _paint_text(self, painter: QPainter, place: QRectF, text: str, lines: int, now: Theme) -> None:
        shown = flat(text)
        hits = self._find(shown, self._search) if self._search else ()
        for at, (part, start) in enumerate(broken(shown, place.width(), lines, now)):
            ranges = [(hit - start, length) for hit, length in hits if start <= hit < start + _units(part)]
            y = place.top() + at * now.line_height("body")
            _draw_line(painter, QPointF(place.left(), y), part, ranges, now)


def _paint_decided(
    painter: QPainter, left: float, right: float, line: QRectF, comment: CommentRow, now: Theme
) -> float:
    """What was decided, before `right`: a tick where somebody is done with it, a clock where it waits; its width."""
    kept = comment.follow_up
    waits = kept is not None and kept.status in (Status.OPEN, Status.WAITING)
    done = kept is not None and kept.read
    text = _(DECISION_TITLES[comment.decision]) if comment.decision else ""
    text = text or (_(STATUS_TITLES[kept.status]) if kept is not None and kept.status != Status.NONE else "")
    if not text and not done:
        return 0.0
    metrics, sign = now.metrics("caption"), now.pxf(12)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max((right - left) / 3, 0))
    width = metrics.horizontalAdvance(shown) + (sign + now.pxf(3) if waits or done else 0)
    x, tone = right - width, now.warn if waits else now.text2
    if waits or done:
        icons.paint(painter, "clock" if waits else "check", QRectF(x, line.top(), sign, line.height()), tone, 12)
        x += sign + now.pxf(3)
    draw(painter, x, middle_baseline(line, metrics), shown, now.font("caption"), tone)
    return float(width + now.pxf(8))


def score_text(score: float) -> str:
    """A score as answered: 7, or 7.5."""
    return number(score, 0 if float(score).is_integer() else 1)


def flat(text: str) -> str:
    """The beginning of a comment as one line, every sign in its place."""
    return _OTHER_SPACE.sub(" ", text[:LONGEST])


def broken(text: str, width: float, lines: int, now: Theme) -> list[tuple[str, int]]:
    """`text` broken into at most so many lines with where each begins (UTF-16); the last ends with "…" if need be."""
    layout = QTextLayout(text, now.font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    parts: list[tuple[str, int]] = []
    raw = text.encode("utf-16-le", "surrogatepass")
    while len(parts) < lines:
        line: QTextLine = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1.0))
        start, length = line.textStart(), line.textLength()
        if len(parts) == lines - 1 and start + length < len(raw) // 2:
            rest = raw[2 * start :].decode("utf-16-le", "surrogatepass")
            cut = now.metrics("body").elidedText(rest[:400], Qt.TextElideMode.ElideRight, width)
            parts.append((cut, start))
            break
        parts.append((raw[2 * start : 2 * (start + length)].decode("utf-16-le", "surrogatepass"), start))
    layout.endLayout()
    return parts


def _draw_line(painter: QPainter, at: QPointF, text: str, ranges: Ranges, now: Theme) -> None:
    layout = QTextLayout(text, now.font("body"))
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(1e6)
        line.setPosition(QPointF(0, (now.line_height("body") - line.height()) / 2))
    layout.endLayout()
    painter.setPen(now.text)
    layout.draw(painter, at, [_marked(start, length, now) for start, length in ranges])


def _marked(start: int, length: int, now: Theme) -> QTextLayout.FormatRange:
    style = QTextCharFormat()
    style.setBackground(now.mark)
    style.setForeground(now.marktext)
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, style
    return made


def _units(text: str) -> int:
    """Length as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _paint_themes(painter: QPainter, inner: QRectF, middle: float, themes: Sequence[str], now: Theme) -> None:
    """As many tags as fit."""
    x, gap = inner.left(), now.pxf(6)
    for name in themes:
        room = inner.right() - x
        if room < now.pxf(40):
            break
        x += paint_tag(painter, x, middle, one_line(name), now, room) + gap
