"""The parent's side of the import child: starts it, passes on its progress, kills it when it is silent."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from io import StringIO
from pathlib import Path
from typing import IO, Any

import cxdesk
from cxdesk.domain.errors import CXDeskError, ImportStopped
from cxdesk.system import i18n
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace import EARLY, HIDDEN_COMMAND

SILENCE_LIMIT = 20.0
LINE_LIMIT = 1_000_000
_LOOK_EVERY = 0.05
_HERE: ContextVar[bool] = ContextVar("jobs run in this process", default=False)


def ask_child(
    job: dict[str, Any],
    progress: Progress | None = None,
    silence: float = SILENCE_LIMIT,
    heard: Callable[[dict[str, Any]], None] | None = None,
    waiting: subprocess.Popen[bytes] | None = None,
) -> dict[str, Any]:
    """Run one job in a child process and return what it says under `done`; `heard` is told of each segment on the way.

    `waiting` is an early child that may have the job; if it is dead already, another one gets it.

    Raises the child's own CXDeskError, ImportStopped when it died or fell silent for `silence` seconds, Cancelled
    when asked to stop.
    The child is dead when this returns.
    """
    progress = progress or Progress()
    if _HERE.get():
        return _answered_here(job, progress, heard)
    job = {"language": i18n.language(), "locale": i18n.number_locale(), **job}
    process = waiting if waiting is not None and waiting.poll() is None else _started(job)
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.close()
        for message in _messages(process.stdout, progress, silence, job):
            if "done" in message:
                return dict(message["done"])
            _take_note(message, progress, heard)
        raise _stopped(job, _("The import helper ended without an answer (code {code}).", code=process.wait()))
    except BrokenPipeError:
        raise _not_started(job) from None
    finally:
        _end(process)


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
        _take_note(message, progress, heard)
        done = message.get("done", done)
    progress.check()
    return dict(done)


@contextmanager
def early_child() -> Iterator[subprocess.Popen[bytes] | None]:
    """A child whose job is not known yet; it loads what converting needs meanwhile. None where none can be started.

    It is dead at the end of the block, whether it got a job or not.
    """
    try:
        process = _process([*_command(), EARLY])
    except OSError:
        yield None
        return
    try:
        yield process
    finally:
        _end(process)


def _started(job: dict[str, Any]) -> subprocess.Popen[bytes]:
    try:
        return _process(_command())
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


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            _close(pipe)


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


def _messages(pipe: IO[bytes], progress: Progress, silence: float, job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    lines: queue.Queue[bytes | None] = queue.Queue(maxsize=1000)
    threading.Thread(target=_read_lines, args=(pipe, lines), daemon=True).start()
    quiet = 0.0
    while True:
        progress.check()
        try:
            line = lines.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            quiet += _LOOK_EVERY
            if quiet >= silence:
                seconds = round(silence)
                raise _stopped(job, _("The file made no progress for {seconds} seconds.", seconds=seconds)) from None
            continue
        if line is None:
            return
        quiet = 0.0
        yield _understood(line, job)


def _read_lines(pipe: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    try:
        while line := pipe.readline(LINE_LIMIT + 1):
            lines.put(line)
    except ValueError:  # the pipe was closed under us: the job is over
        pass
    lines.put(None)


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


def _take_note(message: dict[str, Any], progress: Progress, heard: Callable[[dict[str, Any]], None] | None) -> None:
    """What the child says on the way; its error is raised."""
    if "progress" in message:
        _pass_on(message["progress"], progress)
    elif "segment" in message and heard is not None:
        heard(dict(message["segment"]))
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


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):
        pipe.close()
