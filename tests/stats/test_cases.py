"""The worked cases of the metric catalogue whose input is a method's parameter, asked of the public functions.

Each case must come out as printed, within its own tolerance, and a second test moves every expected figure a little
and must see the case fail: so each figure is really compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from cxdesk.stats.clusters import cluster_error
from cxdesk.stats.intervals import agresti_caffo, mean_interval, net_interval, net_variance, poisson_interval, wilson
from cxdesk.stats.moments import moments
from cxdesk.stats.quantiles import quantile_of_sorted
from cxdesk.stats.significance import net_change, pooled_z, share_change
from tests.shared_files import needs_shared, shared_json

Case = dict[str, Any]
Figures = dict[str, float]

pytestmark = needs_shared


def level_of(case: Case) -> float:
    return case["options"].get("level", 0.95)


def bands(counts: dict[str, int]) -> tuple[int, int, int]:
    """Promoters, detractors and all answers of a table on the 0-10 scale."""
    plus = sum(n for score, n in counts.items() if int(score) >= 9)
    minus = sum(n for score, n in counts.items() if int(score) <= 6)
    return plus, minus, sum(counts.values())


def wilson_of_counts(case: Case) -> Figures:
    hits, n = case["input"]["successes"], case["input"]["n"]
    low, high = wilson(hits, n, level_of(case))
    return {"pct": 100 * hits / n, "ci_low": 100 * float(low), "ci_high": 100 * float(high)}


def mean_of_values(case: Case) -> Figures:
    values = case["input"]["values"]
    n, mean, sd = moments(values, np.zeros(len(values), int), 1)
    se, low, high = mean_interval(n, mean, sd, level_of(case))
    parts = zip(("mean", "sd", "se", "ci_low", "ci_high"), (mean, sd, se, low, high), strict=True)
    return {name: float(part[0]) for name, part in parts}


def z_of_shares(case: Case) -> Figures:
    a, b = case["input"]["a"], case["input"]["b"]
    change = share_change(a["x"], a["n"], b["x"], b["n"])
    return {"z": float(pooled_z(a["x"], a["n"], b["x"], b["n"])), "p": float(change.p)}


def difference_of_shares(case: Case) -> Figures:
    a, b = case["input"]["a"], case["input"]["b"]
    low, high = agresti_caffo(a["x"], a["n"], b["x"], b["n"], level_of(case))
    return {"ci_low": 100 * float(low), "ci_high": 100 * float(high)}


def net_spread(case: Case) -> Figures:
    plus, minus, n = bands(case["input"]["counts"])
    variance = float(net_variance(plus, minus, n))
    return {"nps": 100 * (plus - minus) / n, "variance": variance, "se_points": 100 * math.sqrt(variance / n)}


def net_of_counts(case: Case) -> Figures:
    plus, minus, n = bands(case["input"]["counts"])
    centre, _, low, high = (100 * float(part) for part in net_interval(plus, minus, n, level_of(case)))
    return {"nps": 100 * (plus - minus) / n, "centre": centre, "ci_low": low, "ci_high": high}


def change_of_net(case: Case) -> Figures:
    change = net_change(*bands(case["input"]["period_a"]), *bands(case["input"]["period_b"]))
    return {
        "diff": 100 * float(change.adjusted),
        "se": 100 * float(change.se),
        "z": float(change.z),
        "p": float(change.p),
    }


def poisson(case: Case) -> Figures:
    low, high = poisson_interval(case["input"]["k"], case["input"]["exposure"], level_of(case))
    return {"ci_low": float(low), "ci_high": float(high)}


def median(case: Case) -> Figures:
    values = sorted(case["input"]["values"])
    result = quantile_of_sorted(values, [0], [len(values)], 0.5, level_of(case))
    names = ("median", "ci_low", "ci_high", "coverage")
    return {name: float(part[0]) for name, part in zip(names, result, strict=True)}


def clustered_mean(case: Case) -> Figures:
    names, values = zip(*case["input"]["rows"], strict=True)
    _, customer = np.unique(names, return_inverse=True)
    one = np.zeros(len(values), int)
    n, mean, sd = (part[0] for part in moments(values, one, 1))
    error = cluster_error((np.array(values) - mean) / n, one, customer, 1)
    return {"mean": mean, "se": error.se[0], "se_naive": sd / math.sqrt(n)}


SOLVERS: dict[str, Callable[[Case], Figures]] = {
    "csat-17": mean_of_values,
    "csat-18": wilson_of_counts,
    "csat-20": wilson_of_counts,
    "csat-21": z_of_shares,
    "csat-23": difference_of_shares,
    "fcr-03": wilson_of_counts,
    "nps-07": net_spread,
    "nps-09": net_of_counts,
    "nps-11": net_of_counts,
    "nps-13": net_of_counts,
    "nps-15": change_of_net,
    "unc-01": poisson,
    "unc-03": median,
    "unc-04": clustered_mean,
}

CASES: dict[str, Case] = {case["id"]: case for case in shared_json("metrics", "cases.json")}


def disagreements(case: Case, expected: Figures) -> list[str]:
    """The names of the figures that do not come out as expected, within the case's tolerances."""
    computed = SOLVERS[case["id"]](case)
    tolerance = case["tolerance"]
    return [
        name
        for name, figure in expected.items()
        if name not in computed or not abs(computed[name] - figure) <= tolerance.get(name, tolerance["default"])
    ]


def nudged(case: Case) -> Iterator[tuple[str, Figures]]:
    """The expected figures, each in turn moved by three times its tolerance, up and down."""
    for name, figure in case["expected"].items():
        step = 3 * case["tolerance"].get(name, case["tolerance"]["default"])
        for moved in (figure - step, figure + step):
            yield name, {**case["expected"], name: moved}


def test_every_case_of_the_uncertainty_toolkit_is_here() -> None:
    ours = {id_ for id_, case in CASES.items() if case["metric"] == "uncertainty"}
    ours |= {id_ for id_, case in CASES.items() if "ci" in case["variant"].split("_") or "change" in case["variant"]}
    assert ours <= set(SOLVERS)


@pytest.mark.parametrize("id_", SOLVERS)
def test_a_case_comes_out_as_the_catalogue_says(id_: str) -> None:
    assert disagreements(CASES[id_], CASES[id_]["expected"]) == []


@pytest.mark.parametrize("id_", SOLVERS)
def test_a_case_with_any_figure_moved_fails(id_: str) -> None:
    for name, moved in nudged(CASES[id_]):
        assert disagreements(CASES[id_], moved) == [name]
