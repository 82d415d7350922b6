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
FILES = shared_paths("bad/files") + shared_paths("bad/attacks") + REAL


@pytest.fixture(scope="module")
def outcomes() -> dict[Path, dict[str, Any]]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.intake.converting_child"],
        input=json.dumps([str(path) for path in FILES]),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    return dict(zip(FILES, map(json.loads, ran.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
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
