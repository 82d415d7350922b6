"""Query: everything a person can ask, as one plain value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period

PRESENCE = "presence"  # the split by who is on both sides of the comparison, which is no column of anything


class CompareTo(StrEnum):
    NONE = "none"
    PREVIOUS = "previous"
    YEAR = "year"
    CUSTOM = "custom"


@dataclass(frozen=True)
class Compare:
    """What the period is held against; `period` only for CUSTOM."""

    to: CompareTo = CompareTo.PREVIOUS
    period: Period | None = None


@dataclass(frozen=True)
class Selection:
    """What was clicked: comments, breakdown, receipt follow it. None means all.

    `part` is one of the metric's parts (plus, minus, numerator, missing, …); `segment` a value of the query's split.
    With `low` and `high` only rows whose value lies from the one up to, not including, the other; both the same is that
    one value.
    """

    metric: str
    measure: str = ""
    period: Period | None = None
    segment: str | None = None
    part: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Query:
    """`metrics` empty = the balanced set. `range` None = all dates; `options` = metric id → option → value.

    `definitions` = metric id → version of its definition; a metric that is not named there is as pinned. `together` =
    metrics drawn beside the number in focus, `*` being the segments of the split.
    """

    metrics: tuple[str, ...] = ()
    range: Period | None = None
    grain: Grain = Grain.MONTH
    filters: tuple[Condition, ...] = ()
    split: str | None = None
    compare: Compare = field(default_factory=Compare)
    selection: Selection | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    at: date | None = None
    min_show: int | None = None
    definitions: Mapping[str, int] = field(default_factory=dict)
    together: tuple[str, ...] = ()

    def with_(self, **changes: Any) -> Query:
        """The same question with some parts changed."""
        return replace(self, **changes)

    def without_filter(self, condition: Condition) -> Query:
        return replace(self, filters=tuple(c for c in self.filters if c != condition))

    def to_json(self) -> dict[str, Any]:
        """The object that the command line prints under `query`."""
        return {
            "metrics": list(self.metrics),
            "range": self.range.to_json() if self.range else None,
            "grain": self.grain.value,
            "filters": [c.text for c in self.filters],
            "split": self.split,
            "compare": {
                "to": self.compare.to.value,
                "period": self.compare.period.to_json() if self.compare.period else None,
            },
            "options": {metric: dict(options) for metric, options in self.options.items()},
            "at": self.at.isoformat() if self.at else None,
            "min_show": self.min_show,
            "definitions": dict(self.definitions),
        }
