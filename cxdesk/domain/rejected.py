"""Rows that an import could not take, as they stood in the file: to be corrected in a spreadsheet and imported again.

A sheet of such rows carries a token in its first column. It names an import of a workspace and nothing else: how the
rows are read is looked up there, never believed from the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MARK = "CXDesk"  # heading of the column with the token; never translated
FRONT = 7  # columns before those of the file: token, file, sheet, row, column, reason, code
REQUIRED_MISSING, NOTHING_USABLE = "required_missing", "nothing_usable"
REJECTING = (REQUIRED_MISSING, NOTHING_USABLE)  # reasons for which a whole row is not taken
TOKEN = re.compile(r"cx([rc])1-[0-9a-f]{16}")


@dataclass(frozen=True)
class RejectedRow:
    """One source row: its cells as written, and what is wrong in which columns (by heading; none: the whole row)."""

    line: int | None
    cells: tuple[str, ...]
    columns: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class RejectedTable:
    """The rows of one import under their headings. `whole`: rows that were not taken at all; else rows that were taken
    without some of their cells.
    """

    token: str
    whole: bool
    kind: str
    file: str
    sheet: str | None
    headings: tuple[str, ...]
    count: int
    rows: Callable[[], Iterator[RejectedRow]]


def token(whole: bool, digest: str) -> str:
    """What the first column says; `digest` is hexadecimal and at least 16 long."""
    return f"cx{'r' if whole else 'c'}1-{digest[:16]}"


def is_whole(said: str) -> bool:
    """Whether a token speaks of rows that were not taken at all."""
    return said.startswith("cxr")
