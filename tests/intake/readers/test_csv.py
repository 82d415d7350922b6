"""Delimited text files as a person has them: whole files in, rows with their lines out, every line accounted for."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.errors import BadQuestion, CXDeskError, FileDamaged, FileEmpty, FileRefused
from cxdesk.intake.guard import Limits
from cxdesk.intake.readers.csv import CHUNK
from cxdesk.intake.sniff import sniff
from cxdesk.intake.table import (
    FOOTER,
    REPEATED_HEADER,
    STRAY_QUOTE,
    TOO_LONG,
    TOTAL,
    UNCLOSED_QUOTE,
    Choices,
    Row,
    RowProblem,
    RowStream,
    Table,
)


def written(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table_of(folder: Path, content: str | bytes, choices: Choices | None = None) -> Table:
    (table,) = sniff(written(folder, content), choices=choices)
    return table


def read(table: Table) -> tuple[RowStream, list[tuple[int, Row]], list[RowProblem]]:
    """The stream at its end, rows with their lines, problems."""
    stream = table.open()
    rows: list[tuple[int, Row]] = []
    problems: list[RowProblem] = []
    for block in stream:
        rows += zip(block.lines, block.rows, strict=True)
        problems += block.problems
    assert stream.rows_seen == stream.counts.read
    assert stream.counts.data == len(rows)
    return stream, rows, problems


def test_a_plain_file(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,score,comment\n007,9,good\n008,,\n")
    assert table.headings == ("id", "score", "comment")
    assert table.source.container == "csv"
    assert table.source.size == 34
    assert read(table)[1] == [(2, ["007", "9", "good"]), (3, ["008", "", ""])]


def test_the_rows_can_be_read_again(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,score\n1,9\n")
    assert read(table)[1] == read(table)[1]


def test_words_like_na_are_words(tmp_path: Path) -> None:
    names = ["NA", "Null", "None", "nan", "True"]
    table = table_of(tmp_path, "id,name\n" + "".join(f"{n},{name}\n" for n, name in enumerate(names)))
    assert [row[1] for _line, row in read(table)[1]] == names


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_an_editor_does(tmp_path: Path, end: str) -> None:
    text = end.join(["id,c", '1,"two', 'lines"', "", "2,x", "3,y"])
    stream, rows, _problems = read(table_of(tmp_path, text))
    assert [line for line, _row in rows] == [2, 5, 6]
    assert rows[0][1] == ["1", f"two{end}lines"]
    assert list(stream.blank_lines) == [4]


def test_what_stands_above_the_table_is_remembered_and_counted(tmp_path: Path) -> None:
    table = table_of(tmp_path, "sep=;\n\nMonthly report;;\nid;score;note\n1;9,5;x\n2;8,0;y\n")
    assert table.layout is not None
    assert table.layout.preamble == ("sep=;", "Monthly report;;")
    assert table.layout.preamble_rows == 2
    assert (table.header_line, table.first_line) == (4, 5)
    stream, rows, _problems = read(table)
    counts = stream.counts
    assert (counts.preamble, counts.blank, counts.header, counts.data) == (2, 1, 1, 2)
    assert rows[0] == (5, ["1", "9,5", "x"])


def test_analytics_export_with_remarks_and_two_tables(tmp_path: Path) -> None:
    text = (
        "# ----------\n# Report\n# Account: a, b\n#\n# Start date: 20250101\n\n"
        "Day,Users\n0,5\n1,7\n\n# Second\n\nChannel,Users,Share\nWeb,10,0.8\nMail,2,0.2\n"
    )
    first, second = sniff(written(tmp_path, text))
    assert (first.headings, second.headings) == (("Day", "Users"), ("Channel", "Users", "Share"))
    assert [row for _line, row in read(first)[1]] == [["0", "5"], ["1", "7"]]
    assert read(second)[1] == [(14, ["Web", "10", "0.8"]), (15, ["Mail", "2", "0.2"])]
    lines = read(first)[0].rows_seen + read(second)[0].rows_seen
    assert lines == 15


def test_a_number_sign_may_be_a_heading(tmp_path: Path) -> None:
    table = table_of(tmp_path, "#,How likely?,Network ID\nabc1,9,x\nabc2,8,y\n")
    assert table.headings == ("#", "How likely?", "Network ID")


def test_short_rows_are_padded_and_long_ones_reported_never_shifted(tmp_path: Path) -> None:
    stream, rows, problems = read(table_of(tmp_path, "id,a,b\n1,2\n2,3,4,5,\n3,4,5\n4,5,6,,\n"))
    assert rows == [(2, ["1", "2", ""]), (3, ["2", "3", "4"]), (4, ["3", "4", "5"]), (5, ["4", "5", "6"])]
    assert problems == [RowProblem(3, TOO_LONG, ("5", ""))]
    assert (stream.short_rows, stream.short_lines) == (1, [2])


def test_a_header_shorter_than_its_rows_gets_more_columns(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,name\n1,a,x\n2,b,y\n3,c,z\n")
    assert table.headings == ("id", "name", "Column 3")
    assert read(table)[2] == []


def test_blank_rows_are_counted_with_their_lines(tmp_path: Path) -> None:
    """One tool leaves a blank line between all rows; spreadsheet programs leave rows of delimiters."""
    stream, rows, _problems = read(table_of(tmp_path, "id,a\n\n1,x\n\n,\n  ,\n2,y\n\n\n"))
    assert [line for line, _row in rows] == [3, 7]
    assert list(stream.blank_lines) == [2, 4, 5, 6, 8, 9]
    assert stream.counts.blank == 6


def test_footers_totals_and_repeated_headers_are_marked_but_kept(tmp_path: Path) -> None:
    text = "agent,rating,note\na,5,x\nb,4,y\nagent,rating,note\nc,3,z\nTotal,12,\nReporting period: May,,\n"
    blocks = list(table_of(tmp_path, text).open())
    assert blocks[-1].marks == {2: REPEATED_HEADER, 4: TOTAL, 5: FOOTER}
    assert len(blocks[-1].rows) == 6


def test_rows_with_one_answer_are_no_footers_where_that_is_usual(tmp_path: Path) -> None:
    (block,) = table_of(tmp_path, "a,b,c\n" + "x,,\n" * 20).open()
    assert block.marks == {}


def test_no_header(tmp_path: Path) -> None:
    table = table_of(tmp_path, "1,english\n2,français\n")
    assert (table.header_rows, table.headings) == (0, ("Column 1", "Column 2"))
    assert len(read(table)[1]) == 2


def test_a_person_may_say_where_the_header_is(tmp_path: Path) -> None:
    text = "1,english\n2,french\n3,romanian\n"
    table = table_of(tmp_path, text, Choices(header_rows=1))
    assert table.headings == ("1", "english")
    assert [line for line, _row in read(table)[1]] == [2, 3]
    back = table.with_header_rows(0)
    assert (back.headings, back.first_line, len(read(back)[1])) == (("Column 1", "Column 2"), 1, 3)
    two = table.with_header_rows(2)
    assert (two.raw_headings, two.sub_headings, two.first_line) == (("1", "english"), ("2", "french"), 3)
    assert table.header_candidates[0].rows == 0


def test_a_person_may_say_encoding_and_delimiter(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a;b\nș;1,5\n".encode("iso8859-16"), Choices(encoding="iso8859-16", delimiter=";"))
    assert table.layout is not None
    assert table.layout.encoding_evidence["chosen"]
    assert read(table)[1] == [(2, ["ș", "1,5"])]


@pytest.mark.parametrize("choices", [Choices(encoding="klingon"), Choices(delimiter=";;"), Choices(quote="\n")])
def test_what_nobody_can_follow_is_said(tmp_path: Path, choices: Choices) -> None:
    with pytest.raises(BadQuestion) as error:
        sniff(written(tmp_path, "a,b\n1,2\n"), choices=choices)
    assert error.value.file == "file.csv"


def test_utf16_as_one_analytics_tool_writes_it(tmp_path: Path) -> None:
    table = table_of(tmp_path, "\ufefflabel,nb_visits\nété,5\n".encode("utf-16-le"))
    assert table.headings == ("label", "nb_visits")
    assert read(table)[1] == [(2, ["été", "5"])]


def test_all_cells_quoted_with_a_mark_and_a_blank_line_at_the_end(tmp_path: Path) -> None:
    data = '\ufeff"id";"submitdate";"Q1"\r\n"1";"2025-01-02 10:00:00";"9"\r\n\r\n'.encode()
    table = table_of(tmp_path, data)
    assert table.headings == ("id", "submitdate", "Q1")
    stream, rows, _problems = read(table)
    assert rows == [(2, ["1", "2025-01-02 10:00:00", "9"])]
    assert list(stream.blank_lines) == [3]


def test_what_could_not_be_kept_is_counted(tmp_path: Path) -> None:
    stream, rows, _problems = read(table_of(tmp_path, b"id,c\n1,a\x00b\n2,\xc3\xa9\n3,J\xf6rg\n"))
    assert [row[1] for _line, row in rows] == ["ab", "é", "Jörg"]
    assert stream.cleaned == {"nul": 1, "stray": 1}


def test_a_stray_mark_in_a_large_file_costs_one_row(tmp_path: Path) -> None:
    lines = [f"{n},ok\n" for n in range(60_000)]
    lines[100] = '100,"never closed\n'
    table = table_of(tmp_path, "id,c\n" + "".join(lines))
    _stream, rows, problems = read(table)
    assert len(rows) == 60_000
    assert rows[100] == (102, ["100", "never closed"])
    assert [(problem.line, problem.code) for problem in problems] == [(102, UNCLOSED_QUOTE)]


def test_a_mark_that_was_not_doubled_is_reported(tmp_path: Path) -> None:
    _stream, rows, problems = read(table_of(tmp_path, 'id,c\n1,"a "nice, warm" day"\n2,"x"\n'))
    assert rows[0] == (2, ["1", 'a "nice, warm" day'])
    assert [(problem.line, problem.code) for problem in problems] == [(2, STRAY_QUOTE)]


def test_cells_larger_than_a_chunk(tmp_path: Path) -> None:
    comment = 'é, ""so""\n' * CHUNK
    table = table_of(tmp_path, f'id,c\n1,"{comment}"\n2,y\n')
    _stream, rows, _problems = read(table)
    assert rows[0][1][1] == comment.replace('""', '"')
    assert rows[1] == (CHUNK + 3, ["2", "y"])


@pytest.mark.parametrize("exponent", [1, 5, 9, 13])
@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
def test_no_row_is_lost_at_the_edge_of_a_chunk(tmp_path: Path, exponent: int, off: int, end: str) -> None:
    count = 2**exponent + off
    rows = [f'{n},"c{n % 7}"' for n in range(count)]
    stream, found, _problems = read(table_of(tmp_path, "".join(line + end for line in ["id,c", *rows])))
    assert len(found) == count
    assert stream.counts.blank == (count + 1 if end == "\r\r\n" else 0)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_end_as_rows_or_as_one_error(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    error = None
    try:
        for table in sniff(path):
            read(table)
    except CXDeskError as raised:
        error = raised
    assert error is None or error.file == "file.csv"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='a1,;"\n\r #é', max_size=200))
def test_every_line_of_any_text_is_accounted_for(tmp_path: Path, text: str) -> None:
    try:
        tables = sniff(written(tmp_path, text))
    except FileEmpty:
        assert all(line.lstrip(' "').startswith("#") or not line.strip(' ,;"') for line in text.splitlines())
        return
    for table in tables:
        read(table)


def test_packed_with_gzip(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(b"id,a\n1,2\n") + gzip.compress(b"3,4\n"), "named.csv")
    (table,) = sniff(path)
    assert table.source.container == "csv.gz"
    assert [row for _line, row in read(table)[1]] == [["1", "2"], ["3", "4"]]


def test_gzip_cut_off(tmp_path: Path) -> None:
    with pytest.raises(FileDamaged) as error:
        sniff(written(tmp_path, gzip.compress(b"id,a\n" + b"1,2\n" * 1000)[:-20], "cut.csv.gz"))
    assert error.value.file == "cut.csv.gz"


def test_gzip_that_never_ends(tmp_path: Path) -> None:
    limits = Limits(zip_total=100_000)
    path = written(tmp_path, gzip.compress(b"a,b\n" * 100_000), "bomb.csv.gz")
    with pytest.raises(FileRefused) as error:
        sniff(path, limits=limits)
    assert error.value.code == "file_refused.size"


def test_a_zip_of_tables(tmp_path: Path) -> None:
    path = tmp_path / "export.csv.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("answers.csv", "id,score\n1,9\n")
        file.writestr("customers.tsv", "id\tname\nA\tAnn\n")
        file.writestr("__MACOSX/._answers.csv", "junk")
        file.writestr("readme.md", "hello")
    tables = sniff(path)
    assert [(t.sheet, t.headings, t.source.container) for t in tables] == [
        ("answers.csv", ("id", "score"), "zip-of-csv"),
        ("customers.tsv", ("id", "name"), "zip-of-csv"),
    ]
    assert read(tables[1])[1] == [(2, ["A", "Ann"])]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b",,\n,,\n", b"  \r\n"])
def test_nothing_in_it(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileEmpty) as error:
        sniff(written(tmp_path, content))
    assert error.value.file == "file.csv"


def test_a_line_without_end_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as error:
        sniff(written(tmp_path, "a" * 3_000_000), limits=Limits(line_chars=1_000_000))
    assert (error.value.code, error.value.row) == ("file_refused.line_length", 1)
    assert "1 million per line" in error.value.message


def test_a_cell_beyond_the_limit_is_refused_with_its_line(tmp_path: Path) -> None:
    limits = Limits(cell_chars=100_000)
    content = "id,c\n" + "1,ok\n" * 50_000 + f'2,"{"x" * 200_000}"\n'
    (table,) = sniff(written(tmp_path, content), limits=limits)
    with pytest.raises(FileRefused) as error:
        list(table.open())
    assert (error.value.file, error.value.row) == ("file.csv", 50_002)


def test_too_many_columns(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as error:
        sniff(written(tmp_path, ",".join(f"c{n}" for n in range(2001)) + "\n"))
    assert error.value.code == "file_refused.columns"
    assert "2,001" in error.value.message


def test_no_more_is_held_than_a_chunk_or_two(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,score,comment\n" + "123,9,a short comment\n" * 100_000)
    sizes = [len(block.rows) for block in table.open()]
    assert sum(sizes) == 100_000
    assert max(sizes) * 20 <= 2 * CHUNK


def test_what_was_found_is_plain_json(tmp_path: Path) -> None:
    import json

    described = table_of(tmp_path, "id;score\n1;9,5\n").described()
    assert json.loads(json.dumps(described)) == described
    assert described["layout"]["delimiter"] == ";"
    assert described["layout"]["delimiter_evidence"][0]["columns"] == 2
