"""Scrolling through every comment of a large workspace: what a jump and a step cost, painted, pages fetched and all.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.bench_comments WORKSPACE [JUMPS [STEPS]]

Measured is processor time of the whole program, so that others who use the machine do not count.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from random import Random

from tests.benchmarks.bars import Measured, table

JUMPS, STEPS = 2000, 5000
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
    window.desk.brush(None)
    _until(lambda: not window.desk.jobs.busy(), ended)
    bar, rng = panel.list.verticalScrollBar(), Random(1)
    places = [rng.randrange(bar.maximum()) for _jump in range(jumps)]
    jumped = [_seen(panel, place) for place in places]
    start = rng.randrange(bar.maximum() // 2)
    row = panel.list.rowHeight(0)
    stepped = [_seen(panel, start + at * row) for at in range(steps)]
    listed = panel.list.listed
    window.close()
    window.desk.jobs.close()
    about = f"{listed:,} comments"
    return [
        Measured(
            f"p95 of {jumps:,} jumps, painted", p95(jumped), "ms", MUST, GOAL, f"{about}, longest {max(jumped):.0f} ms"
        ),
        Measured(
            f"p95 of {steps:,} steps, painted",
            p95(stepped),
            "ms",
            MUST,
            GOAL,
            f"{about}, longest {max(stepped):.0f} ms",
        ),
    ]


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


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[2:4]]
    print(table(run(Path(sys.argv[1]), *given)))
