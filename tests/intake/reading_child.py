"""Reads files as the import child does, in processes with 1 GB and 20 seconds for each, and says how each ended.

Run as a module: paths come as a JSON list on standard input, one JSON object per file goes to standard output. Files
are read in forks of one fresh process, so that hundreds of them cost seconds; a fork that dies costs one file.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl  # noqa: F401 - imported once here and not in every fork
import python_calamine  # noqa: F401

from cxdesk.domain.errors import CXDeskError
from cxdesk.intake.guard import apply_child_limits
from cxdesk.intake.sniff import sniff
from cxdesk.intake.table import Table

MEMORY = 1 << 30
SECONDS = 20  # of processor time
SECONDS_STANDING = 600  # for one that waits for ever
SMALL, TOGETHER = 100_000, 25


def outcome(path: Path) -> dict[str, Any]:
    """How reading a file ends: its tables with their counts, or one error."""
    try:
        return {"tables": [counted(table) for table in sniff(path)]}
    except CXDeskError as error:
        return {"error": error.to_json()}


def counted(table: Table) -> dict[str, Any]:
    stream = table.open()
    rows = widest = 0
    problems: dict[str, int] = {}
    for block in stream:
        rows += len(block.rows)
        widest = max(widest, *map(len, block.rows), -min(map(len, block.rows)))
        for problem in block.problems:
            problems[problem.code] = problems.get(problem.code, 0) + 1
    counts = stream.counts
    return {
        "sheet": table.sheet,
        "container": table.source.container,
        "headings": list(table.headings[:20]),
        "columns": len(table.headings),
        "widest": widest,
        "seen": stream.rows_seen,
        "preamble": counts.preamble,
        "header": counts.header,
        "blank": counts.blank,
        "data": counts.data,
        "rows": rows,
        "errors": stream.errors,
        "problems": problems,
    }


def in_forks(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Read files in forks, small ones after each other in the same: what one has loaded the next has."""
    small = [path for path in paths if path.stat().st_size < SMALL]
    groups = [small[first : first + TOGETHER] for first in range(0, len(small), TOGETHER)]
    groups += [[path] for path in paths if path not in set(small)]
    for group in groups:
        rest = group
        while rest:
            answers = _in_fork(rest)
            yield from answers
            rest = rest[len(answers) :]


def _in_fork(paths: list[Path]) -> list[dict[str, Any]]:
    """Read files in one fork; `died` says at which and how the fork ended if it could not go on."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        _answer(paths, into)
    os.close(into)
    with os.fdopen(out, "rb") as answers:
        said = [json.loads(line) for line in answers if line.endswith(b"\n")]
    _pid, status = os.waitpid(child, 0)
    if len(said) < len(paths):
        said.append({"died": os.waitstatus_to_exitcode(status)})
    return [{"path": str(path), **one} for path, one in zip(paths, said, strict=False)]


def _answer(paths: list[Path], into: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a reader's panic writes there
    apply_child_limits(MEMORY)
    with os.fdopen(into, "wb") as answers:
        for path in paths:
            answers.write(json.dumps(_ended(path)).encode() + b"\n")
            answers.flush()
    os._exit(0)


def _ended(path: Path) -> dict[str, Any]:
    """How one file ends, with the seconds of processor time it takes; a fork that takes more is ended by the system."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.alarm(SECONDS_STANDING)
    began = time.process_time()
    try:
        said = outcome(path)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test must hear of it
        said = {"raised": f"{type(error).__name__}: {error}"[:500]}
    said["seconds"] = round(time.process_time() - began, 2)
    said["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return said


def main() -> None:
    for found in in_forks(list(map(Path, json.load(sys.stdin)))):
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
