"""One import in a process of its own, timed from inside: `python -m tests.benchmarks.importer WAY SOURCE WORKSPACE`.

WAY: `direct`, or `reviewed`, whose clock runs from the person's yes. Prints one JSON object: `usable`, the seconds
until the rows stand (comments may still be indexed), `all`, until everything is done, and `memory`, in MB: what the
parent grew by at most and what its children took at most, as if all had been at their largest at once.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from cxdesk.intake.doubts import apply_options
from cxdesk.store.database import Database
from cxdesk.workspace import handover, importing
from cxdesk.workspace.importing import ImportOptions, TableChoice
from cxdesk.workspace.workspace import Workspace

OPTIONS = ImportOptions(questions=("score=nps:0-10",))


class Watched(Workspace):
    """Remembers when its rows stood."""

    rows_stood = 0.0

    def index_comments(self, *given: object) -> None:  # type: ignore[override]
        self.rows_stood = time.perf_counter()
        super().index_comments()


def main(way: str, source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    Workspace.create(target).close()
    with Watched(Database.open(target)) as workspace:
        before = _largest(resource.RUSAGE_SELF)
        if way == "direct":
            start = time.perf_counter()
            importing.import_files(workspace, [source], OPTIONS)
        else:
            (seen,) = importing.inspect_files([source])
            views = [apply_options(view, questions=OPTIONS.questions) for view in seen.tables]
            choices = [TableChoice(seen, view, at) for at, view in enumerate(views)]
            prepared = importing.prepare(workspace, choices)
            start = time.perf_counter()
            importing.commit(workspace, prepared)
            workspace.index_comments()
        children = handover.processors() if way == "direct" else 1
        memory = _largest(resource.RUSAGE_SELF) - before + children * _largest(resource.RUSAGE_CHILDREN)
        found = {"usable": workspace.rows_stood - start, "all": time.perf_counter() - start, "memory": memory}
    print(json.dumps(found))


def _largest(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
