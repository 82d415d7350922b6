"""What a write touched: the only news that travels from the store to the screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CUSTOMERS = "customers"
DEFINITIONS = "definitions"
THEMES = "themes"
FOLLOW_UPS = "follow-ups"
TARGETS = "targets"
SETTINGS = "settings"
JOURNEY = "journey"  # which events mean the stages
NOTES = "notes"
VIEWS = "views"
SEGMENTS = "segments"
REPORTS = "reports"  # recipes of reports
PACKS = "packs"  # closed periods
CARDS = "cards"  # which numbers are on the cards


@dataclass(frozen=True)
class Changes:
    """The kinds of data a write touched (kind names and the words above), and the store's state after it."""

    touched: frozenset[str]
    state: int

    @staticmethod
    def of(state: int, *touched: str) -> Changes:
        return Changes(frozenset(touched), state)

    def concern(self, names: Iterable[str]) -> bool:
        """Whether any of `names` was touched."""
        return not self.touched.isdisjoint(names)
