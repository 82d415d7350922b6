"""Recurring revenue in several currencies: the bridge closes to the cent, what rates moved is a line of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query, Selection
from cxdesk.frame.axes import Periods
from cxdesk.frame.zone import day_number
from cxdesk.metrics.views import months, programme
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.typed.keeping import Edit
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import write

pytestmark = pytest.mark.usefixtures("all_here")

HEADS = ["subscription_id", "customer_id", "started_on", "ended_on", "mrr", "currency"]
# a stays at 100 USD; b goes from 50 to 70 USD; c pays euros throughout; d leaves with 40 USD; e comes with 30.33 USD.
ROWS: list[list[object]] = [
    ["1", "a", "2024-01-05", "", "100.00", "USD"],
    ["2", "b", "2024-01-05", "2024-02-15", "50.00", "USD"],
    ["3", "b", "2024-02-15", "", "70.00", "USD"],
    ["4", "c", "2024-01-05", "", "80.00", "EUR"],
    ["5", "d", "2024-01-05", "2024-02-20", "40.00", "USD"],
    ["6", "e", "2024-02-10", "", "30.33", "USD"],
    ["7", "f", "2024-01-07", "2024-05-20", "10.00", "EUR"],
]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        path = write(tmp_path / "s.csv", HEADS, ROWS)
        options = ImportOptions(kind="subscription", answers=())
        (report,) = import_files(made, [path], options)
        if report.open_doubts:
            answers = tuple(f"{one['id']}={one['choices'][0]['id']}" for one in report.open_doubts)
            (report,) = import_files(made, [path], ImportOptions(kind="subscription", answers=answers))
        assert report.rows.new == len(ROWS), report
        yield made


def rated(workspace: Workspace, *rates: tuple[str, float]) -> None:
    lines = [{"day": day, "from": "USD", "to": "EUR", "rate": rate, "source": "ECB"} for day, rate in rates]
    workspace.save_typed("rate", Edit(put=[("", line) for line in lines]))


def figures(workspace: Workspace, metric: str) -> dict[str, Any]:
    query = Query(metrics=(metric,), range=Period(date(2024, 2, 1), date(2024, 3, 1)))
    (found,) = workspace.metrics(query)
    return {group["measure"]: group["value"] for group in found["groups"]}


def test_the_bridge_closes_with_rates_as_a_line_of_their_own(workspace: Workspace) -> None:
    rated(workspace, ("2024-01-01", 0.9), ("2024-02-20", 0.8131))
    found = figures(workspace, "mrr_movements")
    assert found["start"] == pytest.approx(90 + 45 + 80 + 36 + 10, abs=1e-6)
    assert found["end"] == pytest.approx(81.31 + 56.917 + 80 + 24.6613 + 10, abs=1e-4)
    assert found["fx"] == pytest.approx((81.31 - 90) + (40.655 - 45), abs=1e-4)
    assert found["expansion"] == pytest.approx(56.917 - 40.655, abs=1e-4)
    assert found["churn"] == pytest.approx(-36, abs=1e-6)
    assert found["new"] == pytest.approx(24.6613, abs=1e-4)
    parts = ("new", "expansion", "reactivation", "contraction", "churn", "fx")
    moved = sum(round((found[name] or 0) * 10_000) for name in parts)
    assert round(found["start"] * 10_000) + moved == round(found["end"] * 10_000)
    assert round(found["net"] * 10_000) == moved


def test_the_receipt_names_the_rates_of_both_edges(workspace: Workspace) -> None:
    rated(workspace, ("2024-01-01", 0.9), ("2024-02-20", 0.8131))
    query = Query(metrics=("mrr_movements",), range=Period(date(2024, 2, 1), date(2024, 3, 1)))
    receipt = workspace.receipt(query, Selection("mrr_movements", "fx"))
    assert [(one["from"], one["to"], one["rate"], one["day"], one["source"]) for one in receipt.rates] == [
        ("USD", "EUR", 0.9, "2024-01-01", "ECB"),
        ("USD", "EUR", 0.8131, "2024-02-20", "ECB"),
    ]
    assert receipt.sum_ok


def test_retention_of_revenue_does_not_move_with_rates(workspace: Workspace) -> None:
    rated(workspace, ("2024-01-01", 0.9), ("2024-02-20", 0.4))
    (value,) = [value for name, value in figures(workspace, "grr").items() if name == "value"]
    assert value == pytest.approx(100 * (1 - 36 / 261), abs=1e-6)  # only what d paid is gone


FEBRUARY = Period(date(2024, 2, 1), date(2024, 3, 1))


@pytest.mark.parametrize("view", [months.months, programme.programme])
def test_what_customers_keep_paying_does_not_move_with_rates(workspace: Workspace, view: Any) -> None:
    rated(workspace, ("2023-12-01", 0.9), ("2024-02-20", 0.8131))
    found = view(workspace.frame(), {}, Periods.of((FEBRUARY,)))
    kept = found.col("kept")[found.col("day") == day_number(FEBRUARY.start)]
    assert sum(kept) / 10_000 == pytest.approx(90 + 45 + 80 + 0 + 10)


def test_the_receipt_names_the_rates_of_the_period_compared_with(workspace: Workspace) -> None:
    rated(workspace, ("2023-12-01", 0.9), ("2024-02-20", 0.8131))
    line = {"from": "2024-02-01", "until": "2024-02-29", "amount": 100, "category": "cx_programme", "currency": "EUR"}
    workspace.save_typed("cost", Edit(put=[("", line)]))
    query = Query(metrics=("cx_roi",), range=FEBRUARY, options={"cx_roi": {"currency": "EUR"}})
    told = workspace.receipt(query, Selection("cx_roi")).rates
    assert [(one["day"], one["rate"]) for one in told] == [("2023-12-01", 0.9), ("2024-02-20", 0.8131)]


def test_without_rates_it_is_as_before(workspace: Workspace) -> None:
    found = figures(workspace, "mrr_movements")
    assert set(found.values()) == {None}


def test_a_rate_counts_from_its_day_on(workspace: Workspace) -> None:
    rated(workspace, ("2024-01-06", 0.9))  # later than the first of them began, in time for the beginning of February
    assert figures(workspace, "mrr_movements")["start"] == pytest.approx(90 + 45 + 80 + 36 + 10)


def test_what_was_before_every_rate_is_unknown_not_guessed(workspace: Workspace) -> None:
    """Of a, b and d nobody knows what they paid at the beginning in euros, so not what moved; e came after it."""
    rated(workspace, ("2024-02-05", 0.9))
    found = figures(workspace, "mrr_movements")
    assert found["start"] == pytest.approx(80 + 10)
    assert found["end"] == pytest.approx(90 + 63 + 80 + 27.297 + 10, abs=1e-4)
    assert found["new"] == pytest.approx(27.297, abs=1e-4)
    assert {name: found[name] for name in ("expansion", "churn", "fx")} == dict.fromkeys(("expansion", "churn", "fx"))
