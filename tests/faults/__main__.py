"""Runs the catalogue of faults: `python -m tests.faults [--short|--full] [--only D1,U2] [--write]`.

Prints for every row the figure that was reached beside the target; exit code 1 when one was missed. With --write the
figures of the rows that ran go into RESULTS.md, with the date.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.faults.form import Form, Miss, Reached, Row

SEED = 20261122
RESULTS = Path(__file__).parent / "RESULTS.md"


def rows() -> tuple[Row, ...]:
    """Every row, in the catalogue's order."""
    from tests.faults import (
        backing_up,
        confiding,
        foreign,
        full_disk,
        kills,
        moved,
        responding,
        restarting,
        rotten,
        schemas,
        soaking,
        torn,
        two,
        write_protected,
    )

    modules = (
        *(kills, torn, full_disk, write_protected, two, rotten, foreign, schemas, backing_up, moved),
        *(responding, soaking, restarting, confiding),
    )
    return tuple(row for module in modules for row in module.ROWS_OF_CATALOGUE)


def run(row: Row, full: bool) -> tuple[Reached, float]:
    """One row in a folder of its own; what it reached and the CPU seconds it took with its children."""
    if row.here:
        return Reached(True, f"not run here: {row.here}"), 0.0
    folder = Path(tempfile.mkdtemp(prefix="cxdesk-faults-"))
    folder.chmod(0o755)
    began = _cpu()
    try:
        found = row.run(Form(full, folder, SEED))
    except Miss as miss:
        found = Reached(False, f"MISSED: {miss}")
    except Exception:  # noqa: BLE001 - a row that breaks is a row that missed
        traceback.print_exc()
        found = Reached(False, f"BROKE: {sys.exc_info()[1]}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found, _cpu() - began


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="the catalogue of faults")
    parser.add_argument("--full", action="store_true", help="as often as the catalogue asks; takes an hour")
    parser.add_argument("--short", action="store_true", help="a few times each (the usual)")
    parser.add_argument("--only", default="", metavar="D1,U2", help="only these rows, and those that begin so")
    parser.add_argument("--write", action="store_true", help="write the figures into RESULTS.md")
    args = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    profile = tempfile.mkdtemp(prefix="cxdesk-faults-profile-")
    os.environ["CXDESK_PROFILE"] = profile
    only = [name for name in args.only.split(",") if name]
    chosen = [row for row in rows() if not only or any(row.id == one or row.id.startswith(f"{one}-") for one in only)]
    print(f"seed {SEED}; {where()}; {'full' if args.full else 'short'} form", flush=True)
    missed = 0
    began = time.monotonic()
    for row in chosen:
        found, seconds = run(row, args.full)
        missed += not found.ok
        print(f"{'ok  ' if found.ok else 'MISS'} {row.id:13} {found.figure}", flush=True)
        print(f"     {'':13} target: {row.target}; {seconds:.0f} s of CPU", flush=True)
        if args.write and not row.here:
            write(row, found, args.full, seconds)
    print(f"{len(chosen) - missed} of {len(chosen)} rows reach their target, in {time.monotonic() - began:.0f} s")
    shutil.rmtree(profile, ignore_errors=True)
    return 1 if missed else 0


def where() -> str:
    """The machine, as it is written beside figures."""
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}"
    )


def write(row: Row, found: Reached, full: bool, seconds: float) -> None:
    """Put a row's line in place of its earlier one."""
    form = "full" if full else "short"
    line = (
        f"| {row.id} | {row.title} | {row.target} | {'' if found.ok else '**missed** '}{found.figure}"
        f" | {form}, {seconds:.0f} s CPU, {date.today().isoformat()} |"
    )
    lines = RESULTS.read_text("utf-8").splitlines()
    at = next((n for n, text in enumerate(lines) if text.startswith(f"| {row.id} |")), None)
    if at is None:
        lines.append(line)
    else:
        lines[at] = line
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
