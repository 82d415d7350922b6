"""Comments decided, followed up, found again and exported from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxdesk.cli.main import run
from tests.analysis.answers import nps, workspace

Said = Callable[..., dict[str, Any]]

SAID = (("c1", 2, "Far too expensive"), ("c2", 4, "Late again"), ("c3", 10, "=good"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [nps(who, f"2025-03-0{at}", score, "Starter", text) for at, (who, score, text) in enumerate(SAID, 1)]
    with workspace(tmp_path, rows) as made:
        return made.path


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command and reads the object that it prints."""

    def ran(*words: object) -> dict[str, Any]:
        assert run([*map(str, words), "--json", "--language", "en"]) == 0
        return dict(json.loads(capsys.readouterr().out))

    return ran


def test_a_comment_is_decided_followed_up_and_found_by_both(path: Path, say: Said) -> None:
    known = {one["customer"]: one["row"] for one in say("comments", "-w", path)["comments"]}
    assert say("triage", "-w", path, "stop", known["c1"], known["c2"])["decision"] == "stop"
    given = ("--status", "open", "--owner", "Ana", "--note", "Call her", "--due", "2026-12-01", "--read")
    (kept,) = say("note", "-w", path, known["c1"], *given)["comments"]
    assert (kept["status"], kept["owner"], kept["due"], kept["read"]) == ("open", "Ana", "2026-12-01", True)
    (found,) = say("comments", "-w", path, "--status", "open", "--decision", "stop")["comments"]
    assert (found["customer"], found["decision"], found["note"]) == ("c1", "stop", "Call her")
    assert say("comments", "-w", path, "--unread")["count"] == 2
    assert say("comments", "-w", path, "--owner", "ana")["count"] == 1
    say("triage", "-w", path, "undecided", known["c1"])
    assert say("comments", "-w", path, "--decision", "undecided")["count"] == 2
    say("note", "-w", path, known["c1"], "--due", "", "--status", "closed")
    (shown,) = say("note", "-w", path, known["c1"])["comments"]
    assert (shown["status"], shown["due"], shown["note"]) == ("closed", None, "Call her")


def test_what_is_listed_is_exported(path: Path, tmp_path: Path, say: Said) -> None:
    out = tmp_path / "said.csv"
    found = say("comments", "-w", path, "--order", "lowest", "--export", out)
    assert found["count"] == 3
    text = out.read_text(encoding="utf-8-sig")
    assert "'=good" in text
    assert text.index("Far too") < text.index("Late again") < text.index("'=good")


def test_wrong_words_are_refused_with_the_right_ones(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["triage", "-w", str(path), "perhaps", "1", "--language", "en"]) == 2
    assert "continue" in capsys.readouterr().err
    assert run(["note", "-w", str(path), "99999", "--status", "open", "--language", "en"]) == 1
    assert "99999" in capsys.readouterr().err


def test_people_read_decisions_in_a_table(path: Path, say: Said, capsys: pytest.CaptureFixture[str]) -> None:
    first = say("comments", "-w", path)["comments"][0]["row"]
    assert run(["triage", "-w", str(path), "continue", str(first), "--language", "en"]) == 0
    assert run(["note", "-w", str(path), str(first), "--status", "waiting", "--language", "en"]) == 0
    capsys.readouterr()
    assert run(["comments", "-w", str(path), "--language", "en"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.rstrip().endswith(str(first)))
    assert "Continue" in line
    assert "Waiting" in line
