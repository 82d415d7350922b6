"""The bars and the table that is printed beside them."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Measured:
    """One line of the table. `value` and bars in `unit` ("x" = ratio to the reference)."""

    work: str
    value: float
    unit: str
    must: float
    goal: float
    note: str = ""

    @property
    def state(self) -> str:
        if self.value <= self.goal:
            return "goal"
        return "must" if self.value <= self.must else "MISSED"


def ratio(ours: list[float], reference: list[float]) -> float:
    """Median of the ratios of rounds that were run one after the other, so that a drifting machine cancels out."""
    return median(a / b for a, b in zip(ours, reference, strict=True))


def table(found: list[Measured]) -> str:
    """Aligned text: work, measured, must, goal, state, note."""
    head = ("work", "measured", "must", "goal", "reached", "note")
    rows = [head]
    for one in found:
        rows.append(
            (
                one.work,
                _shown(one.value, one.unit),
                _shown(one.must, one.unit),
                _shown(one.goal, one.unit),
                one.state,
                one.note,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _shown(value: float, unit: str) -> str:
    return f"{value:.2f} x" if unit == "x" else f"{value:.0f} {unit}" if value >= 20 else f"{value:.2f} {unit}"
