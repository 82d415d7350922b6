"""A filter change on 1,000,000 answers: every survey metric's value and plain interval, its comparison, a trend of 36
months and four breakdowns, beside polars doing the same sums; then the clustered intervals and verdicts.

    python -m tests.benchmarks.bench_filter              generated columns, no workspace
    python -m tests.benchmarks.bench_filter FILE.cxdesk  the answers of a workspace

Every round asks another filter, so that nothing but the columns is warm. The reference filters, groups and sums only:
no de-duplication, no interval, no rows behind the numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import polars as pl

from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.kinds import Source
from cxdesk.domain.periods import Grain, Period, add_months
from cxdesk.frame import computed
from cxdesk.frame.frame import Frame
from cxdesk.frame.zone import day_of
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.evaluate import Ask, Session, evaluate
from cxdesk.metrics.registry import metrics
from tests.benchmarks.bars import Measured, ratio

ROUNDS = 9
MONTHS = 36
SPLITS = 4
TOP = {"nps": 9, "csat": 4, "ces": 5}
BOTTOM = {"nps": 6, "csat": 2, "ces": 3}
SHOWN = {"nps_shares": 3, "ces_distribution": 4}  # measures besides the card's number that a screen shows at once


@dataclass(frozen=True)
class Setting:
    """What is asked in every round."""

    frame: Frame
    attributes: tuple[str, ...]
    whole: Period
    before: Period
    now: Period

    @staticmethod
    def of(frame: Frame) -> Setting:
        rows = frame.rows(Source("answer"))
        own = [name for name in rows.attributes() if name not in computed.ATTRIBUTES and name not in computed.STANDINGS]
        named = [name for name in own if (groups := rows.groups(name)) and 5 <= groups.size <= 25]
        last = day_of(int(rows.days[rows.dated - 1]))
        end = add_months(date(last.year, last.month, 1), 1)
        year, two, three = (add_months(end, -12 * years) for years in (1, 2, 3))
        return Setting(frame, tuple(named[:SPLITS]), Period(three, end), Period(two, year), Period(year, end))

    def filters(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Attribute and values, about half of the answers each, another one every time."""
        rows = self.frame.rows(Source("answer"))
        for at in range(10_000):
            name = self.attributes[at % len(self.attributes)]
            groups = rows.groups(name)
            assert groups is not None
            labels = [label for label in groups.labels if label is not None]
            yield name, tuple(labels[(at + step) % len(labels)] for step in range(max(1, len(labels) // 2)))


def everything(setting: Setting, name: str, values: tuple[str, ...]) -> list[Estimate]:
    """Every metric for the months, the two periods, and the two periods by each attribute."""
    session = Session(setting.frame)
    found: list[Estimate] = []
    for ask in asks(setting, name, values):
        for metric in metrics().values():
            result = evaluate(metric, setting.frame, ask, session)
            if isinstance(result, Unavailable):
                continue
            for estimate in islice(result.values(), SHOWN.get(metric.id, 1)):
                found.append(estimate)
                _ = estimate.value, estimate.n, estimate.counts, estimate.low, estimate.high
    return found


def asks(setting: Setting, name: str, values: tuple[str, ...]) -> list[Ask]:
    filters = (Condition(name, Op.IS, values),)
    both = (setting.before, setting.now)
    splits = [Ask(filters, periods=both, split=attribute) for attribute in setting.attributes]
    return [Ask(filters, range=setting.whole, grain=Grain.MONTH), Ask(filters, periods=both), *splits]


def visible(setting: Setting, name: str, values: tuple[str, ...]) -> list[Estimate]:
    """What one screen shows: every metric's two periods, the trend of one and its breakdown."""
    session = Session(setting.frame)
    months, both, split, *_others = asks(setting, name, values)
    found = [evaluate(metric, setting.frame, both, session) for metric in metrics().values()]
    found += [evaluate(metrics()["csat_top"], setting.frame, ask, session) for ask in (months, split)]
    return [next(iter(result.values())) for result in found if not isinstance(result, Unavailable)]


def cut(setting: Setting, name: str, values: tuple[str, ...]) -> int:
    """One question by month, by two attributes and by score: shares and means, no interval."""
    session, filters = Session(setting.frame), (Condition(name, Op.IS, values),)
    splits = [Ask(filters, range=setting.whole, split=attribute) for attribute in setting.attributes[:2]]
    groups = 0
    for ask in (Ask(filters, range=setting.whole, grain=Grain.MONTH), *splits, Ask(filters, range=setting.whole)):
        for metric in ("csat_top", "csat_mean"):
            found = evaluate(metrics()[metric], setting.frame, ask, session)
            assert not isinstance(found, Unavailable)
            one = next(iter(found.values()))
            _ = one.reading, one.tally.counts
            groups += one.groups
    return groups


def clustered(estimates: list[Estimate]) -> None:
    """Second pass: robust intervals and the verdict of each change."""
    for estimate in estimates:
        robust = estimate.robust()
        _ = robust.low, robust.high
        if len(robust.periods) == 2:
            places = np.arange(robust.tally.segments)
            robust.changes(places, places + robust.tally.segments)


class Reference:
    """The same columns in polars: role, month, attributes, score, whether there is a comment."""

    def __init__(self, setting: Setting) -> None:
        rows = setting.frame.rows(Source("answer"))
        self.setting = setting
        self.labels: dict[str, tuple[str | None, ...]] = {}
        role = rows.col("role")
        status = rows.col("status")
        columns = {
            "role": role.codes.astype(np.uint8),
            "month": _months(rows.days, setting),
            "score": np.where(status == 0, rows.col("score"), -1).astype(np.int8),
            "comment": rows.col("comment:letters") > 0,
        }
        for name in setting.attributes:
            groups = rows.groups(name)
            assert groups is not None
            columns[name], self.labels[name] = groups.codes, groups.labels
        self.roles = {label: code for code, label in enumerate(role.labels) if label in TOP}
        self.table = pl.DataFrame(columns)

    def sums(self, name: str, values: tuple[str, ...]) -> int:
        """Per question: rows, skips, top, bottom, sum and sum of squares by month and by period and attribute."""
        wanted = [self.labels[name].index(value) for value in values]
        kept = self.table.lazy().filter(pl.col(name).is_in(wanted))
        plans = []
        for role, code in self.roles.items():
            mine = kept.filter(pl.col("role") == code)
            plans += self._cuts(mine, _question(role))
        plans += self._cuts(kept, [pl.len().alias("n"), pl.col("comment").sum().alias("with")])
        return sum(len(found) for found in pl.collect_all(plans))

    def cut(self, name: str, values: tuple[str, ...]) -> int:
        """One question's rows, top, bottom and sums by month, by two attributes, and by score."""
        wanted = [self.labels[name].index(value) for value in values]
        mine = self.table.lazy().filter(pl.col(name).is_in(wanted), pl.col("role") == self.roles["csat"])
        inside = mine.filter(pl.col("month").is_between(0, MONTHS - 1))
        keys = ("month", *self.setting.attributes[:2], "score")
        return sum(
            len(found) for found in pl.collect_all([inside.group_by(key).agg(_question("csat")) for key in keys])
        )

    def _cuts(self, rows: pl.LazyFrame, sums: list[pl.Expr]) -> list[pl.LazyFrame]:
        recent = rows.filter(pl.col("month") >= MONTHS - 24).with_columns(
            (pl.col("month") >= MONTHS - 12).alias("period")
        )
        by_attribute = [recent.group_by("period", attribute).agg(sums) for attribute in self.setting.attributes]
        return [rows.group_by("month").agg(sums), recent.group_by("period").agg(sums), *by_attribute]


def _question(role: str) -> list[pl.Expr]:
    score = pl.col("score")
    known = pl.when(score >= 0).then(score.cast(pl.Int32))
    return [
        pl.len().alias("n"),
        (score < 0).sum().alias("missing"),
        (score >= TOP[role]).sum().alias("top"),
        ((score <= BOTTOM[role]) & (score >= 0)).sum().alias("bottom"),
        known.sum().alias("sum"),
        (known * known).sum().alias("squares"),
    ]


def _months(days: np.ndarray, setting: Setting) -> np.ndarray:
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = (setting.whole.start.year - 1970) * 12 + setting.whole.start.month - 1
    return np.clip(months - first, -1, MONTHS).astype(np.int8)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


def measure(frame: Frame) -> list[Measured]:
    """Ours and the reference, alternating."""
    setting = Setting.of(frame)
    reference = Reference(setting)
    ours, theirs, second, groups = [], [], [], 0
    ours_cut, theirs_cut = [], []
    for at, (name, values) in zip(range(ROUNDS + 2), setting.filters(), strict=False):
        found: list[Estimate] = []
        mine = timed(lambda n=name, v=values, into=found: into.extend(everything(setting, n, v)))
        other = timed(lambda n=name, v=values: reference.sums(n, v))
        seen = visible(setting, name, values)
        robust = timed(lambda shown=seen: clustered(shown))
        mine_cut = timed(lambda n=name, v=values: cut(setting, n, v))
        other_cut = timed(lambda n=name, v=values: reference.cut(n, v))
        if at >= 2:  # the first rounds load columns
            ours_cut.append(mine_cut)
            theirs_cut.append(other_cut)
            ours.append(mine)
            theirs.append(other)
            second.append(robust)
            groups = sum(one.groups for one in found)
    note = f"{groups} numbers with intervals, {MONTHS} months, {len(setting.attributes)} breakdowns"
    return [
        Measured("filter change", median(ours), "ms", 100, 25, note),
        Measured("filter change / polars", ratio(ours, theirs), "x", 1.0, 0.3, f"polars {median(theirs):.0f} ms"),
        Measured(
            "a question cut by month, two attributes and score / polars",
            ratio(ours_cut, theirs_cut),
            "x",
            0.5,
            0.25,
            f"{median(ours_cut):.1f} ms against {median(theirs_cut):.1f} ms",
        ),
        Measured("clustered intervals and verdicts", median(second), "ms", 400, 100, "of what is visible"),
    ]


def run(workspace: Path) -> list[Measured]:
    """On the answers of a workspace."""
    from cxdesk.workspace.workspace import Workspace

    with Workspace.open(workspace) as opened:
        return measure(opened.frame())


def main() -> None:
    from tests.benchmarks.bars import table
    from tests.benchmarks.columns import million

    print(table(run(Path(sys.argv[1])) if len(sys.argv) > 1 else measure(million())))


if __name__ == "__main__":
    main()
