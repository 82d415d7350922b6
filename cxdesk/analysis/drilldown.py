"""From a number to the rows behind it: the list is the number, asked differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry, Nothing
from cxdesk.analysis.valued_rows import valued, within
from cxdesk.domain.errors import NotFound
from cxdesk.domain.filters import NONE
from cxdesk.domain.periods import Period
from cxdesk.domain.query import PRESENCE, Query, Selection
from cxdesk.frame.derived import is_derived, sources
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.registry import metric_of
from cxdesk.system.i18n import _

NOT_COUNTED = ("missing", "invalid")
WORDS = ("numerator", "denominator", "all", "excluded")


@dataclass(frozen=True)
class Drill:
    """`positions` in the kind's columns and the store's `row_ids` of the rows in a part, in anchor order.

    Where a view made the rows that the number counts, `view` is its name and `count` how many of its rows are in the
    part; `kind`, `positions` and `row_ids` are then those of the imported rows behind them that can be read first,
    and `sources` names all, by kind.
    """

    kind: str
    measure: str
    period: Period | None
    positions: np.ndarray
    row_ids: np.ndarray
    comments: int = 0
    count: int = 0
    view: str = ""
    sources: Mapping[str, np.ndarray] = field(default_factory=dict)


def drill(query: Query, selection: Selection, frame: Frame, inquiry: Inquiry | None = None) -> Drill:
    """The rows behind `selection`; without a part all that the number counts, missing and invalid ones left out."""
    asked = inquiry or Inquiry(query, frame)
    return asked.once("drill", (selection, query.split), lambda: _drilled(asked, selection))


def _drilled(inquiry: Inquiry, selection: Selection) -> Drill:
    frame = inquiry.frame
    estimate, group = locate(inquiry, selection)
    period = selection.period or inquiry.ranges.now
    pieces = _worth(estimate, _pieces(estimate, group, selection.part), selection)
    rows, positions = pieces[0]
    found: dict[str, np.ndarray] = {}
    for some, at in pieces:
        for kind, ids in sources(some, at).items():
            found[kind] = np.union1d(found[kind], ids) if kind in found else ids
    view = rows.kind if is_derived(rows) else ""
    kind = _first_to_read(frame, found) if view else rows.kind
    behind = np.searchsorted(frame.column(kind, "row_id"), found[kind]) if view else positions
    row_ids = found[kind] if view else frame.column(kind, "row_id")[positions]
    comments = _commented(frame, kind, behind)
    return Drill(kind, estimate.measure, period, behind, row_ids, comments, len(positions), view, found)


def _first_to_read(frame: Frame, found: Mapping[str, np.ndarray]) -> str:
    """The kind that people read first: one with words, else the first that has rows."""
    some = [kind for kind, ids in found.items() if len(ids)] or list(found)
    return next((kind for kind in some if frame.has(kind, "comment:letters")), some[0])


def locate(inquiry: Inquiry, selection: Selection) -> tuple[Estimate, int]:
    """The estimate and the group that a selection means, for the rows behind it. NotFound when the data have no such
    metric or segment.
    """
    asked, measure, segment = _found(inquiry, selection)
    return asked.estimates[measure], asked.estimates[measure].group(0, segment)


def settle(inquiry: Inquiry, selection: Selection) -> tuple[Estimate, int]:
    """The same with the interval that every card and report shows."""
    asked, measure, segment = _found(inquiry, selection)
    return asked.estimate(measure), asked.estimate(measure).group(0, segment)


def _found(inquiry: Inquiry, selection: Selection) -> tuple[Asked, str, int]:
    """What was asked, the measure and the place of the segment."""
    metric = metric_of(selection.metric)
    period = selection.period or inquiry.ranges.now
    split = inquiry.query.split if selection.segment is not None else None
    if split == PRESENCE and inquiry.ranges.base is None:  # nobody is on two sides of nothing
        split, selection = None, replace(selection, segment=None)
    asked = inquiry.one(metric, period, split)
    if isinstance(asked, Nothing):
        raise NotFound(
            _("{metric} cannot be computed from these data.", metric=_(metric.title)), _("Import the data it needs.")
        )
    measure = selection.measure if selection.measure in asked.measures else asked.measures[0]
    return asked, measure, 0 if selection.segment is None else _segment(asked, selection.segment)


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


def leaf(estimate: Estimate, part: str) -> tuple[Estimate, str]:
    """The estimate that counts the rows of a part, and the part's name there: an input, where there are several."""
    while isinstance(estimate, RatioEstimate | FormulaEstimate):
        estimate, part = estimate.side(part)
    return estimate, part


def _pieces(estimate: Estimate, group: int, part: str | None) -> list[tuple[Rows, np.ndarray]]:
    """Positions of the rows in a part (or in what a word stands for), for each set of rows that the number counts."""
    if part is not None and part not in estimate.parts:
        excluded = _excluded(estimate, group, part)
        if excluded is not None:
            return [(leaf(estimate, estimate.parts[0])[0].tally.members.rows, excluded)]
    found: dict[int, tuple[Estimate, dict[int, tuple[Estimate, list[str]]]]] = {}
    for name in part_names(estimate, part):
        one, own = leaf(estimate, name)
        _first, counting = found.setdefault(id(one.tally.members.rows.cache), (one, {}))
        counting.setdefault(id(one), (one, []))[1].append(own)
    return [
        (first.tally.members.rows, _together(first, [one.rows_in(group, names) for one, names in counting.values()]))
        for first, counting in found.values()
    ]


def _worth(
    estimate: Estimate, pieces: list[tuple[Rows, np.ndarray]], selection: Selection
) -> list[tuple[Rows, np.ndarray]]:
    """Of the first set of rows those whose value is asked for; all where none is."""
    if selection.low is None or selection.high is None:
        return pieces
    rows, at = pieces[0]
    found = valued(leaf(estimate, estimate.parts[0])[0])
    if found is None:
        return pieces
    if found.scale is not None:
        at = at[found.scale[at] == found.main_scale(at)]
    return [(rows, at[within(found.values[at], selection.low, selection.high)])]


def _excluded(estimate: Estimate, group: int, part: str) -> np.ndarray | None:
    accounting = estimate.accounting(group)
    if part == "excluded":
        return np.flatnonzero(accounting.codes >= accounting.parts)
    if part in accounting.names[accounting.parts :]:
        return np.flatnonzero(accounting.codes == accounting.names.index(part))
    return None


def _together(estimate: Estimate, some: list[np.ndarray]) -> np.ndarray:
    return some[0] if len(some) == 1 else _in_anchor_order(estimate, some)


def _in_anchor_order(estimate: Estimate, some: list[np.ndarray]) -> np.ndarray:
    """Positions of several parts, each once, in the order of their rows."""
    rows = estimate.tally.members.rows
    there = np.zeros(rows.frame.size(rows.kind), bool)
    for positions in some:
        there[positions] = True
    return rows.index[there.take(rows.index)]


def _commented(frame: Frame, kind: str, positions: np.ndarray) -> int:
    """How many of the rows have a comment, their own or one elsewhere in the same response."""
    if not len(positions) or not frame.has(kind, "comment:letters"):
        return 0
    from cxdesk.domain.kinds import Source

    rows = frame.rows(Source(kind))
    found = rows.codes("has_comment")
    if found is None:
        return 0
    yes = rows.once(("commented",), lambda: _marked(frame.size(kind), rows.index[found.codes == 1]))
    return int(np.count_nonzero(yes.take(positions)))


def _marked(size: int, positions: np.ndarray) -> np.ndarray:
    yes = np.zeros(size, bool)
    yes[positions] = True
    return yes
