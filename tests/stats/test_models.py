"""Models of staying and buying against what their authors printed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from cxdesk.frame.zone import day_number
from cxdesk.stats.independence import chi2_change
from cxdesk.stats.optimise import least, least_of_each
from cxdesk.stats.purchases import (
    Buying,
    Spending,
    buying_likelihood,
    expected_purchases,
    expected_spending,
    fit_buying,
    fit_buying_of_groups,
    fit_spending,
    fit_spending_of_groups,
    summary,
)
from cxdesk.stats.renewals import fit_sbg, residual_lifetime, sbg_leaving, sbg_survival
from tests.shared_files import needs_shared, shared_json

reference = pytest.importorskip("scipy.stats")
CASES = {case["id"]: case for case in shared_json("metrics", "cases.json")}


def test_the_least_value_is_found() -> None:
    found = least(lambda x: (x[0] - 2) ** 2 + (x[1] + 1) ** 4, np.zeros(2))
    assert found.settled
    assert found.at == pytest.approx([2, -1], abs=1e-2)


class TestStaying:
    # Fader & Hardie 2007: of 1,000 regular and 1,000 high-end customers so many were lost in each of seven years.
    REGULAR, HIGH_END = [369, 163, 86, 56, 37, 27, 21], [131, 126, 90, 60, 42, 34, 26]

    def test_the_fit_is_the_printed_one(self) -> None:
        regular, high_end = fit_sbg(self.REGULAR, 241), fit_sbg(self.HIGH_END, 491)
        assert [regular.alpha, regular.beta] == pytest.approx([0.704, 1.182], abs=5e-4)
        assert [high_end.alpha, high_end.beta] == pytest.approx([0.668, 3.806], abs=5e-4)
        assert regular.settled
        assert high_end.settled

    def test_who_leaves_and_who_is_left_make_everybody(self) -> None:
        leaving = sbg_leaving(0.668, 3.806, np.arange(1, 13))
        assert leaving.sum() + sbg_survival(0.668, 3.806, 12) == pytest.approx(1)

    @needs_shared
    def test_the_forecast_and_the_residual_lifetime_are_the_printed_ones(self) -> None:
        curve, life = CASES["ret-06"], CASES["ret-08"]
        given = curve["input"]
        survival = sbg_survival(given["alpha"], given["beta"], given["t"])
        assert survival == pytest.approx(curve["expected"]["survival"], abs=curve["tolerance"]["default"])
        given = life["input"]
        found = residual_lifetime(given["alpha"], given["beta"], given["renewals_survived"], given["discount"])
        assert found == pytest.approx(life["expected"]["derl"], abs=0.005)

    def test_without_discount_it_is_the_mean_of_what_is_left(self) -> None:
        # Beta(3, 5) before the first renewal: sum of S(t) over t >= 1 is beta / (alpha - 1)
        assert residual_lifetime(3, 5, 0, 0) == pytest.approx(5 / 2, rel=1e-3)
        assert residual_lifetime(0.9, 5, 0, 0) == float("inf")


class TestBuying:
    @needs_shared
    def test_expected_purchases_are_the_printed_ones(self) -> None:
        given = CASES["ltv-09"]["input"]
        model = Buying(given["r"], given["alpha"], given["a"], given["b"])
        found = expected_purchases(model, given["t"], given["x"], given["t_x"], given["T"])
        assert found == pytest.approx(CASES["ltv-09"]["expected"]["value"], abs=0.001)

    @needs_shared
    def test_expected_spending_is_the_printed_one(self) -> None:
        given = CASES["ltv-08"]["input"]
        found = expected_spending(Spending(given["p"], given["q"], given["v"]), given["x"], given["m"])
        assert found == pytest.approx(CASES["ltv-08"]["expected"]["value"], abs=0.1)

    @needs_shared
    def test_the_summary_of_purchases_is_the_printed_one(self) -> None:
        case = CASES["ltv-12"]
        who, on, amounts = zip(*case["input"]["orders"], strict=True)
        days = [day_number(date.fromisoformat(day)) for day in on]
        end = day_number(date.fromisoformat(case["options"]["observation_end"]))
        found = summary(np.array(who) - 1, days, amounts, end)
        wanted = case["expected"]
        assert found.frequency.tolist() == wanted["frequency"]
        assert found.recency.tolist() == wanted["recency"]
        assert found.watched.tolist() == wanted["T"]
        assert found.monetary.tolist() == wanted["monetary"]

    def test_a_fit_finds_the_model_that_made_the_data(self) -> None:
        rng = np.random.default_rng(5)
        true = Buying(0.8, 5.0, 0.9, 2.5)
        x, last = [], []
        for rate, leave in zip(rng.gamma(true.r, 1 / true.alpha, 4000), rng.beta(true.a, true.b, 4000), strict=True):
            now, bought, when = 0.0, 0, 0.0
            while (now := now + rng.exponential(1 / rate)) < 40:
                bought, when = bought + 1, now
                if rng.random() < leave:
                    break
            x.append(bought)
            last.append(when)
        found = fit_buying(x, last, np.full(4000, 40.0))
        assert found.settled
        made = float(buying_likelihood(true, x, last, 40.0).sum())
        assert found.likelihood >= made - 1e-6
        share = found.a / (found.a + found.b)
        assert [found.r / found.alpha, share] == pytest.approx([0.16, 0.9 / 3.4], rel=0.15)

    def test_spending_is_found_too(self) -> None:
        rng = np.random.default_rng(6)
        scale = rng.gamma(4.0, 1 / 20.0, 5000)
        x = rng.integers(1, 8, 5000)
        mean = rng.gamma(6.0 * x, 1 / scale) / x
        found = fit_spending(x, mean)
        # the mean over people of p v / (q - 1): 6 * 20 / 3
        assert found.p * found.v / (found.q - 1) == pytest.approx(40, rel=0.05)

    def test_groups_fitted_side_by_side_are_what_each_is_alone(self) -> None:
        rng = np.random.default_rng(8)
        sizes = [60, 200, 90, 120]
        group = rng.permutation(np.repeat(np.arange(4), sizes))
        watched = rng.integers(60, 400, len(group)).astype(float)
        gaps = rng.exponential(1.0, (len(group), 60)) / rng.gamma(0.8 + group / 4, 1 / 20, len(group))[:, None]
        stays = rng.random((len(group), 60)) > rng.beta(0.9, 2.5, len(group))[:, None]
        days = np.cumsum(gaps, axis=1)
        bought = (days <= watched[:, None]) & np.insert(np.logical_and.accumulate(stays, axis=1), 0, True, axis=1)[
            :, :-1
        ]
        x, last = bought.sum(axis=1), np.round((days * bought).max(axis=1))
        mean = np.where(x > 0, rng.gamma(6.0 * np.maximum(x, 1), 1 / rng.gamma(4.0, 1 / 20, len(group))), 0.0)
        mean = mean / np.maximum(x, 1)
        buying = fit_buying_of_groups(x, last, watched, group, 5)  # of the fifth nobody is there
        spending = fit_spending_of_groups(x, mean, group, 5)
        assert (buying.settled & spending.settled).all()
        for one in range(4):
            mine = group == one
            alone = fit_buying(x[mine], last[mine], watched[mine])
            assert buying.likelihood[one] == pytest.approx(alone.likelihood, rel=1e-9)
            ahead = [
                expected_purchases(model, 365.0, x[mine], last[mine], watched[mine]).sum()
                for model in (alone, Buying(*(parameter[one] for parameter in buying[:4])))
            ]
            assert ahead[0] == pytest.approx(ahead[1], rel=1e-6)
            own = fit_spending(x[mine], mean[mine])
            assert spending.likelihood[one] == pytest.approx(own.likelihood, rel=1e-9)
            spent = [
                expected_spending(model, x[mine], mean[mine]).sum()
                for model in (own, Spending(*(parameter[one] for parameter in spending[:3])))
            ]
            assert spent[0] == pytest.approx(spent[1], rel=1e-6)


def test_the_least_of_many_functions_is_the_least_of_each() -> None:
    """Rosenbrock's valley, each with another bend: the least is 0 at (1, bend)."""
    bend = np.array([1.0, 2.0, 0.5, 4.0])

    def valley(points: np.ndarray, which: np.ndarray) -> np.ndarray:
        x, y = points.T
        return (1 - x) ** 2 + 100 * (y - bend[which] * x * x) ** 2

    found = least_of_each(valley, np.full((4, 2), -1.0))
    assert found.settled.all()
    assert found.at == pytest.approx(np.stack([np.ones(4), bend], axis=1), rel=1e-4)


def test_a_distribution_changes_as_scipy_says() -> None:
    found = chi2_change([[10, 20, 30, 0]], [[20, 20, 20, 0]])
    theirs = reference.chi2_contingency([[10, 20, 30], [20, 20, 20]], correction=False)
    assert found.statistic[0] == pytest.approx(theirs.statistic)
    assert (found.df[0], found.p[0]) == (2, pytest.approx(theirs.pvalue))
    assert np.isnan(chi2_change([[5, 0]], [[7, 0]]).p[0])
    assert np.isnan(chi2_change([[0, 0]], [[7, 1]]).p[0])
