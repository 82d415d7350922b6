"""What the first 100 bytes of a file say, read before SQLite touches it.

`user_version` holds two numbers: the schema's version in its low half, and in its high half the lowest version of the
schema that a reader must know. So an old program can look at a newer file where that is safe, and refuses where it is
not.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from cxdesk.domain.errors import WorkspaceNewer
from cxdesk.store import faults
from cxdesk.system.i18n import _

MAGIC = b"SQLite format 3\0"
APPLICATION_ID = int.from_bytes(b"CXDk")
SEGMENT_ID = int.from_bytes(b"CXDs")  # what the import child hands over
SCHEMA = 2  # what this program writes
MIN_READER = 1  # what a reader of such a file must know
_SIZE = 100


@dataclass(frozen=True)
class Header:
    application_id: int
    schema: int
    min_reader: int
    page_size: int
    pages: int
    logged: bool = False  # left open: what was written last lies in a log beside the file


def version(schema: int, min_reader: int) -> int:
    """The number that PRAGMA user_version takes."""
    return min_reader << 16 | schema


def read(path: Path) -> Header | None:
    """The header of a SQLite file; None when it is something else or cut short. OSError when it cannot be read."""
    with path.open("rb") as file:
        head = file.read(_SIZE)
    if len(head) < _SIZE or not head.startswith(MAGIC):
        return None
    page_size, pages = struct.unpack_from(">H", head, 16)[0], struct.unpack_from(">I", head, 28)[0]
    user_version, application_id = struct.unpack_from(">i", head, 60)[0], struct.unpack_from(">I", head, 68)[0]
    page_size = 65536 if page_size == 1 else page_size
    logged = 2 in head[18:20]
    return Header(application_id, user_version & 0xFFFF, user_version >> 16, page_size, pages, logged)


def check(path: Path) -> Header:
    """The header of a workspace that this program may at least read.

    NotFound, NotAWorkspace or WorkspaceNewer otherwise; the file is only ever read.
    """
    try:
        found = read(path)
    except OSError:
        raise faults.cannot_open(path) from None
    if found is None or found.application_id != APPLICATION_ID:
        raise faults.foreign(path)
    if found.min_reader < 1 or found.schema < found.min_reader:
        raise faults.damaged(path)
    check_version(path, found.schema, found.min_reader)
    return found


def check_version(path: Path, schema: int, min_reader: int) -> None:
    """WorkspaceNewer when a reader must know more than this program does."""
    if min_reader > SCHEMA:
        raise WorkspaceNewer(
            _(
                "A newer CXDesk made this workspace: it needs format {needs}, this program knows {knows}.",
                needs=min_reader,
                knows=SCHEMA,
            ),
            _("It was not changed. Update CXDesk to open it."),
            file=path.name,
        )
