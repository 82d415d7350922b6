"""Strips on pages: what belongs together stays together, a table's heading comes again, every page says which it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QPainter

from cxdesk.domain.report import PAPER_SIZES
from cxdesk.reports.document import Document, Paragraph
from cxdesk.reports.pdf.brush import Brush
from cxdesk.reports.pdf.fonts import UNIT, elided, line, width
from cxdesk.reports.pdf.strips import Strip, strips_of
from cxdesk.reports.pdf.wrapping import lines_of
from cxdesk.system import i18n
from cxdesk.system.i18n import _, number

MARGIN = 51.0  # 18 mm
FOOT = 26.0


@dataclass
class _Page:
    """Strips with the height at which each begins; `left` is the room below them."""

    placed: list[tuple[float, Strip]] = field(default_factory=list)
    y: float = 0.0

    def put(self, strip: Strip) -> None:
        self.y += strip.above if self.placed else 0.0
        self.placed.append((self.y, strip))
        self.y += strip.height


class Pages:
    """A document laid out. `paint` may be called for any page, as often as it is wanted."""

    def __init__(self, document: Document, check: Callable[[], None] = lambda: None) -> None:
        self.document = document
        self.size = PAPER_SIZES[document.paper]
        self.room = self.size[0] - 2 * MARGIN
        self.height = self.size[1] - 2 * MARGIN - FOOT + 14
        self._pages = [_Page()]
        self._pages[0].put(_title(document, self.room))
        for group in self._groups(check):
            self._place(group)

    @property
    def count(self) -> int:
        return len(self._pages)

    def paint(self, painter: QPainter, at: int) -> None:
        """One page, from 0, on a painter whose units are tenths of a point."""
        brush = Brush(painter)
        for y, strip in self._pages[at].placed:
            strip.paint(brush, MARGIN, MARGIN + y)
        self._foot(brush, at)

    def _groups(self, check: Callable[[], None]) -> list[list[Strip]]:
        """Strips that hold on to each other."""
        groups: list[list[Strip]] = [[]]
        blocks = self.document.blocks
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            check()
            strips = strips_of(block, self.room)
            noted = isinstance(following, Paragraph) and following.role == "caption" and bool(strips)
            if noted:
                strips[-1] = replace(strips[-1], keep=True)  # a note stays with what it is about
            for strip in strips:
                groups[-1].append(strip)
                if not strip.keep:
                    groups.append([])
        return [group for group in groups if group]

    def _place(self, group: list[Strip]) -> None:
        """On this page if all of it has room, else on the next; what no page can hold is cut between strips."""
        needed = sum(strip.height + strip.above for strip in group)
        page = self._pages[-1]
        if page.y + needed > self.height and page.placed:
            page = self._turn(group[0])
        for strip in group:
            if page.y + strip.above + strip.height > self.height and page.placed:
                page = self._turn(strip)
            page.put(strip)

    def _turn(self, first: Strip) -> _Page:
        page = _Page()
        if first.repeat is not None:
            page.put(first.repeat)
        self._pages.append(page)
        return page

    def _foot(self, brush: Brush, at: int) -> None:
        with i18n.speaking(self.document.language):
            told = _("Page {n} of {count}", n=number(at + 1), count=number(self.count))
        base = self.size[1] - MARGIN + 14
        brush.rule(MARGIN, base - 14, self.room, "line", 0.5)
        room = self.room - width(told, "caption") - 20
        brush.text(MARGIN, base - 3, elided(self.document.foot, "caption", room), "caption", "text3")
        brush.text(MARGIN + self.room - width(told, "caption"), base - 3, told, "caption", "text3")


def _title(document: Document, room: float) -> Strip:
    """The head of the first page."""
    beside = [elided(text, "small", room * 0.45) for text in document.beside[:6]]
    wide = max((width(text, "small") for text in beside), default=0.0)
    lines = lines_of(document.title, "title", room - wide - 20)
    kicker = elided(document.kicker, "body", room - wide - 20)
    own = line("body") + len(lines) * line("title")
    height = max(own, len(beside) * line("small")) + 6

    def paint(brush: Brush, left: float, top: float) -> None:
        brush.text(left, top + line("body") * 0.74, kicker, "body", "text2")
        for at, text in enumerate(lines):
            brush.text(left, top + line("body") + (at + 0.78) * line("title"), text, "title")
        first = top + own - len(beside) * line("small") - 3 if own > len(beside) * line("small") else top
        for at, text in enumerate(beside):
            x = left + room - width(text, "small")
            brush.text(x, first + (at + 0.74) * line("small"), text, "small", "text2")

    return Strip(height, paint)


assert UNIT == 10
