"""Verdicts by source row: rows of one source line stand together and count once, with the greatest verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cxdesk.store.matching import NEW, UNCHANGED, UPDATED, Matching


def count_lines(found: Matching) -> dict[int, int]:
    """Source rows per verdict; rows of one source line stand together and count once."""
    counts = {UNCHANGED: 0, NEW: 0, UPDATED: 0}
    for one in by_line(found):
        for verdict, n in enumerate(np.bincount(one.verdict, minlength=3).tolist()):
            counts[verdict] += n
    return counts


@dataclass(frozen=True)
class Lines:
    """Source rows: the place of the first row of each, its line, and the greatest verdict on its rows."""

    starts: np.ndarray
    line: np.ndarray
    verdict: np.ndarray


def by_line(found: Matching) -> Iterator[Lines]:
    """All source rows, many at a time. The rows of a source line may stand on both sides of a stretch's end."""
    held: Lines | None = None  # the last source row so far
    for one in found.stretches():
        line, verdict = one.line, one.verdict
        starts = np.flatnonzero(np.concatenate(([True], line[1:] != line[:-1])))
        lines = Lines(starts + one.first, line[starts], np.maximum.reduceat(verdict, starts))
        if held is not None:
            lines = _continued(held, lines)
        yield Lines(lines.starts[:-1], lines.line[:-1], lines.verdict[:-1])
        held = Lines(lines.starts[-1:], lines.line[-1:], lines.verdict[-1:])
    if held is not None:
        yield held


def _continued(held: Lines, lines: Lines) -> Lines:
    verdict = lines.verdict
    again = int(held.line[0] == lines.line[0])
    if again:
        verdict = verdict.copy()
        verdict[0] = max(held.verdict[0], verdict[0])
    own = Lines(lines.starts[again:], lines.line[again:], verdict[again:])
    first = Lines(held.starts, held.line, verdict[:1] if again else held.verdict)
    return Lines(*(np.concatenate(pair) for pair in zip(_columns(first), _columns(own), strict=True)))


def _columns(lines: Lines) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return lines.starts, lines.line, lines.verdict
