"""The whole catalogue on a workspace of every size a company of 50,000 customers has: 1,000,000 answers, 1,000,000
events, 300,000 orders, 200,000 tickets and 50,000 subscriptions over 36 months.

Measured with the columns loaded and the views of the data made once, as after opening a workspace: all metrics for one
period with the one before; and for every metric a trend of 36 months, of which the five slowest are printed. What
making the views costs (the first question after an import) is told beside it. CPU time of the process.

All of it twice: once with whole prices, hours and seats, which repeat; once with every amount, time and count drawn
to the last digit, so that hardly two are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.frame import Frame
from cxdesk.frame.zone import DAY, day_number
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, Result, Session, evaluate
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metrics
from cxdesk.store.batches import ImportInfo, merge_all
from cxdesk.store.staging import Staged, StagingWriter
from cxdesk.workspace.workspace import Workspace
from tests.benchmarks.bars import Measured

ANSWERS, EVENTS, ORDERS, TICKETS, SUBSCRIPTIONS = 1_000_000, 1_000_000, 300_000, 200_000, 50_000
PEOPLE = 50_000
SPAN = Period(date(2023, 1, 1), date(2026, 1, 1))
NOW, BEFORE = Period(date(2025, 12, 1), date(2026, 1, 1)), Period(date(2025, 11, 1), date(2025, 12, 1))
FIRST = day_number(SPAN.start)
UNIT = 10_000
BLOCK = 65_536
ROUNDS = 3
ROLES = (("nps", "0-10", 11), ("csat", "1-5", 5), ("ces", "1-7", 7), ("return_intent", "1-5", 5))
Columns = dict[str, np.ndarray]


@dataclass
class Block:
    """Rows of one kind as conversion hands them over."""

    kind: str
    n: int
    columns: Mapping[str, Sequence[Any]]
    line: Sequence[int]
    row_hash: Sequence[int]
    extra: Sequence[str | None]
    problems: tuple[()] = ()
    blank: int = 0
    rejected: int = 0
    written: tuple[()] = ()
    unread: Mapping[int, Sequence[str]] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def key_hash(self) -> Sequence[int]:
        return self.row_hash

    @property
    def read(self) -> int:
        return self.n


@dataclass(frozen=True)
class Draw:
    """Where amounts and times come from: whole ones, or with `own` each to the last digit that is stored."""

    random: np.random.Generator
    own: bool

    def between(self, low: int, high: int, size: int, unit: int) -> np.ndarray:
        """Stored units from `low` to `high` times `unit`."""
        if self.own:
            return self.random.integers(low * unit, high * unit, size)
        return self.random.integers(low, high, size) * unit


def workspace(folder: Path, own: bool = False) -> Path:
    """The workspace, made once and kept; with `own` hardly two amounts are the same."""
    path = folder / ("catalogue-own.cxdesk" if own else "catalogue.cxdesk")
    if not path.exists():
        _make(folder, path, own)
    return path


def _make(folder: Path, path: Path, own: bool) -> None:
    draft, aside = path.with_suffix(".making.cxdesk"), folder / "catalogue-staged"
    draft.unlink(missing_ok=True)
    rmtree(aside, ignore_errors=True)
    with Workspace.create(draft) as made:
        made.set_setting("zone", "Europe/Paris")
        for kind, columns in _tables(Draw(np.random.default_rng(11), own)):
            place = aside / kind
            place.mkdir(parents=True)
            merge_all(made.database, [(_staged(place, kind, columns), ImportInfo(f"{kind}.csv", sha256=kind))])
    rmtree(aside)
    draft.rename(path)


def _staged(folder: Path, kind: str, columns: Columns) -> Staged:
    writer = StagingWriter(folder, kind)
    size = len(next(iter(columns.values())))
    for start in range(0, size, BLOCK):
        part = slice(start, min(start + BLOCK, size))
        lines = list(range(part.start + 2, part.stop + 2))
        hashes = [(line * 0x9E3779B97F4A7C15 + 1) % (1 << 63) for line in lines]
        cells = {name: column[part].tolist() for name, column in columns.items()}
        writer.add(Block(kind, len(lines), cells, lines, hashes, [None] * len(lines)))
    return writer.finish()


def _tables(amounts: Draw) -> Iterator[tuple[str, Columns]]:
    """Kind and columns, customers first."""
    draw = amounts.random
    people = np.array([f"C{i:06d}" for i in range(PEOPLE)], object)
    joined = np.sort(draw.integers(FIRST - 400, FIRST + SPAN.days, PEOPLE))
    yield (
        "customer",
        {
            "customer": people,
            "segment": _one_of(draw, PEOPLE, "segment", 5),
            "country": _one_of(draw, PEOPLE, "country", 20),
            "plan": _one_of(draw, PEOPLE, "plan", 4),
            "created_at": joined * DAY,
        },
    )
    yield "answer", _answers(draw, people)
    yield "usage_event", _events(amounts, people)
    yield "order", _orders(amounts, people)
    yield "ticket", _tickets(amounts, people)
    yield "subscription", _subscriptions(amounts, people, joined)
    yield "cost", _costs(amounts)


def _one_of(draw: np.random.Generator, size: int, name: str, count: int) -> np.ndarray:
    return np.array([f"{name} {i}" for i in range(count)], object)[draw.integers(0, count, size)]


def _moments(draw: np.random.Generator, size: int) -> np.ndarray:
    return np.sort(draw.integers(FIRST * DAY, (FIRST + SPAN.days) * DAY, size))


def _answers(draw: np.random.Generator, people: np.ndarray) -> Columns:
    role = draw.choice(len(ROLES), ANSWERS, p=[0.4, 0.3, 0.2, 0.1])
    top = np.array([points for _name, _scale, points in ROLES])[role]
    missing = draw.random(ANSWERS) < 0.03
    score = (np.sqrt(draw.random(ANSWERS)) * top).astype(int) + np.array([0, 1, 1, 1])[role]
    return {
        "response": np.array([f"R{i:07d}" for i in range(ANSWERS)], object),
        "question": np.array([f"question {name}" for name, _scale, _points in ROLES], object)[role],
        "role": np.array([name for name, _scale, _points in ROLES], object)[role],
        "scale": np.array([scale for _name, scale, _points in ROLES], object)[role],
        "score": np.where(missing, None, score.astype(object)),
        "status": missing.astype(int),
        "submitted_at": _moments(draw, ANSWERS),
        "customer": people[draw.integers(0, PEOPLE, ANSWERS)],
        "channel": _one_of(draw, ANSWERS, "channel", 5),
        "comment": np.where(draw.random(ANSWERS) < 0.1, "was good enough for me", None),
    }


def _events(amounts: Draw, people: np.ndarray) -> Columns:
    names = np.array(["login", "report", "export", "share", "add_to_cart", "purchase"], object)
    draw = amounts.random
    found: Columns = {
        "event_id": np.array([f"E{i:07d}" for i in range(EVENTS)], object),
        "person": people[(PEOPLE * draw.random(EVENTS) ** 2).astype(int)],
        "at": _moments(draw, EVENTS),
        "name": names[draw.choice(6, EVENTS, p=[0.4, 0.2, 0.15, 0.1, 0.1, 0.05])],
        "feature": _one_of(draw, EVENTS, "feature", 12),
        "platform": _one_of(draw, EVENTS, "platform", 3),
    }
    if amounts.own:
        found["session"] = np.array([f"V{i:06d}" for i in range(EVENTS // 4)], object)[np.arange(EVENTS) // 4]
        found["duration"] = draw.exponential(60, EVENTS)
        found["count"] = draw.integers(1, 100_000, EVENTS).astype(float)
    return found


def _orders(amounts: Draw, people: np.ndarray) -> Columns:
    draw = amounts.random
    return {
        "order": np.array([f"O{i:06d}" for i in range(ORDERS)], object),
        "customer": people[(PEOPLE * draw.random(ORDERS) ** 1.5).astype(int)],
        "placed_at": _moments(draw, ORDERS),
        "status": np.array(["paid", "fulfilled", "cancelled"], object)[draw.choice(3, ORDERS, p=[0.3, 0.65, 0.05])],
        "net_amount": amounts.between(5, 300, ORDERS, UNIT),
        "cogs": amounts.between(1, 5, ORDERS, UNIT),
        "currency": np.full(ORDERS, "EUR", object),
        "channel": _one_of(draw, ORDERS, "channel", 4),
        "category": _one_of(draw, ORDERS, "category", 10),
    }


def _tickets(amounts: Draw, people: np.ndarray) -> Columns:
    draw = amounts.random
    created = _moments(draw, TICKETS)
    hour = DAY // 24
    answered = created + amounts.between(1, 30, TICKETS, hour)
    solved = answered + amounts.between(1, 200, TICKETS, hour)
    done = draw.random(TICKETS) < 0.95
    return {
        "ticket": np.array([f"T{i:06d}" for i in range(TICKETS)], object),
        "customer": people[draw.integers(0, PEOPLE, TICKETS)],
        "created_at": created,
        "first_response_at": answered,
        "first_resolved_at": np.where(done, solved, None),
        "resolved_at": np.where(done, solved, None),
        "status": np.where(done, "solved", "open").astype(object),
        "channel": _one_of(draw, TICKETS, "channel", 4),
        "category": _one_of(draw, TICKETS, "category", 15),
        "priority": _one_of(draw, TICKETS, "priority", 3),
        "agent": _one_of(draw, TICKETS, "agent", 40),
        "reopen_count": (draw.random(TICKETS) < 0.1).astype(float),
    }


def _subscriptions(amounts: Draw, people: np.ndarray, joined: np.ndarray) -> Columns:
    """One to each customer, two thirds of them still running."""
    draw = amounts.random
    ended = joined + draw.geometric(1 / 900, SUBSCRIPTIONS)
    over = ended < FIRST + SPAN.days
    found = {
        "subscription": np.array([f"S{i:05d}" for i in range(SUBSCRIPTIONS)], object),
        "customer": people,
        "plan": _one_of(draw, SUBSCRIPTIONS, "plan", 4),
        "started_on": joined,
        "ended_on": np.where(over, ended.astype(object), None),
        "amount": amounts.between(10, 200, SUBSCRIPTIONS, UNIT),
        "interval": np.full(SUBSCRIPTIONS, "month", object),
        "currency": np.full(SUBSCRIPTIONS, "EUR", object),
        "cancel_kind": np.where(over, "voluntary", None),
    }
    if amounts.own:
        found["quantity"] = draw.integers(1, 5000, SUBSCRIPTIONS).astype(float)
    return found


def _costs(amounts: Draw) -> Columns:
    months = np.array([day_number(unit) for unit in _months()])
    categories = ("acquisition", "retention", "service", "cogs", "cx_programme")
    size = (len(months) - 1) * len(categories)
    return {
        "cost_id": np.array([f"K{i}" for i in range(size)], object),
        "from": np.repeat(months[:-1], len(categories)),
        "to": np.repeat(months[1:], len(categories)),
        "amount": amounts.between(1000, 9000, size, UNIT),
        "currency": np.full(size, "EUR", object),
        "category": np.tile(np.array(categories, object), len(months) - 1),
    }


def _months() -> list[date]:
    return [date(2023 + n // 12, n % 12 + 1, 1) for n in range(37)]


def look(found: Result) -> None:
    """What a card and its trend read: values, intervals as given at once, flags, counts."""
    if isinstance(found, Unavailable):
        return
    for estimate in found.values():
        _read = (estimate.value, estimate.low, estimate.high, estimate.counts, estimate.flag_table)


def compared(frame: Frame, asked: Sequence[Metric]) -> None:
    """Every metric for one period and the one before."""
    session = Session(frame)
    for metric in asked:
        look(evaluate(metric, frame, Ask(periods=(BEFORE, NOW)), session))


def course(frame: Frame, metric: Metric) -> None:
    """36 months of one metric."""
    look(evaluate(metric, frame, Ask(range=SPAN, grain=Grain.MONTH)))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    start = process_time()
    work()
    return 1000 * (process_time() - start)


def measure(frame: Frame, told: str = "") -> list[Measured]:
    """One line for the catalogue, one for the first time, five for the slowest trends; `told` is said of each."""
    asked = list(metrics().values())
    first = timed(lambda: compared(frame, asked))
    whole = median(timed(lambda: compared(frame, asked)) for _ in range(ROUNDS))
    found = [Measured(f"catalogue of {len(asked)} metrics, one period and the one before", whole, "ms", 2000, 1000)]
    found.append(Measured("the same, first after opening (makes every view)", first, "ms", 60_000, 20_000))
    costs = {one.id: _trend(frame, one) for one in asked}
    slowest = sorted(costs, key=lambda name: -costs[name])[:5]
    found += [Measured(f"36 months of {name}", costs[name], "ms", 300, 50) for name in slowest]
    return [replace(one, note=told) for one in found]


def _trend(frame: Frame, metric: Metric) -> float:
    course(frame, metric)
    return median(timed(lambda: course(frame, metric)) for _ in range(ROUNDS))


def run(folder: Path) -> list[Measured]:
    """The lines of `measure` for amounts that repeat and for amounts of which hardly two are the same."""
    found: list[Measured] = []
    for own, told in ((False, ""), (True, "every amount its own")):
        with Workspace.open(workspace(folder, own), read_only=True) as opened:
            found += measure(opened.frame(), told)
    return found
