"""How long a price is for, where only the plan says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.intake.billed import interval_in
from cxdesk.intake.doubts import answer
from cxdesk.intake.inspection import TableView
from tests.intake.looking import converted, looked_at, write


@pytest.mark.parametrize(
    ("plan", "interval"),
    [
        ("Annuel", "year"),
        ("Étudiant annuel", "year"),
        ("Abonament lunar", "month"),
        ("Gold quarterly", "quarter"),
        ("Gold", ""),
        ("Monthly or yearly", ""),
        ("Plan an 2", ""),
    ],
)
def test_names_of_plans(plan: str, interval: str) -> None:
    assert interval_in(plan) == interval


def seen(folder: Path, *plans: str) -> TableView:
    rows = [[f"C{at}", plan, "890", f"2025-01-{at:02d}"] for at, plan in enumerate(plans, 1)]
    return looked_at(write(folder / "s.csv", ["Customer id", "Plan", "Price", "Started on"], rows))


def test_it_is_proposed_and_can_be_refused(tmp_path: Path) -> None:
    view = seen(tmp_path, "Yearly", "Monthly", "Gold", "Yearly")
    (doubt,) = [one for one in view.doubts if one.id == "billed"]
    assert doubt.proposed == "plan"
    assert converted(tmp_path / "s.csv", view).col("interval") == ["year", "month", None, "year"]
    refused = answer(view, "billed", "month")
    assert "interval" not in converted(tmp_path / "s.csv", refused).batches[0].columns


def test_nothing_is_said_where_all_is_by_the_month_or_nothing_says_it(tmp_path: Path) -> None:
    for plans in (("Monthly", "Monthly", "Monthly plus"), ("Gold", "Silver", "Gold")):
        assert not [one for one in seen(tmp_path, *plans).doubts if one.id == "billed"]
