"""The sample workspaces: invented exports of two companies, imported the way anybody's files are."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.periods import Preset
from cxdesk.system import paths
from cxdesk.system.i18n import N_, _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.workspace.importing import ImportOptions, ImportReport

SEED = 20261122


@dataclass(frozen=True)
class Story:
    """One invented company. `title` and `about` stand on the start page."""

    name: str
    title: str
    about: str
    languages: str
    zone: str


@dataclass(frozen=True)
class MadeSample:
    path: Path
    rows: int
    files: int


STORIES: tuple[Story, ...] = (
    Story(
        "lumen",
        N_("Atelier Lumen, a lamp shop"),
        N_("Orders, deliveries and reviews of three years. Find out what broke in the boxes."),
        N_("French, English, Romanian"),
        "Europe/Paris",
    ),
    Story(
        "brevio",
        N_("Brevio, software for practices"),
        N_("NPS, tickets and ratings of three years. Find out why one plan turned against the company."),
        N_("English, French, Romanian"),
        "Europe/Bucharest",
    ),
)


def make_sample(path: Path, story: str = "brevio", progress: Progress | None = None, seed: int = SEED) -> MadeSample:
    """Make the workspace `path` from a story's exports; it must not exist yet. Same seed, same workspace."""
    from cxdesk.workspace.handover import own_files
    from cxdesk.workspace.importing import import_files
    from cxdesk.workspace.workspace import Workspace

    folder = paths.private_folder()
    try:
        files = writer(story)(folder, seed)
        with Workspace.create(path) as workspace:
            workspace.set_setting("zone", next(s.zone for s in STORIES if s.name == story))
            workspace.set_setting("opening_period", Preset.LAST_3_MONTHS.value)
            with own_files():
                reports = import_files(workspace, files, options(story), progress)
            _sound(reports)
            return MadeSample(path, sum(report.rows.read for report in reports), len(files))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def writer(story: str) -> Callable[[Path, int], list[Path]]:
    """The function that writes a story's exports into a folder."""
    from cxdesk.workspace.sample import brevio, lumen

    return {"brevio": brevio.write, "lumen": lumen.write}[story]


def options(story: str) -> ImportOptions:
    """What the files of a story leave to be said."""
    from cxdesk.workspace.sample import brevio, lumen

    return {"brevio": brevio.SAID, "lumen": lumen.SAID}[story]


def _sound(reports: list[ImportReport]) -> None:
    """Our own files must import without a question; anything else is a fault of ours."""
    for report in reports:
        if report.error or report.open_doubts:
            what = report.error["message"] if report.error else report.open_doubts[0]["question"]
            raise CXDeskError(
                _("The sample cannot be made: {cause}", cause=what),
                str(report.error["remedy"]) if report.error else _("Install CXDesk again, then try once more."),
                file=report.file,
                sheet=report.sheet,
            )
