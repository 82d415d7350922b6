"""What is drawn beside the trend of the number in focus: the same units, other metrics or the segments of a split."""

from __future__ import annotations

from dataclasses import dataclass

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Change, TrendPoint

MOST = 5  # beside the one in focus
SEGMENTS = "*"  # in a question's `together`: the segments of its split


@dataclass(frozen=True)
class Course:
    """One line more. `title` is English source text of a metric, or of a segment its value; None: those without one."""

    title: str | None
    of_data: bool
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True)
class Step:
    """The largest clear step of a course: the stretch after it, the one before, and their difference. `tried` says
    among how many places it is the largest; the difference is clear also after that (p times `tried`).
    """

    period: Period
    base: Period
    change: Change
    tried: int
