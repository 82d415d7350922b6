"""Costs and exchange rates from the command line: typed, changed, removed, taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cxdesk.cli.main import run
from cxdesk.workspace.workspace import Workspace

ADS = ("--from", "2024-03", "--category", "acquisition", "--amount", "1200.50", "--currency", "EUR")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        return made.path


def said(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> dict[str, Any]:
    assert run([*map(str, words), "--json", "--language", "en"]) == code
    return dict(json.loads(capsys.readouterr().out))


def test_a_cost_is_typed_changed_removed_and_taken_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "costs", "-w", path, "add", *ADS, "--until", "2024-04")
    (cost,) = found["costs"]
    assert {name: cost[name] for name in ("from", "until", "amount", "currency", "category", "note")} == {
        "from": "2024-03-01", "until": "2024-04-30", "amount": 1200.5, "currency": "EUR",
        "category": "acquisition", "note": None,
    }  # fmt: skip
    assert found["saved"] == {"batch": 1, "added": 1, "changed": 0, "removed": 0, "ids": [cost["id"]]}
    assert sum(month["amount"] for month in found["months"]) == pytest.approx(1200.5)
    assert found["read_by"]["cx_programme"] == ["cx_roi"]
    found = said(capsys, "costs", "-w", path, "change", cost["id"], "--amount", "900", "--note", "Fair")
    assert [(one["amount"], one["note"], one["until"]) for one in found["costs"]] == [(900.0, "Fair", "2024-04-30")]
    assert said(capsys, "costs", "-w", path, "remove", cost["id"])["costs"] == []
    batches = said(capsys, "imports", "-w", path)["batches"]
    assert [(one["type"], one["typed"]) for one in batches] == [
        ("typed", {"added": 0, "changed": 0, "removed": 1}),
        ("typed", {"added": 0, "changed": 1, "removed": 0}),
        ("typed", {"added": 1, "changed": 0, "removed": 0}),
    ]
    said(capsys, "undo", batches[0]["id"], "-w", path)
    assert [one["amount"] for one in said(capsys, "costs", "-w", path)["costs"]] == [900.0]


def test_a_person_writes_numbers_in_their_own_way(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["costs", "-w", str(path), "add", *ADS[:-3], "1\u202f200,50 €", "--language", "fr"]
    assert run(words) == 0
    assert "1200,50" in capsys.readouterr().out


def test_what_can_mean_two_things_is_refused_with_what_to_write(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    error = said(capsys, "costs", "-w", path, "add", *ADS[:-3], "1.200", code=2)["error"]
    assert (error["row"], error["column"]) == (1, "Amount")
    assert error["remedy"] == "Write 1200 or 1.20."
    assert said(capsys, "imports", "-w", path)["batches"] == []


def test_many_lines_come_as_a_list_all_or_none(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"from": f"2024-{month:02d}", "category": "service", "amount": 100.25} for month in (1, 2, 3)]
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    found = said(capsys, "costs", "-w", path, "add", "--rows", tmp_path / "rows.json")
    assert found["saved"]["added"] == 3
    rows[1]["from"] = "soon"
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    assert said(capsys, "costs", "-w", path, "add", "--rows", tmp_path / "rows.json", code=2)["error"]["row"] == 2
    assert len(said(capsys, "costs", "-w", path)["costs"]) == 3


@pytest.mark.parametrize(
    "words",
    [("add",), ("remove",), ("change", "--amount", "5"), ("list", "x"), ("add", "x", *ADS), ("add", "--rows", "none")],
)
def test_half_a_command_writes_nothing(path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert run(["costs", "-w", str(path), *words, "--language", "en"]) in (1, 2)
    assert capsys.readouterr().err
    assert said(capsys, "imports", "-w", path)["batches"] == []


def test_a_rate_is_typed_and_listed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--day", "2024-03", "--from", "usd", "--to", "€", "--rate", "0.923", "--source", "ECB")
    (rate,) = said(capsys, "rates", "-w", path, "add", *words)["rates"]
    assert rate == {
        "id": "2024-03-01|USD|EUR", "day": "2024-03-01", "from": "USD", "to": "EUR", "rate": 0.923, "source": "ECB",
    }  # fmt: skip
    assert run(["rates", "-w", str(path), "--language", "en"]) == 0
    assert "2024-03-01|USD|EUR" in capsys.readouterr().out
    assert said(capsys, "rates", "-w", path, "remove", rate["id"])["rates"] == []
