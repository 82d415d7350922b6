"""What was found out about a text file, for whoever converts it a moment later in another process: to tell how it is
written every byte is looked at, and several helpers would each do so once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxdesk.domain.plain import NotPlain, from_plain, to_plain
from cxdesk.intake.table import SourceFile, Table, TextLayout

HEAD = 30  # first records that are passed on, for those who want fewer header rows than that
MOST = 32_000  # characters; whoever has more to say is not heard, and the file is looked at again

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Looked:
    """The one table of a text file, without its rows, as found when the file bore the `stamp`."""

    stamp: Stamp
    layout: TextLayout
    header_rows: int
    headings: tuple[str, ...]
    raw_headings: tuple[str, ...]
    sub_headings: tuple[str, ...]
    header_cells: tuple[tuple[str, ...], ...]
    header_line: int
    first_line: int
    head: tuple[tuple[int, tuple[str, ...]], ...]


def stamp_of(path: Path) -> Stamp:
    """Size and time of the last change, by which a file that is being written to gives itself away. Raises OSError."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def to_pass_on(tables: Sequence[Table], stamp: Stamp | None) -> dict[str, Any] | None:
    """The table in plain values; None where it would not be enough to read the file by."""
    if stamp is None or len(tables) != 1 or tables[0].source.container != "csv" or tables[0].layout is None:
        return None
    (table,) = tables
    told = {name: getattr(table, name) for name in Looked.__dataclass_fields__ if name != "stamp"}
    said: dict[str, Any] = to_plain({**told, "stamp": stamp, "head": table.head[:HEAD]})
    return said if len(json.dumps(said)) <= MOST else None


def table_again(path: Path, sha256: str, said: Mapping[str, Any] | None, header_rows: int = 0) -> Table | None:
    """The table of a file that has not changed since; None where too little is known of it as it now is, as when so
    many `header_rows` are wanted.

    Its rows are not to be had from it, see `pieces`.
    """
    try:
        found = from_plain(Looked, said)
        if found.stamp != stamp_of(path) or header_rows >= HEAD:
            return None
    except (NotPlain, OSError):
        return None
    source = SourceFile(path, path.name, found.stamp[0], sha256, "csv")
    told = {name: getattr(found, name) for name in Looked.__dataclass_fields__ if name != "stamp"}
    return Table(source, None, **told)
