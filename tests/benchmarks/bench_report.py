"""A report of 1,000,000 answers in every form, from a cold start to the whole file, in processor time.

python -m tests.benchmarks.bench_report FILE.cxdesk
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.bars import Measured, table

MUST, GOAL = 5.0, 3.0  # seconds
FORMS = ("pdf", "xlsx", "html", "csv")


def run(path: Path) -> list[Measured]:
    """One process for each form, as somebody who types the command has it; the columns are on the disk already."""
    with tempfile.TemporaryDirectory() as folder:
        _seconds(path, Path(folder) / "warm.csv")
        took = {form: _seconds(path, Path(folder) / f"report.{form}") for form in FORMS}
    return [
        Measured(f"report of 1,000,000 answers as {form}", seconds, "s", must=MUST, goal=GOAL)
        for form, seconds in took.items()
    ]


def _seconds(path: Path, out: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "cxdesk", "report", "-w", str(path), str(out)], check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    print(table(run(Path(sys.argv[1]))))
