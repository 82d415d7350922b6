"""Figures per month, which of them are not what they were, and which rows are the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import isclose

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.kinds import Source, Type
from cxdesk.domain.periods import Grain, Period, unit_of
from cxdesk.domain.query import Query
from cxdesk.domain.restatement import MonthFigure, Moved
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.frame.zone import day_number, day_of
from cxdesk.metrics.definitions import definition
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metrics
from cxdesk.system.progress import Progress

Key = tuple[str, str, str]  # metric, measure, month
Months = Mapping[str, int]  # month → rows


def month_figures(frame: Frame, progress: Progress | None = None, only: str = "") -> tuple[list[MonthFigure], str]:
    """Every measure of every metric that the data allow, for every month of the data; and the day they reach. `only`
    names the one metric that is asked about.

    It can be cancelled between two metrics.
    """
    inquiry = Inquiry(Query(grain=Grain.MONTH), frame, everything=True)
    found: list[MonthFigure] = []
    for metric in inquiry.metrics:
        if progress is not None:
            progress.check()
        if only in ("", metric.id):
            found += _of_metric(inquiry, metric)
    return found, inquiry.as_of.isoformat() if inquiry.as_of else ""


def _of_metric(inquiry: Inquiry, metric: Metric) -> Iterator[MonthFigure]:
    asked = inquiry.course(metric)
    if not isinstance(asked, Asked):
        return
    version = definition(metric, inquiry.frame).version
    months = [period.start.isoformat() for period in asked.periods]
    for measure, estimate in asked.estimates.items():
        for month, value, n in zip(months, estimate.value.tolist(), estimate.n.tolist(), strict=True):
            usable, rows = value == value and abs(value) != float("inf"), n if n == n else 0
            if usable or rows:
                yield MonthFigure(metric.id, version, measure, month, value if usable else None, int(rows))


def moved(before: Iterable[MonthFigure], after: Iterable[MonthFigure], as_of: str) -> list[Moved]:
    """What is another value, or of another number of rows, than before; months that were not there yet are none."""
    old, new = ({(f.metric, f.measure, f.month): f for f in figures} for figures in (before, after))
    if not old:
        return []
    last = max(month for _metric, _measure, month in old)
    keys = [key for key in dict.fromkeys([*old, *new]) if key[2] <= last and not _same(old.get(key), new.get(key))]
    return [_moved(key, old.get(key), new.get(key), as_of) for key in sorted(keys)]


def _same(one: MonthFigure | None, other: MonthFigure | None) -> bool:
    if one is None or other is None:
        return one is other
    if one.value is None or other.value is None:
        return one.value is other.value and one.n == other.n
    return one.n == other.n and isclose(one.value, other.value, rel_tol=1e-9, abs_tol=1e-9)


def _moved(key: Key, before: MonthFigure | None, after: MonthFigure | None, as_of: str) -> Moved:
    name, measure, start = key
    metric = metrics().get(name)
    month = unit_of(date.fromisoformat(start), Grain.MONTH)
    running = bool(as_of) and month.contains(date.fromisoformat(as_of)) and date.fromisoformat(as_of) < month.last
    if metric is None:
        return Moved(name, measure, name, "", 2, month, before, after, running)
    title, unit = metric.title_of(measure), metric.unit_of(measure)
    return Moved(name, measure, title, unit, metric.decimals_of(measure), month, before, after, running)


def late_rows(metric: Metric, frame: Frame, batch: int) -> Months:
    """Rows by month that an import added to what the metric reads."""
    found: Counter[str] = Counter()
    for source in _sources(metric, frame):
        rows = frame.rows(source, _anchor(metric, source))
        mine = _column(frame, source.kind, "batch")[rows.index] == batch
        found.update(_months(rows.days[mine]))
    return found


def changed_rows(
    metric: Metric, frame: Frame, changed: Mapping[str, Sequence[tuple[int, Mapping[str, object]]]]
) -> Months:
    """Rows by month that an import gave otherwise, in the month where they are and in the one where they were.

    `changed`: kind → (row id, fields as they stood).
    """
    found: Counter[str] = Counter()
    for source in _sources(metric, frame):
        before = dict(changed.get(source.kind, ()))
        if not before:
            continue
        at = _anchor(metric, source)
        rows = frame.rows(source, at)
        ids = _column(frame, source.kind, "row_id")[rows.index]
        here = np.isin(ids, np.fromiter(before, np.int64))
        for row_id, day in zip(ids[here].tolist(), rows.days[here].tolist(), strict=True):
            was = _day_before(frame, source.kind, at, before[row_id])
            found.update({month for one in (day, was) for month in _months(np.array([one]))})
    return found


def kinds_read(metric: Metric) -> frozenset[str]:
    """The kinds of imported rows behind a metric."""
    return frozenset(metric.kinds)


def _sources(metric: Metric, frame: Frame) -> list[Source]:
    """The plain sources of a metric; behind views, and metrics made of others, all rows of the kinds they read."""
    found = [one for one in metric.sources if isinstance(one, Source)]
    plain = {one.kind for one in found}
    found += [Source(kind) for kind in metric.kinds if kind not in plain]
    return [one for one in found if frame.size(one.kind)]


def _anchor(metric: Metric, source: Source) -> str | None:
    return metric.at if source in metric.sources else None


def _column(frame: Frame, kind: str, name: str) -> np.ndarray:
    column = frame.column(kind, name)
    assert isinstance(column, np.ndarray)
    return column


def _day_before(frame: Frame, kind: str, at: str | None, fields: Mapping[str, object]) -> int:
    """The local day by which a row was dated before it was changed; NO_DAY where that is not known."""
    declared = frame.declared(kind)
    name = at or declared.at or ""
    value = fields.get(name)
    if not isinstance(value, int) or not declared.has(name):
        return NO_DAY
    if declared.field(name).type is Type.DATE:
        return value
    if value == NO_INSTANT:
        return NO_DAY
    return int(frame.zone.days(np.array([value], np.int64))[0])


def _months(days: np.ndarray) -> Counter[str]:
    """Days by month (its first day, ISO); days that are none are left out."""
    known, counts = np.unique(days[days != NO_DAY], return_counts=True)
    found: Counter[str] = Counter()
    for day, n in zip(known.tolist(), counts.tolist(), strict=True):
        found[day_of(day).replace(day=1).isoformat()] += n
    return found


def month_of(period: Period) -> str:
    """The name of a month in these tables."""
    return day_of(day_number(period.start)).isoformat()
