"""The day of a row where no heading names it, and amounts with and without tax where two headings are the same."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from cxdesk.domain.labels import MISSING_WORDS, words
from cxdesk.intake.doubts import answer
from cxdesk.intake.inspect import inspect
from cxdesk.intake.ratings import is_rating, readings
from tests.intake.looking import column, converted, doubt, looked_at, uses, write

RATED = "How satisfied were you? (1-5)"


def survey(folder: Path, *days: str) -> Path:
    rows = [[*(f"{n + 12 + at}/03/2025" for at in range(len(days))), n % 5 + 1, "x"] for n in range(1, 9)]
    return write(folder / "a.csv", [*days, RATED, "Room"], rows)


class TestTheDay:
    def test_the_only_column_of_days_dates_the_rows_and_says_so(self, tmp_path: Path) -> None:
        view = looked_at(survey(tmp_path, "Quand"))
        assert uses(view)["Quand"] == "submitted_at"
        assert doubt(view, "day:submitted_at").proposed == "0"
        assert converted(tmp_path / "a.csv", view, "UTC").col("submitted_at")[0] is not None

    def test_it_can_be_none_of_them(self, tmp_path: Path) -> None:
        view = answer(looked_at(survey(tmp_path, "Quand")), "day:submitted_at", "@none")
        assert uses(view)["Quand"] == "@attribute"

    def test_of_several_the_person_says_which(self, tmp_path: Path) -> None:
        view = looked_at(survey(tmp_path, "Arrivée", "Départ"))
        assert [one.id for one in view.open_doubts] == ["day:submitted_at"]
        assert [one.note.say() for one in doubt(view, "day:submitted_at").choices] == [
            "from 13 Mar 2025 to 20 Mar 2025; 8 of 8 cells",
            "from 14 Mar 2025 to 21 Mar 2025; 8 of 8 cells",
            "",
        ]
        view = answer(view, "day:submitted_at", "1")
        assert (uses(view)["Arrivée"], uses(view)["Départ"]) == ("@attribute", "submitted_at")
        assert not view.open_doubts

    @pytest.mark.parametrize("heading", ["Date of birth", "Né le", "Data nașterii", "Next appointment", "Échéance"])
    def test_days_of_something_else_are_never_taken_unasked(self, tmp_path: Path, heading: str) -> None:
        assert doubt(looked_at(survey(tmp_path, heading)), "day:submitted_at").open

    def test_days_of_a_spreadsheet_are_shown_as_people_write_them(self, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["Quand", RATED, "Room"])
        for n in range(1, 9):
            sheet.append([datetime(2026, 2, n, 9, 30), n % 5 + 1, "x"])
        book.save(tmp_path / "a.xlsx")
        assert doubt(looked_at(tmp_path / "a.xlsx"), "day:submitted_at").examples[0] == "1 Feb 2026, 09:30"

    def test_a_heading_that_names_the_day_leaves_nothing_to_ask(self, tmp_path: Path) -> None:
        assert looked_at(survey(tmp_path, "Date")).doubts == ()


def test_of_two_columns_called_total_the_one_with_tax_is_found_by_its_sums(tmp_path: Path) -> None:
    rows = [[f"C{n}", f"{n + 12}.03.2025", f"{n * 100},00", f"{n * 19},00", f"{n * 119},00"] for n in range(1, 9)]
    path = write(tmp_path / "a.csv", ["Nr. comanda", "Data", "Total", "TVA", "Total"], rows, ";")
    assert uses(looked_at(path)) | {} == {
        "Nr. comanda": "order",
        "Data": "placed_at",
        "Total": "net_amount",
        "TVA": "tax",
        "Total (2)": "gross_amount",
    }
    rows[3][4] = "1,00"
    other = write(tmp_path / "b.csv", ["Nr. comanda", "Data", "Total", "TVA", "Total"], rows, ";")
    assert uses(looked_at(other))["Total"] == "gross_amount"


def test_tenths_are_a_scale_and_a_slip_is_none() -> None:
    assert readings(column(*["8,3", "9,2", "7,5", "10", "5,8"] * 9), None).readings[0] == "1-10:step=0.1"
    assert readings(column(*["8,5", "9", "7,5", "10", "5"] * 9, "8,3"), None).readings[0] == "1-10:step=0.5"


def test_among_addresses_a_word_for_nothing_is_no_address(tmp_path: Path) -> None:
    rows = [[f"K{n}", "NA" if n == 3 else f"Name {n}", "n/a" if n % 2 else f"k{n}@example.org"] for n in range(1, 9)]
    path = write(tmp_path / "a.csv", ["Customer id", "Name", "Email"], rows)
    found = converted(path, looked_at(path), "UTC")
    assert found.col("email") == [None if n % 2 else f"k{n}@example.org" for n in range(1, 9)]
    assert found.col("name")[2] == "NA"


def test_a_comma_or_a_missing_diacritic_makes_no_other_answer() -> None:
    assert words()["nici multumit, nici nemultumit"] == words()["nici multumit nici nemultumit"] == 0
    assert words()["ni satisfait, ni insatisfait"] == 0
    assert {"nu stiu / nu raspund", "ns/nr", "ne se prononce pas"} <= MISSING_WORDS


def test_a_scale_with_a_word_of_its_own_is_still_one_and_a_few_words_by_chance_are_none() -> None:
    answers = ["Satisfait", "Très satisfait", "Insatisfait"] * 6
    assert is_rating(column(*answers, *["Bof bof"] * 4))
    assert not is_rating(column(*["Satisfait", "Satisfait"] * 9, *["Bof bof"] * 4))
    assert not is_rating(column(*answers, *["Bof bof"] * 12))


def test_a_legend_beside_the_rows_is_left_out_with_the_reason(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Order id", "Order date", "Amount"])
    for number in range(30):
        book.active.append([f"C{number}", f"2025-03-{number % 28 + 1:02d}", 10 + number])
    legend = book.create_sheet("Legend")
    legend.append(["Typed in by", "Maria"])
    legend.append(["Shop", "Oradea"])
    book.save(tmp_path / "a.xlsx")
    rows, remarks = inspect(tmp_path / "a.xlsx").tables
    assert (rows.mapping.kind, rows.left_out, remarks.left_out) == ("order", False, True)
    (asked,) = remarks.doubts
    assert "next to nothing" in asked.evidence.say()
