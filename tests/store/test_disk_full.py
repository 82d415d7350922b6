"""Where there is no room the write is rolled back, the message names the drive, and a retry needs no restart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_files import REPOSITORY

SCRIPT = """
import resource, signal, sys
from pathlib import Path
from cxdesk.domain.errors import DiskFull
from cxdesk.store import backups, batches, checking
from tests.store.builders import Desk, answer

folder, room, work = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
desk = Desk(folder)
first = desk.put("answer", [answer(f"a{n}", n % 11, f"word{n} " * 20) for n in range(4000)])
staged = desk.stage("answer", [answer(f"b{n}", n % 11, f"word{n} " * 20) for n in range(20000)])
before = batches.content_hash(desk.database)

def attempt():
    if work == "import":
        batches.merge(desk.database, staged, batches.ImportInfo("b.csv", "b"))
    elif work == "undo":
        batches.undo(desk.database, first.batch, backup=False)
    else:
        desk.database.back_up("daily")

no_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
log = Path(f"{desk.database.path}-wal")
size = 0 if work == "backup" else log.stat().st_size if log.exists() else 0
resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, no_limit[1]))
try:
    attempt()
    print("there was room")
except DiskFull as error:
    assert "MB are free" in error.message and str(folder) in error.message, error.message
    print("disk full")
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, no_limit)
if work != "backup":
    assert batches.content_hash(desk.database) == before
assert checking.problems(desk.database) == []
assert not list(folder.rglob("*.part")), "no half a copy is left"
attempt()
assert checking.problems(desk.database) == []
desk.database.close()
print("and then it worked")
"""


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files, as POSIX has it")
@pytest.mark.parametrize(
    ("work", "room"),
    [("import", 64 << 10), ("import", 1 << 20), ("import", 4 << 20), ("undo", 64 << 10), ("backup", 64 << 10)],
)
def test_without_room_nothing_changes(tmp_path: Path, work: str, room: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path), str(room), work], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.stdout == "disk full\nand then it worked\n", done.stderr
