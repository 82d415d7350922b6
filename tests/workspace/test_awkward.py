"""Text files that are known to be awkward, imported to the end: in the workspace stands what their makers say.

Three collections: csv-spectrum with its truths, the example files of CleverCSV with the dialects that it documents for
them, and one table that sqlite-utils writes in four ways.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cxdesk.intake.mapping import ATTRIBUTE
from cxdesk.workspace.handover import own_files
from cxdesk.workspace.importing import ImportReport, TableChoice, commit, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace
from tests.shared_files import needs_shared, shared, shared_json, shared_paths

pytestmark = needs_shared

CLEVER: dict[str, dict[str, Any]] = {
    "airedale.csv": {"delimiter": ",", "quotechar": '"'},
    "imdb.csv": {"delimiter": ",", "quoting": csv.QUOTE_NONE, "escapechar": "\\"},
    "milk.csv": {"delimiter": "\t", "quoting": csv.QUOTE_NONE},
}
SPECIES = [
    {"id": "1", "species": "dog", "name": "Cleo", "age": "5"},
    {"id": "2", "species": "dog", "name": "Pancakes", "age": "4"},
    {"id": "3", "species": "cat", "name": "Mozie", "age": "8"},
    {"id": "4", "species": "spider", "name": "Daisy, the tarantula", "age": "6"},
]


def kept_as_written(path: Path, folder: Path) -> tuple[ImportReport, tuple[str, ...], list[dict[str, str]]]:
    """Import a file with every column as a plain one: the report, the headings, and the rows that the workspace has."""
    target = folder / "work.cxdesk"
    with own_files(), Workspace.create(target) as workspace:
        (found,) = inspect_files([path])
        (view,) = found.tables
        columns = tuple(replace(use, field=ATTRIBUTE) for use in view.mapping.columns)
        view = replace(view, mapping=replace(view.mapping, kind="answer", columns=columns, questions=(), options={}))
        ((report,), _changes) = commit(workspace, prepare(workspace, [TableChoice(found, view)]))
    with closing(sqlite3.connect(target)) as base:
        rows = [json.loads(extra or "{}") for (extra,) in base.execute("SELECT extra FROM answer ORDER BY line")]
    return report, tuple(view.headings), rows


def without_blanks(row: dict[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in row.items() if value.strip()}


def spectrum(name: str) -> list[dict[str, str]]:
    found = shared_json("data", "awkward_csv_spectrum", f"{name}.json")
    truth: list[dict[str, str]] = [found] if isinstance(found, dict) else found
    if name == "location_coordinates":  # the truth has another telephone number than its file
        truth[0]["Contact Phone Number"] = "2095257564"
    if name == "newlines_crlf":  # the file has lost its carriage returns, the truth has not
        truth = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in truth]
    return truth


@pytest.mark.parametrize("path", shared_paths("data/awkward_csv_spectrum", "*.csv"), ids=lambda path: path.stem)
def test_csv_spectrum(path: Path, tmp_path: Path) -> None:
    report, _headings, rows = kept_as_written(path, tmp_path)
    assert rows == [without_blanks(row) for row in spectrum(path.stem)]
    assert report.rows.new == report.rows.read == len(rows)
    assert report.rejects == []


@pytest.mark.parametrize("path", shared_paths("data/awkward_sqlite_utils"), ids=lambda path: path.stem)
def test_sqlite_utils(path: Path, tmp_path: Path) -> None:
    report, _headings, rows = kept_as_written(path, tmp_path)
    assert rows == SPECIES
    assert report.rows.new == report.rows.read == len(rows)


@pytest.mark.parametrize("name", CLEVER)
def test_clevercsv(name: str, tmp_path: Path) -> None:
    path = shared("data", "awkward_clevercsv", name)
    with path.open(newline="", encoding="utf-8") as file:
        head, *records = list(csv.reader(file, **CLEVER[name]))
    report, headings, rows = kept_as_written(path, tmp_path)
    filled = [record for record in records if any(map(str.strip, record))]
    remarks = report.rows.skipped.get("footer", 0)
    assert all(sum(map(bool, map(str.strip, record))) == 1 for record in filled[len(filled) - remarks :])
    table = filled[: len(filled) - remarks]
    assert rows == [without_blanks(dict(zip(headings, record, strict=True))) for record in table]
    told = [" ".join(text.split()) for text in head]  # a heading's double spaces are one, the second of a name is (2)
    assert [a for a, b in zip(headings, told, strict=True) if b and a not in (b, f"{b} (2)")] == []
    assert (report.rows.read, report.rows.new) == (len(records), len(table))
    assert report.rows.blank == len(records) - len(filled)
    assert report.rejects == []
