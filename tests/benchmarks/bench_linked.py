"""How soon every dock is current after a brush, a click on a group, on a point, on another card, at 1,000,000 answers.

Docks that are not in sight ask nothing; each of `DOCKS` is brought to the front once. What is held against the bar is
the processor time of the whole program, every thread of it, so that others who use the machine do not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.benchmarks.bars import Measured

DOCKS = ("why", "distribution", "journey", "customers", "receipt")
SAID = {"brush": "a period is brushed", "row": "a group is clicked", "point": "a point is clicked", "card": "a card"}
MUST, GOAL = 100.0, 50.0  # ms


def run(folder: Path, workspace: Path) -> list[Measured]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CXDESK_PROFILE": str(folder / "profile")}
    command = [sys.executable, "-m", "tests.benchmarks.linking", str(workspace), *DOCKS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=1200)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found: dict[str, dict[str, list[list[float]]]] = json.loads(done.stdout.strip().splitlines()[-1])
    return [
        _line(f"linked update, {SAID[gesture]}{f', {dock} in front' if dock else ''}", times)
        for dock, gestures in found.items()
        for gesture, times in gestures.items()
    ]


def _line(work: str, times: list[list[float]]) -> Measured:
    cpu, wall, busy = zip(*times, strict=True)
    note = f"longest {max(cpu):.0f}, by the clock {median(wall):.0f} ms, window's thread {max(busy):.0f} ms at most"
    return Measured(work, median(cpu), "ms", MUST, GOAL, note)
