"""A kind is proposed on names that are its own. What fits none is said so, and can be left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.intake.doubts import answer
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import IGNORE, Mapping
from tests.intake.looking import doubt, looked_at, write
from tests.shared_files import needs_shared, shared

FOREIGN = {
    "fivetran_stripe": (
        "refund_data dispute_data payout_data balance_transaction_data payment_intent_data card_data fee_data plan_data"
        " transfer_data subscription_discount_data discount_data coupon_data price_data product_data"
        " payment_method_data subscription_item_data credit_note_line_item_data invoice_line_item_data"
    ),
    "fivetran_qualtrics": "survey_version survey_response block core_mailing_list directory survey",
    "fivetran_zendesk": (
        "ticket_chat_data ticket_tag_data ticket_schedule_data ticket_sla_policy_data brand_data group_data"
        " schedule_holiday_data audit_log_data"
    ),
}
OWN = {
    "fivetran_stripe": "customer_data subscription_data subscription_history_data",
    "fivetran_qualtrics": "core_contact distribution_contact user",
    "fivetran_zendesk": "ticket_data ticket_comment_data ticket_field_history_data user_data",
}


def listed(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(folder, name) for folder, files in names.items() for name in files.split()]


@needs_shared
@pytest.mark.parametrize(("folder", "name"), listed(FOREIGN))
def test_what_is_no_record_of_ours_is_asked_about(folder: str, name: str) -> None:
    assert doubt(looked_at(shared("data", folder, f"{name}.csv")), "kind").open


@needs_shared
@pytest.mark.parametrize(("folder", "name"), listed(OWN))
def test_what_is_one_is_not(folder: str, name: str) -> None:
    assert not [one for one in looked_at(shared("data", folder, f"{name}.csv")).open_doubts if one.id == "kind"]


def plans(folder: Path) -> TableView:
    heads = ("id", "created", "amount", "currency", "billing_scheme", "livemode", "nickname")
    rows = [[f"p{at}", "2024-01-01", 10 * at, "eur", "tiered", "true", f"the {at}"] for at in range(9)]
    return looked_at(write(folder / "plan.csv", heads, rows))


def test_a_table_that_fits_no_kind_says_so(tmp_path: Path) -> None:
    asked = doubt(plans(tmp_path), "kind")
    assert asked.open
    assert asked.evidence.say() == "No kind of record fits: choose one, or leave the table out."
    assert asked.choices[-1].id == "@none"


def test_it_can_be_left_out_and_stays_out(tmp_path: Path) -> None:
    view = answer(plans(tmp_path), "kind", "@none")
    assert view.left_out
    assert not view.open_doubts
    assert {use.field for use in view.mapping.columns} == {IGNORE}
    kept = from_plain(Mapping, to_plain(view.mapping))
    again = looked_at(tmp_path / "plan.csv", lambda _key: kept)
    assert again.left_out
    assert not answer(again, "kind", "order").left_out


def test_a_row_with_an_id_of_its_own_is_not_the_record_it_points_at(tmp_path: Path) -> None:
    heads = ("subscription_id", "customer_id", "start", "end", "plan")
    rows = [[f"s{at}", f"c{at}", "2024-01-01", "2024-07-01", "pro"] for at in range(9)]
    assert not looked_at(write(tmp_path / "a.csv", heads, rows)).open_doubts
    other = [[f"x{at}", *row] for at, row in enumerate(rows)]
    assert doubt(looked_at(write(tmp_path / "b.csv", ("id", *heads), other)), "kind").open


def test_lines_of_something_undated_are_not_orders(tmp_path: Path) -> None:
    heads = ("note_ref", "id", "amount", "discount_amount", "quantity", "type")
    rows = [[f"n{at // 2}", f"l{at}", 5 + at, 0, 2, "custom"] for at in range(8)]
    assert doubt(looked_at(write(tmp_path / "lines.csv", heads, rows)), "kind").open
    dated = [[*row, f"2024-01-0{at + 1}"] for at, row in enumerate(rows)]
    assert looked_at(write(tmp_path / "orders.csv", (*heads, "order_date"), dated)).mapping.kind == "order"


def test_lines_that_name_the_subscription_are_no_costs(tmp_path: Path) -> None:
    heads = ("id", "amount", "currency", "description", "period_start", "period_end", "quantity", "type", "plan_id")
    rows = [[f"l{at}", 5, "EUR", "a line", "2024-01-01", "2024-01-31", 1, "", "p1"] for at in range(8)]
    named = [[*row, f"s{at}"] for at, row in enumerate(rows)]
    assert doubt(looked_at(write(tmp_path / "b.csv", (*heads, "subscription_id"), named)), "kind").open


def test_a_customer_of_whom_several_indicators_are_read_is_still_the_customer(tmp_path: Path) -> None:
    heads = ("Cod client", "Indicator", "Etapă", "Măsurat la", "Valoare", "Minim", "Maxim")
    kpis = (("Vizite pe lună", "Descoperire", 12, 0, 40), ("Mulțumire", "Suport", 4, 1, 5))
    rows = [
        [f"C-{who}", name, step, f"0{month}.03.2026", value, low, high]
        for who in range(6)
        for month in (1, 2)
        for name, step, value, low, high in kpis
    ]
    view = looked_at(write(tmp_path / "indicatori.csv", heads, rows))
    assert not [one for one in view.open_doubts if one.id == "kind"]
    assert view.mapping.kind == "kpi_reading"
    wanted = ["customer", "kpi", "step", "at", "value", "worst", "best"]
    assert [use.field for use in view.mapping.columns] == wanted


def test_words_that_a_list_does_not_know_speak_against_the_kind(tmp_path: Path) -> None:
    heads = ("id", "amount", "created", "status", "refund", "currency")

    def asked(words: tuple[str, str]) -> bool:
        rows = [[f"x{at}", 5 + at, "2024-01-01", words[at % 2], at, "EUR"] for at in range(8)]
        return any(one.id == "kind" for one in looked_at(write(tmp_path / "t.csv", heads, rows)).open_doubts)

    assert asked(("needs_response", "under_review"))
    assert not asked(("paid", "refunded"))


def test_words_are_asked_about_once_it_is_known_what_the_rows_are(tmp_path: Path) -> None:
    heads = ("Job no", "First name", "Surname", "Item", "Problem", "Booked in", "Technician", "Status")
    rows = [
        (f"J{4000 + at}", "Priya", "Hughes", "Laptop", "Screen", f"2026-02-{at + 1:02d}", "Amir", "Waiting for part")
        for at in range(28)
    ]
    view = looked_at(write(tmp_path / "jobs.csv", heads, rows))
    assert [one.id for one in view.doubts] == ["kind"]
    assert "word:7:Waiting for part" in [one.id for one in answer(view, "kind", "order").doubts]
