"""Hostile and odd files, looked at and converted: every row is accounted for, or one error names the file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.shared_files import REPOSITORY, needs_shared, shared_paths

pytestmark = [
    needs_shared,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="forks and address space limits"),
]

REAL = [path for path in shared_paths("data", "*/*") if path.suffix in (".csv", ".gz", ".xlsx")]
FILES = shared_paths("bad/files") + shared_paths("bad/attacks")
MUCH = 200_000  # bytes of a real file that tests/acceptance imports as well


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest) -> dict[Path, dict[str, Any]]:
    """Of the files whose tests are run."""
    here = [item for item in request.session.items if item.path == request.path]
    chosen = [item.callspec.params["path"] for item in here if isinstance(item, pytest.Function)]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.intake.converting_child"],
        input=json.dumps([str(path) for path in chosen]),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    answers = map(json.loads, ran.stdout.splitlines())
    found = {Path(one["path"]): one for one in answers}
    assert found.keys() == set(chosen)
    return found


def real(path: Path) -> Any:
    return pytest.param(path, marks=pytest.mark.long if path.stat().st_size > MUCH else ())


@pytest.mark.parametrize("path", [*FILES, *map(real, REAL)], ids=lambda path: path.name)
def test_every_row_is_accounted_for_or_one_error_names_the_file(
    path: Path, outcomes: dict[Path, dict[str, Any]]
) -> None:
    found = outcomes[path]
    assert not {"died", "raised"} & set(found), found
    if "error" in found:
        assert found["error"]["file"] == path.name
        assert found["error"]["remedy"]
        return
    for table in found["tables"]:
        if "stopped" in table:
            assert table["stopped"]["code"].startswith(("open_doubt", "file_"))
            assert table["stopped"]["remedy"]
            continue
        assert table["sound"]
        assert table["read"] == table["kept"] + table["rejected"] + table["skipped"] + table["blank"], table
