"""What a figure is held against: targets that the person sets, benchmarks that others have reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cxdesk.system.i18n import N_


class MarkType(StrEnum):
    TARGET = "target"
    BENCHMARK = "benchmark"


LEVELS = ("low", "good", "excellent", "value")  # what a mark can say, in the metric's unit

# Why a mark must not be drawn beside a figure; the text is for people.
WHY_NOT: Mapping[str, str] = {
    "measure": N_("It is about another measure."),
    "definition": N_("It is about another definition."),
    "scale": N_("It is about another scale."),
    "time_unit": N_("It is about another length of time."),
    "segment": N_("It is about other customers."),
}


@dataclass(frozen=True)
class Mark:
    """One target (`value`) or benchmark (`low`, `good`, `excellent`, or a typical `value`), in the metric's unit.

    It holds for one definition (`options`: those that must be as given, the others as declared), one measure, one
    scale (its short name, or only its highest point), one length of time (`grain`; empty: any) and one segment
    (`field=value`; empty: everybody). Whether more is better is the metric's to say.
    """

    key: str
    metric: str
    measure: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    segment: str = ""
    industry: str = ""
    label: str = ""
    low: float | None = None
    good: float | None = None
    excellent: float | None = None
    value: float | None = None
    grain: str = ""
    scale: str = ""
    scale_max: float | None = None
    source: str = ""
    year: int | None = None
    declared: bool = False  # delivered with CXDesk, not of this workspace

    @property
    def levels(self) -> dict[str, float]:
        """The levels that it has."""
        return {name: getattr(self, name) for name in LEVELS if getattr(self, name) is not None}


@dataclass(frozen=True)
class Reference:
    """A mark beside a figure. `why_not` is None where it may be drawn, else a code of WHY_NOT."""

    type: str
    mark: Mark
    why_not: str | None = None

    @property
    def drawn(self) -> bool:
        return self.why_not is None
