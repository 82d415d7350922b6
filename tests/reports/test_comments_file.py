"""Comments as a file: every column, whatever the rows hold, and no text that a spreadsheet program would run."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.follow_ups import FollowUp, Status
from cxdesk.domain.results import CommentRow
from cxdesk.reports.comments_file import headings, write_comments
from cxdesk.system import i18n

EVIL = '=HYPERLINK("http://x","y")'
KEPT = FollowUp(7, Status.WAITING, "@Ana", "-call\nher", date(2026, 9, 1), True)
ROWS = (
    CommentRow(7, "answer", date(2026, 8, 3), "+Éva", 4.0, "0–10", "bottom", EVIL, "fr", "nps", "Why?", "s.csv", 12,
               ("Price", "Mine"), "stop", KEPT),
    CommentRow(8, "answer", None, "", None, "", None, "Good\nand\x07quick 😀", "", "", "", "s.csv", 13),
)  # fmt: skip


def test_a_csv_holds_everything_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "said.csv"
    assert write_comments(path, ROWS, 2) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, one, two = list(csv.reader(file))
    assert head == headings()
    said = dict(zip(head, one, strict=True))
    assert said["Comment"] == "'" + EVIL
    assert (said["Customer"], said["Owner"], said["Note"]) == ("'+Éva", "'@Ana", "'-call\nher")
    assert (said["Date"], said["Due"], said["Score"], said["Read"]) == ("2026-08-03", "2026-09-01", "4.0", "yes")
    assert (said["Themes"], said["Decision"], said["Status"]) == ("Price, Mine", "Stop", "Waiting")
    assert dict(zip(head, two, strict=True))["Status"] == "None"
    assert list(tmp_path.iterdir()) == [path]


def test_a_workbook_holds_texts_as_texts_and_numbers_and_days_as_such(tmp_path: Path) -> None:
    path = tmp_path / "said.xlsx"
    i18n.use("fr")
    assert write_comments(path, ROWS, 2) == 2
    sheet = load_workbook(path).active
    assert sheet is not None
    head, one, two = list(sheet.iter_rows())
    assert [cell.value for cell in head] == headings()
    said = dict(zip(headings(), one, strict=True))
    assert "Commentaire" in said
    cell = said["Commentaire"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (EVIL, "s", True)
    assert all(cell.data_type != "f" for cell in (*one, *two))
    assert one[2].value == 4.0
    assert one[0].value.date() == date(2026, 8, 3)
    assert two[5].value.startswith("Good\nand")
    assert "\x07" not in two[5].value


@pytest.mark.parametrize("name", ["no/such.csv", "no/such.xlsx", "file.txt/such.csv", "file.txt/such.xlsx", "."])
def test_what_cannot_be_written_is_said_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    """A folder that is not there or is a file, and a file that is a folder; no row is read in vain."""
    (tmp_path / "file.txt").write_text("x")
    rows = iter(ROWS)
    with pytest.raises(CXDeskError, match="cannot be written"):
        write_comments(tmp_path / name, rows, 2)
    assert name == "." or len(list(rows)) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_no_comments_still_have_headings(tmp_path: Path) -> None:
    for name in ("none.csv", "none.xlsx"):
        assert write_comments(tmp_path / name, (), 0) == 0
    sheet = load_workbook(tmp_path / "none.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == headings()
