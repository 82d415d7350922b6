"""The light scan agrees with the exact one on everything that programs write, and says so where it cannot know."""

from __future__ import annotations

import random
import time
from contextlib import suppress

import pytest

from cxdesk.intake.blocks import NO_VALUE
from cxdesk.intake.readers import xlsx_scan
from cxdesk.intake.readers.cellscan import SheetScan, column_letters, column_number
from cxdesk.intake.readers.xlsx_scan import ExactScan, RowTooLong, Unsure, fast_scan
from tests.intake.workbooks import number, row, sheet, text


def in_pieces(part: str, size: int = 100) -> list[bytes]:
    data = part.encode()
    return [data[at : at + size] for at in range(0, len(data), size)]


def both(part: str, blank: frozenset[int] = frozenset()) -> tuple[SheetScan, SheetScan]:
    return fast_scan(in_pieces(part)), ExactScan(blank).read(in_pieces(part))


def place(column: int, line: int) -> str:
    return f"{column_letters(column)}{line}"


def random_cell(chance: random.Random, column: int, line: int) -> str:
    where = place(column, line)
    kinds = [
        lambda: number(where, chance.random()),
        lambda: text(where, "word"),
        lambda: f'<c r="{where}" t="e"><v>#N/A</v></c>',
        lambda: f'<c r="{where}" t="s"><v>{chance.randrange(1, 9)}</v></c>',
        lambda: f'<c r="{where}"><f>A1+1</f></c>',
        lambda: f'<c r="{where}"><f t="shared" si="0"/><v>3</v></c>',
        lambda: f'<c r="{where}" t="str"><f>""</f><v></v></c>',
        lambda: f'<c r="{where}" t="str"><f>A1</f><v>x</v></c>',
    ]
    return chance.choice(kinds)()


@pytest.mark.parametrize("seed", range(20))
def test_the_fast_scan_counts_like_the_exact_one(seed: int) -> None:
    chance = random.Random(seed)
    line = chance.choice([1, 90, 995, 9_990, 99_995, 1_048_000])
    rows = []
    for _row in range(chance.randrange(1, 60)):
        columns = sorted(chance.sample(range(1, chance.choice([5, 30, 800])), 3))
        rows.append(row(line, *(random_cell(chance, column, line) for column in columns)))
        line += chance.randrange(1, 9)
    fast, exact = both(sheet(*rows))
    assert (fast.values, fast.flaws) == (exact.values, exact.flaws)
    assert fast.columns >= exact.columns
    assert fast.rows >= exact.rows
    assert fast.first_row <= exact.first_row
    assert exact.twice is None


def test_a_reference_beyond_its_row_is_seen() -> None:
    """A reader goes by the cell's own reference, so a row's number may not hide how far it reaches."""
    rows = [row(line, number(f"A{line}", 1)) for line in range(1, 50)]
    fast, exact = both(sheet(*rows, row(50, number("B1048576", 1))))
    assert fast.rows == exact.rows == 1_048_576


def test_an_error_cell_without_anything_in_it_takes_nothing_from_the_next_cell() -> None:
    fast, exact = both(sheet(row(1, '<c r="A1" t="e"/>', number("B1", 5), '<c r="C1" t="e"><v>#N/A</v></c>')))
    assert (fast.values, fast.flaws) == (exact.values, exact.flaws) == (1, {1: {3: "#N/A"}})


@pytest.mark.parametrize("cell", ['<c r="A1" t="e"/>', '<c t="e">', "<c ", "<row "])
def test_a_long_row_of_the_same_beginnings_is_looked_through_once(cell: str) -> None:
    """Else every one of them would be followed to the end of the row, which takes hours for one of megabytes."""
    part = sheet(row(1, number("A1", 1)), f'<row r="2">{cell * 30_000}</row>')
    began = time.process_time()
    with suppress(Unsure):
        fast_scan([part.encode()])
    assert time.process_time() - began < 1


def test_a_long_row_is_searched_for_its_end_once() -> None:
    pieces = in_pieces(sheet(row(1, text("A1", "x" * 4_000_000))), 1000)
    began = time.process_time()
    assert fast_scan(pieces).values == 1
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "odd",
    [
        "<!-- remark -->",
        "<row><c><v>1</v></c></row>",
        '<row r="1"><c t="n" r="A1"><is><r><rPr><color/></rPr><t>x</t></r></is></c></row>',
    ],
)
def test_the_fast_scan_knows_what_it_does_not_know(odd: str) -> None:
    with pytest.raises(Unsure):
        fast_scan(in_pieces(sheet(odd)))


def test_a_sheet_cut_off_is_no_sheet() -> None:
    with pytest.raises(Unsure):
        fast_scan(in_pieces(sheet(row(1, number("A1", 1)))[:-30]))


def test_a_row_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_scan, "LONGEST_ROW", 10_000)
    with pytest.raises(RowTooLong):
        fast_scan(in_pieces(sheet(row(1, text("A1", "x" * 50_000)))))
    with pytest.raises(RowTooLong):
        xlsx_scan.StringsScan().scan(in_pieces("<sst><si><t>" + "x" * 50_000))


def test_empty_shared_texts_are_no_values() -> None:
    part = sheet(row(1, '<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>'))
    assert both(part, frozenset({0}))[1].values == 1
    strings = "<sst><si><t></t></si><si><t>a</t></si><si><r><t>b</t></r></si><si/></sst>"
    assert xlsx_scan.blank_strings(in_pieces(strings, 7)) == {0, 3}
    assert xlsx_scan.StringsScan().scan([strings.encode()]).count == 4


def test_reading_aids_of_east_asian_texts_are_no_text() -> None:
    part = sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh></is></c></row>'
    )
    assert both(part)[1].values == 1


def test_places_of_flaws() -> None:
    part = sheet(row(7, number("B7", 1), '<c r="AA7" t="e"><v>#REF!</v></c>', '<c r="AB7"><f>1</f><v/></c>'))
    fast, exact = both(part)
    assert fast.flaws == exact.flaws == {7: {27: "#REF!", 28: NO_VALUE}}


def test_column_names() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(1, 16_385))


@pytest.mark.parametrize("inside", ["<is></is>", "<is><t></t></is>", "<is><t/></is>"])
def test_empty_texts_inside_cells_are_no_values(inside: str) -> None:
    empty = f'<c r="B1" t="inlineStr">{inside}</c>'
    fast, exact = both(sheet(row(1, text("A1", "x"), empty), row(2, text("A2", "y"))))
    assert fast.values == exact.values == 2
