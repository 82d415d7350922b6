"""What another definition would say, beside what the one in force says, before anybody decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cxdesk.domain.catalogue import Choice, Named
from cxdesk.domain.definitions import Definition
from cxdesk.domain.results import Card


@dataclass(frozen=True)
class Proposal:
    """`now` is the card of what stands for the idea, `then` that of the proposal; `moved` months of the course say
    something else then, of `months` that either knows.
    """

    now: Card
    then: Card
    changed: Mapping[str, Any] = field(default_factory=dict)  # options that differ from the declared ones
    same: bool = True  # nothing would be decided
    moved: int = 0
    months: int = 0


@dataclass(frozen=True)
class Idea:
    """An idea with its metrics, their options as they are in force, what stands for it, and every decision so far."""

    name: str
    metrics: tuple[Named, ...]
    stands: Definition | None
    options: Mapping[str, tuple[Choice, ...]]
    history: tuple[Definition, ...]  # newest first
