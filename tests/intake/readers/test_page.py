"""Web pages called workbooks: their tables are read, everything else on them is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.domain.errors import FileUnknown
from cxdesk.intake.blocks import Row
from cxdesk.intake.sniff import sniff
from cxdesk.intake.table import Table

HEAD = "<html><head><style>td{color:red}</style><title>Report</title></head><body>"
ROWS = "<tr><th>Nr<th>Client<th>Note</tr><tr><td>1<td>Ana &amp; Ion<td>5</tr><tr><td>2<td>Zoé<br>Roux<td>4</tr>"


def tables(path: Path, page: str, encoding: str = "utf-8") -> list[Table]:
    path.write_bytes(page.encode(encoding))
    return sniff(path)


def rows(table: Table) -> list[Row]:
    stream = table.open()
    found = [row for block in stream for row in block.rows]
    assert stream.rows_seen == stream.counts.read
    return found


def test_a_table_is_read_with_its_entities_and_without_closing_tags(tmp_path: Path) -> None:
    (table,) = tables(tmp_path / "report.xls", f"{HEAD}<h1>All</h1><table>{ROWS}</table><script>x='<td>'</script>")
    assert table.source.container == "html"
    assert table.headings == ("Nr", "Client", "Note")
    assert rows(table) == [["1", "Ana & Ion", "5"], ["2", "Zoé Roux", "4"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    said = "<meta charset='windows-1252'>" if encoding == "cp1252" else ""
    (table,) = tables(tmp_path / "report.xls", f"<html>{said}<table>{ROWS}</table>", encoding)
    assert rows(table)[1][1] == "Zoé Roux"


def test_a_cell_that_spans_several_is_filled_once(tmp_path: Path) -> None:
    body = "<tr><th>Day<th>Who<th>What</tr><tr><td rowspan=2>Mon<td>A<td>1</tr><tr><td>B<td>2</tr>"
    (table,) = tables(tmp_path / "a.xls", f"<table>{body}<tr><td colspan=2>Tue<td>3</tr></table>")
    assert rows(table) == [["Mon", "A", "1"], ["", "B", "2"], ["Tue", "", "3"]]


def test_tables_that_only_place_things_on_the_page_are_none(tmp_path: Path) -> None:
    page = f"<table><tr><td>menu</tr></table><table><tr><td><table>{ROWS}</table></tr></table><table>{ROWS}</table>"
    found = tables(tmp_path / "a.html", page)
    assert [table.sheet for table in found] == ["1", "2"]
    assert [len(rows(table)) for table in found] == [2, 2]


@pytest.mark.parametrize(
    "page",
    [
        "<html><p>Sign in to see this report.</p></html>",
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        "<table><tr><td>1</td></tr></table>",
    ],
    ids=["no table", "other XML", "nothing in it"],
)
def test_a_page_without_records_is_refused_as_before(tmp_path: Path, page: str) -> None:
    with pytest.raises(FileUnknown, match="web page"):
        tables(tmp_path / "page.xls", page)
