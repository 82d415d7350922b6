"""Targets and benchmarks beside a figure: which may be drawn, why the others may not, and whether a target is met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.benchmarks import Mark, MarkType, Reference
from cxdesk.domain.periods import Grain
from cxdesk.domain.results import Better, Figure, Target
from cxdesk.frame.frame import Frame
from cxdesk.metrics.benchmarks import declared
from cxdesk.metrics.definitions import READING, same


def targets(frame: Frame) -> tuple[Mark, ...]:
    """The targets of the workspace."""
    return tuple(mark for mark, removed in frame.settings.get("targets", ()) if not removed)


def benchmarks(frame: Frame) -> tuple[Mark, ...]:
    """The benchmarks of the workspace and, where it did not change or hide them, those that CXDesk delivers."""
    kept = frame.settings.get("benchmarks", ())
    known = {mark.key for mark, _removed in kept}
    own = [mark for mark, removed in kept if not removed]
    return (*(mark for mark in declared() if mark.key not in known), *own)


def references(inquiry: Inquiry, asked: Asked, measure: str, grain: Grain | None) -> tuple[Reference, ...]:
    """All marks of a metric, targets first, those for a segment before those for everybody; `grain` is the length of
    time that the figure is about, None where it is no calendar unit.
    """
    found = []
    for type_, marks in ((MarkType.TARGET, targets(inquiry.frame)), (MarkType.BENCHMARK, benchmarks(inquiry.frame))):
        own = [mark for mark in marks if mark.metric == asked.metric.id]
        for mark in sorted(own, key=lambda mark: (not mark.segment, mark.key)):
            found.append(Reference(type_.value, mark, _why_not(inquiry, asked, measure, grain, mark)))
    return tuple(found)


def _why_not(inquiry: Inquiry, asked: Asked, measure: str, grain: Grain | None, mark: Mark) -> str | None:
    """The first thing in which figure and mark differ; None where they speak of the same."""
    metric, options = asked.metric, asked.first.setup.options
    if (mark.measure or asked.measures[0]) != measure:
        return "measure"
    if not same(metric, mark.options, options, but=READING):
        return "definition"
    if not _same_scale(asked, mark):
        return "scale"
    if mark.grain and (grain is None or mark.grain != grain.value):
        return "time_unit"
    if mark.segment and mark.segment not in {condition.text for condition in inquiry.query.filters}:
        return "segment"
    return None


def _same_scale(asked: Asked, mark: Mark) -> bool:
    if mark.scale_max is not None and asked.scale_max != mark.scale_max:
        return False
    return not mark.scale or scales_in_use(asked) <= {mark.scale}


def scales_in_use(asked: Asked) -> set[str]:
    """Names of the scales of the answers in the period asked, however they are turned."""
    return {name.removesuffix(":reversed") for name in asked.first.scales(0)}


def target(found: tuple[Reference, ...], figure: Figure, better: str) -> Target | None:
    """The target that a figure is held against, and how it stands; None where there is none to be held against."""
    values = [one.mark.value for one in found if one.type == MarkType.TARGET and one.drawn]
    wanted = next((value for value in values if value is not None), None)
    if wanted is None or figure.value is None or better == Better.NONE:
        return None
    return Target(wanted, target_state(figure, wanted, better))


def target_state(figure: Figure, wanted: float, better: str) -> str:
    """Reached or missed if the whole interval is on one side, else unsettled; a full count is what it is.

    A figure that equals the target has reached it.
    """
    assert figure.value is not None
    sign = -1.0 if better == Better.DOWN else 1.0
    ends = [sign * (figure.value if end is None else end) for end in (figure.low, figure.high)]
    if min(ends) >= sign * wanted:
        return "reached"
    return "missed" if max(ends) < sign * wanted else "unsettled"


def reference_json(one: Reference) -> dict[str, Any]:
    """What the command line prints of a mark beside a figure."""
    mark = one.mark
    return {"type": one.type, **mark_json(mark), "why_not": one.why_not}


def mark_json(mark: Mark) -> dict[str, Any]:
    plain: Mapping[str, Any] = vars(mark)
    return {**plain, "options": dict(mark.options)}
