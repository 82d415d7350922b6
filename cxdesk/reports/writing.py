"""A report as a file, whole or not at all: what had the name before is replaced once the new one is on the disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.list_files import writing
from cxdesk.domain.pack import Since
from cxdesk.domain.report import Facts
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress

SUFFIXES = (".pdf", ".xlsx", ".html", ".csv")


def contents(suffix: str, facts: Facts, progress: Progress | None = None, since: Since | None = None) -> bytes:
    """The bytes of a report in the form that a file's suffix names; pages also say what is different `since` a period
    was closed. BadQuestion for any other suffix.
    """
    if suffix == ".xlsx":
        from cxdesk.reports.workbook.writer import workbook

        return workbook(facts)
    if suffix == ".csv":
        from cxdesk.reports.figures import comma_separated

        return comma_separated(facts).encode("utf-8-sig", "replace")
    from cxdesk.reports.composing import compose

    if suffix == ".html":
        from cxdesk.reports.web_page import web_page

        return web_page(compose(facts, since)).encode("utf-8", "replace")
    if suffix == ".pdf":
        from cxdesk.reports.pdf.writer import pdf

        return pdf(compose(facts, since), progress)
    raise _no_form(suffix)


def _no_form(suffix: str) -> BadQuestion:
    return BadQuestion(
        _("A report cannot be written as {suffix}.", suffix=suffix or "–"),
        _("Let the name end in {suffixes}.", suffixes=", ".join(SUFFIXES)),
    )


def checked_suffix(path: Path) -> str:
    """The suffix of a report's name. BadQuestion where no report can be written so."""
    suffix = {".htm": ".html"}.get(path.suffix.lower(), path.suffix.lower())
    if suffix not in SUFFIXES:
        raise _no_form(suffix)
    return suffix


def put(path: Path, content: bytes) -> None:
    """Write a file through a draft beside it. CXDeskError where the folder does not take it."""
    draft = path.with_name(f".{path.name}.part")
    with writing(path):
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def write_report(path: Path, facts: Facts, progress: Progress | None = None, since: Since | None = None) -> int:
    """Write a report in the form that the name asks for; how many bytes it has."""
    content = contents(checked_suffix(path), facts, progress, since)
    put(path, content)
    return len(content)
