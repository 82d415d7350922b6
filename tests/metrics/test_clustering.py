"""Errors that know whose each row is, worked out for all metrics at once, are those of the plain formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.scales import ONE_TO_FIVE
from cxdesk.frame.axes import Multi
from cxdesk.frame.frame import Frame
from cxdesk.metrics import clustering
from cxdesk.metrics.clustering import Lines, lines_by_comparison
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import change_error, cluster_error
from tests.frame.memory import frame_of
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, at, estimate

PERIODS = (FEBRUARY, JANUARY, MARCH)
THEMES = Multi("theme", ("price", "staff"), (np.arange(0, 300, 2), np.arange(0, 300, 3)))
ASKED: tuple[dict[str, Any], ...] = ({}, {"split": "channel"}, {"split": THEMES})


@pytest.fixture(scope="module")
def frame() -> Frame:
    """Every customer answers about four times, some nobody knows; a few answers are missing, or on no scale."""
    chance, rows = np.random.default_rng(7), []
    for period in (JANUARY, FEBRUARY, MARCH):
        for row in at(period, [None if one == 6 else int(one) for one in chance.integers(1, 7, 100)], "csat"):
            who, channel = chance.integers(0, 80), chance.choice(["shop", "web", "phone"])
            row |= {"customer": None if who < 4 else f"c{who}", "channel": str(channel)}
            rows.append({**row, "weight": float(chance.integers(1, 5))})
    return frame_of({"answer": rows}, ONE_TO_FIVE)


def asked(frame: Frame, metric: str = "csat_mean", **more: Any) -> Estimate:
    return estimate(frame, metric, periods=PERIODS, min_show=1, **more)


def plainly(found: Estimate) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each member its pull, its group (-1 where it does not count) and whose it is."""
    tally, counts = found.tally, found.term.counts_code
    influence = found.term.influence(tally, found.sums)
    assert influence is not None
    pull = influence.of_members(tally) * (1 if tally.weights is None else tally.weights)
    return np.nan_to_num(pull), np.where(counts[tally.codes], tally.group, -1), tally.customer


@pytest.mark.parametrize("ask", ASKED, ids=["whole", "split", "themes"])
@pytest.mark.parametrize(
    ("metric", "options"), [("csat_mean", {}), ("csat_mean", {"weight": "on"}), ("csat_top", {}), ("comment_rate", {})]
)
def test_of_every_group(frame: Frame, metric: str, ask: dict[str, Any], options: dict[str, Any]) -> None:
    found = asked(frame, metric, **ask, options=options)
    error, told = found.robust().error, cluster_error(*plainly(found), found.groups)
    assert error is not None
    for mine, theirs in zip(error, told, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9)


def differences(found: Estimate, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Errors and customers of groups `b` less groups `a` by the plain formula."""
    pull, group, who = plainly(found)
    sides = []
    for groups in (a, b):
        comparison = np.full(found.groups + 1, -1)
        comparison[groups] = np.arange(len(groups))
        at_all = comparison[group] >= 0
        sides += [pull[at_all], comparison[group][at_all], who[at_all]]
    told = change_error(*sides, len(a))
    return told.se, told.clusters


def check(found: Estimate, a: np.ndarray, b: np.ndarray) -> None:
    robust = found.robust()
    lines = lines_by_comparison(found.tally, found.term.counts_code, a, b)
    assert lines is not None
    assert lines.both
    assert robust.pull is not None
    se, clusters = differences(found, a, b)
    np.testing.assert_allclose(lines.error(robust.pull), se, rtol=1e-9)
    np.testing.assert_array_equal(lines.clusters, clusters)


@pytest.mark.parametrize("ask", ASKED, ids=["whole", "split", "themes"])
@pytest.mark.parametrize(("before", "after"), [(1, 0), (0, 2), (1, 2)])
def test_of_every_change(frame: Frame, ask: dict[str, Any], before: int, after: int) -> None:
    found = asked(frame, **ask)
    segments = np.arange(found.tally.segments)
    check(found, segments + found.group(before), segments + found.group(after))


def test_of_segments_held_against_one_another(frame: Frame) -> None:
    """A customer's lines in the comparisons then do not stand in the order of the comparisons."""
    found = asked(frame, split="channel")
    check(found, np.array([found.group(1, 0), found.group(0, 1)]), np.array([found.group(1, 2), found.group(2, 0)]))


def test_a_group_in_two_comparisons_is_not_paired(frame: Frame) -> None:
    found = asked(frame)
    assert lines_by_comparison(found.tally, found.term.counts_code, np.array([0, 0]), np.array([1, 2])) is None


def narrow(_monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers of customers, places and codes have room beside one another in 32 bits."""


def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Customers are so many, and so far apart, that they have to be numbered anew."""
    monkeypatch.setattr(clustering, "_WIDEST", 10)


def untabled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes are so many that pulls are worked out member by member."""
    monkeypatch.setattr(clustering, "_TABLED", 4)


@pytest.mark.parametrize("room", [narrow, wide, untabled])
def test_however_many_there_are(
    frame: Frame, monkeypatch: pytest.MonkeyPatch, room: Callable[[pytest.MonkeyPatch], None]
) -> None:
    room(monkeypatch)
    found = asked(frame, split="channel")
    error, told = found.robust().error, cluster_error(*plainly(found), found.groups)
    assert error is not None
    np.testing.assert_allclose(error.se, told.se, rtol=1e-9)
    check(found, np.array([3, 4, 5]), np.array([0, 1, 2]))


def test_what_metrics_count_alike_is_sorted_once(frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Tally] = []
    of = Lines.of
    monkeypatch.setattr(Lines, "of", staticmethod(lambda tally, kept: made.append(tally) or of(tally, kept)))
    found = asked(frame).robust()
    found.change(1, 0)
    found.change(0, 2)
    assert len(made) == 1
