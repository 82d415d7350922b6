"""Rows put into a real store and read back as a frame."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cxdesk.domain.kinds import Field, Type, kind
from cxdesk.domain.reading import Status as Read
from cxdesk.domain.reading import read_answer
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_INSTANT, Status
from cxdesk.store.batches import ImportInfo, merge_all
from cxdesk.store.scales import write_scale
from cxdesk.store.staging import Staged, StagingWriter
from cxdesk.workspace.workspace import Workspace
from tests.cases.builders import Rows
from tests.cases.found import Frames
from tests.frame.memory import instant

_STATUS = {Read.OK: Status.OK, Read.MISSING: Status.MISSING, Read.INVALID: Status.INVALID}


@dataclass
class Block:
    """Converted rows of one kind, as an import hands them over."""

    kind: str
    n: int
    columns: dict[str, list[Any]]
    line: list[int]
    extra: list[str | None]
    row_hash: list[int]
    key_hash: list[int]
    read: int
    problems: list[Any] = field(default_factory=list)
    blank: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    rejected: int = 0


def stores(folder: Path) -> Frames:
    """A maker of frames, each over a workspace of its own in `folder`."""
    made: list[Workspace] = []

    def make(rows: Rows, settings: Mapping[str, Any]) -> Frame:
        workspace = Workspace.create(folder / f"{len(made)}.cxdesk")
        made.append(workspace)
        for key, value in {"zone": "UTC", **settings}.items():
            workspace.set_setting(key, value)
        put(workspace, rows, folder / f"staging{len(made)}")
        return workspace.frame()

    return make


def put(workspace: Workspace, rows: Rows, folder: Path) -> None:
    """Merge all rows, one import per kind, in one transaction."""
    tables: list[tuple[Staged, ImportInfo]] = []
    first = 1
    for name, given in rows.items():
        if not given:
            continue
        place = folder / name
        place.mkdir(parents=True)
        writer = StagingWriter(place, name, first)
        writer.add(block(name, given))
        staged = writer.finish()
        first += staged.rows
        tables.append((staged, ImportInfo(f"{name}.csv", sha256=f"{name}{len(given)}")))
    if tables:
        merge_all(workspace.database, tables)


def block(name: str, rows: Sequence[Mapping[str, Any]]) -> Block:
    """Rows as dictionaries → converted columns; what is no field of the kind goes to the unknown columns."""
    declared = [one for one in kind(name).fields if any(one.name in row for row in rows)]
    columns = {one.name: [_cell(one, row) for row in rows] for one in declared}
    if name == "answer":
        columns |= _read(rows)
    known = {one.name for one in declared} | {"scale"}
    extras = [{key: value for key, value in row.items() if key not in known} for row in rows]
    extra = [json.dumps(one) if one else None for one in extras]
    hashes = [_hash(i, row) for i, row in enumerate(rows)]
    line = list(range(2, len(rows) + 2))
    return Block(name, len(rows), columns, line, extra, hashes, hashes, len(rows))


def _read(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    scaled = [row for row in rows if "scale" in row]
    readings = [read_answer(row.get("score"), row["scale"]) if "scale" in row else None for row in rows]
    assert scaled or not any("score" in row for row in rows)
    return {
        "score": [None if one is None else one.raw for one in readings],
        "status": [Status.MISSING if one is None else _STATUS[one.status] for one in readings],
        "scale": [write_scale(row["scale"]) if "scale" in row else None for row in rows],
    }


def _cell(field_: Field, row: Mapping[str, Any]) -> Any:
    value = row.get(field_.name)
    if value is None or field_.type is Type.SCORE:
        return None
    if field_.type is Type.INSTANT:
        moment = instant(value)
        return None if moment == NO_INSTANT else moment
    if field_.type is Type.BOOL:
        return int(bool(value))
    return float(value) if field_.type is Type.NUMBER else str(value)


def _hash(number: int, row: Mapping[str, Any]) -> int:
    digest = blake2b(f"{number} {row}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
