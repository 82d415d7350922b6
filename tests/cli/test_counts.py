"""What the commands count is said in the right number, in every language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cxdesk.cli.main import run
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("all_here")


@pytest.fixture
def one_row(tmp_path: Path) -> Path:
    """A workspace with a single answer that has a comment."""
    export = tmp_path / "one.csv"
    export.write_text("Submitted at,Customer,NPS (0-10),Why?\n2026-05-04 10:30,C-1,9,Good\n", encoding="utf-8")
    path = tmp_path / "one.cxdesk"
    with Workspace.create(path) as workspace:
        reports = import_files(workspace, [export], ImportOptions())
        assert [(report.error, report.open_doubts) for report in reports] == [(None, [])]
    return path


@pytest.mark.parametrize(
    ("language", "comments", "rows", "undone"),
    [
        ("en", "1 comment", "1 row", "Import 1 taken back: 1 row removed, 0 rows restored."),
        ("fr", "1 commentaire", "1 ligne", "Import 1 annulé\u202f: 1 ligne retirée, 0 ligne rétablie."),
    ],
)
def test_one_is_one(
    one_row: Path, language: str, comments: str, rows: str, undone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["-w", str(one_row), "--language", language]
    asked = (["comments", *place], ["rows", "nps", *place], ["undo", "1", *place])
    for words, said in zip(asked, (comments, rows, undone), strict=True):
        assert run(words) == 0
        assert capsys.readouterr().out.splitlines()[-1] == said


@pytest.mark.parametrize(
    "words",
    [
        ("comments", "--limit", "-1"),
        ("comments", "--after", "-5"),
        ("comments", "--limit", "many"),
        ("customer", "--limit=-1"),
        ("customer", "--after=-1"),
        ("customer", "C-1", "--most=-2"),
        ("rows", "nps", "--limit=-1"),
        ("metrics", "--min-show=-1"),
        ("import", "one.csv", "--dry-run", "--rows=-3"),
    ],
)
def test_fewer_than_none_is_no_question(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([words[0], "-w", "nowhere.cxdesk", *words[1:]]) == 2
    assert words[-1].split("=")[-1] in capsys.readouterr().err


def test_none_at_all_may_be_asked_for(one_row: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["comments", "-w", str(one_row), "--limit", "0", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["count"], said["comments"]) == (1, [])
