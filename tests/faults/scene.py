"""Workspaces that faults happen to."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cxdesk.store import batches, checking
from cxdesk.store.database import Database
from cxdesk.workspace import handover
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace

STORES = Path(__file__).parent / "stores"
HEAD = ["Response ID", "Submitted at", "Customer", "How likely are you to recommend us to a friend? (0-10)", "Why?"]
WORDS = ("Slow délai", "œuvre, merci", "Great", "Too expensive")


def survey(path: Path, first: int, rows: int) -> Path:
    """A survey export; rows of the same number are the same in every file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for n in range(first, first + rows):
            day = date(2023, 1, 1) + timedelta(days=n % 900)
            writer.writerow([f"R{n}", f"{day} 10:30", f"Anna Sample {n % 500}", n % 11, f"{WORDS[n % 4]} {n}"])
    return path


@contextmanager
def in_this_process() -> Iterator[None]:
    """Files are read by this process instead of by a child of it."""
    token = handover._HERE.set(True)
    try:
        yield
    finally:
        handover._HERE.reset(token)


def take_in(workspace: Workspace, file: Path) -> None:
    """Import a file as the program does."""
    with in_this_process():
        (report,) = import_files(workspace, [file], ImportOptions())
    if report.error is not None or report.open_doubts:
        raise RuntimeError(f"{file.name}: {report.error} {report.open_doubts}")


def made(folder: Path, imports: int = 2, rows: int = 1500) -> Path:
    """A closed workspace of so many imports, each sharing a third of its rows with the one before."""
    path = folder / "shop.cxdesk"
    with Workspace.create(path) as workspace:
        for n in range(imports):
            take_in(workspace, survey(folder / f"{n}.csv", n * rows * 2 // 3, rows))
    return path


def copied(path: Path, folder: Path) -> Path:
    """A copy in another folder, alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Path(shutil.copy(path, folder / path.name))


def content(path: Path) -> str:
    """What stands for all rows of a closed workspace."""
    with Database.open(path, read_only=True) as database:
        return batches.content_hash(database)


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables except those that only help: two files that have the same are the same workspace."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = bytes
        names = [row[0].decode() for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        wanted = [name for name in names if not name.startswith(("sqlite_", "fts"))]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in wanted}


def problems(path: Path) -> list[str]:
    """What the program finds wrong with a workspace that it opens as it always does."""
    with Database.open(path) as database:
        return checking.problems(database)


def of_format(version: int, folder: Path) -> Path:
    """The workspace that a program of an earlier format wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"format-{version}.cxdesk"
    path.write_bytes(gzip.decompress((STORES / f"{path.name}.gz").read_bytes()))
    return path


def figures_of(version: int) -> dict[str, list[list[Any]]]:
    """What that program said of it: metric → [measure, first day, value, n]."""
    found: dict[str, list[list[Any]]] = json.loads((STORES / f"format-{version}.json").read_text("utf-8"))
    return found


def formats() -> list[int]:
    """The formats of which a file is kept."""
    return sorted(int(path.name.split("-")[1].split(".")[0]) for path in STORES.glob("format-*.gz"))


def stamp(data: bytearray, version: int) -> None:
    """Put a version into a file's header."""
    data[60:64] = (version & 0xFFFFFFFF).to_bytes(4)


def left_beside(path: Path) -> list[str]:
    """What lies beside a closed workspace although it should not."""
    allowed = {path.name, f"{path.name}-backups"}
    return sorted(
        name
        for name in (one.name for one in path.parent.iterdir())
        if name.startswith((path.name, f".{path.name}")) and name not in allowed
    )
