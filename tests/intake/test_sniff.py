"""What a file is, by its bytes: never by its name."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from pathlib import Path

import pytest

from cxdesk.domain.errors import CXDeskError, FileDamaged, FileProtected, FileUnknown
from cxdesk.intake.sniff import sniff
from cxdesk.system.progress import Cancelled, Progress
from tests.intake.workbooks import MAIN_TYPE, ods, ods_row, ods_text, sheet, two_columns, xlsx

MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def container(path: Path) -> str:
    return sniff(path)[0].source.container


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a", "a.xls", "a.pdf"])
def test_a_suffix_says_nothing(tmp_path: Path, name: str) -> None:
    assert container(xlsx(tmp_path / name, {"S": sheet(*two_columns(2))})) == "xlsx"
    (tmp_path / name).write_bytes(b"id,a\n1,2\n")
    assert container(tmp_path / name) == "csv"
    (tmp_path / name).write_bytes(gzip.compress(b"id,a\n1,2\n"))
    assert container(tmp_path / name) == "csv.gz"
    assert container(ods(tmp_path / name, {"S": ods_row(ods_text("id")) + ods_row(ods_text("a"))})) == "ods"


def test_macros_make_another_workbook(tmp_path: Path) -> None:
    assert container(xlsx(tmp_path / "m.xlsx", {"S": sheet(*two_columns(2))}, main_type=MACROS)) == "xlsm"
    assert container(xlsx(tmp_path / "m.xlsx", {"S": sheet(*two_columns(2))}, main_type=MAIN_TYPE)) == "xlsx"


def test_the_source_is_known_by_all_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,a\n1,2\n")
    source = sniff(path)[0].source
    assert (source.path, source.name, source.size) == (path, "a.csv", 9)
    assert source.sha256 == hashlib.sha256(b"id,a\n1,2\n").hexdigest()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"SQLite format 3\x00" + bytes(100), "a database"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a web page or XML"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "a web page or XML"),
        ("<?xml version='1.0'?><Workbook/>".encode("utf-16"), "a web page or XML"),
        (b"ID;PWXL;N;E\nC;Y1;X1;K1\n", "a SYLK file"),
        (b"{\\rtf1 hello}", "a text document"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "a packed archive"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    with pytest.raises(FileUnknown) as error:
        sniff(path)
    assert what in error.value.message
    assert (error.value.file, bool(error.value.remedy)) == ("answers.csv", True)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(1, 256)) * 20)
    with pytest.raises(FileUnknown):
        sniff(path)


def test_other_documents_in_a_zip_file(tmp_path: Path) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with pytest.raises(FileUnknown) as error:
        sniff(xlsx(tmp_path / "w.docx", {"S": sheet()}, main_type=word))
    assert "text document" in error.value.message
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as file:
        file.writestr("picture.png", b"x")
    with pytest.raises(FileUnknown):
        sniff(tmp_path / "z.zip")


def test_an_encrypted_open_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "e.ods", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<m><encryption-data/></m>")
        file.writestr("content.xml", b"\x93\x11junk")
    with pytest.raises(FileProtected) as error:
        sniff(tmp_path / "e.ods")
    assert "password" in error.value.message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileDamaged) as error:
        sniff(tmp_path / "gone.csv")
    assert (error.value.code, error.value.file) == ("file_damaged.open", "gone.csv")


def test_progress_is_told_and_can_cancel(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,a\n" + b"1,2\n" * 100_000)
    told: list[float] = []
    progress = Progress(lambda done, of, _label: told.append(done / of))
    (table,) = sniff(path, progress)
    assert told[-1] == 1.0
    assert told == sorted(told)
    progress.cancel()
    with pytest.raises(Cancelled):
        list(table.open(progress))


def test_an_error_keeps_its_class_on_its_way_from_the_child(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 40_000_000)
    with pytest.raises(CXDeskError) as error:
        sniff(tmp_path / "a.csv")
    back = CXDeskError.from_json(error.value.to_json())
    assert type(back) is type(error.value)
    assert back.code == "file_refused.line_length"
