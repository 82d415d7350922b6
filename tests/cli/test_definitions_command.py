"""Definitions from the command line: shown, pinned with a note, compared, undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cxdesk.cli.main import run
from tests.analysis.answers import workspace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with workspace(tmp_path) as made:
        return made.path


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    assert run([*map(str, words), "--json", "--language", "en"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_pin_and_ask(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pinned = said(capsys, "definitions", "nps", "-w", path, "--pin", "nps.dedupe=all", "--note", "board, 3 March")
    assert pinned["decided"][0]["before"] == "nps@1"
    assert pinned["history"][0]["note"] == "board, 3 March"
    (idea,) = pinned["ideas"]
    assert (idea["idea"], idea["pinned"]) == ("nps", "nps@2")
    (metric,) = said(capsys, "metrics", "nps", "-w", path)["metrics"]
    assert (metric["definition"]["version"], metric["groups"][0]["n"]) == (2, 40)
    (metric,) = said(capsys, "metrics", "nps", "-w", path, "--definition", "nps@1")["metrics"]
    assert (metric["definition"]["version"], metric["groups"][0]["n"]) == (1, 20)
    receipt = said(capsys, "receipt", "nps", "-w", path)
    assert receipt["definition"]["version"] == 2
    said(capsys, "definitions", "nps", "-w", path, "--undo")
    (metric,) = said(capsys, "metrics", "nps", "-w", path)["metrics"]
    assert metric["groups"][0]["n"] == 20


def test_several_options_of_one_metric_are_one_decision(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--pin", "csat_top.threshold=5", "--pin", "csat_top.dedupe=latest")
    found = said(capsys, "definitions", "csat", "-w", path, *words)
    assert [one["options"] for one in found["history"]] == [{"threshold": 5.0, "dedupe": "latest"}]


def test_rivals(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "metrics", "--rivals", "csat", "-w", path)
    assert found["idea"] == "csat"
    assert found["pinned"] == "csat_top@1"
    counted = {one["id"]: one["groups"][0]["n"] for one in found["metrics"]}
    assert {name: counted[name] for name in ("csat_top", "csat_pct_max", "csat_mean", "csat_pomp")} == {
        "csat_top": 6, "csat_pct_max": 6, "csat_mean": 6, "csat_pomp": 6,
    }  # fmt: skip
    assert said(capsys, "metrics", "--idea", "csat", "-w", path) == found


@pytest.mark.parametrize(
    "words",
    [
        ("definitions", "--pin", "nps@x"),
        ("definitions", "--undo"),
        ("metrics", "nps", "--rivals", "nps"),
        ("metrics", "nps", "--definition", "nps@0"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(path: Path, words: tuple[str, ...]) -> None:
    assert run([*words, "-w", str(path)]) == 2


def test_people_read_which_definition_they_see(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["metrics", "--rivals", "csat", "-w", str(path), "--language", "en"]) == 0
    assert "share satisfied, 4–5 of 5 (pinned)" in capsys.readouterr().out
