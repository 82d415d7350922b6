"""Rows of the same customer: robust errors, effective sizes, changes among overlapping customers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats import clusters
from cxdesk.stats.moments import moments
from cxdesk.stats.significance import change_from_error, paired_t, welch

VALUES = np.array([5.0, 5, 5, 1, 3, 4])
CUSTOMERS = np.array([0, 0, 0, 1, 2, 3])
ONE = np.zeros(6, int)


def influence_of_mean(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.size


def test_one_customer_who_answered_three_times_by_hand() -> None:
    # mean 23/6; residual sums 3.5, -17/6, -5/6, 1/6: squares 12.25 + 8.027778 + .694444 + .027778 = 21;
    # times 4/3 = 28; sqrt(28)/6 = .8819171; cluster sizes 3 1 1 1: 36/12 = 3
    error = clusters.cluster_error(influence_of_mean(VALUES), ONE, CUSTOMERS, 1)
    assert error.se[0] == pytest.approx(math.sqrt(28) / 6, rel=1e-12)
    assert (error.clusters[0], error.rows[0], error.alone[0]) == (4, 6, 3)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=40))
def test_when_everybody_speaks_once_the_robust_error_is_the_plain_one(values: list[float]) -> None:
    x = np.array(values)
    error = clusters.cluster_error(influence_of_mean(x), np.zeros(x.size, int), np.arange(x.size), 1)
    assert error.se[0] == pytest.approx(x.std(ddof=1) / math.sqrt(x.size), abs=1e-9)
    assert error.alone[0] == pytest.approx(x.size)


def test_an_unknown_customer_is_a_customer_of_its_own() -> None:
    unknown = clusters.cluster_error(influence_of_mean(VALUES), ONE, [7, 7, 7, -1, -1, -1], 1)
    known = clusters.cluster_error(influence_of_mean(VALUES), ONE, CUSTOMERS, 1)
    assert unknown.se[0] == pytest.approx(known.se[0], rel=1e-12)
    assert unknown.clusters[0] == 4


rows_of_customers = st.lists(
    st.tuples(st.integers(-1, 3), st.integers(0, 90_000), st.floats(-9, 9)), min_size=1, max_size=80
)


@given(rows_of_customers)
def test_every_row_is_summed_once_with_its_group_and_customer(rows: list[tuple[int, int, float]]) -> None:
    group, customer, pull = (np.array(column) for column in zip(*rows, strict=True))
    by_hand: dict[tuple[int, int], list[float]] = {}
    for g, c, x in rows:
        if g >= 0:
            by_hand.setdefault((g, c), []).append(x)
    table = clusters.cluster_sums(pull, group, customer, 4)
    assert [table.clusters[g] for g in range(4)] == [sum(1 for key in by_hand if key[0] == g) for g in range(4)]
    assert table.rows.sum() == (group >= 0).sum()
    for g in range(4):
        own = slice(table.starts[g], table.starts[g + 1])
        expected = [by_hand[key] for key in sorted(by_hand) if key[0] == g]
        assert table.rows[own].tolist() == [len(values) for values in expected]
        assert table.sums[own, 0] == pytest.approx([sum(values) for values in expected], abs=1e-12)


@given(rows_of_customers, st.integers(0, 1000))
def test_any_order_of_rows_gives_the_same_error(rows: list[tuple[int, int, float]], seed: int) -> None:
    group, customer, pull = (np.array(column) for column in zip(*rows, strict=True))
    shuffled = np.random.default_rng(seed).permutation(group.size)
    one = clusters.cluster_error(pull, group, customer, 4)
    other = clusters.cluster_error(pull[shuffled], group[shuffled], customer[shuffled], 4)
    for a, b in zip(one, other, strict=True):
        assert a == pytest.approx(b, rel=1e-9, abs=1e-9, nan_ok=True)


def test_groups_lie_one_after_the_other_with_their_columns() -> None:
    columns = np.array([[1, 10], [2, 20], [3, 30], [4, 40.0]])
    table = clusters.cluster_sums(columns, [2, 0, 2, 0], [5, 5, 5, 6], 3)
    assert table.starts.tolist() == [0, 2, 2, 3]
    assert table.clusters.tolist() == [2, 0, 1]
    assert table.totals().tolist() == [[6, 60], [0, 0], [4, 40]]
    assert table.sums[2].tolist() == [4, 40]


def test_one_cluster_or_none_has_no_error() -> None:
    error = clusters.cluster_error([0.1, -0.1], [0, 0], [3, 3], 2)
    assert np.isnan(error.se).all()
    assert error.clusters.tolist() == [1, 0]
    assert np.isnan(clusters.cluster_error([], [], [], 1).se[0])


def test_a_clustered_share_knows_less() -> None:
    # 12 rows of 4 customers, each of one mind, two of two satisfied: residual sums of +-3/24: robust variance
    # 4/3 * 4 * (1/8)^2 = 1/12; independent rows p(1-p)/(n-1) = 1/44: deff 44/12, n_eff 12 * 12/44
    hits, customer = np.repeat([1.0, 1, 0, 0], 3), np.repeat([0, 1, 2, 3], 3)
    error = clusters.cluster_error((hits - 0.5) / 12, np.zeros(12, int), customer, 1)
    assert clusters.design_effect(error.se, math.sqrt(1 / 44))[0] == pytest.approx(44 / 12)
    assert clusters.share_effective_size(6, 12, error)[0] == pytest.approx(144 / 44)


def test_rows_that_stand_alone_keep_their_size() -> None:
    hits = np.array([1.0, 1, 0, 1, 0])
    error = clusters.cluster_error((hits - 0.6) / 5, np.zeros(5, int), np.arange(5), 1)
    assert clusters.share_effective_size(3, 5, error)[0] == pytest.approx(5)
    net = np.array([1.0, 1, 0, -1, 0])
    error = clusters.cluster_error((net - 0.2) / 5, np.zeros(5, int), np.arange(5), 1)
    assert clusters.net_effective_size(2, 1, 5, error)[0] == pytest.approx(5)


def test_customers_who_contradict_themselves_do_not_know_more_than_n() -> None:
    # each of two customers says yes once and no once: the robust variance is 0, n_eff stays n
    error = clusters.cluster_error(np.array([1, -1, 1, -1]) / 8, np.zeros(4, int), [0, 0, 1, 1], 1)
    assert error.se[0] == 0
    assert clusters.share_effective_size(2, 4, error)[0] == 4


def test_where_all_agree_only_the_number_of_customers_counts() -> None:
    # 30 yes of one customer and 2 of two others: no variance to see, 32^2/(900 + 1 + 1) customers' worth
    customer = np.array([0] * 30 + [1, 2])
    error = clusters.cluster_error(np.zeros(32), np.zeros(32, int), customer, 1)
    assert clusters.share_effective_size(32, 32, error)[0] == pytest.approx(32 * 32 / 902)
    single = clusters.cluster_error(np.zeros(5), np.zeros(5, int), np.zeros(5, int), 1)
    assert clusters.share_effective_size(5, 5, single)[0] == 1


def change(x0: np.ndarray, c0: np.ndarray, x1: np.ndarray, c1: np.ndarray) -> clusters.ClusterError:
    zero0, zero1 = np.zeros(x0.size, int), np.zeros(x1.size, int)
    return clusters.change_error(influence_of_mean(x0), zero0, c0, influence_of_mean(x1), zero1, c1, 1)


def test_the_same_persons_give_the_paired_test() -> None:
    before, after = np.array([3.0, 4, 2, 5, 1]), np.array([4.0, 4, 4, 5, 2])
    error = change(before, np.arange(5), after, np.arange(5))
    difference = after - before
    paired = paired_t(5, difference.mean(), difference.std(ddof=1))
    robust = change_from_error(difference.mean(), error.se[0], error.clusters[0] - 1)
    assert float(robust.se) == pytest.approx(float(paired.se), rel=1e-12)
    assert float(robust.p) == pytest.approx(float(paired.p), rel=1e-9)


def test_different_persons_give_nearly_welch() -> None:
    random = np.random.default_rng(3)
    before, after = random.normal(3, 1, 150), random.normal(3.2, 2, 100)
    error = change(before, np.arange(150), after, np.arange(150, 250))
    n, mean, sd = moments(np.concatenate((before, after)), np.repeat([0, 1], [150, 100]), 2)
    plain = welch(n[0], mean[0], sd[0], n[1], mean[1], sd[1])
    assert error.se[0] == pytest.approx(float(plain.se), rel=0.005)
    assert error.clusters[0] == 250


def test_months_side_by_side_are_compared_in_one_pass() -> None:
    random = np.random.default_rng(4)
    month, customer = random.integers(0, 3, 300), random.integers(0, 60, 300)
    values = random.normal(size=300) + customer / 30
    n, mean, _ = moments(values, month, 3)
    pull = (values - mean[month]) / n[month]
    # comparison k is month k to month k + 1, so the middle month takes part in both
    before, after = month < 2, month > 0
    both = clusters.change_error(
        pull[before], month[before], customer[before], pull[after], month[after] - 1, customer[after], 2
    )
    for k in (0, 1):
        a, b = month == k, month == k + 1
        alone = change(values[a], customer[a], values[b], customer[b])
        assert both.se[k] == pytest.approx(alone.se[0], rel=1e-12)


class TestGroupsCompared:
    """Any group with any other, from one table of rows: what `change_error` says of each pair by itself."""

    GROUP = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 2])
    WHO = np.array([0, 1, 2, 0, 1, 2, 7, 8, -1, -1])
    PULL = np.array([0.3, -0.1, -0.2, 0.2, -0.3, 0.1, 0.4, -0.2, -0.1, -0.1])
    A, B = np.array([0, 0, 1, 3]), np.array([1, 2, 0, 0])

    def pair(self, a: int, b: int) -> clusters.ClusterError:
        sides = [np.flatnonzero(one == self.GROUP) for one in (a, b)]
        told = [(self.PULL[rows], np.zeros(len(rows), int), self.WHO[rows]) for rows in sides]
        return clusters.change_error(*told[0], *told[1], 1)

    def test_each_as_by_itself_however_often_a_group_is_compared(self) -> None:
        found = clusters.compared_error(self.PULL, self.GROUP, self.WHO, self.A, self.B)
        for at, (a, b) in enumerate(zip(self.A.tolist(), self.B.tolist(), strict=True)):
            alone = self.pair(a, b)
            assert found.error.se[at] == pytest.approx(alone.se[0], nan_ok=True)
            assert found.error.clusters[at] == alone.clusters[0]

    def test_who_is_on_both_sides_is_known(self) -> None:
        found = clusters.compared_error(self.PULL, self.GROUP, self.WHO, self.A, self.B)
        assert found.shared.tolist() == [True, False, True, False]  # unknown customers are strangers to each other

    def test_nothing_to_compare_has_no_error(self) -> None:
        none = np.zeros(0)
        found = clusters.compared_error(none, none.astype(int), none.astype(int), np.array([0]), np.array([1]))
        assert np.isnan(found.error.se).all()
        assert not found.shared.any()
