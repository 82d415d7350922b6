"""Work in a process of its own that is killed at any moment: a copy of this one, so that the work begins at once."""

from __future__ import annotations

import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

Say = Callable[[str], None]
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Ended:
    """Lines that the process said, how it ended, and how long it took."""

    said: list[str]
    code: int
    seconds: float

    @property
    def done(self) -> bool:
        return "done" in self.said


class Child:
    """A forked process that runs `work(say)`; every line said is acknowledged work."""

    def __init__(self, work: Callable[[Say], None], user: int | None = None) -> None:
        self._read, write = os.pipe()
        self._text = b""
        self._began = time.monotonic()
        self.pid = os.fork()
        if not self.pid:
            os.close(self._read)
            _live(work, write, user)
        os.close(write)

    def hear(self, word: str = "", seconds: float = 60.0) -> list[str]:
        """What was said until `word` was, the process ended or the time was over."""
        until = time.monotonic() + seconds
        while word not in self.said or not word:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._read], [], [], left)[0]:
                break
            more = os.read(self._read, 65536)
            if not more:
                break
            self._text += more
        return self.said

    @property
    def said(self) -> list[str]:
        return self._text.decode().splitlines()

    def suspend(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def kill(self) -> Ended:
        """End it at once; what it had said by then."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self, seconds: float = 120.0) -> Ended:
        """Let it come to its end."""
        self.hear(seconds=seconds)
        took = time.monotonic() - self._began
        _pid, status = os.waitpid(self.pid, 0)
        os.close(self._read)
        return Ended(self.said, os.waitstatus_to_exitcode(status), took)


def _live(work: Callable[[Say], None], write: int, user: int | None) -> None:
    code = 1
    try:
        if user is not None:
            os.setgid(user)
            os.setuid(user)

        def say(text: str) -> None:
            os.write(write, (text.replace("\n", " ") + "\n").encode())

        work(say)
        say("done")
        code = 0
    except BaseException:  # noqa: BLE001 - said to whoever waits; this process knows nobody else
        os.write(write, traceback.format_exc().encode())
    finally:
        os._exit(code)


def killed_after(work: Callable[[Say], None], seconds: float) -> Ended:
    """Run `work` in another process and kill it after so many seconds, if it has not ended before."""
    child = Child(work)
    child.hear("done", seconds)
    return child.kill()


def how_long(work: Callable[[Say], None]) -> float:
    """Seconds that the whole of `work` takes now, on this machine with its present load."""
    ended = Child(work).wait()
    if ended.code:
        raise RuntimeError("\n".join(ended.said))
    return ended.seconds
