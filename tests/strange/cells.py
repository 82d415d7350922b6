"""What is true of a file cell by cell, and what of it came into a workspace otherwise."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cxdesk.domain.scales import parse_scale
from tests.strange.stored import Row, stored

AMOUNTS = ("gross_amount", "net_amount", "line_amount", "unit_price")
CLOSE = 1e-6
Cells = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """All records of one kind, in the order of the file, each by the fields that its owner can name.

    A tuple of values means that any of them is right; `anywhere` is any field, `amount` is whichever of the amounts a
    record has; an answer's `question` is what its heading holds.
    """

    kind: str
    rows: Sequence[Cells]
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """Who brings the file, in one line, and the code that writes it and says what is true of it."""

    name: str
    line: str
    file: str
    write: Callable[[Path], tuple[Told, ...]]


def differences(workspace: Path, told: Sequence[Told]) -> list[str]:
    """Every cell that is not as its owner knows it, and every record too many or too few."""
    found = [f"{kind}: {count} records nobody told of" for kind, count in _others(workspace, told)]
    for records in told:
        found += _of_answers(workspace, records) if records.kind == "answer" else _of_kind(workspace, records)
    return found


def _others(workspace: Path, told: Sequence[Told]) -> list[tuple[str, int]]:
    from cxdesk.domain.kinds import all_kinds

    known = {records.kind for records in told}
    with closing(sqlite3.connect(workspace)) as base:
        counted = [
            (kind.name, base.execute(f'SELECT count(*) FROM "{kind.name}"').fetchone()[0])
            for kind in all_kinds()
            if kind.name not in known
        ]
    return [one for one in counted if one[1]]


def _of_kind(workspace: Path, records: Told) -> list[str]:
    return _compared(records.kind, _said(workspace, records.kind), records.rows)


def _of_answers(workspace: Path, records: Told) -> list[str]:
    stored = _said(workspace, "answer")
    found = _of_comments(stored, records)
    stored = [row for row in stored if row["score"] is not None]
    for heading in dict.fromkeys(row["question"] for row in records.rows if "score" in row):
        wanted = [row for row in records.rows if row["question"] == heading]
        there = [row for row in stored if heading in row["question"] or (not row["question"] and not heading)]
        stored = [row for row in stored if row not in there]
        found += _compared(f"answer to “{heading}”", there, [{**row, "question": ANY} for row in wanted])
        scales = {row["scale"] for row in there if row["score"] is not None}
        ends = {(scale.min, scale.max) for scale in map(parse_scale, scales)}
        if heading in records.scales and ends != {records.scales[heading]}:
            found.append(f"“{heading}” on {scales}")
    others = dict.fromkeys(row["question"] for row in stored)
    return found + [f"“{other}” is asked by nobody" for other in others]


def _of_comments(stored: Sequence[Cells], records: Told) -> list[str]:
    """A comment may stand beside a score or for itself; it must be there once, on its day."""
    wanted = Counter((row["comment"], row["submitted_at"]) for row in records.rows if "comment" in row)
    days = [type(day) is date for _text, day in wanted]
    kept = [row for row in stored if row["comment"] is not None]
    there = Counter((row["comment"], row["submitted_at"].date() if any(days) else row["submitted_at"]) for row in kept)
    return [f"comment {one} is not there" for one in wanted - there] + [
        f"comment {one} is not told" for one in there - wanted
    ]


ANY = object()


def _compared(name: str, stored: Sequence[Cells], wanted: Sequence[Cells]) -> list[str]:
    if len(stored) != len(wanted):
        return [f"{len(stored)} of {name}, not {len(wanted)}"]
    return [
        f"{name} {place}: {field} is {_of(row, field)!r}, not {value!r}"
        for place, (row, truth) in enumerate(zip(stored, wanted, strict=True), 1)
        for field, value in truth.items()
        if value is not ANY and not any(_same(_of(row, field), one) for one in _choices(value))
    ]


def _choices(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _of(row: Cells, name: str) -> Any:
    if name.startswith("anywhere"):
        return "\n".join(str(value) for value in row.values())
    if name == "amount" and name not in row:
        return next((row[one] for one in AMOUNTS if row[one] is not None), None)
    return row[name]


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(found, str) and "\n" in found and isinstance(wanted, str) and "\n" not in wanted:
        return wanted in found
    if isinstance(found, datetime) and not isinstance(wanted, datetime) and isinstance(wanted, date):
        return found.date() == wanted
    if isinstance(found, (int, float)) and isinstance(wanted, (int, float)):
        return abs(found - wanted) <= CLOSE * max(1.0, abs(wanted))
    return bool(found == wanted)


def _said(workspace: Path, kind: str) -> list[Row]:
    """The rows of a kind, of answers those that say anything."""
    rows = stored(workspace, kind)
    if kind != "answer":
        return rows
    said = [row for row in rows if row["score"] is not None or row["comment"] is not None]
    return [{**row, "question": row["question"] or ""} for row in said]
