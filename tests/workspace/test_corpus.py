"""Hostile and odd files through the whole import, the real child included: each ends with accounting that adds up and
agrees with the workspace, or with one error that names the file, says it in the person's language and what to do.

A part of the files runs always, all of them with `-m long`.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.errors import CXDeskError
from cxdesk.intake.doubts import answer
from cxdesk.intake.inspection import TableView
from cxdesk.system import i18n
from cxdesk.workspace.importing import ImportReport, TableChoice, commit, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace
from tests.here import children_here
from tests.shared_files import needs_shared, shared_paths

pytestmark = needs_shared

ATTACKS, FILES = shared_paths("bad/attacks"), shared_paths("bad/files")
ALWAYS = frozenset(
    [
        *("corner_cells.xlsx", "cols_16384.csv", "million_char_cell.csv", "xxe_file.xlsx"),
        *("ss_index_out_of_range.xlsx", "rows_out_of_order.xlsx", "lying_dimension_huge.xlsx", "empty.csv"),
        *(path.name for path in FILES[7::60]),
    ]
)
MOST_ANSWERS = 60
MOST_SECONDS = 60.0  # of processor time
MOST_MEMORY = 150 * 1024 * 1024


@dataclass
class Outcome:
    """How importing one file ended."""

    reports: list[ImportReport] = field(default_factory=list)
    error: dict[str, Any] | None = None


def settled(view: TableView) -> TableView:
    """The view with every doubt answered as proposed, else with its first choice."""
    for _turn in range(MOST_ANSWERS):
        if not view.open_doubts:
            return view
        asked = view.open_doubts[0]
        view = answer(view, asked.id, asked.proposed or asked.choices[0].id)
    raise AssertionError(f"doubts without end: {[asked.id for asked in view.open_doubts]}")


def imported(path: Path, workspace: Workspace) -> Outcome:
    """Look, answer, prepare, commit."""
    (found,) = inspect_files([path])
    if found.error is not None:
        return Outcome(error=found.error)
    choices = [TableChoice(found, settled(view), at) for at, view in enumerate(found.tables)]
    try:
        return Outcome(commit(workspace, prepare(workspace, choices))[0])
    except CXDeskError as error:
        return Outcome(error=error.to_json())


def rows_of(workspace: Path, kind: str, batch: int) -> int:
    """Source rows that a batch brought into the workspace or changed there."""
    own = f'SELECT DISTINCT line FROM "{kind}" WHERE batch = :batch'
    others = (
        f'SELECT DISTINCT r.batch, r.line FROM version v JOIN "{kind}" r ON r.row_id = v.row_id'
        " WHERE v.kind = :kind AND v.batch = :batch AND r.batch <> :batch"
    )
    with closing(sqlite3.connect(f"file:{workspace}?mode=ro", uri=True)) as connection:
        counts = f"SELECT (SELECT count(*) FROM ({own})) + (SELECT count(*) FROM ({others}))"
        return int(connection.execute(counts, {"kind": kind, "batch": batch}).fetchone()[0])


def spent() -> float:
    """Seconds of processor time of this process and of the children that it has seen end."""
    return sum(os.times()[:4])


@contextmanager
def little_memory(most: int) -> Iterator[None]:
    """Fails where this process needed that much more meanwhile than at the start."""
    if sys.platform != "linux":
        yield
        return
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _peak()
    yield
    assert _peak() - before < most


def _peak() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=() if path.name in ALWAYS else pytest.mark.long, id=path.name)
        for path in ATTACKS + FILES
    ],
)
def test_it_adds_up_or_one_error_names_the_file(path: Path, tmp_path: Path, temporary: Path) -> None:
    started = spent()
    target = tmp_path / "work.cxdesk"
    i18n.use("fr")
    with Workspace.create(target) as workspace, little_memory(MOST_MEMORY):
        outcome = imported(path, workspace)
    assert spent() - started < MOST_SECONDS
    assert not list(temporary.rglob("*")), "nothing may be left behind"
    if outcome.error is not None:
        said_in_french(path, outcome.error, tmp_path)
        return
    assert outcome.reports
    for report in outcome.reports:
        assert report.rows.adds_up, report
        assert report.kind is not None
        assert report.batch is not None
        assert rows_of(target, report.kind, report.batch) == report.rows.new + report.rows.updated, report


def said_in_french(path: Path, error: dict[str, Any], folder: Path) -> None:
    """The file, a sentence and a remedy in the language asked for, and the same fault in another."""
    assert error["file"] == path.name
    i18n.use("en")
    with Workspace.create(folder / "again.cxdesk") as workspace, children_here():
        english = imported(path, workspace).error
    assert english is not None
    assert (english["code"], english["row"], english["column"]) == (error["code"], error["row"], error["column"])
    for part in ("message", "remedy"):
        assert error[part]
        assert error[part] != english[part]
