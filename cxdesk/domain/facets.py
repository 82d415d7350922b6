"""The values of an attribute with how many of what a number counts have each: what choosing a filter shows."""

from __future__ import annotations

from dataclasses import dataclass

from cxdesk.domain.periods import Period

Counts = tuple[tuple[str | None, int], ...]


@dataclass(frozen=True)
class Facet:
    """`counts` by value, the most frequent first; None stands for those without one. `of` is the number's name, English
    source text, and `period` the one asked; without `of` all imported rows are counted, whenever they were.
    """

    attribute: str
    counts: Counts
    of: str = ""
    period: Period | None = None
    total: int = 0  # counted together; groups may overlap
