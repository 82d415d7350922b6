"""Rows written as files, imported the way anybody's files are, and read back as a frame of the store."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from cxdesk.domain.kinds import TEXT_ROLES
from cxdesk.frame.frame import Frame
from cxdesk.intake.convert import convert
from cxdesk.intake.doubts import apply_options
from cxdesk.intake.inspect import inspect
from cxdesk.intake.sniff import sniff
from cxdesk.store.batches import ImportInfo, merge_all
from cxdesk.store.staging import Staged, StagingWriter
from cxdesk.system.progress import Progress
from cxdesk.workspace.workspace import Workspace
from tests.cases.builders import Rows
from tests.cases.found import Frames

Row = Mapping[str, Any]
Imported = tuple[Staged, ImportInfo]
ABOUT_THE_QUESTION = ("role", "scale")  # said when importing, not in the file


def stores(folder: Path) -> Frames:
    """A maker of frames, each over a workspace of its own in `folder`."""
    made: list[Workspace] = []

    def make(rows: Rows, settings: Mapping[str, Any]) -> Frame:
        workspace = Workspace.create(folder / f"{len(made)}.cxdesk")
        made.append(workspace)
        for key, value in {"zone": "UTC", **settings}.items():
            workspace.set_setting(key, value)
        place = folder / f"files{len(made)}"
        place.mkdir()
        put(workspace, rows, place)
        return workspace.frame()

    return make


def put(workspace: Workspace, rows: Rows, folder: Path) -> None:
    """Import all rows: one file per kind, and for answers per question and scale."""
    for kind, given in rows.items():
        for number, (question, same) in enumerate(questions(given).items()):
            path = folder / f"{kind}{number}.csv"
            write(path, same, question.partition("=")[0])
            asked = (*ABOUT_THE_QUESTION, _answer(question.partition("=")[0]))
            fields = {name: name for row in same for name in row if name not in asked}
            if same:
                specs = [question] if question else []
                imported = read(path, folder / path.stem, kind, specs, workspace.zone, fields)
                merge_all(workspace.database, [imported])


def questions(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by what the import must be told about their score; nothing where they have none."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        spec = f"{row['role']}={row['role']}:{row['scale'].name}" if "scale" in row else ""
        if row.get("role") in TEXT_ROLES:
            spec = f"{row['role']}={row['role']}"
        found.setdefault(spec, []).append(row)
    return found


def write(path: Path, rows: Sequence[Row], question: str) -> None:
    """A file as people have it: headings are field names, and the question stands above its scores or texts."""
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name not in ABOUT_THE_QUESTION]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow([question if name == _answer(question) else name for name in names])
        out.writerows([[_cell(row.get(name)) for name in names] for row in rows])


def _answer(question: str) -> str:
    """The field that holds what was answered."""
    return "comment" if question in TEXT_ROLES else "score"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read(path: Path, folder: Path, kind: str, specs: Sequence[str], zone: str, fields: Mapping[str, str]) -> Imported:
    """Look at a file, say what it is (`fields`: field → heading; `specs`: its questions), convert it and stage it."""
    folder.mkdir()
    (view,) = inspect(path).tables
    view = apply_options(view, kind, [f"{field}={heading}" for field, heading in fields.items()], specs)
    assert not view.open_doubts, view.open_doubts
    with closing(StagingWriter(folder, kind)) as writer:
        for batch in convert(sniff(path, Progress())[0], view.mapping, zone):
            writer.add(batch)
        return writer.finish(), ImportInfo(path.name, sha256=path.name, zone=zone)
