"""The second reader of xlsx: openpyxl, row by row. Slower, but it holds no sheet in memory."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from cxdesk.intake.blocks import Cell, Row

MIDNIGHT = time()


def openpyxl_rows(path: Path, sheet: str, width: int) -> Callable[[], Iterator[Row]]:
    """Rows from the first on, each `width` cells wide, as calamine would give them. Raises what openpyxl raises."""

    def rows() -> Iterator[Row]:
        from openpyxl import load_workbook

        warnings.filterwarnings("ignore", module="openpyxl")  # of styles and the like; values are counted
        with path.open("rb") as file:  # of a path it would believe the suffix
            workbook: Any = load_workbook(file, read_only=True, data_only=True)
            found = workbook[sheet]
            found.reset_dimensions()
            for cells in found.iter_rows(values_only=True):
                yield [*map(_cell, cells[:width]), *[""] * (width - len(cells))]

    return rows


def _cell(value: Any) -> Cell:
    """openpyxl gives None for empty cells and midnight for dates without time."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == MIDNIGHT:
        return value.date()
    return value
