"""Which numbers a category of costs goes into: as said beside the lines, and as it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cxdesk.domain.kinds_of.cost import CATEGORIES
from cxdesk.domain.query import Query
from cxdesk.metrics.registry import metrics
from cxdesk.workspace.typed.effects import desk_of, readers
from cxdesk.workspace.typed.keeping import Edit
from cxdesk.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, samples: Callable[[str], Path]) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("effects") / "brevio.cxdesk"
    with Workspace.open(Path(shutil.copy(samples("brevio"), path))) as opened:
        yield opened


def figures(workspace: Workspace) -> dict[str, str]:
    """Every metric's values, by id; those that no cost can move are left out to save time."""
    known = {one for ids in readers().values() for one in ids} | {"cac", "nps", "mrr", "churn_lost", "contact_rate"}
    asked = tuple(one for one in metrics() if one in known or "cost" in getattr(metrics()[one], "kinds", ()))
    found: dict[str, list[object]] = {}
    for metric in workspace.metrics(Query(metrics=asked)):
        found.setdefault(metric["id"], []).extend(
            [group["measure"], group["value"], group["reason"]] for group in metric["groups"]
        )
    return {name: json.dumps(values) for name, values in found.items()}


@pytest.fixture(scope="module")
def before(workspace: Workspace) -> dict[str, str]:
    return figures(workspace)


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_moves_the_numbers_it_is_said_to_go_into(
    workspace: Workspace, before: dict[str, str], category: str
) -> None:
    assert "cx_roi" in before
    cost = {"from": "2025-08", "until": "2026-06", "category": category, "amount": 77_777, "currency": "EUR"}
    saved, _ = workspace.save_typed("cost", Edit(put=[("", cost)]))
    assert saved.batch is not None
    after = figures(workspace)
    workspace.undo(saved.batch)
    assert {name for name, value in after.items() if value != before[name]} == set(readers()[category])


def test_costs_that_were_taken_back_left_no_trace_in_any_number(workspace: Workspace, before: dict[str, str]) -> None:
    cost = {"from": "2025-08", "until": "2026-06", "category": "service", "amount": 77_777, "currency": "EUR"}
    saved, _ = workspace.save_typed("cost", Edit(put=[("", cost)]))
    assert saved.batch is not None
    workspace.undo(saved.batch)
    assert figures(workspace) == before


def test_the_window_is_told_what_came_with_files(workspace: Workspace) -> None:
    known = desk_of(workspace)
    assert known.costs == known.rates == []
    assert known.currency == "EUR"
    assert sum(amounts["EUR"] for amounts in known.files.values()) > 0
    assert known.read_by["cx_programme"] == (metrics()["cx_roi"].title,)
    assert [one.currency for one in known.needs] == ["EUR"]
