"""What is true of a file that somebody brings, said by the one who made it up and not by the importer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A number that the owner could work out with a pencil from her own records.

    `of` is "rows", or "sum field", "mean field", "largest field"; `where` keeps the rows whose fields say so;
    with `weight` every row counts as often as that field says.
    """

    of: str
    value: float
    where: Mapping[str, Any] = field(default_factory=dict)
    weight: str = ""


@dataclass(frozen=True)
class Records:
    """One kind of record in the file: how many, from when to when, which column is what, known figures."""

    kind: str
    rows: int
    first: date | None
    last: date | None
    columns: Mapping[str, str]  # heading → the field it is, as far as the owner could say it
    figures: tuple[Figure, ...]
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # heading → least and most


@dataclass(frozen=True)
class Strange:
    """A file and what is true of it. Where two ways to read it are both right, both stand here."""

    readings: tuple[tuple[Records, ...], ...]


@dataclass(frozen=True)
class Owner:
    """Who brings the file, in one line, and the code that writes it."""

    name: str
    line: str
    file: str
    write: Callable[[Path], Strange]


def mean(values: list[float] | list[int]) -> float:
    return sum(values) / len(values)
