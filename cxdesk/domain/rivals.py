"""One idea, several definitions: each with what it makes of the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxdesk.domain.results import Card


@dataclass(frozen=True)
class Rival:
    """One definition of an idea. `version` is None where it is no version of this workspace, but could be pinned.

    `options` are all that are in force; `rows` how many rows it looked at, unusable ones too, so that one sees
    whether two rivals speak of the same; `card` holds title, label, figure, change and course.
    """

    metric: str
    version: int | None
    options: Mapping[str, Any]
    pinned: bool
    card: Card

    @property
    def rows(self) -> int:
        return sum(self.card.figure.parts.values())
