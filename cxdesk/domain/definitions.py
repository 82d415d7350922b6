"""How a workspace defines its metrics: an append-only history of decisions, and what of it is in force.

A decision names a metric and its options and pins them as what their idea (csat, ces, churn …) means here, from that
day on. Figures of all periods are computed by the definition in force, so that a trend never mixes two. Version 1 is
the metric as CXDesk declares it; every decision is a further version, also one that goes back to earlier options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DECLARED = 1  # the version that every metric has before anybody decided anything


@dataclass(frozen=True)
class Definition:
    """One decision. `options` are those that differ from the declared ones; instants are ISO texts in UTC.

    It stood for its idea from `pinned_from` until `pinned_until`; None in the latter: it still does.
    """

    metric: str
    version: int
    options: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    made_at: str = ""
    pinned_from: str | None = None
    pinned_until: str | None = None

    @property
    def pinned(self) -> bool:
        return self.pinned_from is not None and self.pinned_until is None

    @property
    def name(self) -> str:
        """METRIC@VERSION, as people write it."""
        return f"{self.metric}@{self.version}"


@dataclass(frozen=True)
class History:
    """Every decision, oldest first."""

    entries: tuple[Definition, ...] = ()

    def newest(self, metric: str) -> Definition:
        """What rules the metric now: its last decision, else the metric as declared."""
        own = self.of(metric)
        return own[-1] if own else Definition(metric, DECLARED)

    def of(self, metric: str) -> tuple[Definition, ...]:
        """The metric's decisions, oldest first."""
        return tuple(one for one in self.entries if one.metric == metric)

    def find(self, metric: str, version: int) -> Definition | None:
        """A version; None where there is no such one."""
        found = next((one for one in self.of(metric) if one.version == version), None)
        return found or (Definition(metric, DECLARED) if version == DECLARED else None)

    @property
    def pinned(self) -> tuple[Definition, ...]:
        """What stands for its idea now, one per idea that anybody decided about."""
        return tuple(one for one in self.entries if one.pinned)


def parse_name(text: str) -> tuple[str, int | None]:
    """METRIC@VERSION or METRIC alone; ValueError where the version is no whole number from 1 on."""
    metric, at, version = text.strip().partition("@")
    if not at:
        return metric, None
    if not version.isdecimal() or int(version) < 1:
        raise ValueError(text)
    return metric, int(version)
