"""Which rows each import contained, and on which line: so it can be taken back from anywhere in the history."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable

import numpy as np

_AT_ONCE = 1 << 16


def save(connection: sqlite3.Connection, kind: str, batch: int, parts: Iterable[tuple[np.ndarray, np.ndarray]]) -> None:
    """Rows (sorted, distinct) that the batch contained, created or merely met, with the source line of each."""
    rows, lines = _Packer(), _Packer()
    for some, on in parts:
        rows.add(some)
        lines.add(on)
    values = (batch, kind, rows.n, rows.done(), lines.done())
    connection.execute("INSERT OR REPLACE INTO claim(batch, kind, n, rows, lines) VALUES (?, ?, ?, ?, ?)", values)


def load(connection: sqlite3.Connection, kind: str, batch: int) -> tuple[np.ndarray, np.ndarray]:
    """(row ids, lines) of the batch, both int64; empty when it contained nothing of the kind."""
    found = connection.execute(
        "SELECT n, rows, lines FROM claim WHERE batch = ? AND kind = ?", (batch, kind)
    ).fetchone()
    if found is None:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return _unpacked(found[1], found[0]), _unpacked(found[2], found[0])


def holders(connection: sqlite3.Connection, kind: str) -> list[int]:
    """The live imports that contain rows of the kind, oldest first."""
    rows = connection.execute(
        "SELECT b.id FROM batch b JOIN claim c ON c.batch = b.id WHERE b.state = 'live' AND c.kind = ? ORDER BY b.id",
        (kind,),
    )
    return [int(batch) for (batch,) in rows]


def rows_of(connection: sqlite3.Connection, kind: str, batch: int) -> np.ndarray:
    return load(connection, kind, batch)[0]


def forget(connection: sqlite3.Connection, batch: int) -> None:
    connection.execute("DELETE FROM claim WHERE batch = ?", (batch,))


class _Packer:
    """Packs differences, which compress to almost nothing: rows and lines mostly go up by one."""

    def __init__(self) -> None:
        self.n = 0
        self._packer = zlib.compressobj(1)
        self._pieces: list[bytes] = []
        self._before = 0

    def add(self, numbers: np.ndarray) -> None:
        self.n += len(numbers)
        for at in range(0, len(numbers), _AT_ONCE):
            part = numbers[at : at + _AT_ONCE].astype(np.int64)
            steps = np.diff(part, prepend=np.int64(self._before)).astype("<i8")
            self._pieces.append(self._packer.compress(steps.tobytes()))
            self._before = int(part[-1])

    def done(self) -> bytes:
        return b"".join([*self._pieces, self._packer.flush()])


def _unpacked(data: bytes, n: int) -> np.ndarray:
    return np.cumsum(np.frombuffer(zlib.decompress(data), "<i8", n))
