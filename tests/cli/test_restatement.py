"""What moved, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cxdesk.cli.main import run
from tests.analysis.answers import nps, workspace
from tests.workspace.test_restatement import bring, january


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with workspace(tmp_path, january()) as desk:
        bring(desk, tmp_path, "=late.csv", [nps(f"l{at}", "2025-01-20", 0, "Team") for at in range(10)])
        return desk.path


def test_every_value_with_its_reason(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["restatement", "-w", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    (one,) = (one for one in said["moved"] if one["metric"] == "nps")
    assert one["period"] == {"from": "2025-01-01", "to": "2025-01-31"}
    assert (one["before"]["value"], one["after"]["value"], one["delta"]) == (100, 0, -100)
    assert one["why"] == [{"type": "late_rows", "batch": 2, "file": "=late.csv", "rows": 10, "note": ""}]
    assert said["since"] == {"at": None, "batch": 2, "known": True}


def test_for_people(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["restatement", "-w", str(path), "--language", "en"]) == 0
    shown = capsys.readouterr().out
    assert "late rows 10 #2 =late.csv" in shown
    assert run(["restatement", "-w", str(path), "--batch", "1", "--language", "en"]) == 0
    assert "no earlier figures" in capsys.readouterr().out


def test_what_cannot_be_understood(path: Path) -> None:
    assert run(["restatement", "-w", str(path), "--since", "soon"]) == 2
    assert run(["restatement", "-w", str(path), "--since", "2025-01-01", "--batch", "1"]) == 2
    assert run(["restatement", "-w", str(path), "--batch", "7"]) == 1
