"""What must hold for one measure of one metric, whatever it is: each function looks at one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.estimators.net import Net
from cxdesk.metrics.estimators.share import Share
from cxdesk.metrics.estimators.shares import ShareOfLabel
from cxdesk.metrics.estimators.total import Count
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.reasons import EXCLUSIONS, FLAGS, REASONS
from tests.long_form import is_long


def leaves(estimate: Estimate) -> Iterator[Estimate]:
    """The estimates whose parts are rows: itself, or both sides of a ratio, or all inputs of a formula."""
    if not isinstance(estimate, RatioEstimate | FormulaEstimate):
        yield estimate
        return
    sides = {id(one): one for one in (estimate.side(part)[0] for part in estimate.parts)}
    for one in sides.values():
        yield from leaves(one)


def sampled(estimate: Estimate) -> list[int]:
    """A few groups: the fullest and the last, in the long form the first and one in between as well; none where no row
    has a segment.
    """
    if not estimate.groups:
        return []
    fullest = int(np.argmax(estimate.counts.sum(axis=1)))
    more = {0, estimate.groups // 2} if is_long() else set()
    return sorted({fullest, estimate.groups - 1} | more)


def rows_are_in_one_place(estimate: Estimate) -> None:
    """Parts and exclusions of every group add up to the rows read, and each row is where its list says."""
    for one in leaves(estimate):
        rows = one.tally.members.rows
        size = rows.frame.size(rows.kind)
        for group in sampled(one):
            figure = one.figure(group)
            placed = {name: n for name, n in {**figure.parts, **figure.excluded}.items() if n}
            accounting = one.accounting(group)
            assert sum(placed.values()) == size == len(accounting.codes)
            assert accounting.counts() == placed
            for place, part in enumerate(one.parts):
                np.testing.assert_array_equal(np.flatnonzero(accounting.codes == place), np.sort(one.rows(group, part)))


def lists_are_the_numbers(estimate: Estimate) -> None:
    """As many rows in a part's list as the count says, none twice."""
    for group in sampled(estimate):
        for place, part in enumerate(estimate.parts):
            rows = estimate.rows(group, part)
            assert len(rows) == len(np.unique(rows)) == estimate.counts[group, place], part


def numbers_are_made_of_parts(estimate: Estimate) -> None:
    """Where a value is a count or a share of rows, it can be read off the parts."""
    for one in leaves(estimate):
        if one.tally.weights is not None:
            continue
        counts, names = one.counts, one.parts
        if isinstance(one.term, Share):
            hits, rest = (counts[:, names.index(name)] for name in ("numerator", "rest"))
            np.testing.assert_array_equal(one.numerator, hits)
            np.testing.assert_array_equal(one.denominator, hits + rest)
        elif isinstance(one.term, ShareOfLabel):
            np.testing.assert_array_equal(one.denominator, counts[:, : len(one.term.labels)].sum(axis=1))
            hits = counts[:, [names.index(name) for name in one.term.hits]].sum(axis=1)
            np.testing.assert_array_equal(one.numerator, hits)
        elif isinstance(one.term, Count):
            np.testing.assert_allclose(one.numerator, one.term.per * counts[:, 0])
            np.testing.assert_array_equal(one.n, counts[:, : len(one.term.names)].sum(axis=1))


def receipts_add_up(estimate: Estimate) -> None:
    """Every imported row of every kind behind a number is in one place, and those behind a part are said to be."""
    for one in leaves(estimate):
        frame = one.setup.selection.rows.frame
        for group in sampled(one):
            for kind, accounting in one.imported(group).items():
                assert len(accounting.codes) == frame.size(kind)
                assert sum(accounting.counts().values()) == frame.size(kind)
                ids = frame.column(kind, "row_id")
                told = set(ids[accounting.codes < accounting.parts].tolist())
                listed = {i for part in one.parts for i in one.sources(group, part)[kind].tolist()}
                assert listed == told, kind


def segments_add_up(estimate: Estimate) -> None:
    """The segments of a period are a partition of its rows; where they overlap, each is a part of all of them."""
    if estimate.segments is None:
        return
    totals = estimate.totals()
    counts = estimate.counts.reshape(len(estimate.periods), -1, len(estimate.parts))
    if estimate.overlapping:
        assert (counts.sum(axis=1) >= totals.counts).all()
        assert (counts <= totals.counts[:, None]).all()
    else:
        np.testing.assert_array_equal(counts.sum(axis=1), totals.counts)


def contributions_sum_to_the_change(estimate: Estimate) -> None:
    for later in range(1, len(estimate.periods)):
        found = estimate.contribution(later - 1, later)
        if found is None:
            continue
        value = estimate.totals().sums.value
        change = value[later] - value[later - 1]
        if np.isfinite(change):
            near = pytest.approx(change, rel=1e-9, abs=1e-6)
            assert found.part.sum() == near
            assert (found.rate + found.mix).sum() == near


def values_have_reasons_and_intervals(estimate: Estimate) -> None:
    """No gap without a reason that has a text, no interval but around its value; whatever else is said has a text.

    The interval of a net score is that of the adjusted score, which small samples draw away from the plain one: then
    the flag of the small sample stands beside it.
    """
    adjusted = any(isinstance(one.term, Net) for one in leaves(estimate))
    for group in range(estimate.groups):
        figure = estimate.figure(group)
        assert (figure.value is None) == (figure.reason is not None)
        assert figure.reason is None or figure.reason in REASONS
        assert set(figure.flags) <= set(FLAGS)
        assert set(figure.excluded) <= set(EXCLUSIONS)
        if figure.value is None:
            assert figure.low is None
            assert figure.high is None
            continue
        if adjusted and "small_sample" in figure.flags:
            continue
        slack = 1e-9 * max(1.0, abs(figure.value))
        assert figure.low is None or figure.low <= figure.value + slack
        assert figure.high is None or figure.value <= figure.high + slack


def knowing_customers_changes_no_number(estimate: Estimate) -> None:
    robust = estimate.robust()
    np.testing.assert_array_equal(robust.counts, estimate.counts)
    np.testing.assert_allclose(robust.value, estimate.value)


def same(a: Mapping[str, Estimate] | Unavailable, b: Mapping[str, Estimate] | Unavailable) -> bool:
    """Whether two answers are equal to the last bit."""
    if isinstance(a, Unavailable) or isinstance(b, Unavailable):
        return a == b
    return list(a) == list(b) and all(
        [x.figure(group) for group in range(x.groups)] == [y.figure(group) for group in range(y.groups)]
        for x, y in zip(a.values(), b.values(), strict=True)
    )


HOLDS = (
    rows_are_in_one_place,
    lists_are_the_numbers,
    numbers_are_made_of_parts,
    receipts_add_up,
    segments_add_up,
    contributions_sum_to_the_change,
    values_have_reasons_and_intervals,
    knowing_customers_changes_no_number,
)
