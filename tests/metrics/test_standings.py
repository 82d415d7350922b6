"""People as of the ends of periods: what holds at each end is what a look at all entries says, at the cost of one."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.views.histories import People
from cxdesk.metrics.views.standings import Counted, Crowd, Grid, Latest, Log, Step, Summed
from tests.frame.memory import frame_of

PEOPLE = 5
entries = st.lists(st.tuples(st.integers(-1, PEOPLE - 1), st.one_of(st.integers(0, 60), st.just(NO_DAY))), max_size=40)
ends = st.lists(st.one_of(st.integers(-5, 90), st.just(-NO_DAY)), max_size=8)
memories = st.one_of(st.none(), st.integers(1, 50))


def crowd(firsts: list[int]) -> Crowd:
    return Crowd.of(People([str(i) for i in range(len(firsts))], {}), np.array(firsts, np.int32))


def log_of(given_: list[tuple[int, int]]) -> Log:
    who, day = np.array([one for one, _day in given_]), np.array([day for _one, day in given_], np.int32)
    return Log.of(who, day, np.arange(len(given_), dtype=np.int32), 10.0 ** np.arange(len(given_)) % 97)


def remembered(log: Log, who: int, end: int, memory: int | None) -> list[int]:
    """Places of the entries of one person up to a day, by looking at all of them."""
    first = -NO_DAY if memory is None else end - memory + 1
    return [i for i in range(log.size) if log.who[i] == who and first <= log.day[i] <= end]


@given(entries.filter(bool), ends, memories)
def test_at_every_end_holds_what_a_look_at_all_entries_says(given_: list, days: list[int], memory: int | None) -> None:
    log, grid = log_of(given_), crowd([0] * PEOPLE).grid(np.array(days, np.int64))
    assert log.amount is not None
    codes = np.arange(log.size, dtype=np.uint8)
    counts = grid.fill(np.int32, Counted(grid, log, memory).step)
    sums = grid.fill(np.float64, Summed(grid, log, memory).step)
    latest = grid.fill(np.uint8, Latest(grid, log, codes, 255, memory).step)
    for row, who in enumerate(grid.who.tolist()):
        end = days[int(np.searchsorted(grid.offsets, row, side="right")) - 1]
        there = remembered(log, who, end, memory)
        assert counts[row] == len(there)
        assert sums[row] == sum(log.amount[there])
        assert latest[row] == (there[-1] if there else 255)


@given(entries.filter(bool), ends, memories)
def test_the_rows_behind_are_the_entries_remembered(given_: list, days: list[int], memory: int | None) -> None:
    log, grid = log_of(given_), crowd([0] * PEOPLE).grid(np.array(days, np.int64))
    pairs = set(zip(*(column.tolist() for column in log.behind(grid, memory)), strict=True))
    expected = set()
    for row, who in enumerate(grid.who.tolist()):
        end = days[int(np.searchsorted(grid.offsets, row, side="right")) - 1]
        expected |= {(row, int(log.source[i])) for i in remembered(log, who, end, memory)}
    assert pairs == expected


@given(st.lists(st.one_of(st.integers(0, 60), st.just(NO_DAY)), min_size=1, max_size=8), ends)
def test_of_any_day_those_are_there_of_whom_something_was_known_by_then(firsts: list[int], days: list[int]) -> None:
    everybody = crowd(firsts)
    grid = everybody.grid(np.array(days, np.int64))
    for period, end in enumerate(days):
        here = everybody.order[grid.who[grid.offsets[period] : grid.offsets[period + 1]]]
        assert sorted(here.tolist()) == [i for i, first in enumerate(firsts) if first <= end]


@given(ends, st.lists(st.sampled_from([np.nan, 0.0, 1.5, 7.0]), min_size=1, max_size=200), st.integers(0, 4))
def test_few_numbers_are_a_table_and_many_are_not_and_both_say_the_same(
    days: list[int], numbers: list[float], most: int
) -> None:
    grid = crowd([0, 10, 20]).grid(np.array(days, np.int64))

    def step() -> Step:
        turning = iter(range(len(days)))
        return lambda there: np.resize(np.roll(numbers, next(turning)), there)

    found = grid.few(step(), most)
    plain = found if isinstance(found, np.ndarray) else found.rows()
    np.testing.assert_array_equal(plain, grid.fill(np.float64, step()))
    different = np.unique(plain)
    few = len(different[~np.isnan(different)]) <= most
    assert few if not isinstance(found, np.ndarray) else len(different) > most


class Looking(Counted):
    """Counts the entries that it looks at."""

    looked = 0

    def come(self, entries: slice) -> None:
        self.looked += entries.stop - entries.start
        super().come(entries)

    def go(self, entries: slice) -> None:
        self.looked += entries.stop - entries.start
        super().go(entries)


@pytest.mark.parametrize("periods", [1, 12, 500])
def test_every_entry_is_looked_at_twice_at_most_whatever_the_number_of_periods(periods: int) -> None:
    draw = np.random.default_rng(1)
    log = Log.of(draw.integers(0, 50, 3000), draw.integers(0, 1000, 3000).astype(np.int32), np.arange(3000))
    grid = Grid(50, np.linspace(0, 1200, periods).astype(np.int64), np.full(periods, 50))
    carried = Looking(grid, log, 30)
    grid.fill(np.int32, carried.step)
    assert carried.looked <= 2 * log.size


def busy(people: int, answers: int) -> Frame:
    """Three years in which a few people said very much."""
    start, draw = datetime(2023, 1, 1, tzinfo=UTC), np.random.default_rng(2)
    minutes = np.sort(draw.integers(0, 3 * 365 * 24 * 60, answers)).tolist()
    rows = [
        {
            "response": f"r{i}",
            "role": ("nps", "csat", "ces")[i % 3],
            "score": int(draw.integers(1, 6)),
            "customer": f"c{draw.integers(0, people)}",
            "submitted_at": (start + timedelta(minutes=at)).isoformat(),
        }
        for i, at in enumerate(minutes)
    ]
    return frame_of({"answer": rows})


@pytest.mark.parametrize("name", ["cross_churn_risk", "health_score", "health_distribution"])
def test_no_table_holds_entries_times_periods(name: str) -> None:
    """36 months of 20 people and 20,000 answers, of which one table of months would take 720,000 numbers."""
    frame, answers = busy(20, 20_000), 20_000
    quarter = Ask(range=Period(date(2025, 1, 1), date(2025, 4, 1)))
    evaluate(metric_of(name), frame, quarter)  # what depends on the data alone is known from here on
    tracemalloc.start()
    found = evaluate(metric_of(name), frame, Ask(range=Period(date(2023, 1, 1), date(2026, 1, 1)), grain=Grain.MONTH))
    assert isinstance(found, Mapping)
    _values = [one.value for one in found.values()]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 36 * answers, peak
