"""Orders, carts, leads and campaigns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.periods import Grain
from cxdesk.domain.scales import ONE_TO_FIVE
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.registry import metric_of
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, measures, unavailable

START = datetime(2024, 1, 1, 12, tzinfo=UTC)
EURO = 10_000
COMMERCE = (
    *("cart_abandonment", "purchase_frequency", "avg_transaction_value", "purchase_trend", "lead_funnel"),
    "campaign_effectiveness",
)


def on(day: float) -> str:
    return (START + timedelta(days=day)).isoformat()


def order(number: Any, customer: str | None, day: float, net: float | None, **more: Any) -> dict[str, Any]:
    amount = None if net is None else net * EURO
    return {"order": f"o{number}", "customer": customer, "placed_at": on(day), "net_amount": amount, **more}


def values(frame: Frame, metric: str, **ask: Any) -> dict[str, Any]:
    return {name: one.figure(0).value for name, one in measures(frame, metric, **ask).items()}


class TestOrders:
    def test_lines_of_one_order_are_one_order_and_what_speaks_of_the_whole_counts_once(self) -> None:
        rows = [order(1, "a", 0, 50), order(1, "a", 0, 50, line_id="2"), order(2, "a", 1, None, gross_amount=36 * EURO)]
        rows[2] |= {"tax": 5 * EURO, "shipping": EURO}
        rows += [
            {
                "order": "o3",
                "customer": "b",
                "placed_at": on(2),
                "quantity": 3,
                "unit_price": 10 * EURO,
                "discount": EURO,
            },
            {"order": "o3", "customer": "b", "placed_at": on(2), "line_amount": 11 * EURO, "refund": 2 * EURO},
        ]
        found = measures(frame_of({"order": rows}), "avg_transaction_value")
        assert found["mean"].figure(0).denominator == 3
        assert found["mean"].figure(0).numerator == pytest.approx(50 + 30 + (29 + 11 - 2))
        assert found["median"].figure(0).value == pytest.approx(38)
        assert found["mean"].sources(0, "top_counted")["order"].tolist() == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("sign", [1, -1], ids=["as a sum", "as less than nothing"])
    def test_a_refund_gives_tax_and_shipping_back_as_well(self, sign: int) -> None:
        parts = {"gross_amount": 130 * EURO, "tax": 20 * EURO, "shipping": 10 * EURO}
        rows = [
            order(1, "a", 0, None, **parts),
            order(2, "b", 1, None, **parts, refund=sign * 65 * EURO),
            order(3, "c", 1, None, **parts, refund=sign * 130 * EURO),
            order(4, "d", 2, 100, refund=sign * 30 * EURO),
        ]
        mean = measures(frame_of({"order": rows}), "avg_transaction_value")["mean"].figure(0)
        assert (mean.numerator, mean.denominator) == (pytest.approx(100 + 50 + 70), 3)

    def test_an_order_with_a_day_of_cancelling_does_not_count_whatever_its_status(self) -> None:
        rows = [order(1, "a", 0, 100, status="paid"), order(2, "a", 1, 50, status="pending", cancelled_at=on(2))]
        mean = measures(frame_of({"order": rows}), "avg_transaction_value")["mean"].figure(0)
        assert (mean.numerator, mean.denominator) == (100, 1)

    def test_returns_and_cancelled_orders_are_no_purchases(self) -> None:
        rows = [
            order(1, "a", 0, 100),
            order(2, "a", 3, -30),
            order(3, "a", 4, 500, status="cancelled"),
            order(4, "b", 4, 0),
        ]
        frame = frame_of({"order": rows})
        assert values(frame, "avg_transaction_value")["mean"] == 100
        assert values(frame, "avg_transaction_value", options={"returns": "deducted"})["mean"] == 70
        found = values(frame, "purchase_frequency")
        assert (found["per_buyer"], found["buyers"], found["repeat_rate"]) == (1, 1, 0)

    def test_it_is_split_by_what_orders_say(self) -> None:
        rows = [
            order(1, "a", 0, 10, type="online"),
            order(2, "b", 0, 30, type="shop"),
            order(3, "b", 1, 50, type="shop"),
        ]
        found = measures(frame_of({"order": rows}), "avg_transaction_value", split="type", min_show=1)["mean"]
        assert dict(zip(found.segments or (), found.value.tolist(), strict=True)) == {"online": 10, "shop": 40}

    def test_several_currencies_are_not_added(self) -> None:
        rows = [order(1, "a", 0, 10, currency="EUR"), order(2, "a", 0, 30, currency="RON")]
        assert unavailable(frame_of({"order": rows}), "avg_transaction_value").reason == "mixed_currency"
        frame = frame_of({"order": rows})
        assert values(frame, "avg_transaction_value", options={"currency": "RON"})["mean"] == 30

    def test_buyers_are_counted_in_each_month_anew(self) -> None:
        rows = [
            order(1, "a", 0, 5),
            order(2, "a", 1, 5),
            order(3, "b", 40, 5),
            order(4, None, 41, 5),
            order(5, "a", 70, 5),
        ]
        found = measures(frame_of({"order": rows}), "purchase_frequency", periods=(JANUARY, FEBRUARY, MARCH))
        assert found["per_buyer"].value.tolist() == [2, 1, 1]
        assert found["repeat_rate"].value.tolist() == [100, 0, 0]
        whole = values(frame_of({"order": rows}), "purchase_frequency")
        assert (whole["per_buyer"], whole["repeat_rate"]) == (2, 50)

    def test_orders_of_one_day_are_one_for_models_only(self) -> None:
        rows = [order(1, "a", 0, 5), order(2, "a", 0.1, 5), order(3, "a", 10, 8), order(4, "b", 20, 5)]
        found = measures(frame_of({"order": rows}), "purchase_frequency", split="customer", min_show=1)
        assert found["per_buyer"].value.tolist() == [3, 1]
        assert found["repeats"].value.tolist() == [1, 0]
        assert found["recency"].value.tolist() == [10, 0]
        assert found["watched"].value.tolist() == [20, 0]
        assert found["monetary"].value.tolist() == [8, 0]


class TestTrend:
    def month(self, day: int, each: int, net: float, people: int = 30) -> list[dict[str, Any]]:
        return [
            order(f"{day}{who}-{i}", f"c{who}", day + i, net * (1 + who % 5 / 20))
            for who in range(people)
            for i in range(each)
        ]

    def test_both_parts_add_up_to_the_change_of_revenue(self) -> None:
        frame = frame_of({"order": [*self.month(2, 2, 50), *self.month(40, 3, 37)]})
        found = values(frame, "purchase_trend", range=FEBRUARY)
        before, after = (sum(row["net_amount"] for row in self.month(*of)) / EURO for of in ((2, 2, 50), (40, 3, 37)))
        assert found["effect_frequency"] + found["effect_value"] == pytest.approx(after - before)
        assert (found["flag"], found["freq_change"], found["value_change"]) == (
            1,
            pytest.approx(50),
            pytest.approx(-26),
        )

    def test_chance_raises_no_flag(self) -> None:
        few = [order(i, f"c{i}", 2, 100 + 90 * (i % 2)) for i in range(4)]
        few += [order(10 + i, f"c{i % 4}", 40 + i, 90 + 90 * (i % 3)) for i in range(5)]
        found = values(frame_of({"order": few}), "purchase_trend", range=FEBRUARY, options={"aov_max_pct": 0})
        assert found["freq_change"] == pytest.approx(25)
        assert found["flag"] == 0

    def test_without_a_period_before_it_cannot_be_said(self) -> None:
        assert set(values(frame_of({"order": self.month(2, 2, 50)}), "purchase_trend").values()) == {None}


class TestCarts:
    def test_young_carts_are_pending_and_late_orders_are_abandoned(self) -> None:
        rows: list[dict[str, Any]] = [
            {"cart": "1", "created_at": on(0), "order": "o1"},
            {"cart": "2", "created_at": on(0), "order": "o2"},
            {"cart": "3", "created_at": on(10)},
            {"cart": "4", "created_at": on(0), "items": 0},
            {"cart": "5", "created_at": on(0), "count": 3},
        ]
        orders = [order(1, "a", 0.5, 10), order(2, "a", 2, 10)]
        found = measures(frame_of({"cart": rows, "order": orders}), "cart_abandonment")["share"].figure(0)
        assert (found.parts["numerator"], found.parts["rest"]) == (4, 1)
        assert found.excluded == {"outside_base": 1, "immature": 1}
        assert (
            values(frame_of({"cart": rows, "order": orders}), "cart_abandonment", options={"window": 72})["share"] == 60
        )

    def test_the_worth_of_what_was_left(self) -> None:
        rows = [
            {"cart": str(i), "created_at": on(0), "value": 10 * EURO, "state": state}
            for i, state in enumerate(("ordered", "open", "abandoned"))
        ]
        rows.append({"cart": "late", "created_at": on(9), "value": 99 * EURO})
        found = values(frame_of({"cart": rows}), "cart_abandonment")
        assert (found["abandoned"], found["value"]) == (2, 20)

    def test_visits_of_a_log_of_events(self) -> None:
        did = {"s1": "vap", "s2": "va", "s3": "v", "s4": "pa"}
        names = {"v": "product_view", "a": "add_to_cart", "p": "purchase"}
        rows = [
            {"event_id": f"{visit}{i}", "session": visit, "customer": "c", "name": names[one], "at": on(i / 100)}
            for visit, letters in did.items()
            for i, one in enumerate(letters)
        ]
        found = measures(frame_of({"usage_event": rows}), "cart_abandonment", options={"unit": "session"})["share"]
        assert found.figure(0).value == pytest.approx(100 / 3)
        assert found.figure(0).n == 3
        assert len(found.sources(0, "numerator")["usage_event"]) == 1


class TestLeads:
    def test_a_later_step_stands_for_those_before_it(self) -> None:
        rows: list[dict[str, Any]] = [
            {"lead_id": "1", "created_at": on(0), "sql_at": on(3)},
            {"lead_id": "2", "created_at": on(0), "status": "customer"},
            {"lead_id": "3", "created_at": on(0), "count": 6},
        ]
        found = values(frame_of({"lead": rows}), "lead_funnel")
        assert found == {"overall": 12.5, "mql": 25, "sql": 100, "customer": 50}

    def test_with_a_window_new_leads_wait(self) -> None:
        rows = [{"lead_id": "1", "created_at": on(0)}, {"lead_id": "2", "created_at": on(0), "mql_at": on(20)}]
        rows += [{"lead_id": "3", "created_at": on(0), "mql_at": on(5)}, {"lead_id": "4", "created_at": on(30)}]
        found = measures(frame_of({"lead": rows}), "lead_funnel", options={"window": 10})["mql"].figure(0)
        assert (found.parts["numerator"], found.parts["rest"], found.excluded) == (1, 2, {"immature": 1})


def touch(person: str | None, day: float = 0, kind: str | None = "sent", **more: Any) -> dict[str, Any]:
    return {
        "touch_id": f"{person}{day}{kind}",
        "campaign": "k",
        "customer": person,
        "at": on(day),
        "kind": kind,
        **more,
    }


LATE = touch("late", 90)


class TestCampaigns:
    def test_the_difference_to_those_kept_out(self) -> None:
        rows = [touch(f"t{i}") for i in range(40)] + [touch(f"c{i}", kind=None, arm="control") for i in range(40)]
        bought = [order(i, f"t{i}", 5, 20) for i in range(20)] + [order(50 + i, f"c{i}", 5, 20) for i in range(10)]
        found = measures(frame_of({"campaign_touch": [*rows, LATE], "order": bought}), "campaign_effectiveness")
        value = {name: one.figure(0).value for name, one in found.items()}
        assert (value["conversion"], value["control"], value["lift"]) == (50, 25, 25)
        assert value["lift_relative"] == 100
        assert value["incremental"] == pytest.approx(10)
        lift = found["lift"].figure(0)
        assert lift.low is not None
        assert 0 < lift.low < 25 < (lift.high or 0)

    def test_without_those_kept_out_nothing_is_said_about_causes(self) -> None:
        found = values(
            frame_of({"campaign_touch": [touch("a"), LATE], "order": [order(1, "a", 1, 9)]}), "campaign_effectiveness"
        )
        assert (found["conversion"], found["lift"], found["incremental"], found["roas"]) == (100, None, None, None)

    def test_only_what_follows_within_the_window_counts_and_who_is_recent_waits(self) -> None:
        rows = [touch("a"), touch("a", 3, "click"), touch("b"), touch("c", 80), touch("d", 0, "bounce"), LATE]
        bought = [order(1, "a", 30, 10), order(2, "b", -2, 10), order(3, "b", 31, 10), order(4, "c", 81, 10)]
        found = measures(frame_of({"campaign_touch": rows, "order": bought}), "campaign_effectiveness")
        share = found["conversion"].figure(0)
        assert (share.parts["numerator"], share.parts["rest"], share.excluded["immature"]) == (1, 1, 2)
        assert found["revenue"].figure(0).value == 10
        assert found["reach"].figure(0).value == 4
        assert found["response"].figure(0).parts["numerator"] == 1

    def test_campaigns_side_by_side_with_their_costs(self) -> None:
        rows = [touch("a"), touch("b", campaign="m"), {**LATE, "campaign": "m"}]
        bought = [order(1, "a", 1, 300), order(2, "b", 1, 50)]
        spent = [
            {"cost_id": name, "from": "2024-01-01", "to": "2024-01-31", "amount": 100 * EURO, "campaign": name}
            for name in "km"
        ]
        spent.append({"cost_id": "rent", "from": "2024-01-01", "to": "2024-01-31", "amount": 9_000 * EURO})
        frame = frame_of({"campaign_touch": rows, "order": bought, "cost": spent})
        by = measures(frame, "campaign_effectiveness", split="campaign", min_show=1)["roas"]
        said = dict(zip(by.segments or (), by.value.tolist(), strict=True))
        assert (said["k"], said["m"]) == (3, 0.5)
        assert values(frame, "campaign_effectiveness", options={"margin": 50})["roi"] == pytest.approx(
            100 * (175 - 200) / 200
        )
        assert measures(frame, "campaign_effectiveness", split="arm", min_show=1)["conversion"].value[0] == 100

    def test_satisfaction_of_those_reached(self) -> None:
        said = [
            {
                "response": str(i),
                "role": "csat",
                "score": score,
                "scale": ONE_TO_FIVE,
                "customer": who,
                "submitted_at": on(day),
            }
            for i, (who, score, day) in enumerate((("a", 5, 3), ("a", 1, -3), ("z", 1, 3)))
        ]
        found = measures(frame_of({"campaign_touch": [touch("a"), LATE], "answer": said}), "campaign_effectiveness")
        assert (found["csat"].figure(0).value, found["csat"].figure(0).n) == (100, 1)


somebody = st.one_of(st.none(), st.sampled_from("abc"))
moment = st.one_of(st.none(), st.integers(0, 90).map(on))
number = st.one_of(st.none(), st.floats(-100, 100), st.just(float("nan")))
money = st.one_of(st.none(), st.integers(-200, 200).map(lambda n: n * EURO), st.just(float("nan")))


@st.composite
def trade(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """A few rows of every kind; anything may be absent, twice there or the wrong way round."""

    def several(**fields: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
        return draw(st.lists(st.fixed_dictionaries(fields), max_size=9))

    some = st.integers(0, 6).map(str)
    found = {
        "order": several(
            order=st.one_of(st.none(), some),
            customer=somebody,
            placed_at=moment,
            net_amount=money,
            line_amount=money,
            refund=money,
            quantity=number,
            unit_price=money,
            status=st.sampled_from((None, "paid", "cancelled")),
        ),
        "cart": several(
            cart=some,
            customer=somebody,
            created_at=moment,
            ordered_at=moment,
            checkout_at=moment,
            items=number,
            value=money,
            order=st.one_of(st.none(), some),
            state=st.sampled_from((None, "open", "ordered", "abandoned")),
            count=st.one_of(st.none(), st.integers(0, 3)),
        ),
        "lead": several(
            lead_id=some,
            created_at=moment,
            mql_at=moment,
            sql_at=moment,
            converted_at=moment,
            status=st.sampled_from((None, "new", "mql", "sql", "customer", "lost")),
            count=st.one_of(st.none(), st.integers(0, 3)),
        ),
        "campaign_touch": several(
            touch_id=some,
            campaign=st.sampled_from((None, "k", "m")),
            customer=somebody,
            at=moment,
            kind=st.sampled_from((None, "sent", "click", "bounce", "conversion")),
            arm=st.sampled_from((None, "control")),
        ),
    }
    return {kind: rows for kind, rows in found.items() if rows}


@given(trade(), st.sampled_from((None, Grain.MONTH)))
@settings(max_examples=often(27, 80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_lists_are_numbers_and_every_imported_row_is_somewhere(rows: Any, grain: Grain | None) -> None:
    frame = frame_of(rows)
    for name in COMMERCE:
        found = evaluate(metric_of(name), frame, Ask(grain=grain, min_show=1))
        if isinstance(found, Unavailable):
            continue
        for one in found.values():
            for group in range(one.groups):
                assert [len(one.rows(group, part)) for part in one.parts] == one.counts[group].tolist()
            for kind, accounting in one.imported(0).items() if one.groups else ():
                assert sum(accounting.counts().values()) == frame.size(kind)
        if name == "purchase_trend":
            known = np.isfinite(found["effect_value"].value)
            both = (found["effect_value"].value + found["effect_frequency"].value)[known]
            parts = found["revenue_change"]
            assert isinstance(parts, FormulaEstimate)
            change = parts.read["spent"] - parts.read["spent_before"]
            np.testing.assert_allclose(both, change[known], atol=1e-6)
        if name == "lead_funnel":
            for one in found.values():
                assert (one.value[np.isfinite(one.value)] <= 100).all()
