"""Segments that people named: rows that meet all the conditions of one, which may overlap with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.domain.kept import Segment
from cxdesk.frame.axes import Multi

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame
    from cxdesk.frame.rows import Rows

NAME = "own_segment"  # the attribute by which rows are split and filtered by them


def segments(frame: Frame) -> tuple[Segment, ...]:
    """The workspace's segments, by name; what cannot be read is left out."""
    kept = frame.settings.get("segments") or {}
    found = (Segment.of(str(name), told) for name, told in kept.items())
    return tuple(one for one in found if one is not None and all(part.field != NAME for part in one.conditions))


def applies(rows: Rows, name: str) -> bool:
    """Whether these rows can be asked for the segments."""
    return name == NAME and any(_members(rows, one) is not None for one in segments(rows.frame))


def mask(rows: Rows, condition: Condition) -> np.ndarray | None:
    """Which rows are in any of the segments named, bool [rows]; None where these rows cannot say of one of them."""
    if condition.op not in (Op.IS, Op.NOT):
        return None
    known = {one.name: one for one in segments(rows.frame)}
    found = np.zeros(rows.size, bool)
    for value in condition.values:
        if value == NONE:
            found |= ~_any(rows)
            continue
        inside = _members(rows, known[value]) if value in known else None
        if inside is None:
            return None
        found |= inside
    return ~found if condition.op is Op.NOT else found


def multi(rows: Rows) -> Multi:
    """The segments as groups of these rows."""
    told = [(one.name, _members(rows, one)) for one in segments(rows.frame)]
    known = [(name, inside) for name, inside in told if inside is not None]
    members = tuple(np.sort(rows.index[inside]).astype(np.int64) for _name, inside in known)
    return Multi(NAME, tuple(name for name, _inside in known), members)


def counts(rows: Rows) -> list[tuple[str | None, int]]:
    """Rows in each segment by its name; None counts those in none of them."""
    split = multi(rows)
    found: list[tuple[str | None, int]] = [
        (label, len(members)) for label, members in zip(split.labels, split.members, strict=True)
    ]
    return [*found, (None, int((~_any(rows)).sum()))]


def _any(rows: Rows) -> np.ndarray:
    found = np.zeros(rows.size, bool)
    for one in segments(rows.frame):
        inside = _members(rows, one)
        found |= False if inside is None else inside
    return found


def _members(rows: Rows, segment: Segment) -> np.ndarray | None:
    """Which rows meet every condition; None where they cannot be asked for one."""
    found = np.ones(rows.size, bool)
    for condition in segment.conditions:
        met = rows.mask(condition)
        if met is None:
            return None
        found &= met
    return found
