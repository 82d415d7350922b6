"""Workbooks: every value that stands in the file comes out, in its place, or the error says which does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from cxdesk.domain.errors import FileDamaged, FileEmpty, FileRefused
from cxdesk.intake.guard import Limits
from cxdesk.intake.readers import excel
from cxdesk.intake.sniff import sniff
from cxdesk.intake.table import NO_VALUE, CellError, Choices, Row, RowStream, Table
from tests.intake.workbooks import (
    MAIN,
    number,
    ods,
    ods_error,
    ods_number,
    ods_row,
    ods_text,
    row,
    sheet,
    text,
    two_columns,
    xlsx,
)


def read(table: Table) -> tuple[RowStream, list[tuple[int, Row]]]:
    stream = table.open()
    rows = [pair for block in stream for pair in zip(block.lines, block.rows, strict=True)]
    assert stream.rows_seen == stream.counts.read
    return stream, rows


def cells(table: Table) -> list[Row]:
    return [cells for _line, cells in read(table)[1]]


def one(path: Path, choices: Choices | None = None) -> Table:
    (table,) = sniff(path, choices=choices)
    return table


def test_types_come_as_they_are(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["id", "score", "day", "moment", "time", "yes", "note"])
    page.append(["007", 9, date(2025, 4, 3), datetime(2025, 4, 3, 10, 5), time(10, 30), True, None])
    page.append(["008", 7.5, None, None, None, False, "NA"])
    book.save(tmp_path / "typed.xlsx")
    table = one(tmp_path / "typed.xlsx")
    assert table.headings == ("id", "score", "day", "moment", "time", "yes", "note")
    assert cells(table) == [
        ["007", 9.0, date(2025, 4, 3), datetime(2025, 4, 3, 10, 5), time(10, 30), True, ""],
        ["008", 7.5, "", "", "", False, "NA"],
    ]


@pytest.mark.parametrize(("since_1904", "day"), [(False, date(1900, 3, 1)), (True, date(1904, 3, 1))])
def test_both_date_systems(tmp_path: Path, since_1904: bool, day: date) -> None:
    serial = 60 if since_1904 else 61
    data = sheet(row(1, text("A1", "day")), row(2, f'<c r="A2" s="1"><v>{serial}</v></c>'))
    assert cells(one(xlsx(tmp_path / "d.xlsx", {"S": data}, date_1904=since_1904))) == [[day]]


def test_shared_texts(tmp_path: Path) -> None:
    data = sheet(
        row(1, '<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>'),
        row(2, '<c r="A2" t="s"><v>2</v></c>', number("B2", 9)),
    )
    table = one(xlsx(tmp_path / "s.xlsx", {"S": data}, strings=["who", "score", "Ann &amp; Bob"]))
    assert cells(table) == [["Ann & Bob", 9.0]]


def test_shared_texts_that_are_empty_are_no_missing_cells(tmp_path: Path) -> None:
    data = sheet(*two_columns(3), row(5, '<c r="A5" t="s"><v>0</v></c>', number("B5", 1)))
    assert cells(one(xlsx(tmp_path / "s.xlsx", {"S": data}, strings=["", "x"])))[-1] == ["", 1.0]


def test_error_cells_are_errors_and_not_blanks(tmp_path: Path) -> None:
    data = sheet(
        row(1, text("A1", "id"), text("B1", "score")),
        row(2, number("A2", 1), '<c r="B2" t="e"><v>#DIV/0!</v></c>'),
        row(3, number("A3", 2), '<c r="B3" t="e"><f>1/0</f><v>#N/A</v></c>'),
        row(4, number("A4", 3), number("B4", 9)),
    )
    stream, rows = read(one(xlsx(tmp_path / "e.xlsx", {"S": data})))
    assert [cells[1] for _line, cells in rows] == [CellError("#DIV/0!"), CellError("#N/A"), 9.0]
    assert stream.errors == {"#DIV/0!": 1, "#N/A": 1}


def test_formulas_without_result_are_errors_and_not_blanks(tmp_path: Path) -> None:
    data = sheet(
        row(1, text("A1", "id"), text("B1", "score"), text("C1", "note")),
        row(2, number("A2", 1), '<c r="B2"><f>1+1</f></c>', '<c r="C2" t="str"><f>""</f><v></v></c>'),
        row(3, number("A3", 2), '<c r="B3"><f>9</f><v>9</v></c>', text("C3", "x")),
    )
    stream, rows = read(one(xlsx(tmp_path / "f.xlsx", {"S": data})))
    assert [cells[1:] for _line, cells in rows] == [[CellError(NO_VALUE), ""], [9.0, "x"]]
    assert stream.errors == {NO_VALUE: 1}


def test_errors_outside_the_filled_area_have_a_place_too(tmp_path: Path) -> None:
    data = sheet(
        row(2, text("B2", "id"), text("C2", "score")),
        row(3, number("B3", 1), number("C3", 9)),
        row(5, '<c r="A5"><f>1+1</f></c>', '<c r="D5" t="e"><v>#REF!</v></c>'),
    )
    stream, rows = read(one(xlsx(tmp_path / "o.xlsx", {"S": data}), Choices(header_rows=1)))
    assert rows == [
        (3, ["", 1.0, 9.0, ""]),
        (5, [CellError(NO_VALUE), "", "", CellError("#REF!")]),
    ]
    assert list(stream.blank_lines) == [1, 4]


@pytest.mark.parametrize("claimed", ["A1", "A1:B3", "A1:XFD1048576"])
def test_a_lying_dimension_changes_nothing(tmp_path: Path, claimed: str) -> None:
    data = sheet(*two_columns(9), before=f'<dimension ref="{claimed}"/>')
    assert len(cells(one(xlsx(tmp_path / "d.xlsx", {"S": data})))) == 9


def test_rows_out_of_order(tmp_path: Path) -> None:
    data = sheet(row(3, text("A3", "three")), row(1, text("A1", "one")), row(2, text("A2", "two")))
    assert read(one(xlsx(tmp_path / "r.xlsx", {"S": data}), Choices(header_rows=1)))[1] == [
        (2, ["two"]),
        (3, ["three"]),
    ]


def test_a_cell_that_is_there_twice_is_named(tmp_path: Path) -> None:
    data = sheet(row(1, text("A1", "id")), row(2, text("A2", "x"), text("A2", "y")))
    with pytest.raises(FileDamaged) as error:
        sniff(xlsx(tmp_path / "twice.xlsx", {"Answers": data}))
    assert (error.value.sheet, error.value.row, error.value.column) == ("Answers", 2, "A")
    assert "A2" in error.value.message


def test_xml_that_breaks_off_is_named_with_its_row(tmp_path: Path) -> None:
    broken = sheet(*two_columns(9))[:-200]
    with pytest.raises(FileDamaged) as error:
        sniff(xlsx(tmp_path / "broken.xlsx", {"Answers": broken}))
    assert (error.value.file, error.value.sheet) == ("broken.xlsx", "Answers")
    assert error.value.row is not None
    assert error.value.row >= 7


def test_a_reference_to_no_shared_text_is_named_with_its_sheet(tmp_path: Path) -> None:
    data = sheet(*two_columns(2), row(9, '<c r="A9" t="s"><v>99</v></c>'))
    with pytest.raises(FileDamaged) as error:
        sniff(xlsx(tmp_path / "s.xlsx", {"S": data}, strings=["only"]))
    assert error.value.sheet == "S"


def test_namespace_prefixes_comments_and_cells_without_reference(tmp_path: Path) -> None:
    """XML that no common program writes, but may; the exact scan counts it."""
    plain = sheet(*two_columns(4)).replace("<sheetData>", "<sheetData><!-- hello -->")
    prefixed = sheet(*two_columns(4))
    for tag in ("worksheet", "sheetData", "row", "is", "c", "v", "t"):
        prefixed = (
            prefixed.replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"<{tag}>", f"<x:{tag}>")
            .replace(f"</{tag}>", f"</x:{tag}>")
        )
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    bare = sheet("<row><c><v>1</v></c><c><v>2</v></c></row>", "<row><c><v>3</v></c><c><v>4</v></c></row>")
    tables = sniff(xlsx(tmp_path / "x.xlsx", {"plain": plain, "prefixed": prefixed, "bare": bare}))
    assert [len(cells(table)) for table in tables] == [4, 4, 2]
    assert cells(tables[0]) == cells(tables[1])


PREFIXED = ("row", "is", "c", "v", "t")


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda part: part.replace("<v>", '<v xml:space="preserve">').replace("<is>", "<is >"),
        lambda part: part.replace("<v>", "<v\n>").replace("<is>", "<is\n>"),
        lambda part: part.replace("<sheetData>", "<!-- <sheetData/> --><sheetData>"),
        lambda part: re.sub(rf"<(/?)({'|'.join(PREFIXED)})\b", r"<\1x:\2", part).replace(
            "<worksheet ", f'<worksheet xmlns:x="{MAIN}" '
        ),
        lambda part: part.replace('"', "'").replace("<?xml version='1.0'?>", ""),
        lambda part: part.replace("</row>", "</row\n>").replace("<c ", "<c\n"),
    ],
    ids=["attributes of values", "line ends in tags", "comment above", "prefixes inside", "quotes", "closing tags"],
)
def test_a_sheet_is_never_taken_for_empty_because_its_xml_is_written_otherwise(
    tmp_path: Path, otherwise: Callable[[str], str]
) -> None:
    """Beside a sheet that is read nobody would miss it."""
    usual = sheet(*two_columns(4))
    first, second = sniff(xlsx(tmp_path / "x.xlsx", {"usual": usual, "odd": otherwise(usual)}))
    assert otherwise(usual) != usual
    assert (cells(second), second.headings) == (cells(first), first.headings)


def test_control_characters_are_left_out_and_counted(tmp_path: Path) -> None:
    data = sheet(*two_columns(1), row(3, text("A3", "a_x0000_b"), number("B3", 1)))
    stream, rows = read(one(xlsx(tmp_path / "c.xlsx", {"S": data})))
    assert rows[-1][1] == ["ab", 1.0]
    assert stream.cleaned == {"nul": 1}


def test_several_sheets_hidden_ones_last_empty_ones_left_out(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "many.xlsx",
        {"Lists": sheet(*two_columns(1)), "Empty": sheet(), "Answers": sheet(*two_columns(2))},
        hidden=["Lists"],
    )
    tables = sniff(path)
    assert [(table.sheet, table.hidden) for table in tables] == [("Answers", False), ("Lists", True)]
    assert [note.code for note in tables[1].notes] == ["hidden_sheet"]


def test_a_title_above_the_table(tmp_path: Path) -> None:
    data = sheet(
        row(1, text("A1", "Survey of May")),
        row(3, text("A3", "id"), text("B3", "score"), text("C3", "why")),
        row(4, number("A4", 1), number("B4", 9), text("C4", "x")),
        row(5, number("A5", 2), number("B5", 8), text("C5", "y")),
    )
    table = one(xlsx(tmp_path / "t.xlsx", {"S": data}))
    stream, rows = read(table)
    assert (table.headings, table.header_line, rows[0][0]) == (("id", "score", "why"), 3, 4)
    assert (stream.counts.preamble, stream.counts.blank) == (1, 1)


def test_merged_cells_are_noted_and_never_filled(tmp_path: Path) -> None:
    data = sheet(*two_columns(3)).replace(
        "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    )
    (note,) = one(xlsx(tmp_path / "m.xlsx", {"S": data})).notes
    assert (note.code, note.count) == ("merged_cells", 1)
    assert "1 groups" in note.phrase.say()


def test_a_sheet_that_ends_where_every_sheet_must_end_may_be_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "CUT_OFF_NEW", 4)
    assert [note.code for note in one(xlsx(tmp_path / "c.xlsx", {"S": sheet(*two_columns(3))})).notes] == ["cut_off"]


def test_an_open_document_beyond_the_memory_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path / "large.ods", {"Big": ods_row(ods_text("x")) * 500})
    with pytest.raises(FileRefused) as error:
        sniff(path, limits=Limits(sheet_memory=10_000))
    assert (error.value.code, error.value.sheet) == ("file_refused.memory", "Big")


def test_shared_texts_beyond_the_memory_are_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "texts.xlsx", {"S": sheet(*two_columns(2))}, strings=["word"] * 1000)
    with pytest.raises(FileRefused) as error:
        sniff(path, limits=Limits(sheet_memory=20_000))
    assert error.value.code == "file_refused.memory"


def test_every_sheet_is_empty(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        sniff(xlsx(tmp_path / "empty.xlsx", {"A": sheet(), "B": sheet()}))


def test_a_cell_far_out_is_refused_before_any_reader_builds_the_area(tmp_path: Path) -> None:
    data = sheet(row(1, number("A1", 1)), row(1_048_576, number("XFD1048576", 2)))
    with pytest.raises(FileRefused) as error:
        sniff(xlsx(tmp_path / "corner.xlsx", {"S": data}))
    assert (error.value.code, error.value.sheet) == ("file_refused.columns", "S")


def test_a_few_cells_over_a_huge_area_are_refused(tmp_path: Path) -> None:
    data = sheet(*two_columns(3), row(1_048_576, number("SZ1048576", 2)))
    with pytest.raises(FileRefused) as error:
        sniff(xlsx(tmp_path / "far.xlsx", {"S": data}))
    assert (error.value.code, error.value.sheet, error.value.row) == ("file_refused.scattered", "S", 1_048_576)


def test_formatted_cells_without_values_take_no_room(tmp_path: Path) -> None:
    styled = "".join(
        f'<row r="{line}"><c r="A{line}" s="1"/><c r="ZZZ{line}" s="1"/></row>' for line in (20, 1_048_576)
    )
    assert len(cells(one(xlsx(tmp_path / "styled.xlsx", {"S": sheet(*two_columns(5), styled)})))) == 5


def test_a_sheet_too_large_for_the_first_reader_goes_row_by_row(tmp_path: Path) -> None:
    rows = [row(1, text("A1", "id"), text("B1", "score"), text("C1", "flag"))]
    rows += [
        row(n, number(f"A{n}", n), f'<c r="B{n}" s="1"><v>45750</v></c>', f'<c r="C{n}" t="e"><v>#N/A</v></c>')
        for n in range(2, 5000)
    ]
    path = xlsx(tmp_path / "large.xlsx", {"S": sheet(*rows)})
    (small,) = sniff(path)
    (large,) = sniff(path, limits=Limits(sheet_memory=100_000))
    assert cells(large) == cells(small)
    assert cells(large)[0] == [2.0, date(2025, 4, 3), CellError("#N/A")]


def test_values_that_a_reader_leaves_out_are_an_error_and_not_a_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both readers fall short of what the file holds: then nobody may believe them."""
    path = xlsx(tmp_path / "short.xlsx", {"S": sheet(*two_columns(50))})
    whole = excel.values_in
    monkeypatch.setattr(excel, "values_in", lambda rows: whole(rows) - 1)
    with pytest.raises(FileDamaged) as error:
        sniff(path)
    assert (error.value.code, error.value.sheet) == ("file_damaged.cells", "S")
    monkeypatch.setattr(excel, "values_in", whole)
    monkeypatch.setattr(excel, "COUNTED_BEFORE", 10)
    (table,) = sniff(path)
    assert len(cells(table)) == 50
    monkeypatch.setattr(excel, "values_in", lambda rows: whole(rows) - 1)
    with pytest.raises(FileDamaged):
        cells(table)


def test_openpyxl_steps_in_where_calamine_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"S": sheet(*two_columns(20))})
    expected = cells(one(path))

    def refuse(*_opened: object) -> object:
        raise ValueError("unknown style")

    monkeypatch.setattr(excel, "_open", refuse)
    assert cells(one(path)) == expected


def test_a_panic_of_the_reader_is_an_error_with_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As pyo3 raises it: no Exception."""

    def panic(*_opened: object) -> object:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(excel, "_open", panic)
    with pytest.raises(FileDamaged) as error:
        sniff(ods(tmp_path / "p.ods", {"S": ods_row(ods_text("a")) + ods_row(ods_text("b"))}))
    assert error.value.file == "p.ods"


def test_open_document(tmp_path: Path) -> None:
    rows = [
        ods_row(ods_text("id"), ods_text("score")),
        ods_row(ods_text("a"), ods_number(9)),
        ods_row(ods_text("b"), ods_error("#DIV/0!")),
        ods_row(ods_text("c", repeated=2), repeated=3),
    ]
    table = one(ods(tmp_path / "t.ods", {"Answers": "".join(rows)}))
    assert table.source.container == "ods"
    assert cells(table) == [["a", 9.0], ["b", CellError("#DIV/0!")], *[["c", "c"]] * 3]


def test_an_open_document_that_repeats_a_cell_a_million_times(tmp_path: Path) -> None:
    rows = ods_row(ods_text("x", repeated=16_384), repeated=1_048_576)
    with pytest.raises(FileRefused) as error:
        sniff(ods(tmp_path / "bomb.ods", {"S": rows}))
    assert error.value.sheet == "S"


def test_repeated_blank_cells_take_no_room(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = ods_row(ods_text("id"), blank) + ods_row(ods_number(1), blank) + ods_row(blank, repeated=1_048_000)
    assert cells(one(ods(tmp_path / "b.ods", {"S": rows}))) == [[1.0]]
