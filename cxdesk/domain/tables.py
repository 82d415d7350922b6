"""Plain tables that leave the program as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | float | int | bool | date | None


@dataclass(frozen=True)
class Table:
    """A table with its name as people see it, and under which JSON has it."""

    key: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
