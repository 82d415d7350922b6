"""Zip files: inflated by us, every size and checksum held to the directory's promise, nothing written anywhere."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from cxdesk.domain.errors import CXDeskError, FileDamaged, FileProtected, FileRefused
from cxdesk.intake.guard import Limits
from cxdesk.intake.readers.archive import Archive
from cxdesk.intake.sniff import sniff
from tests.intake.workbooks import sheet, two_columns, xlsx
from tests.shared_files import REPOSITORY


def packed(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def patched(path: Path, marker: bytes, offset: int, layout: str, value: int) -> Path:
    """The file with a number behind `marker` (the last such place) changed."""
    data = bytearray(path.read_bytes())
    struct.pack_into(layout, data, data.rfind(marker) + offset, value)
    path.write_bytes(data)
    return path


DIRECTORY = b"PK\x01\x02"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_part_comes_out_as_it_went_in(tmp_path: Path, method: int) -> None:
    content = bytes(range(256)) * 5000
    archive = Archive(packed(tmp_path / "a.zip", {"folder/part": content}, method))
    assert archive.read("Folder\\PART") == content
    assert archive.names == ["folder/part"]


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path) -> None:
    """A directory that promises ten bytes of a megabyte: other readers would inflate it all."""
    content = b"x" * 1_000_000
    path = packed(tmp_path / "lie.zip", {"part": content})
    patched(path, DIRECTORY, 24, "<I", 10)
    patched(path, DIRECTORY, 16, "<I", zlib.crc32(content[:10]))
    with pytest.raises(FileDamaged) as error:
        Archive(path).read("part")
    assert error.value.code == "file_damaged.part"
    assert "part" in error.value.message


def test_a_format_newer_than_any_is_damage_too(tmp_path: Path) -> None:
    path = patched(packed(tmp_path / "new.zip", {"part": b"x"}), DIRECTORY, 6, "<H", 222)
    with pytest.raises(FileDamaged, match="zip file version"):
        Archive(path)


def test_a_wrong_checksum(tmp_path: Path) -> None:
    path = patched(packed(tmp_path / "c.zip", {"part": b"hello"}), DIRECTORY, 16, "<I", 1)
    with pytest.raises(FileDamaged):
        Archive(path).read("part")


def test_a_broken_stream(tmp_path: Path) -> None:
    path = packed(tmp_path / "b.zip", {"part": b"hello world" * 100})
    data = bytearray(path.read_bytes())
    data[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    with pytest.raises(FileDamaged):
        Archive(path).read("part")


def test_no_directory(tmp_path: Path) -> None:
    path = packed(tmp_path / "cut.zip", {"part": b"hello" * 100})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(FileDamaged) as error:
        Archive(path)
    assert error.value.file == "cut.zip"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(zip_total=1_500_000), "file_refused.size"),
        (Limits(zip_part=900_000), "file_refused.size"),
        (Limits(ratio_from=500_000), "file_refused.ratio"),
        (Limits(zip_entries=1), "file_refused.parts"),
    ],
)
def test_bombs_are_refused_by_the_directory_alone(tmp_path: Path, limits: Limits, code: str) -> None:
    path = packed(tmp_path / "bomb.zip", {"a": bytes(1_000_000), "b": bytes(1_000_000)})
    with pytest.raises(FileRefused) as error:
        Archive(path, limits)
    assert error.value.code == code
    assert error.value.remedy


def test_the_same_part_twice(tmp_path: Path) -> None:
    """One reader takes the first, another the last."""
    with pytest.raises(FileDamaged):
        Archive(packed(tmp_path / "t.zip", {"xl/a.xml": b"1", "XL\\A.xml": b"2"}))


def test_a_part_with_a_password(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.zip", {"part": b"hello"})
    patched(path, DIRECTORY, 8, "<H", 1)
    with pytest.raises(FileProtected):
        Archive(path).read("part")


def test_a_packing_that_spreadsheets_do_not_use(tmp_path: Path) -> None:
    with pytest.raises(FileDamaged):
        Archive(packed(tmp_path / "l.zip", {"part": b"hello"}, zipfile.ZIP_LZMA)).read("part")


DOCTYPES = [
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a/>',
    b"<!-- " + b"x" * 5000 + b' --><!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
    '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a []><a/>'.encode("utf-16"),
]


@pytest.mark.parametrize("content", DOCTYPES)
def test_a_document_type_in_any_part_is_refused(tmp_path: Path, content: bytes) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"S": sheet(*two_columns(3))}, extra={"docProps/custom.xml": content})
    with pytest.raises(FileRefused) as error:
        sniff(path)
    assert error.value.code == "file_refused.doctype"
    assert "docprops/custom.xml" in error.value.message


def test_a_document_type_in_a_sheet(tmp_path: Path) -> None:
    bomb = sheet(*two_columns(3), prolog='<!DOCTYPE w [<!ENTITY a "aaaa">]>')
    with pytest.raises(FileRefused):
        sniff(xlsx(tmp_path / "d.xlsx", {"S": bomb}))


def test_a_part_that_begins_with_a_megabyte_of_nothing_is_no_part(tmp_path: Path) -> None:
    extra = {"docProps/custom.xml": b"<!--" + b"-x" * 1_000_000 + b"--><a/>"}
    with pytest.raises(CXDeskError):
        sniff(xlsx(tmp_path / "d.xlsx", {"S": sheet(*two_columns(3))}, extra=extra))


def test_names_that_lead_elsewhere_do_no_harm(tmp_path: Path) -> None:
    """They are never used as paths."""
    extra = {"../../../../cx_evil.txt": b"x", "/abs/cx_evil.txt": b"x", "xl\\media\\x.png": b"x"}
    (table,) = sniff(xlsx(tmp_path / "t.xlsx", {"S": sheet(*two_columns(3))}, extra=extra))
    assert sum(len(block.rows) for block in table.open()) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]


LISTENING = """
import sys
opened = []
sys.addaudithook(lambda event, told: opened.append(f"{event} {told[0]}") if event.split(".")[0] in WATCHED else None)
WATCHED = ("open", "socket", "urllib", "subprocess", "os")
from pathlib import Path
from cxdesk.domain.errors import CXDeskError
from cxdesk.intake.sniff import sniff
for path in sys.argv[1:]:
    try:
        sniff(Path(path))
    except CXDeskError:
        print("refused", path)
print(*opened, sep="\\n")
"""


def test_nothing_that_a_document_type_names_is_opened(tmp_path: Path) -> None:
    """What Python opens is told by an audit hook, which stays for good: so a process of its own."""
    books = [
        xlsx(tmp_path / f"{at}.xlsx", {"S": sheet(*two_columns(3))}, extra={"docProps/custom.xml": content})
        for at, content in enumerate(DOCTYPES)
    ]
    ran = subprocess.run(
        [sys.executable, "-c", LISTENING, *map(str, books)], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    said = ran.stdout.splitlines()
    assert said[: len(books)] == [f"refused {path}" for path in books]
    assert {f"open {path}" for path in books} <= set(said)
    assert not [one for one in said if "/etc/" in one or one.split(".")[0] in ("socket", "urllib", "subprocess")]
