"""What a number can be looked at as, and that every cell of a table is the rows it opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cxdesk.analysis.forms import formed, forms
from cxdesk.analysis.inquiry import Inquiry
from cxdesk.domain.forms import BOTH, Fill, FormKind
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Query, Selection
from cxdesk.metrics.registry import metric_of, metrics
from cxdesk.workspace.workspace import Workspace
from tests.analysis import answers
from tests.frame.memory import frame_of

SECOND = Period(date(2025, 4, 1), date(2025, 7, 1))
QUERY = Query(range=SECOND, min_show=1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with answers.workspace(tmp_path_factory.mktemp("forms")) as made:
        yield made


class TestCrossTable:
    def test_each_cell_is_both_groups_and_opens_their_rows(self, workspace: Workspace) -> None:
        found = workspace.form(QUERY, Selection("nps"), FormKind.CROSS, "Plan", "has_comment")
        assert found.grid is not None
        shown = {
            (row.key, column.key): cell
            for row, cells in zip(found.grid.rows, found.grid.cells, strict=True)
            for column, cell in zip(found.grid.columns, cells, strict=True)
        }
        crashed = shown["Starter", "yes"]
        assert crashed.figure is not None
        assert (crashed.figure.value, crashed.figure.n) == (-100, 8)
        place = crashed.place
        rows = workspace.rows(QUERY.with_(split=place.split), Selection("nps", segment=place.segment))
        assert rows["count"] == 8
        assert sum(cell.figure.n for cell in shown.values() if cell.figure) == 20

    def test_only_a_cell_whose_interval_leaves_the_whole_out_is_set_apart(self, workspace: Workspace) -> None:
        found = workspace.form(QUERY, Selection("nps"), FormKind.CROSS, "Plan", "has_comment")
        assert found.grid is not None
        assert found.grid.fill is Fill.DIVERGING
        whole = found.grid.whole.value if found.grid.whole else None
        assert whole == pytest.approx(-30)
        for cell in (cell for cells in found.grid.cells for cell in cells if cell.figure is not None):
            assert cell.figure.low is not None
            assert cell.figure.high is not None
            expected = False if cell.figure.low > whole else True if cell.figure.high < whole else None
            assert cell.low is expected

    def test_a_split_by_two_attributes_is_a_breakdown_too(self, workspace: Workspace) -> None:
        board = workspace.board(QUERY.with_(split=BOTH.join(("Plan", "has_comment")), selection=Selection("nps")))
        assert board.breakdown is not None
        assert sum(row.figure.n for row in board.breakdown.rows) == 20


class TestWhichFit:
    def test_every_number_can_be_a_list_and_what_it_declares_comes_first(self, workspace: Workspace) -> None:
        inquiry = Inquiry(QUERY, workspace.frame())
        assert forms(inquiry, metric_of("nps")) == (FormKind.SEGMENTS, FormKind.CROSS)
        declared = {metric.id: [form.kind for form in metric.forms] for metric in metrics().values() if metric.forms}
        assert declared["mrr_movements"] == [FormKind.BRIDGE]
        assert declared["retention_matrix"] == [FormKind.COHORTS]
        assert declared["wait_time"] == [FormKind.MEASURES]

    @pytest.mark.parametrize(
        "metric", [metric for metric in metrics().values() if metric.forms], ids=lambda one: one.id
    )
    def test_what_a_form_names_there_is(self, metric) -> None:  # type: ignore[no-untyped-def]
        known = {*metric.measures}
        assert all({*form.measures} <= known for form in metric.forms)


LEADS = [
    {"lead_id": f"l{n}", "created_at": "2024-01-05T12:00:00Z", **({"mql_at": "2024-01-06T12:00:00Z"} if n < 6 else {})}
    | ({"sql_at": "2024-01-07T12:00:00Z"} if n < 3 else {})
    | ({"converted_at": "2024-01-08T12:00:00Z"} if n < 1 else {})
    for n in range(10)
]


def test_a_funnel_tells_of_each_step_who_went_on_and_who_did_not() -> None:
    inquiry = Inquiry(Query(), frame_of({"lead": LEADS}))
    metric = metric_of("lead_funnel")
    assert forms(inquiry, metric)[0] is FormKind.FUNNEL
    found = formed(inquiry, metric, "", FormKind.FUNNEL)
    assert [(step.measure, step.people, step.went_on, step.dropped) for step in found.steps] == [
        ("mql", 10, 6, 4),
        ("sql", 6, 3, 3),
        ("customer", 3, 1, 2),
    ]


SUBSCRIPTIONS = [
    {"customer": "a", "started_on": "2024-01-01", "amount": 1_000_000},
    {"customer": "b", "started_on": "2024-01-01", "ended_on": "2024-01-20", "amount": 800_000},
    {"customer": "c", "started_on": "2024-01-31", "amount": 200_000},
]


def test_a_bridge_leads_from_the_start_to_the_end_to_the_cent() -> None:
    query = Query(range=Period(date(2024, 1, 1), date(2024, 2, 1)))
    found = formed(
        Inquiry(query, frame_of({"subscription": SUBSCRIPTIONS})), metric_of("mrr_movements"), "", FormKind.BRIDGE
    )
    start, *moves, end = found.bridge
    assert (start.total, end.total) == (True, True)
    assert start.value + sum(one.value for one in moves) == pytest.approx(end.value)
    assert all(one.value for one in moves)


def test_cohorts_are_the_units_of_the_grain_against_how_long_after() -> None:
    events = [
        {"person": who, "at": f"2024-{month:02d}-05T09:00:00Z"}
        for who, months in (("a", (1, 2, 3)), ("b", (1, 3)), ("c", (2,)))
        for month in months
    ]
    inquiry = Inquiry(Query(grain=Grain.MONTH, min_show=1), frame_of({"usage_event": events}))
    found = formed(inquiry, metric_of("retention_matrix"), "", FormKind.COHORTS)
    assert found.grid is not None
    january = found.grid.cells[0]
    assert [cell.figure.value for cell in january if cell.figure][:2] == [100, 50]
    assert january[0].place.period == Period(date(2024, 1, 1), date(2024, 2, 1))
    assert found.grid.fill is Fill.SEQUENTIAL


def test_all_measures_stand_side_by_side_each_held_against_its_own_whole() -> None:
    calls = [
        {
            "call_id": f"{n}",
            "offered_at": "2024-03-01T09:00:00Z",
            "wait_seconds": 10 + 40 * (n % 2),
            "channel": ("phone", "chat")[n % 2],
        }
        for n in range(12)
    ]
    found = formed(Inquiry(Query(), frame_of({"contact": calls})), metric_of("wait_time"), "", FormKind.MEASURES)
    assert found.grid is not None
    assert found.attribute == "channel"
    assert [row.key for row in found.grid.rows] == ["chat", "phone"]
    assert [column.key for column in found.grid.columns][:2] == ["median", "mean"]
    assert [cell.figure.value for cells in found.grid.cells for cell in cells[:1] if cell.figure] == [50, 10]


def test_churn_by_cohort_has_the_quarter_in_which_customers_came_as_rows() -> None:
    rows = [
        {"customer": f"a{n}", "started_on": "2024-01-10", **({"ended_on": "2024-05-20"} if n < 3 else {})}
        for n in range(6)
    ] + [{"customer": f"b{n}", "started_on": "2024-04-10"} for n in range(4)]
    query = Query(grain=Grain.MONTH, min_show=1, at=date(2024, 6, 30))
    inquiry = Inquiry(query, frame_of({"subscription": rows}))
    metric = metric_of("churn_lost")
    assert forms(inquiry, metric)[0] is FormKind.SEGMENTS
    found = formed(inquiry, metric, "", FormKind.COHORTS)
    assert found.grid is not None
    assert [row.key for row in found.grid.rows] == ["2024-Q1", "2024-Q2"]
    may = next(at for at, one in enumerate(found.grid.columns) if one.period and one.period.start == date(2024, 5, 1))
    first, second = (cells[may].figure for cells in found.grid.cells)
    assert first is not None
    assert second is not None
    assert (first.value, first.n, second.value, second.n) == (50, 6, 0, 4)
    assert found.grid.cells[0][may].place.segment == "2024-Q1"


def test_steps_that_are_stages_are_called_by_their_titles() -> None:
    rows = [
        {"event_id": f"{who}{at}", "customer": who, "stage": stage, "at": f"2024-01-0{at + 1}T12:00:00Z"}
        for who in "abc"
        for at, stage in enumerate(("awareness", "consideration", "decision")[: "abc".index(who) + 1])
    ]
    inquiry = Inquiry(Query(), frame_of({"journey_event": rows}))
    found = formed(inquiry, metric_of("journey_funnel"), "", FormKind.FUNNEL)
    assert {step.title for step in found.steps} <= {"Awareness", "Consideration", "Decision", "Retention", "Advocacy"}
    assert found.steps[0].measure in ("awareness", "consideration")
