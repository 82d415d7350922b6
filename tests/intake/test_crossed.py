"""Headings that say what other tables say in cells: months, queues, smileys, what happened to a newsletter."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.intake.doubts import answer
from tests.intake.looking import converted, doubt, looked_at, write

MONTHS = ["Customer", "Plan", "Jan 2025", "Feb 2025", "Mar 2025", "Total"]
PAID = [["Ana", "A", 10, 10, "", 20], ["Ion", "B", "", 25, 25, 50], ["Zoe", "A", 10, 10, 12, 32]]


def months(folder: Path, headings: list[str] = MONTHS) -> Path:
    totals = ["Total", "", 20, 45, 37, 102]
    return write(folder / "pivot.csv", headings, [*PAID, totals])


class TestMonths:
    def test_each_filled_cell_is_a_row_of_its_month(self, tmp_path: Path) -> None:
        view = answer(looked_at(months(tmp_path)), "kind", "order")
        assert view.headings == ("Customer", "Plan", "Date", "Amount")
        found = converted(tmp_path / "pivot.csv", view, "UTC")
        assert found.col("customer") == ["Ana", "Ana", "Ion", "Ion", "Zoe", "Zoe", "Zoe"]
        assert [amount / 10_000 for amount in found.col("net_amount")] == [10, 10, 25, 25, 10, 10, 12]

    def test_the_account_is_of_rows_of_the_file(self, tmp_path: Path) -> None:
        found = converted(months(tmp_path), answer(looked_at(tmp_path / "pivot.csv"), "kind", "order"), "UTC")
        assert (found.adds_up, found.skipped) == (True, {"totals": 1})
        assert sum(batch.read for batch in found.batches) == 4
        assert [line for batch in found.batches for line in batch.line] == [2, 2, 3, 3, 4, 4, 4]

    def test_what_the_amounts_are_is_asked(self, tmp_path: Path) -> None:
        assert doubt(looked_at(months(tmp_path)), "kind").open

    @pytest.mark.parametrize(
        "names", [("ianuarie 2025", "februarie 2025", "martie 2025"), ("2025-01", "2025-02", "2025-03")]
    )
    def test_in_other_words(self, tmp_path: Path, names: tuple[str, ...]) -> None:
        view = looked_at(months(tmp_path, ["Client", "Plan", *names, "Total"]))
        assert view.headings == ("Client", "Plan", "Date", "Amount")

    def test_months_that_do_not_follow_one_another_or_hold_no_numbers_stay_columns(self, tmp_path: Path) -> None:
        mixed = looked_at(months(tmp_path, ["Client", "Plan", "Mar 2025", "Jan 2025", "Feb 2025", "Total"]))
        assert "Mar 2025" in mixed.headings
        words = write(
            tmp_path / "b.csv", MONTHS[:5], [["Ana", "A", "yes", "no", "yes"], ["Ion", "B", "no", "no", "yes"]]
        )
        assert "Jan 2025" in looked_at(words).headings


def test_the_same_counts_under_each_queue(tmp_path: Path) -> None:
    rows = [["03/02/2025", 50, 45, 5, 80, 79, 1], ["14/02/2025", 40, 40, 0, 60, 50, 10]]
    headings = ["Date", *["Offered", "Answered", "Abandoned"] * 2]
    path = write(tmp_path / "queues.csv", ["", "Sales", "", "", "Billing", "", ""], [headings, *rows])
    view = looked_at(path)
    assert (view.mapping.kind, view.open_doubts) == ("contact", ())
    found = converted(path, view, "UTC")
    assert found.col("team") == ["Sales", "Billing", "Sales", "Billing"]
    assert found.col("count") == [50, 80, 40, 60]
    assert found.adds_up


def test_how_many_gave_each_smiley(tmp_path: Path) -> None:
    rows = [["03/03/2025", "CP", 8, 3, 0, 1], ["14/03/2025", "CM1", 0, 0, 0, 0]]
    path = write(tmp_path / "lunch.csv", ["Date", "Classe", "😀", "🙂", "🙁", "😡"], rows)
    view = answer(looked_at(path), "question:3", "csat")
    found = converted(path, view, "UTC")
    assert (found.col("score"), found.col("weight")) == ([5, 4, 1], [8, 3, 1])
    assert found.adds_up


def test_ticks_in_columns_of_words_are_no_counts(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv", ["Date", "Good", "Neutral", "Bad"], [["03/03/2025", 1, 0, 0], ["14/03/2025", 0, 0, 1]]
    )
    assert looked_at(path).headings == ("Date", "Good", "Neutral", "Bad")


@pytest.mark.parametrize(
    "headings",
    [
        ("Recipients", "Total opens", "Unique opens", "Open rate", "Clicks", "Unsubscribed"),
        ("Destinataires", "Ouvertures", "Ouvertures uniques", "Taux d'ouverture", "Clics", "Désabonnements"),
        ("Destinatari", "Deschideri", "Deschideri unice", "Rata de deschidere", "Clicuri", "Dezabonări"),
    ],
)
def test_what_happened_to_each_newsletter(tmp_path: Path, headings: tuple[str, ...]) -> None:
    path = write(
        tmp_path / "a.csv", ["Campaign", "Sent at", *headings], [["N1", "14/01/2025", 900, 300, 200, "22%", 20, 0]]
    )
    view = looked_at(path)
    assert view.mapping.kind == "campaign_touch"
    found = converted(path, view, "UTC")
    assert dict(zip(found.col("kind"), found.col("count"), strict=True)) == {"sent": 900, "open": 200, "click": 20}
