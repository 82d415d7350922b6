"""What a chart of a report is made of. Places are in points from the top left; colours are names of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxdesk.domain.colours import COLOURS, DIVERGING

Point = tuple[float, float]
LEFT, MIDDLE, RIGHT = "start", "middle", "end"
MID = "mid"  # what is neither good nor bad: the centre of the diverging scale


@dataclass(frozen=True)
class Line:
    """A line through points; `dash` in points."""

    points: tuple[Point, ...]
    token: str
    width: float = 0.75
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Area:
    """A filled shape; `percent` of its colour over what is below."""

    points: tuple[Point, ...]
    token: str
    percent: float = 100.0


@dataclass(frozen=True)
class Dot:
    """A circle: filled with a colour, edged with another, or both."""

    x: float
    y: float
    radius: float
    fill: str = ""
    edge: str = ""
    width: float = 0.9


@dataclass(frozen=True)
class Words:
    """One line of text; `y` is its base line, `anchor` what of it stands at `x`."""

    x: float
    y: float
    text: str
    token: str = "text3"
    size: float = 7.0
    anchor: str = LEFT
    bold: bool = False


Mark = Line | Area | Dot | Words
SIGNS = frozenset({"arrow-up", "arrow-down", "wave", "check", "cross", "target", "clock", "info"})


@dataclass(frozen=True)
class Drawing:
    """Marks, the first below, on a plane of this size."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def box(x: float, y: float, width: float, height: float, token: str, percent: float = 100.0) -> Area:
    """A rectangle."""
    return Area(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), token, percent)


def frame(x: float, y: float, width: float, height: float, token: str, line: float = 0.75) -> Line:
    """The outline of a rectangle."""
    return Line(((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)), token, line)


def colour(token: str) -> str:
    """The colour on paper, which is light, as #RRGGBB."""
    return DIVERGING[0][len(DIVERGING[0]) // 2] if token == MID else COLOURS[token][0]


def sign(name: str, token: str, x: float, y: float, size: float) -> Sequence[Mark]:
    """One of our small signs in the square at that place; nothing for a name that has none."""
    unit = size / 8

    def at(*places: Point) -> tuple[Point, ...]:
        return tuple((x + unit * across, y + unit * down) for across, down in places)

    def stroke(*places: Point) -> Line:
        return Line(at(*places), token, 1.1 * unit)

    ring = Dot(x + 4 * unit, y + 4 * unit, 3.2 * unit, edge=token, width=0.9 * unit)
    known: dict[str, tuple[Mark, ...]] = {
        "arrow-up": (stroke((4, 7.3), (4, 1)), stroke((1.4, 3.7), (4, 1), (6.6, 3.7))),
        "arrow-down": (stroke((4, 0.7), (4, 7)), stroke((1.4, 4.3), (4, 7), (6.6, 4.3))),
        "wave": tuple(
            stroke((0.7, down + 0.6), (2.2, down - 0.5), (3.8, down + 0.4), (5.6, down + 0.5), (7.3, down - 0.6))
            for down in (2.8, 5.4)
        ),
        "check": (stroke((1, 4.4), (3.2, 6.6), (7, 1.6)),),
        "cross": (stroke((1.4, 1.4), (6.6, 6.6)), stroke((6.6, 1.4), (1.4, 6.6))),
        "target": (ring, Dot(x + 4 * unit, y + 4 * unit, 1.2 * unit, fill=token)),
        "clock": (ring, stroke((4, 2.2), (4, 4.2), (5.6, 5))),
        "info": (ring, stroke((4, 3.8), (4, 6)), Dot(x + 4 * unit, y + 2.5 * unit, 0.6 * unit, fill=token)),
    }
    return known.get(name, ())
