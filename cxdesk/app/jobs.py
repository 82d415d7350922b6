"""Runs functions off the main thread: one thread for questions, one for writes.

The window's thread only paints. A question of a kind makes the older question of the same kind unwelcome: it is
asked to stop and its answer is dropped on arrival. Writes are never dropped; they wait for one another.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import PriorityQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, qVersion

from cxdesk.domain.errors import CXDeskError
from cxdesk.system.i18n import _
from cxdesk.system.progress import Cancelled, Progress

logger = logging.getLogger("cxdesk.app.jobs")

Then = Callable[[Any], None]

URGENT, NORMAL, LATER = 0, 1, 2
_LAST = 9  # sorts behind every job
REPORT_EVERY = 0.05  # seconds


class Crash(CXDeskError):
    """A fault of ours, told without its insides; the log has the places it passed."""

    code = "crash"

    def __init__(self, cause: BaseException) -> None:
        super().__init__(
            _("Something went wrong inside CXDesk."),
            _("What is saved is unharmed. Try again; if it comes back, send the log."),
        )
        self.cause = cause

    @property
    def details(self) -> str:
        """What helps who mends it: versions, and the places it passed; no word of anybody's data."""
        import platform

        from cxdesk import __version__
        from cxdesk.system import logs

        head = f"CXDesk {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}"
        return f"{head}\n{logs.described(self.cause)}"


@dataclass(eq=False)
class Job:
    """One call on its way: `work(progress)` runs elsewhere, `then` and `failed` on the main thread."""

    key: str
    work: Callable[[Progress], Any]
    then: Then | None
    failed: Then | None
    progress: Progress = field(default_factory=Progress)
    result: Any = None
    error: BaseException | None = None

    def run(self) -> None:
        """On the worker's thread: keeps what came out, whatever it was."""
        try:
            self.progress.check()
            self.result = self.work(self.progress)
        except BaseException as error:  # noqa: BLE001 - told or logged on the main thread; a panic must not end this one
            self.error = error


class _Seldom:
    """Lets a report through when its words changed, or when enough time went by to be worth painting."""

    def __init__(self, tell: Callable[[float, float, str], None]) -> None:
        self._tell = tell
        self._last = 0.0
        self._label: str | None = None

    def __call__(self, done: float, of: float, label: str) -> None:
        now = time.monotonic()
        if label != self._label or now - self._last >= REPORT_EVERY:
            self._last, self._label = now, label
            self._tell(done, of, label)


class _Worker:
    """One thread that takes jobs in order of urgency, then of arrival."""

    def __init__(self, name: str, done: Callable[[Job], None]) -> None:
        self._queue: PriorityQueue[tuple[int, int, Job | None]] = PriorityQueue()
        self._order = itertools.count()
        self._done = done
        self._thread = threading.Thread(target=self._loop, name=name, daemon=True)
        self._thread.start()

    def put(self, job: Job, priority: int) -> None:
        self._queue.put((priority, next(self._order), job))

    def stop(self, seconds: float) -> bool:
        """End after the jobs already waiting; whether the thread ended in time."""
        self._queue.put((_LAST, next(self._order), None))
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        while True:
            job = self._queue.get()[2]
            if job is None:
                return
            job.run()
            self._done(job)


class Jobs(QObject):
    """The only door to other threads. Signals are emitted on the main thread.

    `progressed(key, done, of, label)` is what a job reports; `of` is 0 while unknown.
    """

    started = Signal(str)
    ended = Signal(str)
    progressed = Signal(str, float, float, str)
    failed = Signal(object)  # CXDeskError nobody else took

    _arrived = Signal(object)
    _reported = Signal(object, float, float, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: dict[str, Job] = {}
        self._writing: list[Job] = []
        self._closed = False
        self._arrived.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._questions = _Worker("cxdesk-questions", self._arrived.emit)
        self._writes = _Worker("cxdesk-writes", self._arrived.emit)

    def ask(
        self,
        key: str,
        work: Callable[[Progress], Any],
        then: Then | None = None,
        failed: Then | None = None,
        *,
        priority: int = NORMAL,
    ) -> None:
        """Run a question; an older one of the same `key` is stopped and its answer never arrives."""
        self.cancel(key)
        job = self._job(key, work, then, failed)
        self._current[key] = job
        self._questions.put(job, priority)
        self.started.emit(key)

    def write(
        self, key: str, work: Callable[[Progress], Any], then: Then | None = None, failed: Then | None = None
    ) -> None:
        """Run a write after those before it; it is only ever stopped by `cancel`."""
        job = self._job(key, work, then, failed)
        self._writing.append(job)
        self._writes.put(job, NORMAL)
        self.started.emit(key)

    def cancel(self, key: str) -> None:
        """Stop the question, and the writes, of that kind; nothing more is heard of the question."""
        job = self._current.pop(key, None)
        if job is not None:
            job.progress.cancel()
            self.ended.emit(key)
        for write in self._writing:
            if write.key == key:
                write.progress.cancel()

    def busy(self, key: str | None = None) -> bool:
        """Whether a job of that kind, or any job, is waiting or running."""
        keys = {*self._current, *(job.key for job in self._writing)}
        return bool(keys) if key is None else key in keys

    def close(self, seconds: float = 10.0) -> bool:
        """Stop questions, let writes come to their end; False when a thread would not end."""
        if self._closed:
            return True
        self._closed = True
        for key in list(self._current):
            self.cancel(key)
        ended = [worker.stop(seconds) for worker in (self._questions, self._writes)]
        return all(ended)

    def _job(self, key: str, work: Callable[[Progress], Any], then: Then | None, failed: Then | None) -> Job:
        job = Job(key, work, then, failed)
        job.progress = Progress(_Seldom(lambda *news: self._reported.emit(job, *news)))
        return job

    def _welcome(self, job: Job) -> bool:
        return job in self._writing or self._current.get(job.key) is job

    def _pass_on(self, job: Job, done: float, of: float, label: str) -> None:
        if self._welcome(job):
            self.progressed.emit(job.key, done, of, label)

    def _finish(self, job: Job) -> None:
        result, job.result = job.result, None  # which may be large; what is left of the job waits for the collector
        if not self._welcome(job):
            return
        if job in self._writing:
            self._writing.remove(job)
        else:
            del self._current[job.key]
        self.ended.emit(job.key)
        if job.error is None:
            if job.then is not None:
                job.then(result)
        elif not isinstance(job.error, Cancelled):
            self._tell(job)

    def _tell(self, job: Job) -> None:
        error = job.error
        if not isinstance(error, CXDeskError):
            logger.error("the job %s failed", job.key, exc_info=error)
            error = Crash(error) if error is not None else None
        if job.failed is not None:
            job.failed(error)
        else:
            self.failed.emit(error)
