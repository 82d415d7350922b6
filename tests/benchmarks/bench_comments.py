"""Scrolling through every comment of a large workspace: what a jump and a step cost, painted, pages fetched and all.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.bench_comments WORKSPACE [JUMPS [STEPS]] [--json]

Measured is processor time of the whole program, so that others who use the machine do not count. Opening and jumping
are also held against Qt's own table over the same comments (`plain_table.py`). With --json one JSON list is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from random import Random
from statistics import median

from cxdesk.app.models.comments import PAGE
from cxdesk.domain.query import Selection
from tests.benchmarks import plain_table
from tests.benchmarks.bars import Measured, ratio, table

JUMPS, STEPS = 2000, 5000
ROUNDS, TURNS = 7, 300  # beside a plain table
MUST, GOAL = 16.0, 8.0  # ms


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def run(workspace: Path, jumps: int = JUMPS, steps: int = STEPS) -> list[Measured]:
    """Jumps to any place and steps of one row, each until the rows in sight are there and painted."""
    from cxdesk.app.docks.comments import CommentsPanel
    from tests.benchmarks.in_window import _window

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    window = _window(workspace)
    window.furnish()
    panel = window.panel("comments")
    assert isinstance(panel, CommentsPanel)
    window.desk.open(workspace)
    ended = window.desk.jobs.ended
    _until(lambda: panel.list.listed > 0 and not window.desk.jobs.busy(), ended)
    board = window.desk.board
    assert board is not None
    window.desk.ask(board.query.with_(selection=Selection("comment_rate")))  # every answer, and so every comment
    window.desk.brush(None)
    _until(lambda: not window.desk.jobs.busy(), ended)
    bar, rng = panel.list.verticalScrollBar(), Random(1)
    places = [rng.randrange(bar.maximum()) for _jump in range(jumps)]
    jumped = [_seen(panel, place) for place in places]
    start = rng.randrange(bar.maximum() // 2)
    row = panel.list.rowHeight(0)
    stepped = [_seen(panel, start + at * row) for at in range(steps)]
    about = f"{panel.list.listed:,} comments"
    found = [_told(f"{jumps:,} jumps", jumped, about), _told(f"{steps:,} steps", stepped, about)]
    found += _beside_plain(panel, workspace)
    window.close()
    window.desk.jobs.close()
    return found


def _told(what: str, times: list[float], about: str) -> Measured:
    note = f"{about}, longest {max(times):.0f} ms"
    return Measured(f"p95 of {what}, painted", p95(times), "ms", MUST, GOAL, note)


def _beside_plain(panel, workspace: Path) -> list[Measured]:  # type: ignore[no-untyped-def]
    """Opening and jumping, in turns with a plain table of the same comments and size."""
    listed, rng = panel.found, Random(2)
    model = plain_table.Paged(workspace, listed.ids)
    opened: tuple[list[float], list[float]] = ([], [])
    jumped: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        panel.list.show_found(None, "")
        opened[0].append(_taken(lambda: _open(panel, listed)))
        opened[1].append(_taken(lambda: plain_table.opened(model, panel.list.size()).close()))
    view = plain_table.opened(model, panel.list.size())
    for _jump in range(TURNS):
        share = rng.random()
        jumped[0].append(_seen(panel, int(share * panel.list.verticalScrollBar().maximum())))
        jumped[1].append(_taken(lambda share=share: plain_table.jump(view, share)))  # type: ignore[misc]
    view.close()
    model.close()
    return [
        _against("comments opened", *opened, must=2.0, goal=1.2),
        _against("a jump in them", *jumped, must=1.3, goal=1.2),
    ]


def _against(what: str, ours: list[float], theirs: list[float], must: float, goal: float) -> Measured:
    note = f"{median(ours):.1f} ms against {median(theirs):.1f} ms"
    return Measured(f"{what} / a plain table paged by ids", ratio(ours, theirs), "x", must, goal, note)


def _open(panel, listed) -> None:  # type: ignore[no-untyped-def]
    """As the panel does when an answer comes: its first page comes with it."""
    first = panel.desk.workspace.comment_page(listed, 0, PAGE)
    panel.list.show_found(listed, "", first)
    panel.list.viewport().repaint()


def _taken(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def _seen(panel, place: int) -> float:  # type: ignore[no-untyped-def]
    """Milliseconds of processor time until the rows at a place are painted with their texts."""
    began = time.process_time()
    panel.list.verticalScrollBar().setValue(place)
    panel.list.viewport().repaint()
    _until(lambda: _here(panel), panel.list.comments.dataChanged)
    panel.list.viewport().repaint()
    return 1000 * (time.process_time() - began)


def _here(panel) -> bool:  # type: ignore[no-untyped-def]
    first = max(panel.list.rowAt(0), 0)
    last = panel.list.rowAt(panel.list.viewport().height() - 1)
    return all(panel.list.comments.comment(row) is not None for row in (first, last if last >= 0 else first))


def _until(met, signal) -> None:  # type: ignore[no-untyped-def]
    """Let the program go on until something is so; it is looked at whenever `signal` comes."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    signal.connect(loop.quit)
    while not met():
        loop.exec()
    signal.disconnect(loop.quit)


def in_own_process(workspace: Path) -> list[Measured]:
    """The same, in a fresh process with a window."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_comments", str(workspace), "--json"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return [Measured(**one) for one in json.loads(done.stdout.strip().splitlines()[-1])]


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[2:4] if text.isdigit()]
    measured = run(Path(sys.argv[1]), *given)
    print(json.dumps([asdict(one) for one in measured]) if "--json" in sys.argv else table(measured))
