"""What came into a workspace, held against what the owner knows: rows, days, scales and figures, each by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.scales import parse_scale
from tests.strange.stored import Row, stored
from tests.strange.truth import Figure, Records, Strange

CLOSE = 1e-6
AMOUNTS = ("net_amount", "gross_amount", "line_amount", "unit_price")
ENDS = ("closed_at", "resolved_at", "first_resolved_at")


def rows_of(workspace: Path, kind: str) -> list[Row]:
    """The rows of a kind, of answers those with a score: instants as days, which is what owners know."""
    rows = [
        {name: value.date() if isinstance(value, datetime) else value for name, value in row.items()}
        for row in stored(workspace, kind)
    ]
    return [row for row in rows if not kind_named(kind).has("role") or row["score"] is not None]


def differences(workspace: Path, strange: Strange) -> list[str]:
    """What is not as the owner says, by the reading of the file that fits best; nothing when all is."""
    return min(
        ([why for records in reading for why in wrong(workspace, records)] for reading in strange.readings), key=len
    )


def wrong(workspace: Path, records: Records) -> list[str]:
    rows = rows_of(workspace, records.kind)
    if not rows:
        return [f"no {records.kind}"]
    found = []
    if records.rows and len(rows) != records.rows:
        found.append(f"{len(rows)} rows of {records.kind}, not {records.rows}")
    days = [row[_day(records.kind)] for row in rows if row[_day(records.kind)] is not None]
    if records.first is not None and (not days or (min(days), max(days)) != (records.first, records.last)):
        found.append(f"{records.kind} from {min(days, default=None)} to {max(days, default=None)}")
    found += [
        f"{figure} is {value}"
        for figure in records.figures
        if not _same(value := worked_out(rows, figure), figure.value)
    ]
    for heading, ends in records.scales.items():
        read = {row["scale"] for row in rows if heading in str(row["question"])}
        if not read or any((scale.min, scale.max) != ends for scale in map(parse_scale, read)):
            found.append(f"“{heading}” on {read}")
    return found


def _day(kind: str) -> str:
    return {"customer": "created_at", "subscription": "started_on"}.get(kind) or kind_named(kind).at or "at"


def _same(value: float | None, wanted: float) -> bool:
    return value is not None and abs(value - wanted) <= CLOSE * max(1.0, abs(wanted))


def worked_out(rows: list[Row], figure: Figure) -> float | None:
    """A figure from the rows of the workspace; None where they do not say it."""
    kept = [row for row in rows if all(_fits(row.get(name), wanted) for name, wanted in figure.where.items())]
    weights = [1.0 if not figure.weight or row[figure.weight] is None else row[figure.weight] for row in kept]
    words = figure.of.split()
    match words:
        case ["rows"]:
            return sum(weights)
        case ["rows", "with", name]:
            return sum(row[name] is not None for row in kept)
        case ["rows", "without", "closed"]:
            return sum(all(row[name] is None for name in ENDS) for row in kept)
        case ["different", name]:
            return len({row[name] for row in kept if row[name] is not None})
        case ["sum", "any", "amount"]:
            return max((_total(kept, name) for name in AMOUNTS), default=None)
        case ["sum", name]:
            return _total(kept, name)
        case ["largest", name]:
            return max((row[name] for row in kept if row[name] is not None), default=None)
        case ["share", "score", "above", "middle"]:
            high = [row["score"] > sum(_ends(row)) / 2 for row in kept]
            return _mean([float(one) for one in high], weights)
        case ["share", "score", "at", "top"]:
            return _mean([float(row["score"] == _ends(row)[1]) for row in kept], weights)
        case ["mean", name]:
            pairs = [(row[name], weight) for row, weight in zip(kept, weights, strict=True) if row[name] is not None]
            return _mean([value for value, _weight in pairs], [weight for _value, weight in pairs])
    raise ValueError(figure.of)


def _ends(row: Row) -> tuple[float, float]:
    scale = parse_scale(row["scale"])
    return scale.min, scale.max


def _total(rows: list[Row], name: str) -> float:
    return sum(row[name] for row in rows if row[name] is not None)


def _mean(values: list[float], weights: list[float]) -> float | None:
    total = sum(weights)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / total if total else None


def _fits(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, tuple) else wanted in str(value)
