"""Progress and cancellation, for any function that may take longer than a blink."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event


class Cancelled(Exception):
    """The person asked to stop. Whoever started the work undoes it and says nothing more."""


class Progress:
    """What a long function reports to, and asks whether it should go on.

    `report(done, of, label)` is called from the working thread; `done` and `of` share any unit
    (bytes, rows), `of` is 0 while unknown. A Progress without a listener costs nothing.
    """

    def __init__(self, listener: Callable[[float, float, str], None] | None = None) -> None:
        self._listener = listener
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop; safe from any thread."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def check(self) -> None:
        """Raise Cancelled when the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def report(self, done: float, of: float = 0, label: str = "") -> None:
        """Say how far the work is; raises Cancelled when the person asked to stop."""
        self.check()
        if self._listener is not None:
            self._listener(done, of, label)

    def to_the_end(self) -> Progress:
        """The same listener for what follows from a write that stands: nobody can stop that half way."""
        return Progress(self._listener)

    def count_rows(self, rows: int) -> None:
        """Say how many more rows are through, whatever `report` counts in; most listeners do not care."""
