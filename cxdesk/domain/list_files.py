"""Small lists that people write and pass on, as files: their text, and the rows of a CSV with whatever mark between
its cells.
"""

from __future__ import annotations

import csv
import errno
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cxdesk.domain.errors import BadQuestion, CXDeskError, DiskFull, FileRefused, NotFound
from cxdesk.system.i18n import _, number

MEGABYTE = 1 << 20
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_HEAD = 72  # bytes of a SQLite file up to whose it is
LARGEST = 1 << 20  # bytes; lists that people write are short
LONGEST = 1 << 16  # letters of one cell


def read_text(path: Path) -> str:
    """The text of a list. NotFound, FileRefused where it is too long, BadQuestion where it is not UTF-8."""
    if not path.is_file():
        raise NotFound(
            _("There is no file {file}.", file=path.name), _("Check the name and the folder."), file=path.name
        )
    if path.stat().st_size > LARGEST:
        raise FileRefused(_("The list is too long."), _("Divide it into shorter ones."), file=path.name)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadQuestion(_("The list is not UTF-8 text."), _("Save it as CSV UTF-8."), file=path.name) from None


def text_up_to(path: Path, most: int) -> str:
    """The text of a file that the person named, never more than so many bytes of it; what is no text becomes signs for
    that.
    """
    try:
        with path.open("rb") as file:
            return file.read(most).decode("utf-8-sig", "replace")
    except OSError as error:
        raise CXDeskError(
            _("{file} cannot be read: {cause}.", file=path.name, cause=error.strerror or type(error).__name__),
            _("Check the name and the folder."),
            code="cannot_read",
            file=path.name,
        ) from None


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(row, its cells), the headings folded to lower case first; comma, semicolon or tab, whichever these have most.

    BadQuestion for a row that is none, such as one with a quotation mark that nothing closes.
    """
    head, _newline, _rest = text.partition("\n")
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    try:
        head_cells = next(rows, [])
        _check(head_cells)
        yield 1, [name.strip().lower() for name in head_cells]
        for cells in rows:
            _check(cells)
            yield rows.line_num, cells
    except csv.Error:
        raise BadQuestion(
            _("The list cannot be read from here on."), _("Look for a quotation mark too many."), row=rows.line_num
        ) from None


def _check(cells: list[str]) -> None:
    """How much the csv module takes depends on what else the process reads, so lists have a limit of their own."""
    if any(len(cell) > LONGEST for cell in cells):
        raise csv.Error("a cell without end")


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a list. CXDeskError where the folder does not take it."""
    with writing(path):
        path.write_text(text, encoding=encoding)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a picture or the like. CXDeskError where the folder does not take it."""
    with writing(path):
        path.write_bytes(content)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Within the block faults are those of writing a file that the person named: CXDeskError. BadQuestion, before
    anything is written, where the name is that of a workspace.
    """
    if _is_workspace(path):
        raise BadQuestion(_("The workspace itself cannot be overwritten."), _("Choose another name."), file=path.name)
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _no_room(path) from None
        raise CXDeskError(
            _("{file} cannot be written: {cause}.", file=path.name, cause=error.strerror or type(error).__name__),
            _("Choose another folder, or close the program that has the file open."),
            code="cannot_write",
            file=path.name,
        ) from None


def _is_workspace(path: Path) -> bool:
    """Whether a workspace has the name, however it is spelled; `store.header` knows more of it."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head.endswith(b"CXDk")


def _no_room(path: Path) -> DiskFull:
    """Names the drive, what is free, and how much was not enough."""
    begun = [one.stat().st_size for one in (path.with_name(f".{path.name}.part"), path) if one.exists()]
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        free = 0
    return DiskFull(
        _(
            "There is no room on the drive of {folder}: {file} needs more than {needed} MB, {free} MB are free.",
            folder=path.parent,
            file=path.name,
            needed=number(max(begun, default=0) / MEGABYTE),
            free=number(free / MEGABYTE),
        ),
        _("Make room, or choose another drive, then try again."),
        file=path.name,
    )


FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_GUARD = "'"


def harmless(text: str) -> str:
    """A text as a cell that no spreadsheet program takes for a formula."""
    return _GUARD + text if text.startswith(FORMULA_SIGNS) else text


def as_written(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(FORMULA_SIGNS) else cell
