"""Hundreds of imports, questions, exports and undos in one process: memory, handles, threads, files stay flat."""

from __future__ import annotations

import gc
import os
import tempfile
import threading
from pathlib import Path

from cxdesk.domain.filters import Condition
from cxdesk.domain.query import Query, Selection
from cxdesk.reports.comments_file import write_comments
from cxdesk.store import backups
from cxdesk.workspace.workspace import Workspace
from tests.faults import scene
from tests.faults.forked import Child, Say
from tests.faults.form import Form, Reached, Row, expect

MEGABYTE = 1 << 20
MOST_MORE, MOST_SHARE, FILE_SHARE = 30 * MEGABYTE, 0.05, 0.05
ROWS = 2000


def soak(form: Form) -> Reached:
    folder = form.place("soak")
    cycles, warm, rows = form.n(6, 500), form.n(3, 50), form.n(400, ROWS)
    path = scene.made(folder, imports=1, rows=form.n(600, 3000))
    ended = Child(lambda say: _cycles(say, path, cycles, warm, rows)).wait(7200)
    expect(ended.code == 0, "\n".join(ended.said[-30:]))
    begin, end = ([int(word) for word in line.split()[1:]] for line in ended.said if line.startswith(("warm", "end")))
    memory, handles, threads, files, size = (list(pair) for pair in zip(begin, end, strict=True))
    more = memory[1] - memory[0]
    ok = not form.full or (more <= MOST_MORE and more <= MOST_SHARE * memory[0])
    ok = ok and handles[1] <= handles[0] and threads[1] <= threads[0] and files[1] <= files[0]
    ok = ok and size[1] <= size[0] * (1 + FILE_SHARE) + (0 if form.full else MEGABYTE)
    return Reached(
        ok,
        f"{cycles} cycles of {rows:,} rows: memory {memory[0] / MEGABYTE:.0f} → {memory[1] / MEGABYTE:.0f} MB from"
        f" cycle {warm} on, handles {handles[0]} → {handles[1]}, threads {threads[0]} → {threads[1]}, temporary files"
        f" {files[0]} → {files[1]}, workspace {size[0] / MEGABYTE:.1f} → {size[1] / MEGABYTE:.1f} MB",
    )


def _cycles(say: Say, path: Path, cycles: int, warm: int, rows: int) -> None:
    temporary = path.parent / "temporary"
    temporary.mkdir()
    tempfile.tempdir = str(temporary)
    for cycle in range(1, cycles + 1):
        with Workspace.open(path) as workspace:
            _cycle(workspace, path, cycle, rows)
        if cycle in (warm, cycles):
            gc.collect()
            said = _measured(path, temporary)
            say(("warm " if cycle == warm else "end ") + " ".join(map(str, said)))


def _cycle(workspace: Workspace, path: Path, cycle: int, rows: int) -> None:
    """Import, filter, drill, export, undo."""
    file = scene.survey(path.with_name("cycle.csv"), 10_000 + cycle * rows, rows)
    scene.take_in(workspace, file)
    query = Query(filters=(Condition.parse("customer=Anna Sample 7"),))
    workspace.board(query)
    workspace.rows(Query(), Selection("nps", "value"), 50)
    found = workspace.comment_ids(Query())
    write_comments(path.with_name("out.csv"), workspace.every_comment(found), len(found.ids))
    newest = next(one.id for one in workspace.imports() if one.state == "live")
    workspace.undo(newest)


def _measured(path: Path, temporary: Path) -> tuple[int, int, int, int, int]:
    handles = len(list(Path("/proc/self/fd").iterdir()))
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    files = sum(1 for _file in temporary.rglob("*")) + len(scene.left_beside(path))
    most = backups.NEWEST + backups.DAYS + backups.WEEKS + backups.MONTHS
    expect(len(backups.copies(path)) <= most, "backups pile up")
    return resident, handles, threading.active_count(), files, path.stat().st_size


ROWS_OF_CATALOGUE = (
    Row(
        "U2",
        "Soak",
        "500 cycles: memory <= +5 % and +30 MB from cycle 50, handles, threads, files flat, workspace within 5 %",
        soak,
        here="" if Path("/proc/self/statm").exists() else "memory and handles are read from /proc",
    ),
)
