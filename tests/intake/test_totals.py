"""Files of totals: each row stands for many records, and their sum is no row."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxdesk.intake.doubts import answer
from tests.intake.looking import Converted, converted, looked_at, write

Rows = list[list[object]]

ANALYTICS = """\
# ----------------------------------------
# Traffic acquisition: Session primary channel group
# Start date: 20240501
# End date: 20240531
# ----------------------------------------
Session primary channel group,Date,Sessions,Engaged sessions,Average engagement time per session,Key events
{totals}Organic Search,20240501,1200,800,62.5,60
Direct,20240501,900,500,48.1,40
Paid Search,20240502,2900,1700,54.4,150
"""


def read(path: Path, kind: str) -> Converted:
    view = looked_at(path)
    assert view.mapping.kind == kind
    assert not view.open_doubts
    found = converted(path, view, "UTC")
    assert found.adds_up
    return found


@pytest.mark.parametrize(
    "totals",
    ["", ",,5000,3000,55.2,250\n", "Totals,,5000,3000,55.2,250\n", "Grand total,,5000,3000,55.2,250\n"],
    ids=["none", "blank", "a word", "two words"],
)
def test_visits_by_channel_with_or_without_a_first_row_of_totals(tmp_path: Path, totals: str) -> None:
    path = tmp_path / "ga4.csv"
    path.write_text(ANALYTICS.format(totals=totals), encoding="utf-8")
    found = read(path, "web_session")
    assert found.skipped == ({"totals": 1} if totals else {})
    assert sum(found.col("sessions")) == 5000
    assert sum(found.col("conversions")) == 250


def test_a_first_row_that_says_total_and_is_no_sum_is_data(tmp_path: Path) -> None:
    path = tmp_path / "ga4.csv"
    path.write_text(ANALYTICS.format(totals="Total,20240501,700,300,55.2,25\n"), encoding="utf-8")
    assert sum(read(path, "web_session").col("sessions")) == 5700


def test_a_first_row_that_is_no_sum_is_data(tmp_path: Path) -> None:
    path = tmp_path / "ga4.csv"
    path.write_text(ANALYTICS.format(totals=",,700,300,55.2,25\n"), encoding="utf-8")
    assert sum(read(path, "web_session").col("sessions")) == 5700


def test_visits_by_day_with_times_in_sum_and_mean(tmp_path: Path) -> None:
    heads = (
        "Date", "Visits", "Unique visitors", "Actions", "Bounces", "Total time spent by visitors (in seconds)",
        "Visits with Conversions", "Avg. Visit Duration (in seconds)",
    )  # fmt: skip
    rows: Rows = [
        ["2024-05-01", 120, 100, 480, 40, 14400, 6, 120],
        ["2024-05-02", 140, 110, 560, 50, 15400, 8, 110],
        ["2024-05-03", 90, 80, 300, 30, 9000, 3, 100],
        ["Total", 350, 290, 1340, 120, 38800, 17, 110.86],
    ]
    found = read(write(tmp_path / "matomo.csv", heads, rows), "web_session")
    assert found.skipped == {"totals": 1}
    assert sum(found.col("sessions")) == 350
    assert sum(found.col("duration_total")) == 38_800
    assert sum(found.col("conversions")) == 17
    assert found.col("duration") == [120.0, 110.0, 100.0]


def test_events_with_their_count(tmp_path: Path) -> None:
    rows: Rows = [
        ["page_view", "2024-05-01", 1200],
        ["add_to_cart", "2024-05-01", 100],
        ["purchase", "2024-05-02", 20],
        ["Grand total", "", 1320],
    ]
    path = write(tmp_path / "events.csv", ("Event name", "Date", "Event count"), rows)
    found = read(path, "usage_event")
    assert (found.n, sum(found.col("count"))) == (3, 1320)
    assert looked_at(path).mapping.also == ()  # counts are nobody's carts


def test_orders_by_day(tmp_path: Path) -> None:
    heads = ("Day", "Orders", "Discounts", "Returns", "Net sales", "Taxes")
    rows: Rows = [["2024-05-01", 12, -20.0, 0, 1180.0, 236.0], ["2024-05-02", 10, 0, -50.0, 850.0, 170.0]]
    found = read(write(tmp_path / "daily.csv", heads, rows), "order")
    assert (sum(found.col("count")), sum(found.col("net_amount"))) == (22, 2030 * 10_000)
    assert None not in found.col("placed_at")


JOBS = """\
Job No,Date,Customer,Description,Net
J1,01/04/2025,Byrne,Tap,100.00
J2,02/04/2025,Shah,Drain,50.00
,,,Total April 2025,150.00

J3,01/05/2025,Byrne,Boiler,80.00
J4,03/05/2025,Clarke,Callout,20.00
J5,04/05/2025,Grant,Leak,60.00
,,,{last},{sum}
,,,Grand total,310.00
"""


@pytest.mark.parametrize(
    ("last", "amount"), [("Subtotal May", "160.00"), ("Moyenne", "53.33"), ("total mai", "160.00")]
)
def test_totals_under_groups_of_rows_and_under_all_are_no_rows(tmp_path: Path, last: str, amount: str) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(JOBS.format(last=last, sum=amount), encoding="utf-8")
    found = converted(path, looked_at(path), "UTC")
    assert found.col("order") == ["J1", "J2", "J3", "J4", "J5"]
    assert found.skipped == {"totals": 3}


def test_a_row_called_total_that_sums_nothing_up_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(JOBS.format(last="Total Energies", sum="61.00"), encoding="utf-8")
    assert converted(path, looked_at(path), "UTC").skipped == {"totals": 2}


LEDGER = """\
Date,Description,Paid out,Paid in,Balance
13/01/2025,Rent,500.00,,1500.00
14/01/2025,Takings,,200.00,1700.00
15/01/2025,Clay,60.00,,1640.00
16/01/2025,Takings,,{both},1890.00
"""


def test_of_an_account_only_the_money_that_went_the_way_of_the_kind_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "statement.csv"
    path.write_text(LEDGER.format(both="250.00"), encoding="utf-8")
    found = converted(path, answer(looked_at(path), "kind", "cost"), "UTC")
    assert [amount / 10_000 for amount in found.col("amount")] == [500, 60]
    assert (found.skipped, found.rejected, found.adds_up) == ({"other_way": 2}, 0, True)


def test_a_row_that_says_neither_is_a_row_that_lacks_its_amount(tmp_path: Path) -> None:
    path = tmp_path / "statement.csv"
    path.write_text(LEDGER.format(both=""), encoding="utf-8")
    found = converted(path, answer(looked_at(path), "kind", "cost"), "UTC")
    assert (found.skipped, found.rejected, found.adds_up) == ({}, 2, True)


def test_a_bare_sum_under_orders_is_no_order(tmp_path: Path) -> None:
    rows = "".join(f"{1000 + at};{at % 28 + 1:02d}/03/2026;ines{at}@exemple.fr;12,50 €;CB\n" for at in range(30))
    path = tmp_path / "commandes.csv"
    path.write_text("N° commande;Date;E-mail;Montant TTC;Paiement\n" + rows + ";;;375,00 €;\n", encoding="utf-8")
    found = read(path, "order")
    assert (found.n, found.skipped) == (30, {"footer": 1})
