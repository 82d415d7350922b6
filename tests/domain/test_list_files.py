"""Small lists as files: what cannot be read or written is refused with a sentence, the file and the row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxdesk.domain.errors import BadQuestion, CXDeskError
from cxdesk.domain.list_files import csv_rows, write_bytes, write_text
from cxdesk.domain.mark_list import read_marks
from cxdesk.domain.theme_list import read_themes, write_themes
from cxdesk.store.database import Database

ENDLESS = '"' + "x" * 200_000


def test_rows_come_with_their_number_whatever_stands_between_cells() -> None:
    for mark in ",;\t":
        assert list(csv_rows(f" Title{mark}WORD\nA{mark}b\n")) == [(1, ["title", "word"]), (2, ["A", "b"])]
    assert list(csv_rows("")) == [(1, [])]


@pytest.mark.parametrize("text", [f"title,word\nA,b\nA,{ENDLESS}", f"title,word,{ENDLESS}"])
def test_a_cell_without_end_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadQuestion) as refused:
        read_themes(path)
    assert (refused.value.file, refused.value.row) == ("list.csv", text.count("\n") + 1)


def test_targets_are_refused_alike(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"metric,value\nnps,{ENDLESS}", encoding="utf-8")
    with pytest.raises(BadQuestion) as refused:
        read_marks(path)
    assert refused.value.file == "list.csv"


def test_a_folder_that_is_not_there_takes_no_list(tmp_path: Path) -> None:
    with pytest.raises(CXDeskError) as refused:
        write_themes(tmp_path / "gone" / "list.csv", ())
    assert (refused.value.code, refused.value.file) == ("cannot_write", "list.csv")


@pytest.mark.parametrize("write", [lambda path: write_text(path, "a"), lambda path: write_bytes(path, b"a")])
def test_a_workspace_is_never_overwritten(tmp_path: Path, write: Callable[[Path], None]) -> None:
    """As by a word too many on the command line; whatever the name is that leads to it."""
    workspace, other = tmp_path / "desk.cxdesk", tmp_path / "themes.csv"
    Database.create(workspace).close()
    other.hardlink_to(workspace)
    before = workspace.read_bytes()
    for path in (workspace, other):
        with pytest.raises(BadQuestion, match="cannot be overwritten"):
            write(path)
    assert workspace.read_bytes() == before
    write(tmp_path / "new.csv")
    write(tmp_path / "new.csv")
    assert (tmp_path / "new.csv").read_bytes() == b"a"
