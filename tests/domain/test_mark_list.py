"""A csv list of targets or benchmarks is read whole, or the row and column that is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.domain.errors import BadQuestion, FileRefused, NotFound
from cxdesk.domain.list_files import LARGEST
from cxdesk.domain.mark_list import read_marks


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_a_list_is_read_with_whatever_separates_its_columns(tmp_path: Path) -> None:
    for delimiter in ",;\t":
        text = delimiter.join(("Metric", "Good", "Excellent", "Source", "Year")) + "\n"
        text += delimiter.join(("nps", "30", "70", "a guide", "2022")) + "\n\n"
        (mark,) = read_marks(write(tmp_path, text, "utf-8-sig"))
        assert (mark.metric, mark.good, mark.excellent, mark.source, mark.year) == ("nps", 30, 70, "a guide", 2022)
        assert mark.key == "nps/a guide"


def test_decimal_commas_and_options(tmp_path: Path) -> None:
    text = "metric;value;grain;scale;options\ncsat_top;78,5;month;1-5;threshold=5\n"
    (mark,) = read_marks(write(tmp_path, text))
    assert (mark.value, mark.grain, mark.scale, mark.options) == (78.5, "month", "1-5", {"threshold": "5"})


def test_several_options_stand_in_one_quoted_cell(tmp_path: Path) -> None:
    (mark,) = read_marks(write(tmp_path, 'metric;value;options\ncsat_top;80;"threshold=5; dedupe=latest"\n'))
    assert mark.options == {"threshold": "5", "dedupe": "latest"}


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("metric,value\nnps,many\n", 2, "value"),
        ("metric,value\nnps,1\nnps,inf\n", 3, "value"),
        ("metric,value,grain\nnps,1,fortnight\n", 2, "grain"),
        ("metric,value,year\nnps,1,MMXX\n", 2, "year"),
        ("metric,value,options\nnps,1,loud\n", 2, "options"),
        ("metric,value\n,5\n", 2, None),
        ("metric,label\nnps,nice\n", 2, None),
        ("metric,colour\nnps,red\n", 1, None),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, row: int, column: str | None) -> None:
    with pytest.raises(BadQuestion) as caught:
        read_marks(write(tmp_path, text))
    assert (caught.value.file, caught.value.row, caught.value.column) == ("list.csv", row, column)


def test_a_list_that_is_no_text_too_long_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with pytest.raises(NotFound):
        read_marks(path)
    path.write_bytes(b"metric,label,value\nnps,\xe9t\xe9,5\n")
    with pytest.raises(BadQuestion):
        read_marks(path)
    path.write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(FileRefused):
        read_marks(path)
