"""Headings that say what other tables say in cells: months, queues, smileys, what happened to a newsletter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cxdesk.intake.doubts import answer
from cxdesk.intake.inspect import inspect
from cxdesk.intake.mapping import fingerprint
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

    def test_it_says_which_columns_became_rows_as_people_write_months(self, tmp_path: Path) -> None:
        (note,) = looked_at(months(tmp_path)).notes
        assert note.say() == "Each of 3 columns, from “1 Jan 2025” to “1 Mar 2025”, became a row of its own."

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


def test_a_cell_that_cannot_be_read_is_named_by_the_column_of_the_file(tmp_path: Path) -> None:
    rows = [[f"{day:02d}/02/2025", 50, 45, 5, "8o" if day == 14 else 80, 79, 1] for day in range(1, 15)]
    headings = ["Date", *["Offered", "Answered", "Abandoned"] * 2]
    path = write(tmp_path / "queues.csv", ["", "Sales", "", "", "Billing", "", ""], [headings, *rows])
    view = looked_at(path)
    found = converted(path, view, "UTC")
    (problem,) = [one for batch in found.batches for one in batch.problems]
    assert (problem.line, problem.column, problem.value) == (16, "Billing — Offered", "8o")
    assert json.loads(problem.raw or "") == ["14/02/2025", "50", "45", "5", "8o", "79", "1"]


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
    assert f"from “{headings[0]}” to “{headings[5]}”" in view.notes[0].say(), "as the file calls them"
    found = converted(path, view, "UTC")
    assert dict(zip(found.col("kind"), found.col("count"), strict=True)) == {"sent": 900, "open": 200, "click": 20}


def test_whoever_wants_the_columns_as_they_stand_says_so_and_may_think_again(tmp_path: Path) -> None:
    long = looked_at(months(tmp_path))
    wide = answer(long, "crossed", "columns")
    assert wide.headings == tuple(MONTHS)
    assert "crossed" not in {one.id for one in long.doubts}  # nobody is asked
    assert doubt(wide, "crossed").proposed == "columns"
    found = converted(tmp_path / "pivot.csv", answer(wide, "kind", "customer"), "UTC")
    assert (found.col("customer"), found.adds_up) == (["Ana", "Ion", "Zoe"], True)
    again = answer(answer(wide, "crossed", "columns"), "crossed", "rows")
    assert (again.headings, again.mapping) == (long.headings, long.mapping)


def test_a_table_kept_with_its_columns_as_they_stand_is_read_so_again(tmp_path: Path) -> None:
    path = months(tmp_path)
    wide = answer(answer(looked_at(path), "crossed", "columns"), "kind", "customer")
    kept = {fingerprint(wide.headings): wide.mapping}
    assert inspect(path, remembered=kept.get).tables[0].headings == tuple(MONTHS)


def test_a_table_larger_than_what_is_looked_at_is_read_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxdesk.intake.inspect.SAMPLE_ROWS", 250)
    rows = [[f"C{at}", "A", at, 10, 1, at + 11] for at in range(1, 1001)]
    path = write(tmp_path / "pivot.csv", MONTHS, [*rows, ["Total", "", 1, 1, 1, 3], ["Prices without tax"]])
    view = answer(looked_at(path), "kind", "order")
    assert view.headings == ("Customer", "Plan", "Date", "Amount")
    assert not view.rows_exact
    found = converted(path, view, "UTC")
    assert (found.n, found.skipped, found.blank, found.adds_up) == (3000, {"totals": 1}, 1, True)
