"""Text that was saved twice: each line became one cell, in quotation marks, its own marks doubled.

It happens where a table was opened by a program that took another separator for granted: lines without a quotation mark
stay as they are, or all are wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cxdesk.intake.readers.csv import Chunks
from cxdesk.system.progress import Progress

MOST_BYTES = 32 * 1024 * 1024  # larger files are read in pieces, from their own bytes
LINES = 200  # looked at
LEAST = 2
_WHOLE = re.compile(r'^"(?:[^"]|"")*"$')
_WRAPPED = re.compile(rb'^"((?:[^"]|"")*)"[ \t]*$')
_SEPARATORS = ",;\t|"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def is_wrapped(text: str) -> bool:
    """Whether the first lines of a text were saved twice: every line with a quotation mark is one cell as a whole, and
    all lines, once read again, have one and the same number of cells. The heading must have been wrapped as well, or
    have several cells as it is.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()[:LINES]]
    lines = [line for line in lines if line]
    quoted = [line for line in lines if '"' in line]
    if len(lines) <= LEAST or not quoted or not all(_WHOLE.match(line) for line in quoted):
        return False
    inner = [line[1:-1].replace('""', '"') if '"' in line else line for line in lines]
    widths = [{_QUOTED.sub("", line).count(mark) for line in inner} for mark in _SEPARATORS]
    return any(len(found) == 1 and found != {0} for found in widths)


def unwrapped(chunks: Chunks, bom: int) -> Chunks:
    """The bytes of the lines within, line for line."""

    def inner(progress: Progress | None) -> Iterator[bytes]:
        rest = b""
        first = True
        for chunk in chunks(progress):
            if first:
                yield chunk[:bom]
                chunk, first = chunk[bom:], False
            *lines, rest = (rest + chunk).split(b"\n")
            if lines:
                yield b"".join(_line(line) + b"\n" for line in lines)
        yield _line(rest)

    return inner


def _line(line: bytes) -> bytes:
    end = b"\r" if line.endswith(b"\r") else b""
    found = _WRAPPED.match(line.removesuffix(b"\r"))
    return found[1].replace(b'""', b'"') + end if found else line
