"""Blocks as strips: pieces of a page as wide as its text that are never cut. The paginator puts them on pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cxdesk.reports.document import (
    Block,
    Cards,
    CardSaid,
    Cell,
    Heading,
    Lead,
    Paragraph,
    Picture,
    Quote,
    Quotes,
    Row,
    Run,
    Table,
)
from cxdesk.reports.pdf.brush import Brush
from cxdesk.reports.pdf.fonts import elided, line, width
from cxdesk.reports.pdf.wrapping import SIGN, Line, lines_of, wrapped
from cxdesk.reports.pictures.drawing import Drawing

Paint = Callable[[Brush, float, float], None]  # (brush, left, top)

PAD, CELL = 10.0, 4.0
CARD_GAP, CARDS_IN_A_ROW = 11.0, 5
QUOTE_LEFT = 30.0
TITLE_LINES, LABEL_LINES = 2, 3
TOGETHER = 14  # rows of a table that is not cut


@dataclass(frozen=True)
class Strip:
    """`above` is left free before it, but at the top of a page. `keep` holds it to the next strip; `repeat` is painted
    again at the top of a page that begins within the same table.
    """

    height: float
    paint: Paint
    above: float = 0.0
    keep: bool = False
    repeat: Strip | None = None


def strips_of(block: Block, room: float) -> list[Strip]:
    """The strips of one block."""
    if isinstance(block, Heading):
        return [_heading(block, room)]
    if isinstance(block, Paragraph):
        return list(_paragraph(block.runs, block.role, room))
    if isinstance(block, Lead):
        return [_lead(block, room)]
    if isinstance(block, Cards):
        return list(_cards(block, room))
    if isinstance(block, Picture):
        return list(_picture(block, room))
    if isinstance(block, Table):
        return list(_table(block, room))
    assert isinstance(block, Quotes)
    return [strip for quote in block.quotes for strip in _quote(quote, room)]


# Texts


def _paint_line(brush: Brush, pieces: Line, role: str, left: float, top: float) -> None:
    base = top + line(role) * 0.74
    for piece in pieces:
        if piece.sign:
            brush.sign(piece.sign, piece.tone, left + piece.x, base - SIGN + 1.2, SIGN)
        else:
            brush.text(left + piece.x, base, piece.text, role, piece.tone, piece.bold or None)


def _heading(block: Heading, room: float) -> Strip:
    role, above = ("heading", 20.0) if block.level == 1 else ("subheading", 13.0)
    high, text = line(role), block.text
    lines = lines_of(text, role, room)
    note_room = room - width(lines[-1], role) - 8
    note = block.note if len(lines) == 1 and note_room > 60 else ""
    below = wrapped((Run(block.note, "text2"),), "caption", room) if block.note and not note else []
    if note and width(note, "small") > note_room:
        note, below = "", wrapped((Run(block.note, "text2"),), "caption", room)

    def paint(brush: Brush, left: float, top: float) -> None:
        for at, said in enumerate(lines):
            brush.text(left, top + at * high + high * 0.74, said, role)
        if note:
            brush.text(left + width(lines[-1], role) + 8, top + high * 0.74, note, "small", "text2")
        for at, pieces in enumerate(below):
            _paint_line(brush, pieces, "caption", left, top + len(lines) * high + at * line("caption"))

    return Strip(len(lines) * high + len(below) * line("caption") + 3, paint, above, keep=True)


def _paragraph(runs: Sequence[Run], role: str, room: float) -> Iterator[Strip]:
    """Line by line, so that a long one may go on overleaf; its first two lines and its last two stay together."""
    lines = wrapped(runs, role, room)
    for at, pieces in enumerate(lines):

        def paint(brush: Brush, left: float, top: float, pieces: Line = pieces) -> None:
            _paint_line(brush, pieces, role, left, top)

        first, before_last = at == 0, at == len(lines) - 2
        yield Strip(line(role), paint, 4.0 if first else 0.0, keep=len(lines) > 1 and (first or before_last))


def _lead(block: Lead, room: float) -> Strip:
    """The field with an edge in the accent colour that is read first."""
    role, high = "lead", line("lead")
    paragraphs = [wrapped(runs, role, room - 2 * PAD - 4) for runs in block.paragraphs]
    gap = 4.0
    height = 2 * PAD + sum(len(lines) * high for lines in paragraphs) + gap * (len(paragraphs) - 1)

    def paint(brush: Brush, left: float, top: float) -> None:
        brush.box(left, top, room, height, "raised")
        brush.box(left, top, 2.4, height, "accent")
        y = top + PAD
        for lines in paragraphs:
            for pieces in lines:
                _paint_line(brush, pieces, role, left + PAD + 4, y)
                y += high
            y += gap

    return Strip(height, paint, 6.0)


# Numbers


def _cards(block: Cards, room: float) -> Iterator[Strip]:
    """Rows of cards, each row as high as its highest."""
    wide = (room - CARD_GAP * (CARDS_IN_A_ROW - 1)) / CARDS_IN_A_ROW
    for start in range(0, len(block.cards), CARDS_IN_A_ROW):
        made = [_Card(card, wide) for card in block.cards[start : start + CARDS_IN_A_ROW]]
        above = max(card.above for card in made)
        height = max(card.height(above) for card in made)

        def paint(brush: Brush, left: float, top: float, made: list[_Card] = made, above: float = above) -> None:
            for at, card in enumerate(made):
                card.paint(brush, left + at * (wide + CARD_GAP), top, above)

        yield Strip(height, paint, 10.0 if start else 2.0)


class _Card:
    """One number laid out for a width. `above` is the height of the tallest title and label beside it."""

    def __init__(self, card: CardSaid, wide: float) -> None:
        self.card, self.wide = card, wide
        self.title = _at_most(TITLE_LINES, lines_of(card.title, "card", wide), "card", wide)
        self.label = _at_most(LABEL_LINES, lines_of(card.label, "caption", wide), "caption", wide)
        self.lines = [row for run in card.lines for row in wrapped((run,), "caption", wide)]

    @property
    def above(self) -> float:
        return len(self.title) * line("card") + len(self.label) * line("caption")

    def height(self, above: float) -> float:
        return 5 + above + line("number") + len(self.lines) * line("caption") + 4

    def paint(self, brush: Brush, left: float, top: float, above: float) -> None:
        brush.rule(left, top, self.wide, "text", 1.2)
        y = top + 5
        for at, said in enumerate(self.title):
            brush.text(left, y + (at + 0.74) * line("card"), said, "card")
        y += len(self.title) * line("card")
        for at, said in enumerate(self.label):
            brush.text(left, y + (at + 0.74) * line("caption"), said, "caption", "text3")
        y = top + 5 + above
        self._number(brush, left, y + line("number") * 0.8)
        y += line("number") + 2
        for at, pieces in enumerate(self.lines):
            _paint_line(brush, pieces, "caption", left, y + at * line("caption"))

    def _number(self, brush: Brush, left: float, base: float) -> None:
        card, x = self.card, left
        role = "number" if width(f"{card.before}{card.number}", "number") < self.wide - 18 else "heading"
        for text in (card.before, card.number):
            brush.text(x, base, text, role)
            x += width(text, role)
        brush.text(x, base, card.after, "small", "text2")


def _at_most(count: int, lines: list[str], role: str, room: float) -> list[str]:
    """The first lines, the last of them cut where there were more."""
    if len(lines) <= count:
        return lines
    return [*lines[: count - 1], elided(" ".join(lines[count - 1 :]), role, room)]


# Charts


def _picture(block: Picture, room: float) -> Iterator[Strip]:
    drawing = block.drawing
    scale = min(1.0, room / drawing.width)

    def paint(brush: Brush, left: float, top: float) -> None:
        painter = brush.painter
        painter.save()
        painter.translate(left * 10, top * 10)
        painter.scale(scale, scale)
        brush.drawing(drawing, 0, 0)
        painter.restore()

    yield Strip(drawing.height * scale, paint, 3.0, keep=bool(block.legend))
    if block.legend:
        yield Strip(12.0, _legend(block.legend), 2.0)


def _legend(signs: tuple[tuple[Drawing, str], ...]) -> Paint:
    def paint(brush: Brush, left: float, top: float) -> None:
        x = left
        for drawing, text in signs:
            brush.drawing(drawing, x, top + 1)
            x += drawing.width + 4
            brush.text(x, top + 7.6, text, "caption", "text2")
            x += width(text, "caption") + 14

    return paint


# Tables


def _table(block: Table, room: float) -> Iterator[Strip]:
    """Heading and rows; the heading comes again on the next page."""
    shares = [column.share * room for column in block.columns]
    head = _table_head(block, shares, room) if any(column.title for column in block.columns) else None
    if head is not None:
        yield head
    for at, row in enumerate(block.rows):
        made = _row(block, row, shares, room)
        last = at == len(block.rows) - 1
        held = len(block.rows) <= TOGETHER or at == 0 or at == len(block.rows) - 2  # no row stands alone
        yield Strip(made.height, made.paint, 0.0 if head or at else 4.0, keep=held and not last, repeat=head)


def _table_head(block: Table, shares: list[float], room: float) -> Strip:
    high = line("small") + 5

    def paint(brush: Brush, left: float, top: float) -> None:
        brush.box(left, top, room, high, "raised")
        x = left
        for column, wide in zip(block.columns, shares, strict=True):
            text = elided(column.title, "small", wide - 2 * CELL, True)
            inside = wide - CELL - width(text, "small", True) if column.right else CELL
            brush.text(x + inside, top + 2.5 + line("small") * 0.74, text, "small", "text2", True)
            x += wide

    return Strip(high, paint, 4.0, keep=True)


def _row(block: Table, row: Row, shares: list[float], room: float) -> Strip:
    texts = [
        lines_of(cell.text, "small", wide - 2 * CELL, cell.bold) if cell.text else []
        for cell, wide in zip(row.cells, shares, strict=True)
    ]
    tall = max([len(lines) * line("small") for lines in texts] + [c.drawing.height for c in row.cells if c.drawing])
    height = tall + 5

    def paint(brush: Brush, left: float, top: float) -> None:
        brush.rule(left, top, room, "line2" if row.total else "grid", 0.8 if row.total else 0.5)
        x = left
        for cell, lines, wide, column in zip(row.cells, texts, shares, block.columns, strict=True):
            _cell(brush, cell, lines, x, top + 2.5, wide, column.right)
            x += wide

    return Strip(height, paint)


def _cell(brush: Brush, cell: Cell, lines: list[str], x: float, top: float, wide: float, right: bool) -> None:
    if cell.drawing is not None:
        brush.drawing(cell.drawing, x + max(0.0, (wide - cell.drawing.width) / 2), top)
    for at, text in enumerate(lines):
        inside = wide - CELL - width(text, "small", cell.bold) if right else CELL
        brush.text(x + inside, top + (at + 0.74) * line("small"), text, "small", cell.tone, cell.bold)


# Comments


def _quote(quote: Quote, room: float) -> Iterator[Strip]:
    """What somebody wrote, with the score in a field at its left. An endless one goes on overleaf, line by line."""
    lines = lines_of(quote.text, "body", room - QUOTE_LEFT)
    note = line("caption") if quote.note else 0.0

    def paint_score(brush: Brush, left: float, top: float) -> None:
        token, ground = {"bottom": ("bad", "badbg"), "top": ("good", "goodbg")}.get(quote.band, ("text2", "sunken"))
        if quote.score:
            brush.box(left, top + 1, 20, 13, ground)
            inside = (20 - width(quote.score, "small", True)) / 2
            brush.text(left + inside, top + 10.4, quote.score, "small", token, True)

    for at, text in enumerate(lines):
        last, first = at == len(lines) - 1, at == 0

        def paint(
            brush: Brush, left: float, top: float, text: str = text, first: bool = first, last: bool = last
        ) -> None:
            if first:
                brush.rule(left, top, room, "grid", 0.5)
                paint_score(brush, left, top + 4)
            y = top + (5 if first else 0)
            brush.text(left + QUOTE_LEFT, y + line("body") * 0.74, text, "body")
            if last and quote.note:
                brush.text(left + QUOTE_LEFT, y + line("body") + note * 0.74, quote.note, "caption", "text3")

        height = line("body") + (5 if first else 0) + (note + 4 if last else 0)
        yield Strip(height, paint, keep=not last and (len(lines) <= 6 or first or at == len(lines) - 2))
