"""Traps about what customers cost and are worth, each with the numbers that tell definitions apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Period
from cxdesk.frame.frame import Frame
from cxdesk.metrics.registry import metric_of, metrics
from tests.frame.memory import frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, estimate, measures, unavailable

EURO = 10_000
YEAR = Period(date(2023, 1, 1), date(2024, 1, 1))


def cost(amount: float | None, category: str, day: str = "2024-01-01", to: str | None = None, **more: Any) -> Any:
    return {"from": day, "to": to, "amount": None if amount is None else amount * EURO, "category": category, **more}


def runs(customer: str, start: str = "2023-01-01", end: str | None = None, price: float = 50, **more: Any) -> Any:
    return {"customer": customer, "started_on": start, "ended_on": end, "amount": price * EURO, **more}


def order(number: int, customer: str | None, day: str, amount: float, **more: Any) -> Any:
    placed = f"{day}T10:00:00Z"
    return {"order": str(number), "customer": customer, "placed_at": placed, "net_amount": amount * EURO, **more}


class TestLifetimeValueFromOrders:
    """An order of 50, four a year, 80 % of the buyers come back."""

    @pytest.fixture
    def frame(self) -> Frame:
        days = ("2023-03-01", "2023-06-01", "2023-09-01", "2023-12-31")
        before = [order(i, f"c{i}", "2022-06-01", 7) for i in range(10)]
        now = [order(100 + 10 * i + k, f"c{i}", day, 50) for i in range(8) for k, day in enumerate(days)]
        return frame_of({"order": before + now})

    def test_times_retention_is_less_than_one_year(self, frame: Frame) -> None:
        found = measures(frame, "ltv_order", range=YEAR)
        assert found["value"].figure(0).value == pytest.approx(1000)
        literal = found["literal"].figure(0)
        assert literal.value == pytest.approx(160)
        assert "literal_definition" in literal.flags
        assert "literal_definition" not in found["value"].figure(0).flags
        assert found["retention"].figure(0).value == 80.0

    def test_with_a_margin_it_is_profit(self, frame: Frame) -> None:
        assert estimate(frame, "ltv_order", range=YEAR, options={"margin": 60}).figure(0).value == pytest.approx(600)

    def test_years_are_capped_and_that_is_said(self, frame: Frame) -> None:
        found = estimate(frame, "ltv_order", range=YEAR, options={"retention": 95}).figure(0)
        assert found.value == pytest.approx(1000)
        assert "capped" in found.flags
        free = estimate(frame, "ltv_order", range=YEAR, options={"retention": 95, "cap": 50}).figure(0)
        assert free.value == pytest.approx(4000)
        assert "capped" not in free.flags
        assert estimate(frame, "ltv_order", range=YEAR, options={"retention": 100}).figure(0).value == 1000.0

    def test_without_the_year_before_retention_is_not_guessed(self) -> None:
        found = measures(frame_of({"order": [order(1, "a", "2023-12-31", 50)]}), "ltv_order", range=YEAR)
        assert found["value"].figure(0).value is None
        assert found["value"].figure(0).reason == "insufficient_data"


class TestNobodyLeft:
    """Sixty customers of whom none left in a month: churn is at most about 5 percent, a lifetime at least 20 months."""

    @pytest.fixture
    def frame(self) -> Frame:
        return frame_of({"subscription": [*(runs(f"c{i}") for i in range(60)), runs("free", "2024-01-31", price=0)]})

    def test_the_value_has_no_limit_and_is_not_made_up(self, frame: Frame) -> None:
        found = measures(frame, "clv_predictive", range=JANUARY)
        assert found["value"].figure(0).value is None
        assert found["value"].figure(0).reason == "infinite"
        assert found["lifetime"].figure(0).reason == "infinite"

    def test_between_two_months_without_limit_there_is_no_change(self) -> None:
        frame = frame_of({"subscription": [*(runs(f"c{i}") for i in range(60)), runs("late", "2024-03-05")]})
        change = estimate(frame, "clv_predictive", periods=(JANUARY, FEBRUARY)).change(0, 1)
        assert (change.base_value, change.delta, change.low) == (None, None, None)

    def test_a_lower_bound_and_a_capped_value_are(self, frame: Frame) -> None:
        found = measures(frame, "clv_predictive", range=JANUARY)
        least, capped = found["at_least"].figure(0), found["capped"].figure(0)
        assert least.value == pytest.approx(50 * 20, rel=0.01)  # 3/n: churn of at most 5 %
        assert capped.value == 50 * 60
        assert "capped" in capped.flags

    def test_few_losses_are_called_a_small_sample(self) -> None:
        rows = [runs(f"c{i}", end="2024-02-01" if i < 5 else None) for i in range(100)]
        found = measures(
            frame_of({"subscription": [*rows, runs("free", "2024-01-31", price=0)]}), "clv_predictive", range=JANUARY
        )
        assert found["value"].figure(0).value == pytest.approx(1000)
        assert "small_sample" in found["at_least"].figure(0).flags
        assert found["at_least"].figure(0).value < found["value"].figure(0).value


def test_four_values_have_four_names() -> None:
    titles = {name: metric_of(name).title for name in ("clv_net", "clv_predictive", "ltv_order", "ltv_cac")}
    assert len(set(titles.values())) == 4
    label = {
        margin: " · ".join(
            phrase.say()
            for phrase in metric_of("clv_predictive").label(
                {**metric_of("clv_predictive").accept({}), "margin": margin}, ()
            )
        )
        for margin in (None, 60.0)
    }
    assert "revenue" in label[None]
    assert "60% margin" in label[60.0]


def test_value_is_per_month_whatever_the_period() -> None:
    """A month and the quarter around it tell of the same churn: 4 of 200 in each month."""
    rows = []
    for month, end in enumerate(("2024-01-15", "2024-02-15", "2024-03-15")):
        rows += [runs(f"l{month}{i}", end=end) for i in range(4)]
    rows += [runs(f"s{i}") for i in range(188)] + [runs("free", "2024-03-31", price=0)]
    frame = frame_of({"subscription": rows})
    quarter = Period(date(2024, 1, 1), date(2024, 4, 1))
    whole = estimate(frame, "clv_predictive", range=quarter).figure(0).value
    months = estimate(frame, "clv_predictive", periods=(JANUARY, FEBRUARY, MARCH)).value
    assert whole == pytest.approx(50 / (12 / (200 + 196 + 192)))
    assert months == pytest.approx([50 / (4 / 200), 50 / (4 / 196), 50 / (4 / 192)])


def test_retention_cost_counts_those_kept_of_the_start_and_shows_both_inputs() -> None:
    kept = [runs(f"k{i}") for i in range(170)]
    others = [runs(f"l{i}", end="2024-01-10") for i in range(30)] + [runs(f"n{i}", "2024-01-31") for i in range(50)]
    costs = [cost(4000, "service"), cost(250, "retention"), cost(99_999, "acquisition"), cost(1, "other")]
    found = measures(frame_of({"cost": costs, "subscription": kept + others}), "crc", range=JANUARY)
    assert found["value"].figure(0).value == 25.0
    assert (found["cost"].figure(0).value, found["kept"].figure(0).value) == (4250.0, 170.0)


def test_acquisition_cost_is_no_rate_and_may_lag() -> None:
    costs = [cost(1000, "acquisition"), cost(300, "acquisition", "2024-02-01"), cost(0, "acquisition", "2024-03-31")]
    new = [{"customer": f"n{i}", "first_paid_at": f"2024-0{1 + i % 3}-10T10:00:00Z"} for i in range(30)]
    frame = frame_of({"cost": costs, "customer": [*new, {"customer": "z", "first_paid_at": "2024-03-31T10:00:00Z"}]})
    months = (JANUARY, FEBRUARY, MARCH)
    assert estimate(frame, "cac", periods=months).value == pytest.approx([100, 30, 0])
    assert estimate(frame, "cac", periods=months, options={"lag": 1}).value == pytest.approx([0, 100, 300 / 11])
    assert metric_of("cac").unit == "money"
    assert "acquisition_rate" not in {metric_of("cac").id} | set(metric_of("cac").companions)


def test_nobody_new_is_undefined_and_not_free() -> None:
    frame = frame_of(
        {
            "cost": [cost(100, "acquisition")],
            "customer": [
                {"customer": "a", "first_paid_at": "2020-01-01T00:00:00Z"},
                {"customer": "b", "first_paid_at": "2024-02-01T00:00:00Z"},
            ],
        }
    )
    figure = estimate(frame, "cac", range=JANUARY).figure(0)
    assert (figure.value, figure.reason) == (None, "zero_base")


def test_the_famous_ninety_five_percent_never_comes_out() -> None:
    """Five points more of 85 % at 10 % discount: 25/20, whatever an article prints; and it is called a simulation."""
    monthly = 1 - 0.85 ** (1 / 12)
    rows = [runs(f"c{i}", end=None) for i in range(10_000)]
    for i in range(round(10_000 * monthly)):
        rows[i] = runs(f"c{i}", end="2024-01-20")
    frame = frame_of({"subscription": [*rows, runs("free", "2024-01-31", price=0)]})
    figure = estimate(frame, "retention_whatif", range=JANUARY).figure(0)
    assert figure.value == pytest.approx(100 * (0.25 / 0.20 - 1), rel=0.01)
    assert "simulation" in figure.flags
    assert (figure.low, figure.high) == (None, None)


def test_winning_over_keeping_is_ones_own_ratio_beside_the_claim() -> None:
    rows = {
        "cost": [cost(100, "acquisition"), cost(100, "retention")],
        "subscription": [runs("a"), runs("b"), runs("n", "2024-01-31")],
    }
    found = measures(frame_of(rows), "acq_vs_retention_cost", range=JANUARY)
    assert found["ratio"].figure(0).value == 2.0
    assert metrics()["acq_vs_retention_cost"].better == "none"


@pytest.mark.parametrize("name", ["crc", "cac", "acq_vs_retention_cost", "ltv_cac", "cac_payback", "cx_roi"])
def test_costs_that_name_no_customer_cannot_be_filtered_by_customers(name: str) -> None:
    rows = {
        "cost": [cost(100, category) for category in ("acquisition", "retention", "cx_programme")],
        "subscription": [runs("a"), runs("n", "2024-01-31")],
        "customer": [{"customer": "a", "country": "FR"}, {"customer": "n", "country": "RO"}],
    }
    filters = (Condition.parse("country=FR"),)
    assert unavailable(frame_of(rows), name, range=JANUARY, filters=filters).reason == "filter_not_applicable"


def test_costs_that_all_name_their_customer_can() -> None:
    rows = {
        "cost": [cost(100, "retention", customer="a"), cost(50, "retention", customer="b")],
        "subscription": [runs("a"), runs("b"), runs("n", "2024-01-31")],
        "customer": [{"customer": "a", "country": "FR"}, {"customer": "b", "country": "RO"}],
    }
    filters = (Condition.parse("country=FR"),)
    assert estimate(frame_of(rows), "crc", range=JANUARY, filters=filters).figure(0).value == 100.0
    half = {**rows, "cost": [*rows["cost"], cost(10, "retention")]}
    assert unavailable(frame_of(half), "crc", range=JANUARY, filters=filters).reason == "filter_not_applicable"


@pytest.mark.parametrize(
    "name", ["crc", "cac", "clv_net", "clv_per_dollar", "clv_predictive", "ltv_cac", "cac_payback", "cx_roi"]
)
def test_several_currencies_are_never_added(name: str) -> None:
    categories = ("acquisition", "retention", "cx_programme")
    rows = {
        "cost": [cost(100, category, currency=money) for category in categories for money in ("EUR", "USD")],
        "subscription": [runs("a", currency="EUR"), runs("b", currency="USD"), runs("n", "2024-01-31", currency="EUR")],
    }
    frame = frame_of(rows)
    found = unavailable(frame, name, range=JANUARY)
    assert (found.reason, found.needs) == ("mixed_currency", None)
    assert found.detail is not None
    assert "USD" in found.detail.say()
    measures(frame, name, range=JANUARY, options={"currency": "EUR"})


def test_a_cost_in_another_currency_than_what_it_is_held_against() -> None:
    rows = {
        "cost": [cost(100, "retention", currency="USD")],
        "subscription": [runs("a", currency="EUR"), runs("n", "2024-01-31")],
    }
    assert unavailable(frame_of(rows), "crc", range=JANUARY).reason == "mixed_currency"
    del rows["cost"][0]["currency"]
    assert estimate(frame_of(rows), "crc", range=JANUARY).figure(0).value == 100.0


class TestReturnOnCustomerExperience:
    ROWS = {
        "cost": [cost(600, "cx_programme", "2024-02-01")],
        "subscription": [
            *(runs(f"j{i}", end="2024-01-20", price=100) for i in range(2)),
            *(runs(f"s{i}", price=100) for i in range(8)),
            runs("free", "2024-02-29", price=0),
        ],
    }

    def test_kept_more_than_in_the_period_before(self) -> None:
        found = measures(frame_of(self.ROWS), "cx_roi", range=FEBRUARY, options={"margin": 50})
        # January kept 800 of 1,000; February 800 of 800: 20 points of 800 for 12 months at half margin
        assert found["benefit"].figure(0).value == pytest.approx(0.2 * 800 * 12 * 0.5)
        assert found["roi"].figure(0).value == pytest.approx(100 * (960 - 600) / 600)
        assert "not_causal" in found["roi"].figure(0).flags

    def test_only_those_not_reached_can_show_a_cause(self) -> None:
        customers = [{"customer": f"s{i}", "segment": "control" if i < 4 else "reached"} for i in range(8)]
        frame = frame_of({**self.ROWS, "customer": customers})
        options = {"control": "segment=control"}
        found = estimate(frame, "cx_roi", range=FEBRUARY, options=options).figure(0)
        assert found.value == -100.0  # both kept everything
        assert "not_causal" not in found.flags

    def test_without_a_period_before_there_is_no_benefit(self) -> None:
        rows = {**self.ROWS, "subscription": [runs("a", "2024-02-01"), runs("free", "2024-02-29", price=0)]}
        figure = estimate(frame_of(rows), "cx_roi", range=FEBRUARY).figure(0)
        assert (figure.value, figure.reason) == (None, "no_rows")


def test_payback_is_told_in_months_of_gain() -> None:
    rows = {
        "cost": [cost(300, "acquisition")],
        "subscription": [runs("a", price=100), runs("n", "2024-01-31", price=100)],
    }
    found = measures(frame_of(rows), "cac_payback", range=JANUARY, options={"margin": 50})
    assert found["months"].figure(0).value == 6.0
    assert metric_of("cac_payback").unit == "months"


def test_margin_comes_from_the_cost_of_goods_where_known() -> None:
    rows = [*(runs(f"c{i}", "2024-01-01", "2024-01-31" if i < 10 else None, price=10) for i in range(100))]
    plain = estimate(frame_of({"subscription": rows}), "clv_predictive", range=JANUARY).figure(0).value
    earned = (90 * 31 + 10 * 30) * 10 * 12 / 365
    costly = frame_of({"subscription": rows, "cost": [cost(earned / 4, "cogs")]})
    assert estimate(costly, "clv_predictive", range=JANUARY).figure(0).value == pytest.approx(plain * 0.75, rel=1e-6)
    told = {"margin": 100}
    assert estimate(costly, "clv_predictive", range=JANUARY, options=told).figure(0).value == pytest.approx(plain)


def test_a_list_of_costs_is_no_sample() -> None:
    frame = frame_of(TestReturnOnCustomerExperience.ROWS)
    found = estimate(frame, "cx_roi", range=FEBRUARY)
    assert found.n.tolist() == [8]  # customers, not the one line of the list
    declared = measures(frame, "cx_roi", range=FEBRUARY, options={"benefit": 900})
    assert declared["roi"].figure(0).value == 50.0
    assert declared["cost"].figure(0).low is None


def test_a_number_made_of_a_number_made_of_others_is_as_unsure_as_they_are() -> None:
    rows = {
        "subscription": [
            *(runs(f"c{i}", end="2024-01-20" if i < 40 else None, price=10 + i % 7) for i in range(400)),
            runs("free", "2024-01-31", price=0),
        ],
        "cost": [cost(500, "acquisition"), cost(0, "acquisition", "2024-01-31")],
        "customer": [{"customer": f"n{i}", "first_paid_at": "2024-01-31T10:00:00Z"} for i in range(50)],
    }
    frame = frame_of(rows)
    own = estimate(frame, "clv_predictive", range=JANUARY).figure(0)
    found = measures(frame, "ltv_cac", range=JANUARY)
    same = found["value"].figure(0)
    assert (same.value, same.low, same.high) == pytest.approx((own.value, own.low, own.high))
    wider = found["ratio"].figure(0)
    assert wider.high / wider.low > own.high / own.low > 1


def test_what_winning_costs_can_be_told_by_where_customers_came_from() -> None:
    """5 recommended by others for rewards of 100 in all, 10 by advertising for 900: 20 and 90 each."""
    names = {"referral": 5, "paid": 10}
    customers = [
        {"customer": f"{channel}{n}", "first_paid_at": "2024-01-10T09:00:00Z", "acquired_channel": channel}
        for channel, count in names.items()
        for n in range(count)
    ]
    spent = [
        {
            "category": "acquisition",
            "amount": amount * 10_000,
            "from": "2024-01-01",
            "to": "2024-02-01",
            "channel": name,
        }
        for name, amount in (("referral", 100), ("paid", 900))
    ]
    frame = frame_of({"customer": customers, "cost": spent})
    found = estimate(frame, "cac", periods=(JANUARY,), split="channel", min_show=1)
    assert found.segments is not None
    assert {name: found.figure(at).value for at, name in enumerate(found.segments)} == {"referral": 20, "paid": 90}
    assert estimate(frame, "cac", periods=(JANUARY,)).value[0] == pytest.approx(1000 / 15)
