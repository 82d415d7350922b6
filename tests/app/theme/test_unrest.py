"""Themes change while dialogs, wizards and popups come and go, and the app ends in order: nothing dies on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.conftest import write_export
from tests.shared_files import REPOSITORY


@pytest.mark.parametrize("rounds", [3, pytest.param(10, marks=pytest.mark.long)])  # of three changes each
def test_changes_of_theme_between_dialogs_and_a_quiet_end(small: Path, tmp_path: Path, rounds: int) -> None:
    export, profile = write_export(tmp_path / "more.csv", 600, 40), tmp_path / "profile"
    profile.mkdir()
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.app.theme.unrest", small, export, profile, str(rounds)],
        cwd=REPOSITORY,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
