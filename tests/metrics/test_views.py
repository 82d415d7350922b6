"""Metrics over rows that views make: customers by period, formulas, survival, funnels, models."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.analysis.drilldown import drill
from cxdesk.analysis.receipt import make_receipt
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds_of.subscription import SUBSCRIPTION
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Better, Phrase, Unit
from cxdesk.frame.axes import Periods
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.estimators import (
    Composite,
    Count,
    Fits,
    Formula,
    Funnel,
    Input,
    Mean,
    Models,
    Ratio,
    Sum,
    Survival,
    Transform,
)
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.metric import Family, Metric, metric
from cxdesk.metrics.options import PROCESS
from cxdesk.metrics.views import panel, recurring
from cxdesk.metrics.views.recurring import MONEY
from tests.frame.memory import answers, frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, estimate, measures, unavailable

EURO = 10_000
MONTHS = (JANUARY, FEBRUARY, MARCH)


def runs(
    customer: str | None, start: str, end: str | None = None, price: float | None = 10, **more: Any
) -> dict[str, Any]:
    amount = None if price is None else price * EURO
    return {"customer": customer, "started_on": start, "ended_on": end, "amount": amount, **more}


SUBSCRIPTIONS = [
    runs("a", "2023-11-01", None, 100),
    runs("b", "2023-11-01", "2024-02-10", 50),
    runs("c", "2023-12-01", "2024-01-10", 30),
    runs("c", "2024-02-15", None, 40),
    runs("d", "2024-01-20", None, 20),
    runs("e", "2024-02-05", "2024-02-25", 70),
    runs("x", "2024-03-05", "2024-03-01", 5),
    runs("y", "2023-01-01", None, 5, status="trial"),
]
CUSTOMERS = [{"customer": name, "plan": "Team" if name in "ab" else "Solo"} for name in "abcdexy"]


@pytest.fixture
def frame() -> Frame:
    return frame_of({"subscription": SUBSCRIPTIONS, "customer": CUSTOMERS})


def declared(make: Any, reads: Any, **more: Any) -> Metric:
    """A metric for a test."""
    says = {"title": "T", "short_title": "T", "idea": "t", "family": Family.CUSTOMERS, "question": "?", "explain": "e"}
    return metric(
        id="t", unit=Unit.PERCENT, better=Better.UP, reads=reads, label=lambda *_: (Phrase("t"),), **{**says, **more}
    )(make)


def asked(metric: Metric, frame: Frame, **ask: Any) -> Mapping[str, Estimate]:
    found = evaluate(metric, frame, Ask(**ask))
    assert not isinstance(found, Unavailable), found
    return found


class TestCustomersByPeriod:
    def test_state_is_read_at_the_opening_of_both_edges(self, frame: Frame) -> None:
        # at the start: a b c, a b d, a c d; at the end: a b d, a c d, a c d
        counts = measures(frame, "churn_net", periods=MONTHS)
        assert counts["start"].value.tolist() == [3, 3, 3]
        assert counts["end"].value.tolist() == [3, 3, 3]
        assert estimate(frame, "churn_lost", periods=MONTHS).value == pytest.approx([100 / 3, 100 / 3, 0])

    def test_or_at_the_close_of_the_day_before_each(self, frame: Frame) -> None:
        closing = estimate(frame, "churn_lost", periods=MONTHS, options={"read_at": "closing"})
        assert closing.value == pytest.approx([100 / 3, 100 / 3, 0])
        late = frame_of({"subscription": [*SUBSCRIPTIONS, runs("f", "2023-11-01", "2024-02-01")]})
        lost = [
            estimate(late, "churn_lost", periods=(JANUARY,), options={"read_at": at}).counts[0, 0]
            for at in ("opening", "closing")
        ]
        assert lost == [2, 1]  # the last day of f is 31 January, at the close of which f was still there

    def test_periods_of_any_length_in_any_order_and_overlapping(self, frame: Frame) -> None:
        quarter = Period(date(2024, 1, 1), date(2024, 4, 1))
        found = estimate(frame, "churn_lost", periods=(MARCH, quarter, JANUARY))
        assert found.value == pytest.approx([0, 100 / 3, 100 / 3])  # c left and came back within the quarter
        assert estimate(frame, "churn_lost", range=quarter, grain=Grain.MONTH).value == pytest.approx(
            [100 / 3] * 2 + [0]
        )

    def test_grace_and_unit_change_who_was_lost(self, frame: Frame) -> None:
        assert estimate(frame, "churn_lost", periods=(JANUARY,), options={"grace": 40}).value == pytest.approx([0])
        by_line = measures(frame, "churn_net", periods=(FEBRUARY,), options={"unit": "subscription"})
        assert by_line["start"].value == pytest.approx([3])

    def test_split_and_filter_go_through_the_customer(self, frame: Frame) -> None:
        found = estimate(frame, "churn_lost", periods=MONTHS, split="plan", min_show=1)
        assert found.segments == ("Solo", "Team")
        assert found.counts[:, 0].tolist() == [1, 0, 0, 1, 0, 0]
        only = estimate(frame, "churn_lost", periods=MONTHS, filters=(Condition.parse("plan=Team"),))
        assert only.n.tolist() == [2, 2, 1]
        assert unavailable(frame, "churn_lost", filters=(Condition.parse("shoe=1"),)).reason == "filter_not_applicable"

    def test_every_row_of_the_view_and_every_imported_row_is_in_one_place(self, frame: Frame) -> None:
        for name in ("churn_lost", "churn_net", "mrr_movements", "nrr", "arpa"):
            for one in measures(frame, name, periods=MONTHS, split="plan").values():
                for group in range(one.groups):
                    view = one.accounting(group)
                    assert sum(view.counts().values()) == len(view.codes)
                    imported = one.imported(group)["subscription"].counts()
                    assert sum(imported.values()) == len(SUBSCRIPTIONS)
                    assert (imported["never_active"], imported["trial"]) == (1, 1)

    def test_the_bridge_closes_to_the_last_unit(self, frame: Frame) -> None:
        found = measures(frame, "mrr_movements", periods=MONTHS)
        moves = sum(found[name].value for name in ("new", "expansion", "reactivation", "contraction", "churn"))
        np.testing.assert_allclose(found["start"].value + moves, found["end"].value, rtol=0, atol=1e-9)
        assert found["new"].value.tolist() == [20, 0, 0]
        assert found["reactivation"].value.tolist() == [0, 40, 0]
        assert found["churn"].value.tolist() == [-30, -50, 0]

    def test_money_needs_prices_of_one_currency(self) -> None:
        unpriced = frame_of({"subscription": [runs("a", "2024-01-01", None, None)]})
        assert unavailable(unpriced, "mrr").reason == "missing_field"
        mixed = frame_of(
            {"subscription": [runs("a", "2024-01-01", currency="EUR"), runs("b", "2024-01-01", currency="USD")]}
        )
        assert unavailable(mixed, "mrr").reason == "mixed_currency"
        euros = measures(mixed, "mrr", options={"currency": "EUR"})["end"]
        assert euros.value.tolist() == [10]
        assert euros.imported(0)["subscription"].counts() == {"counted": 1, "other_currency": 1}
        assert estimate(mixed, "churn_lost", range=JANUARY).n.tolist() == [2]

    def test_what_a_subscription_says_itself_can_be_split_by(self) -> None:
        rows = [
            runs("a", "2023-11-01", "2024-01-20", plan="Team", tier="x"),
            runs("a", "2024-01-20", None, plan="Pro", tier="y"),
            runs("b", "2023-11-01", "2024-01-20", plan="Solo", tier="x"),
        ]
        frame = frame_of({"subscription": rows})
        assert estimate(frame, "churn_lost", periods=(JANUARY,), split="plan").segments == ("Solo", "Team")
        by_tier = estimate(frame, "churn_lost", periods=(JANUARY,), split="tier", min_show=1)
        assert by_tier.segments == ("x",)
        assert by_tier.value.tolist() == [50]

    def test_a_snapshot_is_a_period_of_its_own(self) -> None:
        rows = [
            {"customer": name, "churned": gone, "tenure_months": months, "amount": 10 * EURO}
            for name, gone, months in (("a", False, 12), ("b", True, 0), ("c", False, 0), ("d", None, 4))
        ]
        frame = frame_of({"subscription": rows}, as_of={"subscription": "2024-03-20T00:00:00Z"})
        for ask in ({}, {"range": MARCH}, {"range": MARCH, "grain": Grain.MONTH}):
            lost = estimate(frame, "churn_lost", **ask)
            assert lost.figure(0).parts == {"numerator": 1, "rest": 2, "missing": 0, "invalid": 0}
            assert lost.imported(0)["subscription"].counts()["no_timestamp"] == 1
        assert estimate(frame, "arpa").value.tolist() == [10]

    def test_intervals_only_where_the_process_is_asked_for(self, frame: Frame) -> None:
        plain = estimate(frame, "churn_lost", periods=(JANUARY,)).figure(0)
        process = estimate(frame, "churn_lost", periods=(JANUARY,), options={"process": True}).figure(0)
        assert (plain.low, plain.high) == (None, None)
        assert process.low is not None
        assert 0 < process.low < 100 / 3

    def test_nobody_there_is_no_rate_and_no_movement_is_zero(self, frame: Frame) -> None:
        early = Period(date(2023, 10, 1), date(2023, 11, 1))
        assert estimate(frame, "churn_lost", periods=(early,)).figure(0).reason == "zero_base"
        assert measures(frame, "mrr_movements", periods=(MARCH,))["churn"].value.tolist() == [0]

    def test_the_click_opens_the_subscriptions_behind_the_customers(self, frame: Frame) -> None:
        query = Query(metrics=("churn_lost",), range=FEBRUARY)
        found = drill(query, Selection("churn_lost", part="numerator"), frame)
        assert (found.view, found.count, found.kind) == ("panel", 1, "subscription")
        assert found.row_ids.tolist() == frame.column("subscription", "row_id")[[1]].tolist()
        receipt = make_receipt(query, Selection("churn_lost"), frame)
        assert receipt.sum_ok
        assert receipt.parts == {"numerator": 1, "rest": 2, "missing": 0, "invalid": 0}
        assert [one.kind for one in receipt.behind] == ["subscription"]
        assert receipt.behind[0].imported == len(SUBSCRIPTIONS)

    def test_what_it_counts_sums_to_the_contributions_of_segments(self, frame: Frame) -> None:
        for name in ("churn_lost", "nrr", "mrr_movements"):
            found = estimate(frame, name, periods=(JANUARY, FEBRUARY), split="plan")
            parts, whole = found.contribution(0, 1), found.totals()
            assert parts is not None
            assert parts.part.sum() == pytest.approx(whole.sums.value[1] - whole.sums.value[0])


days = st.integers(0, 150)


@st.composite
def subscriptions(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for _row in range(draw(st.integers(1, 15))):
        start, length = draw(days), draw(st.one_of(st.none(), st.integers(0, 90)))
        first = np.datetime64("2023-12-01") + start
        end = None if length is None else str(first + length)
        rows.append(runs(draw(st.sampled_from((None, *"abcd"))), str(first), end, draw(st.integers(0, 5))))
    return rows


@given(subscriptions())
@settings(max_examples=60, deadline=None)
def test_the_fast_panel_is_the_slow_one(rows: list[dict[str, Any]]) -> None:
    frame = frame_of({"subscription": rows})
    found = panel.panel(frame, {}, Periods.of(MONTHS))
    labels = found.col("customer").labels
    for place, period in enumerate(MONTHS):
        start, end = found.bounds[place]  # type: ignore[index]
        seen = sorted(
            (labels[code] if code >= 0 else "", before, after)
            for code, before, after in zip(
                found.customer[start:end],
                found.col("start_mrr")[start:end],
                found.col("end_mrr")[start:end],
                strict=True,
            )
        )
        assert seen == sorted(_slow(rows, period))


def _slow(rows: list[dict[str, Any]], period: Period) -> list[tuple[str, float, float]]:
    """Customer by customer: what holds at each edge; who is there at an edge or within."""
    people: dict[Any, list[dict[str, Any]]] = {}
    for number, row in enumerate(rows):
        if row["ended_on"] is None or row["ended_on"] > row["started_on"]:
            people.setdefault(row["customer"] or number, []).append(row)
    found = []
    for name, mine in people.items():
        held = [[r for r in mine if r["started_on"] <= x and (r["ended_on"] or "9") > x] for x in _edges(period)]
        first, after = _edges(period)
        within = [r for r in mine if r["started_on"] > first and (r["ended_on"] or "9") <= after]
        if held[0] or held[1] or within:
            paid = [float(sum(r["amount"] for r in some)) for some in held]
            found.append((name if isinstance(name, str) else "", *paid))
    return found  # type: ignore[return-value]


def _edges(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


class TestFormulas:
    SURVEY = (*answers([10] * 6 + [0] * 2, "nps"), *answers([5] * 3 + [1] * 1, "csat"))

    def made(self, make: Any, *ids: str, **more: Any) -> Metric:
        return declared(make, ids, **more)

    def test_a_composite_is_the_mean_of_what_is_known(self) -> None:
        from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_TEN

        rows = [{**row, "scale": ZERO_TO_TEN if row["role"] == "nps" else ONE_TO_FIVE} for row in self.SURVEY]
        frame = frame_of({"answer": rows})
        index = self.made(
            lambda: Composite({"csat": "csat_top", "nps": Input("nps", 0.5, 50), "ces": "ces_top"}, at_least=2),
            *("csat_top", "nps", "ces_top"),
        )
        (found,) = asked(index, frame).values()
        assert found.value == pytest.approx([(75 + 75) / 2])
        assert found.parts[0] == "csat:numerator"
        assert found.rows(0, "csat:numerator").size == 3
        figure = found.figure(0)
        assert figure.low is not None
        assert figure.low < 75
        thin = self.made(lambda: Composite({"csat": "csat_top", "ces": "ces_top"}, at_least=2), "csat_top", "ces_top")
        assert isinstance(evaluate(thin, frame), Unavailable)

    def test_its_error_knows_who_answered_both_questions(self) -> None:
        from cxdesk.domain.scales import ZERO_TO_TEN

        both = [
            {
                "response": f"{role}{i}",
                "role": role,
                "score": 10 * (i % 2),
                "scale": ZERO_TO_TEN,
                "customer": f"{who}{i}",
            }
            for who, role in (("a", "nps"), ("a", "return_intent"))
            for i in range(40)
        ]
        apart = [{**row, "customer": f"{row['role']}{i}"} for i, row in enumerate(both)]
        mean = self.made(
            lambda: Composite({"nps": Input("nps", 0.5, 50), "again": "return_intent"}), "nps", "return_intent"
        )
        same, other = (next(iter(asked(mean, frame_of({"answer": rows})).values())).se[0] for rows in (both, apart))
        assert same == pytest.approx(other * 2**0.5, rel=0.02)

    def test_contributions_to_a_composite_add_up(self, frame: Frame) -> None:
        both = self.made(
            lambda: Composite({"kept": "retention", "money": "grr"}, {"kept": 3, "money": 1}), "retention", "grr"
        )
        (found,) = asked(both, frame, periods=(JANUARY, FEBRUARY), split="plan").values()
        parts, whole = found.contribution(0, 1), found.totals()
        assert parts is not None
        assert parts.part.sum() == pytest.approx(whole.value[1] - whole.value[0])

    def test_a_quotient_of_metrics(self, frame: Frame) -> None:
        value = self.made(
            lambda: Formula(
                {"arpa": "arpa", "churn": "churn_lost"}, lambda v: v["arpa"] / (v["churn"] / 100), undefined="infinite"
            ),
            *("arpa", "churn_lost"),
        )
        (found,) = asked(value, frame, periods=(JANUARY, MARCH)).values()
        assert found.value[0] == pytest.approx(170 / 3 * 3)
        assert found.figure(1).reason == "infinite"

    def test_a_transformed_rate_takes_the_ends_along(self, frame: Frame) -> None:
        yearly = self.made(
            lambda: Transform("churn_lost", lambda p: 100 * (1 - (1 - p / 100) ** 12)),
            "churn_lost",
            options=(PROCESS,),
        )
        (found,) = asked(yearly, frame, periods=(JANUARY, FEBRUARY)).values()
        base = estimate(frame, "churn_lost", periods=(JANUARY, FEBRUARY), options={"process": True})
        assert found.value == pytest.approx(100 * (1 - (2 / 3) ** 12))
        assert found.low == pytest.approx(100 * (1 - (1 - base.low / 100) ** 12))
        assert found.change(0, 1).delta == 0


def lines(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Days from start to end, or to the newest day for those still there."""
    start, end = rows.col("started_on").astype(float), rows.col("ended_on").astype(float)
    gone = end < 1e6
    return np.where(gone, end, recurring.until(rows.frame)) - start, gone


class TestOthers:
    def test_survival_keeps_those_still_there(self) -> None:
        rows = [runs(str(i), "2024-01-01", f"2024-01-{2 + i:02d}") for i in range(4)]
        rows += [runs("late", "2024-01-01", None), runs("end", "2024-01-01", "2024-01-20")]

        def make(rows: Rows) -> Mapping[str, Any]:
            from cxdesk.frame.codes import Coded

            length, gone = lines(rows)
            return Survival(rows, Coded.of(length), Coded.of(gone), (2, 10))

        found = asked(declared(make, SUBSCRIPTION.all()), frame_of({"subscription": rows}))
        assert found["median"].value == pytest.approx([3])
        assert found["at_2"].value == pytest.approx([100 * 4 / 6])
        assert found["at_10"].value == pytest.approx([100 * 2 / 6])
        assert found["median"].figure(0).parts == {"event": 5, "censored": 1, "missing": 0, "invalid": 0}

    def test_two_curves_are_compared_as_a_whole(self) -> None:
        rows = [runs(f"a{i}", "2024-01-01", f"2024-01-{2 + i % 5:02d}") for i in range(20)]
        rows += [runs(f"b{i}", "2024-02-01", f"2024-03-{2 + i % 5:02d}") for i in range(20)]

        def make(rows: Rows) -> Mapping[str, Any]:
            from cxdesk.frame.codes import Coded

            length, gone = lines(rows)
            return Survival(rows, Coded.of(length), Coded.of(gone))

        found = asked(declared(make, SUBSCRIPTION.all()), frame_of({"subscription": rows}), periods=(JANUARY, FEBRUARY))
        change = found["median"].change(0, 1)
        assert change.test == "log_rank"
        assert change.p is not None
        assert change.p < 1e-6

    def test_a_funnel_is_read_cumulatively_and_waits_for_who_may_still_go_on(self) -> None:
        rows = [runs(str(i), "2024-01-01", None, stage) for i, stage in enumerate((0, 0, 1, 2, 2, 3))]

        def make(rows: Rows, waiting: int = 0) -> Mapping[str, Any]:
            reached = (rows.col("amount") / EURO).astype(int)
            return Funnel(rows, reached, ("seen", "tried", "bought", "told"), np.arange(rows.size) == 0)

        found = asked(declared(make, SUBSCRIPTION.all()), frame_of({"subscription": rows}))
        assert {name: one.value[0] for name, one in found.items()} == {
            "overall": pytest.approx(100 * 1 / 5),
            "tried": pytest.approx(100 * 4 / 5),
            "bought": pytest.approx(100 * 3 / 4),
            "told": pytest.approx(100 * 1 / 3),
        }
        assert found["tried"].figure(0).excluded == {"immature": 1}

    def test_a_model_is_fitted_once_for_all_groups(self, frame: Frame) -> None:
        fits = []

        def make(rows: Rows) -> Models:
            def fit(at: np.ndarray, group: np.ndarray, groups: int) -> Fits:
                n = np.bincount(group, minlength=groups)
                fits.append(n.tolist())
                return Fits(np.bincount(group, rows.col("amount")[at], groups) / n / EURO, report={"rows": n})

            return Models(rows, fit)

        found = asked(declared(make, SUBSCRIPTION.all()), frame, split="plan", min_show=1)["value"]
        assert found.value == pytest.approx([170 / 6, 75])
        found.figure(0)
        assert fits == [[6, 2]]

    def test_counts_per_day_divide_by_elapsed_days(self) -> None:
        rows = [runs(str(i), f"2024-01-{1 + i:02d}") for i in range(31)]
        rows += [runs(str(40 + i), "2024-02-10") for i in range(20)]
        daily = declared(lambda rows: Count(rows, per_day=True), SUBSCRIPTION.all(), options=(PROCESS,))
        ask = {"periods": (JANUARY, FEBRUARY), "options": {"process": True}}
        found = asked(daily, frame_of({"subscription": rows}), **ask)["value"]
        assert found.value == pytest.approx([1, 2])  # February is ten days old
        change = found.change(0, 1)
        assert change.test == "poisson"
        assert change.delta == pytest.approx(1)
        plain = asked(daily, frame_of({"subscription": rows}), periods=(JANUARY, FEBRUARY))["value"]
        assert plain.figure(0).low is None

    def test_a_mean_over_part_of_the_rows(self, frame: Frame) -> None:
        def make(rows: Rows) -> Mapping[str, Any]:
            price = rows.numbers("amount")
            some = price.within(price.values > 25 * EURO)
            return {
                "mean": Mean(rows, some),
                "sum": Sum(rows, some, per=MONEY),
                "per": Ratio(Sum(rows, some), Count(rows)),
            }

        found = asked(declared(make, SUBSCRIPTION.all()), frame)
        assert found["sum"].value == pytest.approx([290])
        assert found["mean"].figure(0).excluded == {"not_in_base": 3}
