"""Estimators that no survey metric uses yet, and those behind many, on numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.kinds import Source
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.frame.codes import Coded
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.estimators import Count, Mean, Quantile, Ratio, Share, Sum
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.metric import Better, Family, Metric, Unit, metric
from cxdesk.stats.quantiles import quantile_of_sorted
from tests.frame.memory import frame_of
from tests.metrics.asking import FEBRUARY, JANUARY

_numbers = count()


def invented(make: Callable[..., Any], *reads: Source) -> Metric:
    """A metric made for one test."""
    declared: dict[str, Any] = {name: name for name in ("title", "short_title", "idea", "question", "explain")}
    return metric(
        id=f"invented {next(_numbers)}",
        **declared,
        family=Family.COMPOSITE,
        unit=Unit.RATIO,
        better=Better.UP,
        reads=reads if len(reads) > 1 else reads[0],
        label=lambda _options, _scales: (),
    )(make)


def ask(made: Metric, frame: Frame, **question: Any) -> Estimate:
    found = evaluate(made, frame, Ask(**question))
    assert not isinstance(found, Unavailable), found
    return found["value"]


def weights(values: list[float | None], **same: Any) -> list[dict[str, Any]]:
    """Answers that carry a number."""
    return [{"weight": value, "submitted_at": "2024-01-05T12:00:00", **same} for value in values]


def number(rows: Rows) -> Coded:
    return Coded.of(rows.col("weight"))


def test_a_sum_is_counted_not_sampled() -> None:
    frame = frame_of({"answer": weights([1.5, 2.5, None], channel="a") + weights([4.0], channel="b")})
    found = ask(invented(lambda rows: Sum(rows, number(rows)), ANSWER.all()), frame)
    figure = found.figure(0)
    assert (figure.value, figure.low, figure.parts) == (8.0, None, {"counted": 3, "missing": 1, "invalid": 0})
    by = ask(invented(lambda rows: Sum(rows, number(rows)), ANSWER.all()), frame, split="channel", min_show=1)
    assert by.value.tolist() == [4.0, 4.0]
    assert by.change(0, 1).verdict == "not_tested"


def test_a_sum_of_rows_none_of_which_says_how_much_is_unknown_and_not_zero() -> None:
    rows = weights([None, None], channel="a") + weights([0.0, None], channel="b") + weights([5.0], channel="c")
    frame = frame_of({"answer": rows})
    tabled = invented(lambda rows: Sum(rows, number(rows)), ANSWER.all())
    by_row = invented(lambda rows: Sum(rows, rows.numbers("weight")), ANSWER.all())
    for made in (tabled, by_row):
        found = ask(made, frame, split="channel", min_show=0)
        assert [found.figure(group).value for group in range(3)] == [None, 0.0, 5.0]
        assert found.figure(0).reason == "no_values"
        assert found.figure(0).missing == 2
    each = invented(lambda rows: Ratio(Sum(rows, number(rows)), Count(rows)), ANSWER.all())
    per = ask(each, frame, split="channel", min_show=0)
    assert [per.figure(group).value for group in range(3)] == [None, 0.0, 5.0]
    assert [per.figure(group).reason for group in range(2)] == ["no_values", None]


def test_a_sum_over_nobody_who_is_asked_about_is_zero() -> None:
    frame = frame_of({"answer": weights([1.0, 2.0])})
    found = ask(invented(lambda rows: Sum(rows, rows.numbers("weight").within(np.zeros(2, bool))), ANSWER.all()), frame)
    assert found.figure(0).value == 0.0


def test_a_count_is_how_many_or_how_many_of_a_sort() -> None:
    frame = frame_of({"answer": weights([1, 5, 7])})
    assert ask(invented(Count, ANSWER.all()), frame).figure(0).value == 3
    large = invented(lambda rows: Count(rows, number(rows) > 4), ANSWER.all())
    assert ask(large, frame).figure(0).value == 2


def test_contributions_to_a_sum_are_the_segments_differences() -> None:
    rows = weights([10, 20], channel="a") + weights([5], channel="b")
    rows += [row | {"submitted_at": "2024-02-05"} for row in weights([12], channel="a") + weights([30], channel="b")]
    found = ask(
        invented(lambda rows: Sum(rows, number(rows)), ANSWER.all()),
        frame_of({"answer": rows}),
        periods=(JANUARY, FEBRUARY),
        split="channel",
    ).contribution()
    assert found is not None
    assert found.part.tolist() == [-18.0, 25.0]


def test_a_mean_of_many_different_numbers_is_that_of_its_rows() -> None:
    values = np.random.default_rng(5).lognormal(3, 1, 3000)
    frame = frame_of({"answer": weights(values.tolist())})
    found = ask(invented(lambda rows: Mean(rows, number(rows)), ANSWER.all()), frame)
    assert not found.tally.tabled
    assert found.value[0] == pytest.approx(values.mean())
    assert found.se[0] == pytest.approx(values.std(ddof=1) / np.sqrt(len(values)))


@pytest.mark.parametrize("size", [7, 3000])
@pytest.mark.parametrize("q", [0.1, 0.5, 0.9])
def test_a_quantile_is_the_same_from_a_table_and_from_rows(size: int, q: float) -> None:
    values = np.random.default_rng(size).normal(0, 1, size)
    frame = frame_of({"answer": weights(values.tolist())})
    found = ask(invented(lambda rows: Quantile(rows, number(rows), q), ANSWER.all()), frame)
    expected = quantile_of_sorted(np.sort(values), [0], [size], q)
    assert found.value[0] == pytest.approx(float(expected.value[0]))
    if not np.isnan(expected.low[0] + expected.high[0]):  # where both sides can be bounded by order statistics
        assert found.low[0] == pytest.approx(float(expected.low[0]))
    assert found.low[0] <= found.value[0] <= found.high[0]


def test_a_change_of_a_median_is_bootstrapped_and_tested_by_ranks() -> None:
    rows = weights([float(v) for v in range(40)]) + [
        row | {"submitted_at": "2024-02-05"} for row in weights([float(v) + 30 for v in range(40)])
    ]
    frame = frame_of({"answer": rows})
    found = ask(invented(lambda rows: Quantile(rows, number(rows)), ANSWER.all()), frame, periods=(JANUARY, FEBRUARY))
    change = found.change(0, 1)
    assert (change.delta, change.test, change.verdict) == (30.0, "mann_whitney", "up")
    assert change.low is not None
    assert change.high is not None
    assert 0 < change.low < 30 < change.high


def test_a_ratio_of_two_columns_of_the_same_rows() -> None:
    rows = [
        {"weight": float(w), "score": s, "role": "nps", "customer": f"c{i}"}
        for i, (w, s) in enumerate([(2, 1), (4, 3), (6, 2)])
    ]
    made = invented(lambda rows: Ratio(Sum(rows, number(rows)), Sum(rows, rows.score())), ANSWER.all())
    found = ask(made, frame_of({"answer": rows}))
    assert found.figure(0).value == 2.0
    assert (found.numerator[0], found.denominator[0]) == (12.0, 6.0)
    residuals = np.array([2 - 2 * 1, 4 - 2 * 3, 6 - 2 * 2])
    assert found.se[0] == pytest.approx(np.sqrt((residuals**2).sum()) / 6)
    robust = found.robust()
    assert robust.value[0] == 2.0
    assert robust.low[0] <= 2.0 <= robust.high[0]


def test_a_ratio_of_different_kinds_has_parts_of_both_and_segments_in_common() -> None:
    frame = frame_of(
        {
            "answer": weights([10.0, 20.0], channel="web") + weights([30.0, None], channel="phone"),
            "ticket": [
                {"ticket": f"t{i}", "channel": c, "created_at": "2024-01-05"} for i, c in enumerate(["web", "mail"])
            ],
        }
    )
    made = invented(
        lambda answers, tickets: Ratio(Sum(answers, number(answers)), Count(tickets)), ANSWER.all(), TICKET.all()
    )
    whole = ask(made, frame)
    assert whole.figure(0).value == 30.0
    assert whole.parts[:2] == ("top_counted", "top_missing")
    assert whole.figure(0).parts["top_counted"] == len(whole.rows(0, "top_counted")) == 3
    assert whole.figure(0).parts["bottom_counted"] == len(whole.rows(0, "bottom_counted")) == 2
    by = ask(made, frame, split="channel", min_show=0)
    assert by.segments == ("mail", "phone", "web")
    assert [by.figure(group).reason for group in range(3)] == [None, "zero_base", None]
    assert [by.figure(group).value for group in range(3)] == [0.0, None, 30.0]
    np.testing.assert_allclose(by.totals().value, whole.value)


def test_contributions_to_a_ratio_sum_to_its_change() -> None:
    rows = []
    for month, channel, top, bottom in [(1, "a", 4, 2), (1, "b", 6, 8), (2, "a", 9, 3), (2, "b", 2, 5)]:
        rows.append(
            {
                "weight": float(top),
                "score": bottom,
                "role": "nps",
                "channel": channel,
                "submitted_at": f"2024-0{month}-05",
            }
        )
    made = invented(lambda rows: Ratio(Sum(rows, number(rows)), Sum(rows, rows.score())), ANSWER.all())
    found = ask(made, frame_of({"answer": rows}), periods=(JANUARY, FEBRUARY), split="channel", min_show=0)
    parts = found.contribution()
    assert parts is not None
    assert parts.part.sum() == pytest.approx(11 / 8 - 10 / 10)


def test_rows_outside_a_base_and_rows_not_yet_due_are_told_apart() -> None:
    frame = frame_of({"answer": weights([1, 2, 3, 4])})

    def share(rows: Rows) -> Share:
        value = number(rows)
        return Share(rows, hit=value >= 3, within=value >= 2, outside="bounced", immature=value >= 4)

    figure = ask(invented(share, ANSWER.all()), frame).figure(0)
    assert (figure.value, figure.n) == (50.0, 2)
    assert figure.excluded == {"bounced": 1, "immature": 1}
