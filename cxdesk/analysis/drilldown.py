"""From a number to the rows behind it: the list is the number, asked differently."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry, Nothing
from cxdesk.domain.errors import NotFound
from cxdesk.domain.filters import NONE
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query, Selection
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.registry import metric_of
from cxdesk.system.i18n import _

NOT_COUNTED = ("missing", "invalid")
WORDS = ("numerator", "denominator", "all", "excluded")


@dataclass(frozen=True)
class Drill:
    """`positions` in the kind's columns and the store's `row_ids` of the rows in a part, in anchor order."""

    kind: str
    measure: str
    period: Period | None
    positions: np.ndarray
    row_ids: np.ndarray
    comments: int = 0


def drill(query: Query, selection: Selection, frame: Frame, inquiry: Inquiry | None = None) -> Drill:
    """The rows behind `selection`; without a part all that the number counts, missing and invalid ones left out."""
    inquiry = inquiry or Inquiry(query, frame)
    estimate, group = locate(inquiry, selection)
    kind = estimate.tally.members.rows.kind
    positions = _positions(estimate, group, selection.part)
    row_ids = frame.column(kind, "row_id")[positions]
    period = selection.period or inquiry.ranges.now
    return Drill(kind, estimate.measure, period, positions, row_ids, _commented(frame, kind, positions))


def locate(inquiry: Inquiry, selection: Selection) -> tuple[Estimate, int]:
    """The estimate and the group that a selection means. NotFound when the data have no such metric or segment."""
    metric = metric_of(selection.metric)
    period = selection.period or inquiry.ranges.now
    split = inquiry.query.split if selection.segment is not None else None
    asked = inquiry.one(metric, period, split)
    if isinstance(asked, Nothing):
        raise NotFound(
            _("{metric} cannot be computed from these data.", metric=_(metric.title)), _("Import the data it needs.")
        )
    estimate = asked.estimates.get(selection.measure) or asked.first
    if selection.segment is None:
        return estimate, estimate.group(0, 0)
    return estimate, estimate.group(0, _segment(asked, selection.segment))


def _segment(asked: Asked, name: str) -> int:
    wanted = None if name == NONE else name
    if wanted not in asked.segments:
        raise NotFound(_("There is no segment called {name}.", name=name), _("Choose another value of the split."))
    return asked.segments.index(wanted)


def part_names(estimate: Estimate, part: str | None) -> tuple[str, ...]:
    """The metric's own parts that a word such as numerator or denominator stands for."""
    parts = estimate.parts
    counted = tuple(name for name in parts if name not in NOT_COUNTED)
    if part in (None, "denominator"):
        return counted
    if part == "all":
        return parts
    if part == "numerator" and part not in parts:
        return counted[:1] if counted else ()
    if part in parts:
        return (str(part),)
    known = ", ".join((*parts, *WORDS))
    raise NotFound(_("There is no part called {part}.", part=part), _("Choose one of: {known}.", known=known))


def _positions(estimate: Estimate, group: int, part: str | None) -> np.ndarray:
    if part is not None and part not in estimate.parts:
        accounting = estimate.accounting(group)
        excluded = accounting.names[accounting.parts :]
        if part == "excluded":
            return np.flatnonzero(accounting.codes >= accounting.parts)
        if part in excluded:
            return np.flatnonzero(accounting.codes == accounting.names.index(part))
    found = [estimate.rows(group, name) for name in part_names(estimate, part)]
    if len(found) == 1:
        return found[0]
    together = np.concatenate(found) if found else np.array([], np.int32)
    return _in_anchor_order(estimate, together)


def _in_anchor_order(estimate: Estimate, positions: np.ndarray) -> np.ndarray:
    """Positions of several parts in the order of their rows."""
    rows = estimate.tally.members.rows
    size = rows.frame.size(rows.kind)
    place = np.zeros(size, np.int32)
    place[rows.index] = np.arange(rows.size, dtype=np.int32)
    return positions[np.argsort(place[positions], kind="stable")]


def _commented(frame: Frame, kind: str, positions: np.ndarray) -> int:
    """How many of the rows have a comment, their own or one elsewhere in the same response."""
    if not len(positions) or not frame.has(kind, "comment:letters"):
        return 0
    from cxdesk.domain.kinds import Source

    rows = frame.rows(Source(kind))
    found = rows.codes("has_comment")
    if found is None:
        return 0
    yes = np.zeros(frame.size(kind), bool)
    yes[rows.index] = found.codes == 1
    return int(yes[positions].sum())
