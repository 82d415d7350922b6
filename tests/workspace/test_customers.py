"""Customers of an open workspace: the list as the metrics see them, and each with everything that happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cxdesk.analysis.customers.standing import REMEMBERED, standing
from cxdesk.domain.customers import Event, Sort
from cxdesk.domain.errors import NotFound
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Role
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN
from cxdesk.workspace.workspace import Workspace
from tests.cases import stored


def answer(customer: str, role: str, score: int, day: str, comment: str = "") -> dict[str, Any]:
    scale = {"nps": ZERO_TO_TEN, "csat": ONE_TO_FIVE, "ces": ONE_TO_SEVEN}[role]
    row = {"response": f"{customer}{role}{day}", "role": role, "customer": customer, "score": score, "scale": scale}
    return {**row, "submitted_at": f"{day}T23:30:00Z", "comment": comment}


ROWS: dict[str, list[dict[str, Any]]] = {
    "customer": [
        {"customer": "C1", "name": "Zoé & Fils", "plan": "Team", "country": "FR", "created_at": "2024-01-05T00:00:00Z"},
        {"customer": "C2", "name": "Éclair", "plan": "Solo", "country": "RO", "created_at": "2024-02-05T00:00:00Z"},
        {"customer": "C3", "name": "Bob", "plan": "Solo", "country": "FR", "created_at": "2024-02-06T00:00:00Z"},
    ],
    "answer": [
        answer("C1", "nps", 9, "2024-03-01", "<b>Merci</b>"),
        answer("C1", "nps", 3, "2024-06-01", "=too slow"),
        answer("C1", "csat", 2, "2024-06-02"),
        answer("C1", "ces", 1, "2024-06-03"),
        answer("C2", "nps", 10, "2024-06-01"),
        answer("C2", "csat", 5, "2024-06-02"),
    ],
    "subscription": [
        {"subscription": "S1", "customer": "C1", "plan": "Team", "started_on": "2024-01-05", "ended_on": "2024-05-01",
         "amount": 40, "interval": "month", "currency": "EUR"},
        {"subscription": "S1", "customer": "C1", "plan": "Team", "started_on": "2024-05-01", "amount": 50,
         "interval": "month", "currency": "EUR"},
        {"subscription": "S2", "customer": "C2", "plan": "Solo", "started_on": "2024-02-05", "ended_on": "2024-05-10",
         "amount": 10, "interval": "month", "currency": "EUR"},
    ],
    "ticket": [
        {"ticket": "77", "customer": "C1", "created_at": "2024-05-20T10:00:00Z", "resolved_at": "2024-05-22T09:00:00Z",
         "subject": "Export fails", "status": "solved"},
        {"ticket": "78", "customer": "C1", "created_at": "2024-06-04T10:00:00Z", "subject": "Again", "status": "open"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("customers")
    made = Workspace.create(folder / "w.cxdesk")
    made.set_setting("zone", "Europe/Paris")
    stored.put(made, ROWS, folder)
    yield made
    made.close()


def listed(desk: Workspace, query: Query | None = None, **asked: Any) -> list[str]:
    found = desk.customer_ids(query, **asked)
    return [line.customer for line in desk.customer_lines(found, 0, 10)]


def test_the_list_says_of_each_what_the_metrics_say_of_all(desk: Workspace) -> None:
    found = desk.customer_ids()
    one, two, three = desk.customer_lines(found, 0, 10)
    assert [line.customer for line in (one, two, three)] == ["C1", "C2", "C3"]
    assert (one.called, one.plan, one.mrr, one.risk, one.at_risk) == ("Zoé & Fils", "Team", 50.0, "high", 50.0)
    assert one.nps is not None
    assert (one.nps.value, one.nps.band, one.nps.day) == (3.0, "bottom", date(2024, 6, 2))  # local day in Paris
    assert (two.left, two.mrr, two.risk, two.health) == (True, None, "low", None)
    assert (three.nps, three.value, three.last_contact, three.risk) == (None, None, None, "none")
    assert one.last_contact == date(2024, 6, 4)
    figures = {one["id"]: one["groups"][0] for one in desk.metrics(Query(metrics=("mrr", "cross_churn_risk")))}
    assert figures["mrr"]["value"] == found.mrr == 50.0
    assert figures["cross_churn_risk"]["numerator"] == 1
    assert (found.everybody, found.currency, found.at_risk) == (3, "EUR", 50.0)


def test_it_is_sorted_by_any_column_and_unknown_comes_last(desk: Workspace) -> None:
    assert listed(desk, sort=Sort.NAME, descending=False) == ["C3", "C2", "C1"]
    assert listed(desk, sort=Sort.NPS) == ["C2", "C1", "C3"]
    assert listed(desk, sort=Sort.NPS, descending=False) == ["C1", "C2", "C3"]
    assert listed(desk, sort=Sort.RISK) == ["C1", "C2", "C3"]
    assert listed(desk, sort=Sort.LAST_CONTACT, descending=False)[-1] == "C3"
    for sort in Sort:
        assert sorted(listed(desk, sort=sort)) == ["C1", "C2", "C3"]


@pytest.mark.parametrize("sort", list(Sort))
def test_a_line_says_the_same_in_every_order_and_on_every_page(desk: Workspace, sort: Sort) -> None:
    usual = {line.customer: line for line in desk.customer_lines(desk.customer_ids(), 0, 10)}
    for descending in (False, True):
        found = desk.customer_ids(sort=sort, descending=descending)
        whole = desk.customer_lines(found, 0, 10)
        assert {line.customer: line for line in whole} == usual
        assert [desk.customer_lines(found, at, at + 1)[0] for at in range(3)] == whole
        assert desk.customer_lines(found, 3, 9) == []
    assert [desk.customer_page(customer).line for customer in usual] == list(usual.values())


def test_it_is_searched_without_accents_and_filtered_as_the_desk_is(desk: Workspace) -> None:
    assert listed(desk, search="zoe fils") == ["C1"]
    assert listed(desk, search="c2") == ["C2"]
    assert listed(desk, search="nobody") == []
    assert listed(desk, Query(filters=(Condition.parse("country=FR"),))) == ["C1", "C3"]
    assert listed(desk, Query(filters=(Condition.parse("status=open"),))) == ["C1"]  # no field of customers
    found = desk.customer_ids(Query(filters=(Condition.parse("shoe_size=44"),)))
    assert [condition.field for condition in found.unasked] == ["shoe_size"]
    assert len(found.codes) == 3


def test_behind_a_click_stand_the_customers_of_its_rows(desk: Workspace) -> None:
    query = Query(metrics=("nps",), min_show=1, selection=Selection("nps", part="minus"))
    assert listed(desk, query) == ["C1"]
    assert desk.customer_ids(query).behind
    assert len(listed(desk, query.with_(selection=Selection("nps")))) == 3


def test_an_earlier_period_shows_customers_as_they_stood_at_its_end(desk: Workspace) -> None:
    spring = Query(range=Period(date(2024, 2, 1), date(2024, 4, 1)))
    lines = {line.customer: line for line in desk.customer_lines(desk.customer_ids(spring), 0, 10)}
    assert (lines["C1"].mrr, lines["C2"].mrr, lines["C2"].left) == (40.0, 10.0, False)
    assert lines["C1"].nps is not None
    assert lines["C1"].nps.value == 9.0


def test_one_period_brushed_after_the_other_is_not_all_remembered(desk: Workspace) -> None:
    frame = desk.frame()
    ends = [date(2025, 1, day) for day in range(2, 2 + 2 * REMEMBERED)]
    for end in ends:
        stands = standing(frame, Period(date(2024, 1, 1), end))
        assert stands is standing(frame, Period(date(2024, 6, 1), end))
        assert len(stands.latest(Role.NPS).score) == stands.size
    kept = [len(found) for key, found in frame.memo.items() if key[0] == "of customers"]
    assert len(kept) >= 2
    assert max(kept) == REMEMBERED


def titles(events: tuple[Event, ...]) -> list[str]:
    return [f"{event.day} {event.title}" for event in events]


def test_the_story_goes_over_all_kinds_newest_first(desk: Workspace) -> None:
    page = desk.customer_page("zoé & fils")
    assert titles(page.events) == [
        "2024-06-04 Ticket 78: Again",
        "2024-06-04 Ease 1",
        "2024-06-03 Satisfaction 2",
        "2024-06-02 NPS 3",
        "2024-05-22 Ticket 77 resolved",
        "2024-05-20 Ticket 77: Export fails",
        "2024-05-01 Subscription changed: Team",
        "2024-03-02 NPS 9",
        "2024-01-05 Subscription: Team",
        "2024-01-05 Customer since",
    ]
    by_title = {event.title: event for event in page.events}
    assert (by_title["NPS 9"].detail, by_title["NPS 9"].words, by_title["NPS 9"].band) == ("<b>Merci</b>", True, "top")
    assert by_title["Subscription changed: Team"].detail == "€50 a month"
    assert by_title["Ticket 77 resolved"].detail == "after 2 days"
    assert (page.since, page.open_tickets, page.currency) == (date(2024, 1, 5), 1, "EUR")
    assert [score.value for score in page.answers] == [9, 3]
    assert page.rows["ticket"] == 2
    assert titles(desk.customer_page("C2").events)[:2] == [
        "2024-06-03 Satisfaction 5",
        "2024-06-02 NPS 10",
    ]
    assert "2024-05-10 Subscription ended: Solo" in titles(desk.customer_page("C2").events)


def test_what_is_not_told_is_counted(desk: Workspace) -> None:
    page = desk.customer_page("C1", most=1)
    assert page.earlier == 3 + 1 + 1
    assert desk.customer_page("C1", most=0).events == ()
    assert "2024-06-04 Ticket 78: Again" in titles(page.events)


def test_who_is_not_there_is_said(desk: Workspace) -> None:
    with pytest.raises(NotFound, match="Nobody"):
        desk.customer_page("Nobody")


def test_merged_customers_have_one_story(desk: Workspace) -> None:
    merges, _changes = desk.merge_customers([("C3", "C1")])
    page = desk.customer_page("C3")
    assert page.references == ("C1", "C3")
    assert page.line.customer == "C1"
    assert listed(desk) == ["C1", "C2"]
    desk.unmerge([merges[0].id])
    assert len(listed(desk)) == 3


def test_a_ticket_is_open_where_the_metrics_of_tickets_say_so(tmp_path: Path) -> None:
    said = ("Completed", "Résolu", "done", "Closed", "Open")
    tickets = [
        {"ticket": str(at), "customer": "C1", "created_at": "2024-05-20T10:00:00Z", "status": status}
        for at, status in enumerate(said)
    ]
    with Workspace.create(tmp_path / "w.cxdesk") as made:
        stored.put(made, {"ticket": tickets}, tmp_path)
        assert made.customer_page("C1").open_tickets == 1


def test_whoever_is_known_by_orders_alone_has_a_page(tmp_path: Path) -> None:
    """No answer, ticket or subscription says up to when anything is known: then what there is does."""
    order = {"order": "O1", "customer": "C1", "placed_at": "2024-05-20T10:00:00Z", "net_amount": 10, "currency": "EUR"}
    with Workspace.create(tmp_path / "w.cxdesk") as made:
        stored.put(made, {"order": [order, {**order, "order": "O2", "customer": "C2", "placed_at": None}]}, tmp_path)
        dated = made.customer_page("C1")
        assert (dated.orders, dated.since, dated.as_of) == (1, date(2024, 5, 20), date(2024, 5, 20))
        assert made.customer_page("C2").since is None


def test_amounts_in_several_currencies_are_converted_or_it_is_said_which_rate_is_missing(tmp_path: Path) -> None:
    """Never a column without a number and without a word."""
    paid = {"started_on": "2024-01-05", "interval": "month"}
    rows = [
        {**paid, "subscription": "S1", "customer": "C1", "amount": 40, "currency": "EUR"},
        {**paid, "subscription": "S2", "customer": "C2", "amount": 30, "currency": "USD"},
    ]
    with Workspace.create(tmp_path / "w.cxdesk") as made:
        made.set_setting("currency", "EUR")
        stored.put(made, {"subscription": rows}, tmp_path)
        found = made.customer_ids()
        assert (found.currency, found.mrr) == (None, None)
        assert found.lacking is not None
        assert found.lacking.say().startswith("No exchange rate leads from USD to EUR.")
        rate = {"day": "2024-01-01", "from": "USD", "to": "EUR", "rate": 0.5}
        stored.put(made, {"rate": [rate]}, tmp_path)
        found = made.customer_ids(sort=Sort.MRR)
        assert (found.currency, found.lacking) == ("EUR", None)
        lines = made.customer_lines(found, 0, 9)
        assert [(line.customer, line.mrr) for line in lines] == [("C1", 40.0), ("C2", 15.0)]
        assert all(line.value for line in lines)


def test_columns_in_which_nobody_has_anything_are_named(desk: Workspace, tmp_path: Path) -> None:
    assert desk.customer_ids().blank == frozenset()
    with Workspace.create(tmp_path / "bare.cxdesk") as bare:
        stored.put(bare, {"customer": [{"customer": "C9", "name": "Ana"}]}, tmp_path)
        assert bare.customer_ids().blank == {Sort.PLAN, Sort.MRR, Sort.VALUE, Sort.NPS, Sort.CSAT, Sort.AT_RISK}
