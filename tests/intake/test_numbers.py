"""Written numbers: marks are proven by a column or not read at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.intake.numbers import Marks, body, currency, leading_zeros, marks, reader
from tests.intake.looking import column

NBSP, NNBSP, THIN = "\u00a0", "\u202f", "\u2009"


class TestWhatOneTextProves:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1234", Marks.NONE),
            ("-5", Marks.NONE),
            ("−5", Marks.NONE),
            ("45 %", Marks.NONE),
            ("€ 12", Marks.NONE),
            ("12 lei", Marks.NONE),
            ("١٢", Marks.NONE),
            ("１２", Marks.NONE),
            ("0.5", Marks.DECIMAL_POINT),
            ("12.34", Marks.DECIMAL_POINT),
            ("1,234.5", Marks.DECIMAL_POINT),
            ("1'234.50", Marks.DECIMAL_POINT),
            ("0.435", Marks.DECIMAL_POINT),
            ("1234.567", Marks.DECIMAL_POINT),
            ("1.14E+11", Marks.DECIMAL_POINT),
            ("0,435", Marks.DECIMAL_COMMA),
            ("1.234,56", Marks.DECIMAL_COMMA),
            ("1 234,56", Marks.DECIMAL_COMMA),
            (f"1{NBSP}234,56", Marks.DECIMAL_COMMA),
            (f"1{NNBSP}234{NNBSP}567,8", Marks.DECIMAL_COMMA),
            (f"1{THIN}234,5 €", Marks.DECIMAL_COMMA),
            ("1.234", Marks.POINT_UNSURE),
            ("1,234", Marks.COMMA_UNSURE),
            ("1.234.567", Marks.GROUPED_POINT),
            ("1,234,567", Marks.GROUPED_COMMA),
            ("1 234", Marks.GROUPED_OTHER),
            ("(12.5)", Marks.DECIMAL_POINT),
        ],
    )
    def test_a_number(self, text: str, expected: Marks) -> None:
        assert marks(text) is expected

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "abc",
            "1.2.2025",
            "12:30",
            "1,23,456",
            "1 23",
            "1.5.2",
            "12a",
            "a12",
            "--5",
            "1,2,3",
            "R001",
            "1_000",
            "nan",
            "inf",
            "0x1F",
        ],
    )
    def test_no_number(self, text: str) -> None:
        assert marks(text) is None


class TestReading:
    @pytest.mark.parametrize(
        ("text", "decimal", "group", "expected"),
        [
            ("1.234,56", ",", ".", 1234.56),
            ("1 234,56", ",", " ", 1234.56),
            (f"1{NNBSP}234,56", ",", " ", 1234.56),
            ("1'234.50", ".", "'", 1234.5),
            ("1’234.50", ".", "'", 1234.5),
            ("1.234", ",", ".", 1234),
            ("1.234", ".", ",", 1.234),
            ("0,435", ",", ".", 0.435),
            ("-5,00 €", ",", ".", -5),
            ("-€5.00", ".", ",", -5),
            ("(12.50)", ".", ",", -12.5),
            ("18500.00", ".", ",", 18500),
            ("45 %", ".", ",", 45),
            ("1.14E+11", ".", "", 1.14e11),
            ("١٢", ".", ",", 12),
            (".5", ".", ",", 0.5),
        ],
    )
    def test_a_number_with_the_columns_marks(self, text: str, decimal: str, group: str, expected: float) -> None:
        assert reader(decimal, group)(text) == expected

    @pytest.mark.parametrize(
        ("text", "decimal", "group"),
        [
            ("0,435", ".", ","),  # would be 435
            ("0.9", ",", "."),  # would be 9
            ("18500.00", ",", "."),  # would be 1850000
            ("1,23", ".", ","),
            ("1.234,56", ".", ","),
            ("12.34.56", ".", ","),
            ("1 234", ".", ","),
            ("", ".", ","),
            ("9" * 400, ".", ","),
        ],
    )
    def test_what_other_marks_would_read_otherwise_is_not_read(self, text: str, decimal: str, group: str) -> None:
        assert reader(decimal, group)(text) is None

    @given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'")]))
    def test_every_amount_is_read_back_in_every_style(self, amount: object, style: tuple[str, str]) -> None:
        decimal, group = style
        text = f"{amount:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group)
        assert reader(decimal, group)(text) == pytest.approx(float(str(amount)))


class TestAColumn:
    def test_one_cell_decides_for_all(self) -> None:
        found = column("1.234", "12", "1.500,25", "7,5").numbers
        assert (found.decimal, found.group, found.proven, found.unsure) == (",", ".", 2, 1)
        assert (found.low, found.high) == (7.5, 1500.25)

    def test_only_unsure_cells_prove_nothing(self) -> None:
        found = column("1.234", "2.500", "3.125").numbers
        assert (found.decimal, found.unsure, found.unsure_mark) == ("", 3, ".")

    def test_contradictions_are_kept_with_their_lines(self) -> None:
        found = column("12.5", "13.25", "7,5", "1").numbers
        assert found.decimal == "."
        assert [(seen.text, seen.line) for seen in found.against] == [("7,5", 4)]

    def test_cells_that_are_no_numbers_are_kept_with_their_lines(self) -> None:
        found = column("12", "dozen", "13").numbers
        assert found.cells == 2
        assert [(seen.text, seen.line) for seen in found.failing] == [("dozen", 3)]

    def test_spaces_between_thousands_are_found(self) -> None:
        assert column(f"1{NNBSP}234,50", "12,25").numbers.group == " "

    def test_a_currency_is_found(self) -> None:
        assert column("12,50 €", "8,00 €").numbers.currency == "€"
        assert currency("12 lei") == "lei"
        assert currency("lei 149,00") == "lei"
        assert body("lei 1.249,00") == "1.249,00"

    def test_whole_numbers_are_counted_apart(self) -> None:
        found = column("1", "2", "2.5").numbers
        assert (found.cells, found.whole) == (3, 2)

    def test_leading_zeros_are_an_ids(self) -> None:
        assert column("007", "012", "100").padded == 2
        assert leading_zeros("0012")
        assert not leading_zeros("0")
        assert not leading_zeros("0.5")


class TestWholeSums:
    """As shops write them in Switzerland."""

    @pytest.mark.parametrize("text", ["CHF 890.–", "890.-", "Fr. 890.--", "890.\u2014 CHF", "Fr.890.00"])
    def test_a_dash_stands_for_no_cents(self, text: str) -> None:
        assert reader(".", "'")(text) == 890.0

    def test_of_thousands_too(self) -> None:
        assert reader(".", "'")("CHF 1'890.–") == 1890.0
        assert reader(",", ".")("1.890,- €") == 1890.0

    @pytest.mark.parametrize("text", ["890-", "8.-9", "2025-03-", "Fr."])
    def test_other_dashes_make_no_number(self, text: str) -> None:
        assert reader(".", "'")(text) is None
