"""Writes the invented exports in the shapes that real tools give: comma and semicolon CSV, decimal comma, day first."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

ISO = "%Y-%m-%d %H:%M:%S"
DAY_FIRST = "%d/%m/%Y %H:%M"


def write_csv(
    path: Path,
    heads: Sequence[Sequence[str]],
    rows: Iterable[Sequence[object]],
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> None:
    """One CSV with one or more heading rows."""
    with path.open("w", newline="", encoding=encoding) as file:
        out = csv.writer(file, delimiter=delimiter)
        out.writerows(heads)
        out.writerows(rows)


def moment(at: datetime, layout: str = ISO) -> str:
    return at.strftime(layout)
