"""100,000 customers, half of them known to one file by id and to another by e-mail: finding, merging, reading."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cxdesk.domain.identity import Strength
from cxdesk.frame.codes import Codes
from cxdesk.store.frames import FrameLoader
from cxdesk.workspace.workspace import Workspace
from tests.benchmarks.bars import Measured
from tests.store.builders import Desk, answer

PEOPLE, MERGES, TIMES = 50_000, 10_000, 5
SYLLABLES = ("po", "pe", "scu", "mar", "tin", "du", "pont", "ru", "sso", "ga", "vri", "bal", "can", "le", "fe", "vre")


def run() -> list[Measured]:
    """Processor seconds, so that others at work beside it do not count."""
    with tempfile.TemporaryDirectory() as folder:
        desk = _filled(Path(folder))
        workspace = Workspace(desk.database)
        without = min(_reading(desk) for _each in range(TIMES))
        found, finding = _timed(workspace.suggestions)
        sure = [one for one in found if one.strength is Strength.SURE][:MERGES]
        _done, merging = _timed(lambda: workspace.merge_suggested(sure, lambda _one: ""))
        beside = min(_reading(desk) for _each in range(TIMES))
        workspace.close()
    return [
        Measured("who may be one, 100,000 customers", finding, "s", must=20.0, goal=10.0),
        Measured(f"{len(sure):,} merges", merging, "s", must=5.0, goal=1.0),
        Measured("what merges add to reading 100,000 customers", (beside - without) * 1000, "ms", must=50.0, goal=25.0),
    ]


def _filled(folder: Path) -> Desk:
    chance = random.Random(4)
    names = ["".join(chance.choices(SYLLABLES, k=3)).title() for _each in range(20_000)]
    records, answers = [], []
    for number in range(PEOPLE):
        name = f"{chance.choice(names)} {chance.choice(names)}"
        mail = f"{name.replace(' ', '.').lower()}{number}@x.ro"
        records.append({"customer": str(10_000 + number), "name": name, "email": mail, "country": "RO"})
        when = 1_700_000_000_000_000 + number * 60_000_000
        answers.append({**answer(str(number), 9.0), "customer": mail.upper(), "submitted_at": when})
    desk = Desk(folder)
    desk.put("customer", records)
    desk.put("answer", answers)
    return desk


def _reading(desk: Desk) -> float:
    """Seconds until the first column of customers is there."""
    loader = FrameLoader(desk.database)
    try:
        column, seconds = _timed(lambda: loader.column("answer", "customer"))
        assert isinstance(column, Codes)
        return seconds
    finally:
        loader.close()


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    found = work()
    return found, time.process_time() - begun
