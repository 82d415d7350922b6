"""CSV of a million survey rows → durable, typed, accounted, indexed, searchable; against the SQLite shell's import.

The reference loads the same file into one table of text with two indexes and a search index in one transaction.
The same until the rows stand while comments may still be indexed, from the yes of somebody who looked first, and the
memory that it took.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.bars import Measured, ratio
from tests.benchmarks.data import HEAD, write_survey

ROUNDS = 3


def run(folder: Path, rows: int = 1_000_000, rounds: int = ROUNDS) -> list[Measured]:
    source = write_survey(folder / f"survey_{rows}.csv", rows)
    ours, theirs, notes, worked = [], [], [], []
    for _round in range(rounds):
        before = _processor()
        theirs.append(_reference(source, folder / "reference.db"))
        between = _processor()
        seconds, said = _import(source, folder / "import.cxdesk")
        ours.append(seconds)
        notes.append(said)
        worked.append((_processor() - between, between - before))
    processor = " against ".join(f"{min(column):.1f}" for column in zip(*worked, strict=True))
    note = f"{min(ours):.1f} s against {min(theirs):.1f} s; processor {processor} s; {notes[-1]}"
    what = f"csv of {rows:,} survey rows imported"
    direct = Measured(f"{what}, direct route", ratio(ours, theirs), "x", 1.2, 0.7, note)
    return [direct, *_from_inside(what, source, folder / "import.cxdesk", theirs)]


def _from_inside(what: str, source: Path, target: Path, reference: list[float]) -> list[Measured]:
    """The direct and the reviewed route once each per round; the reference is that of the same rounds."""
    direct = [_inside("direct", source, target) for _round in reference]
    reviewed = [_inside("reviewed", source, target) for _round in reference]
    usable = ratio([one["usable"] for one in direct], reference)
    after_yes = ratio([one["usable"] for one in reviewed], reference)
    whole = min(one["all"] for one in reviewed)
    return [
        Measured(f"{what}, until its rows stand", usable, "x", 1.0, 0.5),
        Measured(f"{what}, from the yes until its rows stand", after_yes, "x", 0.75, 0.4, f"searchable {whole:.1f} s"),
        Measured(
            "memory of the direct import, children and growth", max(one["memory"] for one in direct), "MB", 300, 150
        ),
    ]


def _inside(way: str, source: Path, target: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.importer", way, str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _processor() -> float:
    """Processor seconds of the processes that were started and have ended (0 where the system does not say)."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _import(source: Path, workspace: Path) -> tuple[float, str]:
    workspace.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "cxdesk",
        "import",
        str(source),
        "-w",
        str(workspace),
        "--question",
        "score=nps:0-10",
        "--json",
    ]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return seconds, f"{workspace.stat().st_size / 1e6:.0f} MB"


def _reference(source: Path, database: Path) -> float:
    database.unlink(missing_ok=True)
    start = time.perf_counter()
    if shutil.which("sqlite3"):
        _shell(source, database)
    else:
        _library(source, database)
    with database.open("rb") as file:
        os.fsync(file.fileno())
    return time.perf_counter() - start


_TABLE = "CREATE TABLE survey(" + ", ".join(f"{name} TEXT" for name in HEAD) + ")"
_AFTER = (
    "CREATE INDEX by_day ON survey(responded_at)",
    "CREATE INDEX by_customer ON survey(customer_id)",
    "CREATE VIRTUAL TABLE found USING fts5(comment, content='survey', content_rowid='rowid')",
    "INSERT INTO found(rowid, comment) SELECT rowid, comment FROM survey WHERE comment <> ''",
)


def _shell(source: Path, database: Path) -> None:
    script = f"{_TABLE};\n.mode csv\nBEGIN;\n.import --skip 1 {source} survey\n" + ";\n".join(_AFTER) + ";\nCOMMIT;\n"
    subprocess.run(["sqlite3", str(database)], input=script.encode(), check=True, stdout=subprocess.DEVNULL)


def _library(source: Path, database: Path) -> None:
    import csv

    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute(_TABLE)
    connection.execute("BEGIN")
    with source.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        connection.executemany("INSERT INTO survey VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for statement in _AFTER:
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.close()
