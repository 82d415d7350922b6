"""The streams of a compound file (OLE 2), as old Excel workbooks and encrypted new ones are stored."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

END_OF_CHAIN = 0xFFFFFFFA  # this and above are no sector numbers
HEADER_SLOTS = 109
STREAM, ROOT = 2, 5


@dataclass(frozen=True)
class Entry:
    name: str
    kind: int
    start: int
    size: int


class BrokenOle(Exception):
    """The file's own bookkeeping leads nowhere."""


class Ole:
    """A compound file held in memory. Raises BrokenOle; never follows a chain longer than the file."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise BrokenOle("too short")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenOle("sector size")
        self._sector = 1 << shift
        self._mini_sector = 1 << mini_shift
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._table(self._fat_sectors())
        self.entries = list(self._directory(directory))
        self._mini_fat = self._table(list(self._chain(mini_fat, self._fat)))

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first of these streams that exists, whatever its case."""
        for name in names:
            for entry in self.entries:
                if entry.kind == STREAM and entry.name.lower() == name.lower():
                    return self._bytes(entry)
        return None

    def holds(self, *names: str) -> bool:
        held = {entry.name.lower() for entry in self.entries}
        return any(name.lower() in held for name in names)

    def _at(self, sector: int) -> int:
        return (sector + 1) * self._sector

    def _fat_sectors(self) -> list[int]:
        slots = struct.unpack_from(f"<{HEADER_SLOTS}I", self._data, 76)
        found = [slot for slot in slots if slot < END_OF_CHAIN]
        (more,) = struct.unpack_from("<I", self._data, 68)
        per_sector = self._sector // 4
        for _step in range(len(self._data) // self._sector):
            if more >= END_OF_CHAIN or self._at(more) + self._sector > len(self._data):
                break
            slots = struct.unpack_from(f"<{per_sector}I", self._data, self._at(more))
            found += [slot for slot in slots[:-1] if slot < END_OF_CHAIN]
            more = slots[-1]
        return found

    def _table(self, sectors: list[int]) -> list[int]:
        table: list[int] = []
        for sector in sectors:
            piece = self._data[self._at(sector) : self._at(sector) + self._sector]
            table += struct.unpack_from(f"<{len(piece) // 4}I", piece)
        return table

    def _chain(self, start: int, fat: list[int]) -> Iterator[int]:
        for _step in range(len(fat)):
            if start >= END_OF_CHAIN:
                return
            if start >= len(fat):
                raise BrokenOle(f"sector {start} is beyond the end")
            yield start
            start = fat[start]
        if start < END_OF_CHAIN:
            raise BrokenOle("a chain of sectors runs in a circle")

    def _directory(self, start: int) -> Iterator[Entry]:
        for sector in self._chain(start, self._fat):
            for at in range(self._at(sector), min(self._at(sector) + self._sector, len(self._data) - 127), 128):
                length, kind = struct.unpack_from("<HB", self._data, at + 64)
                name = self._data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                begin, size = struct.unpack_from("<II", self._data, at + 116)
                if kind in (1, STREAM, ROOT):
                    yield Entry(name, kind, begin, size)

    def _bytes(self, entry: Entry) -> bytes:
        if entry.size >= self._cutoff:
            return self._joined(entry, self._fat, self._data, self._sector, self._sector)
        root = next((found for found in self.entries if found.kind == ROOT), None)
        if root is None:
            raise BrokenOle("no root")
        small = self._joined(root, self._fat, self._data, self._sector, self._sector)
        return self._joined(entry, self._mini_fat, small, self._mini_sector, 0)

    def _joined(self, entry: Entry, fat: list[int], data: bytes, size: int, offset: int) -> bytes:
        sectors = self._chain(entry.start, fat)
        return b"".join(data[offset + sector * size : offset + (sector + 1) * size] for sector in sectors)[: entry.size]
