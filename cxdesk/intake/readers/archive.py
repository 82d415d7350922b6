"""The parts of a zip file, inflated by us with every size and checksum verified, and never written to disk.

The directory of a zip file can lie about sizes; the standard reader believes it and stops there, other readers go on.
So nothing is handed to any of them before each part gave exactly the bytes that the directory promised.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from cxdesk.domain.errors import FileProtected
from cxdesk.intake import guard
from cxdesk.intake.guard import LIMITS, Limits
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

CHUNK = 1 << 18
STEP = 1 << 20
# What zipfile says of a directory that it cannot read; of a format newer than it knows, NotImplementedError.
_UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error, OverflowError)
XML_SUFFIXES = (".xml", ".rels", ".vml")


class Archive:
    """An opened directory of a zip file, within the limits. Names are looked up without regard to case and slashes."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        guard.check_directory(path, limits)
        self.path = path
        try:
            with zipfile.ZipFile(path) as file:
                parts = file.infolist()
        except _UNREADABLE as error:
            raise guard.damaged_archive(path.name, str(error)) from None
        guard.check_parts(path, parts, limits)
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in parts:
            if normal(part.filename) in self._parts:
                raise guard.damaged_archive(path.name, _("part {part} is there twice", part=part.filename))
            self._parts[normal(part.filename)] = part
        self.verified: set[str] = set()

    @property
    def names(self) -> list[str]:
        """The parts' names as written, folders left out."""
        return [part.filename for part in self._parts.values() if not part.is_dir()]

    def __contains__(self, name: str) -> bool:
        return normal(name) in self._parts

    def part(self, name: str) -> zipfile.ZipInfo:
        """What the directory says of a part."""
        return self._parts[normal(name)]

    def size(self, name: str) -> int:
        return self._parts[normal(name)].file_size

    def read(self, name: str, most: int = 64 * guard.MIB) -> bytes:
        """A whole part of moderate size, verified."""
        if self.size(name) > most:
            raise guard.damaged_part(self.path.name, name, _("it is too large to be what it says"))
        return b"".join(self.chunks(name))

    def chunks(self, name: str, progress: Progress | None = None) -> Iterator[bytes]:
        """A part's bytes, piece by piece. Raises FileDamaged when size or checksum are not as promised."""
        part = self._parts[normal(name)]
        if part.flag_bits & 1:
            raise protected(self.path.name)
        size = checksum = 0
        with self.path.open("rb") as file:
            for piece in self._inflated(file, part):
                size += len(piece)
                if size > part.file_size:
                    raise self._damaged(part, _("it is longer than promised"))
                checksum = zlib.crc32(piece, checksum)
                if progress is not None:
                    progress.report(size, part.file_size)
                yield piece
        if size != part.file_size or checksum != part.CRC:
            raise self._damaged(part, _("its checksum is wrong"))
        self.verified.add(normal(name))

    def verify(self, later: set[str]) -> None:
        """Inflate what was not read yet, for its checksum, and refuse document types. Raises CXDeskError.

        Parts named in `later` (normal names) will be inflated anyway; of them only the beginning is looked at.
        """
        for name, part in self._parts.items():
            if part.is_dir():
                continue
            refuse_doctype(self, name)
            if name not in self.verified | later:
                for _piece in self.chunks(name):
                    pass

    def _inflated(self, file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
        self._seek(file, part)
        if part.compress_type == zipfile.ZIP_STORED:
            yield from _copied(file, part.compress_size)
            return
        if part.compress_type != zipfile.ZIP_DEFLATED:
            raise self._damaged(part, _("it is packed in a way that spreadsheets do not use"))
        try:
            yield from _deflated(file, part.compress_size)
        except zlib.error as error:
            raise self._damaged(part, str(error)) from None

    def _seek(self, file: BinaryIO, part: zipfile.ZipInfo) -> None:
        """Go to the part's first byte."""
        file.seek(part.header_offset)
        header = file.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise self._damaged(part, _("its beginning is not where it should be"))
        name, extra = struct.unpack_from("<HH", header, 26)
        file.seek(part.header_offset + 30 + name + extra)

    def _damaged(self, part: zipfile.ZipInfo, cause: str) -> Exception:
        return guard.damaged_part(self.path.name, part.filename, cause)


def normal(name: str) -> str:
    """A part's name for comparison: some programs write backslashes, a leading slash or other case."""
    return name.replace("\\", "/").lstrip("/").lower()


def protected(file: str) -> FileProtected:
    return FileProtected(
        _("The file is protected by a password."),
        _("Open it in your spreadsheet program, save a copy without password and import that."),
        file=file,
    )


def _copied(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        piece = file.read(min(size, CHUNK))
        if not piece:
            return
        size -= len(piece)
        yield piece


def _deflated(file: BinaryIO, size: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _copied(file, size):
        while True:
            piece = inflater.decompress(packed, STEP)
            packed = inflater.unconsumed_tail
            if piece:
                yield piece
            if not packed and len(piece) < STEP:
                break
        if inflater.eof:
            return


class _Root(Exception):
    """The root element was reached."""


class Doctype(Exception):
    """A document type declaration was met."""


def strict_parser(namespace: str | None = None) -> expat.XMLParserType:
    """An XML parser that knows no document types: it raises Doctype."""
    parser = expat.ParserCreate(namespace_separator=namespace)
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_declared: object) -> None:
    raise Doctype


def _stop(*_element: object) -> None:
    raise _Root


def refuse_doctype(archive: Archive, name: str) -> None:
    """Raise FileRefused when an XML part declares a document type, in whatever encoding.

    That can only stand before the root element; a part without one in its first megabyte is no spreadsheet's.
    """
    if not name.endswith(XML_SUFFIXES):
        return
    parser = strict_parser()
    parser.StartElementHandler = _stop
    first = next(archive.chunks(name), b"")
    try:
        parser.Parse(first)
    except Doctype:
        raise guard.has_doctype(archive.path.name, name) from None
    except (_Root, expat.ExpatError):  # not well-formed: whoever needs the part will say so
        return
    if len(first) < archive.size(name):
        raise guard.damaged_part(archive.path.name, name, _("it does not begin like a spreadsheet's"))
