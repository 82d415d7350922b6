"""How the exports of other tools are made for tests: rows, files, and what must come out of one.

Row n was opened on day n mod 28 of March 2026; people and words are made up, and the figures can be worked out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

ROWS = 56
REMARKS = (
    "The answer came quickly and solved it",
    "I had to explain everything twice to three people",
    "Livraison en retard mais conseiller très aimable",
    "Răspunsul a fost clar și prietenos",
    "",
)
AGENTS = ("Ann Lee", "Bo Chen", "Chloé Dubois")
Row = Mapping[str, object]


@dataclass(frozen=True)
class Export:
    """One file of one tool, and what must come out of it. `scores`: role → (scale, answers, their sum), of the rows
    themselves or (`also`) of what else they are; `durations`: field → sum of seconds; `first`: when row 1 was, in UTC.
    """

    name: str
    format: str
    write: Callable[[Path], Path]
    kind: str = "answer"
    rows: int = ROWS
    uses: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, tuple[str, int, float]] = field(default_factory=dict)
    also: Mapping[str, int] = field(default_factory=dict)  # kind → rows
    durations: Mapping[str, float] = field(default_factory=dict)
    first: tuple[str, str] | None = None  # field, ISO instant
    skipped: Mapping[str, int] = field(default_factory=dict)
    asks: tuple[str, ...] = ()  # doubts that the file itself leaves open

    @property
    def id(self) -> str:
        return f"{self.format}-{self.name}"


def day(n: int, hour: int = 9, minute: int = 5) -> datetime:
    return datetime(2026, 3, n % 28 + 1, hour, minute, n % 60)


def iso(moment: datetime) -> str:
    return moment.isoformat(" ")


def text(
    path: Path,
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    delimiter: str = ",",
    encoding: str = "utf-8",
    newline: str = "\n",
    quoting: Any = csv.QUOTE_MINIMAL,
    below: str = "",
) -> Path:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerow(headings)
    writer.writerows(rows)
    path.write_bytes((out.getvalue() + below).encode(encoding))
    return path


def table(path: Path, rows: Sequence[Row], **how: Any) -> Path:
    """Rows as mappings: the headings are those of the first."""
    return text(path, list(rows[0]), [list(row.values()) for row in rows], **how)


def book(path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]], formats: Mapping[str, str]) -> Path:
    from openpyxl import Workbook

    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    for at, heading in enumerate(headings, 1):
        if heading in formats:
            for line in range(2, len(rows) + 2):
                sheet.cell(line, at).number_format = formats[heading]
    made.save(path)
    return path


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}:00"


def remark(n: int) -> str:
    words = REMARKS[n % len(REMARKS)]
    return f"{words}, about case {n}" if words else ""
