"""Ten times the rows must not cost much more than ten times the time: import and board, 100,000 to 1,000,000."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.query import Query
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.benchmarks import stores
from tests.benchmarks.bars import Measured
from tests.benchmarks.data import write_three_questions

SMALL, LARGE = 100_000, 1_000_000


def run(folder: Path) -> list[Measured]:
    imports = [_import(folder, size) for size in (SMALL, LARGE)]
    boards = [_board(stores.workspace(folder, size)) for size in (SMALL, LARGE)]
    return [
        Measured(
            "growth of import, 100,000 to 1,000,000 answers",
            imports[1] / imports[0],
            "x",
            12,
            10,
            f"{imports[0]:.1f} s, {imports[1]:.1f} s",
        ),
        Measured(
            "growth of a filter change",
            boards[1] / boards[0],
            "x",
            12,
            10,
            f"{1000 * boards[0]:.0f} ms, {1000 * boards[1]:.0f} ms",
        ),
    ]


def _import(folder: Path, answers: int) -> float:
    source = write_three_questions(folder / f"three_{answers}.csv", answers)
    path = folder / "growth.cxdesk"
    path.unlink(missing_ok=True)
    start = time.perf_counter()
    with Workspace.create(path) as made:
        import_files(made, [source], ImportOptions(questions=stores.QUESTIONS))
    seconds = time.perf_counter() - start
    path.unlink()
    return seconds


def _board(path: Path) -> float:
    with Workspace.open(path, read_only=True) as workspace:
        workspace.board(Query())
        taken = []
        for region in range(1, 8):
            start = time.perf_counter()
            workspace.board(Query(filters=(Condition("Region", Op.IS, (f"Region {region}",)),)))
            taken.append(time.perf_counter() - start)
    return median(taken)
