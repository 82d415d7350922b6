"""The errors that a person is meant to read.

Each says what happened, where, and what to do next. Anything else that is raised is a fault of ours
and goes to the log. `code` is stable: tests, the command line's JSON and the import child speak in codes; behind a dot
it may say more than its class, as in `file_refused.columns`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.system.i18n import _


class CXDeskError(Exception):
    """What happened (`message`), where (`file`, `sheet`, `row`, `column`), what to do (`remedy`).

    `row` counts from 1 as the person's spreadsheet program does; `column` is the heading as written there.
    """

    code = "error"

    def __init__(
        self,
        message: str,
        remedy: str = "",
        *,
        code: str | None = None,
        file: str | None = None,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code or type(self).code
        self.file = file
        self.sheet = sheet
        self.row = row
        self.column = column

    @property
    def place(self) -> str:
        """Where it happened, in the person's language; empty when there is no place."""
        parts = []
        if self.file:
            parts.append(_("file {file}", file=self.file))
        if self.sheet:
            parts.append(_("sheet {sheet}", sheet=self.sheet))
        if self.row is not None:
            parts.append(_("row {row}", row=self.row))
        if self.column:
            parts.append(_("column {column}", column=self.column))
        return ", ".join(parts)

    def __str__(self) -> str:
        place = self.place
        sentence = self.message if not place else f"{self.message} ({place})"
        return f"{sentence} {self.remedy}".strip()

    def to_json(self) -> dict[str, Any]:
        """The object that the command line prints and the child sends."""
        return {
            "code": self.code,
            "message": self.message,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "remedy": self.remedy,
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> CXDeskError:
        """The error again, after its way through JSON; its class is found by code."""
        family = str(data.get("code")).partition(".")[0]  # "file_refused.columns" is a FileRefused
        found = _by_code().get(family, CXDeskError)
        return found(
            str(data.get("message", "")),
            str(data.get("remedy") or ""),
            code=str(data.get("code") or "error"),
            file=data.get("file"),
            sheet=data.get("sheet"),
            row=data.get("row"),
            column=data.get("column"),
        )


class FileRefused(CXDeskError):
    """The file may be sound, but opening it would be unsafe or is beyond a limit, which is named."""

    code = "file_refused"


class FileDamaged(CXDeskError):
    """The file cannot be read to its end, or its parts contradict each other."""

    code = "file_damaged"


class FileProtected(CXDeskError):
    """The file wants a password."""

    code = "file_protected"


class FileUnknown(CXDeskError):
    """The file is none of the kinds that CXDesk reads."""

    code = "file_unknown"


class FileEmpty(CXDeskError):
    """The file holds no table."""

    code = "file_empty"


class OpenDoubt(CXDeskError):
    """A question about the file is still open; nothing was written."""

    code = "open_doubt"


class ImportStopped(CXDeskError):
    """The import child went silent, ran out of memory or died; the workspace is unchanged."""

    code = "import_stopped"


class NotAWorkspace(CXDeskError):
    """The file opened as a workspace is none of ours, or damaged."""

    code = "not_a_workspace"


class WorkspaceNewer(CXDeskError):
    """A newer CXDesk made this workspace; the file was not touched."""

    code = "workspace_newer"


class WorkspaceBusy(CXDeskError):
    """Another program holds the workspace; the message says who."""

    code = "workspace_busy"


class WorkspaceReadOnly(CXDeskError):
    """The workspace can be looked at, not changed."""

    code = "workspace_read_only"


class DiskFull(CXDeskError):
    """There is no room for the write; it was rolled back."""

    code = "disk_full"


class NotFound(CXDeskError):
    """What was asked for by name does not exist: a metric, a batch, a column, an attribute."""

    code = "not_found"


class BadQuestion(CXDeskError):
    """A question that cannot be understood: a date, a filter, an option, a scale."""

    code = "bad_question"


def _by_code() -> dict[str, type[CXDeskError]]:
    found: dict[str, type[CXDeskError]] = {CXDeskError.code: CXDeskError}
    for kind in CXDeskError.__subclasses__():
        found[kind.code] = kind
    return found
