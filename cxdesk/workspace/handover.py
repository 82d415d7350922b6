"""The parent's side of the import child: starts it, passes on its progress, kills it when it is silent."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

import cxdesk
from cxdesk.domain.errors import CXDeskError, ImportStopped
from cxdesk.intake.blocks import NotInPieces
from cxdesk.system import i18n
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace import EARLY, HIDDEN_COMMAND, SEVERAL

SILENCE_LIMIT = 20.0
LINE_LIMIT = 1_000_000
_LOOK_EVERY = 0.05
_TO_END = 2.0  # seconds that a child has for its end after its last word
SMALL_FILE = 4_000_000  # bytes up to which a file is opened by a child that opens others too
_HERE: ContextVar[bool] = ContextVar("jobs run in this process", default=False)
_Lines = queue.Queue[tuple[int, bytes | None]]


def ask_child(
    job: dict[str, Any],
    progress: Progress | None = None,
    silence: float = SILENCE_LIMIT,
    heard: Callable[[dict[str, Any]], None] | None = None,
    waiting: Sequence[subprocess.Popen[bytes]] = (),
    stays: bool = False,
) -> dict[str, Any]:
    """Run one job in a child process and return what it says under `done`; `heard` is told of each segment on the way.

    `waiting` holds an early child that may have the job; if it is dead already, another one gets it. When it `stays`,
    it waits again afterwards, for another job about the same file.

    Raises the child's own CXDeskError, ImportStopped when it died or fell silent for `silence` seconds, Cancelled
    when asked to stop.
    The child is dead when this returns, unless it stays and had no error.
    """
    if _HERE.get():
        return _answered_here(job, progress or Progress(), heard)
    if stays and waiting and waiting[0].poll() is None:
        return _asked_meanwhile(waiting[0], _in_language(job), progress or Progress(), silence)
    shared = _SHARED.get()
    if shared is not None and _is_small(job):
        return shared.ask(job, progress or Progress(), silence, heard)
    (done,) = ask_children([job], progress, silence, lambda _at, said: _told(said, heard), waiting)
    return done


def ask_children(
    jobs: Sequence[dict[str, Any]],
    progress: Progress | None = None,
    silence: float = SILENCE_LIMIT,
    heard: Callable[[int, dict[str, Any]], object] | None = None,
    waiting: Sequence[subprocess.Popen[bytes]] = (),
) -> list[dict[str, Any]]:
    """Run jobs about one file side by side, each in a child of its own; as `ask_child`, for all of them.

    `heard` is told which job a segment is of, and the message about it. The first job that fails ends all. Raises
    NotInPieces when a child says that it cannot do its part without the others'.
    """
    progress = progress or Progress()
    jobs = [_in_language(job) for job in jobs]
    processes: list[subprocess.Popen[bytes]] = []
    done: dict[int, dict[str, Any]] = {}
    try:
        for job, early in zip_longest(jobs, waiting[: len(jobs)]):
            processes.append(early if early is not None and early.poll() is None else _started(job))
            _tell(processes[-1], job)
            _close(processes[-1].stdin)
        reported = progress if len(jobs) == 1 else _Furthest(progress)
        for at, message in _messages(processes, progress, silence, jobs):
            if "done" in message:
                done[at] = dict(message["done"])
            else:
                _take_note(message, reported, partial(heard, at) if heard is not None else None)
        return [done[at] for at in range(len(jobs))]
    except BrokenPipeError:
        raise _not_started(jobs[0]) from None
    finally:
        for process in processes:
            _end(process)


def _asked_meanwhile(
    process: subprocess.Popen[bytes], job: dict[str, Any], progress: Progress, silence: float
) -> dict[str, Any]:
    """As `ask_child`, of a child that is to wait for another job afterwards: nothing is read behind its answer."""
    lines: _Lines = queue.Queue(maxsize=1000)
    try:
        _tell(process, job)
        threading.Thread(target=_read_lines, args=(0, process.stdout, lines, _answers), daemon=True).start()
        for _at, message in _messages([process], progress, silence, [job], lines):
            if "done" in message:
                return dict(message["done"])
            _take_note(message, progress, None)
    except BaseException as error:
        _end(process)
        if isinstance(error, BrokenPipeError):
            raise _not_started(job) from None
        raise
    raise AssertionError("a child is done, or an error says why it is not")


def _answers(line: bytes) -> bool:
    """Whether a line is the last of a job."""
    return line.startswith((b'{"done"', b'{"error"', b'{"whole"'))


def _told(message: dict[str, Any], heard: Callable[[dict[str, Any]], None] | None) -> None:
    if heard is not None:
        heard(dict(message["segment"]))


def _tell(process: subprocess.Popen[bytes], job: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(job).encode() + b"\n")
    process.stdin.flush()


def _in_language(job: dict[str, Any]) -> dict[str, Any]:
    return {"language": i18n.language(), "locale": i18n.number_locale(), **job}


class _Furthest(Progress):
    """Passes on what takes a bar further: several children work at places not far from each other."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress
        self._done = 0.0

    def report(self, done: float, of: float = 0, label: str = "") -> None:
        self._done = max(done, self._done)
        self._progress.report(self._done, of, label)


@contextmanager
def own_files() -> Iterator[None]:
    """Within the block jobs run in this process: for files that this program wrote itself a moment ago.

    Nothing protects against such a file, and no child has to be started for it.
    """
    before = _HERE.set(True)
    try:
        yield
    finally:
        _HERE.reset(before)


def _answered_here(
    job: dict[str, Any], progress: Progress, heard: Callable[[dict[str, Any]], None] | None
) -> dict[str, Any]:
    from cxdesk.workspace.child import run

    out = StringIO()
    done: dict[str, Any] = {}
    run(job, out)
    for message in map(json.loads, out.getvalue().splitlines()):
        _take_note(message, progress, lambda said: _told(said, heard))
        done = message.get("done", done)
    progress.check()
    return dict(done)


@contextmanager
def early_children(wanted: int = 1) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Children whose job is not known yet; they load what converting needs meanwhile. Fewer where none can be started.

    They are dead at the end of the block, whether they got a job or not. Each takes jobs about one file only.
    """
    processes: list[subprocess.Popen[bytes]] = []
    try:
        with suppress(OSError):
            for _number in range(0 if _HERE.get() else wanted):
                processes.append(_process([*_command(), EARLY]))
        yield processes
    finally:
        for process in processes:
            _end(process)


class _Shared:
    """A child for small files, one after the other: most of the time that they take is the child's start."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: _Lines = queue.Queue()

    def ask(
        self,
        job: dict[str, Any],
        progress: Progress,
        silence: float,
        heard: Callable[[dict[str, Any]], None] | None = None,
    ) -> dict[str, Any]:
        """As `ask_child`. Only from a child that has opened nothing else an error is taken as that of the file."""
        if self._process is not None:
            with suppress(CXDeskError, BrokenPipeError):
                return self._asked(job, progress, silence, heard)
            _empty(Path(str(job["folder"])))
        self._process = _started(job, SEVERAL)
        self._lines = _lines_of([self._process])
        try:
            return self._asked(job, progress, silence, heard)
        except BrokenPipeError:
            raise _not_started(job) from None

    def _asked(
        self,
        job: dict[str, Any],
        progress: Progress,
        silence: float,
        heard: Callable[[dict[str, Any]], None] | None,
    ) -> dict[str, Any]:
        assert self._process is not None
        told = _in_language(job)
        try:
            _tell(self._process, told)
            for _at, message in _messages([self._process], progress, silence, [told], self._lines):
                if "done" in message:
                    return dict(message["done"])
                _take_note(message, progress, lambda said: _told(said, heard))
        except BaseException:
            self.end()
            raise
        raise AssertionError("a child is done, or an error says why it is not")

    def end(self) -> None:
        """The child is dead when this returns."""
        if self._process is not None:
            _end(self._process)
            self._process = None


_SHARED: ContextVar[_Shared | None] = ContextVar("who opens small files", default=None)


@contextmanager
def one_child_for_small_files() -> Iterator[None]:
    """Within the block, and blocks inside it, one child opens all small files. It is dead at the end of the block."""
    if _SHARED.get() is not None:
        yield
        return
    shared = _Shared()
    before = _SHARED.set(shared)
    try:
        yield
    finally:
        _SHARED.reset(before)
        shared.end()


def _empty(folder: Path) -> None:
    """Take away what a child that is dead left of its job."""
    for path in folder.iterdir():
        path.unlink()


def _is_small(job: dict[str, Any]) -> bool:
    try:
        return "share" not in job and Path(str(job["file"])).stat().st_size <= SMALL_FILE
    except OSError:
        return False


def processors() -> int:
    """How many processes may well work at once."""
    if _HERE.get():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _started(job: dict[str, Any], *how: str) -> subprocess.Popen[bytes]:
    try:
        return _process([*_command(), *how])
    except OSError:
        raise _not_started(job) from None


def _process(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        close_fds=True,
        **_no_console(),
    )


def _last_code(process: subprocess.Popen[bytes]) -> int:
    """With what a child ends that says nothing any more. One that lives on all the same is not waited for."""
    with suppress(subprocess.TimeoutExpired):
        return process.wait(_TO_END)
    process.kill()
    return process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    _close(process.stdin)
    _close(process.stdout)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_COMMAND]
    return [sys.executable, "-m", "cxdesk", HIDDEN_COMMAND]


def _environment() -> dict[str, str]:
    """The parent's, with this very package first, so that child and parent are the same program."""
    home = str(Path(cxdesk.__file__).resolve().parent.parent)
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}


def _no_console() -> dict[str, Any]:
    return {"creationflags": 0x08000000} if sys.platform == "win32" else {}


def _messages(
    processes: Sequence[subprocess.Popen[bytes]],
    progress: Progress,
    silence: float,
    jobs: Sequence[dict[str, Any]],
    lines: _Lines | None = None,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(which child, what it says) until each has said that it is done; ImportStopped when one ends before.

    `lines` are those of children that were heard before.
    """
    lines = _lines_of(processes) if lines is None else lines
    finished: set[int] = set()
    quiet = 0.0
    while len(finished) < len(processes):
        progress.check()
        try:
            at, line = lines.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            quiet += _LOOK_EVERY
            if quiet >= silence:
                seconds = round(silence)
                said = _("The file made no progress for {seconds} seconds.", seconds=seconds)
                raise _stopped(jobs[0], said) from None
            continue
        quiet = 0.0
        if line is None and at in finished:
            continue
        if line is None:
            code = _last_code(processes[at])
            raise _stopped(jobs[at], _("The import helper ended without an answer (code {code}).", code=code))
        message = _understood(line, jobs[at])
        if "done" in message:
            finished.add(at)
        yield at, message


def _lines_of(processes: Sequence[subprocess.Popen[bytes]]) -> _Lines:
    lines: _Lines = queue.Queue(maxsize=1000)
    for at, process in enumerate(processes):
        threading.Thread(target=_read_lines, args=(at, process.stdout, lines), daemon=True).start()
    return lines


def _read_lines(at: int, pipe: IO[bytes], lines: _Lines, last: Callable[[bytes], bool] = lambda _line: False) -> None:
    """Pass on what a child says until it ends, or up to a line that is the `last` for now."""
    try:
        while line := pipe.readline(LINE_LIMIT + 1):
            lines.put((at, line))
            if last(line):
                return
    except ValueError:  # the pipe was closed under us: the job is over
        pass
    lines.put((at, None))


def _understood(line: bytes, job: dict[str, Any]) -> dict[str, Any]:
    if len(line) > LINE_LIMIT:
        raise _stopped(job, _("The import helper sent an answer that is too long."))
    try:
        message = json.loads(line)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        raise _stopped(job, _("The import helper sent an answer that cannot be understood."))
    return message


def _take_note(message: dict[str, Any], progress: Progress, heard: Callable[[dict[str, Any]], object] | None) -> None:
    """What the child says on the way; its error is raised."""
    if "progress" in message:
        _pass_on(message["progress"], progress)
    elif "segment" in message and heard is not None:
        heard(message)
    elif "whole" in message:
        raise NotInPieces
    elif "error" in message:
        raise CXDeskError.from_json(message["error"])


def _pass_on(said: dict[str, Any], progress: Progress) -> None:
    progress.report(float(said.get("done", 0)), float(said.get("of", 0)), str(said.get("label", "")))


def _stopped(job: dict[str, Any], message: str) -> ImportStopped:
    return ImportStopped(
        message,
        _("Nothing was imported. Open the file in your spreadsheet program, save it again and try once more."),
        file=Path(str(job.get("file", ""))).name,
        sheet=job.get("mapping", {}).get("sheet"),
    )


def _not_started(job: dict[str, Any]) -> ImportStopped:
    return ImportStopped(
        _("The import helper could not be started."),
        _("Nothing was imported. Close other programs and try once more; if it happens again, install CXDesk anew."),
        file=Path(str(job.get("file", ""))).name,
    )


def _close(pipe: IO[bytes] | None) -> None:
    with suppress(OSError):
        if pipe is not None:
            pipe.close()
