"""Cells that name a whole month: where a record may last that long, the whole month is meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cxdesk.intake import dates
from cxdesk.intake.batch import NOT_A_DATE
from tests.intake.looking import converted, write
from tests.intake.test_completing import Rows, through, view


def number(iso: str) -> int:
    return date.fromisoformat(iso).toordinal() - dates.EPOCH


class TestCosts:
    @pytest.mark.parametrize(
        "cells",
        [
            ("2024-02", "2024-03", "2024-12"),
            ("02/2024", "03/2024", "12/2024"),
            ("Feb 2024", "March 2024", "Dec 2024"),
            ("févr. 2024", "mars 2024", "déc. 2024"),
            ("Feb-24", "Mar-24", "Dec-24"),
        ],
    )
    def test_a_month_begins_on_its_first_day(self, tmp_path: Path, cells: tuple[str, ...]) -> None:
        rows: Rows = [[cell, "Marketing", "100.50"] for cell in cells]
        found = through(tmp_path, "cost", ["Month", "Category", "Amount"], rows)
        assert found.col("from") == [number("2024-02-01"), number("2024-03-01"), number("2024-12-01")]

    @pytest.mark.parametrize("option", ["last_day", "first_free"])
    def test_a_month_ends_with_its_last_day_however_days_are_counted(self, tmp_path: Path, option: str) -> None:
        rows: Rows = [["2024-01", "2024-02", "Ads", "100.50"], ["2024-11", "2024-12", "Ads", "70.10"]]
        found = through(tmp_path, "cost", ["From", "To", "Category", "Amount"], rows, ends=option)
        assert found.col("to") == [number("2024-03-01"), number("2025-01-01")]

    def test_days_stay_days(self, tmp_path: Path) -> None:
        rows: Rows = [["2024-02-10", "2024-02-20", "Ads", "100.50"], ["2024-03-01", "2024-03-31", "Ads", "5.25"]]
        found = through(tmp_path, "cost", ["From", "To", "Category", "Amount"], rows, ends="last_day")
        assert found.col("from") == [number("2024-02-10"), number("2024-03-01")]
        assert found.col("to") == [number("2024-02-21"), number("2024-04-01")]

    def test_a_month_that_does_not_exist_is_kept_to_be_corrected(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "t.csv",
            ["Month", "Category", "Amount"],
            [[f"2024-{m:02d}", "Ads", "1.50"] for m in range(1, 14)],
        )
        found = converted(path, view(path, "cost"))
        (problem,) = [one for batch in found.batches for one in batch.problems]
        assert (problem.column, problem.value, problem.code) == ("Month", "2024-13", NOT_A_DATE)


def test_where_only_days_make_sense_a_month_is_no_date(tmp_path: Path) -> None:
    rows: Rows = [["2024-02", "a", "9.50"], ["2024-03", "b", "8.50"]]
    found = through(tmp_path, "order", ["placed_at", "order_id", "net_amount"], rows)
    assert "placed_at" not in found.batches[0].columns


def test_the_month_after_december_is_january() -> None:
    assert dates.month_after(number("2024-12-31")) == number("2025-01-01")
    assert dates.month_after(number("2024-02-01")) == number("2024-03-01")
