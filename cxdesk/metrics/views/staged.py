"""Answers with the stage of the journey that they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.stages import STAGES
from cxdesk.domain.themes import Axis
from cxdesk.frame import theming
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.views import issues, trail
from cxdesk.metrics.views.tickets import NEVER, instants
from cxdesk.metrics.views.trail import KINDS

_EVERY = ("enter", "touch", "exit", "complaint", "")


def _build(role: Role) -> Callable[[Frame, Mapping[str, Any]], Rows]:
    def staged(frame: Frame, options: Mapping[str, Any]) -> Rows:
        return frame.kept(("staged", role), lambda: _staged(frame, role))

    return staged


def view(role: Role) -> View:
    """Live answers to one question, whose `stage` is what somebody tagged them with, else what the answer says, else
    what its touchpoint stands for, else the stage in which the customer last was seen before the answer.
    """
    return View(f"staged {role}", (ANSWER.name, KINDS[0]), _build(role))


def every(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Live answers to whatever question, with their stage."""
    return frame.kept(("staged",), lambda: _with_stage(frame, frame.rows(ANSWER.all())))


EVERY = View("staged", (ANSWER.name, KINDS[0]), every)


def _staged(frame: Frame, role: Role) -> Rows:
    return _with_stage(frame, frame.rows(ANSWER.where(role=role)))


def _with_stage(frame: Frame, rows: Rows) -> Rows:
    found = _tagged(frame, rows)
    found = np.where(found < 0, _said(rows.col("stage")), found)
    if frame.size(KINDS[0]):
        for make in (_of_touchpoint, _of_journey):
            found = np.where(found < 0, make(frame, rows), found)
    stage = Codes(found.astype(np.int32), STAGES)
    return replace(rows, cache={("col", "stage"): stage, ("codes", "stage", None): stage})


def by_stage(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Issues, which can be split by stage as answers are; nothing says on which platform they arose."""
    return frame.kept(("issues by stage",), lambda: _issues(frame))


def _issues(frame: Frame) -> Rows:
    rows = issues.issues(frame, {})
    nowhere = Codes(np.full(rows.size, -1, np.int32), ())
    stage = Codes(_said(rows.col("stage")).astype(np.int32), STAGES)
    return replace(rows, cache={("codes", "platform", None): nowhere, ("codes", "stage", None): stage})


ISSUES = View("issues by stage", issues.VIEW.kinds, by_stage, span=issues.VIEW.span, as_of=issues.VIEW.as_of)


def nameless(rows: Rows) -> np.ndarray:
    """Journey events of which nobody knows whose they are: a visitor without a customer."""
    same, visitor = trail.subjects(rows.frame).same, rows.col("visitor")
    known = np.array([*(str(label) in same for label in visitor.labels), False])[visitor.codes]
    return (rows.col(CUSTOMER).codes < 0) & ~known


def _tagged(frame: Frame, rows: Rows) -> np.ndarray:
    """The stage under which somebody put an answer's words."""
    found = np.full(rows.size, -1)
    for theme in theming.themes(frame, Axis.STAGE):
        if theme.key in STAGES:
            found[theming.own(frame, ANSWER.name, theme)[rows.index]] = STAGES.index(theme.key)
    return found


def _said(stage: Codes) -> np.ndarray:
    known = {name: place for place, name in enumerate(STAGES)}
    return np.array([*(known.get(str(label), -1) for label in stage.labels), -1])[stage.codes]


def _of_touchpoint(frame: Frame, rows: Rows) -> np.ndarray:
    """The stage in which most events of the answer's touchpoint are."""
    theirs, stages = frame.column(KINDS[0], "touchpoint"), _said(frame.column(KINDS[0], "stage"))
    known = (theirs.codes >= 0) & (stages >= 0)
    size = len(theirs.labels) * len(STAGES)
    times = np.bincount(theirs.codes[known] * len(STAGES) + stages[known], minlength=size)
    times = times.reshape(len(theirs.labels), len(STAGES))
    most = np.where(times.sum(axis=1) > 0, times.argmax(axis=1), -1) if len(times) else np.zeros(0, int)
    place = {str(label): int(stage) for label, stage in zip(theirs.labels, most, strict=True)}
    own = rows.col("touchpoint")
    return np.array([*(place.get(str(label), -1) for label in own.labels), -1])[own.codes]


def _of_journey(frame: Frame, rows: Rows) -> np.ndarray:
    """The stage of the customer's last journey event up to the answer."""
    events = trail.events(frame)
    stage = np.full(events.size, -1)
    for number, name in enumerate(STAGES):
        stage[events.staged(name, _EVERY)] = number
    known = np.flatnonzero(stage >= 0)
    if not len(known):
        return np.full(rows.size, -1)
    who = trail.subjects(frame).number(rows.col(CUSTOMER))
    at = instants(frame, ANSWER.name, "submitted_at")[rows.index]
    last = np.searchsorted(known, events.until(who, at)) - 1
    event = known[np.maximum(last, 0)]
    there = (last >= 0) & (who >= 0) & (at != NEVER) & (events.who[event] == who)
    return np.where(there, stage[event], -1)
