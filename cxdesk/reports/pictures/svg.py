"""A drawing as SVG text: shapes and words only, nothing that runs or loads."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cxdesk.reports.pictures.drawing import Area, Dot, Drawing, Line, Mark, Point, Words, colour

FONT = "system-ui, 'Segoe UI', 'Noto Sans', Arial, sans-serif"


def svg(drawing: Drawing, title: str = "", standalone: bool = False) -> str:
    """The drawing as an `svg` element that keeps its proportions; `title` is what a screen reader says."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    size = f' width="{_n(drawing.width)}pt" height="{_n(drawing.height)}pt"' if standalone else ""
    said = f' role="img" aria-label="{escape(title)}"' if title else ' aria-hidden="true"'
    marks = "".join(_mark(mark) for mark in drawing.marks)
    return f'{head}{size}{said} font-family="{escape(FONT)}">{marks}</svg>'


def _mark(mark: Mark) -> str:
    if isinstance(mark, Line):
        dash = f' stroke-dasharray="{" ".join(_n(one) for one in mark.dash)}"' if mark.dash else ""
        return (
            f'<polyline points="{_points(mark.points)}" fill="none" stroke="{colour(mark.token)}"'
            f' stroke-width="{_n(mark.width)}" stroke-linejoin="round" stroke-linecap="round"{dash}/>'
        )
    if isinstance(mark, Area):
        pale = f' fill-opacity="{_n(mark.percent / 100)}"' if mark.percent < 100 else ""
        return f'<polygon points="{_points(mark.points)}" fill="{colour(mark.token)}"{pale}/>'
    if isinstance(mark, Dot):
        fill = colour(mark.fill) if mark.fill else "none"
        edge = f' stroke="{colour(mark.edge)}" stroke-width="{_n(mark.width)}"' if mark.edge else ""
        return f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}" fill="{fill}"{edge}/>'
    return _words(mark)


def _words(mark: Words) -> str:
    bold = ' font-weight="600"' if mark.bold else ""
    return (
        f'<text x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}" fill="{colour(mark.token)}"'
        f' text-anchor="{mark.anchor}"{bold}>{escape(mark.text)}</text>'
    )


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    """Two decimals are finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"
