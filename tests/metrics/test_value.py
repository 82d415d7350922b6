"""What customers cost and brought: sums that add up to the last unit, on whatever rows files hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.views import buyers, costs, months, sold, tenures, value, won
from cxdesk.stats.renewals import fit_sbg, fit_tenures, sbg_leaving, sbg_survival
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, estimate, measures

EURO = 10_000
FIRST = date(2024, 1, 1)
QUARTER = Period(FIRST, date(2024, 4, 1))
FAMILY = (
    *("crc", "cac", "acq_vs_retention_cost", "ltv_order", "clv_net", "clv_predictive"),
    *("ltv_cac", "cac_payback", "clv_per_dollar", "retention_whatif", "cx_roi"),
)

days = st.integers(-40, 130).map(lambda number: (FIRST + timedelta(days=number)).isoformat())
maybe_day = st.none() | days
money = st.none() | st.just(float("nan")) | st.integers(-(10**9), 10**13)
who = st.sampled_from(["a", "b", "c", "d", None])
spent_rows = st.fixed_dictionaries(
    {
        "cost_id": st.none() | st.sampled_from("123"),
        "from": maybe_day,
        "to": maybe_day,
        "amount": money,
        "category": st.sampled_from(["acquisition", "retention", "service", "cogs", "cx_programme", "Other", None]),
        "channel": st.sampled_from(["ads", "fair", None]),
        "customer": st.sampled_from([None, None, "a", "unknown"]),
    }
)
stretches = st.fixed_dictionaries(
    {"customer": who, "started_on": maybe_day, "ended_on": maybe_day, "amount": money, "plan": st.sampled_from("AB")}
)
moments = st.none() | days.map(lambda day: f"{day}T10:00:00Z")
order_rows = st.fixed_dictionaries(
    {
        "order": st.none() | st.integers(1, 9).map(str),
        "customer": who,
        "placed_at": moments,
        "net_amount": money,
        "line_amount": money,
        "cogs": st.none() | st.integers(0, 10**6),
        "status": st.sampled_from(["paid", "cancelled", None]),
    }
)
customer_rows = st.fixed_dictionaries(
    {
        "customer": st.sampled_from("abcd"),
        "first_paid_at": moments,
        "acquired_channel": st.sampled_from(["ads", "mouth", None]),
    }
)
shops = st.fixed_dictionaries(
    {
        "cost": st.lists(spent_rows, max_size=12),
        "subscription": st.lists(stretches, max_size=12),
        "order": st.lists(order_rows, max_size=12),
        "customer": st.lists(customer_rows, max_size=4, unique_by=lambda row: row["customer"]),
    }
)


def cost(amount: float, category: str, day: str = "2024-01-01", to: str | None = None, **more: Any) -> dict[str, Any]:
    return {"from": day, "to": to, "amount": amount * EURO, "category": category, **more}


def order(number: str, customer: str, day: str, **more: Any) -> dict[str, Any]:
    return {"order": number, "customer": customer, "placed_at": f"{day}T10:00:00Z", **more}


class TestCostsOverTime:
    def test_a_cost_without_an_end_is_of_its_day_or_of_the_month_it_begins(self) -> None:
        frame = frame_of(
            {"cost": [cost(31, "service"), cost(7, "service", "2024-01-15"), cost(29, "service", "2024-02-01")]}
        )
        found = costs.spent(frame)
        assert (found.end - found.start).tolist() == [31, 1, 29]

    def test_a_cost_that_spans_periods_is_spread_by_days(self) -> None:
        rows = {
            "cost": [cost(60, "service", "2024-01-02", "2024-03-02")],  # 30 days in January, 29 and 1
            "subscription": [
                {"customer": "a", "started_on": "2023-01-01"},
                {"customer": "n", "started_on": "2024-03-31"},
            ],
        }
        found = measures(frame_of(rows), "crc", periods=(JANUARY, FEBRUARY, MARCH))
        assert found["cost"].value.tolist() == [30, 29, 1]
        whole = measures(frame_of(rows), "crc", range=QUARTER)["cost"].figure(0)
        assert whole.value == 60.0

    def test_periods_in_any_order_and_overlapping(self) -> None:
        rows = {"cost": [cost(91, "cx_programme", "2024-01-01", "2024-04-01")]}
        asked = (MARCH, QUARTER, JANUARY)
        found = measures(frame_of(rows), "cx_roi", periods=asked, options={"benefit": 1})
        assert found["cost"].value.tolist() == [31, 91, 31]

    def test_an_end_before_the_start_is_no_time_and_is_listed(self) -> None:
        rows = {"cost": [cost(5, "cx_programme", "2024-02-01", "2024-01-01"), cost(8, "cx_programme")]}
        found = measures(frame_of(rows), "cx_roi", range=JANUARY, options={"benefit": 1})["cost"]
        assert found.figure(0).value == 8.0
        assert found.imported(0)["cost"].counts() == {"counted": 1, "never_active": 1}

    @given(
        amount=st.integers(-(10**17), 10**17),
        start=st.integers(-30, 60),
        length=st.integers(1, 4000),
        cuts=st.lists(st.integers(-40, 4100), max_size=6),
    )
    @settings(deadline=None)
    def test_the_parts_of_a_cost_add_up_to_it(self, amount: int, start: int, length: int, cuts: list[int]) -> None:
        one = np.array([0])
        spent = costs.Spent(
            one,
            np.array([start]),
            np.array([start + length]),
            np.array([amount]),
            np.array([True]),
            np.zeros(1, np.uint8),
        )
        edges = np.array(sorted({start - 1, *cuts, start + length + 1}))
        edges = edges[(edges >= start - 1) & (edges <= start + length + 1)]
        parts = costs.part(spent, np.zeros(len(edges) - 1, np.int64), edges[:-1], edges[1:])
        assert int(parts.sum()) == amount

    @given(rows=st.lists(spent_rows, max_size=20))
    @settings(deadline=None, max_examples=often(20, 60))
    def test_months_add_up_to_the_quarter(self, rows: list[dict[str, Any]]) -> None:
        frame = frame_of({"cost": rows})
        view = costs.of("service", "retention")
        whole = np.nansum(view.build(frame, {}, Periods((QUARTER,))).col("amount"))
        parts = np.nansum(view.build(frame, {}, Periods((JANUARY, FEBRUARY, MARCH))).col("amount"))
        assert whole == parts


class TestOrders:
    def test_what_is_said_of_the_whole_order_counts_once(self) -> None:
        rows = [
            order("1", "a", "2024-01-01", net_amount=30 * EURO),
            order("1", "a", "2024-01-01", net_amount=30 * EURO, refund=5 * EURO),
            order("2", "a", "2024-01-02", gross_amount=12 * EURO, tax=2 * EURO, shipping=1 * EURO),
            order("3", "b", "2024-01-03", unit_price=2 * EURO, quantity=3, discount=1 * EURO),
            order("3", "b", "2024-01-03", line_amount=4 * EURO),
            order("4", "b", "2024-01-04", net_amount=99 * EURO, status="cancelled"),
        ]
        assert sold.sold(frame_of({"order": rows})).net.tolist() == [25 * EURO, 9 * EURO, 9 * EURO]

    def test_orders_without_an_id_are_orders_of_their_own(self) -> None:
        rows = [{**order("", "a", "2024-01-01", net_amount=EURO), "order": None} for _i in range(3)]
        assert sold.sold(frame_of({"order": rows})).size == 3


class TestWhoIsNew:
    def test_the_customer_list_has_the_word_then_what_was_paid_first(self) -> None:
        rows = {
            "customer": [
                {"customer": "a", "first_paid_at": "2024-02-02T00:00:00Z"},
                {"customer": "b"},
                {"customer": "never"},
            ],
            "subscription": [
                {"customer": "a", "started_on": "2024-01-01", "amount": EURO},
                {"customer": "b", "started_on": "2024-01-05", "amount": 0},
                {"customer": "b", "started_on": "2024-01-20", "amount": EURO},
            ],
            "order": [order("1", "c", "2024-03-03", net_amount=1), order("2", "b", "2024-01-25", net_amount=1)],
        }
        found = won.won(frame_of(rows))
        told = {found.labels[code]: int(day) for code, day in zip(found.code, found.day, strict=True)}
        first = (FIRST - date(1970, 1, 1)).days
        assert {name: told[name] - first for name in "abc"} == {"a": 32, "b": 19, "c": 62}
        assert found.size == 4

    def test_by_channel_costs_meet_the_customers_won_through_it(self) -> None:
        rows = {
            "cost": [cost(100, "acquisition", channel="ads"), cost(30, "acquisition", channel="fair")],
            "customer": [
                {
                    "customer": f"c{i}",
                    "first_paid_at": "2024-01-31T10:00:00Z",
                    "acquired_channel": "ads" if i < 4 else "mouth",
                }
                for i in range(5)
            ],
        }
        found = estimate(frame_of(rows), "cac", range=JANUARY, split="channel", min_show=1)
        by = dict(zip(found.segments or (), found.value.tolist(), strict=True))
        assert by["ads"] == 25.0
        assert np.isnan(by["fair"])  # money spent, nobody won
        assert by["mouth"] == 0.0


class TestWhatCustomersBrought:
    ROWS = {
        "subscription": [
            {"customer": "a", "started_on": "2023-01-01", "amount": 100 * EURO},
            {"customer": "b", "started_on": "2023-07-01", "ended_on": "2023-12-31", "amount": 300 * EURO},
            {"customer": "young", "started_on": "2024-01-01", "amount": 10 * EURO},
        ],
        "cost": [
            cost(365, "service", "2023-01-01", "2024-01-01"),
            cost(90, "acquisition", "2023-07-01", "2023-08-01"),
            cost(50, "retention", "2023-03-01", customer="a"),
        ],
    }

    def of(self, **options: Any) -> dict[str, dict[str, float]]:
        rows = value.value(frame_of(self.ROWS), options)
        names = [rows.col("customer").labels[code] for code in rows.col("customer").codes]
        columns = ("revenue", "served", "acquired", "value", "mature")
        return {name: {one: float(rows.col(one)[i]) / EURO for one in columns} for i, name in enumerate(names)}

    def test_shared_by_the_days_customers_were_there(self) -> None:
        found = self.of()
        assert found["b"]["served"] == pytest.approx(183 / 2)  # every second euro of 183 days
        assert found["a"]["served"] == pytest.approx(365 - 183 / 2 + 50)
        assert (found["a"]["acquired"], found["b"]["acquired"]) == (0, 90)
        assert found["a"]["revenue"] == pytest.approx(1200)
        assert found["a"]["value"] == pytest.approx(1200 - 365 + 183 / 2 - 50)

    def test_or_by_what_they_paid(self) -> None:
        found = self.of(shared="revenue")
        assert found["b"]["served"] == pytest.approx(153 * 0.75 + 31 * 300 * 30 / (300 * 30 + 100 * 31), rel=1e-6)
        assert found["a"]["served"] + found["b"]["served"] == pytest.approx(365 + 50)

    def test_who_is_too_new_is_left_out_and_counted(self) -> None:
        figure = estimate(frame_of(self.ROWS), "clv_net").figure(0)
        assert figure.n == 1  # a alone has been there for a year
        assert figure.excluded["too_new"] == 2
        assert measures(frame_of(self.ROWS), "clv_net", options={"horizon": "to_date"})["mean"].figure(0).n == 3

    def test_a_year_has_a_day_in_february_or_not(self) -> None:
        leap = np.array([(date(2024, 2, 29) - date(1970, 1, 1)).days, (date(2023, 3, 1) - date(1970, 1, 1)).days])
        later = [date(1970, 1, 1) + timedelta(days=int(day)) for day in value.a_year_later(leap)]
        assert later == [date(2025, 2, 28), date(2024, 3, 1)]

    @given(rows=shops, shared=st.sampled_from(["days", "revenue"]))
    @settings(deadline=None, max_examples=often(20, 60))
    def test_shares_are_whole_units_and_never_more_than_was_spent(self, rows: dict[str, Any], shared: str) -> None:
        positive = [
            {**one, "amount": abs(one["amount"] or 0)} for one in rows["cost"] if one["amount"] == one["amount"]
        ]
        paid = {**rows, "cost": positive}
        paid["subscription"] = [
            {**one, "amount": abs(one["amount"] or 0)} for one in rows["subscription"] if one["amount"] == one["amount"]
        ]
        paid["order"] = [{**one, "net_amount": 5} for one in rows["order"]]
        frame = frame_of(paid)
        found = value.value(frame, {"shared": shared, "horizon": "to_date"})
        for column, wanted in (("served", ("service", "retention")), ("acquired", ("acquisition",))):
            shares = found.col(column)
            assert np.array_equal(shares, np.rint(shares))
            assert -1 <= shares.sum() <= costs.spent(frame, wanted).amount.sum() + len(positive) + 1

    def test_all_of_it_is_shared_where_customers_were_there_all_the_time(self) -> None:
        rows = {
            "subscription": [{"customer": f"c{i}", "started_on": "2024-01-01", "amount": EURO} for i in range(7)],
            "cost": [cost(100, "service"), cost(33, "acquisition"), cost(0, "service", "2024-01-31")],
        }
        rows["subscription"].append({"customer": "x", "started_on": "2024-01-31", "amount": EURO})
        found = value.value(frame_of(rows), {"horizon": "to_date"})
        assert found.col("served").sum() == 100 * EURO
        assert found.col("acquired").sum() == 33 * EURO

    def test_value_per_unit_spent_is_of_the_same_customers(self) -> None:
        found = measures(frame_of(self.ROWS), "clv_per_dollar")
        one = self.of()["a"]
        assert found["ratio"].figure(0).value == pytest.approx(one["value"] / (one["served"] + one["acquired"]))


class TestPredictions:
    def test_arpa_and_churn_of_a_month_are_those_of_their_own_metrics(self) -> None:
        rows = [
            {
                "customer": f"c{i}",
                "started_on": "2023-01-01",
                "amount": (10 + i) * EURO,
                "ended_on": "2024-01-15" if i < 30 else None,
            }
            for i in range(200)
        ]
        frame = frame_of({"subscription": [*rows, {"customer": "free", "started_on": "2024-01-31", "amount": 0}]})
        arpa = estimate(frame, "arpa", range=JANUARY).figure(0).value
        churn = 30 / 200
        assert estimate(frame, "clv_predictive", range=JANUARY).figure(0).value == pytest.approx(arpa / churn)

    def test_tenures_fit_what_one_cohort_fits(self) -> None:
        lost, left = [131, 126, 90, 60, 42, 34, 26], 491
        one, other = fit_sbg(lost, left), fit_tenures(lost, [0] * 7 + [left])
        assert (other.alpha, other.beta) == pytest.approx((one.alpha, one.beta), rel=1e-4)

    def test_tenures_find_the_spread_that_made_them(self) -> None:
        times = np.arange(1, 13)
        lost = np.zeros(12)
        still = np.zeros(13)
        for begun in times:  # a cohort of 1,000 for each age, watched so many months
            lost[:begun] += 1000 * sbg_leaving(0.8, 4.0, times[:begun])
            still[begun] += 1000 * float(sbg_survival(0.8, 4.0, begun))
        found = fit_tenures(lost, still)
        assert (found.alpha, found.beta) == pytest.approx((0.8, 4.0), rel=1e-3)

    def test_who_stays_long_is_worth_more_than_one_rate_says(self) -> None:
        rng = np.random.default_rng(7)
        leave = rng.beta(0.5, 4.0, 600)
        stayed = np.minimum(rng.geometric(leave), 24)
        rows = []
        for i, whole in enumerate(stayed.tolist()):
            end = None if whole >= 24 else date(2022 + (whole // 12), whole % 12 + 1, 1).isoformat()
            rows.append({"customer": f"c{i}", "started_on": "2022-01-01", "ended_on": end, "amount": 10 * EURO})
        frame = frame_of({"subscription": [*rows, {"customer": "free", "started_on": "2023-12-31", "amount": 0}]})
        year = Period(date(2022, 1, 1), date(2024, 1, 1))
        found = measures(frame, "clv_predictive", range=year, options={"basis": "renewals"})
        simple = measures(frame, "clv_predictive", range=year)
        assert found["value"].figure(0).value > simple["capped"].figure(0).value
        less = measures(frame, "clv_predictive", range=year, options={"basis": "renewals", "discount": 20})
        assert less["value"].figure(0).value < found["value"].figure(0).value

    def test_orders_are_predicted_by_the_model_of_buying(self) -> None:
        rng = np.random.default_rng(3)
        rows = []
        for buyer in range(80):
            day, number = float(rng.uniform(0, 100)), 0
            while day < 365 and number < 12:
                rows.append(
                    order(
                        f"{buyer}-{number}",
                        f"c{buyer}",
                        (date(2023, 1, 1) + timedelta(days=int(day))).isoformat(),
                        net_amount=float(rng.integers(20, 60)) * EURO,
                    )
                )
                day += float(rng.exponential(20 + buyer))
                number += 1
        rows.append(order("last", "c0", "2023-12-31", net_amount=30 * EURO))
        frame = frame_of({"order": rows})
        year = Period(date(2023, 1, 1), date(2024, 1, 1))
        options = {"basis": "orders", "horizon": 12}
        found = estimate(frame, "clv_predictive", range=year, options=options).figure(0)
        assert found.value is not None
        assert 20 < found.value < 60 * 20
        margin = estimate(frame, "clv_predictive", range=year, options={**options, "margin": 50}).figure(0).value
        assert margin == pytest.approx(found.value / 2)
        later = estimate(frame, "clv_predictive", range=year, options={**options, "discount": 30}).figure(0).value
        assert later is not None
        assert later < found.value

    def test_groups_are_worth_side_by_side_what_each_is_worth_alone(self) -> None:
        rng = np.random.default_rng(4)
        rows = [
            order(f"{buyer}-{day}", f"c{buyer}", (date(2023, 1, 1) + timedelta(days=int(day))).isoformat(),
                  net_amount=float(rng.integers(20, 60)) * EURO)
            for buyer in range(90)
            for day in np.unique(np.cumsum(rng.exponential(20 + buyer % 40, rng.geometric(0.25))).astype(int))
            if day < 360
        ]  # fmt: skip
        people = [{"customer": f"c{buyer}", "country": ("FR", "RO", "IT")[buyer % 3]} for buyer in range(90)]
        frame = frame_of({"order": [*rows, order("last", "c0", "2023-12-31", net_amount=EURO)], "customer": people})
        year, options = Period(date(2023, 1, 1), date(2024, 1, 1)), {"basis": "orders", "horizon": 12}
        found = estimate(frame, "clv_predictive", range=year, options=options, split="country")
        for at, country in enumerate(("FR", "IT", "RO")):
            only = (Condition.parse(f"country={country}"),)
            alone = estimate(frame, "clv_predictive", range=year, options=options, filters=only).figure(0)
            assert alone.value is not None
            assert found.figure(found.group(0, at)).value == pytest.approx(alone.value, rel=1e-6)

    def test_few_who_came_back_are_no_model(self) -> None:
        rows = [order(str(i), f"c{i}", "2024-01-31", net_amount=EURO) for i in range(50)]
        figure = estimate(
            frame_of({"order": rows}), "clv_predictive", range=JANUARY, options={"basis": "orders"}
        ).figure(0)
        assert (figure.value, figure.reason) == (None, "insufficient_data")


def _asked(frame: Frame, name: str, **ask: Any) -> Any:
    return evaluate(metric_of(name), frame, Ask(**ask))


@pytest.mark.parametrize("name", FAMILY)
@given(rows=shops)
@settings(deadline=None, max_examples=often(5, 15))
def test_counts_are_rows_and_every_imported_row_is_in_one_place(name: str, rows: dict[str, Any]) -> None:
    frame = frame_of(rows)
    for ask in ({}, {"range": QUARTER, "grain": Grain.MONTH}, {"periods": (MARCH, QUARTER)}):
        found = _asked(frame, name, **ask)
        if isinstance(found, Unavailable):
            continue
        for one in found.values():
            for group in range(one.groups):
                figure = one.figure(group)
                assert figure.value is None or np.isfinite(figure.value)
                assert (figure.value is None) == (figure.reason is not None)
                for part, n in figure.parts.items():
                    assert len(one.rows(group, part)) == n
                for kind, told in one.imported(group).items():
                    assert sum(told.counts().values()) == frame.size(kind)


@pytest.mark.parametrize(
    ("basis", "view"), [("renewals", tenures.VIEW), ("orders", buyers.VIEW), ("churn", months.VIEW)]
)
@given(rows=shops)
@settings(deadline=None, max_examples=often(7, 20))
def test_every_basis_takes_whatever_rows_there_are(basis: str, view: Any, rows: dict[str, Any]) -> None:
    frame = frame_of(rows)
    periods = Periods((MARCH, QUARTER, JANUARY))
    made = view.build(frame, {}, periods)
    assert made.bounds.sum() >= 0
    assert [
        len(made.col(one.name) if not hasattr(made.col(one.name), "codes") else made.col(one.name).codes)
        for one in frame_fields(made)
    ] == [made.size] * len(frame_fields(made))
    found = _asked(frame, "clv_predictive", periods=(MARCH, QUARTER), options={"basis": basis})
    if not isinstance(found, Unavailable):
        next(iter(found.values())).figure(0)


def frame_fields(rows: Any) -> Any:
    return rows.frame.declared(rows.kind).fields


@pytest.mark.parametrize("name", FAMILY)
def test_a_single_row_of_each_kind_is_enough_to_answer_or_to_say_why(name: str) -> None:
    rows = {
        "cost": [cost(1, "acquisition")],
        "subscription": [{"customer": "a", "started_on": "2024-01-01", "amount": EURO}],
        "order": [order("1", "a", "2024-01-01", net_amount=EURO)],
        "customer": [{"customer": "a", "acquired_channel": "ads"}],
    }
    found = _asked(frame_of(rows), name)
    if isinstance(found, Unavailable):
        assert found.reason in ("missing_field", "missing_kind")
    else:
        figure = next(iter(found.values())).figure(0)
        assert (figure.value is None) == (figure.reason is not None)
