"""Runs of text in lines of a given width: broken where a word ends, an endless word where it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextLayout, QTextOption

from cxdesk.reports.document import Run
from cxdesk.reports.pdf.fonts import UNIT, font, width

SIGN = 8.0  # points of a sign, the gap behind it counted apart
SIGN_GAP = 3.0
BETWEEN = 4.0


@dataclass(frozen=True)
class Piece:
    """A text in one place of a line, or a sign."""

    x: float
    text: str
    tone: str
    bold: bool
    sign: str = ""


Line = tuple[Piece, ...]


def lines_of(text: str, role: str, room: float, bold: bool | None = None) -> list[str]:
    """A text in lines; its own line breaks are kept."""
    found: list[str] = []
    for part in text.splitlines() or [""]:
        found += list(_broken(part, role, room, bold)) or [""]
    return found


def _broken(text: str, role: str, room: float, bold: bool | None) -> Iterator[str]:
    layout = QTextLayout(text, font(role, bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    places = []
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(room, 1.0) * UNIT)
        places.append((line.textStart(), line.textLength()))
    layout.endLayout()
    encoded = text.encode("utf-16-le")  # Qt counts as UTF-16 does
    for start, length in places:
        yield encoded[2 * start : 2 * (start + length)].decode("utf-16-le", "replace").rstrip()


def wrapped(runs: Sequence[Run], role: str, room: float) -> list[Line]:
    """Runs one after the other, word by word, in as many lines as it takes."""
    lines: list[list[Piece]] = [[]]
    x = 0.0
    for at, run in enumerate(runs):
        if run.sign:
            if x and x + SIGN + SIGN_GAP + width(_first(run.text), role, run.bold) > room:
                lines.append([])
                x = 0.0
            lines[-1].append(Piece(x, "", run.tone, run.bold, run.sign))
            x += SIGN + SIGN_GAP
        x = _flow(lines, run, role, room, x)
        x += BETWEEN if at < len(runs) - 1 else 0.0
    return [tuple(line) for line in lines if line] or [()]


def _first(text: str) -> str:
    return text.split(" ", 1)[0]


def _flow(lines: list[list[Piece]], run: Run, role: str, room: float, x: float) -> float:
    """Put the words of a run behind what is there; where the last of them ends."""
    space = width(" ", role, run.bold)
    held, start = "", x
    for word in run.text.split(" "):
        trial = f"{held} {word}" if held else word
        if start + width(trial, role, run.bold) <= room or (not held and start == 0 and width(word, role) <= room):
            held = trial
            continue
        if held:
            lines[-1].append(Piece(start, held, run.tone, run.bold))
        if lines[-1]:
            lines.append([])
        start, *parts = 0.0, *lines_of(word, role, room, run.bold)
        for part in parts[:-1]:
            lines[-1].append(Piece(0.0, part, run.tone, run.bold))
            lines.append([])
        held = parts[-1] if parts else ""
    if held:
        lines[-1].append(Piece(start, held, run.tone, run.bold))
    return start + width(held, role, run.bold) + (space if not held else 0.0)
