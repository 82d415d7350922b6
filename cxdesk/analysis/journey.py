"""The journey as one picture: the stages' metrics side by side, and what customers say hurts at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry, least_asked
from cxdesk.analysis.themes import theme_lines
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.journey import (
    CONVERSION,
    DROPPED,
    PAIN,
    REMARKS,
    STAY,
    WAITING,
    Journey,
    PainPoint,
    Possible,
    Reached,
)
from cxdesk.domain.kinds import Role, all_kinds
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.journey_event import JOURNEY_EVENT
from cxdesk.domain.query import Query
from cxdesk.domain.results import Figure
from cxdesk.domain.scales import Band
from cxdesk.domain.stages import STAGES, Stage, followed
from cxdesk.domain.themes import Axis
from cxdesk.frame import theming
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.selection import Refusal, select
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.views import staged, trail

NAMES = {"usage_event": "name", "journey_event": "touchpoint"}  # what tells rows of a kind apart
PROMOTERS = "answer: role=nps; band=top"
MOST_POSSIBLE = 60  # of one kind


def journey(query: Query, frame: Frame) -> Journey:
    """Stages, times and pain points of the people who began in the period asked."""
    inquiry = Inquiry(query.with_(metrics=(CONVERSION,), split=None, selection=None), frame)
    metric = metric_of(CONVERSION)
    asked = inquiry.compared(metric)
    if not isinstance(asked, Asked):
        return Journey(why=asked.reason, needs=asked.needs, period=inquiry.ranges.now)
    options = asked.first.setup.options
    return Journey(
        stages=tuple(_stages(inquiry, asked, frame)),
        pains=_pains(query, inquiry, frame),
        days=float(options["window"]),
        order=str(options["order"]),
        period=inquiry.ranges.now,
        nobody=_nobody(frame),
    )


def _stages(inquiry: Inquiry, asked: Asked, frame: Frame) -> Iterator[Reached]:
    plan, times = trail.plan(frame), _times(inquiry)
    pain = inquiry.compared(metric_of(PAIN))
    for stage, following in pairwise(STAGES):
        figure = asked.figure(following)
        yield replace(_reached(plan[stage], following, figure, times, pain), rate=_sayable(figure, inquiry))
    arrived = int(asked.figure(STAGES[-1]).numerator or 0)
    last, whole = plan[STAGES[-1]], _sayable(asked.figure("overall"), inquiry)
    beside = _at_stage(last, times, pain)
    yield Reached(last, "overall", arrived, arrived, 0, 0, whole, **beside, last=True)


def _reached(stage: Stage, following: str, rate: Figure, times: Mapping[str, Figure], pain: Any) -> Reached:
    went, dropped = (int(rate.parts.get(part, 0)) for part in ("numerator", "rest"))
    waiting = int(rate.excluded.get(WAITING, 0))
    everybody = went + waiting + dropped
    return Reached(stage, following, everybody, went, waiting, dropped, rate, **_at_stage(stage, times, pain))


def _sayable(figure: Figure, inquiry: Inquiry) -> Figure:
    """Without its value where too few are counted, or where nobody's time is over but of those who went on already:
    their share would be all, whatever the others do.
    """
    waiting, dropped = figure.excluded.get(WAITING, 0), figure.parts.get(DROPPED, 0)
    reason = "immature" if waiting and not dropped else "too_few" if figure.n < least_asked(inquiry) else ""
    if figure.value is None or not reason:
        return figure
    return replace(figure, value=None, low=None, high=None, reason=reason)


def _at_stage(stage: Stage, times: Mapping[str, Figure], pain: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"time": times.get(stage.key, Figure(None, reason="no_rows"))}
    if isinstance(pain, Asked):
        found["pain"] = pain.figure(stage.key) if stage.key in pain.measures else None
        found["named"] = int(pain.figure(f"pains_{stage.key}").numerator or 0)
    return found


def _times(inquiry: Inquiry) -> dict[str, Figure]:
    """The median days of the stays that are over, by stage."""
    asked = inquiry.compared(metric_of(STAY), "stage")
    if not isinstance(asked, Asked):
        return {}
    return {str(name): asked.figure("median", 0, at) for at, name in enumerate(asked.segments)}


def _nobody(frame: Frame) -> float | None:
    rows = frame.rows(JOURNEY_EVENT.all()) if frame.size(JOURNEY_EVENT.name) else None
    if rows is None or not rows.size:
        return None
    return 100.0 * float(staged.nameless(rows).mean())


def _pains(query: Query, inquiry: Inquiry, frame: Frame) -> tuple[PainPoint, ...]:
    """What customers name, where it hurts most first; of equal scores, what most speak of."""
    scores, where = inquiry.compared(metric_of(PAIN)), _where(inquiry, frame)
    found = []
    for line in theme_lines(query.with_(selection=None), frame, Axis.PAIN):
        comments = int(line.share.numerator or 0)
        if not comments:
            continue
        stage, here = where.get(line.code, ("", 0))
        known = isinstance(scores, Asked) and stage in scores.measures
        score = scores.figure(stage) if known and isinstance(scores, Asked) else None
        found.append(PainPoint(line.theme, line.code, comments, stage, here, score))
    return tuple(sorted(found, key=_weight))


def _weight(point: PainPoint) -> tuple[float, int]:
    score = point.score.value if point.score is not None else None
    return -(score if score is not None else -1.0), -point.comments


def _where(inquiry: Inquiry, frame: Frame) -> dict[str, tuple[str, int]]:
    """Of each pain point the stage at which most answers name it, and how many do."""
    rows = staged.every(frame, {}) if frame.size("answer") else None
    chosen = select(rows, inquiry.query.filters, frame.as_of("answer")) if rows is not None and rows.size else None
    if rows is None or chosen is None or isinstance(chosen, Refusal):
        return {}
    now = inquiry.ranges.now
    at = chosen.members(Periods.of((now,)) if now else None).positions
    stages: Codes = rows.col("stage")
    found = {}
    for theme, code in theming.codes(frame, Axis.PAIN):
        named = at[theming.own(frame, rows.kind, theme)[rows.index[at]]]
        known = stages.codes[named]
        counts = np.bincount(known[known >= 0], minlength=len(STAGES))
        if counts.any():
            most = int(counts.argmax())
            found[code] = (STAGES[most], int(counts[most]))
    return found


def comments_of(query: Query, point: PainPoint) -> Query:
    """The question whose comments are those that speak of a pain point."""
    options = {**query.options, REMARKS: {**query.options.get(REMARKS, {}), "axis": Axis.PAIN.value}}
    return query.with_(options=options, selection=point.words)


def possible(frame: Frame) -> tuple[Possible, ...]:
    """What could mean a stage: kinds of row that say who and when, and what tells their rows apart; most rows first."""
    found: list[Possible] = []
    for kind in all_kinds():
        if not frame.size(kind.name) or not followed(kind.name):
            continue
        rows = frame.rows(kind.all())
        if kind.name == JOURNEY_EVENT.name:
            found += _values(rows, kind.name, "stage")
        else:
            found.append(Possible(kind.name, kind.name, "", rows.size))
        if kind.name in NAMES:
            found += _values(rows, kind.name, NAMES[kind.name])
    return tuple(sorted([*found, *_promoters(frame)], key=lambda one: -one.rows))


def _promoters(frame: Frame) -> list[Possible]:
    """Answers of those who would recommend us."""
    if not frame.size("answer"):
        return []
    rows = frame.rows(ANSWER.where(role=Role.NPS))
    top = rows.mask(Condition("band", Op.IS, (Band.TOP.value,)))
    n = 0 if top is None else int(top.sum())
    return [Possible(PROMOTERS, "answer", Band.TOP.value, n, "band")] if n else []


def _values(rows: Any, kind: str, attribute: str) -> list[Possible]:
    groups = rows.groups(attribute)
    if groups is None:
        return []
    counts = np.bincount(groups.codes, minlength=groups.size)
    named = [(label, int(n)) for label, n in zip(groups.labels, counts, strict=True) if label and n]
    few = sorted(named, key=lambda one: -one[1])[:MOST_POSSIBLE]
    return [Possible(f"{kind}: {attribute}={label}", kind, label, n, attribute) for label, n in few]


def journey_json(found: Journey) -> dict[str, Any]:
    """The object that the command line prints."""
    return {
        "days": found.days,
        "order": found.order,
        "period": found.period.to_json() if found.period else None,
        "unknown_share": found.nobody,
        "reason": found.why,
        "needs": found.needs,
        "stages": [_stage_json(one) for one in found.stages],
        "pain_points": [_pain_json(one) for one in found.pains],
    }


def _stage_json(one: Reached) -> dict[str, Any]:
    return {
        "stage": one.stage.key,
        "title": one.stage.shown,
        "means": [sign.text for sign in one.stage.meant],
        "people": one.people,
        "went_on": one.went_on,
        "still_in_time": one.waiting,
        "dropped": one.dropped,
        "rate": _figure_json(one.rate),
        "days": _figure_json(one.time),
        "pain": _figure_json(one.pain),
        "named_pains": one.named,
    }


def _pain_json(one: PainPoint) -> dict[str, Any]:
    head = {"theme": one.theme.title, "code": one.code, "comments": one.comments}
    return {**head, "stage": one.stage or None, "at_stage": one.here, "score": _figure_json(one.score)}


def _figure_json(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n, "reason": figure.reason}
