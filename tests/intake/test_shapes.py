"""Tables whose rows are not the records themselves: snapshots, logs of tickets, logs of events. One file may hold
several kinds; every source row is accounted for in each.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.intake.convert import convert
from cxdesk.intake.doubts import answer, apply_options
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.meanings import meaning_of
from cxdesk.intake.snapshots import day_in
from cxdesk.intake.sniff import sniff
from cxdesk.metrics.views.listings import months_before
from tests.intake.looking import Converted, doubt, looked_at, write
from tests.shared_files import needs_shared, shared, shared_json

Rows = list[list[object]]


def part(path: Path, view: TableView, kind: str) -> Converted:
    """One kind of what a table holds, by way of JSON as in the child."""
    mapping = next(one for one in view.mapping.parts if one.kind == kind)
    travelled = from_plain(Mapping, to_plain(mapping))
    found = Converted(list(convert(sniff(path)[0], travelled, "UTC")))
    assert found.adds_up
    return found


def number(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


class TestSnapshots:
    HEADS = ("customerID", "tenure", "MonthlyCharges", "Churn")

    def table(self, folder: Path, name: str = "base.csv") -> tuple[Path, TableView]:
        rows: Rows = [["A", 3, 20, "No"], ["B", 12, 30, "Yes"], ["C", 0, 25, "No"], ["D", 5, 10, "No"]]
        path = write(folder / name, self.HEADS, rows)
        return path, looked_at(path)

    def test_the_day_is_asked_for_and_may_stay_unknown(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path)
        assert doubt(view, "as_of").proposed == "@moment"
        assert "started_on" not in part(path, view, "subscription").batches[0].columns

    def test_with_its_day_each_row_says_how_a_subscription_stood_on_it(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path)
        found = part(path, apply_options(view, answers=("as_of=2024-09-30",)), "subscription")
        assert found.col("subscription") == ["A", "B", "C", "D"]
        assert found.col("seen_on") == [number(2024, 9, 30)] * 4
        assert found.col("churned") == [0, 1, 0, 0]
        assert found.col("tenure_months") == [3, 12, 0, 5]
        assert found.col("amount") == [200_000, 300_000, 250_000, 100_000]

    def test_a_name_that_says_the_day_proposes_it(self, tmp_path: Path) -> None:
        _path, view = self.table(tmp_path, "churn_2024-09.csv")
        assert doubt(view, "as_of").proposed == "2024-09-30"

    def test_a_month_later_the_same_customers_are_other_rows_and_the_same_month_is_the_same(
        self, tmp_path: Path
    ) -> None:
        path, view = self.table(tmp_path)
        later = write(tmp_path / "later.csv", self.HEADS, [["A", 4, 20, "No"], ["D", 6, 11, "Yes"]])
        september = part(path, answer(view, "as_of", "2024-09-30"), "subscription")
        october = part(later, answer(looked_at(later), "as_of", "2024-10-31"), "subscription")
        again = part(later, answer(looked_at(later), "as_of", "2024-09-30"), "subscription")
        assert not set(october.key_hash) & set(september.key_hash)
        assert set(again.key_hash) < set(september.key_hash)

    def test_a_list_of_who_pays_what_needs_no_tenure(self, tmp_path: Path) -> None:
        rows: Rows = [["A", "Basic", 20], ["B", "Pro", 30]]
        path = write(tmp_path / "customers-2024-01.csv", ("Customer", "Plan", "Price"), rows)
        view = looked_at(path)
        assert doubt(view, "as_of").proposed == "2024-01-31"
        assert not view.open_doubts
        assert part(path, view, "subscription").col("seen_on") == [number(2024, 1, 31)] * 2

    def test_without_a_day_a_list_of_who_pays_what_tells_nothing_so_the_day_is_asked_for(self, tmp_path: Path) -> None:
        path = write(tmp_path / "customers.csv", ("Customer", "Plan", "Price"), [["A", "Basic", 20], ["B", "Pro", 30]])
        view = looked_at(path)
        assert [one.id for one in view.open_doubts] == ["as_of"]
        told = answer(view, "as_of", "2024-02-29")
        assert part(path, told, "subscription").col("seen_on") == [number(2024, 2, 29)] * 2

    def test_two_lines_of_one_customer_are_two_subscriptions_unless_they_say_the_very_same(
        self, tmp_path: Path
    ) -> None:
        rows: Rows = [["A", "Basic", 20], ["A", "Extra", 5], ["B", "Pro", 30], ["B", "Pro", 30]]
        path = write(tmp_path / "customers-2024-01.csv", ("Customer", "Plan", "Price"), rows)
        found = part(path, looked_at(path), "subscription")
        assert found.col("subscription") == ["A", "A #2", "B"]
        assert found.skipped == {"same_line": 1}

    def test_a_column_may_say_the_day_of_each_row(self, tmp_path: Path) -> None:
        rows: Rows = [
            [month, who, 3 + at, 20, "No"] for at, month in enumerate(("2024-01-31", "2024-02-29")) for who in "ABC"
        ]
        path = write(tmp_path / "panel.csv", ("Snapshot date", *self.HEADS), rows)
        view = looked_at(path)
        assert doubt(view, "as_of").proposed == "@column"
        found = part(path, view, "subscription")
        assert found.n == 6
        assert found.col("seen_on") == [number(2024, 1, 31)] * 3 + [number(2024, 2, 29)] * 3
        assert len(set(found.key_hash)) == 6

    def test_a_day_that_is_none_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BadQuestion) as refused:
            answer(self.table(tmp_path)[1], "as_of", "yesterday")
        assert "2026-03-31" in (refused.value.remedy or "")

    @pytest.mark.parametrize(
        ("day", "months", "start"),
        [
            ((2024, 9, 30), 10, (2023, 12, 1)),
            ((2024, 10, 31), 11, (2023, 12, 1)),
            ((2024, 2, 29), 12, (2023, 3, 1)),
            ((2024, 9, 15), 1, (2024, 8, 15)),
            ((2024, 3, 30), 1, (2024, 2, 29)),
        ],
    )
    def test_months_of_tenure(self, day: tuple[int, int, int], months: int, start: tuple[int, int, int]) -> None:
        assert months_before(np.array([number(*day)]), np.array([months]))[0] == number(*start)

    @pytest.mark.parametrize(
        ("name", "day"),
        [("churn 2024-02.csv", "2024-02-29"), ("base_20240930.xlsx", "2024-09-30"), ("v2 12345678.csv", ""), ("q", "")],
    )
    def test_a_day_in_a_name(self, name: str, day: str) -> None:
        assert day_in(name) == day


class TestStatesOfTickets:
    HEADS = ("Number", "State", "Opened at", "Updated at", "Updated by", "Priority", "Caller")
    DAY = "2024-05-0{} {}:00"

    def table(self, folder: Path) -> tuple[Path, TableView]:
        steps = [
            ("New", 1, "09"),
            ("Active", 1, "11"),
            ("Resolved", 2, "10"),
            ("Active", 3, "08"),
            ("Resolved", 4, "12"),
        ]
        rows: Rows = []
        for ticket in range(6):
            told = steps if ticket == 0 else steps[:3] if ticket < 4 else steps[:2]
            rows += [
                [f"INC{ticket}", state, "2024-05-01 08:30", self.DAY.format(at, hour), f"u{at}", f"P{at}", f"c{ticket}"]
                for state, at, hour in told
            ]
        path = write(folder / "log.csv", self.HEADS, rows[::-1])  # newest first
        return path, looked_at(path)

    def test_the_latest_row_counts_whatever_the_order_of_the_file(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path)
        found = part(path, view, "ticket")
        assert found.n == 6
        assert found.skipped == {"earlier_state": 18 - 6}
        by_id = {row["ticket"]: row for row in found.rows}
        assert (by_id["INC0"]["status"], by_id["INC0"]["priority"]) == ("Resolved", "P4")
        assert by_id["INC5"]["status"] == "Active"

    def test_what_no_column_says_comes_from_all_states(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path)
        by_id = {row["ticket"]: row for row in part(path, view, "ticket").rows}
        first = by_id["INC0"]
        assert first["first_resolved_at"] == instant("2024-05-02 10:00")
        assert first["resolved_at"] == instant("2024-05-04 12:00")
        assert first["reopen_count"] == 1
        assert first["created_at"] == instant("2024-05-01 08:30")  # as its column says
        assert (by_id["INC1"]["reopen_count"], by_id["INC4"]["resolved_at"]) == (0, None)

    def test_each_row_is_a_step_too(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path)
        found = part(path, view, "ticket_event")
        assert found.n == 18
        assert set(found.col("kind")) == {"status"}
        assert Counter(found.col("to")) == {"New": 6, "Active": 7, "Resolved": 5}
        assert set(found.col("actor")) == {"u1", "u2", "u3", "u4"}

    def test_the_person_may_take_the_tickets_alone(self, tmp_path: Path) -> None:
        _path, view = self.table(tmp_path)
        assert doubt(view, "also").proposed == "ticket_event"
        assert [one.kind for one in answer(view, "also", "@nothing").mapping.parts] == ["ticket"]


class TestStepsOfTickets:
    HEADS = ("Ticket ID", "Date", "Event type", "Old value", "New value", "Author")

    def table(self, folder: Path) -> tuple[Path, TableView]:
        rows: Rows = []
        for ticket in range(4):
            id_ = f"T{ticket}"
            rows += [
                [id_, "2024-05-01 09:00", "customer message", "", "", "c1"],
                [id_, "2024-05-01 09:30", "internal note", "", "", "a1"],
                [id_, "2024-05-01 10:00", "public reply", "", "", "a1"],
                [id_, "2024-05-01 11:00", "status change", "open", "solved", "a1"],
            ]
        rows += [
            ["T0", "2024-05-02 11:00", "reopened", "solved", "open", "c1"],
            ["T0", "2024-05-02 12:00", "transfer", "a1", "a2", "a1"],
            ["T0", "2024-05-03 11:00", "status change", "open", "closed", "a2"],
        ]
        path = write(folder / "events.csv", self.HEADS, rows)
        return path, looked_at(path)

    def test_the_ticket_behind_its_steps(self, tmp_path: Path) -> None:
        path, view = self.table(tmp_path)
        assert view.mapping.kind == "ticket_event"
        found = part(path, view, "ticket")
        assert (found.n, found.skipped) == (4, {"step": 15})
        first, second = found.rows[:2]
        assert first["created_at"] == instant("2024-05-01 09:00")
        assert first["first_response_at"] == instant("2024-05-01 10:00")  # a note is no answer
        assert first["first_resolved_at"] == instant("2024-05-01 11:00")
        assert first["resolved_at"] == instant("2024-05-03 11:00")
        assert (first["status"], first["reopen_count"], first["reassignment_count"]) == ("closed", 1, 1)
        assert (second["status"], second["reopen_count"], second["reply_count"]) == ("solved", 0, 1)
        assert second["customer_message_count"] == 1

    def test_messages_alone_tell_who_asked_and_who_answered(self, tmp_path: Path) -> None:
        rows: Rows = []
        for ticket in range(3):
            rows += [
                [f"T{ticket}", "2024-05-01 09:00", "hello, it does not work", "true", f"c{ticket}"],
                [f"T{ticket}", "2024-05-01 09:10", "ask the other team first", "false", "a1"],
                [f"T{ticket}", "2024-05-01 09:20", "we are looking into it", "true", "a1"],
                [f"T{ticket}", "2024-05-01 09:40", "thank you very much", "true", f"c{ticket}"],
            ]
        path = write(tmp_path / "comments.csv", ("ticket_id", "created", "body", "public", "user_id"), rows)
        first = part(path, looked_at(path), "ticket").rows[0]
        assert first["first_response_at"] == instant("2024-05-01 09:20")
        assert (first["customer"], first["reply_count"], first["customer_message_count"]) == ("c0", 1, 2)
        assert "status" not in first


class TestEvents:
    HEADS = ("user_id", "session_id", "event", "timestamp")

    def log(self, folder: Path, names: list[list[str]]) -> tuple[Path, TableView]:
        rows: Rows = [
            [f"u{visit % 3}", f"s{visit}", name, f"2024-05-{visit + 1:02d} 10:{at:02d}:00"]
            for visit, seen in enumerate(names)
            for at, name in enumerate(seen)
        ]
        path = write(folder / "events.csv", self.HEADS, rows)
        return path, looked_at(path)

    VISITS = [
        ["home", "product_view", "add_to_cart", "checkout", "purchase"],
        ["home", "add_to_cart", "add_to_cart"],
        ["home", "product_view"],
        ["add_to_cart", "checkout"],
    ]

    def test_one_file_feeds_uses_carts_orders_and_the_journey(self, tmp_path: Path) -> None:
        path, view = self.log(tmp_path, self.VISITS)
        assert [one.kind for one in view.mapping.parts] == ["usage_event", "cart", "order", "journey_event"]
        assert part(path, view, "usage_event").n == 12
        carts = part(path, view, "cart")
        assert carts.col("state") == ["ordered", "open", "checkout"]
        assert carts.skipped == {"other_event": 5, "same_cart": 4}
        assert carts.col("ordered_at")[0] == instant("2024-05-01 10:04")
        orders = part(path, view, "order")
        assert (orders.n, orders.col("placed_at"), orders.col("session")) == (1, [instant("2024-05-01 10:04")], ["s0"])
        assert orders.skipped == {"other_event": 11}
        assert part(path, view, "journey_event").n == 9  # all but three times home

    def test_meanings_are_one_table_that_the_person_may_correct(self, tmp_path: Path) -> None:
        path, view = self.log(tmp_path, self.VISITS)
        assert doubt(view, "meaning:purchase").proposed == "order"
        assert doubt(view, "meaning:home").proposed == "@nothing"
        said = apply_options(view, answers=("meaning:home=cart", "meaning:purchase=@nothing"))
        assert [one.kind for one in said.mapping.parts] == ["usage_event", "cart", "journey_event"]
        assert part(path, said, "cart").n == 4

    def test_names_without_meaning_ask_nothing_but_can_be_given_one(self, tmp_path: Path) -> None:
        path, view = self.log(tmp_path, [["login", "kaufen"], ["login"], ["login", "export"]])
        assert not [one for one in view.doubts if one.id.startswith(("meaning:", "also"))]
        assert part(path, answer(view, "meaning:kaufen", "order"), "order").n == 1

    @pytest.mark.parametrize(
        "heads",
        [
            ("Learner Email", "Course Name", "Completion Date"),
            ("Utilisateur", "Formation", "Terminé le"),
            ("Utilizator", "Curs", "Data finalizării cursului"),
        ],
    )
    def test_who_finished_a_course_used_the_product(self, tmp_path: Path, heads: tuple[str, str, str]) -> None:
        rows: Rows = [[f"p{n}@x.com", ("Intro", "Advanced")[n % 2], f"2024-05-{n + 1:02d}"] for n in range(6)]
        path = write(tmp_path / "courses.csv", heads, rows)
        view = looked_at(path)
        assert (view.mapping.kind, view.doubts) == ("usage_event", ())
        found = part(path, view, "usage_event")
        assert (found.col("person")[0], found.col("name")[:2], found.n) == ("p0@x.com", ["Intro", "Advanced"], 6)

    def test_what_the_product_is_there_for_is_marked(self, tmp_path: Path) -> None:
        path, view = self.log(tmp_path, [["login", "report created", "export"], ["login", "export"]])
        assert doubt(view, "meaning:report created").proposed == "core"
        assert part(path, view, "usage_event").col("core") == [0, 1, 0, 0, 0]
        said = apply_options(view, answers=("meaning:report created=@nothing", "meaning:export=core"))
        assert part(path, said, "usage_event").col("core") == [0, 0, 1, 0, 1]

    def test_without_sessions_a_persons_day_is_a_visit(self, tmp_path: Path) -> None:
        rows: Rows = [
            ["u1", "add_to_cart", "2024-05-01 10:00:00"],
            ["u1", "purchase", "2024-05-01 11:00:00"],
            ["u1", "add_to_cart", "2024-05-02 10:00:00"],
            ["u2", "add_to_cart", "2024-05-02 10:00:00"],
        ]
        path = write(tmp_path / "events.csv", ("user_id", "event", "timestamp"), rows)
        assert part(path, looked_at(path), "cart").col("state") == ["ordered", "open", "open"]

    def test_amounts_beside_events_are_those_of_orders(self, tmp_path: Path) -> None:
        rows: Rows = [
            [
                f"u{at}",
                "purchase" if at % 2 else "view_item",
                f"2024-05-01 10:{at:02d}:00",
                f"O{at}" if at % 2 else "",
                at,
            ]
            for at in range(10)
        ]
        heads = ("user_id", "event", "timestamp", "order_id", "order total")
        path = write(tmp_path / "events.csv", heads, rows)
        orders = part(path, apply_options(looked_at(path), "usage_event"), "order")
        assert orders.col("order") == ["O1", "O3", "O5", "O7", "O9"]
        assert sum(orders.col("gross_amount")) == 25 * 10_000

    @pytest.mark.parametrize(
        ("name", "meaning"),
        [
            ("AddToCart", "cart"),
            ("Ajout au panier", "cart"),
            ("adăugat în coș", "cart"),
            ("begin_checkout", "checkout"),
            ("Purchase", "order"),
            ("commande passée", "order"),
            ("comandă plasată", "order"),
            ("sign-up", "stage"),
            ("inscription", "stage"),
            ("login", None),
            ("purchases_page", None),
        ],
    )
    def test_words_in_three_languages(self, name: str, meaning: str | None) -> None:
        assert meaning_of(name) == meaning


@needs_shared
class TestRealFiles:
    def truth(self, data: str, name: str) -> Any:
        return shared_json("data", "truths.json")[data]["metrics"][name]["value"]

    def test_the_incident_log(self) -> None:
        path = shared("data", "servicenow_incident_log", "incident_event_log.csv")
        view = looked_at(path)
        assert not view.open_doubts
        found = part(path, view, "ticket")
        assert found.read == self.truth("servicenow_incident_log", "events")
        assert found.n == self.truth("servicenow_incident_log", "incidents")
        assert Counter(found.col("status")) == self.truth("servicenow_incident_log", "last_state")
        assert Counter(found.col("priority")) == self.truth("servicenow_incident_log", "priority")
        share = 100 * sum(found.col("sla_met")) / found.n
        assert share == pytest.approx(self.truth("servicenow_incident_log", "made_sla_pct"), abs=1e-6)
        assert sum(value > 0 for value in found.col("reopen_count")) == 10
        assert sum(value is not None for value in found.col("resolved_at")) == 861
        assert part(path, view, "ticket_event").n == found.read

    def test_the_click_stream(self) -> None:
        path = shared("data", "ecom_clickstream", "ecom.csv.gz")
        view = looked_at(path)
        assert not view.open_doubts
        carts = part(path, view, "cart")
        assert carts.n == self.truth("ecom_clickstream", "sessions_add_to_cart")
        left = 100 * sum(state != "ordered" for state in carts.col("state")) / carts.n
        assert left == pytest.approx(self.truth("ecom_clickstream", "cart_abandonment_pct"), abs=1e-5)
        orders = part(path, view, "order")
        assert len(set(orders.col("session"))) == self.truth("ecom_clickstream", "funnel_sessions")["purchase"]
        assert part(path, view, "usage_event").n == self.truth("ecom_clickstream", "events")

    def test_the_telco_snapshot_with_a_day(self) -> None:
        path = shared("data", "telco_churn", "Telco-Customer-Churn.csv")
        view = answer(looked_at(path), "as_of", "2024-09-30")
        assert not view.open_doubts
        found = part(path, view, "subscription")
        assert found.n == self.truth("telco_csv", "customers")
        assert sum(found.col("churned")) == self.truth("telco_csv", "churned")
        assert set(found.col("seen_on")) == {number(2024, 9, 30)}
        assert sum(found.col("amount")) / 10_000 == pytest.approx(self.truth("telco_csv", "mrr_total"))
