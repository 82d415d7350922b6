"""The values of a filter stand with how many of what the number counts have each, as the breakdown has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.periods import Calendar, Period
from cxdesk.domain.query import Query, Selection
from cxdesk.workspace.workspace import Workspace
from tests.analysis import answers

SECOND = Period(date(2025, 4, 1), date(2025, 7, 1))
NPS, STARTER = Selection("nps"), Condition("Plan", Op.IS, ("Starter",))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with answers.workspace(tmp_path_factory.mktemp("facets")) as made:
        yield made


def test_they_are_those_of_the_breakdown_and_not_the_rows_of_every_question(workspace: Workspace) -> None:
    query = Query(range=SECOND, split="Plan", selection=NPS)
    found = workspace.facet("Plan", query, NPS)
    split = workspace.board(query).breakdown
    assert split is not None
    assert dict(found.counts) == {row.key: row.figure.n for row in split.rows} == {"Starter": 10, "Team": 10}
    assert (found.total, found.of, found.period) == (20, "NPS", SECOND)
    assert dict(workspace.values("Plan"))["Starter"] == 26, "both quarters and both questions"


def test_the_own_filter_does_not_hide_the_other_values_and_every_other_one_counts(workspace: Workspace) -> None:
    query = Query(range=SECOND, filters=(STARTER,))
    assert dict(workspace.facet("Plan", query, NPS).counts) == {"Starter": 10, "Team": 10}
    assert dict(workspace.facet("band", query, NPS).counts) == {
        "bottom": 8, "top": 2, "middle": 0, None: 0,
    }  # fmt: skip


def test_what_has_no_rows_behind_the_number_can_still_be_chosen(workspace: Workspace) -> None:
    found = workspace.facet("role", Query(range=SECOND), NPS)
    assert found.counts == (("nps", 20), ("csat", 0))


def test_where_the_number_cannot_be_split_so_and_without_a_number_all_rows_are_counted(workspace: Workspace) -> None:
    for found in (workspace.facet("Plan", Query(), Selection("mrr")), workspace.facet("Plan", Query(), None)):
        assert (found.of, found.period) == ("", None)
        assert dict(found.counts) == dict(workspace.values("Plan"))


def test_the_workspace_says_how_its_weeks_and_years_begin(workspace: Workspace) -> None:
    assert workspace.info().calendar == Calendar(0, 1)
    workspace.set_setting("week_start", 6)
    workspace.set_setting("fiscal_start", 4)
    assert workspace.info().calendar == Calendar(6, 4)
