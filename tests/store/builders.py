"""Rows as an import hands them over, and workspaces made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.store.batches import ImportCounts, ImportInfo, merge
from cxdesk.store.database import Database
from cxdesk.store.staging import Staged, StagingWriter

Row = Mapping[str, Any]


@dataclass
class Problem:
    line: int | None
    column: str | None
    value: str | None
    code: str
    raw: str | None = None


@dataclass
class Block:
    """Converted rows of one kind."""

    kind: str
    n: int
    columns: dict[str, list[Any]]
    line: list[int]
    extra: list[str | None]
    row_hash: list[int]
    key_hash: list[int]
    read: int
    problems: list[Problem] = field(default_factory=list)
    blank: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    written: tuple[()] = ()
    unread: dict[int, Sequence[str]] = field(default_factory=dict)


def digest(*parts: object) -> int:
    text = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), signed=True)


def block(
    kind: str, rows: Sequence[Row], given: Sequence[str] | None = None, first_line: int = 2, **account: Any
) -> Block:
    """Rows (field → value; `extra` a dict of unknown columns; `line` where the source line is not the next one)."""
    rows = list(rows)
    names = given if given is not None else _fields(kind, rows)
    columns = {name: [row.get(name) for row in rows] for name in names}
    line = [row.get("line", first_line + at) for at, row in enumerate(rows)]
    extra = [json.dumps(row["extra"], sort_keys=True) if row.get("extra") else None for row in rows]
    row_hash = [row_digest(row, names) for row in rows]
    key_hash = [_key_digest(kind, row, whole) for row, whole in zip(rows, row_hash, strict=True)]
    other = account.get("blank", 0) + account.get("rejected", 0) + sum(account.get("skipped", {}).values())
    account.setdefault("read", len(set(line)) + other)
    return Block(kind, len(rows), columns, line, extra, row_hash, key_hash, **account)


def _fields(kind: str, rows: Sequence[Row]) -> list[str]:
    known = [f.name for f in kind_named(kind).fields] + ["scale"] + (["status"] if kind == "answer" else [])
    return [name for name in known if any(name in row for row in rows)]


def row_digest(row: Row, names: Sequence[str]) -> int:
    filled = sorted((name, row[name]) for name in (*names, "extra") if row.get(name) not in (None, {}))
    return digest("row", filled)


def _key_digest(kind: str, row: Row, whole: int) -> int:
    key = [row.get(name) for name in kind_named(kind).key]
    return digest(kind, *key) if key and None not in key else whole


def stage(folder: Path, kind: str, *blocks: Block, segment_rows: int = 131_072) -> Staged:
    """Staged segments in a new folder."""
    folder.mkdir(parents=True)
    with closing(StagingWriter(folder, kind, 1, segment_rows)) as writer:
        for one in blocks:
            writer.add(one)
        return writer.finish()


class Desk:
    """A workspace in a folder, with a shorthand for importing rows."""

    def __init__(self, folder: Path, name: str = "desk") -> None:
        self.folder = folder
        self.database = Database.create(folder / f"{name}.cxdesk")
        self._staged = 0

    def __del__(self) -> None:
        """Tests make desks by the hundred; Python 3.13 complains of connections that nobody closed."""
        if hasattr(self, "database"):
            self.database.close()

    def stage(self, kind: str, rows: Sequence[Row], **options: Any) -> Staged:
        self._staged += 1
        return stage(
            self.folder / f"{self.database.path.stem} staged {self._staged}", kind, block(kind, rows, **options)
        )

    def put(self, kind: str, rows: Sequence[Row], file: str = "", **options: Any) -> ImportCounts:
        """Import rows as a file of their own."""
        staged = self.stage(kind, rows, **options)
        name = file or f"file {self._staged}.csv"
        return merge(self.database, staged, ImportInfo(name, sha256=name))[0]

    def reopen(self) -> None:
        self.database.close()
        self.database = Database.open(self.database.path)


def answer(response: str, score: float | None = None, comment: str | None = None, **more: Any) -> dict[str, Any]:
    """One answer to the question everybody asks."""
    return {
        "response": response,
        "question": "How likely are you to recommend us?",
        "role": "nps",
        "score": score,
        "status": 1 if score is None else 0,
        "scale": "0-10",
        "comment": comment,
        **more,
    }
