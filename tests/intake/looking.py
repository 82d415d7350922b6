"""Small files written for one test, looked at and converted through the public functions."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxdesk.intake.batch import Batch
from cxdesk.intake.convert import convert
from cxdesk.intake.evidence import Guess
from cxdesk.intake.guess import guess
from cxdesk.intake.inspect import inspect, nothing_remembered
from cxdesk.intake.inspection import Doubt, TableView
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.sniff import sniff

PARIS = "Europe/Paris"


def column(*cells: Any, heading: str = "column") -> Guess:
    """The guess about one column; the first cell stands on line 2."""
    return guess(0, heading, list(cells), range(2, len(cells) + 2))


def write(path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]], delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=delimiter)
        out.writerow(headings)
        out.writerows(rows)
    return path


@dataclass
class Converted:
    """All batches of one table as one set of rows."""

    batches: list[Batch]

    def __getattr__(self, name: str) -> Any:
        if name in ("n", "read", "blank", "rejected"):
            return sum(getattr(batch, name) for batch in self.batches)
        if name in ("line", "extra", "row_hash", "key_hash", "problems"):
            return [value for batch in self.batches for value in getattr(batch, name)]
        raise AttributeError(name)

    def col(self, name: str) -> list[Any]:
        return [value for batch in self.batches for value in batch.columns[name]]

    @property
    def skipped(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for batch in self.batches:
            for reason, n in batch.skipped.items():
                found[reason] = found.get(reason, 0) + n
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One dict per row of the kind."""
        names = list(self.batches[0].columns)
        return [dict(zip(names, values, strict=True)) for values in zip(*(self.col(n) for n in names), strict=True)]

    @property
    def adds_up(self) -> bool:
        """Every source row read is kept, rejected, skipped or blank."""
        kept = sum(len(set(batch.line)) for batch in self.batches)
        return bool(self.read == kept + self.rejected + sum(self.skipped.values()) + self.blank)

    def problem_codes(self) -> list[tuple[int | None, str | None, str]]:
        return [(p.line, p.column, p.code) for p in self.problems]


def looked_at(path: Path, remembered: Callable[[str], Mapping | None] = nothing_remembered) -> TableView:
    """The view of the first table."""
    return inspect(path, remembered=remembered).tables[0]


def converted(path: Path, view: TableView, zone: str = PARIS) -> Converted:
    """The first table, converted as the view maps it."""
    return Converted(list(convert(sniff(path)[0], view.mapping, zone)))


def doubt(view: TableView, doubt_id: str) -> Doubt:
    return next(one for one in view.doubts if one.id == doubt_id)


def uses(view: TableView) -> dict[str, str]:
    """Heading → use, questions with their role."""
    found = {}
    for use in view.mapping.columns:
        question = view.mapping.question(use.index)
        found[use.heading] = f"{use.field}:{question.role}" if question else use.field
    return found
