"""What rows get besides their own cells, and what identifies them when several share a key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cxdesk.intake.batch import OTHER_CURRENCY
from cxdesk.intake.doubts import apply_options
from cxdesk.intake.inspection import TableView
from tests.intake.looking import Converted, converted, looked_at, write

Rows = list[list[object]]


def view(path: Path, kind: str, **options: Any) -> TableView:
    found = apply_options(looked_at(path), kind)
    return replace(found, mapping=replace(found.mapping, options={**found.mapping.options, **options}))


def through(folder: Path, kind: str, headings: list[str], rows: Rows, **options: Any) -> Converted:
    path = write(folder / "t.csv", headings, rows)
    found = converted(path, view(path, kind, **options))
    assert found.adds_up
    return found


class TestWhoItWas:
    def test_the_person_is_the_customer_where_no_account_is_named(self, tmp_path: Path) -> None:
        rows: Rows = [[f"u{at % 5}", "login", f"2026-03-{at % 28 + 1:02d} 10:00:00"] for at in range(30)]
        found = through(tmp_path, "usage_event", ["user_id", "event", "timestamp"], rows)
        assert found.col("person")[:2] == ["u0", "u1"]
        assert found.col("customer") == found.col("person")

    def test_an_account_stays_the_customer(self, tmp_path: Path) -> None:
        rows: Rows = [
            [f"u{at % 5}", f"A{at % 2}" if at else "", "login", f"2026-03-{at % 28 + 1:02d} 10:00:00"]
            for at in range(30)
        ]
        found = through(tmp_path, "usage_event", ["user_id", "account_id", "event", "timestamp"], rows)
        assert found.col("customer")[:3] == ["u0", "A1", "A0"]


class TestCurrency:
    def costs(self, folder: Path, amounts: list[str]) -> Converted:
        rows: Rows = [[f"2026-03-{at + 1:02d}", "Marketing", amount] for at, amount in enumerate(amounts)]
        return through(folder, "cost", ["Date", "Category", "Amount"], rows)

    def test_a_sign_in_the_cell_becomes_the_currency_of_the_row(self, tmp_path: Path) -> None:
        found = self.costs(tmp_path, ["12.50 €", "$3.25", "7.00 RON", "8.10"])
        assert found.col("amount") == [125_000, 32_500, 70_000, 81_000]
        assert found.col("currency") == ["EUR", "$", "RON", None]

    def test_a_file_without_signs_says_nothing_of_the_currency(self, tmp_path: Path) -> None:
        assert "currency" not in self.costs(tmp_path, ["12.50", "3.25"]).batches[0].columns

    def test_the_sign_fits_the_currency_of_the_row_or_the_amount_is_left_out(self, tmp_path: Path) -> None:
        amounts = [("$1.50", "CAD"), ("€2.50", "EUR"), ("$3.50", "EUR"), ("4.50", "usd")]
        rows: Rows = [
            [f"o{at}", f"2026-03-0{at + 1} 10:00:00", amount, currency] for at, (amount, currency) in enumerate(amounts)
        ]
        found = through(tmp_path, "order", ["Order id", "Order date", "Net amount", "Currency"], rows)
        assert found.col("currency") == ["CAD", "EUR", "EUR", "USD"]
        assert found.col("net_amount") == [15_000, 25_000, None, 45_000]
        assert found.problem_codes() == [(4, "Net amount", OTHER_CURRENCY)]
        assert sum(batch.invalid.get("Net amount", 0) for batch in found.batches) == 1


class TestEnds:
    HEADS = ["subscription_id", "customer_id", "start_date", "end_date", "amount"]
    ROWS: Rows = [["s1", "c1", "2026-01-01", "2026-01-31", "10"], ["s2", "c2", "2026-02-01", "", "10"]]

    def ends(self, folder: Path, **options: Any) -> list[int | None]:
        return through(folder, "subscription", self.HEADS, self.ROWS, **options).col("ended_on")

    def test_an_end_is_the_first_day_not_covered(self, tmp_path: Path) -> None:
        assert self.ends(tmp_path) == [20_484, None]  # 31 January 2026

    def test_the_last_day_covered_ends_a_day_later(self, tmp_path: Path) -> None:
        assert self.ends(tmp_path, ends="last_day") == [20_485, None]
        assert self.ends(tmp_path, ends="first_free") == [20_484, None]


class TestLines:
    HEADS = ["InvoiceNo", "StockCode", "Quantity", "UnitPrice", "InvoiceDate"]
    ROWS: Rows = [
        ["1001", "A", "1", "2.50", "2026-03-01 10:00:00"],
        ["1001", "B", "2", "3.00", "2026-03-01 10:00:00"],
        ["1001", "A", "1", "2.50", "2026-03-01 10:00:00"],
        ["1002", "C", "1", "9.00", "2026-03-02 10:00:00"],
    ]

    def test_lines_of_one_order_are_told_apart_and_found_again(self, tmp_path: Path) -> None:
        first = through(tmp_path, "order", self.HEADS, self.ROWS)
        assert len(set(first.key_hash)) == 4
        again = through(tmp_path, "order", self.HEADS, self.ROWS)
        assert list(again.key_hash) == list(first.key_hash)

    def test_a_changed_line_keeps_its_identity(self, tmp_path: Path) -> None:
        before = through(tmp_path, "order", self.HEADS, self.ROWS)
        changed: Rows = [[*self.ROWS[0][:2], "5", *self.ROWS[0][3:]], *self.ROWS[1:]]
        after = through(tmp_path, "order", self.HEADS, changed)
        assert list(after.key_hash) == list(before.key_hash)
        assert after.row_hash[0] != before.row_hash[0]

    def test_rows_may_be_states_of_one_order_if_the_person_says_so(self, tmp_path: Path) -> None:
        found = through(tmp_path, "order", self.HEADS, self.ROWS, repeat="last")
        assert len(set(found.key_hash)) == 2

    def test_tickets_are_states_unless_said_otherwise(self, tmp_path: Path) -> None:
        rows: Rows = [["T1", "2026-03-01 10:00:00", "open"], ["T1", "2026-03-01 10:00:00", "closed"]]
        heads = ["Ticket id", "Created at", "Status"]
        assert len(set(through(tmp_path, "ticket", heads, rows).key_hash)) == 1


@pytest.mark.parametrize("starts", [["2026-01-01", "2026-02-01"], ["", ""]])
def test_only_the_first_part_of_a_key_must_be_there(tmp_path: Path, starts: list[str]) -> None:
    rows: Rows = [["s1", "c1", start, "10"] for start in starts]
    found = through(tmp_path, "subscription", ["subscription_id", "customer_id", "start_date", "amount"], rows)
    assert len(set(found.key_hash)) == len(set(starts))


def test_words_outside_a_vocabulary_are_counted(tmp_path: Path) -> None:
    rows: Rows = [["2026-03-01", "Marketing", "12.50"], ["2026-03-02", "Canapés", "3.00"]]
    found = through(tmp_path, "cost", ["Date", "Category", "Amount"], rows)
    assert found.col("category") == ["acquisition", "Canapés"]
    assert sum(batch.adjusted.get("unknown_word", 0) for batch in found.batches) == 1
