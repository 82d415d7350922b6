"""What an estimate says beside its value: base, interval, reasons, flags, changes, rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.scales import ONE_TO_FIVE
from cxdesk.frame.axes import Multi
from cxdesk.metrics.counter import fused
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, Asked, Session, evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.stats.intervals import wilson
from cxdesk.stats.significance import paired_t, share_change, welch
from tests.frame.memory import answers, frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, at, estimate, measures, unavailable


def test_nothing_asked_is_not_nought() -> None:
    frame = frame_of({"answer": answers([5], "csat")}, ONE_TO_FIVE)
    assert unavailable(frame_of({}), "nps").reason == "missing_kind"
    assert unavailable(frame_of({}), "nps").needs == "answer"
    assert unavailable(frame, "nps").reason == "no_rows"
    assert unavailable(frame, "response_rate").reason == "no_invitations"


def test_an_empty_month_is_a_gap_with_a_reason() -> None:
    frame = frame_of({"answer": at(JANUARY, [9, 9]) + at(MARCH, [9, None])})
    found = estimate(frame, "nps", grain=Grain.MONTH, range=Period(date(2024, 1, 1), date(2024, 4, 1)))
    assert [found.figure(group).reason for group in range(3)] == [None, "no_rows", None]
    assert np.isnan(found.value[1])
    skipped = estimate(frame_of({"answer": answers([None, 9])}), "nps", filters=(Condition.parse("score=(none)"),))
    assert skipped.figure(0).reason == "no_valid_answers"


def test_rows_without_a_date_count_only_where_no_row_has_one() -> None:
    undated = frame_of({"answer": answers([9, 1, 9])})
    assert estimate(undated, "nps").figure(0).n == 3
    assert unavailable(undated, "nps", grain=Grain.MONTH).reason == "missing_field"
    some = estimate(frame_of({"answer": at(JANUARY, [9]) + answers([1])}), "nps").figure(0)
    assert (some.n, some.excluded) == (1, {"no_timestamp": 1})


def test_rows_after_the_data_end_are_in_the_future() -> None:
    rows = at(JANUARY, [9, 9]) + at(MARCH, [1])
    frame = frame_of({"answer": rows}, as_of={"answer": "2024-02-01"})
    assert estimate(frame, "nps").figure(0).excluded == {"future": 1}
    assert estimate(frame_of({"answer": rows}), "nps", at=date(2024, 1, 31)).figure(0).excluded == {"future": 1}


def test_a_period_that_the_data_do_not_reach_the_end_of_is_partial() -> None:
    frame = frame_of({"answer": at(JANUARY, [9, 9]) + at(FEBRUARY, [9])})
    found = estimate(frame, "nps", periods=(JANUARY, FEBRUARY))
    assert ["partial" in found.flags(group) for group in range(2)] == [False, True]


def test_segments_with_few_answers_are_hidden_but_counted() -> None:
    rows = at(JANUARY, [5] * 4, "csat", channel="web") + at(JANUARY, [5] * 5, "csat", channel="phone")
    frame = frame_of({"answer": rows}, ONE_TO_FIVE)
    found = estimate(frame, "csat_top", split="channel")
    assert [(found.figure(g).value, found.figure(g).n, found.figure(g).reason) for g in range(2)] == [
        (100.0, 5, None),
        (None, 4, "too_few"),
    ]
    assert estimate(frame, "csat_top", split="channel", min_show=1).figure(1).value == 100.0
    assert (
        estimate(frame_of({"answer": at(JANUARY, [5] * 4, "csat")}, ONE_TO_FIVE), "csat_top").figure(0).value == 100.0
    )


def test_small_samples_are_said_to_be_small() -> None:
    for n, flagged in ((29, True), (30, False)):
        figure = estimate(frame_of({"answer": answers([5] * n, "csat")}, ONE_TO_FIVE), "csat_top").figure(0)
        assert ("small_sample" in figure.flags) is flagged


def test_a_mean_of_equal_answers_has_no_variation() -> None:
    figure = estimate(frame_of({"answer": answers([4, 4, 4], "csat")}, ONE_TO_FIVE), "csat_mean").figure(0)
    assert (figure.low, figure.high) == (4.0, 4.0)
    assert "no_variation" in figure.flags
    alone = estimate(frame_of({"answer": answers([4], "csat")}, ONE_TO_FIVE), "csat_mean").figure(0)
    assert (alone.value, alone.low, alone.high) == (4.0, None, None)


def test_the_level_of_confidence_can_be_asked() -> None:
    frame = frame_of({"answer": answers([5] * 18 + [1] * 2, "csat")}, ONE_TO_FIVE)
    for level in (0.8, 0.99):
        low, high = wilson(18, 20, level)
        figure = estimate(frame, "csat_top", level=level).figure(0)
        assert (figure.low, figure.high) == (pytest.approx(100 * low), pytest.approx(100 * high))
    assert estimate(frame, "csat_top", options={"level": 0.8}).low == estimate(frame, "csat_top", level=0.8).low


def test_a_change_is_named_only_where_it_is_proven_and_worth_naming() -> None:
    few = frame_of({"answer": at(JANUARY, [5, 5, 1], "csat") + at(FEBRUARY, [5, 1, 1], "csat")}, ONE_TO_FIVE)
    many = frame_of(
        {"answer": at(JANUARY, [5, 5, 1] * 200, "csat") + at(FEBRUARY, [5, 1, 1] * 200, "csat")}, ONE_TO_FIVE
    )
    both = {"periods": (JANUARY, FEBRUARY)}
    assert estimate(few, "csat_top", **both).change(0, 1).verdict == "no_clear_change"
    change = estimate(many, "csat_top", **both).change(0, 1)
    plain = share_change(400, 600, 200, 600)
    assert change.verdict == "down"
    assert (change.delta, change.p) == (pytest.approx(-100 / 3), pytest.approx(float(plain.p)))
    assert (change.base_value, change.base_n, change.base_period) == (pytest.approx(200 / 3), 600, JANUARY)
    tiny = frame_of(
        {"answer": at(JANUARY, [5] * 9700 + [1] * 300, "csat") + at(FEBRUARY, [5] * 9850 + [1] * 150, "csat")},
        ONE_TO_FIVE,
    )
    proven = estimate(tiny, "csat_top", **both).change(0, 1)
    assert proven.p is not None
    assert proven.p < 0.001
    assert proven.verdict == "no_clear_change"


def test_a_change_against_nothing_says_why_it_is_not_tested() -> None:
    frame = frame_of({"answer": at(JANUARY, [9, 9]) + at(FEBRUARY, [9])})
    found = estimate(frame, "nps", periods=(JANUARY, FEBRUARY, MARCH))
    assert found.change(0, 1).why == "too_few"
    assert found.change(0, 2).why == "no_rows"
    assert found.change(0, 2).delta is None


def test_several_changes_on_one_screen_are_adjusted() -> None:
    rows = []
    for channel, hits in (("a", 30), ("b", 28), ("c", 25)):
        rows += at(JANUARY, [5] * 20 + [1] * 20, "csat", channel=channel)
        rows += at(FEBRUARY, [5] * hits + [1] * (40 - hits), "csat", channel=channel)
    found = estimate(frame_of({"answer": rows}, ONE_TO_FIVE), "csat_top", periods=(JANUARY, FEBRUARY), split="channel")
    alone = [change.p for change in found.changes([0, 1, 2], [3, 4, 5], holm=False)]
    together = [change.p for change in found.changes([0, 1, 2], [3, 4, 5])]
    assert alone[0] is not None
    assert together[0] == pytest.approx(3 * alone[0])


def test_customers_who_answer_twice_widen_the_interval() -> None:
    once = answers([5, 1] * 20, "csat", customer=None)
    twice = [{**row, "customer": f"c{i // 4}", "score": 5 if (i // 4) % 2 else 1} for i, row in enumerate(once)]
    frame = frame_of({"answer": twice}, ONE_TO_FIVE)
    plain = estimate(frame, "csat_top")
    robust = plain.robust()
    assert plain.repeats
    assert robust.value == plain.value
    assert robust.n_eff[0] == pytest.approx(10, rel=0.11)
    assert robust.low[0] < plain.low[0] < plain.high[0] < robust.high[0]
    assert robust.robust() is robust
    alone = estimate(frame_of({"answer": once}, ONE_TO_FIVE), "csat_top")
    assert alone.robust() is alone


def test_the_same_customers_in_both_periods_are_paired() -> None:
    rows = []
    for i in range(40):
        rows += at(JANUARY, [3 if i % 2 else 5], "csat", customer=f"c{i}")
        rows += at(FEBRUARY, [(2 if i % 2 else 4) - (i % 5 == 0)], "csat", customer=f"c{i}")
    found = estimate(frame_of({"answer": rows}, ONE_TO_FIVE), "csat_mean", periods=(JANUARY, FEBRUARY))
    apart, paired = found.change(0, 1), found.robust().change(0, 1)
    assert (apart.test, paired.test) == ("welch", "clustered")
    assert apart.delta == paired.delta == pytest.approx(-1.2)
    assert paired.low is not None
    assert apart.low is not None
    assert paired.low > apart.low


def test_a_comparison_without_a_base_leaves_the_others_paired() -> None:
    rows = []
    for i in range(40):
        rows += at(JANUARY, [3 if i % 2 else 5], "csat", customer=f"c{i}", channel="shop")
        rows += at(FEBRUARY, [(2 if i % 2 else 4) - (i % 5 == 0)], "csat", customer=f"c{i}", channel="shop")
    alone = frame_of({"answer": rows}, ONE_TO_FIVE)
    late = [*rows, *at(FEBRUARY, [5, 4, 3], "csat", customer="new", channel="web")]
    beside = frame_of({"answer": late}, ONE_TO_FIVE)
    one, two = (
        estimate(frame, "csat_mean", periods=(JANUARY, FEBRUARY), split="channel").robust() for frame in (alone, beside)
    )
    assert two.segments == ("shop", "web")
    shop, web = two.changes([0, 1], [2, 3], holm=False)
    assert shop.test == "clustered"
    assert (shop.p, shop.low, shop.high) == (pytest.approx(one.change(0, 1).p), one.change(0, 1).low, shop.high)
    assert (web.why, web.test) == ("no_rows", "")


def summed(values: Sequence[float]) -> tuple[int, float, float]:
    """How many, mean, standard deviation."""
    return len(values), float(np.mean(values)), float(np.std(values, ddof=1))


class TestChangeOfARatio:
    """Money per customer, say: two estimates with their errors; the same customers on both sides are paired."""

    def orders(self, who: str, month: str, amounts: Sequence[float]) -> list[dict[str, Any]]:
        return [
            {
                "order": f"{who}{month}{i}",
                "customer": f"{who}{i}",
                "placed_at": f"2024-{month}-05",
                "net_amount": a * 1e4,
            }
            for i, a in enumerate(amounts)
        ]

    BEFORE = tuple(float(20 + 5 * (i % 7)) for i in range(40))
    AFTER = tuple(amount + 2 + (i % 3) for i, amount in enumerate(BEFORE))

    def asked(self, second: str) -> Any:
        rows = self.orders("a", "01", self.BEFORE) + self.orders(second, "02", self.AFTER)
        return estimate(frame_of({"order": rows}), "avg_transaction_value", periods=(JANUARY, FEBRUARY))

    def test_of_strangers_is_tested_as_two_means(self) -> None:
        found = self.asked("b")
        strangers = welch(*summed(self.BEFORE), *summed(self.AFTER))
        for change in (found.change(0, 1), found.robust().change(0, 1)):
            assert change.test == "ratio"
            assert change.delta == pytest.approx(np.mean(self.AFTER) - np.mean(self.BEFORE))
            assert change.p == pytest.approx(float(strangers.p), rel=0.05)
            assert change.low < change.delta < change.high

    def test_of_the_same_customers_sees_what_each_did(self) -> None:
        found = self.asked("a")
        apart, paired = found.change(0, 1), found.robust().change(0, 1)
        gained = np.subtract(self.AFTER, self.BEFORE)
        told = paired_t(*summed(gained))
        assert (apart.test, paired.test) == ("ratio", "clustered")
        assert apart.delta == paired.delta
        assert paired.p == pytest.approx(float(told.p), rel=0.05)
        assert apart.p > 0.05 > paired.p

    def test_of_one_side_without_a_base_is_none(self) -> None:
        found = self.asked("a")
        later = estimate(
            frame_of({"order": self.orders("a", "01", self.BEFORE)}),
            "avg_transaction_value",
            periods=(JANUARY, FEBRUARY),
        )
        change = later.robust().change(0, 1)
        assert (change.delta, change.p) == (None, None)
        assert found.robust().change(0, 1).p is not None


def test_weights_count_and_lessen_the_effective_number() -> None:
    rows = answers([9, 1, 9, 1])
    for row, weight in zip(rows, (3.0, 1.0, 3.0, 1.0), strict=True):
        row["weight"] = weight
    frame = frame_of({"answer": rows})
    found = estimate(frame, "nps", options={"weight": "on"})
    assert found.figure(0).value == 50.0
    assert (found.figure(0).n, found.n_eff[0]) == (4, pytest.approx(64 / 20))
    assert (found.figure(0).numerator, found.figure(0).denominator) == (4.0, 8.0)
    assert estimate(frame, "nps").figure(0).value == 0.0
    assert estimate(frame_of({"answer": answers([9, 1])}), "nps", options={"weight": True}).figure(0).value is None


def test_a_filter_that_rows_cannot_be_asked_makes_the_metric_unavailable() -> None:
    frame = frame_of({"answer": answers([9], channel="web"), "invitation": [{"invitation": "i", "Store": "x"}]})
    refused = unavailable(frame, "nps", filters=(Condition.parse("Store=x"),))
    assert (refused.reason, refused.needs) == ("filter_not_applicable", "answer")
    assert unavailable(frame, "nps", split="Store").reason == "filter_not_applicable"


def test_rows_in_several_themes_count_in_each() -> None:
    frame = frame_of({"answer": answers([9, 9, 1, 10])})
    themes = Multi("theme", ("price", "staff"), (np.array([0, 2]), np.array([2])))
    found = estimate(frame, "nps", split=themes, min_show=1)
    assert found.segments == ("price", "staff", None)
    assert [found.figure(group).value for group in range(3)] == [0.0, -100.0, 100.0]
    assert found.rows(1, "minus").tolist() == [2]
    for group in range(3):
        assert sum(found.accounting(group).counts().values()) == 4
        assert sum((found.figure(group).parts | found.figure(group).excluded).values()) == 4
    assert found.contribution() is None


def test_months_need_not_add_up_to_the_quarter_because_one_answer_counts() -> None:
    rows = [row | {"customer": "a"} for row in at(JANUARY, [9]) + at(FEBRUARY, [1]) + at(MARCH, [1])]
    frame = frame_of({"answer": rows})
    quarter = Period(date(2024, 1, 1), date(2024, 4, 1))
    months = estimate(frame, "nps", periods=(JANUARY, FEBRUARY, MARCH))
    whole = estimate(frame, "nps", range=quarter)
    assert months.n.tolist() == [1, 1, 1]
    assert (whole.figure(0).n, whole.figure(0).excluded) == (1, {"superseded": 2})


def test_questions_in_one_session_agree_with_questions_alone() -> None:
    rows = at(JANUARY, [9, 1, None, 12], customer="a", channel="web") + at(
        FEBRUARY, [10, 3], customer="a", channel="phone"
    )
    frame = frame_of({"answer": rows})
    session = Session(frame)
    asks = [
        Ask(periods=(JANUARY, FEBRUARY), split=split, filters=f)
        for split in (None, "channel")
        for f in ((), (Condition.parse("channel=web"),))
    ]
    for metric in ("nps", "nps_shares"):
        for ask in asks:
            together, alone = (evaluate(metric_of(metric), frame, ask, s) for s in (session, None))
            assert not hasattr(together, "reason")
            for measure in together:  # type: ignore[union-attr]
                np.testing.assert_array_equal(together[measure].counts, alone[measure].counts)  # type: ignore[index]


def test_three_shares_sum_to_a_hundred() -> None:
    found = measures(frame_of({"answer": answers([10, 8, 3, 9, 7, 0, 11])}), "nps_shares")
    assert sum(one.value[0] for one in found.values()) == pytest.approx(100)


def test_of_many_measures_only_those_that_are_looked_at_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = answers([9, 3, 10], comment="cheap and late")
    made: list[str] = []
    estimate_of = Asked.estimate
    monkeypatch.setattr(
        Asked, "estimate", lambda self, measure, *rest: made.append(measure) or estimate_of(self, measure, *rest)
    )
    found = evaluate(metric_of("feedback_themes"), frame_of({"answer": rows}))
    assert not isinstance(found, Unavailable)
    assert made == []
    first = next(iter(found.values()))
    assert made == ["tagged"] == [first.measure]
    assert found["tagged"] is first
    assert len(found) > 10
    assert [one.measure for one in found.values()] == [*found]
    assert made.count("tagged") == 1


def test_one_group_with_as_many_codes_as_a_byte_tells_apart() -> None:
    rows = frame_of({"answer": [{"channel": "shop"}] * 3}).rows(ANSWER.all())
    groups = rows.groups("channel")
    assert groups is not None
    assert groups.size == 1
    assert fused(rows, groups, np.array([0, 255, 7], np.uint8), 256).tolist() == [0, 255, 7]
