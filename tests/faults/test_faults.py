"""The short form of the catalogue: every row reaches its target. `python -m tests.faults --full` is the long one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.shared_files import REPOSITORY

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked, so that they can be killed at once")

# Each in a process of its own: a process with Qt or pytest's threads in it is not to be forked.
TOGETHER = ("D1", "D2,D3,D4,D5,D6", "D7,D8,D9,D10,D11", "U1,U2,U3", "S3,S5,S6,S8,S9,PR")


@pytest.mark.parametrize("rows", TOGETHER)
def test_every_row_reaches_its_target(rows: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--short", "--only", rows],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_every_row_is_run() -> None:
    from tests.faults.__main__ import rows

    named = {name for together in TOGETHER for name in together.split(",")}
    assert {row.id.split("-")[0] for row in rows()} == named
    assert len({row.id for row in rows()}) == len(rows())
