"""What the commands count is said in the right number, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.cli.main import run
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace


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
