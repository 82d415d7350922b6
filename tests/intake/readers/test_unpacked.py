"""What was inflated for the scan is what the reader opens; where not all of it was kept, the reader opens the file."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.intake.readers import unpacked
from cxdesk.intake.readers.archive import Archive
from cxdesk.intake.readers.unpacked import Unpacked
from cxdesk.intake.sniff import sniff
from cxdesk.system.progress import Progress
from tests.intake.workbooks import sheet, two_columns, xlsx

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="files in memory have names on Linux only")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return xlsx(tmp_path / "book.xlsx", {"First": sheet(*two_columns(2_000)), "Second": sheet(*two_columns(3))})


def rows(path: Path) -> list[int]:
    return [sum(len(block.rows) for block in table.open()) for table in sniff(path)]


def test_a_reader_finds_every_part_as_it_was(book: Path) -> None:
    archive, kept = Archive(book), Unpacked(1_000_000)
    for name in archive.names:
        assert b"".join(kept.kept(archive.part(name), archive.chunks(name))) == archive.read(name)
    path = kept.path()
    assert path is not None
    with zipfile.ZipFile(path) as found:
        assert found.testzip() is None
        assert {name: found.read(name) for name in found.namelist()} == {n: archive.read(n) for n in archive.names}
        assert {part.compress_type for part in found.infolist()} == {zipfile.ZIP_STORED}
    kept.close()
    assert not path.exists()


def test_a_part_that_was_not_read_to_its_end_leaves_nothing_to_open(book: Path) -> None:
    archive, kept = Archive(book), Unpacked(1_000_000)
    pieces = kept.kept(archive.part("xl/workbook.xml"), archive.chunks("xl/workbook.xml"))
    next(pieces)
    pieces.close()
    assert kept.path() is None
    kept.close()


def test_large_workbooks_are_left_to_the_reader(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Unpacked(unpacked.TOGETHER + 1).path() is None
    monkeypatch.setattr(unpacked, "TOGETHER", 10)
    assert rows(book) == [2_000, 3]


def test_every_sheet_is_inflated_once(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chunks, done = Archive.chunks, []

    def counted(self: Archive, name: str, progress: Progress | None = None) -> Iterator[bytes]:
        yield from chunks(self, name, progress)
        done.append(name)

    monkeypatch.setattr(Archive, "chunks", counted)
    assert rows(book) == [2_000, 3]
    assert [name for name in done if "sheet" in name] == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]


def test_without_room_the_reader_takes_the_workbook_itself(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked.os, "write", lambda *_what: 0)
    assert rows(book) == [2_000, 3]
