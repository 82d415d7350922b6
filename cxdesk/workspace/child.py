"""Entry point of the import child: reads a job from standard input, answers in JSON lines on standard output.

A stranger's file is only ever opened here, in a process with limits, so that the worst file can kill this process
and nothing else. Jobs: `inspect` (what is in the file) and `convert` (rows into staging segments). Large answers go
into files of the job's private folder and only their paths travel; nothing is pickled.
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from cxdesk.domain.errors import CXDeskError, FileDamaged, FileRefused, NotFound
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.intake.mapping import Mapping
from cxdesk.system import i18n
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.intake.batch import Batch
    from cxdesk.intake.table import Table
    from cxdesk.store.staging import Staged

MEMORY_LIMIT = 1024 * 1024 * 1024
PROBLEMS_SENT = 200
WHOLE_PIECE = 1 << 40  # rows; a segment that holds them ends where its piece does
REPORT_EVERY = 0.1
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def main(early: bool = False, several: bool = False) -> int:
    """Answer one job; the exit code is 0 whenever an answer was given. An early child is one whose job comes later;
    there may be several about one file.

    With `several` jobs are answered until one ends in an error: what a file may have done to this process ends with it.
    """
    out = sys.stdout
    sys.stdout = sys.stderr  # a library that prints must not break the protocol
    if early:
        _load()
    while told := sys.stdin.readline():
        if not _answered(json.loads(told), out) or not (several or early):
            break
        gc.collect()
    return 0


def _answered(job: dict[str, Any], out: TextIO) -> bool:
    """Do a job and say how it ended; whether it ended well."""
    from cxdesk.intake.blocks import NotInPieces

    i18n.use(str(job.get("language", "en")), job.get("locale"))
    from cxdesk.intake.guard import apply_child_limits

    apply_child_limits(_memory(job))
    try:
        run(job, out)
        return True
    except NotInPieces:
        _say(out, {"whole": True})
    except BaseException as error:  # noqa: BLE001 - a reader's panic is no Exception; whatever it is, the parent must hear of it
        _say(out, {"error": _said(error, job).to_json()})
    return False


def _memory(job: dict[str, Any]) -> int:
    """How much memory a job may take. Of one that is shared, beside what this process holds already: whoever looked at
    the file first, or has loaded all that is needed, would else have next to nothing left for its rows.
    """
    from cxdesk.intake.guard import address_space

    wanted = int(job.get("memory", MEMORY_LIMIT))
    return min(MEMORY_LIMIT, address_space() + wanted) if "share" in job else wanted


def _load() -> None:
    """Load what converting needs, before the clock of a job runs."""
    for name in ("guard", "sniff", "convert"):
        importlib.import_module(f"cxdesk.intake.{name}")
    importlib.import_module("cxdesk.store.staging")
    importlib.import_module("xxhash")


def _said(error: BaseException, job: dict[str, Any]) -> CXDeskError:
    """Whatever ended the job as an error for people, with the file and the sheet it was about."""
    if isinstance(error, CXDeskError):
        said = error
    elif isinstance(error, MemoryError):
        said = _too_large(job)
    elif isinstance(error, OSError) and error.errno in NO_ROOM:
        said = _no_room(job)
    else:
        said = _unreadable(error)
    said.file = said.file or Path(str(job.get("file", ""))).name
    said.sheet = said.sheet or job.get("mapping", {}).get("sheet")
    return said


def run(job: dict[str, Any], out: TextIO) -> None:
    """Do one job; what is said about it goes to `out`, its errors are raised."""
    progress = Progress(_Reporter(out))
    if job["job"] == "inspect":
        _inspect(job, progress, out)
    elif "share" in job:
        _convert_share(job, progress, out)
    else:
        _convert(job, progress, out)


def _inspect(job: dict[str, Any], progress: Progress, out: TextIO) -> None:
    from cxdesk.intake.inspect import inspect
    from cxdesk.intake.likeness import Memory
    from cxdesk.intake.repairs import repairs_from

    remembered = {key: from_plain(Mapping, value) for key, value in job.get("remembered", {}).items()}
    corrected = repairs_from(job.get("corrected", {}))
    memory = Memory(remembered, {key: str(one.get("name", "")) for key, one in job.get("remembered", {}).items()})
    seen = inspect(Path(job["file"]), progress, remembered.get, i18n.language(), corrected, memory.near)
    answer = Path(job["folder"]) / "inspection.json"
    answer.write_text(json.dumps(to_plain(seen), ensure_ascii=False), encoding="utf-8")
    _say(out, {"done": {"inspection": str(answer)}})


@dataclass
class Tally:
    """Counts of source rows over all batches of one table."""

    read: int = 0
    blank: int = 0
    rejected: int = 0
    invalid_cells: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, Any]] = field(default_factory=list)
    adjusted: Counter[str] = field(default_factory=Counter)
    blank_lines: list[list[int]] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        self.read += batch.read
        self.blank += batch.blank
        self.rejected += batch.rejected
        self.skipped.update(batch.skipped)
        self.adjusted.update(batch.adjusted)
        self.blank_lines += batch.blank_lines
        for problem in batch.problems:
            if len(self.problems) < PROBLEMS_SENT:
                self.problems.append(to_plain(problem))

    def to_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "blank": self.blank,
            "rejected": self.rejected,
            "skipped": dict(self.skipped),
            "problems": self.problems,
            "adjusted": dict(self.adjusted),
            "blank_lines": self.blank_lines,
        }


def _convert(job: dict[str, Any], progress: Progress, out: TextIO) -> None:
    from cxdesk.intake.convert import convert
    from cxdesk.store.staging import StagingWriter

    mapping = from_plain(Mapping, job["mapping"])
    path = Path(job["file"])
    stamp = _stamp(path)
    table = _table(path, mapping.sheet, int(job.get("table", 0)), str(job.get("sha256", "")), progress)
    tally = Tally()

    def announce(part: Staged) -> None:
        _say(out, {"segment": to_plain(part)})

    with closing(StagingWriter(Path(job["folder"]), mapping.kind, announce=announce)) as writer:
        for batch in _counted(_known_people(job)(convert(table, mapping, str(job["zone"]), progress)), tally):
            writer.add(batch)
        if _stamp(path) != stamp:
            raise _changed(path)
        staged = writer.finish()
    _say(out, {"done": {"staged": to_plain(staged), "rows": tally.to_json()}})


def _convert_share(job: dict[str, Any], progress: Progress, out: TextIO) -> None:
    """Convert every n-th piece of a file, each into a segment of its own that is announced with its place."""
    from cxdesk.intake.convert import collector_at_rest
    from cxdesk.intake.pieces import convert_share
    from cxdesk.store.staging import StagingWriter

    mapping = from_plain(Mapping, job["mapping"])
    path = Path(job["file"])
    stamp = _stamp(path)
    table, still = _looked_at(job, path, mapping, progress)
    tally = Tally()
    ended: list[Staged] = []
    at, helpers = job["share"]
    folder = Path(job["folder"]) / f"share-{at}"
    folder.mkdir(mode=0o700)
    writer = StagingWriter(folder, mapping.kind, segment_rows=WHOLE_PIECE, announce=ended.append)
    with closing(writer), collector_at_rest():
        for made in convert_share(table, mapping, str(job["zone"]), (int(at), int(helpers)), progress):
            for batch in _counted(_known_people(job)(made.batches), tally):
                writer.add(batch)
            writer.end_segment()
            place = {"piece": made.piece.number, "line": made.piece.line, "next": made.next_line}
            _say(out, {"segment": to_plain(ended.pop()), **place, "problems": tally.problems})
            tally.problems.clear()
        if _stamp(path) != stamp or not still():
            raise _changed(path)
        staged = writer.finish()
    _say(out, {"done": {"staged": to_plain(staged), "rows": tally.to_json()}})


def _counted(batches: Iterable[Batch], tally: Tally) -> Iterator[Batch]:
    for batch in batches:
        tally.add(batch)
        yield batch


def _known_people(job: dict[str, Any]) -> Callable[[Iterable[Batch]], Iterable[Batch]]:
    """Leaves out whoever was erased from the workspace."""
    if not job.get("erased"):
        return iter
    from cxdesk.store.suppressing import from_job
    from cxdesk.workspace.left_out import without

    erased = from_job(job["erased"])
    return lambda batches: without(batches, erased)


def _table(path: Path, sheet: str | None, index: int, sha256: str, progress: Progress) -> Table:
    """The table that was looked at. Raises FileRefused where the file is no longer the one with that sha256."""
    from cxdesk.intake.sniff import sniff

    tables = sniff(path, progress)
    if sha256 and tables[0].source.sha256 != sha256:
        raise _changed(path)
    for table in tables:
        if sheet is not None and table.sheet == sheet:
            return table
    return tables[index]


def _looked_at(
    job: dict[str, Any], path: Path, mapping: Mapping, progress: Progress
) -> tuple[Table, Callable[[], bool]]:
    """The table of a file that was looked at in another process, and a function that says at the end whether it was
    that very file: the first of the helpers reads its bytes for that while rows are converted.
    """
    from cxdesk.intake.looked import table_again
    from cxdesk.intake.sniff import sha256_of

    sha256 = str(job.get("sha256", ""))
    table = table_again(path, sha256, job.get("looked"), int(mapping.options.get("header_rows", 0)))
    if table is None:
        return _table(path, mapping.sheet, int(job.get("table", 0)), sha256, progress), lambda: True
    if not sha256 or job["share"][0]:
        return table, lambda: True
    other = ThreadPoolExecutor(1)
    digest = other.submit(sha256_of, path)
    other.shutdown(wait=False)
    return table, lambda: digest.result() == sha256


def _stamp(path: Path) -> tuple[int, int]:
    """As `looked.stamp_of`. Raises NotFound."""
    from cxdesk.intake.looked import stamp_of

    try:
        return stamp_of(path)
    except OSError:
        raise NotFound(
            _("The file {file} is no longer there.", file=path.name),
            _("Put it back where it was, or import it from where it is now."),
            file=path.name,
        ) from None


def _changed(path: Path) -> FileRefused:
    return FileRefused(
        _("The file has changed since you looked at it."),
        _("Nothing was imported. Once the program that writes it has finished, import the file again."),
        code="file_refused.changed",
        file=path.name,
    )


class _Reporter:
    """Sends progress at most ten times a second."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._last = 0.0

    def __call__(self, done: float, of: float, label: str) -> None:
        now = time.monotonic()
        if now - self._last >= REPORT_EVERY:
            self._last = now
            _say(self._out, {"progress": {"done": done, "of": of, "label": label}})


def _say(out: TextIO, message: dict[str, Any]) -> None:
    out.write(json.dumps(message, ensure_ascii=True) + "\n")
    out.flush()


def _too_large(job: dict[str, Any]) -> CXDeskError:
    megabytes = int(job.get("memory", MEMORY_LIMIT)) // (1024 * 1024)
    return FileRefused(
        _("The file needs more than {megabytes} MB of memory to read.", megabytes=megabytes),
        _("Split it into smaller files, or save it as CSV."),
        code="file_refused.memory",
    )


def _no_room(job: dict[str, Any]) -> CXDeskError:
    from cxdesk.store.faults import disk_full

    said = disk_full(Path(str(job["folder"])))
    said.file = None
    return said


def _unreadable(error: BaseException) -> CXDeskError:
    return FileDamaged(
        _("The file cannot be read: {cause}.", cause=f"{type(error).__name__}: {error}"[:300]),
        _("Open it in your spreadsheet program, save it again and import the new file."),
    )
