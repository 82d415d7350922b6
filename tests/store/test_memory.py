"""What an import holds in memory does not grow with the file: rows are matched and columns kept in stretches."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxdesk.store import batches, cached, matching, numbers, segment_writer
from cxdesk.store.database import Database
from cxdesk.store.direct import direct_import
from cxdesk.store.segments import Problem, Staged
from cxdesk.store.staging import StagingWriter
from cxdesk.store.written import Written

STRETCH = 1024
FEW, MANY = 6_000, 24_000
BYTES_PER_ROW = 2  # nothing of a file is kept per row in memory; it was ninety bytes
BLOCK = 500


@dataclass
class Block:
    """Tickets as a child converts them, from number `first` on; `other` tells contents of the same ticket apart."""

    first: int
    n: int
    other: int = 0
    kind: str = "ticket"
    problems: Sequence[Problem] = ()
    written: Sequence[Written] = ()
    unread: Mapping[int, Sequence[str]] = field(default_factory=dict)
    blank: int = 0
    rejected: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def line(self) -> Sequence[int]:
        return range(self.first + 2, self.first + 2 + self.n)

    @property
    def columns(self) -> Mapping[str, Sequence[Any]]:
        return {
            "ticket": [f"T{number}" for number in self.line],
            "status": [("open", "solved")[number % 2] for number in self.line],
            "created_at": [number * 1_000_000 for number in self.line],
        }

    @property
    def extra(self) -> Sequence[str | None]:
        return [None] * self.n

    @property
    def key_hash(self) -> Sequence[int]:
        with np.errstate(over="ignore"):
            spread = np.array(self.line, np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        numbers_: list[int] = spread.view(np.int64).tolist()
        return numbers_

    @property
    def row_hash(self) -> Sequence[int]:
        return [key ^ (1 + self.other) for key in self.key_hash]

    @property
    def read(self) -> int:
        return self.n


@pytest.fixture(autouse=True)
def small_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty-four thousand rows are then what six million are at full size."""
    for module, name in (
        (segment_writer, "PACK_ROWS"),
        (segment_writer, "WRITE_ROWS"),
        (numbers, "STRETCH"),
        (numbers, "HELD"),
        (matching, "TOGETHER"),
        (cached, "PART_ROWS"),
    ):
        monkeypatch.setattr(module, name, STRETCH)


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Callable[[], Database]]:
    made: list[Database] = []

    def another() -> Database:
        made.append(Database.create(tmp_path / f"{len(made)}.cxdesk"))
        return made[-1]

    yield another
    for database in made:
        database.close()


def staged(folder: Path, rows: int) -> tuple[list[Staged], Staged]:
    folder.mkdir()
    parts: list[Staged] = []
    writer = StagingWriter(folder, "ticket", 1, max(1, rows // 4), parts.append)
    for first in range(0, rows, BLOCK):
        writer.add(Block(first, min(BLOCK, rows - first)))
    return parts, writer.finish()


def reviewed(database: Database, _parts: Sequence[Staged], whole: Staged, info: batches.ImportInfo) -> None:
    planned, verdicts = batches.planned(database, whole)
    assert len(verdicts.lines("new", planned.new // 2, 10)) == min(10, planned.new)
    assert batches.merge(database, whole, info)[0].rows() == planned.rows()


def directly(database: Database, parts: Sequence[Staged], whole: Staged, info: batches.ImportInfo) -> None:
    with direct_import(database, info) as running:
        for part in parts:
            running.take(part)
        running.finish(whole)


def peak(work: Callable[[], None]) -> int:
    """The most bytes that Python and numpy held meanwhile."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("way", [reviewed, directly])
def test_many_rows_take_no_more_memory_than_few(
    databases: Callable[[], Database], tmp_path: Path, way: Callable[..., None]
) -> None:
    """Neither where all are new nor where all are known."""
    first: dict[int, int] = {}
    again: dict[int, int] = {}
    for rows in (FEW, MANY):
        parts, whole = staged(tmp_path / str(rows), rows)
        database = databases()
        info, other = batches.ImportInfo("a.csv", "a"), batches.ImportInfo("b.csv", "b")
        first[rows] = peak(lambda: way(database, parts, whole, info))  # noqa: B023 - called at once
        again[rows] = peak(lambda: way(database, parts, whole, other))  # noqa: B023 - called at once
        assert [row.rows["new"] for row in batches.listing(database)] == [0, rows]
    most = BYTES_PER_ROW * (MANY - FEW)
    assert first[MANY] - first[FEW] < most
    assert again[MANY] - again[FEW] < most
