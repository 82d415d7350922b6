"""`cxdesk journey`: the same columns as on the screen, and stages changed from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cxdesk.cli.main import run
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.app.docks.journeys import write_journeys

pytestmark = pytest.mark.usefixtures("all_here")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("journey")
    with Workspace.create(folder / "way.cxdesk") as made:
        reports = import_files(made, [write_journeys(folder / "journey.csv")], ImportOptions())
        assert [(one.error, one.open_doubts) for one in reports] == [(None, [])]
    return folder / "way.cxdesk"


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    assert run([*map(str, words), "--json", "--language", "en"]) == 0
    return dict(json.loads(capsys.readouterr().out))["journey"]


def test_stages_are_printed_and_changed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "journey", "-w", path)["stages"][0]
    assert first["people"] == first["went_on"] + first["still_in_time"] + first["dropped"]
    means = "journey_event: stage=retention"
    changed = said(capsys, "journey", "-w", path, "--stage", "decision", "--title", "Cart", "--means", means)
    assert changed["stages"][2]["title"] == "Cart"
    assert changed["stages"][2]["people"] == 20
    again = said(capsys, "journey", "-w", path, "--stage", "decision", "--title", "", "--means", "")
    assert again["stages"][2]["title"] == "Decision"
    assert again["stages"][2]["people"] == 40


def test_the_table_is_for_people(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journey", "-w", str(path), "--language", "en", "--days", "30"]) == 0
    printed = capsys.readouterr().out
    assert "Awareness" in printed
    assert "Still in time" in printed


@pytest.mark.parametrize("words", [["--title", "x"], ["--stage", "decision", "--means", "rate"]])
def test_what_cannot_be_done_is_said(path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journey", "-w", str(path), *words]) == 2
    assert "cxdesk:" in capsys.readouterr().err
