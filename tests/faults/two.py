"""Two programs, one workspace: the second is told who holds it; when the holder is gone the next opens at once."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from pathlib import Path

from cxdesk.domain.errors import WorkspaceBusy
from cxdesk.store.database import Database
from tests.faults import scene
from tests.faults.forked import Child, Say
from tests.faults.form import Form, Reached, Row, expect


def _holding(path: Path, until: int) -> Callable[[Say], None]:
    """Open the workspace and keep it open until nobody holds the other end of the pipe `until`."""

    def work(say: Say) -> None:
        try:
            with Database.open(path):
                say("open")
                os.read(until, 1)
        except WorkspaceBusy as error:
            say(f"busy {error.message}")

    return work


def two_at_once(form: Form) -> Reached:
    path = scene.made(form.place("two"), imports=1, rows=60)
    rounds = form.n(12, 100)
    for n in range(rounds):
        end, begin = os.pipe()
        both = [Child(_holding(path, end)) for _child in range(2)]
        for child in both:
            child.hear("open", 0.02)
        while not all(child.said for child in both):
            for child in both:
                child.hear("open", 0.01)
        holders = [child for child in both if "open" in child.said]
        expect(len(holders) == 1, f"round {n}: {len(holders)} have it open")
        (other,) = (child for child in both if child is not holders[0])
        said = other.said[0]
        expect(str(holders[0].pid) in said and platform.node() in said, f"round {n}: the second heard {said!r}")
        if n % 3 == 0:
            holders[0].suspend()
            _refused(path, holders[0].pid, f"round {n}, suspended")
        if n % 3 == 1:
            link = path.with_name("link.cxdesk")
            link.unlink(missing_ok=True)
            link.symlink_to(path)
            _refused(link, holders[0].pid, f"round {n}, through a link")
        with Database.open(path, read_only=True) as database:
            expect(database.read_only, f"round {n}: no look")
        holders[0].kill()
        other.wait()
        os.close(begin)
        os.close(end)
        Database.open(path).close()
        expect(not scene.left_beside(path), f"round {n}: left: {scene.left_beside(path)}")
    return Reached(
        True, f"{rounds} rounds: one opens, the other hears host and process; opened at once after each death"
    )


def _refused(path: Path, pid: int, trial: str) -> None:
    try:
        Database.open(path).close()
    except WorkspaceBusy as error:
        expect(str(pid) in error.message, f"{trial}: {error.message}")
    else:
        expect(False, f"{trial}: opened twice")


ROWS_OF_CATALOGUE = (
    Row(
        "D5",
        "Two programs, one workspace",
        "100 rounds: the second is told who; never 'locked'; free at once",
        two_at_once,
    ),
    Row(
        "D5-names",
        "Other case, mapped drive",
        "lead to the same lock",
        two_at_once,
        here="file systems without case, mapped drives: Windows and macOS only",
    ),
)
