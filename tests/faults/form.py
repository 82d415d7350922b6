"""What every row of the catalogue of faults is run with, and what it says."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Form:
    """Short or full; an empty folder of the row's own; a seed that is printed."""

    full: bool
    folder: Path
    seed: int

    def n(self, short: int, full: int) -> int:
        return full if self.full else short

    def chance(self, more: str = "") -> random.Random:
        return random.Random(f"{self.seed} {more}")

    def place(self, name: str) -> Path:
        """A new folder."""
        made = self.folder / name
        made.mkdir(parents=True)
        return made


@dataclass(frozen=True)
class Reached:
    """The figure in words, and whether it is the target."""

    ok: bool
    figure: str


@dataclass(frozen=True)
class Row:
    """One fault: what is done, what must happen, and what does it. `here` says where it cannot be run, if so."""

    id: str
    title: str
    target: str
    run: Callable[[Form], Reached]
    here: str = ""


class Miss(AssertionError):
    """The target was missed; the text says on which trial."""


def expect(holds: bool, said: str) -> None:
    """Miss with `said` unless it holds."""
    if not holds:
        raise Miss(said)
