"""Merging customers: every metric follows, as computed by hand, and returns when the merge is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.filters import Condition
from cxdesk.domain.identity import Strength
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.store import identity
from cxdesk.workspace import profiles
from cxdesk.workspace.workspace import Workspace
from tests.store.builders import Desk, Row, answer

ID, MAIL = "4711", "ana@x.ro"  # one person: an id in the shop's files, an e-mail in the survey tool and the help desk
DAY = 86_400_000_000


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000_000)


def day(text: str) -> int:
    return at(text) // DAY


def score(who: str, value: float, when: str, **more: Any) -> Row:
    return {**answer(f"{who} {when}", value), "customer": who, "submitted_at": at(when), **more}


def order(number: int, who: str, when: str) -> Row:
    return {"order": str(number), "customer": who, "placed_at": at(when), "net_amount": 500_000}


def ticket(name: str, who: str, opened: str, solved: str) -> Row:
    said = {"created_at": at(opened), "resolved_at": at(solved), "status": "solved", "issue_key": "lamp"}
    return {"ticket": name, "customer": who, **said}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.put(
        "customer",
        [
            {"customer": ID, "name": "Ana Popescu", "email": "Ana@X.ro", "plan": "pro"},
            {"customer": "2", "name": "Ion"},
        ],
        "crm.csv",
    )
    made.put(
        "answer",
        [
            score(ID, 10.0, "2025-01-05T09:15"),
            score("2", 10.0, "2025-01-07T10:00"),
            score(MAIL, 0.0, "2025-01-20T11:30"),
            score("x9", 3.0, "2025-03-02T08:00"),
        ],
        "survey.csv",
    )
    yield made
    made.database.close()


@pytest.fixture
def workspace(desk: Desk) -> Workspace:
    made = Workspace(desk.database)
    made.set_setting("zone", "UTC")
    return made


def value(workspace: Workspace, metric: str, measure: str = "", **options: Any) -> tuple[float | None, int]:
    """(value, n) in January 2025."""
    query = Query(
        metrics=(metric,),
        range=Period(date(2025, 1, 1), date(2025, 2, 1)),
        compare=Compare(CompareTo.NONE),
        options={metric: options} if options else {},
        min_show=1,
    )
    (found,) = workspace.metrics(query)
    groups = [group for group in found["groups"] if not measure or group["measure"] == measure]
    return groups[0]["value"], groups[0]["n"]


def test_the_latest_answer_of_a_customer_counts_once_after_the_merge(workspace: Workspace) -> None:
    """10, 10 and 0 of three: (2 - 1) / 3. Of two, of whom one said 10 and then 0: (1 - 1) / 2."""
    assert value(workspace, "nps") == (pytest.approx(100 / 3), 3)
    made, _changes = workspace.merge_customers([(MAIL, ID)])
    assert value(workspace, "nps") == (0.0, 2)
    workspace.unmerge([made[0].id])
    assert value(workspace, "nps") == (pytest.approx(100 / 3), 3)


def test_a_customer_who_goes_on_under_another_name_is_not_lost(workspace: Workspace, desk: Desk) -> None:
    """Two are there on 1 January; one ends on the 20th. Where she goes on by e-mail from the 15th, nobody is lost."""
    desk.put(
        "subscription",
        [
            {"subscription": "a", "customer": ID, "started_on": day("2024-06-01"), "ended_on": day("2025-01-20")},
            {"subscription": "b", "customer": MAIL, "started_on": day("2025-01-15")},
            {"subscription": "c", "customer": "2", "started_on": day("2024-06-01")},
            {"subscription": "d", "customer": "x9", "started_on": day("2025-03-01")},
        ],
    )
    assert value(workspace, "churn_lost") == (50.0, 2)
    workspace.merge_customers([(MAIL, ID)])
    assert value(workspace, "churn_lost") == (0.0, 2)
    workspace.unmerge_customer(MAIL)
    assert value(workspace, "churn_lost") == (50.0, 2)


def test_two_orders_of_one_person_are_a_repeat_purchase(workspace: Workspace, desk: Desk) -> None:
    """Three buyers with an order each: none came back. Two of them one: 1 of 2."""
    desk.put("order", [order(1, ID, "2025-01-02"), order(2, MAIL, "2025-01-12"), order(3, "2", "2025-01-13")])
    assert value(workspace, "purchase_frequency", "repeat_rate") == (0.0, 3)
    workspace.merge_customers([(MAIL, ID)])
    assert value(workspace, "purchase_frequency", "repeat_rate") == (50.0, 2)


def test_asking_again_under_another_name_is_no_first_contact_resolution(workspace: Workspace, desk: Desk) -> None:
    """Three issues solved at once; two of them are one issue of one person, asked about twice: 1 of 2."""
    desk.put(
        "ticket",
        [
            ticket("t1", ID, "2025-01-05", "2025-01-06"),
            ticket("t2", MAIL, "2025-01-07", "2025-01-08"),
            ticket("t3", "2", "2025-01-09", "2025-01-10"),
            ticket("t4", "x9", "2025-03-01", "2025-03-02"),
        ],
    )
    assert value(workspace, "fcr") == (100.0, 3)
    workspace.merge_customers([(MAIL, ID)])
    assert value(workspace, "fcr") == (50.0, 2)
    workspace.unmerge_customer(ID)
    assert value(workspace, "fcr") == (100.0, 3)


def test_what_is_known_of_a_customer_reaches_its_rows_under_every_name(workspace: Workspace) -> None:
    """Split by plan: the answer by e-mail belongs to the plan that the other record names."""

    def plans() -> dict[str | None, int]:
        query = Query(metrics=("nps",), split="plan", options={"nps": {"dedupe": "all"}}, min_show=1)
        (found,) = workspace.metrics(query)
        return {group["segment"]: group["n"] for group in found["groups"] if group["segment"] is not None}

    assert plans() == {"pro": 1}
    workspace.merge_customers([(MAIL, ID)])
    assert plans() == {"pro": 2}


def test_the_rows_behind_a_number_are_still_those_of_the_files(workspace: Workspace) -> None:
    workspace.merge_customers([(MAIL, ID)])
    found = workspace.rows(Query(metrics=("nps",), min_show=1), Selection("nps", part="excluded"))
    assert [row["customer"] for row in found["rows"]] == [ID]  # the earlier answer, as the file names her


@pytest.mark.parametrize("name", [ID, MAIL])
def test_a_customer_can_be_filtered_by_any_of_its_names(workspace: Workspace, name: str) -> None:
    workspace.merge_customers([(MAIL, ID)])
    query = Query(metrics=("nps",), filters=(Condition.parse(f"customer={name}"),), min_show=1)
    (found,) = workspace.metrics(query)
    assert found["groups"][0]["n"] == 1  # the later of the two answers
    assert found["groups"][0]["value"] == -100.0


def test_comments_stand_under_the_name_of_whoever_wrote_them(workspace: Workspace, desk: Desk) -> None:
    desk.put(
        "answer",
        [score(MAIL, 2.0, "2025-01-22T10:00", comment="too slow"), score("x9", 9.0, "2025-01-23", comment="fine")],
    )

    def writers() -> list[str]:
        found = workspace.comment_ids(Query(metrics=("nps",), options={"nps": {"dedupe": "all"}}, min_show=1), "", ())
        return sorted(row.customer for row in workspace.comment_rows(found.ids))

    assert writers() == [MAIL, "x9"]
    workspace.merge_customers([(MAIL, ID)])
    assert writers() == ["Ana Popescu", "x9"]
    desk.put("customer", [{"customer": MAIL, "name": "Ana-Maria Popescu"}], "newer.csv")
    assert writers() == ["Ana-Maria Popescu", "x9"]


def test_records_of_one_customer_count_as_one(workspace: Workspace, desk: Desk) -> None:
    from cxdesk.domain.kinds_of.customer import CUSTOMER

    desk.put("customer", [{"customer": MAIL, "plan": "free"}], "tool.csv")
    assert workspace.frame().rows(CUSTOMER.all()).size == 3
    workspace.merge_customers([(MAIL, ID)])
    rows = workspace.frame().rows(CUSTOMER.all())
    assert (rows.size, dict(rows.left_out)) == (2, {"merged": 1})


# What is asked and refused


def test_a_customer_that_no_file_names_cannot_be_merged(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.merge_customers([("nobody", ID)])
    with pytest.raises(NotFound):
        workspace.unmerge_customer(ID)
    with pytest.raises(BadQuestion):
        workspace.merge_customers([(ID, ID)])


def test_nothing_is_merged_by_itself(workspace: Workspace) -> None:
    (found,) = workspace.suggestions()
    assert (found.one, found.other, found.strength) == (ID, MAIL, Strength.SURE)
    assert [sign.code for sign in found.evidence] == ["same_email"]
    assert workspace.merges() == []


def test_what_was_merged_or_kept_apart_is_not_suggested_again(workspace: Workspace) -> None:
    workspace.keep_apart(MAIL, ID)
    assert workspace.suggestions() == []
    workspace.forget_apart(ID, MAIL)
    assert len(workspace.suggestions()) == 1
    workspace.merge_customers([(MAIL, ID)])
    assert workspace.suggestions() == []


def test_an_e_mail_beside_an_id_in_another_file_is_evidence(workspace: Workspace, desk: Desk) -> None:
    desk.put("answer", [score("r-1", 9.0, "2025-01-09T12:01", extra={"Requester Email": "ANA@x.ro"})], "helpdesk.csv")
    found = {(one.one, one.other): one.strength for one in workspace.suggestions()}
    assert found[ID, "r-1"] is Strength.SURE


def test_among_very_many_those_known_by_a_number_alone_are_left_alone(
    workspace: Workspace, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("order", [order(1, "0077", "2025-01-02"), order(2, "77", "2025-01-12"), order(3, ID, "2025-01-13")])
    assert {(one.one, one.other) for one in workspace.suggestions()} == {(ID, MAIL), ("0077", "77")}
    monkeypatch.setattr(profiles, "MANY", 1)
    assert {(one.one, one.other) for one in workspace.suggestions()} == {(ID, MAIL)}


def test_two_active_in_one_minute_are_rather_two(workspace: Workspace, desk: Desk) -> None:
    desk.put("answer", [score(MAIL, 9.0, "2025-01-05T09:15")], "again.csv")
    (found,) = workspace.suggestions()
    assert [(sign.code, sign.value) for sign in found.doubts] == [("same_minute", "2025-01-05 09:15")]
    assert found.strength is Strength.LIKELY


def test_a_record_shows_what_others_overruled(workspace: Workspace, desk: Desk) -> None:
    desk.put("customer", [{"customer": MAIL, "plan": "free", "country": "RO"}], "tool.csv")
    workspace.merge_customers([(MAIL, ID)])
    record = workspace.customer_record(MAIL)
    assert (record.customer, record.references) == (ID, (ID, MAIL))
    assert (record.value("plan"), record.value("country"), record.value("name")) == ("free", "RO", "Ana Popescu")
    assert [(one.field, one.value, one.reference, one.file) for one in record.conflicts] == [
        ("plan", "pro", ID, "crm.csv")
    ]
    assert record.rows == {"answer": 2, "customer": 2}


# Why figures moved


def test_customers_without_a_single_date_can_be_merged(tmp_path: Path) -> None:
    undated = Desk(tmp_path, "undated")
    undated.put("customer", [{"customer": ID}, {"customer": MAIL}])
    undated.put("answer", [{**answer("1", 9.0), "customer": MAIL}])
    assert len(Workspace(undated.database).merge_customers([(MAIL, ID)])[0]) == 1


def test_the_restatement_names_merged_customers_with_their_number(workspace: Workspace) -> None:
    workspace.merge_customers([(MAIL, ID)])
    found = workspace.restatement()
    assert [(cause.type, cause.rows) for cause in found.changes] == [("merged", 1)]
    (moved,) = [one for one in found.moved if one.metric == "nps" and one.month.start == date(2025, 1, 1)]
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.before.value, moved.after.value) == (pytest.approx(100 / 3), 0.0)
    assert [(cause.type, cause.rows) for cause in moved.causes] == [("merged", 1)]


def test_merges_of_one_sitting_are_told_together(workspace: Workspace) -> None:
    workspace.merge_customers([(MAIL, ID)])
    workspace.merge_customers([("x9", "2")])
    assert [(cause.type, cause.rows) for cause in workspace.restatement().changes] == [("merged", 2)]


def test_a_merge_taken_back_in_the_same_sitting_moved_nothing(workspace: Workspace) -> None:
    made, _changes = workspace.merge_customers([(MAIL, ID)])
    workspace.unmerge([made[0].id])
    found = workspace.restatement()
    assert (found.changes, found.moved) == ((), ())


def test_any_number_of_decisions_is_taken_back_at_once(tmp_path: Path) -> None:
    """As when the rule of the same e-mail goes: SQLite takes no more than a thousand parameters."""
    desk = Desk(tmp_path)
    database = desk.database
    made, _changes = identity.merge(database, [identity.Pair(f"a{n}", f"b{n}") for n in range(1200)])
    found, _changes = identity.unmerge(database, [one.id for one in made])
    assert len(found) == 1200
    assert identity.resolved(database) == {}
