"""A workbook's parts as they were inflated for the scan, for the reader to open as a file that packs nothing.

So each part is inflated once, and the reader sees the very bytes that were counted. The file is in memory alone: the
system gives it a name that ends with this process. Where the system cannot, and for large workbooks, there is none, and
the reader inflates the workbook itself.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from zipfile import ZipInfo

from cxdesk.intake.guard import MIB

TOGETHER = 128 * MIB  # of all parts; beyond that the reader needs the memory itself
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _UTF8, _DAY = 20, 0x800, 0x21


class Unpacked:
    """Parts are written by `kept`; `path` is what a reader opens, and None where not all could be kept."""

    def __init__(self, size: int) -> None:
        """`size`: of all parts together."""
        self._file = -1
        self._at = self._begun = 0
        self._central: dict[str, bytes] = {}
        if size <= TOGETHER and sys.platform == "linux" and Path("/proc/self/fd").is_dir():
            with suppress(OSError):
                self._file = os.memfd_create("workbook")

    def __del__(self) -> None:
        """A workbook that is refused is never opened."""
        self.close()

    def __contains__(self, name: str) -> bool:
        return name in self._central

    def kept(self, part: ZipInfo, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, kept on the way. Whoever gives them checks that they are what the directory promised."""
        if self._file < 0 or part.filename in self._central:
            yield from pieces
            return
        central = self._begin(part)
        for piece in pieces:
            self._write(piece)
            yield piece
        self._central[part.filename] = central

    def path(self) -> Path | None:
        """The file with all parts so far. The reader must have opened it before `close`."""
        directory, at, parts = b"".join(self._central.values()), self._at, self._begun
        if parts == len(self._central):
            self._write(directory + _END.pack(b"PK\x05\x06", 0, 0, parts, parts, len(directory), at, 0))
        whole = self._file >= 0 and parts == len(self._central)
        return Path(f"/proc/self/fd/{self._file}") if whole else None

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _begin(self, part: ZipInfo) -> bytes:
        """Write what stands before a part; its entry in the directory."""
        self._begun += 1
        name, size, at = part.filename.encode("utf-8"), part.file_size, self._at
        told = (_UTF8, 0, 0, _DAY, part.CRC, size, size, len(name), 0)
        self._write(_LOCAL.pack(b"PK\x03\x04", _VERSION, *told) + name)
        return _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *told, 0, 0, 0, 0, at) + name

    def _write(self, data: bytes) -> None:
        if self._file < 0:
            return
        try:
            written = os.write(self._file, data)
        except (OSError, MemoryError):
            written = -1
        self._at += written
        if written != len(data):  # no room: the reader takes the workbook itself
            self.close()
