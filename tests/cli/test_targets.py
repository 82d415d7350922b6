"""Targets and benchmarks from the command line: set, imported, removed, and shown beside the figures."""

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


def test_a_target_is_set_and_the_figures_say_how_it_stands(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (target,) = said(capsys, "targets", "-w", path, "--set", "nps=40", "--label", "plan 2025")["targets"]
    assert (target["key"], target["value"], target["label"], target["scale"]) == ("nps", 40, "plan 2025", "0-10")
    (metric,) = said(capsys, "metrics", "nps", "-w", path)["metrics"]
    assert metric["groups"][0]["target"] == {"value": 40, "state": "missed"}
    shown = {one["key"]: one["why_not"] for one in metric["references"]}
    assert shown == {"nps": None, "nps/ro": None, "nps/fr": None}
    assert said(capsys, "targets", "-w", path, "--remove", "nps")["targets"] == []
    (metric,) = said(capsys, "metrics", "nps", "-w", path)["metrics"]
    assert metric["groups"][0]["target"] is None


def test_values_are_written_as_the_metric_writes_them(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--set", "nps=40", "--set", "csat_top=82.5", "--set", "art=24")
    assert run(["targets", "-w", str(path), *words, "--language", "fr"]) == 0
    shown = " ".join(capsys.readouterr().out.split())  # whatever kind of space stands between
    assert all(text in shown for text in ("value +40", "value 82,5 %", "value 24 h"))


def test_levels_of_one_benchmark_are_one_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--set", "csat_top.good=75", "--set", "csat_top.excellent=90", "--source", "trade body", "--year", "2025")
    found = said(capsys, "benchmarks", "-w", path, *words, "--industry", "retail")["benchmarks"]
    (own,) = (one for one in found if not one["declared"])
    assert (own["good"], own["excellent"], own["source"], own["industry"]) == (75, 90, "trade body", "retail")


def test_a_list_is_imported_whole_or_not_at_all(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "marks.csv"
    listed.write_text("metric,segment,value\nnps,,40\nnps,Plan=Team,50\n", "utf-8")
    found = said(capsys, "targets", "-w", path, "--import", listed)["targets"]
    assert {one["key"]: one["value"] for one in found} == {"nps": 40, "nps/Plan=Team": 50}
    listed.write_text("metric,segment,value\ncsat_top,,80\nnothing,,50\n", "utf-8")
    assert run(["targets", "-w", str(path), "--import", str(listed)]) == 1
    capsys.readouterr()
    assert len(said(capsys, "targets", "-w", path)["targets"]) == 2


@pytest.mark.parametrize("text", ["nps", "=5", "nps.a.b.c=5", "nps=five", "nps="])
def test_what_is_no_value_is_a_usage_error(path: Path, text: str) -> None:
    assert run(["targets", "-w", str(path), "--set", text]) == 2


def test_people_read_source_and_year(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["benchmarks", "-w", str(path), "--language", "en"]) == 0
    assert "Romanian guide to customer metrics 2022" in capsys.readouterr().out
