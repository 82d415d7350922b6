"""Start of the window, opening of a large workspace, how long the UI thread is ever blocked.

Each figure comes from a fresh process, offscreen, alternating with its reference.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.benchmarks.bars import Measured, ratio

ROUNDS = 5


def run(folder: Path, workspace: Path, small: Path) -> list[Measured]:
    return [_first_window(folder, small), *_large(folder, workspace)]


def _first_window(folder: Path, workspace: Path) -> Measured:
    """Until the cards of the last time are painted; the workspace was opened once before, so that it has them."""
    for what in ("open", "empty"):
        _timed(folder, what, workspace)
    empty, ours = [], []
    for _round in range(ROUNDS):
        empty.append(_timed(folder, "empty", workspace)["seconds"])
        ours.append(_timed(folder, "first", workspace)["seconds"])
    note = f"{1000 * median(ours):.0f} ms against {1000 * median(empty):.0f} ms"
    return Measured(
        "first window with the last known cards, against an empty one", ratio(ours, empty), "x", 1.3, 1.15, note
    )


def _large(folder: Path, workspace: Path) -> list[Measured]:
    opened = [_timed(folder, "open", workspace) for _round in range(ROUNDS)]
    seconds = median(one["seconds"] for one in opened)
    blocked = _timed(folder, "heartbeat", workspace)
    return [
        Measured(
            "workspace of 1,000,000 answers to a live dashboard",
            seconds,
            "s",
            1.5,
            0.5,
            "from the start of the program",
        ),
        Measured(
            "UI thread blocked while filters change",
            blocked["filter"],
            "ms",
            100,
            50,
            f"p99 {blocked['filter_p99']:.0f} ms",
        ),
        Measured(
            "UI thread blocked while a file is imported",
            blocked["import"],
            "ms",
            100,
            50,
            f"p99 {blocked['import_p99']:.0f} ms",
        ),
    ]


def _timed(folder: Path, what: str, workspace: Path) -> dict[str, float]:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
        "CXDESK_PROFILE": str(folder / "profile"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),  # modules come compiled, as from an installer
    }
    command = [sys.executable, "-m", "tests.benchmarks.in_window", what, str(workspace), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=600)
    if done.returncode:
        raise RuntimeError(f"{what}: {done.stderr[-3000:]}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))
