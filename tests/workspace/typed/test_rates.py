"""Costs in other currencies: converted at the rate in force on their first day, said in the receipt, else left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.query import Query, Selection
from cxdesk.workspace.typed.effects import needs_of
from cxdesk.workspace.typed.keeping import Edit
from cxdesk.workspace.workspace import Workspace

EUROS = {"from": "2024-03", "category": "acquisition", "amount": 100, "currency": "EUR"}
DOLLARS = {"from": "2024-04-10", "category": "acquisition", "amount": 200, "currency": "USD"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        made.save_typed("cost", Edit(put=[("", EUROS), ("", DOLLARS)]))
        yield made


def rate(workspace: Workspace, day: str, value: float, one: str = "USD", other: str = "EUR") -> None:
    line = {"day": day, "from": one, "to": other, "rate": value, "source": "ECB"}
    workspace.save_typed("rate", Edit(put=[("", line)]))


def spent(workspace: Workspace) -> Any:
    (metric,) = workspace.metrics(Query(metrics=("cac",)))
    group = next((group for group in metric["groups"] if group["measure"] == "cost"), metric["groups"][0])
    return group["value"] if group["value"] is not None else group["reason"]


def test_without_rates_two_currencies_cannot_be_added(workspace: Workspace) -> None:
    assert spent(workspace) == "mixed_currency"


def test_the_rate_in_force_is_the_latest_before(workspace: Workspace) -> None:
    rate(workspace, "2024-03", 0.5)
    assert spent(workspace) == pytest.approx(200.0)
    rate(workspace, "2024-04", 0.75)
    assert spent(workspace) == pytest.approx(250.0)
    rate(workspace, "2024-05", 0.9)
    assert spent(workspace) == pytest.approx(250.0)


def test_a_rate_may_be_written_the_other_way_round(workspace: Workspace) -> None:
    rate(workspace, "2024-04", 4.0, "EUR", "USD")
    assert spent(workspace) == pytest.approx(150.0)
    rate(workspace, "2024-04", 0.5)  # what is written goes before what is turned around
    assert spent(workspace) == pytest.approx(200.0)


def test_the_receipt_names_rate_day_and_source(workspace: Workspace) -> None:
    rate(workspace, "2024-04", 0.75)
    receipt = workspace.receipt(Query(metrics=("cac",)), Selection("cac", "cost"))
    assert receipt.rates == (
        {"from": "USD", "to": "EUR", "rate": 0.75, "day": "2024-04-01", "source": "ECB", "rows": 1},
    )
    assert receipt.sum_ok


def test_a_cost_older_than_every_rate_is_left_out_and_said_to_be(workspace: Workspace) -> None:
    rate(workspace, "2024-05", 0.75)
    assert spent(workspace) == pytest.approx(100.0)
    receipt = workspace.receipt(Query(metrics=("cac",)), Selection("cac", "cost"))
    (behind,) = [one for one in receipt.behind if one.kind == "cost"]
    assert behind.exclusions["no_rate"] == 1
    assert receipt.sum_ok
    assert receipt.rates == ()


def test_a_currency_that_no_rate_leads_from_still_cannot_be_added(workspace: Workspace) -> None:
    rate(workspace, "2024-01", 0.2, "RON", "EUR")
    assert spent(workspace) == "mixed_currency"


def test_a_rate_that_was_taken_out_counts_no_more(workspace: Workspace) -> None:
    rate(workspace, "2024-01", 0.5)
    assert spent(workspace) == pytest.approx(200.0)
    workspace.save_typed("rate", Edit(removed=[line.key for line in workspace.typed("rate")]))
    assert spent(workspace) == "mixed_currency"


def test_another_currency_of_the_workspace_turns_everything_into_it(workspace: Workspace) -> None:
    rate(workspace, "2024-01", 0.5)
    workspace.set_setting("currency", "USD")
    assert spent(workspace) == pytest.approx(400.0)


def test_the_window_says_which_currencies_have_a_rate(workspace: Workspace) -> None:
    assert [(one.currency, one.rate) for one in needs_of(workspace, "EUR")] == [("EUR", None), ("USD", None)]
    rate(workspace, "2024-01", 0.5)
    rate(workspace, "2024-02", 0.6)
    assert [(one.currency, one.rate) for one in needs_of(workspace, "EUR")] == [("EUR", None), ("USD", 0.6)]
