"""How costs that name no customer are shared out: by the days that customers were there, by what they paid, or among
those who were won while the cost ran. All amounts are exact: what customers are given adds up to what was shared out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.metrics.views import costs
from cxdesk.metrics.views.costs import Spent


@dataclass(frozen=True, eq=False)
class Stretches:
    """Days [start, end) of customers `who`, each bringing `daily` money a day."""

    who: np.ndarray
    start: np.ndarray
    end: np.ndarray
    daily: np.ndarray

    def clipped(self, first: np.ndarray, after: np.ndarray) -> Stretches:
        """The same within the days [first, after) of each customer [who]."""
        start, end = np.maximum(self.start, first[self.who]), np.minimum(self.end, after[self.who])
        return Stretches(self.who, start, np.maximum(end, start), self.daily)


def joined(stretches: Stretches) -> Stretches:
    """Stretches of which no two of one customer overlap; they bring nothing."""
    order = np.lexsort((stretches.start, stretches.who))
    who, start, end = (column[order].astype(np.int64) for column in (stretches.who, stretches.start, stretches.end))
    last = np.maximum.accumulate((who << 32) + end)
    begins = np.ones(len(who), bool)
    begins[1:] = (who[1:] << 32) + start[1:] > last[:-1]
    ends = np.append(np.flatnonzero(begins)[1:], len(who)) - 1 if len(who) else np.zeros(0, np.int64)
    until = last[ends] - (who[ends] << 32)
    return Stretches(who[begins], start[begins], until, np.zeros(len(until)))


@dataclass(frozen=True, eq=False)
class Days:
    """The days from `first` up to, not including, `after`."""

    first: int
    after: int

    @property
    def size(self) -> int:
        return max(self.after - self.first, 0)

    def at(self, day: np.ndarray) -> np.ndarray:
        """Place of a day, those outside at the edges."""
        return np.clip(day - self.first, 0, self.size).astype(np.int64)

    def spread(self, start: np.ndarray, end: np.ndarray, daily: np.ndarray) -> np.ndarray:
        """[days] sum of `daily` over what covers each day."""
        table = np.bincount(self.at(start), daily, self.size + 1) - np.bincount(self.at(end), daily, self.size + 1)
        return np.cumsum(table)[: self.size]

    def covering(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """[days] how many cover each day."""
        table = np.bincount(self.at(start), minlength=self.size + 1) - np.bincount(
            self.at(end), minlength=self.size + 1
        )
        return np.cumsum(table)[: self.size]

    @cached_property
    def month(self) -> np.ndarray:
        """[days] number of each day's month, from 0."""
        months = np.arange(self.first, self.first + self.size).astype("datetime64[D]").astype("datetime64[M]")
        return (months - months[:1]).astype(np.int64) if self.size else np.zeros(0, np.int64)

    def by_month(self, values: np.ndarray) -> np.ndarray:
        """[days] the sum of a day's whole month."""
        return np.bincount(self.month, values)[self.month] if self.size else values


def daily(days: Days, spent: Spent, kept: np.ndarray) -> np.ndarray:
    """[days] what the costs `kept` come to a day."""
    length = (spent.end - spent.start)[kept]
    return days.spread(spent.start[kept], spent.end[kept], spent.amount[kept] / length)


def _per(cost: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Cost per unit of the base, 0 where there is no base: nobody bears what nobody was there for."""
    return np.where(base > 0, cost / np.where(base > 0, base, 1.0), 0.0)


def _summed(rate: np.ndarray, days: Days, some: Stretches) -> np.ndarray:
    """[stretches] the sum of `rate` [days] over each."""
    total = np.concatenate([[0.0], np.cumsum(rate)])
    return total[days.at(some.end)] - total[days.at(some.start)]


def by_days(days: Days, cost: np.ndarray, there: Stretches, mine: Stretches, customers: int) -> np.ndarray:
    """[customers] share of the daily cost: each day's is borne in equal parts by whoever was there; `mine` are the
    stretches whose days count for a customer.
    """
    rate = _per(cost, days.covering(there.start, there.end).astype(np.float64))
    return np.bincount(mine.who, _summed(rate, days, mine), customers)


def by_revenue(days: Days, cost: np.ndarray, paid: Stretches, mine: Stretches, customers: int) -> np.ndarray:
    """[customers] share of the daily cost: each month's is borne in proportion to what was paid in it."""
    revenue = days.by_month(days.spread(paid.start, paid.end, paid.daily))
    rate = _per(days.by_month(cost), revenue)
    return np.bincount(mine.who, mine.daily * _summed(rate, days, mine), customers)


def among_the_won(days: Days, spent: Spent, channel: np.ndarray, day: np.ndarray, through: np.ndarray) -> np.ndarray:
    """[customers] share of what was spent on winning: a cost is borne in equal parts by those who first paid on one
    of its days; where it names a channel and some of them came through it, by those.

    `channel` [costs] and `through` [customers] are codes of one list, -1 none; `day` [customers] the first paid day.
    """
    kinds = int(max(channel.max(initial=-1), through.max(initial=-1))) + 2
    width = days.size + 1
    place = days.at(day)
    inside = (day >= days.first) & (day < days.after)
    table = np.bincount(place[inside], minlength=width)
    own = inside & (through >= 0)
    by_channel = np.bincount((through[own] + 1) * width + place[own], minlength=kinds * width).reshape(kinds, width)
    by_channel[0] = table
    before = np.concatenate([np.zeros((kinds, 1)), np.cumsum(by_channel, axis=1)], axis=1)
    first, after = days.at(spent.start), days.at(spent.end)

    def winners(row: np.ndarray) -> np.ndarray:
        return before[row, after] - before[row, first]

    row = np.where(winners(channel + 1) > 0, channel + 1, 0)
    each = _per(spent.amount.astype(np.float64), winners(row))
    rate = np.bincount(row * width + first, each, kinds * width) - np.bincount(row * width + after, each, kinds * width)
    level = np.cumsum(rate.reshape(kinds, width), axis=1)
    found = level[0, place] + np.where(through >= 0, level[through + 1, place], 0.0)
    return np.where(inside, found, 0.0)


def rounded(shares: np.ndarray) -> np.ndarray:
    """Whole units that add up to the rounded total: every running sum is rounded; nobody is off by more than one."""
    return np.diff(np.rint(np.concatenate([[0.0], np.cumsum(shares)])))


def own(spent: Spent, kept: np.ndarray, who: np.ndarray, first: np.ndarray, after: np.ndarray, n: int) -> np.ndarray:
    """[customers] costs that name their customer, as far as they fall on the customer's days [first, after)."""
    at = np.flatnonzero(kept & (who >= 0))
    owner = who[at]
    money = costs.part(spent, at, first[owner], np.maximum(after[owner], first[owner]))
    return np.bincount(owner, money.astype(np.float64), n)
