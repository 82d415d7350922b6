"""Hostile and odd files of other people: each ends as rows that add up, or as one error that names the file."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cxdesk.intake.sniff import sniff
from tests.shared_files import REPOSITORY, needs_shared, shared_json, shared_paths

MEMORY = 1 << 30  # what reading_child.py allows

pytestmark = [needs_shared, pytest.mark.skipif(sys.platform != "linux", reason="forks and address space limits")]

FILES = shared_paths("bad/files") + shared_paths("bad/attacks")
REAL = [path for path in shared_paths("data", "*/*") if path.suffix in (".csv", ".gz", ".xlsx")]
TRUTHS = shared_paths("data/awkward_csv_spectrum", "*.json")


def read_in_children(paths: list[Path]) -> dict[Path, dict[str, Any]]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.intake.reading_child"],
        input=json.dumps([str(path) for path in paths]),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    answers = map(json.loads, ran.stdout.splitlines())
    found = {Path(one["path"]): one for one in answers}
    assert found.keys() == set(paths)
    return found


@pytest.fixture(scope="module")
def outcomes() -> dict[Path, dict[str, Any]]:
    return read_in_children(FILES + REAL)


def test_there_are_files_to_read() -> None:
    assert len(FILES) > 350


@pytest.mark.parametrize("path", FILES + REAL, ids=lambda path: path.name)
def test_it_ends_as_rows_that_add_up_or_as_one_error(path: Path, outcomes: dict[Path, dict[str, Any]]) -> None:
    found = outcomes[path]
    assert not {"died", "raised"} & set(found), found
    assert found["seconds"] < 20
    assert found["megabytes"] < MEMORY >> 20
    if "error" in found:
        error = found["error"]
        assert error["file"] == path.name
        assert error["message"]
        assert error["remedy"]
        assert error["code"].startswith("file_")
        return
    assert found["tables"]
    for table in found["tables"]:
        assert table["seen"] == table["preamble"] + table["header"] + table["blank"] + table["data"]
        assert table["rows"] == table["data"]
        assert table["widest"] in (0, table["columns"])


PLACES = {
    "truncated_sheet_xml.xlsx": ("S", 9, None),
    "ss_index_out_of_range.xlsx": ("S", None, None),
    "duplicate_cell_refs.xlsx": ("S", 1, "A"),
    "corner_cells.xlsx": ("S", None, None),
    "cols_16384.csv": (None, 1, None),
    "cols_16384.xlsx": ("S", None, None),
    "poi__poc-shared-strings.xlsx": ("Tabelle1", None, None),
}


@pytest.mark.parametrize("path", [path for path in FILES if path.name in PLACES], ids=lambda path: path.name)
def test_an_error_names_the_place_where_there_is_one(path: Path, outcomes: dict[Path, dict[str, Any]]) -> None:
    error = outcomes[path]["error"]
    assert (error["sheet"], error["row"], error["column"]) == PLACES[path.name]


CODES = {
    "billion_laughs_sheet.xlsx": "file_refused.doctype",
    "quadratic_blowup.xlsx": "file_refused.doctype",
    "xxe_file.xlsx": "file_refused.doctype",
    "poi__poc-xmlbomb.xlsx": "file_refused.doctype",
    "corner_cells.xlsx": "file_refused.columns",
    "zero.xlsx": "file_empty",
    "bom_only.csv": "file_empty",
    "png_named.csv": "file_unknown",
    "html_named.xls": "file_unknown",
    "calamine__pass_protected.xlsx": "file_protected",
    "pycalamine__password.xlsb": "file_protected",
    "pycalamine__password.xls": "file_protected",
    "roo__encrypted-letmein.ods": "file_protected",
    "duplicate_cell_refs.xlsx": "file_damaged.cells",
}


@pytest.mark.parametrize("path", [path for path in FILES if path.name in CODES], ids=lambda path: path.name)
def test_the_reason_is_the_true_one(path: Path, outcomes: dict[Path, dict[str, Any]]) -> None:
    assert outcomes[path]["error"]["code"] == CODES[path.name]


ERROR_CELLS = {"calamine__errors.xlsx": 7, "readxl__types.xlsx": 8, "readxl__types.xls": 8, "calamine__pivots.xlsx": 4}


@pytest.mark.parametrize("path", [path for path in FILES if path.name in ERROR_CELLS], ids=lambda path: path.name)
def test_error_cells_are_counted(path: Path, outcomes: dict[Path, dict[str, Any]]) -> None:
    tables = outcomes[path]["tables"]
    assert sum(sum(table["errors"].values()) for table in tables) == ERROR_CELLS[path.name]


ROWS = {
    "lying_dimension_A1.xlsx": 10,
    "lying_dimension_short.xlsx": 10,
    "rows_out_of_order.xlsx": 2,
    "unclosed_quote.csv": 200_002,
    "ragged.csv": 4,
    "Online Retail.xlsx": 40_001,
    "nps.csv": 13_955,
    "2017_SFO_Customer_Survey_20250817.csv": 2_832,
    "ecom.csv.gz": 31_107,
}


@pytest.mark.parametrize("path", [path for path in FILES + REAL if path.name in ROWS], ids=lambda path: path.name)
def test_no_row_is_missing(path: Path, outcomes: dict[Path, dict[str, Any]]) -> None:
    (table,) = outcomes[path]["tables"]
    assert table["header"] + table["data"] == ROWS[path.name]


def truth_of(path: Path) -> list[dict[str, str]]:
    found = shared_json("data", "awkward_csv_spectrum", path.name)
    truth: list[dict[str, str]] = [found] if isinstance(found, dict) else found
    if path.stem == "location_coordinates":  # the truth has another telephone number than its file
        truth[0]["Contact Phone Number"] = "2095257564"
    if path.stem == "newlines_crlf":  # the file has lost its carriage returns, the truth has not
        truth = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in truth]
    return truth


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_awkward_text_files_read_as_their_makers_say(path: Path) -> None:
    (table,) = sniff(path.with_suffix(".csv"))
    rows = [dict(zip(table.headings, row, strict=True)) for block in table.open() for row in block.rows]
    assert rows == truth_of(path)


SPECIES = [["1", "dog", "Cleo", "5"], ["2", "dog", "Pancakes", "4"], ["3", "cat", "Mozie", "8"]]


@pytest.mark.parametrize("path", shared_paths("data/awkward_sqlite_utils"), ids=lambda path: path.name)
def test_four_ways_to_write_the_same_table(path: Path) -> None:
    (table,) = sniff(path)
    rows = [row for block in table.open() for row in block.rows]
    assert rows == [*SPECIES, ["4", "spider", "Daisy, the tarantula", "6"]]


def test_french_words_of_a_file_that_mixes_encodings_are_put_right() -> None:
    (table,) = sniff(next(path for path in REAL if path.name == "nps.csv"))
    text = " ".join(str(row[5]) for block in table.open() for row in block.rows)
    assert "particulièrement long" in text
    assert "échange" in text
    assert not re.search(r"\w‚|‚\w", text)


@pytest.mark.parametrize("path", [path for path in REAL if path.suffix == ".csv"][:80], ids=lambda path: path.name)
def test_sound_files_read_as_the_csv_module_does(path: Path) -> None:
    (table,) = sniff(path)
    assert table.layout is not None
    if table.layout.encoding != "utf-8" or table.layout.quote != '"' or table.layout.escape:
        pytest.skip("not as the csv module would read it")
    with path.open(newline="", encoding="utf-8") as file:
        expected = [row for row in csv.reader(file, delimiter=table.layout.delimiter) if any(row)]
    rows = [row for block in table.open() for row in block.rows]
    width = len(table.headings)
    assert rows == [(row + [""] * width)[:width] for row in expected[table.header_rows + table.layout.preamble_rows :]]
