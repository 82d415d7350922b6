"""Reads files as the import child does, each in a process of its own with 1 GB and 20 seconds, and says how it ended.

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
from pathlib import Path
from typing import Any

import openpyxl  # noqa: F401 - imported once here and not in every fork
import python_calamine  # noqa: F401

from cxdesk.domain.errors import CXDeskError
from cxdesk.intake.guard import apply_child_limits
from cxdesk.intake.sniff import sniff
from cxdesk.intake.table import Table

MEMORY = 1 << 30
SECONDS = 20


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


def in_fork(path: Path) -> dict[str, Any]:
    """Read one file in a fork; `died` says how the fork ended if it could not say so itself."""
    out, into = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if not child:
        os.close(out)
        _answer(path, into)
    os.close(into)
    with os.fdopen(out, "rb") as answers:
        said = answers.read()
    _pid, status = os.waitpid(child, 0)
    found = json.loads(said) if said else {"died": os.waitstatus_to_exitcode(status)}
    return {"file": path.name, "seconds": round(time.monotonic() - started, 2), **found}


def _answer(path: Path, into: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a reader's panic writes there
    apply_child_limits(MEMORY)
    signal.alarm(SECONDS)
    try:
        said = outcome(path)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test must hear of it
        said = {"raised": f"{type(error).__name__}: {error}"[:500]}
    said["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with os.fdopen(into, "wb") as answers:
        answers.write(json.dumps(said).encode())
    os._exit(0)


def main() -> None:
    for name in json.load(sys.stdin):
        print(json.dumps(in_fork(Path(name))), flush=True)


if __name__ == "__main__":
    main()
