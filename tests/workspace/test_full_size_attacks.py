"""The hostile files at their full size, made for the test: ten million rows, bombs of gigabytes, a line of 200 MB.

Each goes the whole way of an import with real children while this process may hardly grow.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.shared_files import SHARED, needs_shared
from tests.workspace.test_corpus import MOST_MEMORY, imported, little_memory, rows_of

pytestmark = [
    needs_shared,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="the peak of a while is told by Linux only"),
]
MAKER = SHARED / "bad" / "gen_attacks.py"
MILLIONS = "rows_10M.csv"
REFUSED_WITHIN = 5.0  # seconds, of what is beyond a limit
LARGE = (
    *(
        "zipbomb_space_2GiB.xlsx",
        "zipbomb_rows_1GiB.xlsx",
        "zipbomb_sharedstrings_3GiB.xlsx",
        "zipbomb_onecell_3GiB.xlsx",
    ),
    *("one_line_200MB.csv", "quotes_50MB.csv"),
)


@pytest.fixture(scope="module")
def attacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attacks")
    subprocess.run([sys.executable, str(MAKER), str(folder), "--big"], check=True, capture_output=True)
    return folder


def test_nothing_large_is_left_out(attacks: Path) -> None:
    large = {path.name for path in attacks.iterdir() if path.stat().st_size > 5_000_000}
    assert large <= {*LARGE, MILLIONS}


@pytest.mark.parametrize("name", LARGE)
def test_it_is_refused_at_once_by_name_or_read_to_its_end(attacks: Path, name: str, tmp_path: Path) -> None:
    target = tmp_path / "work.cxdesk"
    with Workspace.create(target) as workspace, little_memory(MOST_MEMORY):
        started = time.process_time()
        outcome = imported(attacks / name, workspace)
        assert time.process_time() - started < REFUSED_WITHIN
        assert outcome.error is None or outcome.error["file"] == name
        assert outcome.error is not None or all(report.rows.adds_up for report in outcome.reports)
        assert not name.startswith("zipbomb") or (outcome.error or {})["code"].startswith("file_refused.")


def test_ten_million_rows_are_all_there(attacks: Path, tmp_path: Path) -> None:
    target = tmp_path / "work.cxdesk"
    with Workspace.create(target) as workspace, little_memory(MOST_MEMORY):
        (report,) = import_files(workspace, [attacks / MILLIONS], ImportOptions(questions=("score=nps:0-10",)))
    assert report.error is None
    assert report.rows.adds_up
    assert (report.rows.read, report.rows.new) == (10_000_000, 10_000_000)
    assert rows_of(target, "answer", report.batch or 0) == 10_000_000
