"""Text whose lines became one cell each."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.intake.readers.wrapped import is_wrapped, unwrapped
from cxdesk.intake.sniff import sniff


@pytest.mark.parametrize(
    "text",
    [
        '"id,name"\n"1,Ana"\n"2,Ion"\n',
        '"""id"",""name"""\r\n"""1"",""Pop, Ana"""\r\n"""2"",""Ion"""\r\n',
        'id,name\n1,Ana\n"2,""Pop, Ana"""\n',
        '\ufeff"id;name"\n\n"1;Ana"\n"2;Ion"',
    ],
)
def test_lines_that_are_one_cell(text: str) -> None:
    assert is_wrapped(text)


@pytest.mark.parametrize(
    "text",
    [
        '"id","name"\n"1","Ana"\n"2","Ion"\n',
        'comment\n"fine, thanks"\n"slow, dear"\n',  # one column of texts
        '"comment"\n"fine, thanks"\n"no"\n',
        "id,name\n1,Ana\n2,Ion\n",
        'id,name\n1,"Pop, Ana"\n"2,Ion"\n',
        '"id,name"\n"1,Ana"\n',  # too little to tell
    ],
)
def test_other_lines(text: str) -> None:
    assert not is_wrapped(text)


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_bytes_are_unwrapped_wherever_chunks_end(size: int) -> None:
    data = '\ufeff"""id"",""name"""\r\n"1,""Ștefan, A."""\r\nplain,2\n"3,x"'.encode()
    chunks = [data[:3], *(data[at : at + size] for at in range(3, len(data), size))]
    made = b"".join(unwrapped(lambda _progress: iter(chunks), 3)(None)).decode("utf-8-sig")
    assert made == '"id","name"\r\n1,"Ștefan, A."\r\nplain,2\n3,x'


def test_the_table_within_is_read_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_bytes('"Date,Total"\n"2025-02-03,""1,5"""\n"2025-02-04,2"\n"2025-02-05,3"\n'.encode("utf-8-sig"))
    (table,) = sniff(path)
    assert table.headings == ("Date", "Total")
    assert "saved_twice" in {note.code for note in table.notes}
    assert [(line, row) for block in table.open() for line, row in zip(block.lines, block.rows, strict=True)] == [
        (2, ["2025-02-03", "1,5"]),
        (3, ["2025-02-04", "2"]),
        (4, ["2025-02-05", "3"]),
    ]
