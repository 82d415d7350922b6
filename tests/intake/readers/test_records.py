"""Text → records: like the csv module where a file is sound, one broken quotation mark at a time where it is not."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cxdesk.intake.blocks import STRAY_QUOTE, UNCLOSED_QUOTE
from cxdesk.intake.readers.records import CellTooLong, Dialect, count_lines, count_records, parse, parse_bytes

COMMA = Dialect(",")
DIALECTS = [
    COMMA,
    Dialect(";"),
    Dialect(",", "'"),
    Dialect(",", ""),
    Dialect(",", '"', "\\"),
    Dialect(",", '"', "", True),
]
ANYTHING = st.text(alphabet="a,;\"'\n\r\\ b", max_size=30)
CELLS = st.text(alphabet="a ,;\"\n\r'é", max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=12)


def lines_of(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


@given(TABLES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[list[str]], end: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    parsed = parse(buffer.getvalue(), COMMA)
    assert parsed.rows == rows
    assert parsed.seen == len(rows)
    assert parsed.problems == []


@settings(max_examples=300)
@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.sampled_from([COMMA, Dialect(";"), Dialect(",", "'")]))
def test_lines_with_and_without_quotation_marks_are_read_as_the_csv_module_reads_them(
    rows: list[list[str]], end: str, dialect: Dialect
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=dialect.delimiter, quotechar=dialect.quote, lineterminator=end).writerows(rows)
    expected = list(csv.reader(lines_of(buffer.getvalue()), **dialect.options(strict=True)))
    parsed = parse(buffer.getvalue(), dialect)
    assert parsed.rows == expected
    assert parsed.seen == len(expected)


@pytest.mark.parametrize("text", ["a" * 11, "a,b\n" + "c" * 11 + ",d\n", "x,y\n" * 5 + "b," + "d" * 11])
def test_a_cell_beyond_the_limit_is_refused_also_without_quotation_marks(text: str) -> None:
    with pytest.raises(CellTooLong):
        parse(text, COMMA, longest=10)


@settings(max_examples=500)
@given(ANYTHING, st.sampled_from(DIALECTS))
@example("'bb; b\"b\n a\r\r", COMMA)
@example('"b\\,\r\',\r","', COMMA)
def test_two_counters_agree_on_any_text(text: str, dialect: Dialect) -> None:
    parsed = parse(text, dialect)
    assert parsed.seen == len(parsed.rows) == len(parsed.starts)
    assert count_records(text, dialect, -1) == len(parsed.rows)
    assert parsed.lines == count_lines(text) == len(lines_of(text))


@given(ANYTHING, st.integers(0, 30))
def test_a_text_may_come_in_two_parts(text: str, cut: int) -> None:
    """What is left over from the first part is read with the second, and nothing is lost between them."""
    lines = lines_of(text)
    first, second = "".join(lines[:cut]), "".join(lines[cut:])
    if first.endswith("\r") and second.startswith("\n"):
        return
    parsed = parse(first, COMMA, final=not second)
    rest = parse(parsed.rest + second, COMMA)
    assert parsed.seen + rest.seen == len(parsed.rows) + len(rest.rows)
    assert parsed.lines + rest.lines == len(lines)


def test_each_record_knows_its_line() -> None:
    parsed = parse('a,b\n1,"two\nlines"\n\n3,x\n', COMMA)
    assert list(zip(parsed.starts, parsed.rows, strict=True)) == [
        (0, ["a", "b"]),
        (1, ["1", "two\nlines"]),
        (3, []),
        (4, ["3", "x"]),
    ]


def test_a_mark_that_never_closes_costs_its_own_line_only() -> None:
    parsed = parse('id,c\n1,"starts and never ends\n2,ok\n3,ok\n', COMMA)
    assert parsed.rows == [["id", "c"], ["1", "starts and never ends"], ["2", "ok"], ["3", "ok"]]
    assert [(p.line, p.code) for p in parsed.problems] == [(1, UNCLOSED_QUOTE)]


def test_a_mark_that_is_not_doubled_stays_in_its_cell() -> None:
    parsed = parse('"1","he said "wonderful, yes" and left.","A"\n"2","x","B"\n', COMMA)
    assert parsed.rows == [["1", 'he said "wonderful, yes" and left.', "A"], ["2", "x", "B"]]
    assert [(p.line, p.code) for p in parsed.problems] == [(0, STRAY_QUOTE)]


def test_a_stray_mark_does_not_swallow_the_row_whose_mark_would_close_it() -> None:
    parsed = parse('1,"stray\n2,"fine"\n3,x\n', COMMA)
    assert [row[0] for row in parsed.rows] == ["1", "2", "3"]


def test_a_mark_inside_an_unquoted_cell_is_a_letter() -> None:
    parsed = parse('5" pipe,3\n6" pipe,4\n', COMMA)
    assert parsed.rows == [['5" pipe', "3"], ['6" pipe', "4"]]
    assert parsed.problems == []


@given(
    st.lists(st.text(st.sampled_from("ab,;é€😀\u2028\"'\r \x00\x0b"), max_size=8), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([Dialect(","), Dialect(";", "'"), Dialect(",", "")]),
)
@example(["a,é", "b,c"], "\r\n", Dialect(","))
@example(["a,€", "b,c"], "\n", Dialect(","))
@example(["a", "", "b"], "\r\n", Dialect(","))
def test_bytes_become_the_records_of_their_text(lines: list[str], end: str, dialect: Dialect) -> None:
    text = "".join(line + end for line in lines)
    found = parse_bytes(text.encode(), dialect)
    if found is not None:
        assert found == parse(text, dialect, final=False)
    elif end == "\n":
        assert any(not line or not {"\r", "\0", dialect.quote}.isdisjoint(line) for line in lines)


def test_bytes_that_are_no_utf_8_are_left_to_whoever_mends_them() -> None:
    assert parse_bytes(b"a,b\nc,\xe9\n", Dialect(",")) is None
    assert parse_bytes(b"a,b\nc,d\n", Dialect(","), longest=5) is None


def test_an_incomplete_record_waits_for_the_rest() -> None:
    parsed = parse('1,a\n2,"begins\n', COMMA, final=False)
    assert (parsed.rows, parsed.rest) == ([["1", "a"]], '2,"begins\n')


def test_a_record_longer_than_any_cell_is_not_waited_for() -> None:
    text = '1,"begins\n' + "2,ok\n" * 100
    parsed = parse(text, COMMA, final=False, longest=100)
    assert len(parsed.rows) == 101
    assert parsed.rest == ""


def test_a_cell_beyond_the_limit_is_named_by_its_line() -> None:
    with pytest.raises(CellTooLong) as error:
        parse("a\nb\n" + "x" * 101 + "\n", COMMA, longest=100)
    assert error.value.line == 2


def test_escaped_marks() -> None:
    assert parse('1,"he said \\"hi\\", ok"\n', Dialect(",", '"', "\\")).rows == [["1", 'he said "hi", ok']]
