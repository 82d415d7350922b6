"""Real files of millions of rows take no more than a fixed amount of the parent's memory, on both roads.

The long form of tests/store/test_memory.py, with real children and the operating system's own measure.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cxdesk.intake.doubts import apply_options
from cxdesk.workspace.importing import ImportOptions, TableChoice, commit, import_files, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="the peak of a while is told by Linux only"),
]
MOST = 150 * 1024 * 1024
MOST_MORE = 40 * 1024 * 1024  # of three million rows beside one million: SQLite's own memory, not ours per row
SCORED = ImportOptions(questions=("score=nps:0-10",))
AT_ONCE = 100_000


def answers(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write("id,when,score,comment\n")
        for first in range(0, rows, AT_ONCE):
            lines = (f"{at},2025-01-{at % 28 + 1:02d},{at % 11},c{at % 97}\n" for at in range(first, first + AT_ONCE))
            file.write("".join(lines))
    return path


def directly(workspace: Workspace, path: Path) -> int:
    return import_files(workspace, [path], SCORED)[0].rows.new


def reviewed(workspace: Workspace, path: Path) -> int:
    (seen,) = inspect_files([path])
    views = [apply_options(view, questions=SCORED.questions) for view in seen.tables]
    choices = [TableChoice(seen, view, at) for at, view in enumerate(views)]
    (report,) = commit(workspace, prepare(workspace, choices))[0]
    workspace.index_comments()
    return report.rows.new


def growth(work: Callable[[], None]) -> int:
    """Bytes by which this process was larger meanwhile than at the start."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _peak()
    work()
    return _peak() - before


def _peak() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


@pytest.mark.parametrize("road", [directly, reviewed])
def test_millions_of_rows_grow_the_parent_by_a_fixed_amount(
    tmp_path: Path, road: Callable[[Workspace, Path], int]
) -> None:
    grown = {}
    for rows in (1_000_000, 3_000_000):
        path = answers(tmp_path / f"{rows}.csv", rows)

        def work(path: Path = path, rows: int = rows) -> None:
            with Workspace.create(path.with_suffix(".cxdesk")) as workspace:
                assert road(workspace, path) == rows

        grown[rows] = growth(work)
    assert max(grown.values()) < MOST
    assert grown[3_000_000] - grown[1_000_000] < MOST_MORE
