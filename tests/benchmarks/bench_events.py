"""Daily and monthly active people of 5,000,000 events of 60,000 people (8 per person-day) over a year: daily counts of
365 days and monthly ones of 12 months after every change of filter, beside polars counting the same.

    python -m tests.benchmarks.bench_events

Three sorts of filters, because they ask different things of the rows: by people (their plan), by event name, by another
column of the events (the feature). Every round asks another filter. CPU time of the process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from time import process_time
from typing import Any

import numpy as np
import polars as pl

from cxdesk.domain.errors import NotFound
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.kinds import kind
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.scales import Scale
from cxdesk.domain.themes import Theme
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_INSTANT, UNKNOWN_BOOL, BatchInfo, Tagged
from cxdesk.frame.zone import DAY, day_number
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, Session, evaluate
from cxdesk.metrics.registry import metric_of
from tests.benchmarks.bars import Measured, ratio

SIZE = 5_000_000
PEOPLE = 60_000
PER_DAY = 8
YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
FIRST = day_number(YEAR.start)
NAMES, FEATURES, PLANS = 12, 12, 8
ROUNDS = 7


class GeneratedEvents:
    """Events of people who come on days of their own, each with a name and a feature; people with a plan."""

    def __init__(self, size: int = SIZE, people: int = PEOPLE, seed: int = 5) -> None:
        draw = np.random.default_rng(seed)
        days = YEAR.days
        visits = size // PER_DAY
        person = draw.integers(0, people, visits).astype(np.int32)
        day = draw.integers(0, days, visits)
        visit = draw.integers(0, visits, size)
        at = (day[visit] + FIRST) * DAY + draw.integers(0, DAY, size)
        order = np.argsort(at)
        labels = [f"P{i:06d}" for i in range(people)]
        self.columns: Mapping[tuple[str, str], Any] = {
            ("usage_event", "person"): Codes(person[visit][order], labels),
            ("usage_event", "at"): at[order],
            ("usage_event", "name"): Codes(
                draw.integers(0, NAMES, size).astype(np.int32), [f"event {i}" for i in range(NAMES)]
            ),
            ("usage_event", "feature"): Codes(
                draw.integers(0, FEATURES, size).astype(np.int32), [f"feature {i}" for i in range(FEATURES)]
            ),
            ("customer", "customer"): Codes(np.arange(people, dtype=np.int32), labels),
            ("customer", "plan"): Codes(
                draw.integers(0, PLANS, people).astype(np.int32), [f"plan {i}" for i in range(PLANS)]
            ),
        }
        self.sizes = {"usage_event": size, "customer": people}
        self.labels = labels

    def size(self, kind_name: str) -> int:
        return self.sizes.get(kind_name, 0)

    def column(self, kind_name: str, name: str) -> np.ndarray | Codes:
        found = self.columns.get((kind_name, name))
        return self._empty(kind_name, name) if found is None else found

    def _empty(self, kind_name: str, name: str) -> np.ndarray | Codes:
        size = self.size(kind_name)
        if name in ("row_id", "line"):
            return np.arange(1, size + 1, dtype=np.int64)
        if name == "batch":
            return np.ones(size, np.int64)
        if name.endswith(":floating"):
            return np.zeros(size, bool)
        if not kind(kind_name).has(name):
            raise NotFound(f"{kind_name}.{name}")
        field = kind(kind_name).field(name)
        if field.type in ("text", "label", "ref"):
            return Codes(np.full(size, -1, np.int32), self.labels if field.ref == "customer" else ())
        if field.type == "bool":
            return np.full(size, UNKNOWN_BOOL, np.uint8)
        return np.full(size, NO_INSTANT, np.int64) if field.type == "instant" else np.full(size, np.nan)

    def attributes(self, kind_name: str) -> Sequence[str]:
        return []

    def scales(self) -> Sequence[Scale]:
        return ()

    def themes(self) -> Sequence[Theme]:
        return ()

    def tagged(self) -> Mapping[int, Tagged]:
        return {}

    def batches(self) -> Sequence[BatchInfo]:
        return [BatchInfo(1, "generated.csv", kinds=("usage_event", "customer"))]

    def claims(self, kind: str) -> Mapping[int, np.ndarray]:
        return {}

    def settings(self) -> Mapping[str, Any]:
        return {"zone": "UTC"}


def active(frame: Frame, filters: tuple[Condition, ...]) -> tuple[int, int]:
    """Person-days and person-months of the year, by day and by month."""
    session, found = Session(frame), []
    for name, grain in (("dau", Grain.DAY), ("mau", Grain.MONTH)):
        result = evaluate(metric_of(name), frame, Ask(filters, range=YEAR, grain=grain), session)
        assert not isinstance(result, Unavailable), result
        found.append(int(np.nansum(next(iter(result.values())).value)))
    return found[0], found[1]


class Reference:
    """The same columns in polars."""

    def __init__(self, made: GeneratedEvents) -> None:
        day = (made.columns["usage_event", "at"] // DAY).astype(np.int32)
        months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        codes = {name: made.columns["usage_event", name].codes for name in ("person", "name", "feature")}
        plan = made.columns["customer", "plan"].codes[codes["person"]]
        self.table = pl.DataFrame(
            {
                "day": (day - FIRST).astype(np.int16),
                "month": (months - months.min()).astype(np.int8),
                **codes,
                "plan": plan,
            }
        )

    def active(self, column: str, values: Sequence[int]) -> tuple[int, int]:
        kept = self.table.lazy().filter(pl.col(column).is_in(list(values))) if column else self.table.lazy()
        plans = [kept.group_by(by).agg(pl.col("person").n_unique()) for by in ("day", "month")]
        days, months = (int(found["person"].sum()) for found in pl.collect_all(plans))
        return days, months


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    start = process_time()
    work()
    return 1000 * (process_time() - start)


def rounds(frame: Frame, reference: Reference, column: str, label: str, values: int) -> tuple[list[float], list[float]]:
    """Ours and polars, one after the other; the same numbers must come out."""
    ours, theirs = [], []
    for at in range(ROUNDS + 1):
        chosen = [(at + step) % values for step in range(values // 2)]
        condition = Condition(column, Op.IS, tuple(f"{label} {value}" for value in chosen))
        filters = (condition,) if column else ()
        if at == 0:
            assert active(frame, filters) == reference.active(column, chosen)  # loads columns as well
            continue
        ours.append(timed(lambda filters=filters: active(frame, filters)))
        theirs.append(timed(lambda chosen=chosen: reference.active(column, chosen)))
    return ours, theirs


def measure(made: GeneratedEvents) -> list[Measured]:
    """One line per sort of filter, and what making the view once costs."""
    frame = Frame.of(1, made)
    reference = Reference(made)
    first = timed(lambda: active(frame, ()))
    found = [Measured("5 M events: first count of active people", first, "ms", 3000, 1500, "makes the view")]
    bars = (
        ("unfiltered", "", "", 1, 0.25, 0.05),
        ("filtered by people", "plan", "plan", PLANS, 0.25, 0.05),
        ("by event name", "name", "event", NAMES, 0.5, 0.2),
        ("by another event column", "feature", "feature", FEATURES, 1.2, 0.8),
    )
    for work, column, label, values, must, goal in bars:
        ours, theirs = rounds(frame, reference, column, label, values)
        note = f"{np.median(ours):.0f} ms, polars {np.median(theirs):.0f} ms"
        found.append(Measured(f"DAU and MAU {work} / polars", ratio(ours, theirs), "x", must, goal, note))
    return found


def main() -> None:
    from tests.benchmarks.bars import table

    print(table(measure(GeneratedEvents())))


if __name__ == "__main__":
    main()
