"""Numbers of every row of a file of any size, written and read in stretches: so that what decides about ten million
rows takes no more memory than for a few hundred thousand.
"""

from __future__ import annotations

import tempfile
import threading
import weakref
from collections.abc import Iterator
from typing import IO

import numpy as np
import numpy.typing as npt

STRETCH = 1 << 18  # rows that are looked at together
HELD = 1 << 18  # up to so many rows are kept in memory, more in a file


def stretches(rows: int, size: int = 0) -> Iterator[tuple[int, int]]:
    """(first, end) of the stretches that so many rows are looked at in."""
    size = size or STRETCH
    for first in range(0, rows, size):
        yield first, min(first + size, rows)


class Numbers:
    """One number per row. Filled with `value` at first, which takes no room until another is written.

    Threads may use it at once. What was written goes with the last reference to it.
    """

    def __init__(self, kind: npt.DTypeLike, rows: int = 0, value: int = 0) -> None:
        self.kind = np.dtype(kind)
        self.value = value
        self._rows = rows
        self._memory: np.ndarray | None = None
        self._file: IO[bytes] | None = None
        self._guard = threading.Lock()

    @staticmethod
    def of(values: np.ndarray) -> Numbers:
        made = Numbers(values.dtype)
        made.append(values)
        return made

    def __len__(self) -> int:
        return self._rows

    @property
    def same(self) -> bool:
        """Whether every number is certainly still the value that all were filled with."""
        return self._memory is None and self._file is None

    def append(self, values: np.ndarray) -> None:
        """The numbers of further rows."""
        if not len(values):
            return
        first, self._rows = self._rows, self._rows + len(values)
        if not self.same or first == 0 or bool(np.any(values != self.value)):
            self._put(first, values)

    def part(self, first: int, end: int) -> np.ndarray:
        """The numbers of a stretch of rows."""
        with self._guard:
            return self._read(first, end)

    def parts(self) -> Iterator[np.ndarray]:
        """All numbers, stretch by stretch."""
        return (self.part(first, end) for first, end in stretches(len(self)))

    def at(self, places: np.ndarray) -> np.ndarray:
        """The numbers of some rows, given by ascending places."""
        found = np.empty(len(places), self.kind)
        for here, first, end in _by_stretch(places):
            found[here] = self.part(first, end)[places[here] - first]
        return found

    def put(self, first: int, values: np.ndarray) -> None:
        """Write the numbers of a stretch of rows."""
        if len(values) and not (self.same and bool(np.all(values == self.value))):
            self._put(first, values)

    def set(self, places: np.ndarray, values: np.ndarray | int) -> None:
        """Write the numbers of some rows, given by ascending places."""
        if not len(places) or (self.same and bool(np.all(values == self.value))):
            return
        many = np.broadcast_to(np.asarray(values, self.kind), len(places))
        with self._guard:
            self._make_room(0)
            if self._memory is not None:
                self._memory[places] = many
                return
            for here, first, end in _by_stretch(places):
                part = self._read(first, end)
                part[places[here] - first] = many[here]
                self._write(first, part)

    def _put(self, first: int, values: np.ndarray) -> None:
        with self._guard:
            self._make_room(first)
            if self._memory is not None:
                self._memory[first : first + len(values)] = values
            else:
                self._write(first, values)

    def _make_room(self, given: int) -> None:
        """Room for all rows, of which `given` had their number before if this is the first that is written."""
        if self._file is not None or (self._memory is not None and self._rows <= len(self._memory)):
            return
        held = np.full(given, self.value, self.kind) if self._memory is None else self._memory
        if self._rows <= HELD:
            self._memory = np.full(min(HELD, self._rows * 2), self.value, self.kind)
            self._memory[: len(held)] = held
            return
        self._memory = None
        self._file = tempfile.TemporaryFile(prefix="cxdesk-", buffering=0)  # noqa: SIM115 - closed by the finalizer
        weakref.finalize(self, self._file.close)
        self._write(0, held)
        for first, end in stretches(self._rows - len(held)):
            self._write(len(held) + first, np.full(end - first, self.value, self.kind))

    def _write(self, first: int, values: np.ndarray) -> None:
        assert self._file is not None
        self._file.seek(first * self.kind.itemsize)
        left = memoryview(np.ascontiguousarray(values, self.kind).view(np.uint8).data)
        while left:
            left = left[self._file.write(left) :]

    def _read(self, first: int, end: int) -> np.ndarray:
        if self._memory is not None:
            return self._memory[first:end]
        if self._file is None:
            return np.full(end - first, self.value, self.kind)
        found = np.empty(end - first, self.kind)
        self._file.seek(first * self.kind.itemsize)
        left = memoryview(found.view(np.uint8).data)
        while left:
            got = self._file.readinto(left)  # type: ignore[attr-defined]
            if not got:
                raise OSError("a temporary file was cut short")
            left = left[got:]
        return found


def _by_stretch(places: np.ndarray) -> Iterator[tuple[slice, int, int]]:
    """(which of ascending places, first, end) of every stretch that holds any."""
    at = 0
    while at < len(places):
        first = int(places[at]) // STRETCH * STRETCH
        until = int(np.searchsorted(places, first + STRETCH))
        yield slice(at, until), int(places[at]), int(places[until - 1]) + 1
        at = until
